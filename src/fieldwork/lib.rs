//! The field: waves, cases and their dispositions, access codes, intake, mixing, close.
//!
//! A questionnaire enters by [`intake`], lies as an arrival beside the mark on its
//! invitation, and is mixed into the responses with at least nineteen others; from then on nothing
//! joins it to a code, a time or an order of arrival.

pub mod code;
pub mod disposition;
pub mod intake;
mod intake_error;
pub mod keeper;
pub mod merging;
pub mod retention;
mod sampled_psu;
pub mod store;
pub mod submission;
pub mod wave;

pub use code::{AccessCode, HashKey, Receipt, SubmissionId};
pub use disposition::{Disposition, OutcomeCounts, ResponseRates};
pub use intake::Intake;
pub use intake_error::IntakeError;
pub use retention::erasable_from;
pub use sampled_psu::{CaseTally, SampledPsu};
pub use submission::{Content, Submission, TimeBand};
pub use wave::{Mode, StatutoryHeader, Wave, WaveId, WaveState};
