//! Signing in, and proving again that one knows one's password.

use chrono::{DateTime, TimeDelta, Utc};

use super::audit::find_last_entry;
use super::audited::{Actor, Audited};
use super::failures::Counters;
use super::refusals::REST;
use super::second_factor::has_second_factor;
use super::sessions::{begin_session, end_session};
use super::users::{find_password_hash, find_user_by_name};
use crate::audit::{Action, Entry};
use crate::device::Device;
use crate::network::Source;
use crate::password;
use crate::second_step::StepKey;
use crate::session::SessionToken;
use crate::user::User;
use db::{Db, Error, begin_write};

/// An attempt to sign in.
#[derive(Debug)]
pub struct Attempt<'a> {
    /// The name typed.
    pub name: &'a str,
    /// The password typed.
    pub password: String,
    /// The key of the second step, for whoever has a second factor.
    pub step_key: &'a StepKey,
    /// The browser it is made with.
    pub browser: Browser<'a>,
}

/// The browser of somebody who signs in.
#[derive(Debug)]
pub struct Browser<'a> {
    /// Where it is.
    pub source: Source,
    /// Which it is, if it has signed in to this account before.
    pub device: Option<Device>,
    /// The session to begin.
    pub token: &'a SessionToken,
    /// The session it held, which ends.
    pub held: Option<&'a SessionToken>,
}

/// Where the right password led.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entered {
    /// Into a session.
    Session,
    /// To the second step, with what the browser keeps meanwhile: no session has begun.
    SecondStep(String),
}

/// Why a password or a code was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInRefusal {
    /// Name and password or code do not belong together, or signing in is barred.
    Wrong,
    /// Too many failures: not before so much time has passed.
    Wait(TimeDelta),
}

/// Signs somebody in, under a token that nobody has held before, or leads them to the second step.
pub async fn sign_in(
    db: &Db,
    attempt: Attempt<'_>,
    now: DateTime<Utc>,
) -> Result<Result<Entered, SignInRefusal>, Error> {
    let browser = attempt.browser;
    let counters = Counters::of(attempt.name, browser.source, browser.device);
    if let Some(wait) = counters.count(db, now).await? {
        tracing::info!(network = %browser.source.network(), "an attempt to sign in must wait");
        return Ok(Err(SignInRefusal::Wait(wait)));
    }
    let user = find_user_by_name(db, attempt.name).await?;
    let hash = match &user {
        Some(user) => find_password_hash(db, user.id).await?,
        None => None,
    };
    let right = password::verify(attempt.password, hash.clone()).await;
    match user {
        Some(user) if right && !user.disabled => {
            if !has_second_factor(db, user.id).await? {
                enter(db, &user, &browser, &counters, now).await?;
                return Ok(Ok(Entered::Session));
            }
            let txn = begin_write(db).await?;
            counters.take_back(&txn, now).await?;
            txn.commit().await?;
            let hash = hash.unwrap_or_default();
            let kept = attempt.step_key.sign(user.id, &hash, now);
            Ok(Ok(Entered::SecondStep(kept)))
        }
        user => {
            refuse(db, user.as_ref(), browser.source, now).await?;
            Ok(Err(SignInRefusal::Wrong))
        }
    }
}

/// Begins the session of somebody who has shown all that is asked.
pub(super) async fn enter(
    db: &Db,
    user: &User,
    browser: &Browser<'_>,
    counters: &Counters,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let audited = Audited::begin(db, user, now).await?;
    counters.forget(audited.transaction()).await?;
    if let Some(held) = browser.held {
        end_session(&audited, held).await?;
    }
    begin_session(&audited, user.id, browser.token).await?;
    let entry = Entry::new(Action::SignIn, subject(Some(user)));
    audited.commit(entry).await
}

/// Whether somebody who is signed in knows the password, counted like an attempt to sign in: a session left open
/// gives nobody a place to guess.
pub async fn check_password(
    db: &Db,
    user: &User,
    password: String,
    (source, device): (Source, Option<Device>),
    now: DateTime<Utc>,
) -> Result<Result<(), SignInRefusal>, Error> {
    let counters = Counters::of(user.name.as_str(), source, device);
    if let Some(wait) = counters.count(db, now).await? {
        return Ok(Err(SignInRefusal::Wait(wait)));
    }
    let hash = find_password_hash(db, user.id).await?;
    if !password::verify(password, hash).await {
        refuse(db, Some(user), source, now).await?;
        return Ok(Err(SignInRefusal::Wrong));
    }
    let txn = begin_write(db).await?;
    counters.forget(&txn).await?;
    txn.commit().await?;
    Ok(Ok(()))
}

/// Says in both logs that a wrong password or code was given.
pub(super) async fn refuse(
    db: &Db,
    user: Option<&User>,
    source: Source,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let known = user.is_some();
    let subject = subject(user);
    tracing::warn!(subject, network = %source.network(), "a password or code was refused");
    // Whoever invents names must not fill a log that nothing is ever deleted from.
    let last = find_last_entry(db, Action::SignInRefused, &subject).await?;
    if !known && last.is_some_and(|last| now - last.at < REST) {
        return Ok(());
    }
    let audited = Audited::begin(db, Actor::Nobody, now).await?;
    audited
        .commit(Entry::new(Action::SignInRefused, subject))
        .await
}

/// What the logs say the attempt was on; a name nobody has is not kept, it may be a password.
pub(super) fn subject(user: Option<&User>) -> String {
    user.map_or_else(
        || "user (unknown)".to_owned(),
        |user| format!("user {}", user.name),
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::net::IpAddr;

    use rand::SeedableRng;
    use rand::rngs::ChaCha20Rng;
    use sea_orm::{EntityTrait, Set};

    use super::*;
    use crate::network::Network;
    use crate::password::Password;
    use crate::store::failures::key;
    use crate::store::{add_user, find_session, set_disabled};
    use crate::user::UserName;
    use entity::sign_in_failure::{ActiveModel, Entity};

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
            let hash = password::hash(&Password::new(RIGHT, &name, &[]).unwrap(), &mut rng).await;
            let audited = Audited::begin(&db, Actor::Terminal, now).await.unwrap();
            let user = add_user(&audited, &name, &BTreeSet::new(), Some(hash))
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

        /// The failures that are counted by something; none where nothing is kept of it.
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
            let source = Source::Network(network(host));
            self.attempt_from(name, password, source, None).await
        }

        async fn attempt_from(
            &mut self,
            name: &str,
            password: &str,
            source: Source,
            device: Option<Device>,
        ) -> Result<SessionToken, SignInRefusal> {
            let token = SessionToken::draw(&mut self.rng);
            let attempt = Attempt {
                name,
                password: password.into(),
                step_key: &StepKey::new([1; 32]),
                browser: Browser {
                    source,
                    device,
                    token: &token,
                    held: None,
                },
            };
            sign_in(&self.db, attempt, self.now)
                .await
                .unwrap()
                .map(|_| token)
        }

        async fn set_failures(&self, key: String, failures: i32) {
            let row = ActiveModel {
                key: Set(key),
                failures: Set(failures),
                last_at: Set(self.now),
            };
            let txn = begin_write(&self.db).await.unwrap();
            Entity::insert(row)
                .exec_without_returning(&txn)
                .await
                .unwrap();
            txn.commit().await.unwrap();
        }
    }

    fn network(host: u8) -> Network {
        Network::of(IpAddr::from([10, 0, host, 7]))
    }

    const ONE_SECOND: SignInRefusal = SignInRefusal::Wait(TimeDelta::seconds(1));

    #[tokio::test]
    async fn whoever_guesses_waits_and_the_owner_elsewhere_does_not() {
        let mut desk = Desk::start().await;
        for name in ["李明", "nobody"] {
            for _ in 0..4 {
                let refused = desk.attempt(name, "wrong", 1).await;
                assert_eq!(refused, Err(SignInRefusal::Wrong));
            }
            assert_eq!(desk.attempt(name, RIGHT, 1).await, Err(ONE_SECOND));
        }
        assert!(desk.attempt("李明", RIGHT, 2).await.is_ok());
        assert_eq!(
            desk.attempt("李明", RIGHT, 1).await,
            Err(ONE_SECOND),
            "the owner's success gives the guesser nothing"
        );
        desk.now += TimeDelta::seconds(1);
        assert!(desk.attempt("李明", RIGHT, 1).await.is_ok());
        assert_eq!(
            desk.attempt("李明", "wrong", 1).await,
            Err(SignInRefusal::Wrong),
            "a success wipes the slate of its own network"
        );
    }

    #[tokio::test]
    async fn a_browser_that_signed_in_before_has_a_counter_of_its_own() {
        let mut desk = Desk::start().await;
        let own = Some(Device::draw(&mut desk.rng));
        let office = Source::Network(network(1));
        desk.set_failures(key("network", "10.0.1.0"), 1_000).await;
        for _ in 0..4 {
            let refused = desk.attempt_from("李明", "wrong", office, own).await;
            assert_eq!(refused, Err(SignInRefusal::Wrong));
        }
        let refused = desk.attempt_from("李明", RIGHT, office, own).await;
        assert_eq!(refused, Err(ONE_SECOND), "it gives nobody endless guesses");
        let other = Some(Device::draw(&mut desk.rng));
        let welcome = desk.attempt_from("李明", RIGHT, office, other).await;
        assert!(welcome.is_ok());
        assert_eq!(desk.failures("network", "10.0.1.0").await, Some(1_000));
    }

    #[tokio::test]
    async fn a_success_forgives_its_own_failures_and_nobody_elses() {
        let mut desk = Desk::start().await;
        for _ in 0..4 {
            desk.attempt("nobody", "wrong", 9).await.unwrap_err();
        }
        desk.attempt("李明", "wrong", 9).await.unwrap_err();
        desk.attempt("李明", RIGHT, 9).await.unwrap();
        assert_eq!(desk.attempt("nobody", "wrong", 9).await, Err(ONE_SECOND));
        assert_eq!(desk.failures("account", "李明\n10.0.9.0").await, None);
        let network = desk.failures("network", "10.0.9.0").await;
        assert_eq!(network, Some(5), "of six attempts five failed");
    }

    #[tokio::test]
    async fn after_a_day_of_rest_failures_are_forgotten_and_swept_out() {
        let mut desk = Desk::start().await;
        for _ in 0..5 {
            desk.attempt("nobody", "wrong", 1).await.unwrap_err();
        }
        desk.now += TimeDelta::days(1);
        for _ in 0..4 {
            let refused = desk.attempt("nobody", "wrong", 1).await;
            assert_eq!(
                refused,
                Err(SignInRefusal::Wrong),
                "as if for the first time"
            );
        }
        desk.now += TimeDelta::days(1);
        desk.attempt("李明", RIGHT, 9).await.unwrap();
        assert_eq!(desk.failures("account", "nobody\n10.0.1.0").await, None);
    }

    #[tokio::test]
    async fn many_names_tried_from_one_network_wait_together_unless_it_is_a_proxy() {
        let mut desk = Desk::start().await;
        desk.set_failures(key("network", "10.0.3.0"), 100).await;
        assert_eq!(desk.attempt("李明", RIGHT, 3).await, Err(ONE_SECOND));
        assert!(desk.attempt("李明", RIGHT, 4).await.is_ok());
        let proxy = Source::Proxy(network(3));
        let welcome = desk.attempt_from("李明", RIGHT, proxy, None).await;
        assert!(welcome.is_ok(), "nobody is counted with a whole proxy");
    }

    #[tokio::test]
    async fn inside_a_session_the_password_is_guessed_no_faster() {
        let mut desk = Desk::start().await;
        let from = (Source::Network(network(1)), None);
        let check = async |desk: &Desk, typed: &str| {
            check_password(&desk.db, &desk.user, typed.to_owned(), from, desk.now)
                .await
                .unwrap()
        };
        for _ in 0..4 {
            assert_eq!(check(&desk, "wrong").await, Err(SignInRefusal::Wrong));
        }
        assert_eq!(check(&desk, RIGHT).await, Err(ONE_SECOND));
        assert_eq!(desk.attempt("李明", RIGHT, 1).await, Err(ONE_SECOND));
        desk.now += TimeDelta::seconds(1);
        assert_eq!(check(&desk, RIGHT).await, Ok(()));
        assert_eq!(check(&desk, "wrong").await, Err(SignInRefusal::Wrong));
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
