//! Results: from the responses of a closed wave to a frozen, published release.
//!
//! `prepared` turns responses into columns with final weights; `estimates` asks the statistics module
//! for rates, `indicators` puts beside each rate its interval, its verdict and the other ways to count; `suppression`
//! says which of it may be shown; `release` is what is kept and shown, `registration` what it must be computed by, and
//! `unreleased` what is still to be released; `whole_plan` sets every promise beside what is released of it.
//! `drivers` says what goes with an indicator, `pairs` what a reader may compare.
//! `analysis_document` asks for all of it again, `raw_cases` lays open what it was made of, and `person_rows` is what may leave
//! of the answers themselves. `published` is a release as it is cited, and `tables` what is taken away from it. `texts` is what becomes
//! of answers in words.

pub mod analysis_document;
mod cells;
mod coarsening;
pub mod comparison;
pub mod compute;
mod count;
pub mod counting;
pub mod dataset;
mod date_classes;
mod division;
mod drawn_sample;
mod drivers;
pub mod estimates;
#[cfg(test)]
mod example;
mod flagged;
mod groups;
pub mod indicators;
mod measured_words;
pub mod monitor;
mod number_classes;
mod odd_groups;
pub mod open;
pub mod pairs;
pub mod person_rows;
mod places;
pub mod prepared;
pub mod prospect;
pub mod published;
pub mod quality;
pub mod raw_cases;
pub mod registration;
pub mod release;
pub mod review;
pub mod rules;
pub mod store;
pub(crate) mod suppression;
pub mod tables;
mod tally;
pub mod texts;
pub mod unreleased;
pub mod weights;
pub mod whole_plan;

pub use compute::{ComputeError, Inputs, compute};
pub use release::Release;
