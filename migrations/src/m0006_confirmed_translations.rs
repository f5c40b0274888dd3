//! Translations of drafts that were found right although their original had changed.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, text};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0006_confirmed_translations"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("confirmed_translation")
                    .col(big_integer("draft_id"))
                    .col(text("language"))
                    .col(text("text"))
                    .col(text("original"))
                    .primary_key(Index::create().col("draft_id").col("language").col("text"))
                    .foreign_key(
                        ForeignKey::create()
                            .from("confirmed_translation", "draft_id")
                            .to("draft", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .take(),
            )
            .await
    }
}
