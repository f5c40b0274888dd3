//! The tables an answer passes on its way from a plan to a published rate.
//!
//! `invitation` and `response` share no column: nothing here joins a code, an address or
//! a time to an answer.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_pk_auto, boolean, double, integer, json_binary, json_binary_null, text,
    text_null, timestamp_with_time_zone, timestamp_with_time_zone_null,
};

use crate::keyed_table;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0001_way_of_an_answer"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_installation(manager).await?;
        create_plan_and_questionnaire(manager).await?;
        create_frame(manager).await?;
        create_margin(manager).await?;
        create_wave_and_draw(manager).await?;
        create_intake(manager).await?;
        create_response(manager).await?;
        create_release(manager).await
    }
}

async fn create_installation(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("installation")
                .col(text("name").primary_key())
                .col(text("value"))
                .take(),
        )
        .await
}

async fn create_plan_and_questionnaire(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("plan")
                .col(text("id").primary_key())
                .col(json_binary("content"))
                .col(timestamp_with_time_zone("imported_at"))
                .take(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("questionnaire_version")
                .col(text("hash").primary_key())
                .col(text("questionnaire"))
                .col(text_null("plan_id"))
                .col(json_binary("content"))
                .col(timestamp_with_time_zone("imported_at"))
                .foreign_key(
                    ForeignKey::create()
                        .from("questionnaire_version", "plan_id")
                        .to("plan", "id"),
                )
                .take(),
        )
        .await
}

async fn create_frame(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("frame_stratum")
                .col(text("plan_id"))
                .col(text("code"))
                .col(integer("position"))
                .col(json_binary("content"))
                .primary_key(Index::create().col("plan_id").col("code"))
                .foreign_key(
                    ForeignKey::create()
                        .from("frame_stratum", "plan_id")
                        .to("plan", "id"),
                )
                .take(),
        )
        .await
}

async fn create_margin(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("margin")
                .col(text("plan_id"))
                .col(text("id"))
                .col(integer("position"))
                .col(json_binary("content"))
                .primary_key(Index::create().col("plan_id").col("id"))
                .foreign_key(
                    ForeignKey::create()
                        .from("margin", "plan_id")
                        .to("plan", "id"),
                )
                .take(),
        )
        .await
}

async fn create_wave_and_draw(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("wave")
                .col(big_pk_auto("id"))
                .col(text("slug").unique_key())
                .col(text("plan_id"))
                .col(text("version"))
                .col(text("mode"))
                .col(json_binary("title"))
                .col(integer("year"))
                .col(timestamp_with_time_zone("opens_at"))
                .col(timestamp_with_time_zone("closes_at"))
                .col(timestamp_with_time_zone_null("closed_at"))
                .col(json_binary_null("header"))
                .col(json_binary_null("contact"))
                .col(boolean("simulated"))
                .foreign_key(
                    ForeignKey::create()
                        .from("wave", "plan_id")
                        .to("plan", "id"),
                )
                .foreign_key(
                    ForeignKey::create()
                        .from("wave", "version")
                        .to("questionnaire_version", "hash"),
                )
                .take(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("draw")
                .col(big_pk_auto("id"))
                .col(big_integer("wave_id").unique_key())
                .col(json_binary("plan"))
                .col(text("frame_hash"))
                .col(text("algorithm"))
                .col(timestamp_with_time_zone("drawn_at"))
                .foreign_key(
                    ForeignKey::create()
                        .from("draw", "wave_id")
                        .to("wave", "id"),
                )
                .take(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("drawn_psu")
                .col(big_pk_auto("id"))
                .col(big_integer("draw_id"))
                .col(text("stratum"))
                .col(text("code"))
                .col(json_binary("name"))
                .col(boolean("urban"))
                .col(big_integer("households"))
                .col(double("inclusion_probability"))
                .col(boolean("certainty"))
                .col(double("base_weight"))
                .col(text_null("merged_into"))
                .foreign_key(
                    ForeignKey::create()
                        .from("drawn_psu", "draw_id")
                        .to("draw", "id"),
                )
                .take(),
        )
        .await?;
    manager
        .create_index(
            Index::create()
                .name("drawn_psu_code_in_draw")
                .table("drawn_psu")
                .col("draw_id")
                .col("code")
                .unique()
                .take(),
        )
        .await
}

async fn create_intake(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("sample_case")
                .col(big_pk_auto("id"))
                .col(big_integer("drawn_psu_id"))
                .col(big_integer("household"))
                .col(text_null("disposition"))
                .foreign_key(
                    ForeignKey::create()
                        .from("sample_case", "drawn_psu_id")
                        .to("drawn_psu", "id"),
                )
                .take(),
        )
        .await?;
    manager
        .create_index(
            Index::create()
                .name("sample_case_of_psu")
                .table("sample_case")
                .col("drawn_psu_id")
                .col("household")
                .unique()
                .take(),
        )
        .await?;
    keyed_table::create(
        manager,
        Table::create()
            .table("invitation")
            .col(text("code_hash").primary_key())
            .col(big_integer("wave_id"))
            .col(big_integer("case_id").unique_key())
            .col(boolean("returned"))
            .foreign_key(
                ForeignKey::create()
                    .from("invitation", "wave_id")
                    .to("wave", "id"),
            )
            .foreign_key(
                ForeignKey::create()
                    .from("invitation", "case_id")
                    .to("sample_case", "id"),
            )
            .take(),
    )
    .await?;
    keyed_table::create(
        manager,
        Table::create()
            .table("arrival")
            .col(text("key").primary_key())
            .col(big_integer("wave_id"))
            .col(text_null("stratum"))
            .col(text_null("psu"))
            .col(json_binary("content"))
            .foreign_key(
                ForeignKey::create()
                    .from("arrival", "wave_id")
                    .to("wave", "id"),
            )
            .take(),
    )
    .await?;
    keyed_table::create(
        manager,
        Table::create()
            .table("receipt")
            .col(text("hash").primary_key())
            .col(big_integer("wave_id"))
            .foreign_key(
                ForeignKey::create()
                    .from("receipt", "wave_id")
                    .to("wave", "id"),
            )
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
            .col(integer("variant"))
            .col(text("mode"))
            .col(text("language"))
            .col(boolean("script"))
            .col(boolean("elder"))
            .col(text("time_band"))
            .col(integer("longest_run"))
            .col(big_integer("batch"))
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
        .await?;
    keyed_table::create(
        manager,
        Table::create()
            .table("remark")
            .col(text("id").primary_key())
            .col(big_integer("wave_id"))
            .col(text("question"))
            .col(text("wording"))
            .foreign_key(
                ForeignKey::create()
                    .from("remark", "wave_id")
                    .to("wave", "id"),
            )
            .take(),
    )
    .await
}

async fn create_release(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("release")
                .col(big_pk_auto("id"))
                .col(big_integer("wave_id").unique_key())
                .col(timestamp_with_time_zone("released_at"))
                .col(json_binary("content"))
                .foreign_key(
                    ForeignKey::create()
                        .from("release", "wave_id")
                        .to("wave", "id"),
                )
                .take(),
        )
        .await
}
