//! How a questionnaire is made: drafts and their review, edits, completion of conditions, the bank,
//! translation, and what whoever writes one wants to know beforehand: advice, the map of all paths,
//! what differs from an earlier version, and which series breaks.

pub mod advice;
pub mod bank;
mod completion;
pub mod draft;
pub mod editing;
pub mod interview_paths;
pub mod lineage;
pub mod pasted_list;
pub mod reading;
#[cfg(test)]
#[path = "../format/sample.rs"]
mod sample;
pub mod series;
pub mod shelf;
pub mod store;
pub mod translation;

pub use completion::{Candidate, CandidateSort, Completion, complete};
