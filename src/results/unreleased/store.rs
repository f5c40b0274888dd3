//! Which waves have not been released, and why.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, Set,
};

use super::{Reason, Unreleased, due};
use crate::store::{list_amended_releases, list_releases};
use db::{Error, Transaction};
use entity::{amended_release, release, release_delay};
use fieldwork::store::list_waves;
use fieldwork::wave::{Wave, WaveId};
use plan::store::find_plan_of;

/// Every wave that was opened and not released, the one that opened last first.
pub async fn list_unreleased(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
) -> Result<Vec<Unreleased>, Error> {
    let registered: Vec<i64> = release::Entity::find()
        .select_only()
        .column(release::Column::WaveId)
        .into_tuple()
        .all(db)
        .await?;
    let amended: Vec<i64> = amended_release::Entity::find()
        .select_only()
        .column(amended_release::Column::WaveId)
        .into_tuple()
        .all(db)
        .await?;
    let released: BTreeSet<i64> = registered.into_iter().chain(amended).collect();
    opened_but(db, now, |wave| released.contains(&wave.id.0)).await
}

/// Every wave that was opened and of which nothing is public, the one that opened last first.
pub async fn list_not_public(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
) -> Result<Vec<Unreleased>, Error> {
    let mut public = list_releases(db, now).await?;
    public.extend(list_amended_releases(db, now).await?);
    opened_but(db, now, |wave| public.iter().any(|it| it.wave == wave.slug)).await
}

async fn opened_but(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    left_out: impl Fn(&Wave) -> bool,
) -> Result<Vec<Unreleased>, Error> {
    let mut found = Vec::new();
    for wave in list_waves(db).await?.into_iter().rev() {
        if wave.opens_at <= now && !left_out(&wave) {
            found.push(unreleased(db, wave).await?);
        }
    }
    Ok(found)
}

/// The same of one wave; none where it was released or has not opened.
pub async fn find_unreleased(
    db: &impl ConnectionTrait,
    wave: WaveId,
    now: DateTime<Utc>,
) -> Result<Option<Unreleased>, Error> {
    let waves = list_unreleased(db, now).await?;
    Ok(waves.into_iter().find(|found| found.wave.id == wave))
}

async fn unreleased(db: &impl ConnectionTrait, wave: Wave) -> Result<Unreleased, Error> {
    let reason = release_delay::Entity::find()
        .filter(release_delay::Column::WaveId.eq(wave.id.0))
        .order_by_desc(release_delay::Column::Id)
        .one(db)
        .await?;
    let plan = find_plan_of(db, &wave.edition).await?;
    let plan = plan.ok_or_else(|| Error::RecordNotFound(format!("edition {}", wave.edition)))?;
    Ok(Unreleased {
        due: due(&wave, &plan),
        wave,
        reason: reason.map(|row| Reason {
            at: row.at,
            words: row.reason,
        }),
    })
}

/// Keeps a reason why a wave has not been released in time; what was said before stays.
pub async fn insert_delay(
    txn: &Transaction,
    wave: WaveId,
    by: &str,
    reason: &str,
    at: DateTime<Utc>,
) -> Result<(), Error> {
    let row = release_delay::ActiveModel {
        wave_id: Set(wave.0),
        at: Set(at),
        by: Set(by.to_owned()),
        reason: Set(reason.to_owned()),
        ..Default::default()
    };
    row.insert(txn).await?;
    Ok(())
}
