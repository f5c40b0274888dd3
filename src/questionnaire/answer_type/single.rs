//! One of the question's own choices.

use std::collections::BTreeSet;

use rand::Rng;
use serde::{Deserialize, Serialize};

use super::choices::{self, SAMENESS};
use super::{Answering, Beginning, Compared, Seen, Sort};
use crate::answers::Answer;
use crate::choice::{Choice, ChoiceOrder, Code};
use crate::condition::{ConditionFault, Operator, Value};
use crate::validation::{FieldError, Filled};

pub(super) const WORD: &str = "single";
pub(super) const KEYS: &[&str] = &["choices", "order"];
pub(super) const BEGINNING: &[(&str, Beginning)] = &[("choices", Beginning::TwoChoices)];
pub(super) const IMPOSSIBLE_FLAGS: &[&str] = &["exclusive"];

/// One of its own choices.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Single {
    pub choices: Vec<Choice>,
    /// Their order.
    #[serde(default)]
    pub order: ChoiceOrder,
}

impl Answering for Single {
    fn sort(&self) -> Sort {
        Sort::Single
    }

    fn own_choices(&self) -> &[Choice] {
        &self.choices
    }

    fn order(&self) -> ChoiceOrder {
        self.order
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
        3.0
    }
}
