//! What no survey measures: values of the register, entered by one person and released by another.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_pk_auto, integer, json_binary, text, text_null, timestamp_with_time_zone,
};

use super::kept_rows::keep_rows;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0030_register"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let of_plan = |table: &'static str| {
            ForeignKey::create()
                .from(table, "plan_id")
                .to("plan", "id")
                .take()
        };
        let proposal = Table::create()
            .table("register_proposal")
            .col(text("plan_id"))
            .col(text("indicator"))
            .col(integer("year"))
            .col(json_binary("content"))
            .col(text_null("reason"))
            .col(text("by"))
            .col(timestamp_with_time_zone("at"))
            .primary_key(Index::create().col("plan_id").col("indicator").col("year"))
            .foreign_key(&mut of_plan("register_proposal"))
            .take();
        manager.create_table(proposal).await?;
        let value = Table::create()
            .table("register_value")
            .col(big_pk_auto("id"))
            .col(text("plan_id"))
            .col(text("indicator"))
            .col(integer("year"))
            .col(json_binary("content"))
            .col(text_null("reason"))
            .col(text("entered_by"))
            .col(timestamp_with_time_zone("entered_at"))
            .col(text("released_by"))
            .col(timestamp_with_time_zone("released_at"))
            .check(Expr::col("entered_by").ne(Expr::col("released_by")))
            .foreign_key(&mut of_plan("register_value"))
            .take();
        manager.create_table(value).await?;
        let of_plan = Index::create()
            .name("register_value_of_plan")
            .table("register_value")
            .col("plan_id")
            .take();
        manager.create_index(of_plan).await?;
        keep_rows(manager, "register_value").await
    }
}
