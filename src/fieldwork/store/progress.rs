//! How far people get with a form: counts per wave and variant, joined to nobody.
//!
//! # Design
//!
//! A page says once, when it is left, which steps were taken since it last said so. No identifier, cookie or
//! time comes along, so the counts can say where people give up and not who. They are told by
//! pages with a script only, and anybody can send them: an indication for the staff, never a result.

use std::ops::RangeInclusive;

use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::wave::WaveId;
use db::{Db, Error, begin_write};
use entity::progress_count::{ActiveModel, Column, Entity};

/// The step at which answers were sent.
const SENT: i32 = -1;

/// What a page that is left says of its fill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The variant shown.
    pub variant: u8,
    /// The steps taken: 0 for opened, k for the k-th question as the variant shows it.
    pub steps: Option<RangeInclusive<u16>>,
    /// Whether the answers were sent.
    pub sent: bool,
}

/// How many got how far with one variant of a wave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgressCounts {
    /// The variant shown, by its number.
    pub variant: u8,
    /// How many opened the form.
    pub opened: u64,
    /// How many reached the k-th question as the variant shows it, beginning with the first.
    pub reached: Vec<u64>,
    /// How many sent it.
    pub sent: u64,
}

/// Adds what a page says to the counts.
pub async fn count_progress(db: &Db, wave: WaveId, progress: &Progress) -> Result<(), Error> {
    let taken = progress.steps.clone().into_iter().flatten().map(i32::from);
    let steps: Vec<i32> = taken.chain(progress.sent.then_some(SENT)).collect();
    if steps.is_empty() {
        return Ok(());
    }
    let variant = i32::from(progress.variant);
    let rows = steps.iter().map(|step| ActiveModel {
        wave_id: Set(wave.0),
        variant: Set(variant),
        step: Set(*step),
        people: Set(1),
    });
    let one_more = OnConflict::columns([Column::WaveId, Column::Variant, Column::Step])
        .value(Column::People, Expr::col((Entity, Column::People)).add(1))
        .to_owned();
    let txn = begin_write(db).await?;
    Entity::insert_many(rows)
        .on_conflict(one_more)
        .exec_without_returning(&txn)
        .await?;
    txn.commit().await
}

/// The counts of a wave, variant by variant.
pub async fn list_progress(
    db: &impl ConnectionTrait,
    wave: WaveId,
) -> Result<Vec<ProgressCounts>, Error> {
    let rows = Entity::find()
        .filter(Column::WaveId.eq(wave.0))
        .order_by_asc(Column::Variant)
        .order_by_asc(Column::Step)
        .all(db)
        .await?;
    let mut counts: Vec<ProgressCounts> = Vec::new();
    for row in rows {
        let variant = number(row.variant)?;
        if counts.last().is_none_or(|last| last.variant != variant) {
            counts.push(ProgressCounts {
                variant,
                opened: 0,
                reached: Vec::new(),
                sent: 0,
            });
        }
        let people = number(row.people)?;
        let Some(last) = counts.last_mut() else {
            continue;
        };
        match row.step {
            SENT => last.sent = people,
            0 => last.opened = people,
            step => {
                last.reached.resize(number(step)?, 0);
                if let Some(reached) = last.reached.last_mut() {
                    *reached = people;
                }
            }
        }
    }
    Ok(counts)
}

fn number<N: TryFrom<i64>>(value: impl Into<i64>) -> Result<N, Error> {
    let value = value.into();
    N::try_from(value)
        .ok()
        .ok_or_else(|| Error::Custom(format!("a progress count holds {value}")))
}
