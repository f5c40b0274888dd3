//! Frames: the communities and villages that samples are drawn from, each edition under the hash of its content.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date, json_binary, text, timestamp_with_time_zone};

use super::kept_rows::keep_rows;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0018_frames"
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
                    .table("frame")
                    .col(text("hash").primary_key())
                    .col(text("plan_id"))
                    .col(text("edition"))
                    .col(text("name"))
                    .col(text("source"))
                    .col(date("reference_date"))
                    .col(text("status"))
                    .col(json_binary("content"))
                    .col(text("taken_by"))
                    .col(timestamp_with_time_zone("taken_at"))
                    .foreign_key(
                        ForeignKey::create()
                            .from("frame", "plan_id")
                            .to("plan", "id"),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .from("frame", "edition")
                            .to("plan_edition", "hash"),
                    )
                    .take(),
            )
            .await?;
        keep_rows(manager, "frame").await
    }
}
