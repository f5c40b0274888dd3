//! What can be wrong with a condition.

use std::fmt;

use super::Value;
use crate::calendar::CalendarDate;
use crate::decimal::Decimal;
use crate::definition::Code;

/// A fault in a condition and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{fault} (at character {at})")]
pub struct ConditionProblem {
    /// The character of the condition, counted from 1.
    pub at: usize,
    /// What is wrong.
    pub fault: ConditionFault,
}

/// What is wrong with a condition, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConditionFault {
    /// Nothing there.
    #[error("the condition is empty; write it or remove the key")]
    Empty,
    /// A character no condition has.
    #[error("`{0}` has no meaning in a condition; remove it")]
    StrayCharacter(char),
    /// `=`, `&` or `|` where the doubled sign is meant.
    #[error("`{0}` alone has no meaning; write `{0}{0}`")]
    Halved(char),
    /// A quotation mark without its partner.
    #[error("the quotation mark is never closed; close it")]
    OpenText,
    /// A number of more than eighteen digits or so.
    #[error("the number is too large; correct it")]
    NumberTooLarge,
    /// A number of more decimals than any answer has.
    #[error("a number has at most 6 decimal places and 18 digits; shorten it")]
    TooPrecise,
    /// What stands in quotes is compared, and is no date.
    #[error("`'{0}'` is no date; write a day as '2014-01-31' or a month as '2014-01'")]
    NotADate(String),
    /// Something else was expected here.
    #[error("expected {expected}, found {}; correct the condition", found_words(.found.as_deref()))]
    Unexpected {
        /// What could stand here.
        expected: Expectation,
        /// What does, as written; none at the end.
        found: Option<String>,
    },
    /// Deeper than anybody can read.
    #[error("the brackets are nested too deeply; simplify the condition")]
    TooDeep,
    /// A comparison without a question, or with two.
    #[error(
        "a comparison needs a question on one side and a number or a date on the other; compare each question with one"
    )]
    NotComparable,
    /// No such question.
    #[error("there is no question `{question}`; {}", remedy(.nearest.as_deref()))]
    UnknownQuestion {
        /// What was named.
        question: String,
        /// A question it may have meant.
        nearest: Option<String>,
    },
    /// A question that comes, or may come, after the condition.
    #[error(
        "`{question}` may come only after this point; refer to earlier questions that rotation cannot move behind"
    )]
    Later {
        /// The question.
        question: String,
    },
    /// A text question compared.
    #[error("`{question}` takes a text, which cannot be compared; use answered({question})")]
    TextCompared {
        /// The question.
        question: String,
    },
    /// A multiple choice compared like a single one.
    #[error(
        "`{question}` is a multiple choice, which has no single value; write `1 in {question}`"
    )]
    MultipleCompared {
        /// The question.
        question: String,
    },
    /// `N in Q` of a question that is no multiple choice.
    #[error("`{question}` is not a multiple choice; write `{question} == {code}`")]
    NotMultiple {
        /// The question.
        question: String,
        /// The code.
        code: Code,
    },
    /// `<` on choices without order.
    #[error(
        "the choices of `{question}` have no order; `{operator}` compares numbers and scales only, write `{question} in [..]`"
    )]
    Unordered {
        /// The question.
        question: String,
        /// The operator.
        operator: &'static str,
    },
    /// An ordering that "don't know" and the like would satisfy by their code.
    #[error(
        "`{operator} {value}` also holds for {code}, which stands apart from the scale; write `{question} in [..]`"
    )]
    TakesApart {
        /// The question.
        question: String,
        /// The operator as seen from the question.
        operator: &'static str,
        /// The number compared with.
        value: Code,
        /// The code that stands apart.
        code: Code,
    },
    /// No choice has this code.
    #[error("`{question}` has no choice {code}; use one of: {}", codes(.known))]
    UnknownChoice {
        /// The question.
        question: String,
        /// The code.
        code: Code,
        /// The codes there are.
        known: Vec<Code>,
    },
    /// A code that one of the scales shown does not have.
    #[error(
        "`{question}` is also asked on scale `{scale}`, which has no choice {code}; use codes that every scale shown has"
    )]
    NotOnEveryScale {
        /// The question.
        question: String,
        /// The scale without it.
        scale: String,
        /// The code.
        code: Code,
    },
    /// A number the question does not accept.
    #[error("`{question}` accepts {min} to {max}, never {value}; correct the number")]
    NumberNeverGiven {
        /// The question.
        question: String,
        /// The number.
        value: Decimal,
        /// The least accepted.
        min: i64,
        /// The greatest accepted.
        max: i64,
    },
    /// A date compared with something else, or a month with a day.
    #[error("`{question}` takes a {}; write `{question} < {}`", if *.month { "month" } else { "date" }, if *.month { "'2014-01'" } else { "'2014-01-31'" })]
    DateWanted {
        /// The question.
        question: String,
        /// True where it asks for a month without a day.
        month: bool,
    },
    /// A date that the question does not accept.
    #[error("`{question}` accepts {earliest} to {latest}, never {value}; correct the date")]
    DateNeverGiven {
        /// The question.
        question: String,
        /// The date.
        value: CalendarDate,
        /// The earliest accepted.
        earliest: CalendarDate,
        /// The latest accepted.
        latest: CalendarDate,
    },
    /// A date compared with what is no date.
    #[error("`{question}` does not take a date; compare it with a number instead of {value}")]
    NumberWanted {
        /// The question.
        question: String,
        /// The date.
        value: Value,
    },
    /// A number with more decimals than the answers have.
    #[error("the answers to `{question}` have {} and are never compared with {value}; correct the number", decimals_words(*.decimals))]
    TooManyDecimals {
        /// The question.
        question: String,
        /// The number.
        value: Decimal,
        /// How many decimal places the answers have.
        decimals: u8,
    },
    /// No such arm.
    #[error("there is no arm `{arm}`; add it or correct the name")]
    UnknownArm {
        /// The arm.
        arm: String,
    },
    /// No such group.
    #[error("arm `{arm}` has no group `{group}`; use one of: {}", .groups.join(", "))]
    UnknownGroup {
        /// The arm.
        arm: String,
        /// The group.
        group: String,
        /// Its groups.
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

impl fmt::Display for Expectation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Beginning => "a question, a number, `answered(..)`, `arm.`, `!` or `(`",
            Self::Continuation => "`&&`, `||` or the end of the condition",
            Self::ClosingBracket => "`)`",
            Self::BracketedQuestion => "`(` and a question",
            Self::Question => "a question",
            Self::PointAndArm => "`.` and the name of an arm",
            Self::Arm => "the name of an arm",
            Self::GroupCompared => "`==` or `!=` and a group in quotes",
            Self::Group => "a group in quotes",
            Self::Codes => "`[` and the codes",
            Self::MoreCodes => "`,` or `]`",
            Self::Comparison => "a comparison or `in`",
            Self::WholeNumber => "a whole number",
        })
    }
}

fn found_words(found: Option<&str>) -> String {
    found.map_or_else(|| "the end".to_owned(), |found| format!("`{found}`"))
}

impl ConditionFault {
    /// The fault, at this character of the source.
    pub fn at(self, at: usize) -> ConditionProblem {
        ConditionProblem { at, fault: self }
    }
}

fn remedy(nearest: Option<&str>) -> String {
    match nearest {
        Some(near) => format!("did you mean `{near}`?"),
        None => "add it or correct the name".to_owned(),
    }
}

fn decimals_words(decimals: u8) -> String {
    match decimals {
        0 => "no decimals".to_owned(),
        decimals => format!("at most {decimals} decimal places"),
    }
}

fn codes(known: &[Code]) -> String {
    let known: Vec<String> = known.iter().map(ToString::to_string).collect();
    known.join(", ")
}
