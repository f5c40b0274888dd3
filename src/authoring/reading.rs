//! The one way to read a draft: within one budget, and once for everybody who asks.
//!
//! # Design
//!
//! Every page of a draft reads its whole text, most of them the same text. What a text says and what is
//! wrong with it depends on the text alone, so readings stand on a [`Shelf`]. One that the clock cut
//! short, and not its steps, is not kept: a busy moment is not held against a text.
//! `no_page_reads_a_draft_past_its_reading` in `tests/architecture` sees that nobody else calls the parser.

use std::sync::Arc;

use crate::shelf::{Made, Shelf};
use format::{Budget, Reading, read_within};
use questionnaire::Questionnaire;

/// About how many bytes of readings are kept.
const KEPT: usize = 64 << 20;

/// So many bytes a reading takes for every byte of its text, roughly.
const BYTES_FOR_A_BYTE: usize = 8;

/// The draft's name in its findings.
const FILE: &str = "draft.toml";

static READINGS: Shelf<Reading> = Shelf::of_bytes(KEPT);

/// What a draft's text says, and everything that is wrong with it.
pub fn read_draft(text: &str) -> Arc<Reading> {
    READINGS.get(&[text.as_bytes()], || {
        let mut budget = Budget::default();
        let value = read_within(FILE, text.as_bytes(), &mut budget);
        Made {
            value,
            bytes: (!budget.is_late()).then_some(text.len() * BYTES_FOR_A_BYTE),
        }
    })
}

/// The questionnaire of a draft as far as its text can be read.
pub fn questionnaire_of(text: &str) -> Option<Questionnaire> {
    read_draft(text).questionnaire.clone()
}
