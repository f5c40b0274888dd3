//! Attempts to reach the cases of a wave, in the database.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, TimeDelta};
use sea_orm::sea_query::{OnConflict, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use super::cases::{list_drawn_psus, record_dispositions};
use super::sittings::list_sittings;
use crate::attempt::{Attempt, AttemptFault, ContactMode};
use crate::case_number::CaseNumber;
use crate::disposition::{CaseState, Disposition, disposition_after};
use crate::wave::{Wave, WaveId};
use clock::in_china;
use db::{Error, Transaction, from_json};
use entity::{attempt, drawn_psu, invitation, sample_case};
use questionnaire::Text;
use sampling::PsuId;

/// Bound values per statement, below SQLite's bound.
const VALUES: usize = 5_000;

/// How long before a wave opens its letters may have gone out.
const LETTERS_BEFORE: TimeDelta = TimeDelta::days(60);

/// An attempt as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct RecordedAttempt {
    pub day: NaiveDate,
    pub mode: ContactMode,
    pub result: Disposition,
    /// Who of the staff wrote it down, by name.
    pub recorded_by: String,
}

/// A case with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct FieldCase {
    pub number: CaseNumber,
    /// The code of its PSU.
    pub psu: PsuId,
    /// Number of the household in the list of its PSU.
    pub household: i64,
    /// Where it lives, where that was told.
    pub address: Option<String>,
    pub state: CaseState,
    /// The earliest first.
    pub attempts: Vec<RecordedAttempt>,
}

/// How many attempts were recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordedAttempts {
    /// Recorded now.
    pub new: usize,
    /// Those that had been recorded before, exactly so.
    pub known: usize,
}

/// Records attempts and what follows of each case, all of them or none; `today` is the day in China.
///
/// Once the wave has been opened none is: dispositions make weights, and whoever could see answers must not choose them.
/// Attempts of one case count in the order of their days. One that is recorded already, with the same day, mode and
/// result, is counted and changes nothing, so that a file can be taken in twice.
///
/// # Errors
///
/// The second result holds every attempt that cannot be recorded, by its place, where there is one; nothing is kept then.
pub async fn record_attempts(
    txn: &Transaction,
    wave: &Wave,
    attempts: &[Attempt],
    correction: bool,
    by: &str,
    today: NaiveDate,
) -> Result<Result<RecordedAttempts, Vec<(usize, AttemptFault)>>, Error> {
    let sittings = list_sittings(txn, wave.id).await?;
    if sittings.iter().any(|sitting| sitting.opened_at.is_some()) {
        return Ok(Err(vec![(0, AttemptFault::Opened)]));
    }
    let rows: BTreeSet<i64> = attempts.iter().map(|it| it.case.row()).collect();
    let mut states = find_states(txn, wave.id, &rows).await?;
    let known = find_attempts(txn, &rows).await?;
    let earliest = in_china(wave.opens_at).date_naive() - LETTERS_BEFORE;
    let mut in_order: Vec<usize> = (0..attempts.len()).collect();
    in_order.sort_by_key(|at| attempts[*at].day);
    let (mut new, mut faults) = (BTreeSet::new(), Vec::new());
    let mut changed = BTreeMap::new();
    for at in in_order {
        let attempt = attempts[at];
        let Some(state) = states.get_mut(&attempt.case.row()) else {
            faults.push((at, AttemptFault::UnknownCase));
            continue;
        };
        if known.contains(&attempt) || new.contains(&attempt) {
            continue;
        }
        if !(earliest..=today).contains(&attempt.day) {
            faults.push((at, AttemptFault::Day(attempt.day)));
            continue;
        }
        match disposition_after(*state, attempt.result, correction) {
            Ok(disposition) => {
                *state = CaseState::Known(disposition);
                changed.insert(attempt.case.row(), disposition);
                new.insert(attempt);
            }
            Err(refused) => faults.push((at, AttemptFault::Refused(refused))),
        }
    }
    if !faults.is_empty() {
        faults.sort_by_key(|(at, _)| *at);
        return Ok(Err(faults));
    }
    let recorded = new.iter().map(|attempt| attempt::ActiveModel {
        case_id: Set(attempt.case.row()),
        day: Set(attempt.day),
        mode: Set(attempt.mode.word().to_owned()),
        result: Set(attempt.result.code().to_owned()),
        recorded_by: Set(by.to_owned()),
    });
    let recorded: Vec<_> = recorded.collect();
    for rows in recorded.chunks(VALUES / 5) {
        attempt::Entity::insert_many(rows.to_vec())
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(txn)
            .await?;
    }
    let changed: Vec<(i64, Disposition)> = changed.into_iter().collect();
    record_dispositions(txn, &changed).await?;
    Ok(Ok(RecordedAttempts {
        new: new.len(),
        known: attempts.len() - new.len(),
    }))
}

/// What is known of these cases, as far as they are of this wave.
async fn find_states(
    db: &impl ConnectionTrait,
    wave: WaveId,
    rows: &BTreeSet<i64>,
) -> Result<BTreeMap<i64, CaseState>, Error> {
    let psus: BTreeSet<i64> = list_drawn_psus(db, wave)
        .await?
        .into_iter()
        .map(|psu| psu.id)
        .collect();
    let rows: Vec<i64> = rows.iter().copied().collect();
    let mut states = BTreeMap::new();
    for rows in rows.chunks(VALUES) {
        let cases = sample_case::Entity::find()
            .filter(sample_case::Column::Id.is_in(rows.iter().copied()))
            .all(db)
            .await?;
        let returned = invitation::Entity::find()
            .filter(invitation::Column::CaseId.is_in(rows.iter().copied()))
            .filter(invitation::Column::Returned.eq(true))
            .all(db)
            .await?;
        let returned: BTreeSet<i64> = returned.into_iter().map(|row| row.case_id).collect();
        let of_wave = cases
            .into_iter()
            .filter(|case| psus.contains(&case.drawn_psu_id));
        states.extend(of_wave.map(|case| (case.id, state_of(&case, &returned))));
    }
    Ok(states)
}

/// What is known of a case, among those that returned.
fn state_of(case: &sample_case::Model, returned: &BTreeSet<i64>) -> CaseState {
    if returned.contains(&case.id) {
        return CaseState::Returned;
    }
    let known = case.disposition.as_deref().and_then(Disposition::from_code);
    known.map_or(CaseState::Silent, CaseState::Known)
}

/// The recorded attempts of these cases.
async fn find_attempts(
    db: &impl ConnectionTrait,
    rows: &BTreeSet<i64>,
) -> Result<BTreeSet<Attempt>, Error> {
    let rows: Vec<i64> = rows.iter().copied().collect();
    let mut found = BTreeSet::new();
    for rows in rows.chunks(VALUES) {
        let attempts = attempt::Entity::find()
            .filter(attempt::Column::CaseId.is_in(rows.iter().copied()))
            .all(db)
            .await?;
        for row in attempts {
            let case = CaseNumber::of_row(row.case_id);
            let RecordedAttempt {
                day, mode, result, ..
            } = recorded(row)?;
            found.insert(Attempt {
                case,
                day,
                mode,
                result,
            });
        }
    }
    Ok(found)
}

fn recorded(row: attempt::Model) -> Result<RecordedAttempt, Error> {
    let unknown = |word: &str| Error::Custom(format!("an attempt holds {word}"));
    Ok(RecordedAttempt {
        day: row.day,
        mode: ContactMode::from_word(&row.mode).ok_or_else(|| unknown(&row.mode))?,
        result: Disposition::from_code(&row.result).ok_or_else(|| unknown(&row.result))?,
        recorded_by: row.recorded_by,
    })
}

/// The cases of a wave in the order drawn, or of one of its PSUs.
pub async fn list_cases(
    db: &impl ConnectionTrait,
    wave: WaveId,
    psu: Option<&PsuId>,
) -> Result<Vec<FieldCase>, Error> {
    let mut psus = list_drawn_psus(db, wave).await?;
    psus.retain(|row| psu.is_none_or(|wanted| wanted.as_str() == row.code));
    list_cases_of(db, &psus).await
}

/// The cases of PSUs in the order drawn.
pub(super) async fn list_cases_of(
    db: &impl ConnectionTrait,
    psus: &[drawn_psu::Model],
) -> Result<Vec<FieldCase>, Error> {
    let codes: BTreeMap<i64, PsuId> = (psus.iter())
        .map(|row| (row.id, PsuId::new(row.code.as_str())))
        .collect();
    let ids: Vec<i64> = codes.keys().copied().collect();
    let mut cases = Vec::new();
    for ids in ids.chunks(VALUES) {
        let of_psus = sample_case::Column::DrawnPsuId.is_in(ids.iter().copied());
        let rows = sample_case::Entity::find()
            .filter(of_psus)
            .order_by_asc(sample_case::Column::DrawnPsuId)
            .order_by_asc(sample_case::Column::Household)
            .all(db)
            .await?;
        let numbers: Vec<i64> = rows.iter().map(|row| row.id).collect();
        let mut returned = BTreeSet::new();
        let mut attempts: BTreeMap<i64, Vec<RecordedAttempt>> = BTreeMap::new();
        for numbers in numbers.chunks(VALUES) {
            let invitations = invitation::Entity::find()
                .filter(invitation::Column::CaseId.is_in(numbers.iter().copied()))
                .filter(invitation::Column::Returned.eq(true))
                .all(db)
                .await?;
            returned.extend(invitations.into_iter().map(|row| row.case_id));
            let found = attempt::Entity::find()
                .filter(attempt::Column::CaseId.is_in(numbers.iter().copied()))
                .order_by_asc(attempt::Column::Day)
                .all(db)
                .await?;
            for row in found {
                let of_case = attempts.entry(row.case_id).or_default();
                of_case.push(recorded(row)?);
            }
        }
        cases.extend(rows.into_iter().filter_map(|row| {
            Some(FieldCase {
                number: CaseNumber::of_row(row.id),
                psu: codes.get(&row.drawn_psu_id)?.clone(),
                household: row.household,
                state: state_of(&row, &returned),
                address: row.address,
                attempts: attempts.remove(&row.id).unwrap_or_default(),
            })
        }));
    }
    Ok(cases)
}

/// What the PSUs of a wave are called, by their codes.
pub async fn list_psu_names(
    db: &impl ConnectionTrait,
    wave: WaveId,
) -> Result<BTreeMap<PsuId, Text>, Error> {
    let psus = list_drawn_psus(db, wave).await?.into_iter();
    psus.map(|psu| Ok((PsuId::new(psu.code), from_json(psu.name)?)))
        .collect()
}

/// The PSU of a case, if it is of this wave.
pub async fn find_psu_of(
    db: &impl ConnectionTrait,
    wave: WaveId,
    case: CaseNumber,
) -> Result<Option<PsuId>, Error> {
    let Some(case) = sample_case::Entity::find_by_id(case.row()).one(db).await? else {
        return Ok(None);
    };
    let psus = list_drawn_psus(db, wave).await?;
    let found = psus.into_iter().find(|psu| psu.id == case.drawn_psu_id);
    Ok(found.map(|psu| PsuId::new(psu.code)))
}

/// Erases the attempts of a wave; what became of its cases stays.
pub(super) async fn erase_attempts(txn: &Transaction, wave: WaveId) -> Result<u64, Error> {
    let psus: Vec<i64> = list_drawn_psus(txn, wave)
        .await?
        .into_iter()
        .map(|psu| psu.id)
        .collect();
    let mut erased = 0;
    for psus in psus.chunks(VALUES) {
        let cases = Query::select()
            .column(sample_case::Column::Id)
            .from(sample_case::Entity)
            .and_where(sample_case::Column::DrawnPsuId.is_in(psus.iter().copied()))
            .take();
        let deleted = attempt::Entity::delete_many()
            .filter(attempt::Column::CaseId.in_subquery(cases))
            .exec(txn)
            .await?;
        erased += deleted.rows_affected;
    }
    Ok(erased)
}
