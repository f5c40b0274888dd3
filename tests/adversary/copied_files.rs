//! Whoever copies the file of the database and its log, after every single form, and keeps all copies.
//!
//! From one copy to the next one invitation is marked and one sealed form appears: they are joined, for certain. The
//! adversary then waits for the opening, and holds every file of the machine after it: the boxes stay locked.

use std::collections::BTreeSet;
use std::path::Path;

use db::Db;
use fieldwork::{KeyFolder, OpeningKey};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use tempfile::TempDir;

use crate::people;
use crate::storage::Storage;
use crate::town::Town;

/// What stands in every questionnaire, and nowhere else in a database.
const PLAIN: &[u8] = b"\"time_band\":";

/// How many forms the adversary watches.
const WATCHED: usize = 24;

/// A form that was joined to the code it came by.
struct Joined {
    row: String,
    bytes: Vec<u8>,
}

#[tokio::test]
async fn copies_join_codes_to_boxes_that_nobody_can_open() {
    let mut town = Town::found_in(Storage::file(), |_| Vec::new()).await;
    town.codes.truncate(WATCHED);
    let mut joined = Vec::new();
    let mut before = Rows::of(&town).await;
    let codes = town.codes.clone();
    for code in codes {
        town.codes = vec![code];
        people::answer(&town).await;
        let copy = copied(town.file());
        assert!(!holds(copy.path(), PLAIN), "answers can be read in a copy");
        let after = Rows::of_copy(copy.path()).await;
        let mut marked = after.marked.difference(&before.marked);
        let mut appeared = after.sealed.difference(&before.sealed);
        let (mark, form) = (marked.next().unwrap(), appeared.next().unwrap());
        assert_eq!(*mark, town.key.of_code(code));
        assert_eq!((marked.count(), appeared.count()), (0, 0));
        joined.push(Joined {
            row: form.0.clone(),
            bytes: form.1.clone(),
        });
        before = after;
    }
    println!(
        "{} of {WATCHED} forms joined to their codes while they were sealed",
        joined.len()
    );
    // The control: with the private key, as it lies there until the opening, all of them could be read.
    assert_eq!(read(&town.sealing(), &joined), WATCHED, "a blind adversary");

    town.close_after("invited", WATCHED as u64).await;
    town.open("invited");
    assert_eq!(read(&town.sealing(), &joined), 0, "a private key was left");
    let keys = column(&town.db, "SELECT key FROM response").await;
    assert_eq!(keys.len(), WATCHED);
    assert!(joined.iter().all(|form| !keys.contains(&form.row)));
    assert!(town.stop());
    let log = town.file().with_extension("sqlite-wal");
    assert!(
        !log.exists() || std::fs::metadata(&log).unwrap().len() == 0,
        "a log is left"
    );
    let left = joined
        .iter()
        .filter(|form| holds(town.file(), &form.bytes[..32]));
    assert_eq!(left.count(), 0, "sealed forms outlive their opening");
}

/// A control of [`holds`]: what is not sealed is found.
#[tokio::test]
async fn what_is_written_in_clear_is_found_in_a_copy() {
    let town = Town::found_in(Storage::file(), |_| Vec::new()).await;
    let txn = db::begin_write(&town.db).await.unwrap();
    let clear = "INSERT INTO installation VALUES ('clear', '{\"time_band\":\"longer\"}')";
    txn.execute_unprepared(clear).await.unwrap();
    txn.commit().await.unwrap();
    assert!(holds(copied(town.file()).path(), PLAIN));
}

/// How many of the joined forms can be read with the private keys that are there.
fn read(folder: &KeyFolder, joined: &[Joined]) -> usize {
    let entries = std::fs::read_dir(folder.path()).unwrap();
    let keys: Vec<OpeningKey> = entries
        .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
        .map(|text| OpeningKey::parse(&text).unwrap())
        .collect();
    let opened = |form: &&Joined| {
        keys.iter()
            .any(|key| key.open(&form.row, &form.bytes).is_ok())
    };
    joined.iter().filter(opened).count()
}

/// What an adversary reads in a database: the codes that returned, and the sealed forms.
struct Rows {
    marked: BTreeSet<String>,
    sealed: BTreeSet<(String, Vec<u8>)>,
}

impl Rows {
    async fn of(town: &Town) -> Self {
        Self::of_copy(copied(town.file()).path()).await
    }

    async fn of_copy(folder: &Path) -> Self {
        let file = folder.join("copy.sqlite");
        let db = db::open(file.to_str().unwrap()).await.unwrap();
        let marked = column(&db, "SELECT code_hash FROM invitation WHERE returned").await;
        let sql = "SELECT key, bytes FROM sealed_form";
        let statement = Statement::from_string(DbBackend::Sqlite, sql);
        let sealed = db.query_all_raw(statement).await.unwrap();
        let sealed = sealed.iter().map(|row| {
            (
                row.try_get_by_index(0).unwrap(),
                row.try_get_by_index(1).unwrap(),
            )
        });
        let rows = Self {
            marked: marked.into_iter().collect(),
            sealed: sealed.collect(),
        };
        db.close().await;
        rows
    }
}

async fn column(db: &Db, sql: &str) -> Vec<String> {
    let statement = Statement::from_string(DbBackend::Sqlite, sql);
    let rows = db.query_all_raw(statement).await.unwrap();
    rows.iter()
        .map(|row| row.try_get_by_index(0).unwrap())
        .collect()
}

/// A copy of the file and its log.
pub(crate) fn copied(file: &Path) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for end in ["", "-wal"] {
        let from = format!("{}{end}", file.display());
        if Path::new(&from).exists() {
            let to = folder.path().join(format!("copy.sqlite{end}"));
            std::fs::copy(from, to).unwrap();
        }
    }
    folder
}

/// Whether a file, or one of a folder, holds these bytes.
pub(crate) fn holds(path: &Path, bytes: &[u8]) -> bool {
    if path.is_dir() {
        let mut entries = std::fs::read_dir(path).unwrap();
        return entries.any(|entry| holds(&entry.unwrap().path(), bytes));
    }
    let content = std::fs::read(path).unwrap();
    content.windows(bytes.len()).any(|window| window == bytes)
}
