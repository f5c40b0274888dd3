//! What was corrected of waves after they were registered.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_pk_auto, json_binary, text, timestamp_with_time_zone,
};

use super::kept_rows::keep_rows;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0028_corrections"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let correction = Table::create()
            .table("correction")
            .col(big_pk_auto("id"))
            .col(big_integer("wave_id"))
            .col(timestamp_with_time_zone("at"))
            .col(text("by"))
            .col(text("reason"))
            .col(json_binary("change"))
            .foreign_key(
                ForeignKey::create()
                    .from("correction", "wave_id")
                    .to("wave", "id"),
            )
            .take();
        manager.create_table(correction).await?;
        let of_wave = Index::create()
            .name("correction_of_wave")
            .table("correction")
            .col("wave_id")
            .take();
        manager.create_index(of_wave).await?;
        keep_rows(manager, "correction").await
    }
}
