//! Responses lose what no analysis reads: mode, language, script, elder mode, time taken and longest run.
//!
//! Whoever logged addresses and times in front of the server has seen most of these, and they told with the PSU which answers
//! were whose. The rows are written anew in the order of their keys, so that none keeps the place it had.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, json_binary, text, text_null};

use crate::keyed_table;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0016_lean_responses"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        const KEPT: [&str; 6] = ["key", "wave_id", "stratum", "psu", "arms", "answers"];
        keyed_table::create(
            manager,
            Table::create()
                .table("lean_response")
                .col(text("key").primary_key())
                .col(big_integer("wave_id"))
                .col(text_null("stratum"))
                .col(text_null("psu"))
                .col(json_binary("arms"))
                .col(json_binary("answers"))
                .foreign_key(
                    ForeignKey::create()
                        .from("lean_response", "wave_id")
                        .to("wave", "id"),
                )
                .take(),
        )
        .await?;
        let mut rows = Query::insert();
        let kept = Query::select()
            .columns(KEPT)
            .from("response")
            .order_by("key", Order::Asc)
            .take();
        rows.into_table("lean_response").columns(KEPT);
        rows.select_from(kept)
            .map_err(|error| DbErr::Custom(error.to_string()))?;
        manager.exec_stmt(rows).await?;
        manager
            .drop_table(Table::drop().table("response").take())
            .await?;
        let rename = Table::rename().table("lean_response", "response").take();
        manager.rename_table(rename).await?;
        manager
            .create_index(
                Index::create()
                    .name("response_of_wave")
                    .table("response")
                    .col("wave_id")
                    .take(),
            )
            .await
    }
}
