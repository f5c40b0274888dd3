//! Tables whose rows never change.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// Has the database refuse to change or delete a row of this table.
pub(crate) async fn keep_rows(manager: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    let why = "what was registered stays as it is";
    let statements = if connection.get_database_backend() == DbBackend::Sqlite {
        vec![
            format!(
                "CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} \
                 BEGIN SELECT RAISE(ABORT, '{why}'); END"
            ),
            format!(
                "CREATE TRIGGER {table}_stays_as_it_is BEFORE UPDATE ON {table} \
                 BEGIN SELECT RAISE(ABORT, '{why}'); END"
            ),
        ]
    } else {
        vec![
            format!(
                "CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS \
                 $$ BEGIN RAISE EXCEPTION '{why}'; END $$"
            ),
            format!(
                "CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} \
                 FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
            ),
        ]
    };
    for statement in statements {
        connection.execute_unprepared(&statement).await?;
    }
    Ok(())
}
