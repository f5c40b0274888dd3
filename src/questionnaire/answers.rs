//! What a respondent answered.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::calendar::CalendarDate;
use crate::choice::Code;
use crate::decimal::Decimal;
use crate::id::QuestionId;

/// The answer to one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum Answer {
    /// A chosen code, or the number of a number question. Stored answers write both as a bare
    /// number, so only the question tells which it is: [`Answer::code`] and `Number::units` read it.
    Number(i64),
    /// The chosen codes of a multiple choice; never empty.
    Codes(BTreeSet<Code>),
    /// A text; leaves the other answers before they are stored.
    Text(String),
    /// The number of a number question that takes decimals, in words of its own: `{"decimal":"2.5"}`.
    Decimal {
        /// The number.
        decimal: Decimal,
    },
    /// The date of a question for one: `{"date":"2013-05-28"}`, `{"date":"2013-05"}`.
    Date { date: CalendarDate },
    /// The choice made in place of a number or a date, such as "don't know": `{"beside":98}`.
    Beside { beside: Code },
}

/// The answers of one person by question id. A question without an entry was skipped or not asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(pub BTreeMap<QuestionId, Answer>);

impl Answer {
    /// The answer of whoever makes one choice.
    pub fn chosen(code: Code) -> Self {
        Self::Number(code.0)
    }

    /// The code of the one choice made, of a question that is answered by one.
    pub fn code(&self) -> Option<Code> {
        match self {
            Self::Number(code) => Some(Code(*code)),
            Self::Codes(_)
            | Self::Text(_)
            | Self::Decimal { .. }
            | Self::Date { .. }
            | Self::Beside { .. } => None,
        }
    }
}

impl Answers {
    /// The answer to a question.
    pub fn get(&self, question: &QuestionId) -> Option<&Answer> {
        self.0.get(question)
    }

    /// The code of the one choice made at a question that is answered by one.
    pub fn code(&self, question: &QuestionId) -> Option<Code> {
        self.get(question)?.code()
    }
}
