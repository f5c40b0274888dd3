//! Tables whose rows lie in the order of their random key.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// Creates a table that keeps no trace of the order in which its rows came.
///
/// A plain SQLite table numbers its rows as they are inserted; in one with a random key that hidden
/// number would tell the order of arrival. `WITHOUT ROWID` stores the rows by their key instead.
pub(crate) async fn create(
    manager: &SchemaManager<'_>,
    table: TableCreateStatement,
) -> Result<(), DbErr> {
    if manager.get_database_backend() != DbBackend::Sqlite {
        return manager.create_table(table).await;
    }
    let statement = format!("{} WITHOUT ROWID", table.to_string(SqliteQueryBuilder));
    manager
        .get_connection()
        .execute_unprepared(&statement)
        .await?;
    Ok(())
}
