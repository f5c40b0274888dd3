//! The field: waves, cases, attempts to reach them and their dispositions, access codes, intake, sealing, opening.
//!
//! A questionnaire enters by [`intake`], which seals it so that nobody can read it, and lies so until its wave's
//! [`sitting`]. There all are opened together and become responses under new keys ([`store::open_forms`]): nothing joins
//! a response to a code, a time or an order of arrival.

pub mod adult;
pub mod attempt;
pub mod attempt_list;
mod case_number;
pub mod code;
pub mod correction;
pub mod disposition;
pub mod intake;
mod intake_error;
pub mod keeper;
mod key_folder;
pub mod mailing;
pub mod merging;
mod mode_counts;
pub mod paper;
pub mod retention;
mod sampled_psu;
pub mod sealing;
pub mod sitting;
pub mod store;
pub mod submission;
pub mod trustees;
pub mod visits;
pub mod wave;

pub use adult::AdultChoice;
pub use case_number::CaseNumber;
pub use code::{AccessCode, HashKey, Receipt, SubmissionId};
pub use correction::{Correction, WaveChange};
pub use disposition::{Disposition, OutcomeCounts, ResponseRates};
pub use intake::Intake;
pub use intake_error::{IntakeError, Spent};
pub use key_folder::{KeyFolder, KeyFolderError};
pub use mailing::{
    HouseholdAddress, IssuedInvitation, IssuedMailing, Mailing, MailingId, MailingKind, Occasion,
};
pub use retention::erasable_from;
pub use sampled_psu::{AtFirst, CaseTally, SampledPsu};
pub use sealing::{OpeningKey, SealingKey, usual_length};
pub use sitting::{NewSitting, Sitting};
pub use submission::{AnswerMode, Content, Place, Submission};
pub use trustees::{EntrustedKey, Share, Trustees};
pub use visits::InterviewerId;
pub use wave::{Mode, StatutoryHeader, Wave, WaveId, WaveState};
