//! Corrections of waves in the database.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use super::waves::hold_wave_alone;
use crate::correction::{Correction, WaveChange};
use crate::wave::{Wave, WaveId, WaveState};
use db::{Error, Transaction, from_json, to_json};
use entity::{correction, sitting, wave};

/// Why a wave was not corrected. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum CorrectionError {
    /// It takes no answers any more.
    #[error("the wave is closed: nothing of it can be corrected any more")]
    Closed,
    /// The close would come earlier.
    #[error(
        "a close can be put off, and never brought forward: letters say until when answers are taken"
    )]
    Earlier,
    /// Somebody else has corrected it meanwhile.
    #[error("somebody else has corrected the wave meanwhile")]
    Changed,
    /// The database fails.
    #[error(transparent)]
    Database(#[from] Error),
}

/// Who corrects, when and why.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Corrector<'a> {
    /// By name.
    pub by: &'a str,
    pub at: DateTime<Utc>,
    pub reason: &'a str,
}

/// Makes `corrected` of a wave as it was seen, its close put off with that of the sitting that opens what comes last; what
/// has changed.
///
/// # Errors
///
/// Where it is closed, or is not what was seen any more, or would close earlier.
pub async fn correct_wave(
    txn: &Transaction,
    seen: &Wave,
    corrected: &Wave,
    corrector: Corrector<'_>,
) -> Result<Vec<WaveChange>, CorrectionError> {
    let held = hold_wave_alone(txn, seen.id).await?;
    if held.state(corrector.at) == WaveState::Closed {
        return Err(CorrectionError::Closed);
    }
    if held != *seen {
        return Err(CorrectionError::Changed);
    }
    if corrected.closes_at < held.closes_at {
        return Err(CorrectionError::Earlier);
    }
    let changes = WaveChange::between(&held, corrected);
    for change in &changes {
        write(txn, held.id, change).await?;
        let row = correction::ActiveModel {
            wave_id: Set(held.id.0),
            at: Set(corrector.at),
            by: Set(corrector.by.to_owned()),
            reason: Set(corrector.reason.to_owned()),
            change: Set(to_json(change)?),
            ..Default::default()
        };
        correction::Entity::insert(row)
            .exec_without_returning(txn)
            .await?;
    }
    Ok(changes)
}

async fn write(txn: &Transaction, id: WaveId, change: &WaveChange) -> Result<(), Error> {
    let of_wave = wave::Entity::update_many().filter(wave::Column::Id.eq(id.0));
    match change {
        WaveChange::Close { before, after } => {
            of_wave
                .col_expr(wave::Column::ClosesAt, Expr::value(*after))
                .exec(txn)
                .await?;
            sitting::Entity::update_many()
                .col_expr(sitting::Column::Until, Expr::value(*after))
                .filter(sitting::Column::WaveId.eq(id.0))
                .filter(sitting::Column::Until.eq(*before))
                .exec(txn)
                .await?;
        }
        WaveChange::Title { after, .. } => {
            let title = Expr::value(to_json(after)?);
            of_wave
                .col_expr(wave::Column::Title, title)
                .exec(txn)
                .await?;
        }
        WaveChange::Contact { after, .. } => {
            let contact = after.as_ref().map(to_json).transpose()?;
            of_wave
                .col_expr(wave::Column::Contact, Expr::value(contact))
                .exec(txn)
                .await?;
        }
    }
    Ok(())
}

/// The corrections of a wave in the order in which they were made.
pub async fn list_corrections(
    db: &impl ConnectionTrait,
    wave: WaveId,
) -> Result<Vec<Correction>, Error> {
    let rows = correction::Entity::find()
        .filter(correction::Column::WaveId.eq(wave.0))
        .order_by_asc(correction::Column::Id)
        .all(db)
        .await?;
    let read = rows.into_iter().map(|row| {
        Ok(Correction {
            at: row.at,
            reason: row.reason,
            change: from_json(row.change)?,
        })
    });
    read.collect()
}
