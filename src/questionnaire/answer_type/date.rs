//! A day, or a month, of the calendar.

use std::collections::BTreeSet;

use rand::{Rng, RngExt};
use serde::{Deserialize, Serialize};

use super::beside::{self, beside_field};
use super::choices::{self, ORDERINGS};
use super::{Answering, Beginning, Compared, Seen, Sort};
use crate::answers::Answer;
use crate::calendar::CalendarDate;
use crate::choice::{Choice, Code};
use crate::condition::{ConditionFault, Operator, Value};
use crate::id::QuestionId;
use crate::typed::to_half_width;
use crate::validation::{FieldError, Filled};

pub(super) const WORD: &str = "date";
pub(super) const KEYS: &[&str] = &["earliest", "latest", "extra"];
pub(super) const BEGINNING: &[(&str, Beginning)] = &[
    ("earliest", Beginning::Text("1900-01-01")),
    ("latest", Beginning::Text("2099-12-31")),
];

/// A date: a day where the bounds are days, a month where they are months.
///
/// It is asked for in a field each for year, month and day, on every phone and with or without a script: a calendar to
/// leaf through is a long way to a year of birth, and fields take what a keypad writes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Date {
    /// The earliest date accepted.
    pub earliest: CalendarDate,
    /// The latest date accepted.
    pub latest: CalendarDate,
    /// What can be ticked in place of a date: "don't remember", "prefer not to say".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extra: Vec<Choice>,
}

/// The field that carries the month of a question for a date; the field of the year has the question's id.
pub fn month_field(question: &QuestionId) -> String {
    format!("{question}_month")
}

/// The field that carries the day.
pub fn day_field(question: &QuestionId) -> String {
    format!("{question}_day")
}

impl Date {
    /// True where no day is asked for.
    pub fn is_month(&self) -> bool {
        self.earliest.is_month()
    }

    /// Whether a date is as precise as is asked for, and within the bounds.
    fn accepts(&self, date: CalendarDate) -> bool {
        date.is_month() == self.is_month() && (self.earliest..=self.latest).contains(&date)
    }

    /// The date that three fields hold, as people type it: in full-width digits, with spaces, the unit behind.
    fn typed(&self, parts: [Option<&str>; 3]) -> Result<Option<Answer>, FieldError> {
        if parts.iter().all(Option::is_none) {
            return Ok(None);
        }
        let [year, month, day] = parts.map(|part| part.and_then(digits));
        let day = match (self.is_month(), day) {
            (true, _) => Some(None),
            (false, Some(day)) => u8::try_from(day).ok().map(Some),
            (false, None) => None,
        };
        let month = month.and_then(|month| u8::try_from(month).ok());
        let date = match (year, month, day) {
            (Some(year), Some(month), Some(day)) => CalendarDate::new(year, month, day),
            _ => None,
        };
        match date.filter(|date| self.accepts(*date)) {
            Some(date) => Ok(Some(Answer::Date { date })),
            None => Err(FieldError::NotADate {
                earliest: self.earliest,
                latest: self.latest,
            }),
        }
    }
}

/// A number as it is typed into a field of its own.
fn digits(typed: &str) -> Option<u16> {
    let plain: String = typed.trim().chars().map(to_half_width).collect();
    let only_digits = plain.bytes().all(|byte| byte.is_ascii_digit());
    plain.parse().ok().filter(|_| only_digits)
}

impl Answering for Date {
    fn sort(&self) -> Sort {
        Sort::Date
    }

    fn own_choices(&self) -> &[Choice] {
        &self.extra
    }

    fn limits(&self) -> Vec<(&'static str, String)> {
        vec![
            ("earliest", self.earliest.to_string()),
            ("latest", self.latest.to_string()),
        ]
    }

    fn max_values(&self) -> usize {
        3 + self.extra.len()
    }

    fn extra_fields(&self, id: &QuestionId) -> Vec<String> {
        let mut fields = vec![month_field(id)];
        if !self.is_month() {
            fields.push(day_field(id));
        }
        if !self.extra.is_empty() {
            fields.push(beside_field(id));
        }
        fields
    }

    fn read(&self, seen: Seen<'_>, filled: &Filled<'_>) -> Result<Option<Answer>, FieldError> {
        let id = &seen.question.id;
        let parts = [
            filled.single(id.as_str())?,
            filled.single(&month_field(id))?,
            filled.single(&day_field(id))?,
        ];
        let typed = parts.iter().any(Option::is_some);
        match beside::ticked(seen, filled, typed)? {
            Some(answer) => Ok(Some(answer)),
            None => self.typed(parts),
        }
    }

    fn accepts(&self, _: Seen<'_>, answer: &Answer) -> bool {
        match answer {
            Answer::Date { date } => self.accepts(*date),
            Answer::Beside { beside } => beside::has(&self.extra, *beside),
            Answer::Number(_) | Answer::Decimal { .. } | Answer::Codes(_) | Answer::Text(_) => {
                false
            }
        }
    }

    fn compared(
        &self,
        asked: Compared<'_>,
        operator: Operator,
        value: Value,
    ) -> Option<ConditionFault> {
        let question = asked.id();
        let month = self.is_month();
        let date = match value {
            Value::Date(date) if date.is_month() == month => date,
            Value::Date(_) | Value::Number(_) => {
                return Some(ConditionFault::DateWanted { question, month });
            }
        };
        (!operator.orders() && !self.accepts(date)).then_some(ConditionFault::DateNeverGiven {
            question,
            value: date,
            earliest: self.earliest,
            latest: self.latest,
        })
    }

    fn chosen(&self, asked: Compared<'_>, code: Code) -> Option<ConditionFault> {
        if self.extra.is_empty() {
            let (question, month) = (asked.id(), self.is_month());
            return Some(ConditionFault::DateWanted { question, month });
        }
        choices::unknown(asked, &self.extra, code)
    }

    fn operators(&self) -> &'static [Operator] {
        ORDERINGS
    }

    fn distinguishable_answers(&self, _: Seen<'_>, mentioned: &BTreeSet<Value>) -> Vec<Answer> {
        let dates = mentioned.iter().filter_map(|value| match value {
            Value::Date(date) if date.is_month() == self.is_month() => Some(*date),
            Value::Date(_) | Value::Number(_) => None,
        });
        let near = dates.flat_map(|date| [date.previous(), Some(date), date.later(1)]);
        let dates: BTreeSet<CalendarDate> = near
            .flatten()
            .chain([self.earliest])
            .filter(|date| self.accepts(*date))
            .collect();
        let dates = dates.into_iter().map(|date| Answer::Date { date });
        dates.chain(beside::answers(&self.extra)).collect()
    }

    fn random(&self, _: Seen<'_>, rng: &mut dyn Rng) -> Option<Answer> {
        if let Some(ticked) = beside::random(&self.extra, rng) {
            return Some(ticked);
        }
        let steps = self.earliest.until(self.latest)?;
        let date = self.earliest.later(rng.random_range(0..=steps))?;
        Some(Answer::Date { date })
    }

    fn answer_seconds(&self) -> f64 {
        if self.is_month() { 6.0 } else { 8.0 }
    }
}
