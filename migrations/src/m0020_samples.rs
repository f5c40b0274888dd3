//! Samples: designs with a seed that were drawn from a frame, whether a wave was opened with them or not.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer_null, big_pk_auto, json_binary, text, timestamp_with_time_zone,
};
use sea_orm_migration::sea_orm::DbBackend;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0020_samples"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("sample")
                    .col(big_pk_auto("id"))
                    .col(text("plan_id"))
                    .col(text("frame_hash"))
                    .col(text("name"))
                    .col(json_binary("design"))
                    .col(text("algorithm"))
                    .col(text("drawn_by"))
                    .col(timestamp_with_time_zone("drawn_at"))
                    .col(big_integer_null("wave_id").unique_key())
                    .foreign_key(
                        ForeignKey::create()
                            .from("sample", "plan_id")
                            .to("plan", "id"),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .from("sample", "frame_hash")
                            .to("frame", "hash"),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .from("sample", "wave_id")
                            .to("wave", "id"),
                    )
                    .take(),
            )
            .await?;
        keep(manager).await
    }
}

/// Has the database refuse to delete a sample, or to change one otherwise than by the wave it is used for, once.
async fn keep(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    let why = "a sample that was drawn stays as it is";
    let drawn = "id, plan_id, frame_hash, name, design, algorithm, drawn_by, drawn_at";
    let statements = if connection.get_database_backend() == DbBackend::Sqlite {
        let refuse = format!("BEGIN SELECT RAISE(ABORT, '{why}'); END");
        vec![
            format!("CREATE TRIGGER sample_stays BEFORE DELETE ON sample {refuse}"),
            format!(
                "CREATE TRIGGER sample_stays_as_it_is BEFORE UPDATE OF {drawn} ON sample {refuse}"
            ),
            format!(
                "CREATE TRIGGER sample_is_used_once BEFORE UPDATE OF wave_id ON sample \
                 WHEN OLD.wave_id IS NOT NULL {refuse}"
            ),
        ]
    } else {
        let refuse = "EXECUTE FUNCTION sample_refuse()";
        vec![
            format!(
                "CREATE FUNCTION sample_refuse() RETURNS trigger LANGUAGE plpgsql AS \
                 $$ BEGIN RAISE EXCEPTION '{why}'; END $$"
            ),
            format!(
                "CREATE TRIGGER sample_stays BEFORE DELETE OR TRUNCATE ON sample \
                 FOR EACH STATEMENT {refuse}"
            ),
            format!(
                "CREATE TRIGGER sample_stays_as_it_is BEFORE UPDATE OF {drawn} ON sample \
                 FOR EACH STATEMENT {refuse}"
            ),
            format!(
                "CREATE TRIGGER sample_is_used_once BEFORE UPDATE OF wave_id ON sample \
                 FOR EACH ROW WHEN (OLD.wave_id IS NOT NULL) {refuse}"
            ),
        ]
    };
    for statement in statements {
        connection.execute_unprepared(&statement).await?;
    }
    Ok(())
}
