//! Failed attempts at passwords and one-time codes: counted before they are checked, so that attempts made at the same time cannot slip
//! past the wait.

use chrono::{DateTime, TimeDelta, Utc};
use data_encoding::HEXLOWER;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect, Set};
use sha2::{Digest, Sha256};

use crate::backoff::{Counter, MEMORY, is_remembered};
use crate::device::Device;
use crate::network::Source;
use db::{Db, Error, Transaction, begin_write};
use entity::sign_in_failure::{ActiveModel, Column, Entity, Model};

/// What an attempt is counted by.
#[derive(Debug)]
pub(super) struct Counters {
    /// The account in its network, or the device: forgotten by a success.
    own: (Counter, String),
    /// The whole network, if it is known and the browser is not: a success takes its own attempt back.
    network: Option<String>,
    /// Codes of the account, from wherever they are guessed, if the browser is not known: forgotten by a success. Who
    /// guesses them has the password already, and a million codes are few for who has a thousand networks.
    codes: Option<String>,
}

impl Counters {
    /// The counters of an attempt at an account.
    pub(super) fn of(name: &str, source: Source, device: Option<Device>) -> Self {
        let name = name.trim().to_lowercase();
        if let Some(device) = device {
            let own = key("device", &device.word());
            return Self {
                own: (Counter::Device, own),
                network: None,
                codes: None,
            };
        }
        let network = source.network().to_string();
        let own = key("account", &format!("{name}\n{network}"));
        Self {
            own: (Counter::Account, own),
            network: match source {
                Source::Network(_) => Some(key("network", &network)),
                Source::Proxy(_) => None,
            },
            codes: None,
        }
    }

    /// The counters of an attempt at the code that follows an account's password.
    pub(super) fn of_code(name: &str, source: Source, device: Option<Device>) -> Self {
        let codes = device
            .is_none()
            .then(|| key("codes", &name.trim().to_lowercase()));
        Self {
            codes,
            ..Self::of(name, source, device)
        }
    }

    fn each(&self) -> impl Iterator<Item = (Counter, &str)> {
        let network = self.network.as_deref().map(|key| (Counter::Network, key));
        let codes = self.codes.as_deref().map(|key| (Counter::Account, key));
        [(self.own.0, self.own.1.as_str())]
            .into_iter()
            .chain(network)
            .chain(codes)
    }

    /// Counts an attempt as failed until it succeeds; or says how long to wait, and counts nothing.
    pub(super) async fn count(
        &self,
        db: &Db,
        now: DateTime<Utc>,
    ) -> Result<Option<TimeDelta>, Error> {
        let txn = begin_write(db).await?;
        // What is no longer remembered of anybody goes, however few succeed.
        Entity::delete_many()
            .filter(Column::LastAt.lte(now - MEMORY))
            .exec(&txn)
            .await?;
        let mut counted = Vec::new();
        for (counter, key) in self.each() {
            let row = lock_counter(&txn, key, now).await?;
            let mut failures = 0;
            if is_remembered(row.last_at, now) {
                failures = row.failures;
                let wait = counter.wait(u32::try_from(failures).unwrap_or(0));
                let until = row.last_at + wait;
                if now < until {
                    return Ok(Some(until - now));
                }
            }
            counted.push(ActiveModel {
                key: Set(key.to_owned()),
                failures: Set(failures.saturating_add(1)),
                last_at: Set(now),
            });
        }
        for row in counted {
            Entity::update(row).exec(&txn).await?;
        }
        txn.commit().await?;
        Ok(None)
    }

    /// Takes back what one attempt was counted as, so that the next one need not wait, and forgets no other: a right
    /// password is no success where a code must follow, or whoever knows it could forget guesses of codes by it.
    pub(super) async fn take_back(
        &self,
        txn: &Transaction,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        for (counter, key) in self.each() {
            let row = lock_counter(txn, key, now).await?;
            let failures = row.failures - 1;
            let wait = counter.wait(u32::try_from(failures).unwrap_or(0));
            let row = ActiveModel {
                key: Set(row.key),
                failures: Set(failures),
                last_at: Set(now - wait),
            };
            Entity::update(row).exec(txn).await?;
        }
        Ok(())
    }

    /// Takes back what a success was counted as: all failures of its own, one of the network's.
    pub(super) async fn forget(&self, txn: &Transaction) -> Result<(), Error> {
        let own = [Some(self.own.1.as_str()), self.codes.as_deref()];
        Entity::delete_many()
            .filter(Column::Key.is_in(own.into_iter().flatten()))
            .exec(txn)
            .await?;
        if let Some(network) = &self.network {
            Entity::update_many()
                .col_expr(Column::Failures, Expr::col(Column::Failures).sub(1))
                .filter(Column::Key.eq(network))
                .exec(txn)
                .await?;
        }
        Ok(())
    }
}

pub(super) fn key(kind: &str, value: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(format!("{kind}\n{value}")))
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

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use super::*;
    use crate::network::Network;

    #[tokio::test]
    async fn codes_are_not_guessed_faster_from_many_networks() {
        let folder = tempfile::tempdir().unwrap();
        let db = db::open(folder.path().join("a.sqlite").to_str().unwrap())
            .await
            .unwrap();
        let now = DateTime::UNIX_EPOCH;
        let from = |number: u8| {
            let address = IpAddr::V4(Ipv4Addr::new(10, number, 0, 1));
            Source::Network(Network::of(address))
        };
        let mut taken = 0;
        for number in 0..200 {
            let counters = Counters::of_code("li", from(number), None);
            taken += u32::from(counters.count(&db, now).await.unwrap().is_none());
        }
        assert_eq!(taken, 4);
        // Passwords are: what makes up for that is their strength.
        for number in 0..200 {
            let counters = Counters::of("li", from(number), None);
            assert_eq!(counters.count(&db, now).await.unwrap(), None);
        }
    }
}
