//! Questionnaires are sealed at the intake and read at sittings; arrivals and mixing are gone.
//!
//! What an earlier version took in is set aside as `earlier_arrival` and `earlier_response`, since a step of the schema
//! knows no questionnaire: it cannot say which arms a variant stood for, nor seal. `fieldwork::store::carry_over` moves
//! it at the next start, and a row of `installation` says that there is something to move.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_pk_auto, boolean, integer, json_binary, text, text_null,
    timestamp_with_time_zone, timestamp_with_time_zone_null,
};
use sea_orm_migration::sea_orm::Statement;

use crate::keyed_table;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0007_sealed_intake"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        set_aside(manager).await?;
        create_sitting(manager).await?;
        create_sealed_form(manager).await?;
        create_response(manager).await
    }
}

/// Sets aside what an earlier version took in, and drops its tables where there is nothing.
async fn set_aside(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let index = Index::drop()
        .name("response_of_wave")
        .table("response")
        .to_owned();
    manager.drop_index(index).await?;
    if is_empty(manager, "response").await? && is_empty(manager, "arrival").await? {
        for table in ["response", "arrival"] {
            manager
                .drop_table(Table::drop().table(table).take())
                .await?;
        }
        return Ok(());
    }
    for (table, aside) in [
        ("response", "earlier_response"),
        ("arrival", "earlier_arrival"),
    ] {
        let rename = Table::rename().table(table, aside).take();
        manager.rename_table(rename).await?;
    }
    let told = Query::insert()
        .into_table("installation")
        .columns(["name", "value"])
        .values_panic(["earlier_answers".into(), "set aside".into()])
        .to_owned();
    manager.exec_stmt(told).await
}

async fn is_empty(manager: &SchemaManager<'_>, table: &str) -> Result<bool, DbErr> {
    let connection = manager.get_connection();
    let sql = format!("SELECT 1 FROM {table} LIMIT 1");
    let statement = Statement::from_string(manager.get_database_backend(), sql);
    Ok(connection.query_one_raw(statement).await?.is_none())
}

async fn create_sitting(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("sitting")
                .col(big_pk_auto("id"))
                .col(big_integer("wave_id"))
                .col(timestamp_with_time_zone("until"))
                .col(text("public_key").unique_key())
                .col(timestamp_with_time_zone_null("opened_at"))
                .foreign_key(
                    ForeignKey::create()
                        .from("sitting", "wave_id")
                        .to("wave", "id"),
                )
                .take(),
        )
        .await?;
    manager
        .create_index(
            Index::create()
                .name("sitting_of_wave")
                .table("sitting")
                .col("wave_id")
                .take(),
        )
        .await
}

async fn create_sealed_form(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    keyed_table::create(
        manager,
        Table::create()
            .table("sealed_form")
            .col(text("key").primary_key())
            .col(big_integer("wave_id"))
            .col(big_integer("sitting_id"))
            .col(ColumnDef::new("bytes").blob().not_null())
            .foreign_key(
                ForeignKey::create()
                    .from("sealed_form", "wave_id")
                    .to("wave", "id"),
            )
            .foreign_key(
                ForeignKey::create()
                    .from("sealed_form", "sitting_id")
                    .to("sitting", "id"),
            )
            .take(),
    )
    .await?;
    manager
        .create_index(
            Index::create()
                .name("sealed_form_of_sitting")
                .table("sealed_form")
                .col("sitting_id")
                .take(),
        )
        .await
}

async fn create_response(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    keyed_table::create(
        manager,
        Table::create()
            .table("response")
            .col(text("key").primary_key())
            .col(big_integer("wave_id"))
            .col(text_null("stratum"))
            .col(text_null("psu"))
            .col(json_binary("arms"))
            .col(text("mode"))
            .col(text("language"))
            .col(boolean("script"))
            .col(boolean("elder"))
            .col(text("time_band"))
            .col(integer("longest_run"))
            .col(json_binary("answers"))
            .foreign_key(
                ForeignKey::create()
                    .from("response", "wave_id")
                    .to("wave", "id"),
            )
            .take(),
    )
    .await?;
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
