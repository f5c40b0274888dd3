//! Interviewers in the database: which PSUs are theirs, the cases they still visit, and the codes they take along.
//!
//! # Design
//!
//! Of a code only the hash is kept, so an interviewer who takes her cases along again gets fresh ones. Those she had stay
//! good: a form that was filled in without a network may still lie on her phone, and a case counts once whichever comes. All
//! become void when the PSU is taken from her.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use rand::Rng;
use sea_orm::sea_query::{Expr, OnConflict, Query};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, Set,
};

use super::attempts::{FieldCase, list_cases_of};
use super::cases::{ROWS, list_drawn_psus};
use super::mailings::{
    MailingError, Maker, address_of, insert_invitations, insert_mailing, usable,
};
use super::sittings::is_opened;
use super::waves::{find_wave_by_id, hold_wave_alone, list_waves};
use crate::adult::AdultChoice;
use crate::case_number::CaseNumber;
use crate::code::{AccessCode, HashKey};
use crate::mailing::{HouseholdAddress, IssuedInvitation, MailingId, MailingKind};
use crate::submission::AnswerMode;
use crate::visits::{InterviewerId, is_visited};
use crate::wave::{Mode, Wave, WaveId, WaveState};
use db::{Error, Transaction};
use entity::{adult_choice, assignment, draw, drawn_psu, invitation, mailing, sample_case};
use questionnaire::Text;
use sampling::PsuId;
use sampling::store::list_strata;

/// What giving PSUs to interviewers has changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reassigned {
    /// PSUs that somebody else visits now, or nobody.
    pub psus: u64,
    /// Codes that were taken along and cannot be used any more.
    pub voided: u64,
}

/// The cases of a wave that an interviewer still visits.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Round {
    pub wave: Wave,
    pub choice: AdultChoice,
    /// In the order drawn; those where nobody is to be visited any more are left out.
    pub psus: Vec<VisitedPsu>,
}

/// A PSU with the cases that are still visited.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct VisitedPsu {
    pub psu: PsuId,
    pub cases: Vec<VisitedCase>,
}

/// A case with where its household lives.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct VisitedCase {
    pub case: FieldCase,
    pub address: HouseholdAddress,
}

impl VisitedPsu {
    /// What the PSU is called.
    pub fn community(&self) -> Option<&Text> {
        self.cases.first().map(|visited| &visited.address.community)
    }
}

/// Who visits the PSUs of a wave; those that nobody visits are left out.
pub async fn list_assignments(
    db: &impl ConnectionTrait,
    wave: WaveId,
) -> Result<BTreeMap<PsuId, InterviewerId>, Error> {
    let codes: BTreeMap<i64, PsuId> = (list_drawn_psus(db, wave).await?.into_iter())
        .map(|psu| (psu.id, PsuId::new(psu.code)))
        .collect();
    let ids: Vec<i64> = codes.keys().copied().collect();
    let mut assigned = BTreeMap::new();
    for ids in ids.chunks(ROWS) {
        let rows = assignment::Entity::find()
            .filter(assignment::Column::DrawnPsuId.is_in(ids.iter().copied()))
            .all(db)
            .await?;
        assigned.extend(rows.into_iter().filter_map(|row| {
            let psu = codes.get(&row.drawn_psu_id)?.clone();
            Some((psu, InterviewerId(row.user_id)))
        }));
    }
    Ok(assigned)
}

/// Gives PSUs of a wave to interviewers, or to nobody; those not named stay as they are. Codes that somebody took along for a
/// PSU which is hers no longer become void.
pub async fn assign_psus(
    txn: &Transaction,
    wave: WaveId,
    wanted: &BTreeMap<PsuId, Option<InterviewerId>>,
) -> Result<Reassigned, Error> {
    // Nobody answers meanwhile with a code that becomes void.
    hold_wave_alone(txn, wave).await?;
    let held = list_assignments(txn, wave).await?;
    let psus = list_drawn_psus(txn, wave).await?;
    let mut changed = Reassigned::default();
    let (mut taken, mut given) = (Vec::new(), Vec::new());
    for psu in psus {
        let code = PsuId::new(psu.code);
        let Some(to) = wanted.get(&code) else {
            continue;
        };
        if held.get(&code) == to.as_ref() {
            continue;
        }
        changed.psus += 1;
        taken.push(psu.id);
        given.extend(to.map(|to| assignment::ActiveModel {
            drawn_psu_id: Set(psu.id),
            user_id: Set(to.0),
        }));
    }
    changed.voided = take_psus(txn, wave, &taken).await?;
    for rows in given.chunks(ROWS) {
        assignment::Entity::insert_many(rows.to_vec())
            .exec_without_returning(txn)
            .await?;
    }
    Ok(changed)
}

/// Takes every PSU of every wave from somebody who is no interviewer any more.
pub async fn take_all_psus(
    txn: &Transaction,
    interviewer: InterviewerId,
) -> Result<Reassigned, Error> {
    let mut changed = Reassigned::default();
    for wave in list_waves_of(txn, interviewer).await? {
        let held = list_assignments(txn, wave).await?;
        let own = held.into_iter().filter(|(_, to)| *to == interviewer);
        let wanted = own.map(|(psu, _)| (psu, None)).collect();
        let taken = assign_psus(txn, wave, &wanted).await?;
        changed.psus += taken.psus;
        changed.voided += taken.voided;
    }
    Ok(changed)
}

/// The waves in which somebody has PSUs.
async fn list_waves_of(
    db: &impl ConnectionTrait,
    interviewer: InterviewerId,
) -> Result<BTreeSet<WaveId>, Error> {
    let own = Query::select()
        .column(assignment::Column::DrawnPsuId)
        .from(assignment::Entity)
        .and_where(assignment::Column::UserId.eq(interviewer.0))
        .take();
    let psus = Query::select()
        .column(drawn_psu::Column::DrawId)
        .from(drawn_psu::Entity)
        .and_where(drawn_psu::Column::Id.in_subquery(own))
        .take();
    let draws = draw::Entity::find()
        .filter(draw::Column::Id.in_subquery(psus))
        .all(db)
        .await?;
    Ok(draws.into_iter().map(|draw| WaveId(draw.wave_id)).collect())
}

/// Takes PSUs from whoever visits them and voids the codes that were taken along; how many.
async fn take_psus(txn: &Transaction, wave: WaveId, psus: &[i64]) -> Result<u64, Error> {
    let mut voided = 0;
    for psus in psus.chunks(ROWS) {
        assignment::Entity::delete_many()
            .filter(assignment::Column::DrawnPsuId.is_in(psus.iter().copied()))
            .exec(txn)
            .await?;
        let cases = Query::select()
            .column(sample_case::Column::Id)
            .from(sample_case::Entity)
            .and_where(sample_case::Column::DrawnPsuId.is_in(psus.iter().copied()))
            .take();
        let updated = invitation::Entity::update_many()
            .col_expr(invitation::Column::Void, Expr::value(true))
            .filter(usable(wave))
            .filter(invitation::Column::Mode.eq(AnswerMode::Interviewer.as_str()))
            .filter(invitation::Column::CaseId.in_subquery(cases))
            .exec(txn)
            .await?;
        voided += updated.rows_affected;
    }
    Ok(voided)
}

/// Forgets who visited the PSUs of a wave.
pub(super) async fn erase_assignments(txn: &Transaction, wave: WaveId) -> Result<(), Error> {
    let psus = list_drawn_psus(txn, wave).await?;
    let ids: Vec<i64> = psus.iter().map(|psu| psu.id).collect();
    for ids in ids.chunks(ROWS) {
        assignment::Entity::delete_many()
            .filter(assignment::Column::DrawnPsuId.is_in(ids.iter().copied()))
            .exec(txn)
            .await?;
    }
    Ok(())
}

/// How the adult who answers is chosen at the door in a wave.
pub async fn find_adult_choice(
    db: &impl ConnectionTrait,
    wave: WaveId,
) -> Result<AdultChoice, Error> {
    let row = adult_choice::Entity::find_by_id(wave.0).one(db).await?;
    let Some(row) = row else {
        return Ok(AdultChoice::default());
    };
    let unknown = || Error::Custom(format!("wave {} chooses adults by {}", wave.0, row.way));
    AdultChoice::from_word(&row.way).ok_or_else(unknown)
}

/// Has the adult chosen so from now on.
pub async fn set_adult_choice(
    txn: &Transaction,
    wave: WaveId,
    choice: AdultChoice,
) -> Result<(), Error> {
    let row = adult_choice::ActiveModel {
        wave_id: Set(wave.0),
        way: Set(choice.as_str().to_owned()),
    };
    let replace = OnConflict::column(adult_choice::Column::WaveId)
        .update_column(adult_choice::Column::Way)
        .to_owned();
    adult_choice::Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(txn)
        .await?;
    Ok(())
}

/// The cases that an interviewer still visits, in the waves that are open now.
pub async fn list_rounds(
    db: &impl ConnectionTrait,
    interviewer: InterviewerId,
    now: DateTime<Utc>,
) -> Result<Vec<Round>, Error> {
    let theirs = list_waves_of(db, interviewer).await?;
    let mut rounds = Vec::new();
    for wave in list_waves(db).await? {
        if theirs.contains(&wave.id) && is_in_the_field(&wave, now) {
            rounds.push(load_round(db, wave, interviewer).await?);
        }
    }
    Ok(rounds)
}

fn is_in_the_field(wave: &Wave, now: DateTime<Utc>) -> bool {
    wave.mode == Mode::Probability && wave.state(now) == WaveState::Open
}

async fn load_round(
    db: &impl ConnectionTrait,
    wave: Wave,
    interviewer: InterviewerId,
) -> Result<Round, Error> {
    let assigned = list_assignments(db, wave.id).await?;
    let districts = list_strata(db, &wave.edition).await?;
    let mut own = list_drawn_psus(db, wave.id).await?;
    own.retain(|row| assigned.get(&PsuId::new(row.code.as_str())) == Some(&interviewer));
    // Of all PSUs at once: she may have a hundred, and this is read for every page on her phone.
    let mut visited: BTreeMap<PsuId, Vec<FieldCase>> = BTreeMap::new();
    for case in list_cases_of(db, &own).await? {
        if is_visited(case.state) {
            visited.entry(case.psu.clone()).or_default().push(case);
        }
    }
    let mut psus = Vec::new();
    for row in &own {
        let psu = PsuId::new(row.code.as_str());
        let Some(cases) = visited.remove(&psu) else {
            continue;
        };
        let mut addressed = Vec::new();
        for case in cases {
            let line = case.address.as_deref();
            let address = address_of(case.household, line, row, &districts)?;
            addressed.push(VisitedCase { case, address });
        }
        psus.push(VisitedPsu {
            psu,
            cases: addressed,
        });
    }
    Ok(Round {
        choice: find_adult_choice(db, wave.id).await?,
        wave,
        psus,
    })
}

/// The wave of a case whose PSU an interviewer has, whether she still visits it or not; none for the case of somebody else.
pub async fn find_visited_wave(
    db: &impl ConnectionTrait,
    interviewer: InterviewerId,
    case: CaseNumber,
) -> Result<Option<Wave>, Error> {
    let Some(case) = sample_case::Entity::find_by_id(case.row()).one(db).await? else {
        return Ok(None);
    };
    let assigned = assignment::Entity::find_by_id(case.drawn_psu_id)
        .one(db)
        .await?;
    if assigned.is_none_or(|row| row.user_id != interviewer.0) {
        return Ok(None);
    }
    let psu = drawn_psu::Entity::find_by_id(case.drawn_psu_id)
        .one(db)
        .await?;
    let Some(psu) = psu else { return Ok(None) };
    match draw::Entity::find_by_id(psu.draw_id).one(db).await? {
        Some(draw) => find_wave_by_id(db, WaveId(draw.wave_id)).await,
        None => Ok(None),
    }
}

/// Draws a code for every case of a wave that an interviewer still visits, or for one of them, by which its form comes as one
/// of her mode; they are known in clear this once. Codes that she has taken along before stay good.
///
/// # Errors
///
/// Where the wave is not open, and where there is nobody to visit.
pub async fn issue_visit_codes(
    txn: &Transaction,
    wave: WaveId,
    interviewer: InterviewerId,
    only: Option<CaseNumber>,
    maker: Maker<'_>,
    key: &HashKey,
    rng: &mut impl Rng,
) -> Result<Vec<IssuedInvitation>, MailingError> {
    let wave = hold_wave_alone(txn, wave).await?;
    if wave.mode != Mode::Probability {
        return Err(MailingError::NotInvited);
    }
    if !is_in_the_field(&wave, maker.at) || is_opened(txn, wave.id).await? {
        return Err(MailingError::Closed);
    }
    let id = wave.id;
    let round = load_round(txn, wave, interviewer).await?;
    let mut issued = Vec::new();
    for VisitedPsu { psu, cases } in round.psus {
        for VisitedCase { case, address } in cases {
            if only.is_none_or(|only| only == case.number) {
                issued.push(IssuedInvitation {
                    code: AccessCode::draw(rng),
                    case: case.number,
                    psu: psu.clone(),
                    household: case.household,
                    address,
                });
            }
        }
    }
    if issued.is_empty() {
        return Err(MailingError::NobodyLeft);
    }
    let taken = count_taken_along(txn, id, maker, issued.len()).await?;
    insert_invitations(txn, id, taken, AnswerMode::Interviewer, key, &issued).await?;
    Ok(issued)
}

/// The row that counts what an interviewer has taken along in a wave, with so many codes more.
async fn count_taken_along(
    txn: &Transaction,
    wave: WaveId,
    maker: Maker<'_>,
    codes: usize,
) -> Result<MailingId, Error> {
    let found = mailing::Entity::find()
        .filter(mailing::Column::WaveId.eq(wave.0))
        .filter(mailing::Column::Kind.eq(MailingKind::Visits.as_str()))
        .filter(mailing::Column::MadeBy.eq(maker.by))
        .one(txn)
        .await?;
    let row = match found {
        Some(row) => row,
        None => insert_mailing(txn, wave, MailingKind::Visits, None, None).await?,
    };
    let id = MailingId(row.id);
    let codes = i64::try_from(codes).unwrap_or(i64::MAX);
    let codes = row.letters.unwrap_or_default().saturating_add(codes);
    let mut row = row.into_active_model();
    row.made_by = Set(Some(maker.by.to_owned()));
    row.made_at = Set(Some(maker.at));
    row.letters = Set(Some(codes));
    row.update(txn).await?;
    Ok(id)
}
