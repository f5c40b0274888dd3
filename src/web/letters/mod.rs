//! Letters with the codes of households: made once, printed by whoever made them, and never readable again.
//!
//! # Design
//!
//! A letter is HTML that a browser prints exactly, one sheet a household, Chinese in front and English on its back, and no
//! PDF: a PDF has to carry a Chinese font of some sixteen megabytes, or one that is not on the machine of the office, while
//! every browser there has one. All letters lie in one ZIP with a table for a mail house. The database keeps hashes of
//! the codes, so the ZIP stands in the memory of the process that made it until it is fetched, for some minutes at most
//! ([`Finished`]); if it was not fetched, making the mailing again voids its codes and draws others.

mod files;
mod finished;
mod sheet;

use chrono::NaiveDate;
use rand::Rng;
use serde_json::json;

use crate::interface::Interface;
use accounts::store::Audited;
use accounts::{Action, Entry};
use fieldwork::mailing::{PlanFault, check_reminder_dates};
use fieldwork::store::{
    KeptAddresses, MailingError, Maker, ReleaseFault, issue_mailing, keep_addresses, list_mailings,
    plan_reminders, release_replicate,
};
use fieldwork::{HashKey, IssuedMailing, MailingKind, Occasion, Wave, WaveState};
use messages::{Locale, text};
use sampling::household_list::ListedHousehold;

pub(crate) use files::document;
pub use files::{LetterError, Letters};
pub use finished::Finished;
pub(crate) use finished::{Begun, KEPT, Standing, ZipFile};
pub(crate) use sheet::address_lines;

/// Makes the codes of a mailing and writes down who did: how many, and none of them.
///
/// # Errors
///
/// Where there is nobody to write to or nobody could answer; nothing has changed.
pub async fn make_codes(
    write: Audited,
    wave: &Wave,
    occasion: Occasion,
    by: &str,
    key: &HashKey,
    rng: &mut impl Rng,
) -> Result<IssuedMailing, MailingError> {
    let maker = Maker {
        by,
        at: write.now(),
    };
    let issued = issue_mailing(write.transaction(), wave, occasion, maker, key, rng).await?;
    let case = match occasion {
        Occasion::Single(case) => Some(case.to_string()),
        Occasion::Invitation | Occasion::Replicate(_) | Occasion::Reminder(_) => None,
    };
    let replicate = match occasion {
        Occasion::Replicate(number) => Some(number),
        _ => None,
    };
    let entry = Entry::new(Action::MakeLetters, format!("wave {}", wave.slug)).after(json!({
        "mailing": issued.id.0,
        "kind": issued.kind.as_str(),
        "case": case,
        "replicate": replicate,
        "by": by,
        "letters": issued.letters.len(),
        "voided": issued.voided,
    }));
    write.commit(entry).await?;
    Ok(issued)
}

/// Plans the reminders of a wave that were not made for these days, in place of those planned before, and writes down who
/// did; what is wrong with the days, if anything is: nothing has changed then.
///
/// # Errors
///
/// The database fails.
pub async fn plan_days(
    write: Audited,
    wave: &Wave,
    days: &[NaiveDate],
) -> Result<Option<PlanFault>, db::Error> {
    if wave.state(write.now()) == WaveState::Closed {
        return Ok(Some(PlanFault::Closed));
    }
    let mailings = list_mailings(write.transaction(), wave.id).await?;
    let planned_on = |made: bool| -> Vec<NaiveDate> {
        (mailings.iter())
            .filter(|it| it.kind == MailingKind::Reminder && it.made.is_some() == made)
            .filter_map(|it| it.planned_on)
            .collect()
    };
    let all = [planned_on(true), days.to_vec()].concat();
    let fault = check_reminder_dates(wave, &all);
    if fault.is_none() {
        plan_reminders(write.transaction(), wave.id, days).await?;
        let entry = Entry::new(Action::PlanReminders, format!("wave {}", wave.slug))
            .before(json!({ "days": planned_on(false) }))
            .after(json!({ "days": days }));
        write.commit(entry).await?;
    }
    Ok(fault)
}

/// Releases the next replicate from the reserve of a wave and writes down who did and why; how many households it has, or why it is
/// not released.
///
/// # Errors
///
/// The database fails.
pub async fn release_reserve(
    write: Audited,
    wave: &Wave,
    number: i64,
    by: &str,
    reason: &str,
) -> Result<Result<usize, ReleaseFault>, db::Error> {
    let maker = Maker {
        by,
        at: write.now(),
    };
    let released = release_replicate(write.transaction(), wave.id, number, maker, reason).await?;
    if let Ok(households) = released {
        let entry = Entry::new(Action::ReleaseReplicate, format!("wave {}", wave.slug)).after(
            json!({ "replicate": number, "households": households, "by": by, "reason": reason.trim() }),
        );
        write.commit(entry).await?;
    }
    Ok(released)
}

/// Keeps the addresses of drawn households on a list with their cases, and says so in the log; nothing has changed where
/// nobody on it was drawn.
pub async fn keep_listed_addresses(
    write: Audited,
    wave: &Wave,
    listed: &[ListedHousehold],
) -> Result<KeptAddresses, db::Error> {
    let kept = keep_addresses(write.transaction(), wave.id, listed).await?;
    if kept.kept > 0 {
        let entry = Entry::new(Action::KeepAddresses, format!("wave {}", wave.slug));
        let told = json!({ "kept": kept.kept, "left": kept.left });
        write.commit(entry.after(told)).await?;
    }
    Ok(kept)
}

/// Why a replicate is not released, in words.
pub fn explain_release(locale: Locale, fault: ReleaseFault) -> String {
    locale.t(match fault {
        ReleaseFault::Closed => text::RESERVE_CLOSED,
        ReleaseFault::Opened => text::RESERVE_OPENED,
        ReleaseFault::NotNext => text::RESERVE_NOT_NEXT,
        ReleaseFault::NoReason => text::RESERVE_NO_REASON,
    })
}

/// Why reminders are not planned, in words.
pub fn explain_plan(locale: Locale, fault: PlanFault) -> String {
    match fault {
        PlanFault::TooMany => locale.t(text::LETTERS_PLAN_TOO_MANY),
        PlanFault::Twice(_) => locale.t(text::LETTERS_PLAN_TWICE),
        PlanFault::OutsideTheWave(day) => locale.t(text::LettersPlanOutside {
            date: Interface::reading_in(locale, false).day(day),
        }),
        PlanFault::Closed => locale.t(text::LETTERS_CLOSED),
    }
}

/// What a mailing is called.
pub fn name(locale: Locale, kind: MailingKind) -> String {
    locale.t(match kind {
        MailingKind::Invitation => text::LETTERS_INVITATION,
        MailingKind::Replicate => text::LETTERS_REPLICATE,
        MailingKind::Reminder => text::LETTERS_REMINDER,
        MailingKind::Single => text::LETTERS_SINGLE,
        MailingKind::Visits => text::LETTERS_VISITS,
    })
}

/// Why no letters were made, in words.
pub fn explain(locale: Locale, error: &MailingError) -> String {
    match error {
        MailingError::NotInvited => locale.t(text::LETTERS_OPEN_LINK),
        MailingError::Closed => locale.t(text::LETTERS_CLOSED),
        MailingError::NobodyLeft => locale.t(text::LETTERS_NOBODY),
        MailingError::NotPlanned => locale.t(text::LETTERS_NOT_PLANNED),
        MailingError::NotInvitedYet => locale.t(text::LETTERS_NOT_INVITED_YET),
        MailingError::UnknownCase(case) => locale.t(text::LettersUnknownCase {
            case: case.to_string(),
        }),
        MailingError::NoCaseNumber(typed) => locale.t(text::LettersUnknownCase {
            case: typed.as_str(),
        }),
        MailingError::Answered(case) => locale.t(text::LettersAnswered {
            case: case.to_string(),
        }),
        MailingError::Database(_) => locale.t(text::LETTERS_FAILED),
    }
}
