//! How far people get with a form, as counts that are joined to nobody.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, integer};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0004_progress_counts"
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
                    .table("progress_count")
                    .col(big_integer("wave_id"))
                    .col(integer("variant"))
                    .col(integer("step"))
                    .col(big_integer("people"))
                    .primary_key(Index::create().col("wave_id").col("variant").col("step"))
                    .foreign_key(
                        ForeignKey::create()
                            .from("progress_count", "wave_id")
                            .to("wave", "id"),
                    )
                    .take(),
            )
            .await
    }
}
