//! How a household answered: on a screen, on paper, on the phone of an interviewer.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{text, text_null};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0023_modes"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let invitation = Table::alter()
            .table("invitation")
            .add_column(text("mode").default("web"))
            .take();
        manager.alter_table(invitation).await?;
        // What was opened before came on screens alone, and nobody asked.
        let response = Table::alter()
            .table("response")
            .add_column(text_null("mode"))
            .take();
        manager.alter_table(response).await
    }
}
