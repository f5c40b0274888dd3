//! Mailings in the database: planning reminders, and making letters with their codes.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use rand::Rng;
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait,
    IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};

use super::cases::{ROWS, list_drawn_psus, list_returned};
use super::waves::hold_wave_alone;
use crate::case_number::CaseNumber;
use crate::code::{AccessCode, HashKey};
use crate::disposition::Disposition;
use crate::mailing::{
    HouseholdAddress, IssuedInvitation, IssuedMailing, Made, Mailing, MailingId, MailingKind,
    Occasion, is_written_to,
};
use crate::submission::AnswerMode;
use crate::wave::{Mode, Wave, WaveId, WaveState};
use db::{Error, Transaction, from_json};
use entity::{drawn_psu, invitation, mailing, sample_case};
use questionnaire::Text;
use sampling::store::list_strata;
use sampling::{FrameStratum, PsuId};

/// The mailings of a wave: the invitation first, those of replicates in their order, then its reminders by their days, then
/// single codes as they were made.
pub async fn list_mailings(db: &impl ConnectionTrait, wave: WaveId) -> Result<Vec<Mailing>, Error> {
    let usable: Vec<(Option<i64>, i64)> = invitation::Entity::find()
        .filter(usable(wave))
        .select_only()
        .column(invitation::Column::MailingId)
        .column_as(invitation::Column::CodeHash.count(), "codes")
        .group_by(invitation::Column::MailingId)
        .into_tuple()
        .all(db)
        .await?;
    let usable: BTreeMap<Option<i64>, i64> = usable.into_iter().collect();
    let rows = mailing::Entity::find()
        .filter(mailing::Column::WaveId.eq(wave.0))
        .order_by_asc(mailing::Column::Id)
        .all(db)
        .await?;
    let read = rows.into_iter().map(|row| from_row(row, &usable));
    let mut mailings: Vec<Mailing> = read.collect::<Result<_, _>>()?;
    mailings.sort_by_key(|mailing| (mailing.kind, mailing.replicate, mailing.planned_on));
    Ok(mailings)
}

fn from_row(row: mailing::Model, usable: &BTreeMap<Option<i64>, i64>) -> Result<Mailing, Error> {
    let kind = kind_of(&row)?;
    let count = |count: i64| {
        u64::try_from(count).map_err(|error| Error::Custom(format!("mailing {}: {error}", row.id)))
    };
    let made = match (row.made_by, row.made_at, row.letters) {
        (Some(by), Some(at), Some(letters)) => Some(Made {
            by,
            at,
            letters: count(letters)?,
        }),
        _ => None,
    };
    let codes = |mailing| usable.get(&mailing).copied().unwrap_or_default();
    let older = match kind {
        MailingKind::Invitation => codes(None),
        MailingKind::Replicate
        | MailingKind::Reminder
        | MailingKind::Single
        | MailingKind::Visits => 0,
    };
    Ok(Mailing {
        id: MailingId(row.id),
        kind,
        replicate: row.replicate,
        planned_on: row.planned_on,
        made,
        usable: count(codes(Some(row.id)) + older)?,
    })
}

fn kind_of(row: &mailing::Model) -> Result<MailingKind, Error> {
    use MailingKind::{Invitation, Reminder, Replicate, Single, Visits};
    let kinds = [Invitation, Replicate, Reminder, Single, Visits];
    let found = kinds.into_iter().find(|kind| kind.as_str() == row.kind);
    found.ok_or_else(|| Error::Custom(format!("mailing {} is a {:?}", row.id, row.kind)))
}

/// The codes of a wave that somebody can still answer with.
pub(super) fn usable(wave: WaveId) -> Condition {
    let answered = Query::select()
        .column(invitation::Column::CaseId)
        .from(invitation::Entity)
        .and_where(invitation::Column::WaveId.eq(wave.0))
        .and_where(invitation::Column::Returned.eq(true))
        .take();
    Condition::all()
        .add(invitation::Column::WaveId.eq(wave.0))
        .add(invitation::Column::Void.eq(false))
        .add(invitation::Column::CaseId.not_in_subquery(answered))
}

/// Plans the reminders of a wave that were not made for these days, in place of those planned before; see
/// [`check_reminder_dates`](crate::mailing::check_reminder_dates).
pub async fn plan_reminders(
    txn: &Transaction,
    wave: WaveId,
    days: &[NaiveDate],
) -> Result<(), Error> {
    mailing::Entity::delete_many()
        .filter(mailing::Column::WaveId.eq(wave.0))
        .filter(mailing::Column::Kind.eq(MailingKind::Reminder.as_str()))
        .filter(mailing::Column::MadeAt.is_null())
        .exec(txn)
        .await?;
    for day in days {
        insert_mailing(txn, wave, MailingKind::Reminder, Some(*day), None).await?;
    }
    Ok(())
}

pub(super) async fn insert_mailing(
    txn: &Transaction,
    wave: WaveId,
    kind: MailingKind,
    planned_on: Option<NaiveDate>,
    replicate: Option<i64>,
) -> Result<mailing::Model, Error> {
    let row = mailing::ActiveModel {
        wave_id: Set(wave.0),
        kind: Set(kind.as_str().to_owned()),
        planned_on: Set(planned_on),
        made_by: Set(None),
        made_at: Set(None),
        letters: Set(None),
        replicate: Set(replicate),
        ..Default::default()
    };
    row.insert(txn).await
}

/// Why no letters were made. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum MailingError {
    /// The wave is answered by open link.
    #[error("the wave invites nobody: it is answered by open link")]
    NotInvited,
    /// The wave takes no answers any more.
    #[error("the wave is closed: nobody could answer with a new code")]
    Closed,
    /// Every case has returned, or will not.
    #[error("there is nobody to write to: every case has returned or is ended")]
    NobodyLeft,
    /// The wave has no such reminder.
    #[error("the wave has no such reminder: plan its date first")]
    NotPlanned,
    /// Nobody was invited yet.
    #[error("the invitation comes first")]
    NotInvitedYet,
    /// A digit is wrong, or it is no number.
    #[error("{0} is no case number")]
    NoCaseNumber(String),
    /// The wave has no case of this number.
    #[error("the wave has no case {0}")]
    UnknownCase(CaseNumber),
    /// The household of the case has answered already.
    #[error("the household of case {0} has answered already: it needs no code")]
    Answered(CaseNumber),
    /// The database fails.
    #[error(transparent)]
    Database(#[from] Error),
}

/// Who makes letters, and when.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Maker<'a> {
    /// By name.
    pub by: &'a str,
    pub at: DateTime<Utc>,
}

/// Draws a code for every case that a mailing writes to, stores its keyed hash and hands out the codes, in the order of PSUs
/// and households. Codes that the same mailing sent before and nobody has used are void from now on; of a single fresh code,
/// all others of the case.
///
/// # Errors
///
/// Where there is nobody to write to, or nobody could answer.
pub async fn issue_mailing(
    txn: &Transaction,
    wave: &Wave,
    occasion: Occasion,
    maker: Maker<'_>,
    key: &HashKey,
    rng: &mut impl Rng,
) -> Result<IssuedMailing, MailingError> {
    // As it is now, and nobody answers meanwhile.
    let wave = hold_wave_alone(txn, wave.id).await?;
    if wave.mode != Mode::Probability {
        return Err(MailingError::NotInvited);
    }
    if wave.state(maker.at) == WaveState::Closed {
        return Err(MailingError::Closed);
    }
    let addressees = find_addressees(txn, &wave, occasion).await?;
    let row = find_row(txn, wave.id, occasion).await?;
    let (kind, id) = (kind_of(&row)?, MailingId(row.id));
    let voided = void_codes(txn, wave.id, occasion, id).await?;
    let invite = |addressee: Addressee| addressee.invite(AccessCode::draw(rng));
    let letters: Vec<IssuedInvitation> = addressees.into_iter().map(invite).collect();
    insert_invitations(txn, wave.id, id, AnswerMode::Web, key, &letters).await?;
    let mut row = row.into_active_model();
    row.made_by = Set(Some(maker.by.to_owned()));
    row.made_at = Set(Some(maker.at));
    row.letters = Set(Some(i64::try_from(letters.len()).unwrap_or(i64::MAX)));
    row.update(txn).await?;
    Ok(IssuedMailing {
        id,
        kind,
        letters,
        voided,
    })
}

/// The row of the mailing that is made: that of an invitation or a single code is made where there is none.
async fn find_row(
    txn: &Transaction,
    wave: WaveId,
    occasion: Occasion,
) -> Result<mailing::Model, MailingError> {
    let of_wave = || mailing::Entity::find().filter(mailing::Column::WaveId.eq(wave.0));
    match occasion {
        Occasion::Invitation => {
            let made = of_wave()
                .filter(mailing::Column::Kind.eq(MailingKind::Invitation.as_str()))
                .one(txn)
                .await?;
            match made {
                Some(row) => Ok(row),
                None => Ok(insert_mailing(txn, wave, MailingKind::Invitation, None, None).await?),
            }
        }
        Occasion::Replicate(number) => {
            let of_replicate = mailing::Column::Replicate.eq(number);
            let kind = MailingKind::Replicate;
            match of_wave().filter(of_replicate).one(txn).await? {
                Some(row) => Ok(row),
                None => Ok(insert_mailing(txn, wave, kind, None, Some(number)).await?),
            }
        }
        Occasion::Single(_) => {
            Ok(insert_mailing(txn, wave, MailingKind::Single, None, None).await?)
        }
        Occasion::Reminder(id) => {
            let invited = invitation::Entity::find().filter(invitation::Column::WaveId.eq(wave.0));
            if invited.count(txn).await? == 0 {
                return Err(MailingError::NotInvitedYet);
            }
            let planned = of_wave()
                .filter(mailing::Column::Id.eq(id.0))
                .filter(mailing::Column::Kind.eq(MailingKind::Reminder.as_str()))
                .one(txn)
                .await?;
            planned.ok_or(MailingError::NotPlanned)
        }
    }
}

/// A household that is written to.
struct Addressee {
    case: CaseNumber,
    psu: PsuId,
    address: HouseholdAddress,
}

impl Addressee {
    fn invite(self, code: AccessCode) -> IssuedInvitation {
        IssuedInvitation {
            code,
            case: self.case,
            psu: self.psu,
            household: self.address.household,
            address: self.address,
        }
    }
}

/// Where the household of a case is written to.
pub(super) fn address_of(
    household: i64,
    line: Option<&str>,
    psu: &drawn_psu::Model,
    districts: &[FrameStratum],
) -> Result<HouseholdAddress, Error> {
    let mut districts = districts.iter();
    let district = districts.find(|district| district.code.as_str() == psu.stratum);
    Ok(HouseholdAddress {
        district: district.map_or_else(Text::default, |district| district.name.clone()),
        community: from_json(psu.name.clone())?,
        household,
        line: line.map(str::to_owned),
    })
}

/// Whom a mailing writes to, in the order of PSUs and households: cases that have not returned and may be written to, or
/// the one that asks for a code.
async fn find_addressees(
    txn: &Transaction,
    wave: &Wave,
    occasion: Occasion,
) -> Result<Vec<Addressee>, MailingError> {
    let districts = list_strata(txn, &wave.edition).await?;
    let returned = list_returned(txn, wave.id).await?;
    let is_addressee = |case: &sample_case::Model| match occasion {
        Occasion::Single(number) => case.id == number.row(),
        Occasion::Invitation | Occasion::Replicate(_) | Occasion::Reminder(_) => {
            let invited = match occasion {
                Occasion::Invitation => case.replicate == 0,
                Occasion::Replicate(number) => case.replicate == number,
                Occasion::Reminder(_) | Occasion::Single(_) => true,
            };
            let disposition = case.disposition.as_deref().and_then(Disposition::from_code);
            invited && !returned.contains(&case.id) && is_written_to(disposition)
        }
    };
    let mut addressees = Vec::new();
    for psu in list_drawn_psus(txn, wave.id).await? {
        let cases = sample_case::Entity::find()
            .filter(sample_case::Column::DrawnPsuId.eq(psu.id))
            .order_by_asc(sample_case::Column::Household)
            .all(txn)
            .await?;
        for case in cases.iter().filter(|case| is_addressee(case)) {
            addressees.push(Addressee {
                case: CaseNumber::of_row(case.id),
                psu: PsuId::new(psu.code.as_str()),
                address: address_of(case.household, case.address.as_deref(), &psu, &districts)?,
            });
        }
    }
    match occasion {
        Occasion::Single(case) if addressees.is_empty() => Err(MailingError::UnknownCase(case)),
        Occasion::Single(case) if returned.contains(&case.row()) => {
            Err(MailingError::Answered(case))
        }
        _ if addressees.is_empty() => Err(MailingError::NobodyLeft),
        _ => Ok(addressees),
    }
}

/// Voids the codes that a mailing replaces, as far as somebody could still use them; how many.
async fn void_codes(
    txn: &Transaction,
    wave: WaveId,
    occasion: Occasion,
    mailing: MailingId,
) -> Result<u64, Error> {
    let of_mailing = invitation::Column::MailingId.eq(mailing.0);
    let replaced = match occasion {
        // Codes that are older than mailings were those of the invitation.
        Occasion::Invitation => of_mailing.or(invitation::Column::MailingId.is_null()),
        Occasion::Replicate(_) | Occasion::Reminder(_) => of_mailing,
        Occasion::Single(case) => invitation::Column::CaseId.eq(case.row()),
    };
    let voided = invitation::Entity::update_many()
        .col_expr(invitation::Column::Void, Expr::value(true))
        .filter(usable(wave))
        .filter(replaced)
        .exec(txn)
        .await?;
    Ok(voided.rows_affected)
}

/// Stores the hashes of codes in their own order, so that no row tells where its case stands in the sample.
pub(super) async fn insert_invitations(
    txn: &Transaction,
    wave: WaveId,
    mailing: MailingId,
    mode: AnswerMode,
    key: &HashKey,
    letters: &[IssuedInvitation],
) -> Result<(), Error> {
    let mut rows: Vec<_> = letters
        .iter()
        .map(|letter| (key.of_code(letter.code), letter.case.row()))
        .collect();
    rows.sort_unstable();
    for rows in rows.chunks(ROWS) {
        let rows = rows.iter().map(|(hash, case)| invitation::ActiveModel {
            code_hash: Set(hash.clone()),
            wave_id: Set(wave.0),
            case_id: Set(*case),
            returned: Set(false),
            mailing_id: Set(Some(mailing.0)),
            void: Set(false),
            mode: Set(mode.as_str().to_owned()),
        });
        invitation::Entity::insert_many(rows)
            .exec_without_returning(txn)
            .await?;
    }
    Ok(())
}
