//! The reserve of a wave in the database: replicates of households that were drawn with its sample, and their release.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};

use super::cases::{ROWS, list_drawn_psus};
use super::mailings::Maker;
use super::sittings::list_sittings;
use super::waves::hold_wave_alone;
use crate::wave::{WaveId, WaveState};
use db::{Error, Transaction};
use entity::{released_replicate, reserve_household, sample_case};

/// A replicate of households held in reserve.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Replicate {
    /// From 1, the order of release.
    pub number: i64,
    pub households: usize,
    /// How it was released; none while it is held.
    pub released: Option<Release>,
}

/// How a replicate was released.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Release {
    /// By whom, by name.
    pub by: String,
    pub at: DateTime<Utc>,
    pub reason: String,
}

/// Why a replicate is not released. Nothing has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReleaseFault {
    /// The wave takes no answers any more.
    Closed,
    /// Something of the wave has been opened: whoever could see answers must not choose how many more are asked.
    Opened,
    /// It is not the next one in the order in which they were drawn.
    NotNext,
    /// No reason is given.
    NoReason,
}

/// The replicates that were drawn for a wave, in the order of their release.
pub async fn list_replicates(
    db: &impl ConnectionTrait,
    wave: WaveId,
) -> Result<Vec<Replicate>, Error> {
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    for household in list_reserve(db, wave).await? {
        *counts.entry(household.replicate).or_default() += 1;
    }
    let rows = released_replicate::Entity::find()
        .filter(released_replicate::Column::WaveId.eq(wave.0))
        .all(db)
        .await?;
    let mut released: BTreeMap<i64, Release> = (rows.into_iter())
        .map(|row| {
            let release = Release {
                by: row.released_by,
                at: row.released_at,
                reason: row.reason,
            };
            (row.replicate, release)
        })
        .collect();
    let replicates = counts.into_iter().map(|(number, households)| Replicate {
        number,
        households,
        released: released.remove(&number),
    });
    Ok(replicates.collect())
}

async fn list_reserve(
    db: &impl ConnectionTrait,
    wave: WaveId,
) -> Result<Vec<reserve_household::Model>, Error> {
    let psus = list_drawn_psus(db, wave).await?;
    let mut reserve = Vec::new();
    for psus in psus.chunks(ROWS) {
        let of_psus = psus.iter().map(|psu| psu.id);
        let households = reserve_household::Entity::find()
            .filter(reserve_household::Column::DrawnPsuId.is_in(of_psus))
            .all(db)
            .await?;
        reserve.extend(households);
    }
    Ok(reserve)
}

/// Releases a replicate whole: each of its households is a case of the wave from now on. How many there are.
///
/// # Errors
///
/// The second result says why it is not released.
pub async fn release_replicate(
    txn: &Transaction,
    wave: WaveId,
    number: i64,
    maker: Maker<'_>,
    reason: &str,
) -> Result<Result<usize, ReleaseFault>, Error> {
    // As it is now: two who release at once release one.
    let wave = hold_wave_alone(txn, wave).await?;
    if wave.state(maker.at) == WaveState::Closed {
        return Ok(Err(ReleaseFault::Closed));
    }
    let sittings = list_sittings(txn, wave.id).await?;
    if sittings.iter().any(|sitting| sitting.opened_at.is_some()) {
        return Ok(Err(ReleaseFault::Opened));
    }
    let replicates = list_replicates(txn, wave.id).await?;
    let next = replicates.iter().find(|it| it.released.is_none());
    if next.is_none_or(|next| next.number != number) {
        return Ok(Err(ReleaseFault::NotNext));
    }
    if reason.trim().is_empty() {
        return Ok(Err(ReleaseFault::NoReason));
    }
    let row = released_replicate::ActiveModel {
        wave_id: Set(wave.id.0),
        replicate: Set(number),
        released_by: Set(maker.by.to_owned()),
        released_at: Set(maker.at),
        reason: Set(reason.trim().to_owned()),
    };
    released_replicate::Entity::insert(row)
        .exec_without_returning(txn)
        .await?;
    let mut households = list_reserve(txn, wave.id).await?;
    households.retain(|household| household.replicate == number);
    households.sort_by_key(|household| (household.drawn_psu_id, household.household));
    for households in households.chunks(ROWS) {
        let cases = households.iter().map(|household| sample_case::ActiveModel {
            drawn_psu_id: Set(household.drawn_psu_id),
            household: Set(household.household),
            disposition: Set(None),
            address: Set(None),
            replicate: Set(number),
            ..Default::default()
        });
        sample_case::Entity::insert_many(cases)
            .exec_without_returning(txn)
            .await?;
    }
    Ok(Ok(households.len()))
}
