//! How the program wrote before: transactions straight from the driver's pool, whatever had happened to the connection.
//! Kept as a control for the failures of the tests beside it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};

use super::disk::{Disk, ENOSPC, Failure, WRITE};
use crate::storage::setting;

/// Where the control writes, in the process that runs on a failing disk.
const PLACE: &str = "MINYI_TEST_OLD_WAY";

const ROWS: u64 = 8;

/// The intake, the mixer and the staff.
const WRITERS: usize = 3;

#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub(super) struct Outcome {
    pub(super) acknowledged: u64,
    pub(super) lost: u64,
}

/// The control in a process of its own, on a disk that fails for a second.
pub(super) async fn on(disk: &Disk) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("old.sqlite");
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "--nocapture"])
        .arg("faults::old_way::the_old_way_keeps_its_word_on_a_sound_disk")
        .envs(disk.environment(&file))
        .env(PLACE, &file)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    tokio::time::sleep(Duration::from_millis(700)).await;
    disk.fail(Failure {
        one_in: 3,
        ..Failure::of(WRITE, ENOSPC)
    });
    tokio::time::sleep(Duration::from_secs(1)).await;
    disk.mend();
    let child = tokio::task::spawn_blocking(move || child.wait_with_output());
    let child = child.await.unwrap().unwrap();
    let said = String::from_utf8(child.stdout).unwrap();
    let outcome = said.lines().find_map(|line| line.split_once("outcome "));
    let (_, outcome) = outcome.unwrap_or_else(|| panic!("{said}"));
    serde_json::from_str(outcome).unwrap()
}

#[tokio::test]
async fn the_old_way_keeps_its_word_on_a_sound_disk() {
    if let Some(place) = setting(PLACE) {
        let outcome = run(Path::new(&place), Duration::from_secs(4)).await;
        println!("outcome {}", serde_json::to_string(&outcome).unwrap());
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let file: PathBuf = folder.path().join("old.sqlite");
    let outcome = run(&file, Duration::from_millis(300)).await;
    assert!(outcome.acknowledged > 0 && outcome.lost == 0, "{outcome:?}");
}

/// What `src/db/sqlx-report.md` reports. When this fails, the driver has been mended: say so there and in
/// `src/db/writing.rs`, whose rule does not depend on it.
#[tokio::test]
async fn the_driver_counts_a_transaction_that_sqlite_has_ended() {
    use sea_orm::sqlx::{ConnectOptions as _, Connection as _, Executor as _};
    let options = SqliteConnectOptions::new().in_memory(true);
    let mut connection = options.connect().await.unwrap();
    connection.execute("CREATE TABLE t (x)").await.unwrap();
    connection
        .execute("PRAGMA max_page_count = 2")
        .await
        .unwrap();
    let mut transaction = connection.begin().await.unwrap();
    let full = "INSERT INTO t VALUES (zeroblob(100000))";
    transaction.execute(full).await.unwrap_err();
    let error = transaction.rollback().await.unwrap_err();
    assert!(
        error.to_string().contains("no transaction is active"),
        "{error}"
    );
    assert!(connection.is_in_transaction(), "what the driver believes");
    connection
        .execute("BEGIN")
        .await
        .expect("what is true: none was open");
}

async fn run(file: &Path, time: Duration) -> Outcome {
    let db = open(file).await;
    db.execute_unprepared("CREATE TABLE promise (id INTEGER PRIMARY KEY, text TEXT)")
        .await
        .unwrap();
    let begun = Instant::now();
    let writers = (0..WRITERS).map(async |_| {
        let mut acknowledged = 0;
        while begun.elapsed() < time {
            if write(&db).await.is_ok() {
                acknowledged += ROWS;
            }
        }
        acknowledged
    });
    let acknowledged = join_all(writers).await.into_iter().sum();
    // However many connections believe whatever they believe: what is held is what another one sees.
    let _ = tokio::time::timeout(Duration::from_secs(5), db.close()).await;
    let held = open(file).await;
    let count =
        sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, "SELECT count(*) FROM promise");
    let row = held.query_one_raw(count).await.unwrap().unwrap();
    let held = u64::try_from(row.try_get_by_index::<i64>(0).unwrap()).unwrap();
    Outcome {
        acknowledged,
        lost: acknowledged.saturating_sub(held),
    }
}

async fn write(db: &DatabaseConnection) -> Result<(), DbErr> {
    let txn = db
        .begin_with_options(TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        })
        .await?;
    let statement = "SELECT count(*) FROM promise WHERE id = 1";
    let look = Statement::from_string(DbBackend::Sqlite, statement);
    txn.query_one_raw(look).await?;
    for _ in 0..ROWS {
        txn.execute_unprepared("INSERT INTO promise (text) VALUES ('kept')")
            .await?;
    }
    txn.commit().await
}

async fn open(file: &Path) -> DatabaseConnection {
    let mut options = ConnectOptions::new(format!("sqlite://{}?mode=rwc", file.display()));
    options
        .max_connections(8)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(|options: SqliteConnectOptions| {
            options
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(Duration::from_secs(1))
        });
    Database::connect(options).await.unwrap()
}
