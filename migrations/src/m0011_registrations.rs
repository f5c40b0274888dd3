//! Plans under the hash of their content, registrations, amended releases and why a release is late.
//!
//! What was imported last becomes the first edition of each plan, and every wave refers to it. A registration is
//! written by the program and not here, since it states rules that a step of the schema cannot know: the fact
//! `waves-before-registration` says up to which row waves have none yet.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_pk_auto, integer, json_binary, text, text_null, timestamp_with_time_zone,
};
use sea_orm_migration::sea_orm::prelude::DateTimeUtc;
use sea_orm_migration::sea_orm::{JsonValue, Statement};

use super::canonical::content_hash;
use super::kept_rows::keep_rows;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0011_registrations"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_editions(manager).await?;
        move_plans(manager).await?;
        create_registration(manager).await?;
        create_after_release(manager).await?;
        for table in ["plan_edition", "registration"] {
            keep_rows(manager, table).await?;
        }
        Ok(())
    }
}

async fn create_editions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("plan_edition")
                .col(text("hash").primary_key())
                .col(text("plan_id"))
                .col(json_binary("content"))
                .col(json_binary("strata"))
                .col(json_binary("margins"))
                .col(timestamp_with_time_zone("imported_at"))
                .foreign_key(
                    ForeignKey::create()
                        .from("plan_edition", "plan_id")
                        .to("plan", "id"),
                )
                .take(),
        )
        .await?;
    // By a statement, since a column that refers to a table cannot be added in another way on SQLite.
    let column = "ALTER TABLE wave ADD COLUMN edition text REFERENCES plan_edition (hash)";
    let connection = manager.get_connection();
    connection.execute_unprepared(column).await?;
    manager
        .alter_table(
            Table::alter()
                .table("plan")
                .add_column(text_null("edition"))
                .take(),
        )
        .await
}

/// Makes what was imported last of each plan its first edition.
async fn move_plans(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    let backend = connection.get_database_backend();
    let ask = |sql: &str| Statement::from_string(backend, sql);
    for plan in connection
        .query_all_raw(ask("SELECT id, content, imported_at FROM plan"))
        .await?
    {
        let id: String = plan.try_get("", "id")?;
        let mut parts: Vec<JsonValue> = vec![plan.try_get("", "content")?];
        for table in ["frame_stratum", "margin"] {
            let rows = Query::select()
                .column("content")
                .from(table)
                .and_where(Expr::col("plan_id").eq(id.as_str()))
                .order_by("position", Order::Asc)
                .take();
            let rows = connection.query_all_raw(backend.build(&rows)).await?;
            let contents: Result<Vec<JsonValue>, DbErr> =
                rows.iter().map(|row| row.try_get("", "content")).collect();
            parts.push(JsonValue::Array(contents?));
        }
        let hash = content_hash(&JsonValue::Array(parts.clone()));
        let mut values: Vec<Expr> = vec![hash.as_str().into(), id.as_str().into()];
        values.extend(parts.into_iter().map(Expr::from));
        values.push(plan.try_get::<DateTimeUtc>("", "imported_at")?.into());
        let edition = Query::insert()
            .into_table("plan_edition")
            .columns([
                "hash",
                "plan_id",
                "content",
                "strata",
                "margins",
                "imported_at",
            ])
            .values_panic(values)
            .take();
        connection.execute_raw(backend.build(&edition)).await?;
        for (table, key) in [("plan", "id"), ("wave", "plan_id")] {
            let refer = Query::update()
                .table(table)
                .value("edition", hash.as_str())
                .and_where(Expr::col(key).eq(id.as_str()))
                .take();
            connection.execute_raw(backend.build(&refer)).await?;
        }
    }
    for sql in [
        "ALTER TABLE plan DROP COLUMN content",
        "DROP TABLE frame_stratum",
        "DROP TABLE margin",
        "INSERT INTO installation (name, value) SELECT 'waves-before-registration', CAST(MAX(id) AS text) \
         FROM wave HAVING COUNT(*) > 0",
    ] {
        connection.execute_unprepared(sql).await?;
    }
    Ok(())
}

async fn create_registration(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("registration")
                .col(big_integer("wave_id").primary_key())
                .col(text("hash"))
                .col(json_binary("content"))
                .col(text("salt"))
                .foreign_key(
                    ForeignKey::create()
                        .from("registration", "wave_id")
                        .to("wave", "id"),
                )
                .take(),
        )
        .await
}

async fn create_after_release(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("amended_release")
                .col(big_pk_auto("id"))
                .col(big_integer("wave_id"))
                .col(integer("number"))
                .col(timestamp_with_time_zone("released_at"))
                .col(json_binary("content"))
                .foreign_key(
                    ForeignKey::create()
                        .from("amended_release", "wave_id")
                        .to("wave", "id"),
                )
                .index(Index::create().unique().col("wave_id").col("number"))
                .take(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("release_delay")
                .col(big_pk_auto("id"))
                .col(big_integer("wave_id"))
                .col(timestamp_with_time_zone("at"))
                .col(text("by"))
                .col(text("reason"))
                .foreign_key(
                    ForeignKey::create()
                        .from("release_delay", "wave_id")
                        .to("wave", "id"),
                )
                .take(),
        )
        .await
}
