//! The chain of the audit log: whoever changes, removes or moves an entry breaks every link after it.
//!
//! # Design
//!
//! A link is the SHA-256 of the link before, a line feed and the entry as a JSON array (moment in microseconds, actor,
//! action, subject, before, after; members in the order of their names, no white space), in hexadecimal digits; before
//! the first stand 64 zeros. The entry of a release names the hash of its content, so that releases are in the chain.
//!
//! Whoever can write to the database can compute a whole chain anew. What they cannot change is what was handed out
//! before: the head stands on the page of each release and in the log of each start, and `minyi audit head` prints it
//! for deposit elsewhere. `minyi audit verify --head` holds the chain to one.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde_json::json;

use super::audit::{find_last_entry, from_row, list_entries};
use crate::audit::{Action, Logged};
use db::{Error, Transaction, canonical, hash};
use entity::audit_entry::{Column, Entity, Model};

/// The link before the first entry.
const START: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Entries that are read at a time.
const PAGE: u64 = 1_000;

/// The last entry of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its number.
    pub entry: i64,
    /// Its link, in 64 hexadecimal digits.
    pub link: String,
}

/// What was found in walking along the chain.
#[derive(Debug, Default)]
pub struct Walk {
    /// How many entries there are.
    pub entries: u64,
    /// The last of them.
    pub head: Option<Head>,
    /// The entries whose link does not follow from the one before: they, or what stood before them, were bent.
    pub broken: Vec<Break>,
}

/// An entry whose link does not follow.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Break {
    pub entry: i64,
    pub at: DateTime<Utc>,
}

/// The last entry of the log, if there is one.
pub async fn find_head(db: &impl ConnectionTrait) -> Result<Option<Head>, Error> {
    let last = Entity::find().order_by_desc(Column::Id).one(db).await?;
    Ok(last.map(|row| head(&row)))
}

/// Walks along the chain from its first entry, showing each.
pub async fn walk_chain(
    db: &impl ConnectionTrait,
    mut see: impl FnMut(&Logged),
) -> Result<Walk, Error> {
    let mut walk = Walk::default();
    let mut last = START.to_owned();
    let mut after = i64::MIN;
    loop {
        let page = Entity::find()
            .filter(Column::Id.gt(after))
            .order_by_asc(Column::Id)
            .limit(PAGE)
            .all(db)
            .await?;
        let Some(end) = page.last() else {
            return Ok(walk);
        };
        after = end.id;
        for row in page {
            let held = head(&row);
            if link(&last, &row) != held.link {
                let (entry, at) = (row.id, row.at);
                walk.broken.push(Break { entry, at });
            }
            last.clone_from(&held.link);
            walk.entries += 1;
            walk.head = Some(held);
            see(&from_row(row));
        }
    }
}

/// The link of the entry by which a release, or the amended release of this number, was made.
pub async fn find_link_of_release(
    db: &impl ConnectionTrait,
    wave: &str,
    number: Option<u32>,
) -> Result<Option<String>, Error> {
    let subject = format!("wave {wave}");
    let action = number.map_or(Action::ReleaseWave, |_| Action::AmendRelease);
    let entries = list_entries(db, action, &subject).await?;
    let by_number = |entry: &&Logged| {
        let said = entry.after.as_ref().and_then(|after| after.get("number"));
        said.and_then(serde_json::Value::as_u64) == number.map(u64::from)
    };
    if let Some(entry) = entries.iter().find(by_number) {
        return Ok(Some(entry.link.clone()));
    }
    let begun = find_last_entry(db, Action::BeginChain, "audit log").await?;
    Ok(begun.map(|entry| entry.link))
}

/// Has every other entry wait until this transaction is over, so that the order of the entries is that of their links.
/// On SQLite there is one writer at a time anyway.
pub(super) async fn hold_chain(txn: &Transaction) -> Result<(), Error> {
    if txn.get_database_backend() == DbBackend::Postgres {
        txn.execute_unprepared("SELECT pg_advisory_xact_lock(hashtext('minyi audit log'))")
            .await?;
    }
    Ok(())
}

/// The link that an entry gets as the last one of a chain that is held.
pub(super) async fn next_link(txn: &Transaction, row: &Model) -> Result<String, Error> {
    let last = find_head(txn).await?;
    Ok(link(last.as_ref().map_or(START, |head| &head.link), row))
}

fn head(row: &Model) -> Head {
    Head {
        entry: row.id,
        link: row.link.clone().unwrap_or_default(),
    }
}

fn link(last: &str, row: &Model) -> String {
    let entry = json!([
        row.at.timestamp_micros(),
        row.actor,
        row.action,
        row.subject,
        row.before,
        row.after,
    ]);
    hash(format!("{last}\n{}", canonical(&entry)).as_bytes())
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use db::{Db, begin_write};

    use super::*;
    use crate::audit::Entry;
    use crate::store::{Actor, Audited};

    async fn log(db: &Db, subject: &str, minute: i64) {
        let now = DateTime::UNIX_EPOCH + TimeDelta::minutes(minute);
        let audited = Audited::begin(db, Actor::Terminal, now).await.unwrap();
        let entry = Entry::new(Action::SaveDraft, subject).after(json!({ "b": 1.5, "a": "好" }));
        audited.commit(entry).await.unwrap();
    }

    /// The entries at which a chain of six is found broken after this was done to it.
    async fn broken_by(statements: &[&str]) -> Vec<i64> {
        let folder = tempfile::tempdir().unwrap();
        let db = db::open(folder.path().join("a.sqlite").to_str().unwrap())
            .await
            .unwrap();
        for entry in 1..=6 {
            log(&db, &format!("draft {entry}"), entry).await;
        }
        let whole = walk_chain(&db, |_| {}).await.unwrap();
        assert_eq!((whole.entries, whole.broken), (6, Vec::new()));
        let txn = begin_write(&db).await.unwrap();
        for statement in ["audit_entry_stays", "audit_entry_stays_as_it_is"]
            .map(|trigger| format!("DROP TRIGGER {trigger}"))
            .iter()
            .map(String::as_str)
            .chain(statements.iter().copied())
        {
            txn.execute_unprepared(statement).await.unwrap();
        }
        txn.commit().await.unwrap();
        log(&db, "draft 7", 7).await;
        let mut seen = 0;
        let bent = walk_chain(&db, |_| seen += 1).await.unwrap();
        assert_eq!(seen, bent.entries);
        assert_eq!(bent.head, find_head(&db).await.unwrap());
        bent.broken.into_iter().map(|broken| broken.entry).collect()
    }

    #[tokio::test]
    async fn an_entry_that_is_changed_removed_or_moved_breaks_the_chain() {
        for column in [
            "at", "actor", "action", "subject", "before", "after", "link",
        ] {
            let value = if matches!(column, "before" | "after") {
                "'{\"a\": 2}'"
            } else if column == "at" {
                "'1971-01-01 00:00:00+00:00'"
            } else {
                "'x'"
            };
            let bend = format!("UPDATE audit_entry SET {column} = {value} WHERE id = 3");
            let broken = broken_by(&[&bend]).await;
            assert_eq!(broken.first(), Some(&3), "{column}");
        }
        assert_eq!(
            broken_by(&["DELETE FROM audit_entry WHERE id = 1"]).await,
            [2]
        );
        assert_eq!(
            broken_by(&["DELETE FROM audit_entry WHERE id = 3"]).await,
            [4]
        );
        let moved = [
            "UPDATE audit_entry SET id = 100 WHERE id = 3",
            "UPDATE audit_entry SET id = 3 WHERE id = 4",
            "UPDATE audit_entry SET id = 4 WHERE id = 100",
        ];
        assert_eq!(broken_by(&moved).await, [3, 4, 5]);
        assert_eq!(broken_by(&[]).await, [0; 0]);
    }

    /// `printf '%064d\n[60000000,"(terminal)","save-draft","draft 1",null,{"a":"好","b":1.5}]' 0 | sha256sum`
    #[tokio::test]
    async fn a_link_is_what_anybody_can_compute() {
        let folder = tempfile::tempdir().unwrap();
        let db = db::open(folder.path().join("a.sqlite").to_str().unwrap())
            .await
            .unwrap();
        log(&db, "draft 1", 1).await;
        let head = find_head(&db).await.unwrap().unwrap();
        assert_eq!(
            head.link,
            "e83969f364d9c3ef28d53bc065c44ac0d64823d0e69fc181b83b0296df8ea0ec"
        );
    }
}
