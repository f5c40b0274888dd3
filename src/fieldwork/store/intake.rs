//! Taking questionnaires in: code, arrival and receipt in one transaction.
//!
//! # Design
//!
//! The same submission id with the same content gets the same receipt, with other content a conflict. Texts are
//! compared as long as the questionnaire lies as an arrival. Once it is mixed its texts lie apart without a key, on
//! purpose, so that a second sending which differs in nothing but a text can no longer be told from the first: it
//! gets the first one's receipt, and its text is not kept. A keyed hash of the content beside the receipt would tell
//! the two apart, and would also let whoever holds the key test for every receipt what was answered. So there is none.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, Set};

use super::waves::hold_wave;
use crate::code::{AccessCode, HashKey, Receipt};
use crate::intake_error::IntakeError;
use crate::submission::{Content, Submission};
use crate::wave::{Mode, WaveId, WaveState};
use db::{Db, Document, Error, Transaction, begin_write};
use entity::{arrival, drawn_psu, invitation, receipt, response, sample_case};
use questionnaire::Answers;

/// Takes in what arrived together, in one transaction; the outcomes, in order, hold once this returns.
///
/// # Errors
///
/// Where the database fails nothing of the batch is kept.
pub(crate) async fn store_submissions(
    db: &Db,
    key: &HashKey,
    now: DateTime<Utc>,
    batch: &[Submission],
) -> Result<Vec<Result<Receipt, IntakeError>>, Error> {
    let txn = begin_write(db).await?;
    let mut outcomes = Vec::with_capacity(batch.len());
    for submission in batch {
        outcomes.push(store_submission(&txn, key, now, submission).await?);
    }
    txn.commit().await?;
    Ok(outcomes)
}

async fn store_submission(
    txn: &Transaction,
    key: &HashKey,
    now: DateTime<Utc>,
    submission: &Submission,
) -> Result<Result<Receipt, IntakeError>, Error> {
    let response_key = key.of_submission(submission.id);
    let receipt = key.receipt(submission.id);
    let receipt_hash = key.of_receipt(receipt);
    let held = async || -> Result<Option<Result<Receipt, IntakeError>>, Error> {
        if !receipt_row(txn, &receipt_hash).await? {
            return Ok(None);
        }
        let same = is_same_submission(txn, &response_key, submission).await?;
        Ok(Some(same.then_some(receipt).ok_or(IntakeError::Conflict)))
    };
    if let Some(outcome) = held().await? {
        return Ok(outcome);
    }
    let Some(wave) = hold_wave(txn, submission.wave).await? else {
        return Ok(Err(IntakeError::UnknownWave));
    };
    let state = wave.state(now);
    if state != WaveState::Open {
        return Ok(Err(IntakeError::WaveNotOpen(state)));
    }
    let place = match (wave.mode, submission.code) {
        (Mode::Open, None) => None,
        (Mode::Probability, Some(code)) => match spend_code(txn, key, wave.id, code).await? {
            Ok(place) => Some(place),
            // By this very form, perhaps, sent to another process at the same moment.
            Err(refusal) => return Ok(held().await?.unwrap_or(Err(refusal))),
        },
        (Mode::Open, Some(_)) | (Mode::Probability, None) => {
            return Ok(Err(IntakeError::UnknownCode));
        }
    };
    let (stratum, psu) = place.map(|psu| (psu.stratum, psu.code)).unzip();
    let arrival = arrival::ActiveModel {
        key: Set(response_key),
        wave_id: Set(wave.id.0),
        stratum: Set(stratum),
        psu: Set(psu),
        content: Set(submission.content.to_json()?),
    };
    arrival::Entity::insert(arrival)
        .exec_without_returning(txn)
        .await?;
    let row = receipt::ActiveModel {
        hash: Set(receipt_hash),
        wave_id: Set(wave.id.0),
    };
    receipt::Entity::insert(row)
        .exec_without_returning(txn)
        .await?;
    Ok(Ok(receipt))
}

/// Marks a code as returned and tells the PSU of its case.
async fn spend_code(
    txn: &Transaction,
    key: &HashKey,
    wave: WaveId,
    code: AccessCode,
) -> Result<Result<drawn_psu::Model, IntakeError>, Error> {
    let found = invitation::Entity::find_by_id(key.of_code(code))
        .one(txn)
        .await?;
    let Some(invitation) = found.filter(|row| row.wave_id == wave.0) else {
        return Ok(Err(IntakeError::UnknownCode));
    };
    // Asked of the row itself: another process may be spending the code at this moment, and is waited for.
    let spent = invitation::Entity::update_many()
        .col_expr(invitation::Column::Returned, Expr::value(true))
        .filter(invitation::Column::CodeHash.eq(&invitation.code_hash))
        .filter(invitation::Column::Returned.eq(false))
        .exec(txn)
        .await?;
    if spent.rows_affected == 0 {
        return Ok(Err(IntakeError::CodeUsed));
    }
    let missing = |what: &str| Error::RecordNotFound(format!("{what} of an invitation"));
    let case = sample_case::Entity::find_by_id(invitation.case_id)
        .one(txn)
        .await?
        .ok_or_else(|| missing("the case"))?;
    let psu = drawn_psu::Entity::find_by_id(case.drawn_psu_id)
        .one(txn)
        .await?
        .ok_or_else(|| missing("the PSU"))?;
    Ok(Ok(psu))
}

/// Whether what is held under this key is what is being sent again. What the form adds by itself (language, time
/// taken, …) does not count, nor do texts once they have left their response.
async fn is_same_submission(
    txn: &Transaction,
    key: &str,
    sent: &Submission,
) -> Result<bool, Error> {
    let same = |wave_id: i64, variant: i32, answers: &Answers| {
        wave_id == sent.wave.0
            && variant == i32::from(sent.content.variant)
            && *answers == sent.content.answers
    };
    if let Some(held) = arrival::Entity::find_by_id(key).one(txn).await? {
        let content = Content::from_json(held.content)?;
        return Ok(same(held.wave_id, content.variant.into(), &content.answers)
            && content.texts == sent.content.texts);
    }
    match response::Entity::find_by_id(key).one(txn).await? {
        Some(held) => Ok(same(
            held.wave_id,
            held.variant,
            &Document::from_json(held.answers)?,
        )),
        None => Ok(false),
    }
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

/// Questionnaires of a wave that were taken in and are not mixed yet.
pub async fn count_arrivals(db: &impl ConnectionTrait, wave: WaveId) -> Result<u64, Error> {
    arrival::Entity::find()
        .filter(arrival::Column::WaveId.eq(wave.0))
        .count(db)
        .await
}

/// Questionnaires of a wave that were taken in: the only figure that is seen while it is open.
pub async fn count_returns(db: &impl ConnectionTrait, wave: WaveId) -> Result<u64, Error> {
    receipt::Entity::find()
        .filter(receipt::Column::WaveId.eq(wave.0))
        .count(db)
        .await
}
