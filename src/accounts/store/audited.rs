//! The only transaction that a page of staff can write with.
//!
//! # Design
//!
//! [`Audited::commit`] takes the entry that says what was done, and nothing else commits: dropped without
//! one, the transaction is rolled back. So the write and its entry are there together or not at all. The
//! stores of other rooms take the plain [`Transaction`] it lends; `no_page_begins_a_transaction` in
//! `tests/architecture` holds that no page begins one of its own.

use chrono::{DateTime, Utc};
use sea_orm::{EntityTrait, IntoActiveModel, NotSet};

use super::chain::{hold_chain, next_link};
use crate::audit::Entry;
use crate::user::{User, UserName};
use db::{Db, Error, Transaction, begin_write};
use entity::audit_entry;

/// Who does something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Somebody signed in, by name.
    User(UserName),
    /// Whoever has the terminal of the server.
    Terminal,
    /// Somebody not signed in.
    Nobody,
}

impl Actor {
    fn name(&self) -> &str {
        match self {
            Self::User(name) => name.as_str(),
            Self::Terminal => "(terminal)",
            Self::Nobody => "(nobody)",
        }
    }
}

impl From<&User> for Actor {
    fn from(user: &User) -> Self {
        Self::User(user.name.clone())
    }
}

/// A write of staff that has not been committed yet.
#[derive(Debug)]
pub struct Audited {
    txn: Transaction,
    actor: Actor,
    now: DateTime<Utc>,
}

impl Audited {
    /// Begins a write.
    pub async fn begin(
        db: &Db,
        actor: impl Into<Actor>,
        now: DateTime<Utc>,
    ) -> Result<Self, Error> {
        Ok(Self {
            txn: begin_write(db).await?,
            actor: actor.into(),
            now,
        })
    }

    /// The transaction, for the stores.
    pub fn transaction(&self) -> &Transaction {
        &self.txn
    }

    /// The moment of the write.
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// Keeps what was written, and says what it was.
    pub async fn commit(self, entry: Entry) -> Result<(), Error> {
        hold_chain(&self.txn).await?;
        let mut row = audit_entry::Model {
            id: 0,
            at: self.now,
            actor: self.actor.name().to_owned(),
            action: entry.action.as_str().to_owned(),
            subject: entry.subject,
            before: entry.before,
            after: entry.after,
            link: None,
        };
        row.link = Some(next_link(&self.txn, &row).await?);
        let mut row = row.into_active_model();
        row.id = NotSet;
        audit_entry::Entity::insert(row)
            .exec_without_returning(&self.txn)
            .await?;
        self.txn.commit().await
    }
}

#[cfg(test)]
mod tests {
    use sea_orm::{ConnectionTrait, PaginatorTrait, Set};

    use super::*;
    use crate::audit::Action;

    use entity::sign_in_failure as table;

    async fn write(audited: &Audited) {
        let row = table::ActiveModel {
            key: Set("k".into()),
            failures: Set(1),
            last_at: Set(audited.now()),
        };
        table::Entity::insert(row)
            .exec_without_returning(audited.transaction())
            .await
            .unwrap();
    }

    #[tokio::test]
    async fn a_write_without_an_entry_is_no_write_and_an_entry_is_for_ever() {
        let folder = tempfile::tempdir().unwrap();
        let db = db::open(folder.path().join("a.sqlite").to_str().unwrap())
            .await
            .unwrap();
        let now = DateTime::UNIX_EPOCH;
        let audited = Audited::begin(&db, Actor::Terminal, now).await.unwrap();
        write(&audited).await;
        drop(audited);
        assert_eq!(table::Entity::find().count(&db).await.unwrap(), 0);

        let audited = Audited::begin(&db, Actor::Terminal, now).await.unwrap();
        write(&audited).await;
        audited
            .commit(Entry::new(Action::AddUser, "user x"))
            .await
            .unwrap();
        assert_eq!(table::Entity::find().count(&db).await.unwrap(), 1);
        assert_eq!(audit_entry::Entity::find().count(&db).await.unwrap(), 1);
        for statement in [
            "DELETE FROM audit_entry",
            "UPDATE audit_entry SET actor = 'x'",
        ] {
            let txn = begin_write(&db).await.unwrap();
            let error = txn.execute_unprepared(statement).await.unwrap_err();
            assert!(error.to_string().contains("only grows"), "{error}");
        }
    }
}
