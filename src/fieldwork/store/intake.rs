//! Taking questionnaires in: the mark on the invitation, the sealed form and the receipt in one transaction.
//!
//! # Design
//!
//! They may share one, since a sealed form betrays nothing: whoever joins it to a code, by a log or by hidden columns of a
//! row, has joined a code to a locked box whose key is destroyed once it is opened.
//!
//! The same submission id gets the same receipt, whatever it is sent with: contents are sealed and are not compared, so
//! that nobody who knows an id can try out what was answered.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, Set};

use super::daily_returns::count_returns_of_day;
use super::invitations::spend_code;
use super::sittings::hold_sitting;
use super::waves::hold_wave;
use crate::code::{AccessCode, HashKey, Receipt, SubmissionId};
use crate::intake_error::IntakeError;
use crate::sitting::SittingId;
use crate::submission::{AnswerMode, Place};
use crate::wave::{Mode, WaveId, WaveState};
use db::{Db, Error, Transaction, begin_write};
use entity::{drawn_psu, invitation, receipt, sample_case, sealed_form};
use sampling::{PsuId, StratumId};

/// A questionnaire as it waits for the writer: nobody can read it any more.
#[derive(Debug, Clone)]
pub(crate) struct SealedSubmission {
    /// Names the fill.
    pub(crate) id: SubmissionId,
    /// The wave it belongs to.
    pub(crate) wave: WaveId,
    /// The invitation it spends; none on an open link.
    pub(crate) code: Option<AccessCode>,
    /// Where its household lives, as far as returns are counted by the day; none on an open link.
    pub(crate) stratum: Option<StratumId>,
    /// How it came.
    pub(crate) mode: AnswerMode,
    /// The sitting it is sealed for with what was sealed; none where no sitting of the wave took it when it came.
    pub(crate) sealed: Option<(SittingId, Vec<u8>)>,
}

/// What became of a questionnaire that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// The proof that the fill was counted.
    pub receipt: Receipt,
    /// Whether it had been counted before, so that nothing was taken this time.
    pub again: bool,
}

/// What the writer says of one questionnaire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It is counted.
    Taken(Taken),
    /// It is not.
    Refused(IntakeError),
    /// Its sitting ended while it waited: it has to be sealed for the next one.
    SealAnew,
}

/// Takes in what arrived together, in one transaction; the outcomes, in order, hold once this returns.
///
/// # Errors
///
/// Where the database fails nothing of the batch is kept.
pub(crate) async fn store_submissions(
    db: &Db,
    key: &HashKey,
    now: DateTime<Utc>,
    batch: &[SealedSubmission],
) -> Result<Vec<Outcome>, Error> {
    let txn = begin_write(db).await?;
    let mut outcomes = Vec::with_capacity(batch.len());
    let mut returns = BTreeMap::new();
    for submission in batch {
        let outcome = store_submission(&txn, key, now, submission).await?;
        if let (Outcome::Taken(Taken { again: false, .. }), Some(stratum)) =
            (outcome, &submission.stratum)
        {
            *returns
                .entry((submission.wave, stratum.clone()))
                .or_default() += 1;
        }
        outcomes.push(outcome);
    }
    count_returns_of_day(&txn, now, &returns).await?;
    txn.commit().await?;
    Ok(outcomes)
}

async fn store_submission(
    txn: &Transaction,
    key: &HashKey,
    now: DateTime<Utc>,
    submission: &SealedSubmission,
) -> Result<Outcome, Error> {
    let receipt = key.receipt(submission.id);
    let receipt_hash = key.of_receipt(receipt);
    let again = Outcome::Taken(Taken {
        receipt,
        again: true,
    });
    let refused = |error| Ok(Outcome::Refused(error));
    if receipt_row(txn, &receipt_hash).await? {
        return Ok(again);
    }
    let Some(wave) = hold_wave(txn, submission.wave).await? else {
        return refused(IntakeError::UnknownWave);
    };
    let state = wave.state(now);
    if state != WaveState::Open {
        return refused(IntakeError::WaveNotOpen(state));
    }
    let Some((sitting, bytes)) = &submission.sealed else {
        return Ok(Outcome::SealAnew);
    };
    let takes = hold_sitting(txn, *sitting).await?;
    if !takes.is_some_and(|sitting| sitting.wave == wave.id && sitting.takes(now)) {
        return Ok(Outcome::SealAnew);
    }
    match (wave.mode, submission.code) {
        (Mode::Open, None) => {}
        (Mode::Probability, Some(code)) => {
            if let Err(error) = spend_code(txn, key, wave.id, code, submission.mode).await? {
                // By this very form, perhaps, sent to another process at the same moment.
                let counted = receipt_row(txn, &receipt_hash).await?;
                return Ok(if counted {
                    again
                } else {
                    Outcome::Refused(error)
                });
            }
        }
        (Mode::Open, Some(_)) | (Mode::Probability, None) => {
            return refused(IntakeError::UnknownCode);
        }
    }
    let form = sealed_form::ActiveModel {
        key: Set(key.of_submission(submission.id)),
        wave_id: Set(wave.id.0),
        sitting_id: Set(sitting.0),
        bytes: Set(bytes.clone()),
    };
    sealed_form::Entity::insert(form)
        .exec_without_returning(txn)
        .await?;
    let row = receipt::ActiveModel {
        hash: Set(receipt_hash),
        wave_id: Set(wave.id.0),
    };
    receipt::Entity::insert(row)
        .exec_without_returning(txn)
        .await?;
    Ok(Outcome::Taken(Taken {
        receipt,
        again: false,
    }))
}

/// Where the household of an invitation lives, as far as a response may know, and the mode its code was made for; none for a
/// code that is not of this wave. An invitation never moves, so this needs no transaction.
pub(crate) async fn find_origin(
    db: &impl ConnectionTrait,
    key: &HashKey,
    wave: WaveId,
    code: AccessCode,
) -> Result<Option<(Place, AnswerMode)>, Error> {
    let found = invitation::Entity::find_by_id(key.of_code(code))
        .one(db)
        .await?;
    let Some(invitation) = found.filter(|row| row.wave_id == wave.0) else {
        return Ok(None);
    };
    let missing = |what: &str| Error::RecordNotFound(format!("{what} of an invitation"));
    let case = sample_case::Entity::find_by_id(invitation.case_id)
        .one(db)
        .await?
        .ok_or_else(|| missing("the case"))?;
    let psu = drawn_psu::Entity::find_by_id(case.drawn_psu_id)
        .one(db)
        .await?
        .ok_or_else(|| missing("the PSU"))?;
    let mode = AnswerMode::from_word(&invitation.mode).ok_or_else(|| missing("the mode"))?;
    let place = Place {
        stratum: StratumId::new(psu.stratum),
        psu: PsuId::new(psu.code),
    };
    Ok(Some((place, mode)))
}

/// Whether a receipt was given out: the only thing a receipt tells.
pub async fn find_receipt(
    db: &impl ConnectionTrait,
    key: &HashKey,
    receipt: Receipt,
) -> Result<bool, Error> {
    receipt_row(db, &key.of_receipt(receipt)).await
}

async fn receipt_row(db: &impl ConnectionTrait, hash: &str) -> Result<bool, Error> {
    Ok(receipt::Entity::find_by_id(hash).one(db).await?.is_some())
}

/// Whether all of these receipts are found by a connection that did not write them.
pub(crate) async fn are_stored(
    db: &Db,
    key: &HashKey,
    receipts: impl Iterator<Item = Receipt>,
) -> Result<bool, Error> {
    let hashes: BTreeSet<String> = receipts.map(|receipt| key.of_receipt(receipt)).collect();
    if hashes.is_empty() {
        return Ok(true);
    }
    let promised = hashes.len() as u64;
    let found = receipt::Entity::find()
        .filter(receipt::Column::Hash.is_in(hashes))
        .count(db)
        .await?;
    Ok(found == promised)
}

/// Questionnaires of a wave that were taken in: the only figure that is seen while it is open.
pub async fn count_returns(db: &impl ConnectionTrait, wave: WaveId) -> Result<u64, Error> {
    receipt::Entity::find()
        .filter(receipt::Column::WaveId.eq(wave.0))
        .count(db)
        .await
}
