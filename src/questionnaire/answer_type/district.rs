//! A unit of the sampling frame's first level; the codes are those of the frame.

use std::collections::BTreeSet;

use rand::Rng;
use serde::{Deserialize, Serialize};

use super::choices::{self, SAMENESS};
use super::{AnswerType, Answering, Beginning, Compared, Seen, Sort};
use crate::answers::Answer;
use crate::choice::{Choice, Code};
use crate::condition::{ConditionFault, Operator, Value};
use crate::validation::{FieldError, Filled};

pub(super) const WORD: &str = "district";
pub(super) const KEYS: &[&str] = &["choices"];
pub(super) const BEGINNING: &[(&str, Beginning)] = &[("choices", Beginning::TwoChoices)];
pub(super) const IMPOSSIBLE_FLAGS: &[&str] = &["exclusive", "other"];

/// A unit of the frame's first level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct District {
    /// The units, and perhaps "elsewhere".
    pub choices: Vec<Choice>,
}

impl AnswerType {
    /// The districts to choose from; none where it asks for something else.
    pub fn districts(&self) -> Option<&[Choice]> {
        (self.sort() == Sort::District).then(|| self.own_choices())
    }

    /// True where whoever answers reads the choices; one's own district is found, not read for.
    pub(crate) fn choices_are_read(&self) -> bool {
        self.districts().is_none()
    }
}

impl Answering for District {
    fn sort(&self) -> Sort {
        Sort::District
    }

    fn own_choices(&self) -> &[Choice] {
        &self.choices
    }

    fn read(&self, seen: Seen<'_>, filled: &Filled<'_>) -> Result<Option<Answer>, FieldError> {
        choices::read_one(seen, filled)
    }

    fn accepts(&self, seen: Seen<'_>, answer: &Answer) -> bool {
        choices::is_one(seen, answer)
    }

    fn compared(
        &self,
        asked: Compared<'_>,
        operator: Operator,
        value: Value,
    ) -> Option<ConditionFault> {
        choices::compared(asked, &self.choices, operator, value)
    }

    fn chosen(&self, asked: Compared<'_>, code: Code) -> Option<ConditionFault> {
        Some(choices::not_multiple(asked, code))
    }

    fn operators(&self) -> &'static [Operator] {
        SAMENESS
    }

    fn distinguishable_answers(&self, seen: Seen<'_>, mentioned: &BTreeSet<Value>) -> Vec<Answer> {
        choices::mentioned_and_another(seen, mentioned)
    }

    fn random(&self, seen: Seen<'_>, rng: &mut dyn Rng) -> Option<Answer> {
        choices::random_one(seen, rng)
    }

    fn answer_seconds(&self) -> f64 {
        4.0
    }
}
