//! Lists of units that were uploaded and are no frames yet: their files, and what was said of them by hand.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_pk_auto, date_null, integer, json_binary, text, timestamp_with_time_zone,
};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0019_frame_drafts"
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
                    .table("frame_draft")
                    .col(big_pk_auto("id"))
                    .col(text("plan_id"))
                    .col(text("file_name"))
                    .col(ColumnDef::new("file").blob().not_null())
                    .col(text("name"))
                    .col(text("source"))
                    .col(date_null("reference_date"))
                    .col(text("status"))
                    .col(json_binary("assignment"))
                    .col(integer("tolerance"))
                    .col(big_integer("faults"))
                    .col(text("begun_by"))
                    .col(timestamp_with_time_zone("begun_at"))
                    .foreign_key(
                        ForeignKey::create()
                            .from("frame_draft", "plan_id")
                            .to("plan", "id"),
                    )
                    .take(),
            )
            .await
    }
}
