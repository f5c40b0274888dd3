//! Staff: users and their roles, sessions, failed sign-ins, and the audit log that only grows.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_pk_auto, boolean, integer, json_binary_null, text, timestamp_with_time_zone,
};
use sea_orm_migration::sea_orm::DbBackend;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0002_accounts"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_users(manager).await?;
        create_sessions(manager).await?;
        create_audit(manager).await?;
        keep_audit(manager).await
    }
}

async fn create_users(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("staff_user")
                .col(big_pk_auto("id"))
                .col(text("name"))
                .col(text("name_key").unique_key())
                .col(text("password_hash"))
                .col(boolean("disabled"))
                .col(timestamp_with_time_zone("created_at"))
                .take(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("staff_role")
                .col(big_integer("user_id"))
                .col(text("role"))
                .primary_key(Index::create().col("user_id").col("role"))
                .foreign_key(
                    ForeignKey::create()
                        .from("staff_role", "user_id")
                        .to("staff_user", "id"),
                )
                .take(),
        )
        .await
}

async fn create_sessions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("staff_session")
                .col(text("token_hash").primary_key())
                .col(big_integer("user_id"))
                .col(timestamp_with_time_zone("begun_at"))
                .col(timestamp_with_time_zone("seen_at"))
                .foreign_key(
                    ForeignKey::create()
                        .from("staff_session", "user_id")
                        .to("staff_user", "id"),
                )
                .take(),
        )
        .await?;
    manager
        .create_index(
            Index::create()
                .name("staff_session_of_user")
                .table("staff_session")
                .col("user_id")
                .take(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("sign_in_failure")
                .col(text("key").primary_key())
                .col(integer("failures"))
                .col(timestamp_with_time_zone("last_at"))
                .take(),
        )
        .await
}

async fn create_audit(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("audit_entry")
                .col(big_pk_auto("id"))
                .col(timestamp_with_time_zone("at"))
                .col(text("actor"))
                .col(text("action"))
                .col(text("subject"))
                .col(json_binary_null("before"))
                .col(json_binary_null("after"))
                .take(),
        )
        .await?;
    for column in ["actor", "subject"] {
        manager
            .create_index(
                Index::create()
                    .name(format!("audit_entry_by_{column}"))
                    .table("audit_entry")
                    .col(column)
                    .col("id")
                    .take(),
            )
            .await?;
    }
    Ok(())
}

/// Entries are neither changed nor taken back, whoever asks.
async fn keep_audit(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let statements: &[&str] = if manager.get_database_backend() == DbBackend::Sqlite {
        &[
            "CREATE TRIGGER audit_entry_stays BEFORE DELETE ON audit_entry \
             BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END",
            "CREATE TRIGGER audit_entry_stays_as_it_is BEFORE UPDATE ON audit_entry \
             BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END",
        ]
    } else {
        &[
            "CREATE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION 'the audit log only grows'; END $$",
            "CREATE TRIGGER audit_entry_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry \
             FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()",
        ]
    };
    for statement in statements {
        manager
            .get_connection()
            .execute_unprepared(statement)
            .await?;
    }
    Ok(())
}
