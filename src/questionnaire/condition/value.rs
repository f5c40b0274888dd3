//! What an answer is compared with.

use std::fmt;

use crate::answers::Answer;
use crate::calendar::CalendarDate;
use crate::choice::Code;
use crate::decimal::Decimal;

/// What an answer is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// A number, or the code of a choice.
    Number(Decimal),
    /// A date, written in quotes: `'2014-01-31'`, `'2014-01'`.
    Date(CalendarDate),
}

impl Value {
    /// What an answer gives to compare; none for texts, several choices, and what is ticked in place of an answer.
    pub fn of(answer: &Answer) -> Option<Self> {
        match answer {
            Answer::Number(number) => Some(Self::from(*number)),
            Answer::Decimal { decimal } => Some(Self::Number(*decimal)),
            Answer::Date { date } => Some(Self::Date(*date)),
            Answer::Codes(_) | Answer::Text(_) | Answer::Beside { .. } => None,
        }
    }

    /// The number, if it is one.
    pub fn number(self) -> Option<Decimal> {
        match self {
            Self::Number(number) => Some(number),
            Self::Date(_) => None,
        }
    }

    /// The whole number, if it is one.
    pub fn whole(self) -> Option<i64> {
        self.number().and_then(Decimal::whole)
    }

    /// True for two numbers and for two dates.
    pub(super) fn is_like(self, other: Self) -> bool {
        matches!(
            (self, other),
            (Self::Number(_), Self::Number(_)) | (Self::Date(_), Self::Date(_))
        )
    }
}

/// As the choices of a scale compare: by their codes.
impl From<Code> for Value {
    fn from(code: Code) -> Self {
        Self::from(code.0)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number.into())
    }
}

impl fmt::Display for Value {
    /// As conditions write it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Date(date) => write!(f, "'{date}'"),
        }
    }
}
