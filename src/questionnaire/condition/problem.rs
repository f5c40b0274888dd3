//! What can be wrong with a condition.

use super::Value;
use crate::calendar::CalendarDate;
use crate::choice::Code;
use crate::decimal::Decimal;
use crate::id::{QuestionId, ScaleId};

/// A fault in a condition and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionProblem {
    /// The character of the condition, counted from 1.
    pub at: usize,
    /// What is wrong.
    pub fault: ConditionFault,
}

/// What is wrong with a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum ConditionFault {
    /// Nothing there.
    Empty,
    /// A character no condition has.
    StrayCharacter(char),
    /// `=`, `&` or `|` where the doubled sign is meant.
    Halved(char),
    /// A quotation mark without its partner.
    OpenText,
    /// A number of more than eighteen digits or so.
    NumberTooLarge,
    /// A number of more decimals than any answer has.
    TooPrecise,
    /// What stands in quotes is compared, and is no date.
    NotADate(String),
    /// Something else was expected here.
    Unexpected {
        /// What could stand here.
        expected: Expectation,
        /// What does, as written; none at the end.
        found: Option<String>,
    },
    /// Deeper than anybody can read.
    TooDeep,
    /// A comparison without a question, or with two.
    NotComparable,
    /// No such question.
    UnknownQuestion {
        /// What was named.
        question: QuestionId,
        /// A question it may have meant.
        nearest: Option<QuestionId>,
    },
    /// A question that comes, or may come, after the condition.
    Later { question: QuestionId },
    /// A text question compared.
    TextCompared { question: QuestionId },
    /// A multiple choice compared like a single one.
    MultipleCompared { question: QuestionId },
    /// `N in Q` of a question that is no multiple choice.
    NotMultiple { question: QuestionId, code: Code },
    /// `<` on choices without order.
    Unordered {
        question: QuestionId,
        operator: &'static str,
    },
    /// An ordering that "don't know" and the like would satisfy by their code.
    TakesApart {
        question: QuestionId,
        /// The operator as seen from the question.
        operator: &'static str,
        /// The number compared with.
        value: Code,
        /// The code that stands apart.
        code: Code,
    },
    /// No choice has this code.
    UnknownChoice {
        question: QuestionId,
        code: Code,
        /// The codes there are.
        known: Vec<Code>,
    },
    /// A code that one of the scales shown does not have.
    NotOnEveryScale {
        question: QuestionId,
        /// The scale without it.
        scale: ScaleId,
        code: Code,
    },
    /// A number the question does not accept.
    NumberNeverGiven {
        question: QuestionId,
        /// The number.
        value: Decimal,
        /// The least accepted.
        min: i64,
        /// The greatest accepted.
        max: i64,
    },
    /// A date compared with something else, or a month with a day.
    DateWanted {
        question: QuestionId,
        /// True where it asks for a month without a day.
        month: bool,
    },
    /// A date that the question does not accept.
    DateNeverGiven {
        question: QuestionId,
        value: CalendarDate,
        /// The earliest accepted.
        earliest: CalendarDate,
        /// The latest accepted.
        latest: CalendarDate,
    },
    /// A date compared with what is no date.
    NumberWanted {
        question: QuestionId,
        /// The date.
        value: Value,
    },
    /// A number with more decimals than the answers have.
    TooManyDecimals {
        question: QuestionId,
        /// The number.
        value: Decimal,
        /// How many decimal places the answers have.
        decimals: u8,
    },
    /// No such arm.
    UnknownArm { arm: String },
    /// No such group.
    UnknownGroup {
        arm: String,
        group: String,
        groups: Vec<String>,
    },
}

/// What could stand at some place of a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expectation {
    /// The begin of a comparison, a negation or a bracket.
    Beginning,
    /// Another part, or the end.
    Continuation,
    /// The end of a bracket.
    ClosingBracket,
    /// A question in brackets, after `answered`.
    BracketedQuestion,
    /// A question.
    Question,
    /// A point and an arm, after `arm`.
    PointAndArm,
    /// An arm.
    Arm,
    /// Whether an arm's group is, or is not, which.
    GroupCompared,
    /// A group in quotes.
    Group,
    /// A list of codes, after `in`.
    Codes,
    /// Another code, or the end of the list.
    MoreCodes,
    /// A comparison.
    Comparison,
    /// A whole number.
    WholeNumber,
}

impl Expectation {
    /// Every expectation.
    pub const ALL: [Self; 13] = [
        Self::Beginning,
        Self::Continuation,
        Self::ClosingBracket,
        Self::BracketedQuestion,
        Self::Question,
        Self::PointAndArm,
        Self::Arm,
        Self::GroupCompared,
        Self::Group,
        Self::Codes,
        Self::MoreCodes,
        Self::Comparison,
        Self::WholeNumber,
    ];
}

impl ConditionFault {
    /// The fault, at this character of the source.
    pub fn at(self, at: usize) -> ConditionProblem {
        ConditionProblem { at, fault: self }
    }
}
