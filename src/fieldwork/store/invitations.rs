//! Invitations in the database: what a code is good for, and spending it.
//!
//! # Design
//!
//! A case has as many codes as it got letters, and counts once: whoever spends a code holds its case first, so that two codes
//! of one household are never spent at the same moment, not by two processes either. Whoever makes letters holds the wave
//! ([`hold_wave_alone`](super::waves::hold_wave_alone)), which every intake shares, so that no code becomes void while it is spent.

use std::collections::BTreeMap;

use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QuerySelect,
};

use crate::code::{AccessCode, HashKey};
use crate::intake_error::{IntakeError, Spent};
use crate::submission::AnswerMode;
use crate::wave::WaveId;
use db::{Error, Transaction};
use entity::{drawn_psu, invitation, sample_case};
use sampling::PsuId;

/// An invitation found by its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invitation {
    /// The wave it invites to.
    pub wave: WaveId,
    /// Why nobody can answer with it, if so.
    pub spent: Option<Spent>,
    /// How the form is to come, or has come.
    pub mode: AnswerMode,
}

/// The invitation that a code belongs to.
pub async fn find_invitation(
    db: &impl ConnectionTrait,
    key: &HashKey,
    code: AccessCode,
) -> Result<Option<Invitation>, Error> {
    let row = invitation::Entity::find_by_id(key.of_code(code))
        .one(db)
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Invitation {
        wave: WaveId(row.wave_id),
        spent: why_spent(db, &row).await?,
        mode: AnswerMode::from_word(&row.mode)
            .ok_or_else(|| Error::Custom(format!("an invitation comes by {}", row.mode)))?,
    }))
}

/// How many forms of each PSU of a wave came by which mode; none of a PSU that has sent none.
///
/// Which household answered how is known to whoever types in its booklet or visits it. Where all forms of a PSU came by one
/// mode, these counts and the list of cases that returned tell it to everybody who may see a wave: how, and never what, since
/// a response tells its mode only where every mode of its PSU is frequent (`mode_counts`).
pub async fn count_returns_by_mode(
    db: &impl ConnectionTrait,
    wave: WaveId,
) -> Result<BTreeMap<PsuId, BTreeMap<AnswerMode, u64>>, Error> {
    let case = invitation::Entity::belongs_to(sample_case::Entity)
        .from(invitation::Column::CaseId)
        .to(sample_case::Column::Id);
    let psu = sample_case::Entity::belongs_to(drawn_psu::Entity)
        .from(sample_case::Column::DrawnPsuId)
        .to(drawn_psu::Column::Id);
    let counted: Vec<(String, String, i64)> = invitation::Entity::find()
        .join(JoinType::InnerJoin, case.into())
        .join(JoinType::InnerJoin, psu.into())
        .filter(invitation::Column::WaveId.eq(wave.0))
        .filter(invitation::Column::Returned.eq(true))
        .select_only()
        .column(drawn_psu::Column::Code)
        .column(invitation::Column::Mode)
        .column_as(invitation::Column::CodeHash.count(), "forms")
        .group_by(drawn_psu::Column::Code)
        .group_by(invitation::Column::Mode)
        .into_tuple()
        .all(db)
        .await?;
    let mut modes: BTreeMap<PsuId, BTreeMap<AnswerMode, u64>> = BTreeMap::new();
    for (psu, word, forms) in counted {
        let unknown = || Error::Custom(format!("{forms} forms came by {word:?}, which is no mode"));
        let mode = AnswerMode::from_word(&word).ok_or_else(unknown)?;
        let forms = u64::try_from(forms).unwrap_or_default();
        modes
            .entry(PsuId::new(psu))
            .or_default()
            .insert(mode, forms);
    }
    Ok(modes)
}

/// Marks a code as returned, and with it its case, and how it came: on paper comes back what was sent as a letter.
pub(super) async fn spend_code(
    txn: &Transaction,
    key: &HashKey,
    wave: WaveId,
    code: AccessCode,
    mode: AnswerMode,
) -> Result<Result<(), IntakeError>, Error> {
    let of_code = invitation::Entity::find_by_id(key.of_code(code))
        .filter(invitation::Column::WaveId.eq(wave.0));
    let Some(found) = of_code.clone().one(txn).await? else {
        return Ok(Err(IntakeError::UnknownCode));
    };
    // Another process may be spending a code of this case at this moment, and is waited for.
    sample_case::Entity::find_by_id(found.case_id)
        .lock(LockType::NoKeyUpdate)
        .one(txn)
        .await?;
    let Some(held) = of_code.one(txn).await? else {
        return Ok(Err(IntakeError::UnknownCode));
    };
    if let Some(spent) = why_spent(txn, &held).await? {
        return Ok(Err(IntakeError::CodeSpent(spent)));
    }
    invitation::Entity::update_many()
        .col_expr(invitation::Column::Returned, Expr::value(true))
        .col_expr(invitation::Column::Mode, Expr::value(mode.as_str()))
        .filter(invitation::Column::CodeHash.eq(held.code_hash))
        .exec(txn)
        .await?;
    Ok(Ok(()))
}

/// Why nobody can answer with an invitation. What has come back comes first: who holds a void letter of a household
/// that has answered needs no other.
async fn why_spent(
    db: &impl ConnectionTrait,
    row: &invitation::Model,
) -> Result<Option<Spent>, Error> {
    if row.returned {
        return Ok(Some(Spent::Used));
    }
    let answered = invitation::Entity::find()
        .filter(invitation::Column::CaseId.eq(row.case_id))
        .filter(invitation::Column::Returned.eq(true))
        .count(db)
        .await?;
    Ok(if answered > 0 {
        Some(Spent::HouseholdAnswered)
    } else {
        row.void.then_some(Spent::Void)
    })
}
