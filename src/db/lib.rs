//! The database: connections, write transactions, and what is wrong with it. Hands on its own names, so that
//! nobody outside the stores sees the library underneath.
//!
//! # Design
//!
//! A receipt is a promise, so nothing here believes more than it has seen.
//!
//! * **Readers cannot write.** [`Db`] is itself a pool of connections that the database holds to reading
//!   (`query_only`, `default_transaction_read_only`). Whoever writes goes through [`begin_write`].
//! * **A writer is used again only after a commit that is known to be one** (`writing.rs`). After
//!   anything else its connection is closed.
//! * **A fault of the storage has a name** ([`Fault`]) and is known to everybody at once ([`Db::fault`]): the intake
//!   stops giving receipts, the studio says why. It is over when a write has been committed and seen through
//!   another connection, which [`Db::recovered`] is told by whoever saw it.
//! * **After an fsync that failed the file is not trusted.** The kernel may have dropped the pages and forgotten the
//!   error, so that the next fsync succeeds over a hole. [`Fault::NotSynced`] is final: nothing is written any more,
//!   and `minyi serve` ends.
//!
//! SQLite runs in WAL with `synchronous=FULL`, and the version of the library is asserted: before 3.51.3 a reset of
//! the write-ahead log could lose a committed page. `secure_delete` overwrites what an opening deletes.

mod canonical;
mod connecting;
mod document;
mod fault;
mod private;
mod writing;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use migrations::Migrator;
use sea_orm::prelude::async_trait::async_trait;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, Statement,
};
use sea_orm_migration::MigratorTrait;
use tokio::sync::watch;

pub use canonical::{canonical, content_hash, hash};
pub use connecting::OpenError;
pub use document::{Document, SCHEMA, from_json, to_json};
pub use fault::Fault;
pub use private::is_open_to_others;
pub use writing::{Transaction, begin_write};

use connecting::{Address, Purpose};
use writing::Writers;

/// What can go wrong.
pub type Error = DbErr;

/// How long anything waits for the database: for a lock, a free connection, a server that does not answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// A database: reads by itself, writes through [`begin_write`]. Clones share their connections.
#[derive(Debug, Clone)]
pub struct Db {
    readers: DatabaseConnection,
    writers: Arc<Writers>,
    /// Whether a server is asked although it is known to be out of reach.
    insisting: bool,
}

/// Opens a database, given by address (`sqlite://…`, `postgres://…`) or by the path of an SQLite file,
/// creates the file if there is none, and brings the schema up to date.
pub async fn open(address: &str) -> Result<Db, OpenError> {
    let address = Address::parse(address);
    if let Some(file) = address.file()
        && address.makes_a_file()
    {
        private::create(&file).map_err(|source| OpenError::File { file, source })?;
    }
    // Migrations have a connection of their own, which nothing else uses after them.
    let migrating = address.connect(Purpose::Writing).await?;
    Migrator::up(&migrating, None).await?;
    migrating.close().await?;
    Ok(Db {
        readers: address.connect(Purpose::Reading).await?,
        writers: Arc::new(Writers::of(address)),
        insisting: false,
    })
}

/// The files of a database that others than their owner may open: they hold everything that residents and staff
/// trusted the installation with. None where the database is on a server.
pub fn files_open_to_others(address: &str) -> Vec<PathBuf> {
    let file = Address::parse(address).file();
    file.map_or_else(Vec::new, |file| private::open_to_others(&file))
}

impl Db {
    /// What keeps it from being written, if anything is known to.
    pub fn fault(&self) -> Option<Fault> {
        *self.writers.fault.borrow()
    }

    /// The same, to be waited for.
    pub fn watch_fault(&self) -> watch::Receiver<Option<Fault>> {
        self.writers.fault.subscribe()
    }

    /// Says that something keeps it from being written, and why it is believed.
    pub fn suspect(&self, fault: Fault, why: &dyn std::fmt::Display) {
        self.writers.suspect(fault, why);
    }

    /// The same database, asked even while its server is known to be out of reach: for whoever finds out whether it
    /// still is. Everybody else is told at once, instead of waiting for a connection that does not come.
    #[must_use]
    pub fn despite_outage(&self) -> Self {
        Self {
            insisting: true,
            ..self.clone()
        }
    }

    /// Says that a write was committed and then seen through another connection, after the fault.
    pub fn recovered(&self) {
        self.writers.recovered();
    }

    /// Leaves one whole file: what lies in the write-ahead log of SQLite is brought into the database, and the log is
    /// emptied. False where another process has the file open and kept it from being done.
    pub async fn empty_log(&self) -> Result<bool, OpenError> {
        if self.on_server() {
            return Ok(true);
        }
        let connection = self.writers.address().connect(Purpose::Writing).await?;
        let statement = "PRAGMA wal_checkpoint(TRUNCATE)";
        let statement = Statement::from_string(DbBackend::Sqlite, statement);
        let row = connection.query_one_raw(statement).await?;
        connection.close().await?;
        let busy = row.map(|row| row.try_get_by_index::<i64>(0)).transpose()?;
        Ok(busy == Some(0))
    }

    /// Waits for the writes that run, and closes every connection. The last one to close an SQLite file brings its
    /// log into it.
    pub async fn close(self) {
        self.writers.close().await;
        // A connection that stands still in a long read is cut off with the process.
        let _ = tokio::time::timeout(PATIENCE, self.readers.close()).await;
    }
}

impl Db {
    /// The connections to read with, unless it is known that there are none.
    fn reading(&self) -> Result<&DatabaseConnection, DbErr> {
        let lost = self.on_server() && self.fault() == Some(Fault::Unreachable);
        if lost && !self.insisting {
            return Err(Fault::Unreachable.into());
        }
        Ok(&self.readers)
    }

    fn on_server(&self) -> bool {
        self.get_database_backend() != DbBackend::Sqlite
    }

    /// Keeps in mind that the server is out of reach.
    fn note_outage<T>(&self, result: Result<T, DbErr>) -> Result<T, DbErr> {
        if let Err(error) = &result
            && self.on_server()
            && Fault::of(error) == Some(Fault::Unreachable)
        {
            self.suspect(Fault::Unreachable, error);
        }
        result
    }
}

/// Reading. A write is refused by the database.
#[async_trait]
impl ConnectionTrait for Db {
    fn get_database_backend(&self) -> DbBackend {
        self.readers.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.note_outage(self.reading()?.execute_raw(statement).await)
    }

    async fn execute_unprepared(&self, statement: &str) -> Result<ExecResult, DbErr> {
        self.note_outage(self.reading()?.execute_unprepared(statement).await)
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.note_outage(self.reading()?.query_one_raw(statement).await)
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.note_outage(self.reading()?.query_all_raw(statement).await)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn new_file(folder: &tempfile::TempDir) -> Db {
        let path = folder.path().join("minyi.sqlite");
        open(path.to_str().unwrap()).await.unwrap()
    }

    async fn number(db: &impl ConnectionTrait, statement: &str) -> i64 {
        let statement = Statement::from_string(db.get_database_backend(), statement);
        let row = db.query_one_raw(statement).await.unwrap().unwrap();
        row.try_get_by_index(0).unwrap()
    }

    const NOTE: &str = "INSERT INTO installation (name, value) VALUES ('note', 'x')";
    const NOTES: &str = "SELECT count(*) FROM installation";

    #[tokio::test]
    async fn a_new_file_gets_its_schema_and_opens_again() {
        let folder = tempfile::tempdir().unwrap();
        new_file(&folder).await;
        let again = new_file(&folder).await;
        assert_eq!(number(&again, "SELECT count(*) FROM response").await, 0);
    }

    #[tokio::test]
    async fn a_folder_that_does_not_exist_is_an_error_and_not_a_panic() {
        assert!(open("/nowhere/at/all.sqlite").await.is_err());
    }

    #[tokio::test]
    async fn what_reads_cannot_write() {
        let folder = tempfile::tempdir().unwrap();
        let db = new_file(&folder).await;
        let error = db.execute_unprepared(NOTE).await.unwrap_err();
        assert_eq!(Fault::of(&error), Some(Fault::ReadOnly), "{error}");
    }

    #[tokio::test]
    async fn a_commit_is_seen_through_another_connection_and_a_dropped_write_by_nobody() {
        let folder = tempfile::tempdir().unwrap();
        let db = new_file(&folder).await;
        let txn = begin_write(&db).await.unwrap();
        txn.execute_unprepared(NOTE).await.unwrap();
        drop(txn);
        assert_eq!(number(&db, NOTES).await, 0);
        let txn = begin_write(&db).await.unwrap();
        txn.execute_unprepared(NOTE).await.unwrap();
        txn.commit().await.unwrap();
        assert_eq!(number(&db, NOTES).await, 1);
    }

    #[tokio::test]
    async fn a_write_whose_statement_failed_is_not_committed_even_if_the_failure_is_ignored() {
        let folder = tempfile::tempdir().unwrap();
        let db = new_file(&folder).await;
        let txn = begin_write(&db).await.unwrap();
        txn.execute_unprepared(NOTE).await.unwrap();
        txn.execute_unprepared(NOTE).await.unwrap_err();
        txn.commit().await.unwrap_err();
        assert_eq!(number(&db, NOTES).await, 0);
        assert_eq!(db.fault(), None, "a duplicate is no fault of the storage");
        begin_write(&db).await.unwrap().commit().await.unwrap();
    }

    #[tokio::test]
    async fn a_connection_left_inside_a_transaction_is_not_used_again() {
        let folder = tempfile::tempdir().unwrap();
        let db = new_file(&folder).await;
        for trick in ["ROLLBACK", "COMMIT"] {
            // Behind the driver's back, as SQLite itself does after an error.
            let txn = begin_write(&db).await.unwrap();
            txn.execute_unprepared(trick).await.unwrap();
            txn.execute_unprepared("BEGIN").await.unwrap();
            drop(txn);
            let txn = begin_write(&db).await.unwrap();
            txn.commit().await.unwrap();
        }
        // A nested transaction where the driver expects none: its commit is none.
        let txn = begin_write(&db).await.unwrap();
        txn.execute_unprepared("ROLLBACK").await.unwrap();
        txn.commit().await.unwrap_err();
        let txn = begin_write(&db).await.unwrap();
        txn.execute_unprepared(NOTE).await.unwrap();
        txn.commit().await.unwrap();
        assert_eq!(number(&db, NOTES).await, 1);
    }

    #[tokio::test]
    async fn a_lock_held_by_another_program_is_a_fault_and_over_with_the_lock() {
        let folder = tempfile::tempdir().unwrap();
        let db = new_file(&folder).await;
        let outside = new_file(&folder).await;
        let held = begin_write(&outside).await.unwrap();
        let error = begin_write(&db).await.unwrap_err();
        assert_eq!(Fault::of(&error), Some(Fault::Locked));
        assert_eq!(db.fault(), Some(Fault::Locked));
        drop(held);
        begin_write(&db).await.unwrap().commit().await.unwrap();
        assert_eq!(db.fault(), Some(Fault::Locked), "until it has been seen");
        db.recovered();
        assert_eq!(db.fault(), None);
    }

    #[tokio::test]
    async fn a_file_that_is_not_trusted_is_never_written_again() {
        let folder = tempfile::tempdir().unwrap();
        let db = new_file(&folder).await;
        db.suspect(Fault::NotSynced, &"as a test says");
        db.recovered();
        db.suspect(Fault::Locked, &"as a test says");
        assert_eq!(db.fault(), Some(Fault::NotSynced));
        let error = begin_write(&db).await.unwrap_err();
        assert_eq!(Fault::of(&error), Some(Fault::NotSynced));
    }

    #[tokio::test]
    async fn closing_leaves_one_whole_file() {
        let folder = tempfile::tempdir().unwrap();
        let db = new_file(&folder).await;
        let txn = begin_write(&db).await.unwrap();
        txn.execute_unprepared(NOTE).await.unwrap();
        txn.commit().await.unwrap();
        assert!(db.empty_log().await.unwrap());
        let wal = folder.path().join("minyi.sqlite-wal");
        assert!(std::fs::metadata(wal).map_or(0, |file| file.len()) == 0);
        let copy = tempfile::tempdir().unwrap();
        let name = "minyi.sqlite";
        std::fs::copy(folder.path().join(name), copy.path().join(name)).unwrap();
        assert_eq!(number(&new_file(&copy).await, NOTES).await, 1);
    }
}
