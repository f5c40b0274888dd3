//! A number: whole, or with so many decimals.

use std::collections::BTreeSet;

use rand::{Rng, RngExt};
use serde::{Deserialize, Serialize};

use super::beside::{self, beside_field};
use super::choices::{self, ORDERINGS};
use super::{Answering, Beginning, Compared, Seen, Sort};
use crate::answers::Answer;
use crate::choice::{Choice, Code};
use crate::condition::{ConditionFault, Operator, Value};
use crate::decimal::Decimal;
use crate::id::QuestionId;
use crate::text::Text;
use crate::typed::to_half_width;
use crate::validation::{FieldError, Filled};

pub(super) const WORD: &str = "number";
pub(super) const KEYS: &[&str] = &["min", "max", "decimals", "unit", "extra"];
pub(super) const BEGINNING: &[(&str, Beginning)] = &[
    ("min", Beginning::Number(0)),
    ("max", Beginning::Number(100)),
];

/// A number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Number {
    /// The least number accepted.
    pub min: i64,
    /// The greatest number accepted.
    pub max: i64,
    /// What is counted, shown behind the field.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub unit: Text,
    /// The most decimal places accepted; none for whole numbers. The bounds are whole in any case.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub decimals: u8,
    /// What can be ticked in place of a number: "don't know", "prefer not to say".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extra: Vec<Choice>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_zero(decimals: &u8) -> bool {
    *decimals == 0
}

impl Number {
    /// An answer of so many units of the last decimal place.
    fn answer(&self, units: i64) -> Answer {
        if self.decimals == 0 {
            return Answer::Number(units);
        }
        let decimal = Decimal::new(units, self.decimals);
        Answer::Decimal { decimal }
    }

    /// The least and the greatest number accepted, in units of the last decimal place.
    pub fn bounds(&self) -> (i64, i64) {
        let power = 10_i64.saturating_pow(u32::from(self.decimals));
        (
            self.min.saturating_mul(power),
            self.max.saturating_mul(power),
        )
    }

    /// An answer in units of the last decimal place.
    pub fn units(&self, answer: &Answer) -> Option<i64> {
        let number = match answer {
            Answer::Number(number) => Decimal::from(*number),
            Answer::Decimal { decimal } => *decimal,
            Answer::Codes(_) | Answer::Text(_) | Answer::Date { .. } | Answer::Beside { .. } => {
                return None;
            }
        };
        let (least, most) = self.bounds();
        let units = number.units(self.decimals)?;
        (least..=most).contains(&units).then_some(units)
    }

    /// A number as people type it: with spaces around it, in full-width digits, with a point or a comma.
    fn typed(&self, value: &str) -> Result<Answer, FieldError> {
        let (min, max, decimals) = (self.min, self.max, self.decimals);
        let plain: String = value.trim().chars().map(to_half_width).collect();
        if decimals > 0 {
            let fault = FieldError::NotADecimal { min, max, decimals };
            let places = plain.split_once('.').map_or(0, |(_, places)| places.len());
            if places > usize::from(decimals) || may_mean_thousands(value) {
                return Err(fault);
            }
            let decimal = plain.parse().or(Err(fault.clone()))?;
            let answer = Answer::Decimal { decimal };
            return match self.units(&answer) {
                Some(_) => Ok(answer),
                None => Err(fault),
            };
        }
        let digits = plain.strip_prefix('-').unwrap_or(&plain);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(FieldError::NotANumber);
        }
        let number = plain.parse().ok();
        let within = number.filter(|number| (min..=max).contains(number));
        let number = within.ok_or(FieldError::OutOfRange { min, max })?;
        Ok(Answer::Number(number))
    }
}

impl Answering for Number {
    fn sort(&self) -> Sort {
        Sort::Number
    }

    fn own_choices(&self) -> &[Choice] {
        &self.extra
    }

    fn unit(&self) -> Option<&Text> {
        Some(&self.unit)
    }

    fn limits(&self) -> Vec<(&'static str, String)> {
        let decimals = match self.decimals {
            0 => String::new(),
            decimals => decimals.to_string(),
        };
        vec![
            ("min", self.min.to_string()),
            ("max", self.max.to_string()),
            ("decimals", decimals),
        ]
    }

    fn max_values(&self) -> usize {
        1 + self.extra.len()
    }

    fn extra_fields(&self, id: &QuestionId) -> Vec<String> {
        let field = (!self.extra.is_empty()).then(|| beside_field(id));
        field.into_iter().collect()
    }

    fn read(&self, seen: Seen<'_>, filled: &Filled<'_>) -> Result<Option<Answer>, FieldError> {
        let value = filled.single(seen.question.id.as_str())?;
        match (beside::ticked(seen, filled, value.is_some())?, value) {
            (Some(answer), _) => Ok(Some(answer)),
            (None, value) => value.map(|value| self.typed(value)).transpose(),
        }
    }

    fn accepts(&self, _: Seen<'_>, answer: &Answer) -> bool {
        match answer {
            Answer::Beside { beside } => beside::has(&self.extra, *beside),
            Answer::Number(_) | Answer::Decimal { .. } => self.units(answer).is_some(),
            Answer::Codes(_) | Answer::Text(_) | Answer::Date { .. } => false,
        }
    }

    fn compared(
        &self,
        asked: Compared<'_>,
        operator: Operator,
        value: Value,
    ) -> Option<ConditionFault> {
        let Value::Number(value) = value else {
            let question = asked.id();
            return Some(ConditionFault::NumberWanted { question, value });
        };
        if value.places() > self.decimals {
            return Some(ConditionFault::TooManyDecimals {
                question: asked.id(),
                value,
                decimals: self.decimals,
            });
        }
        let given = (Decimal::from(self.min)..=Decimal::from(self.max)).contains(&value);
        (!operator.orders() && !given).then(|| ConditionFault::NumberNeverGiven {
            question: asked.id(),
            value,
            min: self.min,
            max: self.max,
        })
    }

    fn chosen(&self, asked: Compared<'_>, code: Code) -> Option<ConditionFault> {
        if self.extra.is_empty() {
            return Some(choices::not_multiple(asked, code));
        }
        choices::unknown(asked, &self.extra, code)
    }

    fn operators(&self) -> &'static [Operator] {
        ORDERINGS
    }

    fn distinguishable_answers(&self, _: Seen<'_>, mentioned: &BTreeSet<Value>) -> Vec<Answer> {
        let (least, most) = self.bounds();
        let near = mentioned
            .iter()
            .filter_map(|value| value.number()?.units(self.decimals))
            .flat_map(|units| [units.saturating_sub(1), units, units.saturating_add(1)]);
        let units: BTreeSet<i64> = near
            .chain([least])
            .filter(|units| (least..=most).contains(units))
            .collect();
        let numbers = units.into_iter().map(|units| self.answer(units));
        numbers.chain(beside::answers(&self.extra)).collect()
    }

    fn random(&self, _: Seen<'_>, rng: &mut dyn Rng) -> Option<Answer> {
        if let Some(ticked) = beside::random(&self.extra, rng) {
            return Some(ticked);
        }
        let (least, most) = self.bounds();
        (least <= most).then(|| self.answer(rng.random_range(least..=most)))
    }

    fn answer_seconds(&self) -> f64 {
        4.0
    }
}

/// True where a comma has three digits behind it: to one person 1,500 is one and a half, to another fifteen hundred.
fn may_mean_thousands(value: &str) -> bool {
    let behind = value.trim().rsplit_once([',', '，']);
    behind.is_some_and(|(_, digits)| digits.chars().count() == 3)
}
