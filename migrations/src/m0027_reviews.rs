//! What is looked at before results are published, kept beside them until they are.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::json_binary_null;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0027_reviews"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let prepared = Table::alter()
            .table("prepared_release")
            .add_column(json_binary_null("review"))
            .take();
        manager.alter_table(prepared).await
    }
}
