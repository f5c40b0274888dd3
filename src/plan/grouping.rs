//! By what respondents are told apart in results: sex, age, where they live, as they say themselves.
//!
//! # Design
//!
//! Which groups are looked at is said in the plan, so that it is registered before the first answer: whoever looks at enough
//! groups afterwards finds one that differs. A plan without groupings has none, and its releases stay as they were.

use serde::{Deserialize, Serialize};

use questionnaire::{Code, QuestionId, Text};

/// A question by whose answers respondents are told apart, each way a table of its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Grouping {
    /// Stable over waves, as in `sex`.
    pub id: String,
    /// By what: sex, age.
    pub title: Text,
    /// The questionnaire that asks.
    pub questionnaire: String,
    /// The question.
    pub question: QuestionId,
    /// The classes, in the order shown. Whoever gave none of their codes has not stated the class.
    pub classes: Vec<GroupClass>,
}

/// Answers that count as one class.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupClass {
    /// What it is called.
    pub title: Text,
    /// The codes of its answers.
    pub codes: Vec<Code>,
}

impl Grouping {
    /// The place of the class of an answer; none where it is in no class.
    pub fn class_of(&self, code: Code) -> Option<usize> {
        (self.classes.iter()).position(|class| class.codes.contains(&code))
    }
}
