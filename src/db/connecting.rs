//! Connections, and the promises that a database must make before one is used.

use std::path::PathBuf;

use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, Statement,
};

use super::PATIENCE;

/// The first SQLite that keeps every committed page.
const SQLITE_FLOOR: (u32, u32, u32) = (3, 51, 3);

/// Connections that read.
const READERS: u32 = 8;

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
    #[error("the database answers {found:?} when asked for {setting}; {wanted} is needed")]
    Setting {
        /// What was asked for.
        setting: &'static str,
        /// What it must be.
        wanted: &'static str,
        /// What it is.
        found: String,
    },
    /// The file cannot be made.
    #[error("{}: {source}", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// What went wrong.
        source: std::io::Error,
    },
    /// The database does not answer as it should.
    #[error("the database cannot be opened: {0}")]
    Database(#[from] DbErr),
}

/// What connections are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// A pool that the database holds to reading.
    Reading,
    /// A single connection that writes.
    Writing,
}

/// Where a database is.
#[derive(Debug, Clone)]
pub(super) struct Address(String);

impl Address {
    /// An address, or the path of an SQLite file.
    pub(super) fn parse(address: &str) -> Self {
        if address.contains(':') && !address.starts_with('/') {
            Self(address.to_owned())
        } else {
            Self(format!("sqlite://{address}?mode=rwc"))
        }
    }

    /// The SQLite file, if the database is one.
    pub(super) fn file(&self) -> Option<PathBuf> {
        let options = self.0.starts_with("sqlite:").then_some(&self.0)?;
        let options: SqliteConnectOptions = options.parse().ok()?;
        Some(options.get_filename().to_owned())
    }

    /// Whether a file is made where there is none.
    pub(super) fn makes_a_file(&self) -> bool {
        self.0.contains("mode=rwc")
    }

    /// The most connections that write at a time: SQLite has one lock for all.
    pub(super) fn most_writers(&self) -> usize {
        if self.0.starts_with("sqlite:") { 1 } else { 8 }
    }

    /// Connects, and asks whether what is promised is kept.
    pub(super) async fn connect(&self, purpose: Purpose) -> Result<DatabaseConnection, OpenError> {
        let mut options = ConnectOptions::new(self.0.clone());
        options
            .acquire_timeout(PATIENCE)
            .sqlx_logging(false)
            .map_sqlx_sqlite_opts(move |options| sqlite(options, purpose))
            .map_sqlx_postgres_opts(move |options| postgres(options, purpose));
        match purpose {
            Purpose::Reading => options.max_connections(READERS),
            // Asked for its state before each use, which is more than a ping.
            Purpose::Writing => options.max_connections(1).test_before_acquire(false),
        };
        let connection = Database::connect(options).await?;
        if purpose == Purpose::Writing {
            assert_durable(&connection).await?;
        }
        Ok(connection)
    }
}

fn sqlite(options: SqliteConnectOptions, purpose: Purpose) -> SqliteConnectOptions {
    let options = options
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(PATIENCE)
        .pragma("secure_delete", "ON");
    match purpose {
        Purpose::Reading => options.pragma("query_only", "ON"),
        Purpose::Writing => options,
    }
}

fn postgres(options: PgConnectOptions, purpose: Purpose) -> PgConnectOptions {
    let patience = PATIENCE.as_millis().to_string();
    let options = options.options([("lock_timeout", patience.as_str())]);
    match purpose {
        Purpose::Reading => options.options([("default_transaction_read_only", "on")]),
        Purpose::Writing => options,
    }
}

async fn assert_durable(connection: &DatabaseConnection) -> Result<(), OpenError> {
    if connection.get_database_backend() == DbBackend::Sqlite {
        let found = answer(connection, "SELECT sqlite_version()").await?;
        if version(&found) < SQLITE_FLOOR {
            return Err(OpenError::SqliteTooOld { found });
        }
        for (setting, wanted) in [
            ("PRAGMA journal_mode", "wal"),
            ("PRAGMA synchronous", "2"),
            ("PRAGMA foreign_keys", "1"),
            ("PRAGMA secure_delete", "1"),
        ] {
            assert_setting(connection, setting, wanted, |found| found == wanted).await?;
        }
    } else {
        assert_setting(connection, "SHOW fsync", "on", |found| found == "on").await?;
        let setting = "SHOW synchronous_commit";
        assert_setting(connection, setting, "on", |found| found != "off").await?;
    }
    Ok(())
}

fn version(text: &str) -> (u32, u32, u32) {
    let mut parts = text.split('.').map(|part| part.parse().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    (next(), next(), next())
}

async fn assert_setting(
    connection: &DatabaseConnection,
    setting: &'static str,
    wanted: &'static str,
    holds: impl Fn(&str) -> bool + Send,
) -> Result<(), OpenError> {
    let found = answer(connection, setting).await?;
    if holds(&found) {
        Ok(())
    } else {
        Err(OpenError::Setting {
            setting,
            wanted,
            found,
        })
    }
}

/// The single value a statement answers with, as text.
async fn answer(connection: &DatabaseConnection, statement: &str) -> Result<String, DbErr> {
    let backend = connection.get_database_backend();
    let row = connection
        .query_one_raw(Statement::from_string(backend, statement))
        .await?
        .ok_or_else(|| DbErr::RecordNotFound(statement.to_owned()))?;
    row.try_get_by_index::<String>(0).or_else(|_| {
        row.try_get_by_index::<i64>(0)
            .map(|number| number.to_string())
    })
}
