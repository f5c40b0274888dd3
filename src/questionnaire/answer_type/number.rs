//! A whole number.

use std::collections::BTreeSet;

use rand::{Rng, RngExt};
use serde::{Deserialize, Serialize};

use super::choices::{self, ORDERINGS};
use super::{Answering, Compared, Seen, Sort};
use crate::answers::Answer;
use crate::condition::{ConditionFault, Operator};
use crate::definition::{Choice, ChoiceOrder, Code};
use crate::text::Text;
use crate::validation::{FieldError, Filled};

pub(super) const WORD: &str = "number";
pub(super) const KEYS: &[&str] = &["min", "max", "unit"];

/// A whole number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Number {
    /// The least number accepted.
    pub min: i64,
    /// The greatest number accepted.
    pub max: i64,
    /// What is counted, shown behind the field.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub unit: Text,
}

impl Answering for Number {
    fn sort(&self) -> Sort {
        Sort::Number
    }

    fn own_choices(&self) -> &[Choice] {
        &[]
    }

    fn order(&self) -> ChoiceOrder {
        ChoiceOrder::Fixed
    }

    fn unit(&self) -> Option<&Text> {
        Some(&self.unit)
    }

    fn limits(&self) -> Vec<(&'static str, String)> {
        vec![("min", self.min.to_string()), ("max", self.max.to_string())]
    }

    fn most_values(&self) -> usize {
        1
    }

    fn read(&self, seen: Seen<'_>, filled: &Filled<'_>) -> Result<Option<Answer>, FieldError> {
        let value = filled.single(&seen.question.id)?;
        value
            .map(|value| typed(value, self.min, self.max).map(Answer::Number))
            .transpose()
    }

    fn takes(&self, _: Seen<'_>, answer: &Answer) -> bool {
        match answer {
            Answer::Number(number) => (self.min..=self.max).contains(number),
            Answer::Codes(_) | Answer::Text(_) => false,
        }
    }

    fn compared(
        &self,
        asked: Compared<'_>,
        operator: Operator,
        value: Code,
    ) -> Option<ConditionFault> {
        let given = (self.min..=self.max).contains(&value);
        (!operator.orders() && !given).then(|| ConditionFault::NumberNeverGiven {
            question: asked.id(),
            value,
            min: self.min,
            max: self.max,
        })
    }

    fn chosen(&self, asked: Compared<'_>, code: Code) -> Option<ConditionFault> {
        choices::not_multiple(asked, code)
    }

    fn operators(&self) -> &'static [Operator] {
        ORDERINGS
    }

    fn told_apart(&self, _: Seen<'_>, mentioned: &BTreeSet<Code>) -> Vec<Answer> {
        let near = mentioned
            .iter()
            .flat_map(|value| [value.saturating_sub(1), *value, value.saturating_add(1)]);
        let values: BTreeSet<i64> = near
            .chain([self.min])
            .filter(|value| (self.min..=self.max).contains(value))
            .collect();
        values.into_iter().map(Answer::Number).collect()
    }

    fn random(&self, _: Seen<'_>, rng: &mut dyn Rng) -> Option<Answer> {
        (self.min <= self.max).then(|| Answer::Number(rng.random_range(self.min..=self.max)))
    }

    fn deciding(&self) -> f64 {
        4.0
    }
}

/// A number as people type it: with spaces around it, or in full-width digits.
fn typed(value: &str, min: i64, max: i64) -> Result<i64, FieldError> {
    let plain: String = value.trim().chars().map(narrow).collect();
    let digits = plain.strip_prefix('-').unwrap_or(&plain);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(FieldError::NotANumber);
    }
    let number = plain.parse().ok();
    let within = number.filter(|number| (min..=max).contains(number));
    within.ok_or(FieldError::OutOfRange { min, max })
}

fn narrow(c: char) -> char {
    match c {
        '０'..='９' => {
            char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c)
        }
        '－' | '−' => '-',
        c => c,
    }
}
