//! Drafts with every revision, who approved which version, the files versions came from, test links and
//! what was answered through them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, integer, integer_null, json_binary,
    json_binary_null, text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null,
};

use crate::keyed_table;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0003_drafts"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_drafts(manager).await?;
        create_versions(manager).await?;
        create_trials(manager).await
    }
}

async fn create_drafts(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("draft")
                .col(big_pk_auto("id"))
                .col(text("questionnaire"))
                .col(json_binary_null("title"))
                .col(text("state"))
                .col(integer("head"))
                .col(text_null("origin"))
                .col(text("created_by"))
                .col(timestamp_with_time_zone("created_at"))
                .col(text("changed_by"))
                .col(timestamp_with_time_zone("changed_at"))
                .col(text_null("sent_by"))
                .col(timestamp_with_time_zone_null("sent_at"))
                .col(text_null("version"))
                .foreign_key(
                    ForeignKey::create()
                        .from("draft", "origin")
                        .to("questionnaire_version", "hash"),
                )
                .foreign_key(
                    ForeignKey::create()
                        .from("draft", "version")
                        .to("questionnaire_version", "hash"),
                )
                .take(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("draft_revision")
                .col(big_integer("draft_id"))
                .col(integer("number"))
                .col(integer_null("based_on"))
                .col(text("text"))
                .col(text("by"))
                .col(timestamp_with_time_zone("at"))
                .col(text("what"))
                .primary_key(Index::create().col("draft_id").col("number"))
                .foreign_key(
                    ForeignKey::create()
                        .from("draft_revision", "draft_id")
                        .to("draft", "id"),
                )
                .take(),
        )
        .await
}

async fn create_versions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let of_version = |table: &'static str| {
        ForeignKey::create()
            .from(table, "version")
            .to("questionnaire_version", "hash")
            .to_owned()
    };
    manager
        .create_table(
            Table::create()
                .table("version_source")
                .col(text("version").primary_key())
                .col(text("text"))
                .foreign_key(&mut of_version("version_source"))
                .take(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("publication")
                .col(text("version").primary_key())
                .col(big_integer_null("draft_id"))
                .col(text("written_by"))
                .col(text("approved_by"))
                .col(timestamp_with_time_zone("published_at"))
                .foreign_key(&mut of_version("publication"))
                .foreign_key(
                    ForeignKey::create()
                        .from("publication", "draft_id")
                        .to("draft", "id"),
                )
                .take(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("test_link")
                .col(text("token").primary_key())
                .col(text("version").unique_key())
                .foreign_key(&mut of_version("test_link"))
                .take(),
        )
        .await
}

async fn create_trials(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    keyed_table::create(
        manager,
        Table::create()
            .table("trial_answer")
            .col(text("id").primary_key())
            .col(text("version"))
            .col(json_binary("content"))
            .foreign_key(
                ForeignKey::create()
                    .from("trial_answer", "version")
                    .to("questionnaire_version", "hash"),
            )
            .take(),
    )
    .await
}
