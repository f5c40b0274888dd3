//! What the field keeps in the database, one file per step of the way.

use crate::submission::Content;
use crate::wave::StatutoryHeader;
use db::Document;

mod cases;
mod closing;
mod erasing;
mod intake;
mod key;
mod mixing;
mod probe;
mod progress;
mod waves;

#[cfg(test)]
mod tests;

pub use cases::{
    DrawRecord, Invitation, IssuedInvitation, find_draw, find_invitation, issue_invitations,
    list_sampled_psus, record_dispositions, record_draw,
};
pub use closing::{close_wave, close_wave_within};
pub use erasing::{Erased, erase_answers};
pub(super) use intake::{are_stored, store_submissions};
pub use intake::{count_arrivals, count_returns, find_receipt};
pub use key::recognise_key;
pub use mixing::mix_arrivals;
pub(super) use probe::probe;
pub use progress::{Progress, ProgressCounts, count_progress, list_progress};
pub use waves::{NewWave, find_wave, find_wave_by_id, insert_wave, list_waves};

impl Document for Content {
    // As that of the answers it holds.
    const SCHEMA: u64 = <questionnaire::Answers as Document>::SCHEMA;
}
impl Document for StatutoryHeader {}
