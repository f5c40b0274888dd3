//! What more is known of households: where those of a sample live, as their communities know it, and which were drawn to be held in
//! reserve.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, text, text_null, timestamp_with_time_zone,
};

use super::keyed_table;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0026_households"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let case = Table::alter()
            .table("sample_case")
            .add_column(text_null("address"))
            .take();
        manager.alter_table(case).await?;
        // SQLite takes one column at a time. Cases there are were invited at first.
        let case = Table::alter()
            .table("sample_case")
            .add_column(big_integer("replicate").default(0))
            .take();
        manager.alter_table(case).await?;
        let mailing = Table::alter()
            .table("mailing")
            .add_column(big_integer_null("replicate"))
            .take();
        manager.alter_table(mailing).await?;
        let reserve = Table::create()
            .table("reserve_household")
            .col(big_integer("drawn_psu_id"))
            .col(big_integer("household"))
            .col(big_integer("replicate"))
            .primary_key(Index::create().col("drawn_psu_id").col("household"))
            .foreign_key(
                ForeignKey::create()
                    .from("reserve_household", "drawn_psu_id")
                    .to("drawn_psu", "id"),
            )
            .take();
        keyed_table::create(manager, reserve).await?;
        let released = Table::create()
            .table("released_replicate")
            .col(big_integer("wave_id"))
            .col(big_integer("replicate"))
            .col(text("released_by"))
            .col(timestamp_with_time_zone("released_at"))
            .col(text("reason"))
            .primary_key(Index::create().col("wave_id").col("replicate"))
            .foreign_key(
                ForeignKey::create()
                    .from("released_replicate", "wave_id")
                    .to("wave", "id"),
            )
            .take();
        keyed_table::create(manager, released).await
    }
}
