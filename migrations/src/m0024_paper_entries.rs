//! Booklets on paper that were typed in once, or twice and differently, and wait to be counted.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, text, text_null};

use super::keyed_table;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0024_paper_entries"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let paper_entry = Table::create()
            .table("paper_entry")
            .col(text("code_hash").primary_key())
            .col(big_integer("wave_id"))
            .col(text("first_by"))
            .col(text_null("second_by"))
            .col(ColumnDef::new("bytes").blob().not_null())
            .foreign_key(
                ForeignKey::create()
                    .from("paper_entry", "wave_id")
                    .to("wave", "id"),
            )
            .take();
        keyed_table::create(manager, paper_entry).await
    }
}
