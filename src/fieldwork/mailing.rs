//! Mailings: the letters by which a wave invites the households of its sample and reminds them.
//!
//! # Design
//!
//! Codes are kept as hashes alone, so no letter can be printed twice: a reminder carries a fresh code of the same case.
//! Both can be used, and the case counts once, by whichever comes first. Making a mailing again voids what it sent before and
//! nobody has used: whoever holds those letters holds nothing.

use chrono::{DateTime, NaiveDate, Utc};

use super::case_number::CaseNumber;
use super::code::AccessCode;
use super::disposition::{Disposition, Group};
use super::wave::Wave;
use clock::in_china;
use questionnaire::Text;
use sampling::PsuId;

/// The most reminders that a wave sends.
pub const MOST_REMINDERS: usize = 2;

/// The row number of a mailing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct MailingId(pub i64);

/// What letters are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MailingKind {
    /// To every case drawn to be invited at first, once the wave can be answered or before.
    Invitation,
    /// To the cases of a replicate that was released from the reserve.
    Replicate,
    /// To cases that have not returned.
    Reminder,
    /// To one case whose code was lost.
    Single,
    /// No letters: codes that an interviewer takes along, to hand the form over at the door.
    Visits,
}

impl MailingKind {
    /// The word the database and the audit log hold.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Replicate => "replicate",
            Self::Reminder => "reminder",
            Self::Single => "single",
            Self::Visits => "visits",
        }
    }
}

/// Letters that went out together, or are planned to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Mailing {
    pub id: MailingId,
    pub kind: MailingKind,
    /// The replicate that it invites, of one released from the reserve.
    pub replicate: Option<i64>,
    /// The day that a reminder is planned for.
    pub planned_on: Option<NaiveDate>,
    /// How it was made, the last time where it was made again; none while it is planned.
    pub made: Option<Made>,
    /// Its codes that can still be used: making it again voids them.
    pub usable: u64,
}

/// How a mailing was made.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Made {
    /// By whom, by name.
    pub by: String,
    pub at: DateTime<Utc>,
    pub letters: u64,
}

/// Which mailing to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// The invitation of those drawn to be invited at first, of which a wave has one.
    Invitation,
    /// That of a replicate released from the reserve.
    Replicate(i64),
    /// A reminder that is planned.
    Reminder(MailingId),
    /// A fresh code for this case.
    Single(CaseNumber),
}

/// A code as it goes to print, the only time it is known in clear, and whom it is for.
#[derive(Debug, Clone)]
pub struct IssuedInvitation {
    /// In clear; the database holds only its hash.
    pub code: AccessCode,
    /// The case invited.
    pub case: CaseNumber,
    /// The code of its PSU.
    pub psu: PsuId,
    /// Number of the household in the list of its PSU.
    pub household: i64,
    /// Where it is written to.
    pub address: HouseholdAddress,
}

/// Where a household is written to, as far as frame and lists of households know: never a name of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HouseholdAddress {
    /// The name of its stratum: a district or county; empty where the edition of the plan has no strata.
    pub district: Text,
    /// The name of its PSU: a community or village.
    pub community: Text,
    /// Its number on the list of the community.
    pub household: i64,
    /// Where it lives, in one line, where that was told.
    pub line: Option<String>,
}

/// Letters to be printed: their codes are never known again.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct IssuedMailing {
    pub id: MailingId,
    pub kind: MailingKind,
    /// In the order of PSUs and households.
    pub letters: Vec<IssuedInvitation>,
    /// How many codes cannot be used any more.
    pub voided: u64,
}

/// What is wrong with the dates that reminders are planned for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlanFault {
    /// There are more than [`MOST_REMINDERS`], those that were made included.
    TooMany,
    /// The wave takes no answers on this day.
    OutsideTheWave(NaiveDate),
    /// Two on one day.
    Twice(NaiveDate),
    /// The wave takes no answers any more.
    Closed,
}

/// What is wrong with planning reminders for these days, those that were made included.
pub fn check_reminder_dates(wave: &Wave, days: &[NaiveDate]) -> Option<PlanFault> {
    let from = in_china(wave.opens_at).date_naive();
    let outside = |day: &&NaiveDate| {
        let ends_before = in_china(wave.closes_at).date_naive() <= **day;
        **day < from || ends_before
    };
    if days.len() > MOST_REMINDERS {
        return Some(PlanFault::TooMany);
    }
    if let Some(day) = days.iter().find(outside) {
        return Some(PlanFault::OutsideTheWave(*day));
    }
    let mut sorted = days.to_vec();
    sorted.sort_unstable();
    let twice = sorted.windows(2).find(|pair| pair[0] == pair[1])?;
    Some(PlanFault::Twice(twice[0]))
}

/// Whether a case of which this is known is still written to: one that has refused, cannot answer or was not to be asked is
/// left in peace, and no letter follows one that came back.
pub(crate) fn is_written_to(disposition: Option<Disposition>) -> bool {
    let Some(disposition) = disposition else {
        return true;
    };
    match disposition.group() {
        Group::NonContact | Group::UnknownHousehold | Group::UnknownOther => {
            disposition != Disposition::AddressNotFound
        }
        Group::Complete | Group::Partial | Group::Refusal | Group::Other | Group::NotEligible => {
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::wave;

    #[test]
    fn reminders_are_planned_for_different_days_on_which_the_wave_is_answered() {
        let wave = wave::example();
        let first = in_china(wave.opens_at).date_naive();
        let last = in_china(wave.closes_at).date_naive();
        let after = |days| first + TimeDelta::days(days);
        assert_eq!(check_reminder_dates(&wave, &[]), None);
        assert_eq!(check_reminder_dates(&wave, &[after(7), after(14)]), None);
        assert_eq!(
            check_reminder_dates(&wave, &[after(7), after(7)]),
            Some(PlanFault::Twice(after(7)))
        );
        for day in [after(-1), last, last + TimeDelta::days(1)] {
            let fault = check_reminder_dates(&wave, &[after(3), day]);
            assert_eq!(fault, Some(PlanFault::OutsideTheWave(day)));
        }
        let three = [after(1), after(2), after(3)];
        assert_eq!(
            check_reminder_dates(&wave, &three),
            Some(PlanFault::TooMany)
        );
    }

    #[test]
    fn who_refused_or_is_not_asked_gets_no_letter_and_who_was_not_at_home_does() {
        for (disposition, written_to) in [
            (None, true),
            (Some(Disposition::NobodyHome), true),
            (Some(Disposition::NotAttempted), true),
            (Some(Disposition::Refusal), false),
            (Some(Disposition::Dead), false),
            (Some(Disposition::Vacant), false),
            (Some(Disposition::AddressNotFound), false),
        ] {
            assert_eq!(is_written_to(disposition), written_to, "{disposition:?}");
        }
    }
}
