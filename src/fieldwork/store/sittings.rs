//! Sittings in the database, and how many sealed questionnaires each holds.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Set,
};

use crate::sealing::SealingKey;
use crate::sitting::{NewSitting, Sitting, SittingId, due_sittings};
use crate::trustees::{EntrustedKey, Trustees};
use crate::wave::{Wave, WaveId};
use db::{Error, Transaction};
use entity::sealed_form;
use entity::sitting::{ActiveModel, Column, Entity, Model};

/// Stores the sittings of a new wave.
pub(super) async fn insert_sittings(
    txn: &Transaction,
    wave: WaveId,
    sittings: &[NewSitting],
) -> Result<(), Error> {
    for sitting in sittings {
        let row = ActiveModel {
            wave_id: Set(wave.0),
            until: Set(sitting.until),
            public_key: Set(sitting.key.to_string()),
            trustees_needed: Set(sitting.trustees.map(|it| it.needed().into())),
            trustees: Set(sitting.trustees.map(|it| it.shares().into())),
            opened_at: Set(None),
            ..Default::default()
        };
        row.insert(txn).await?;
    }
    Ok(())
}

/// The sittings of a wave in the order of their dates; none for one whose answers were never sealed.
pub async fn list_sittings(db: &impl ConnectionTrait, wave: WaveId) -> Result<Vec<Sitting>, Error> {
    Entity::find()
        .filter(Column::WaveId.eq(wave.0))
        .order_by_asc(Column::Until)
        .order_by_asc(Column::Id)
        .all(db)
        .await?
        .iter()
        .map(from_row)
        .collect()
}

/// The sitting that takes what comes to a wave at this moment.
pub(crate) async fn find_sitting_of(
    db: &impl ConnectionTrait,
    wave: WaveId,
    now: DateTime<Utc>,
) -> Result<Option<Sitting>, Error> {
    let sittings = list_sittings(db, wave).await?;
    Ok(sittings.into_iter().find(|sitting| sitting.takes(now)))
}

/// A sitting, which nobody opens until the transaction ends.
pub(super) async fn hold_sitting(
    txn: &Transaction,
    id: SittingId,
) -> Result<Option<Sitting>, Error> {
    let row = Entity::find_by_id(id.0).lock_shared().one(txn).await?;
    row.as_ref().map(from_row).transpose()
}

/// The sittings of a wave that can be opened now; see [`due_sittings`].
pub async fn list_due_sittings(
    db: &impl ConnectionTrait,
    wave: &Wave,
    now: DateTime<Utc>,
) -> Result<Vec<Sitting>, Error> {
    let sittings = list_sittings(db, wave.id).await?;
    let mut held = BTreeMap::new();
    for sitting in &sittings {
        held.insert(sitting.id, count_sealed_in(db, sitting.id).await?);
    }
    Ok(due_sittings(sittings, &held, wave.closed_at.is_some(), now))
}

/// How many questionnaires of a wave can be opened now; none where nothing is due, or everything was opened.
pub async fn count_due(
    db: &impl ConnectionTrait,
    wave: &Wave,
    now: DateTime<Utc>,
) -> Result<Option<u64>, Error> {
    let due = list_due_sittings(db, wave, now).await?;
    let mut forms = None;
    for sitting in due {
        let held = count_sealed_in(db, sitting.id).await?;
        forms = Some(forms.unwrap_or_default() + held);
    }
    Ok(forms)
}

/// The key for which trustees have to give their shares to open a wave now; none where the installation holds it, or
/// there is nothing to open.
pub async fn find_trustees(
    db: &impl ConnectionTrait,
    wave: &Wave,
    now: DateTime<Utc>,
) -> Result<Option<EntrustedKey>, Error> {
    for sitting in list_due_sittings(db, wave, now).await? {
        if let Some(entrusted) = sitting.entrusted()
            && count_sealed_in(db, sitting.id).await? > 0
        {
            return Ok(Some(entrusted));
        }
    }
    Ok(None)
}

/// Questionnaires of a wave that were taken in and not opened yet.
pub async fn count_sealed(db: &impl ConnectionTrait, wave: WaveId) -> Result<u64, Error> {
    sealed_form::Entity::find()
        .filter(sealed_form::Column::WaveId.eq(wave.0))
        .count(db)
        .await
}

/// Whether everything that a wave took in has been opened.
pub async fn is_opened(db: &impl ConnectionTrait, wave: WaveId) -> Result<bool, Error> {
    let sittings = list_sittings(db, wave).await?;
    Ok(sittings.iter().all(|sitting| sitting.opened_at.is_some()))
}

/// Whether a sitting has this key already, of whatever wave.
pub async fn is_key_used(db: &impl ConnectionTrait, key: SealingKey) -> Result<bool, Error> {
    let used = Entity::find().filter(Column::PublicKey.eq(key.to_string()));
    Ok(used.count(db).await? > 0)
}

/// The keys of all sittings that were opened.
pub(super) async fn list_opened_keys(db: &impl ConnectionTrait) -> Result<Vec<SealingKey>, Error> {
    let opened = Entity::find()
        .filter(Column::OpenedAt.is_not_null())
        .all(db);
    let opened = opened.await?;
    opened.iter().map(|row| Ok(from_row(row)?.key)).collect()
}

/// Marks what was never opened of a wave as done with: its answers are erased.
pub(super) async fn give_up_sittings(
    txn: &Transaction,
    wave: WaveId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    Entity::update_many()
        .col_expr(Column::OpenedAt, Expr::value(now))
        .filter(Column::WaveId.eq(wave.0))
        .filter(Column::OpenedAt.is_null())
        .exec(txn)
        .await?;
    Ok(())
}

/// Questionnaires that a sitting holds.
pub(super) async fn count_sealed_in(
    db: &impl ConnectionTrait,
    sitting: SittingId,
) -> Result<u64, Error> {
    sealed_form::Entity::find()
        .filter(sealed_form::Column::SittingId.eq(sitting.0))
        .count(db)
        .await
}

fn from_row(row: &Model) -> Result<Sitting, Error> {
    let faulty = |what: &str| Error::Custom(format!("sitting {}: {what}", row.id));
    let trustees = match (row.trustees_needed, row.trustees) {
        (None, None) => None,
        (Some(needed), Some(shares)) => {
            let pair = u8::try_from(needed).ok().zip(u8::try_from(shares).ok());
            let trustees = pair.and_then(|(needed, shares)| Trustees::new(needed, shares).ok());
            Some(trustees.ok_or_else(|| faulty("its trustees"))?)
        }
        _ => return Err(faulty("its trustees")),
    };
    Ok(Sitting {
        id: SittingId(row.id),
        wave: WaveId(row.wave_id),
        until: row.until,
        key: SealingKey::parse(&row.public_key).ok_or_else(|| faulty("its key"))?,
        trustees,
        opened_at: row.opened_at,
    })
}
