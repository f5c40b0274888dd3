//! Answers person by person that leave the house: the file for everybody, and complete rows for two named persons.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_pk_auto, json_binary, text, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null,
};

use super::kept_rows::keep_rows;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0032_public_use"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let of_wave = |table: &'static str| {
            ForeignKey::create()
                .from(table, "wave_id")
                .to("wave", "id")
                .take()
        };
        let prepared = Table::create()
            .table("prepared_public_use")
            .col(big_integer("wave_id").primary_key())
            .col(json_binary("code_book"))
            .col(text("rows"))
            .col(json_binary("uniqueness"))
            .col(text("by"))
            .col(timestamp_with_time_zone("at"))
            .foreign_key(&mut of_wave("prepared_public_use"))
            .take();
        manager.create_table(prepared).await?;
        let published = Table::create()
            .table("public_use")
            .col(big_integer("wave_id").primary_key())
            .col(json_binary("code_book"))
            .col(text("rows"))
            .col(text("hash"))
            .col(text("prepared_by"))
            .col(timestamp_with_time_zone("prepared_at"))
            .col(text("published_by"))
            .col(timestamp_with_time_zone("published_at"))
            .check(Expr::col("prepared_by").ne(Expr::col("published_by")))
            .foreign_key(&mut of_wave("public_use"))
            .take();
        manager.create_table(published).await?;
        keep_rows(manager, "public_use").await?;
        let request = Table::create()
            .table("row_request")
            .col(big_pk_auto("id"))
            .col(big_integer("wave_id"))
            .col(text("purpose"))
            .col(text("by"))
            .col(timestamp_with_time_zone("at"))
            .col(text_null("approved_by"))
            .col(timestamp_with_time_zone_null("approved_at"))
            .col(timestamp_with_time_zone_null("fetched_at"))
            .check(Expr::col("by").ne(Expr::col("approved_by")))
            .foreign_key(&mut of_wave("row_request"))
            .take();
        manager.create_table(request).await
    }
}
