//! A text in the respondent's own words, on one line or on several. It is kept apart from the other answers.

use std::collections::BTreeSet;

use rand::Rng;
use serde::{Deserialize, Serialize};

use super::{Answering, Beginning, Compared, Seen, Sort};
use crate::answers::Answer;
use crate::choice::Code;
use crate::condition::{ConditionFault, Operator, Value};
use crate::validation::{FieldError, Filled, clean_text};

pub(super) const SHORT_WORD: &str = "short_text";
pub(super) const LONG_WORD: &str = "long_text";
pub(super) const KEYS: &[&str] = &["max_length"];
pub(super) const SHORT_BEGINNING: &[(&str, Beginning)] = &[("max_length", Beginning::Number(100))];
pub(super) const LONG_BEGINNING: &[(&str, Beginning)] = &[("max_length", Beginning::Number(500))];

/// One line of text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShortText {
    /// The most characters accepted.
    pub max_length: u16,
}

/// Several lines of text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LongText {
    /// The most characters accepted.
    pub max_length: u16,
}

/// What one line and several differ in.
trait Lines {
    const SORT: Sort;
    const SEVERAL: bool;
    /// Seconds to think and write, as if everyone wrote a little.
    const WRITING: f64;
    fn max_length(&self) -> u16;
}

impl Lines for ShortText {
    const SORT: Sort = Sort::ShortText;
    const SEVERAL: bool = false;
    const WRITING: f64 = 15.0;

    fn max_length(&self) -> u16 {
        self.max_length
    }
}

impl Lines for LongText {
    const SORT: Sort = Sort::LongText;
    const SEVERAL: bool = true;
    const WRITING: f64 = 40.0;

    fn max_length(&self) -> u16 {
        self.max_length
    }
}

impl<T: Lines> Answering for T {
    fn sort(&self) -> Sort {
        T::SORT
    }

    fn limits(&self) -> Vec<(&'static str, String)> {
        vec![("max_length", self.max_length().to_string())]
    }

    fn read(&self, seen: Seen<'_>, filled: &Filled<'_>) -> Result<Option<Answer>, FieldError> {
        let Some(value) = filled.single(seen.question.id.as_str())? else {
            return Ok(None);
        };
        let text = clean_text(value, T::SEVERAL, self.max_length())?;
        Ok(text.map(Answer::Text))
    }

    fn accepts(&self, _: Seen<'_>, answer: &Answer) -> bool {
        match answer {
            Answer::Text(_) => true,
            Answer::Number(_)
            | Answer::Codes(_)
            | Answer::Decimal { .. }
            | Answer::Date { .. }
            | Answer::Beside { .. } => false,
        }
    }

    fn compared(&self, asked: Compared<'_>, _: Operator, _: Value) -> Option<ConditionFault> {
        let question = asked.id();
        Some(ConditionFault::TextCompared { question })
    }

    fn chosen(&self, asked: Compared<'_>, _: Code) -> Option<ConditionFault> {
        let question = asked.id();
        Some(ConditionFault::TextCompared { question })
    }

    fn operators(&self) -> &'static [Operator] {
        &[]
    }

    fn distinguishable_answers(&self, _: Seen<'_>, _: &BTreeSet<Value>) -> Vec<Answer> {
        vec![Answer::Text("x".to_owned())]
    }

    fn random(&self, _: Seen<'_>, _: &mut dyn Rng) -> Option<Answer> {
        Some(Answer::Text("…".to_owned()))
    }

    fn answer_seconds(&self) -> f64 {
        T::WRITING
    }
}
