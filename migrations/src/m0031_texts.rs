//! What was written in words: reviewed by two persons, coded by themes, and published by a further deed.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, json_binary, json_binary_null, text, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null,
};

use super::keyed_table;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0031_texts"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let review = Table::create()
            .table("text_review")
            .col(text("remark_id").primary_key())
            .col(big_integer("wave_id"))
            .col(text("question"))
            .col(text_null("wording"))
            .col(text("first_by"))
            .col(text_null("second_by"))
            .check(two_persons("first_by", "second_by"))
            .foreign_key(&mut of_wave("text_review"))
            .take();
        keyed_table::create(manager, review).await?;
        let coding = Table::create()
            .table("text_coding")
            .col(text("remark_id").primary_key())
            .col(big_integer("wave_id"))
            .col(text("question"))
            .col(text("first_by"))
            .col(json_binary("first_themes"))
            .col(text_null("second_by"))
            .col(json_binary_null("second_themes"))
            .check(two_persons("first_by", "second_by"))
            .foreign_key(&mut of_wave("text_coding"))
            .take();
        keyed_table::create(manager, coding).await?;
        for table in ["remark", "text_review", "text_coding"] {
            let of_question = Index::create()
                .name(format!("{table}_of_question"))
                .table(table)
                .col("wave_id")
                .col("question")
                .take();
            manager.create_index(of_question).await?;
        }
        let theme = Table::create()
            .table("text_theme")
            .col(big_integer("wave_id"))
            .col(text("question"))
            .col(text("code"))
            .col(json_binary("content"))
            .primary_key(Index::create().col("wave_id").col("question").col("code"))
            .foreign_key(&mut of_wave("text_theme"))
            .take();
        manager.create_table(theme).await?;
        let publication = Table::create()
            .table("text_publication")
            .col(big_integer("wave_id").primary_key())
            .col(text("prepared_by"))
            .col(timestamp_with_time_zone("prepared_at"))
            .col(json_binary("content"))
            .col(text_null("published_by"))
            .col(timestamp_with_time_zone_null("published_at"))
            .check(two_persons("prepared_by", "published_by"))
            .foreign_key(&mut of_wave("text_publication"))
            .take();
        manager.create_table(publication).await
    }
}

fn of_wave(table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from(table, "wave_id")
        .to("wave", "id")
        .take()
}

/// The second person is another than the first; there may be none yet.
fn two_persons(first: &'static str, second: &'static str) -> SimpleExpr {
    let none = Expr::col(second).is_null();
    none.or(Expr::col(second).ne(Expr::col(first)))
}
