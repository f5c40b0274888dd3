//! Results that are computed and not published.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, json_binary, text, timestamp_with_time_zone};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0015_prepared_releases"
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
                    .table("prepared_release")
                    .col(big_integer("wave_id").primary_key())
                    .col(text("by"))
                    .col(timestamp_with_time_zone("at"))
                    .col(json_binary("content"))
                    .foreign_key(
                        ForeignKey::create()
                            .from("prepared_release", "wave_id")
                            .to("wave", "id"),
                    )
                    .take(),
            )
            .await
    }
}
