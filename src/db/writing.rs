//! Writing: transactions on connections that are trusted no further than they have been seen to work.
//!
//! # Design
//!
//! **The driver's fault.** When SQLite rolls a transaction back by itself (disk full, I/O error, no memory), the
//! ROLLBACK that follows fails because nothing is open. sqlx-sqlite 0.9.0 then keeps counting a transaction, its pool
//! hands the connection out again, sea-orm begins with a SAVEPOINT on it, and from then on "commit" releases a
//! savepoint inside a transaction that nothing ever commits. `sqlx-report.md` beside this file says it in words for
//! the driver's authors. The driver is neither patched nor pinned for it: a rule here makes the fault harmless, and
//! would do so for the next one.
//!
//! **The rule.** Every writer is a connection of its own (a pool of one), taken by one transaction at a time. Before
//! BEGIN and after COMMIT it is asked what state it is really in. Only after a transaction none of whose statements
//! failed, whose COMMIT succeeded and which left the connection idle is it used again; in every other case, a mere
//! rollback or a request that was cut off included, it is closed. So no state, true or believed, outlives a failure.
//!
//! `tests/intake/faults` holds it to this with a failing disk
//! (`no_receipt_is_lost_on_a_disk_that_fails_and_taking_in_goes_on_when_it_no_longer_does`), and shows that the driver's
//! own pool loses answers there (`the_old_way_loses_what_it_has_acknowledged_on_the_same_disk`).

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use sea_orm::prelude::async_trait::async_trait;
use sea_orm::sqlx::Connection;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult,
    QueryResult, RuntimeErr, SqliteTransactionMode, Statement, TransactionOptions,
    TransactionTrait,
};
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use super::connecting::{Address, OpenError, Purpose};
use super::{Db, Fault, PATIENCE};

/// The connections that write, and what is wrong with the storage they write to.
#[derive(Debug)]
pub(super) struct Writers {
    address: Address,
    /// One for each transaction that may run at a time.
    slots: Arc<Semaphore>,
    /// Connections that no transaction holds, each seen idle.
    idle: Mutex<Vec<DatabaseConnection>>,
    pub(super) fault: watch::Sender<Option<Fault>>,
}

impl Writers {
    pub(super) fn of(address: Address) -> Self {
        Self {
            slots: Arc::new(Semaphore::new(address.most_writers())),
            idle: Mutex::default(),
            fault: watch::Sender::new(None),
            address,
        }
    }

    pub(super) fn address(&self) -> &Address {
        &self.address
    }

    /// Keeps a fault, unless the one that is known is final, and says so once. What comes after it is written through
    /// new connections.
    pub(super) fn suspect(&self, fault: Fault, why: &dyn std::fmt::Display) {
        let new = self.fault.send_if_modified(|known| {
            let new = *known != Some(fault) && *known != Some(Fault::NotSynced);
            if new {
                *known = Some(fault);
            }
            new
        });
        if new {
            self.idle
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .clear();
            tracing::error!(error = %why, "no answers are taken in: {fault}");
        }
    }

    pub(super) fn recovered(&self) {
        let new = self.fault.send_if_modified(|known| {
            let new = known.is_some_and(|fault| fault != Fault::NotSynced);
            if new {
                *known = None;
            }
            new
        });
        if new {
            tracing::info!("answers are taken in again: a write was committed and seen");
        }
    }

    /// Hands an error on; one of the storage is kept as its fault.
    fn notice(&self, error: DbErr) -> DbErr {
        if let Some(fault) = Fault::of(&error) {
            self.suspect(fault, &error);
        }
        error
    }

    /// Waits for the transactions that run, as long as anybody waits, and closes every connection.
    pub(super) async fn close(&self) {
        let all = u32::try_from(self.address.most_writers()).unwrap_or(u32::MAX);
        // Those that still run are cut off with the process.
        let _ended = tokio::time::timeout(PATIENCE, self.slots.acquire_many(all)).await;
        let idle = std::mem::take(&mut *self.idle.lock().unwrap_or_else(PoisonError::into_inner));
        for connection in idle {
            close(connection).await;
        }
    }

    /// A connection that is idle: one that was, and still is, or a new one.
    async fn take(&self) -> Result<DatabaseConnection, DbErr> {
        loop {
            let kept = self
                .idle
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .pop();
            let Some(kept) = kept else {
                let new = self.address.connect(Purpose::Writing).await;
                return new.map_err(|error| match error {
                    OpenError::Database(error) => error,
                    other => DbErr::Custom(other.to_string()),
                });
            };
            // SQLite is asked by BEGIN itself, which it refuses inside a transaction, unless the driver makes a
            // SAVEPOINT of it. A server may have cut the connection off since it was last used: that is no fault yet.
            let fit = match kept.get_database_backend() {
                DbBackend::Sqlite => driver_has_open_transaction(&kept).await.map(|open| !open),
                _ => is_idle(&kept).await,
            };
            if fit.is_ok_and(|fit| fit) {
                return Ok(kept);
            }
            close(kept).await;
        }
    }

    fn keep(&self, connection: DatabaseConnection) {
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(connection);
    }
}

/// Whether the driver believes that a transaction is open.
async fn driver_has_open_transaction(connection: &DatabaseConnection) -> Result<bool, DbErr> {
    let lost = |error| DbErr::Conn(RuntimeErr::SqlxError(Arc::new(error)));
    if connection.get_database_backend() == DbBackend::Sqlite {
        let pool = connection.get_sqlite_connection_pool();
        Ok(pool.acquire().await.map_err(lost)?.is_in_transaction())
    } else {
        let pool = connection.get_postgres_connection_pool();
        Ok(pool.acquire().await.map_err(lost)?.is_in_transaction())
    }
}

/// Whether a connection is in no transaction: as the driver believes, and as the database itself says.
async fn is_idle(connection: &DatabaseConnection) -> Result<bool, DbErr> {
    if driver_has_open_transaction(connection).await? {
        return Ok(false);
    }
    match connection.get_database_backend() {
        // Begins only where none is open, and takes no lock. The driver does not offer `sqlite3_get_autocommit`.
        DbBackend::Sqlite => Ok(connection
            .execute_unprepared("BEGIN; ROLLBACK")
            .await
            .is_ok()),
        // A transaction that has written has a number for as long as it is open; one that has failed answers nothing.
        backend => {
            let ask = "SELECT pg_current_xact_id_if_assigned() IS NULL";
            let row = connection
                .query_one_raw(Statement::from_string(backend, ask))
                .await?;
            row.map_or(Ok(false), |row| row.try_get_by_index(0))
        }
    }
}

/// Closes a connection without waiting for one that no longer answers.
async fn close(connection: DatabaseConnection) {
    let _ = tokio::time::timeout(PATIENCE, connection.close()).await;
}

/// A connection in use. Dropped, it is closed; only [`Writer::keep`] lets it be used again.
#[derive(Debug)]
struct Writer {
    connection: DatabaseConnection,
    /// The leave to write, until the connection is closed or kept.
    slot: Option<OwnedSemaphorePermit>,
    writers: Arc<Writers>,
}

impl Writer {
    fn keep(mut self) {
        let slot = self.slot.take();
        self.writers.keep(self.connection.clone());
        drop(slot);
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        let Some(slot) = self.slot.take() else {
            return;
        };
        let connection = self.connection.clone();
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(async move {
                close(connection).await;
                drop(slot);
            });
        }
    }
}

/// An open transaction that writes; rolled back when dropped without a commit.
#[derive(Debug)]
pub struct Transaction {
    // Dropped before its connection, in this order.
    inner: DatabaseTransaction,
    writer: Writer,
    /// Whether a statement has failed.
    failed: AtomicBool,
}

/// Begins a transaction that writes. On SQLite it takes the write lock at once (`IMMEDIATE`), so that two of them wait
/// for one another instead of failing half-way.
pub async fn begin_write(db: &Db) -> Result<Transaction, DbErr> {
    let writers = &db.writers;
    if db.fault() == Some(Fault::NotSynced) {
        return Err(Fault::NotSynced.into());
    }
    let slot = tokio::time::timeout(PATIENCE, Arc::clone(&writers.slots).acquire_owned()).await;
    let Ok(Ok(slot)) = slot else {
        return Err(writers.notice(Fault::Locked.into()));
    };
    let writer = Writer {
        connection: writers.take().await.map_err(|e| writers.notice(e))?,
        slot: Some(slot),
        writers: Arc::clone(writers),
    };
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let begun = writer.connection.begin_with_options(options).await;
    Ok(Transaction {
        inner: begun.map_err(|error| writers.notice(error))?,
        writer,
        failed: AtomicBool::new(false),
    })
}

impl Transaction {
    /// Commits; what was written is stored once this returns without an error.
    pub async fn commit(self) -> Result<(), DbErr> {
        let Self {
            inner,
            writer,
            failed,
        } = self;
        if failed.into_inner() {
            let error = "a statement of this transaction failed: it is not committed";
            return Err(DbErr::Custom(error.to_owned()));
        }
        let committed = inner.commit().await;
        committed.map_err(|error| writer.writers.notice(error))?;
        let idle = is_idle(&writer.connection).await;
        if !idle.map_err(|error| writer.writers.notice(error))? {
            return Err(writer.writers.notice(Fault::NotSeen.into()));
        }
        writer.keep();
        Ok(())
    }

    /// Marks the transaction where a statement failed.
    fn checked<T>(&self, result: Result<T, DbErr>) -> Result<T, DbErr> {
        result.map_err(|error| {
            self.failed.store(true, Ordering::Relaxed);
            self.writer.writers.notice(error)
        })
    }
}

#[async_trait]
impl ConnectionTrait for Transaction {
    fn get_database_backend(&self) -> DbBackend {
        self.inner.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.checked(self.inner.execute_raw(statement).await)
    }

    async fn execute_unprepared(&self, statement: &str) -> Result<ExecResult, DbErr> {
        self.checked(self.inner.execute_unprepared(statement).await)
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.checked(self.inner.query_one_raw(statement).await)
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.checked(self.inner.query_all_raw(statement).await)
    }
}
