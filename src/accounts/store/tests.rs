//! Two people beside each other: what is done to one stays with them, and the log finds what it was asked for.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;
use tempfile::TempDir;

use super::*;
use crate::audit::{Action, Entry};
use crate::role::Role;
use crate::session::SessionToken;
use crate::user::{User, UserName};
use db::Db;

struct Office {
    db: Db,
    rng: ChaCha20Rng,
    li: User,
    zhao: User,
    _folder: TempDir,
}

fn begun() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(16_000)
}

fn after(minutes: i64) -> DateTime<Utc> {
    begun() + TimeDelta::minutes(minutes)
}

impl Office {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let db = db::open(folder.path().join("a.sqlite").to_str().unwrap())
            .await
            .unwrap();
        let mut people = Vec::new();
        for (name, role) in [("李明", Role::Designer), ("小赵", Role::Releaser)] {
            let audited = Audited::begin(&db, Actor::Terminal, begun()).await.unwrap();
            let (name, roles) = (UserName::new(name).unwrap(), BTreeSet::from([role]));
            let hash = format!("hash of {name}");
            let user = add_user(&audited, &name, &roles, Some(hash)).await.unwrap();
            let entry = Entry::new(Action::AddUser, format!("user {name}"));
            audited.commit(entry).await.unwrap();
            people.push(user.unwrap());
        }
        let [li, zhao] = people.try_into().unwrap();
        Self {
            db,
            rng: ChaCha20Rng::seed_from_u64(6),
            li,
            zhao,
            _folder: folder,
        }
    }

    /// Does something to somebody, as the log says.
    async fn write(&self, action: Action, now: DateTime<Utc>, write: impl AsyncFnOnce(&Audited)) {
        let audited = Audited::begin(&self.db, &self.li, now).await.unwrap();
        write(&audited).await;
        audited
            .commit(Entry::new(action, "user 李明"))
            .await
            .unwrap();
    }

    async fn sign_in(&mut self, user: &User, now: DateTime<Utc>) -> SessionToken {
        let token = SessionToken::draw(&mut self.rng);
        self.write(Action::SignIn, now, async |audited| {
            begin_session(audited, user.id, &token).await.unwrap();
        })
        .await;
        token
    }

    async fn is_in(&self, token: &SessionToken, now: DateTime<Utc>) -> bool {
        let session = find_session(&self.db, token.clone(), now).await;
        session.unwrap().is_some()
    }

    async fn sessions(&self, user: &User, now: DateTime<Utc>) -> u64 {
        count_sessions(&self.db, user.id, now).await.unwrap()
    }

    async fn read(&self, user: &User) -> (User, Option<String>) {
        let read = find_user(&self.db, user.id).await.unwrap().unwrap();
        let hash = find_password_hash(&self.db, user.id).await.unwrap();
        (read, hash)
    }
}

#[tokio::test]
async fn what_is_changed_of_one_stays_as_it_was_of_the_other() {
    let office = Office::start().await;
    let (li, zhao) = (office.li.clone(), office.zhao.clone());
    let before = office.read(&zhao).await;
    assert_eq!(before.0.roles, [Role::Releaser].into());
    let roles = BTreeSet::from([Role::Analyst, Role::FieldManager]);
    office
        .write(Action::ChangeRoles, begun(), async |audited| {
            change_roles(audited, li.id, &roles).await.unwrap();
            set_disabled(audited, li.id, true).await.unwrap();
            let hash = "another hash".to_owned();
            change_password(audited, li.id, hash).await.unwrap();
        })
        .await;
    let (changed, hash) = office.read(&li).await;
    assert_eq!(changed.roles, roles, "the earlier role is gone");
    assert!(changed.disabled);
    assert_eq!(hash.as_deref(), Some("another hash"));
    assert_eq!(office.read(&zhao).await, before);
    let listed = list_users(&office.db).await.unwrap();
    assert_eq!(listed, [before.0, changed]);
}

#[tokio::test]
async fn the_sessions_of_one_end_and_those_of_the_other_go_on() {
    let mut office = Office::start().await;
    let (li, zhao) = (office.li.clone(), office.zhao.clone());
    let first = office.sign_in(&li, after(0)).await;
    let second = office.sign_in(&li, after(5)).await;
    let other = office.sign_in(&zhao, after(10)).await;
    for token in [&first, &second, &other] {
        assert!(office.is_in(token, after(10)).await);
    }
    assert_eq!(office.sessions(&li, after(10)).await, 2);
    assert_eq!(office.sessions(&zhao, after(10)).await, 1);

    // What is not used for two hours ends, whatever else is used.
    assert!(office.is_in(&other, after(100)).await);
    assert_eq!(office.sessions(&li, after(150)).await, 0);
    assert!(!office.is_in(&first, after(150)).await);
    assert!(office.is_in(&other, after(150)).await);

    let again = office.sign_in(&li, after(150)).await;
    assert!(office.is_in(&other, after(150)).await);
    office
        .write(Action::EndSessions, after(151), async |audited| {
            end_sessions_of(audited, li.id).await.unwrap();
        })
        .await;
    assert!(!office.is_in(&again, after(151)).await);
    assert!(office.is_in(&other, after(151)).await);
}

#[tokio::test]
async fn the_log_finds_what_it_is_asked_for_and_nothing_twice() {
    let office = Office::start().await;
    for minute in 1..=3 {
        office
            .write(Action::EndSessions, after(minute), async |_| {})
            .await;
    }
    let found = async |search: AuditSearch, limit| {
        let page = search_audit(&office.db, &search, limit).await.unwrap();
        let times: Vec<_> = page.entries.iter().map(|entry| entry.at).collect();
        (times, page.next)
    };
    let everything = AuditSearch::default();
    let (times, next) = found(everything.clone(), 5).await;
    assert_eq!(times, [after(3), after(2), after(1), after(0), after(0)]);
    assert_eq!(next, None);

    let (times, next) = found(everything.clone(), 2).await;
    assert_eq!(times, [after(3), after(2)]);
    let before = AuditSearch {
        before: next,
        ..everything.clone()
    };
    assert_eq!(found(before, 2).await.0, [after(1), after(0)]);

    let within = AuditSearch {
        from: Some(after(1)),
        until: Some(after(3)),
        ..everything.clone()
    };
    assert_eq!(found(within, 9).await.0, [after(2), after(1)]);
    let added = AuditSearch {
        action: Some(Action::AddUser),
        ..everything
    };
    assert_eq!(found(added, 9).await.0, [after(0), after(0)]);

    let last = find_last_entry(&office.db, Action::EndSessions, "user 李明");
    assert_eq!(last.await.unwrap().unwrap().at, after(3));
}
