//! Attempts to reach sampled households, and how many forms came back in a stratum on a day.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, date, text};

use super::keyed_table;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0022_attempts"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let attempt = Table::create()
            .table("attempt")
            .col(big_integer("case_id"))
            .col(date("day"))
            .col(text("mode"))
            .col(text("result"))
            .col(text("recorded_by"))
            .primary_key(
                Index::create()
                    .col("case_id")
                    .col("day")
                    .col("mode")
                    .col("result"),
            )
            .foreign_key(
                ForeignKey::create()
                    .from("attempt", "case_id")
                    .to("sample_case", "id"),
            )
            .take();
        keyed_table::create(manager, attempt).await?;
        let daily_return = Table::create()
            .table("daily_return")
            .col(big_integer("wave_id"))
            .col(text("stratum"))
            .col(date("day"))
            .col(big_integer("returns"))
            .primary_key(Index::create().col("wave_id").col("stratum").col("day"))
            .foreign_key(
                ForeignKey::create()
                    .from("daily_return", "wave_id")
                    .to("wave", "id"),
            )
            .take();
        keyed_table::create(manager, daily_return).await
    }
}
