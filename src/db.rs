//! The database: connection, pragmas, write transactions. Hands on its own names, so that nobody
//! outside the stores sees the library underneath.
//!
//! # Design
//!
//! A receipt is a promise, so SQLite runs in WAL with `synchronous=FULL`, and the version of the
//! library is asserted: before 3.51.3 a reset of the write-ahead log could lose a committed page.
//! `secure_delete` overwrites what the mixer erases. Writers take the write lock at `BEGIN`
//! (`IMMEDIATE`), so that two of them wait for one another instead of failing half-way.

use migrations::Migrator;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseTransaction, DbBackend, DbErr,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;

/// The pool of connections.
pub type Db = sea_orm::DatabaseConnection;
/// An open transaction; rolled back when dropped without a commit.
pub type Transaction = DatabaseTransaction;
/// What can go wrong.
pub type Error = DbErr;

/// The first SQLite that keeps every committed page.
const SQLITE_FLOOR: (u32, u32, u32) = (3, 51, 3);

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The library is too old to keep its word.
    #[error("SQLite {found} can lose a committed page; at least 3.51.3 is needed")]
    SqliteTooOld {
        /// The version found.
        found: String,
    },
    /// The database keeps other promises than asked of it.
    #[error("SQLite answers {found:?} to PRAGMA {pragma}, {wanted:?} is needed")]
    Pragma {
        /// The setting.
        pragma: &'static str,
        /// What it must be.
        wanted: &'static str,
        /// What it is.
        found: String,
    },
    /// The database does not answer as it should.
    #[error("the database cannot be opened: {0}")]
    Database(#[from] DbErr),
}

/// Opens a database, given by address (`sqlite://…`, `postgres://…`) or by the path of an SQLite file,
/// creates the file if there is none, and brings the schema up to date.
pub async fn open(address: &str) -> Result<Db, OpenError> {
    let address = if address.contains(':') && !address.starts_with('/') {
        address.to_owned()
    } else {
        format!("sqlite://{address}?mode=rwc")
    };
    let mut options = ConnectOptions::new(address);
    options
        .max_connections(8)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(durable);
    let db = Database::connect(options).await?;
    if db.get_database_backend() == DbBackend::Sqlite {
        assert_sqlite(&db).await?;
    }
    Migrator::up(&db, None).await?;
    Ok(db)
}

fn durable(options: SqliteConnectOptions) -> SqliteConnectOptions {
    options
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(std::time::Duration::from_secs(10))
        .pragma("secure_delete", "ON")
}

async fn assert_sqlite(db: &Db) -> Result<(), OpenError> {
    let found = pragma(db, "SELECT sqlite_version()").await?;
    let mut parts = found
        .split('.')
        .map(|part| part.parse::<u32>().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    if (next(), next(), next()) < SQLITE_FLOOR {
        return Err(OpenError::SqliteTooOld { found });
    }
    for (name, wanted) in [
        ("journal_mode", "wal"),
        ("synchronous", "2"),
        ("foreign_keys", "1"),
        ("secure_delete", "1"),
    ] {
        let found = pragma(db, &format!("PRAGMA {name}")).await?;
        if found != wanted {
            return Err(OpenError::Pragma {
                pragma: name,
                wanted,
                found,
            });
        }
    }
    Ok(())
}

/// The single value a statement answers with, as text.
async fn pragma(db: &Db, statement: &str) -> Result<String, DbErr> {
    let row = db
        .query_one_raw(Statement::from_string(DbBackend::Sqlite, statement))
        .await?
        .ok_or_else(|| DbErr::RecordNotFound(statement.to_owned()))?;
    row.try_get_by_index::<String>(0).or_else(|_| {
        row.try_get_by_index::<i64>(0)
            .map(|number| number.to_string())
    })
}

/// Begins a transaction that writes.
pub async fn begin_write(db: &Db) -> Result<Transaction, Error> {
    db.begin_with_options(TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..Default::default()
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_new_file_gets_its_schema_and_keeps_its_promises() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("minyi.sqlite");
        let db = open(path.to_str().unwrap()).await.unwrap();
        assert_eq!(pragma(&db, "PRAGMA journal_mode").await.unwrap(), "wal");
        let again = open(path.to_str().unwrap()).await.unwrap();
        assert_eq!(
            pragma(&again, "SELECT count(*) FROM response")
                .await
                .unwrap(),
            "0"
        );
    }

    #[tokio::test]
    async fn a_folder_that_does_not_exist_is_an_error_and_not_a_panic() {
        assert!(open("/nowhere/at/all.sqlite").await.is_err());
    }
}
