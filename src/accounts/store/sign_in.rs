//! Signing in: counted before it is checked, so that attempts made at the same time cannot slip past the wait.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use data_encoding::HEXLOWER;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect, Set};
use sha2::{Digest, Sha256};

use super::audited::{Actor, Audited};
use super::sessions::{begin_session, end_session};
use super::users::{find_password_hash, find_user_by_name};
use crate::audit::{Action, Entry};
use crate::backoff::{Counter, MEMORY, is_remembered};
use crate::password;
use crate::session::SessionToken;
use crate::user::User;
use db::{Db, Error, Transaction, begin_write};
use entity::sign_in_failure::{ActiveModel, Column, Entity, Model};

/// The network an attempt comes from: neighbours in it are counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network(IpAddr);

impl Network {
    /// The network of an address: its /24, in IPv6 its /64.
    pub fn of(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V4(address) => {
                let [a, b, c, _] = address.octets();
                IpAddr::from([a, b, c, 0])
            }
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                IpAddr::from([a, b, c, d, 0, 0, 0, 0])
            }
        })
    }
}

/// An attempt to sign in.
#[derive(Debug)]
pub struct Attempt<'a> {
    /// The name typed.
    pub name: &'a str,
    /// The password typed.
    pub password: String,
    /// Where it comes from.
    pub network: Network,
    /// The session to begin.
    pub token: &'a SessionToken,
    /// The session the browser held, which ends.
    pub held: Option<&'a SessionToken>,
}

/// Why nobody was signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInRefusal {
    /// Name and password do not belong together, or signing in is barred.
    Wrong,
    /// Too many failures: not before so much time has passed.
    Wait(TimeDelta),
}

/// Signs somebody in, under a token that nobody has held before.
pub async fn sign_in(
    db: &Db,
    attempt: Attempt<'_>,
    now: DateTime<Utc>,
) -> Result<Result<User, SignInRefusal>, Error> {
    let account = key("account", &attempt.name.trim().to_lowercase());
    let network = key("network", &attempt.network.0.to_string());
    if let Some(wait) = count(db, &account, &network, now).await? {
        return Ok(Err(SignInRefusal::Wait(wait)));
    }
    let user = find_user_by_name(db, attempt.name).await?;
    let hash = match &user {
        Some(user) => find_password_hash(db, user.id).await?,
        None => None,
    };
    let right = password::verify(attempt.password, hash).await;
    match user {
        Some(user) if right && !user.disabled => {
            let audited = Audited::begin(db, &user, now).await?;
            forget_failures(audited.transaction(), &account, &network, now).await?;
            if let Some(held) = attempt.held {
                end_session(&audited, held).await?;
            }
            begin_session(&audited, user.id, attempt.token).await?;
            let entry = Entry::new(Action::SignIn, subject(Some(&user)));
            audited.commit(entry).await?;
            Ok(Ok(user))
        }
        user => {
            let audited = Audited::begin(db, Actor::Nobody, now).await?;
            let entry = Entry::new(Action::SignInRefused, subject(user.as_ref()));
            audited.commit(entry).await?;
            Ok(Err(SignInRefusal::Wrong))
        }
    }
}

/// What the log says the attempt was on; a name nobody has is not kept, it may be a password.
fn subject(user: Option<&User>) -> String {
    user.map_or_else(
        || "user (unknown)".to_owned(),
        |user| format!("user {}", user.name),
    )
}

fn key(kind: &str, value: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(format!("{kind}\n{value}")))
}

/// Counts an attempt as failed until it succeeds; or says how long to wait, and counts nothing.
async fn count(
    db: &Db,
    account: &str,
    network: &str,
    now: DateTime<Utc>,
) -> Result<Option<TimeDelta>, Error> {
    let txn = begin_write(db).await?;
    let counters = [(Counter::Account, account), (Counter::Network, network)];
    let mut failures = [0_i32; 2];
    for ((counter, key), failures) in counters.iter().zip(&mut failures) {
        let row = lock_counter(&txn, key, now).await?;
        if is_remembered(row.last_at, now) {
            *failures = row.failures;
            let wait = counter.wait(u32::try_from(row.failures).unwrap_or(0));
            let until = row.last_at + wait;
            if now < until {
                return Ok(Some(until - now));
            }
        }
    }
    for ((_, key), failures) in counters.iter().zip(failures) {
        let row = ActiveModel {
            key: Set((*key).to_owned()),
            failures: Set(failures.saturating_add(1)),
            last_at: Set(now),
        };
        Entity::update(row).exec(&txn).await?;
    }
    txn.commit().await?;
    Ok(None)
}

/// The row of a counter, held until the end of the transaction, so that attempts made at the same time, in
/// whatever process, are counted one after the other.
async fn lock_counter(txn: &Transaction, key: &str, now: DateTime<Utc>) -> Result<Model, Error> {
    let row = ActiveModel {
        key: Set(key.to_owned()),
        failures: Set(0),
        last_at: Set(now),
    };
    let leave = OnConflict::column(Column::Key).do_nothing().to_owned();
    Entity::insert(row)
        .on_conflict(leave)
        .exec_without_returning(txn)
        .await?;
    let held = Entity::find_by_id(key).lock_exclusive().one(txn).await?;
    held.ok_or_else(|| Error::RecordNotFound("a counter of failures".to_owned()))
}

/// Takes back what the attempt was counted as: all of the account's failures, one of the network's. What is no
/// longer remembered of anybody goes too.
async fn forget_failures(
    txn: &Transaction,
    account: &str,
    network: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    Entity::delete_many()
        .filter(Column::Key.eq(account).or(Column::LastAt.lte(now - MEMORY)))
        .exec(txn)
        .await?;
    Entity::update_many()
        .col_expr(Column::Failures, Expr::col(Column::Failures).sub(1))
        .filter(Column::Key.eq(network))
        .exec(txn)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use rand::SeedableRng;
    use rand::rngs::ChaCha20Rng;

    use super::*;
    use crate::password::Password;
    use crate::store::{add_user, find_session, set_disabled};
    use crate::user::UserName;

    const RIGHT: &str = "correct horse battery";

    struct Desk {
        db: Db,
        rng: ChaCha20Rng,
        now: DateTime<Utc>,
        user: User,
        _folder: tempfile::TempDir,
    }

    impl Desk {
        async fn start() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let db = db::open(folder.path().join("a.sqlite").to_str().unwrap())
                .await
                .unwrap();
            let mut rng = ChaCha20Rng::seed_from_u64(5);
            let now = DateTime::UNIX_EPOCH;
            let name = UserName::new("李明").unwrap();
            let hash = password::hash(&Password::new(RIGHT, &name).unwrap(), &mut rng).await;
            let audited = Audited::begin(&db, Actor::Terminal, now).await.unwrap();
            let user = add_user(&audited, &name, &BTreeSet::new(), hash)
                .await
                .unwrap()
                .unwrap();
            audited
                .commit(Entry::new(Action::AddUser, "user 李明"))
                .await
                .unwrap();
            Self {
                db,
                rng,
                now,
                user,
                _folder: folder,
            }
        }

        /// The failures counted by a name or a network; none where nothing is kept of it.
        async fn failures(&self, kind: &str, value: &str) -> Option<i32> {
            let row = Entity::find_by_id(key(kind, value)).one(&self.db).await;
            row.unwrap().map(|row| row.failures)
        }

        async fn attempt(
            &mut self,
            name: &str,
            password: &str,
            host: u8,
        ) -> Result<SessionToken, SignInRefusal> {
            let token = SessionToken::draw(&mut self.rng);
            let attempt = Attempt {
                name,
                password: password.into(),
                network: Network::of(IpAddr::from([10, 0, host, 7])),
                token: &token,
                held: None,
            };
            sign_in(&self.db, attempt, self.now)
                .await
                .unwrap()
                .map(|_| token)
        }
    }

    #[tokio::test]
    async fn failures_make_the_next_attempt_wait_wherever_it_comes_from() {
        let mut desk = Desk::start().await;
        for host in 0..4 {
            let refused = desk.attempt("李明", "wrong", host).await;
            assert_eq!(refused, Err(SignInRefusal::Wrong));
        }
        let wait = Err(SignInRefusal::Wait(TimeDelta::seconds(1)));
        assert_eq!(desk.attempt("李明", RIGHT, 9).await, wait);
        desk.now += TimeDelta::seconds(1);
        assert!(desk.attempt("李明", RIGHT, 9).await.is_ok());
        assert_eq!(
            desk.attempt("李明", "wrong", 9).await,
            Err(SignInRefusal::Wrong),
            "the owner's success wiped the slate"
        );
    }

    #[tokio::test]
    async fn a_name_nobody_has_waits_as_one_somebody_has() {
        let mut desk = Desk::start().await;
        for host in 0..4 {
            let refused = desk.attempt("nobody", "wrong", host).await;
            assert_eq!(refused, Err(SignInRefusal::Wrong));
        }
        let wait = Err(SignInRefusal::Wait(TimeDelta::seconds(1)));
        assert_eq!(desk.attempt("nobody", RIGHT, 9).await, wait);
    }

    #[tokio::test]
    async fn a_success_forgives_its_own_failures_and_nobody_elses() {
        let mut desk = Desk::start().await;
        for host in 0..4 {
            desk.attempt("nobody", "wrong", host).await.unwrap_err();
        }
        desk.attempt("李明", "wrong", 9).await.unwrap_err();
        desk.attempt("李明", RIGHT, 9).await.unwrap();
        let wait = Err(SignInRefusal::Wait(TimeDelta::seconds(1)));
        assert_eq!(desk.attempt("nobody", "wrong", 8).await, wait);
        assert_eq!(desk.failures("account", "李明").await, None);
        let network = desk.failures("network", "10.0.9.0").await;
        assert_eq!(network, Some(1), "of two attempts one failed");
    }

    #[tokio::test]
    async fn after_a_day_of_rest_failures_are_forgotten_and_swept_out() {
        let mut desk = Desk::start().await;
        for host in 0..5 {
            desk.attempt("nobody", "wrong", host).await.unwrap_err();
        }
        desk.now += TimeDelta::days(1);
        for host in 0..4 {
            let refused = desk.attempt("nobody", "wrong", host).await;
            assert_eq!(
                refused,
                Err(SignInRefusal::Wrong),
                "as if for the first time"
            );
        }
        desk.now += TimeDelta::days(1);
        desk.attempt("李明", RIGHT, 9).await.unwrap();
        assert_eq!(desk.failures("account", "nobody").await, None);
    }

    #[tokio::test]
    async fn failures_of_a_network_make_everybody_in_it_wait() {
        let mut desk = Desk::start().await;
        let row = ActiveModel {
            key: Set(key("network", "10.0.3.0")),
            failures: Set(30),
            last_at: Set(desk.now),
        };
        let txn = begin_write(&desk.db).await.unwrap();
        Entity::insert(row)
            .exec_without_returning(&txn)
            .await
            .unwrap();
        txn.commit().await.unwrap();
        let wait = Err(SignInRefusal::Wait(TimeDelta::seconds(1)));
        assert_eq!(desk.attempt("李明", RIGHT, 3).await, wait);
        assert!(desk.attempt("李明", RIGHT, 4).await.is_ok());
    }

    #[test]
    fn neighbours_share_a_network_and_strangers_do_not() {
        let of = |address: &str| Network::of(address.parse().unwrap());
        assert_eq!(of("10.0.3.7"), of("10.0.3.250"));
        assert_eq!(of("10.0.3.7"), of("::ffff:10.0.3.9"));
        assert_ne!(of("10.0.3.7"), of("10.0.4.7"));
        assert_eq!(of("2001:db8:1:2::7"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::7"), of("2001:db8:1:3::7"));
    }

    #[tokio::test]
    async fn a_session_lasts_until_its_user_is_barred_or_time_is_over() {
        let mut desk = Desk::start().await;
        let token = desk.attempt("李明", RIGHT, 1).await.unwrap();
        let found = async |desk: &Desk, minutes| {
            let now = desk.now + TimeDelta::minutes(minutes);
            find_session(&desk.db, token.clone(), now)
                .await
                .unwrap()
                .is_some()
        };
        assert!(found(&desk, 100).await);
        assert!(found(&desk, 200).await, "use keeps a session alive");
        assert!(!found(&desk, 330).await);
        assert!(!found(&desk, 721).await);
        let audited = Audited::begin(&desk.db, Actor::Terminal, desk.now)
            .await
            .unwrap();
        set_disabled(&audited, desk.user.id, true).await.unwrap();
        audited
            .commit(Entry::new(Action::DisableUser, "user 李明"))
            .await
            .unwrap();
        assert!(!found(&desk, 201).await);
        assert_eq!(
            desk.attempt("李明", RIGHT, 1).await,
            Err(SignInRefusal::Wrong)
        );
    }
}
