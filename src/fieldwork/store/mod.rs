//! What the field keeps in the database, one file per step of the way.

use rand::CryptoRng;

use crate::sealing::SealingKey;
use crate::submission::SealedContent;
use crate::wave::StatutoryHeader;
use db::{Document, Error};

mod addresses;
mod assignments;
mod attempts;
mod booklets;
mod carry_over;
mod cases;
mod closing;
mod corrections;
mod daily_returns;
mod erasing;
mod intake;
mod invitations;
mod key;
mod mailings;
mod opening;
mod probe;
mod progress;
mod reserve;
mod sittings;
mod waves;

#[cfg(test)]
mod tests;

pub use addresses::{KeptAddresses, PsuAddresses, keep_addresses, list_addresses, list_unit_sizes};
pub use assignments::{
    Reassigned, Round, VisitedCase, VisitedPsu, assign_psus, find_adult_choice, find_visited_wave,
    issue_visit_codes, list_assignments, list_rounds, set_adult_choice, take_all_psus,
};
pub use attempts::{
    FieldCase, RecordedAttempt, RecordedAttempts, find_psu_of, list_cases, list_psu_names,
    record_attempts,
};
pub use booklets::{BookletRow, WaitingBooklet, WaitingCount, count_waiting_booklets};
pub use carry_over::{Arrival, carry_over};
pub use cases::{DrawRecord, find_draw, list_sampled_psus, record_dispositions, record_draw};
pub use closing::{close_wave, close_wave_within};
pub use corrections::{CorrectionError, Corrector, correct_wave, list_corrections};
pub use daily_returns::{DailyReturns, list_daily_returns};
pub use erasing::{Erased, erase_answers};
pub(super) use intake::{Outcome, SealedSubmission, are_stored, find_origin, store_submissions};
pub use intake::{Taken, count_returns, find_receipt};
pub use invitations::{Invitation, count_returns_by_mode, find_invitation};
pub use key::recognise_key;
pub use mailings::{MailingError, Maker, issue_mailing, list_mailings, plan_reminders};
pub use opening::{
    OnStep, Opened, OpenedForms, Opening, OpeningError, OpeningStep, destroy_keys,
    destroy_left_keys, insert_opened, open_forms,
};
pub(super) use probe::probe;
pub use progress::{Progress, ProgressCounts, count_progress, list_progress};
pub use reserve::{Release, ReleaseFault, Replicate, list_replicates, release_replicate};
pub(super) use sittings::find_sitting_of;
pub use sittings::{
    count_due, count_sealed, find_trustees, is_key_used, is_opened, list_due_sittings,
    list_sittings,
};
pub use waves::{NewWave, find_wave, find_wave_by_id, insert_wave, list_waves};

impl Document for SealedContent {
    // That of the answers it holds, and one more since it left out what is not analysed.
    const SCHEMA: u64 = <questionnaire::Answers as Document>::SCHEMA + 1;
}

impl SealedContent {
    /// Seals it for the row of this name, filled up to `length` bytes.
    pub(crate) fn seal(
        &self,
        key: SealingKey,
        row: &str,
        length: usize,
        rng: &mut impl CryptoRng,
    ) -> Result<Vec<u8>, Error> {
        let content = self.to_json()?.to_string();
        Ok(key.seal(row, content.as_bytes(), length, rng))
    }
}

impl Document for StatutoryHeader {}
