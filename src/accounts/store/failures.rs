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
        }
    }

    fn each(&self) -> impl Iterator<Item = (Counter, &str)> {
        let network = self.network.as_deref().map(|key| (Counter::Network, key));
        [(self.own.0, self.own.1.as_str())]
            .into_iter()
            .chain(network)
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
        Entity::delete_many()
            .filter(Column::Key.eq(self.own.1.as_str()))
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
