//! A form as a value: whose it is, and what it shows.

use crate::shown::Part;
use fieldwork::Wave;
use questionnaire::{Assignment, QuestionId, Questionnaire};

/// A form to be filled in.
#[derive(Debug)]
pub(super) struct Document<'a> {
    /// The wave it belongs to.
    pub(super) wave: &'a Wave,
    /// The questionnaire it asks.
    pub(super) questionnaire: &'a Questionnaire,
    /// Its questions, in the order shown.
    pub(super) parts: Vec<Part<'a>>,
    /// The variant, sent back with the answers.
    pub(super) variant: u8,
    /// What the variant draws.
    pub(super) assignment: &'a Assignment,
    /// Whether it is only looked at: its script then sends nothing.
    pub(super) only_shown: bool,
}

/// What a person reads when a question is not answered well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Message {
    pub(super) question: QuestionId,
    /// What to do.
    pub(super) text: String,
}
