//! Conditions: when a question is asked, and when an interview ends.
//!
//! # Design
//!
//! A small, total subset of CEL: comparisons of a question with a number (decimals exactly) or a date in quotes, `in`,
//! `answered(..)`, arms, `&&`, `||`, `!`. Every condition is parsed once, checked against
//! the questionnaire and evaluated without failing. Logic is three-valued (Kleene): what
//! was not answered is unknown (and so is every comparison with the answer of whoever ticked
//! "don't know" in place of a number or a date, though it is answered, and the choice can be asked for by `in`), and a question is asked only if its condition is true. In
//! files, the database and the canonical content a condition is its source text; the page
//! gets the same tree as JSON ([`Condition::to_tree`]).

mod phrase;
mod problem;
mod rewrite;
mod syntax;
mod tree;
mod value;

use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::answers::Answer;
use crate::choice::Code;
use crate::id::QuestionId;
use crate::variant::Assignment;

pub use phrase::{Asked, Comparison, Named, Phrase};
pub use problem::{ConditionFault, ConditionProblem, Expectation};
pub use rewrite::Renamed;
pub use syntax::{Token, tokens};
pub use value::Value;

/// A condition with its source text.
#[derive(Debug, Clone)]
pub struct Condition {
    source: String,
    root: Expression,
}

/// True, false, or unknown for want of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truth {
    /// It holds.
    True,
    /// It does not hold.
    False,
    /// It depends on a question that was not answered.
    Unknown,
}

/// An arm or a group that a condition names, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The arm or group.
    pub text: String,
    /// The character of the source it begins at, counted from 1.
    pub at: usize,
}

/// A question that a condition names, and where it does.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct NamedQuestion {
    pub id: QuestionId,
    /// The character of the source it begins at, counted from 1.
    pub at: usize,
}

/// What a condition says, as a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum Expression {
    /// `a && b`: all of them.
    All(Vec<Expression>),
    /// `a || b`: at least one.
    Any(Vec<Expression>),
    /// `!a`: not.
    Not(Box<Expression>),
    /// `answered(Q)`: there is an answer.
    Answered(NamedQuestion),
    /// `Q >= 3`, `Q < '2014-01-01'`: how the answer compares with a number or a date.
    Compare {
        /// Whose answer.
        question: NamedQuestion,
        /// How.
        operator: Operator,
        /// With what.
        value: Value,
    },
    /// `Q in [1, 2]`: the answer is one of these.
    OneOf {
        /// Whose answer.
        question: NamedQuestion,
        /// The codes; of a number question, the numbers.
        codes: Vec<Code>,
    },
    /// `2 in Q`: the choice was ticked.
    Chosen {
        /// The choice.
        code: Code,
        /// The multiple choice.
        question: NamedQuestion,
    },
    /// `arm.order == 'a'`: the respondent is in this group of an arm.
    Arm { arm: Name, group: Name },
}

/// How two numbers or dates compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

impl Operator {
    /// The operator as it is written.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
        }
    }

    /// The operator with its sides exchanged: `2 < Q` says `Q > 2`.
    #[must_use]
    pub fn mirrored(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::AtMost => Self::AtLeast,
            Self::Greater => Self::Less,
            Self::AtLeast => Self::AtMost,
            Self::Equal | Self::NotEqual => self,
        }
    }

    /// The operator that holds exactly where this one does not: `>=` for `<`.
    #[must_use]
    pub fn contrary(self) -> Self {
        match self {
            Self::Equal => Self::NotEqual,
            Self::NotEqual => Self::Equal,
            Self::Less => Self::AtLeast,
            Self::AtMost => Self::Greater,
            Self::Greater => Self::AtMost,
            Self::AtLeast => Self::Less,
        }
    }

    /// True for those that ask which is larger or later.
    pub fn orders(self) -> bool {
        !matches!(self, Self::Equal | Self::NotEqual)
    }

    /// Whether it holds between two numbers or dates.
    pub fn holds<T: Ord + Copy>(self, left: T, right: T) -> bool {
        match self {
            Self::Equal => left == right,
            Self::NotEqual => left != right,
            Self::Less => left < right,
            Self::AtMost => left <= right,
            Self::Greater => left > right,
            Self::AtLeast => left >= right,
        }
    }
}

impl Truth {
    /// Both; false as soon as one is false.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::False, _) | (_, Self::False) => Self::False,
            (Self::True, Self::True) => Self::True,
            _ => Self::Unknown,
        }
    }

    /// Either; true as soon as one is true.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.negated().and(other.negated()).negated()
    }

    /// The contrary; unknown stays unknown.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
        }
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }
}

impl Condition {
    /// Parses a condition.
    pub fn parse(source: &str) -> Result<Self, ConditionProblem> {
        Ok(Self {
            source: source.to_owned(),
            root: syntax::parse(source)?,
        })
    }

    /// The condition as it was written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether the condition holds, given the arms of the assignment and the answers.
    pub fn evaluate<'a>(
        &self,
        assignment: &Assignment,
        answer: &dyn Fn(&QuestionId) -> Option<&'a Answer>,
    ) -> Truth {
        self.root.evaluate(assignment, answer)
    }

    /// The questions the condition depends on, in the order written.
    pub fn questions(&self) -> Vec<&QuestionId> {
        let mut names = Vec::new();
        self.root.visit(&mut |expression| {
            if let Some(name) = expression.question() {
                names.push(&name.id);
            }
        });
        names
    }

    /// How much there is to weigh: its parts and the codes they are compared with.
    pub fn weight(&self) -> u64 {
        let mut weight = 0;
        self.root.visit(&mut |expression| {
            weight += 1;
            if let Expression::OneOf { codes, .. } = expression {
                weight += u64::try_from(codes.len()).unwrap_or(u64::MAX);
            }
        });
        weight
    }

    /// Whether the condition depends on the arm somebody is in.
    pub fn names_an_arm(&self) -> bool {
        let mut found = false;
        self.root.visit(&mut |expression| {
            found |= matches!(expression, Expression::Arm { .. });
        });
        found
    }

    /// What it says.
    pub fn root(&self) -> &Expression {
        &self.root
    }
}

impl Expression {
    fn evaluate<'a>(
        &self,
        assignment: &Assignment,
        answer: &dyn Fn(&QuestionId) -> Option<&'a Answer>,
    ) -> Truth {
        match self {
            Self::All(parts) => parts
                .iter()
                .map(|part| part.evaluate(assignment, answer))
                .fold(Truth::True, Truth::and),
            Self::Any(parts) => parts
                .iter()
                .map(|part| part.evaluate(assignment, answer))
                .fold(Truth::False, Truth::or),
            Self::Not(inner) => inner.evaluate(assignment, answer).negated(),
            Self::Arm { arm, group } => {
                Truth::from(assignment.group(&arm.text) == Some(group.text.as_str()))
            }
            Self::Answered(name)
            | Self::Compare { question: name, .. }
            | Self::OneOf { question: name, .. }
            | Self::Chosen { question: name, .. } => self.holds_for(answer(&name.id)),
        }
    }

    /// What an expression about one question says of an answer to it.
    pub fn holds_for(&self, answer: Option<&Answer>) -> Truth {
        match (self, answer) {
            (Self::Answered(_), answer) => Truth::from(answer.is_some()),
            (
                Self::Compare {
                    operator, value, ..
                },
                Some(answer),
            ) => match Value::of(answer).filter(|given| given.is_like(*value)) {
                Some(given) => Truth::from(operator.holds(given, *value)),
                None => Truth::Unknown,
            },
            (Self::OneOf { codes, .. }, Some(Answer::Number(number))) => {
                Truth::from(codes.contains(&Code(*number)))
            }
            (Self::OneOf { codes, .. }, Some(Answer::Decimal { decimal })) => {
                let whole = decimal.whole();
                Truth::from(whole.is_some_and(|whole| codes.contains(&Code(whole))))
            }
            (Self::Chosen { code, .. }, Some(Answer::Beside { beside })) => {
                Truth::from(beside == code)
            }
            // Who gave a number or a date ticked nothing in its place.
            (
                Self::Chosen { .. },
                Some(Answer::Number(_) | Answer::Decimal { .. } | Answer::Date { .. }),
            ) => Truth::False,
            (Self::Chosen { code, .. }, Some(Answer::Codes(chosen))) => {
                Truth::from(chosen.contains(code))
            }
            _ => Truth::Unknown,
        }
    }

    /// The question of an expression about one question.
    pub fn question(&self) -> Option<&NamedQuestion> {
        match self {
            Self::Answered(question)
            | Self::Compare { question, .. }
            | Self::OneOf { question, .. }
            | Self::Chosen { question, .. } => Some(question),
            Self::All(_) | Self::Any(_) | Self::Not(_) | Self::Arm { .. } => None,
        }
    }

    /// Calls `see` for every part, the whole first.
    pub fn visit<'e>(&'e self, see: &mut dyn FnMut(&'e Expression)) {
        see(self);
        match self {
            Self::All(parts) | Self::Any(parts) => {
                for part in parts {
                    part.visit(see);
                }
            }
            Self::Not(inner) => inner.visit(see),
            _ => {}
        }
    }
}

impl PartialEq for Condition {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)
    }
}

impl FromStr for Condition {
    type Err = ConditionProblem;

    fn from_str(source: &str) -> Result<Self, Self::Err> {
        Self::parse(source)
    }
}

impl Serialize for Condition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.source)
    }
}

impl<'de> Deserialize<'de> for Condition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let source = String::deserialize(deserializer)?;
        Self::parse(&source)
            .map_err(|problem| D::Error::custom(format_args!("`{source}`: {problem:?}")))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn truth(source: &str, answers: &[(&str, Answer)]) -> Truth {
        let assignment = Assignment::default();
        Condition::parse(source)
            .unwrap()
            .evaluate(&assignment, &|id| {
                answers
                    .iter()
                    .find(|(question, _)| *question == id.as_str())
                    .map(|(_, answer)| answer)
            })
    }

    #[test]
    fn an_unanswered_question_is_unknown() {
        assert_eq!(truth("Q1 == 1", &[]), Truth::Unknown);
        assert_eq!(truth("Q1 != 1", &[]), Truth::Unknown);
        assert_eq!(truth("!(Q1 == 1)", &[]), Truth::Unknown);
        assert_eq!(truth("answered(Q1)", &[]), Truth::False);
    }

    #[test]
    fn one_false_part_decides_and_one_true_part_decides_or() {
        let one = [("Q1", Answer::Number(1))];
        assert_eq!(truth("Q1 == 2 && Q2 == 1", &one), Truth::False);
        assert_eq!(truth("Q1 == 1 && Q2 == 1", &one), Truth::Unknown);
        assert_eq!(truth("Q2 == 1 || Q1 == 1", &one), Truth::True);
        assert_eq!(truth("Q2 == 1 || Q1 == 2", &one), Truth::Unknown);
    }

    #[test]
    fn comparisons_work_from_both_sides() {
        let five = [("Q1", Answer::Number(5))];
        assert_eq!(truth("Q1 < 6", &five), Truth::True);
        assert_eq!(truth("4 < Q1", &five), Truth::True);
        assert_eq!(truth("5 < Q1", &five), Truth::False);
        assert_eq!(truth("Q1 <= 5 && 5 <= Q1", &five), Truth::True);
        assert_eq!(truth("Q1 in [1, 5]", &five), Truth::True);
    }

    #[test]
    fn decimals_compare_exactly_with_decimals_and_with_whole_numbers() {
        let decimal = |text: &str| Answer::Decimal {
            decimal: text.parse().unwrap(),
        };
        let tenth = [("Q1", decimal("0.3"))];
        assert_eq!(truth("Q1 == 0.30 && Q1 <= 0.3", &tenth), Truth::True);
        assert_eq!(truth("Q1 < 0.3 || 0.3 < Q1", &tenth), Truth::False);
        assert_eq!(truth("-0.5 < Q1 && Q1 != 1", &tenth), Truth::True);
        assert_eq!(
            truth("Q1 in [2, 3]", &[("Q1", decimal("3.0"))]),
            Truth::True
        );
        assert_eq!(truth("Q1 > 2.5", &[("Q1", Answer::Number(3))]), Truth::True);
    }

    #[test]
    fn whoever_does_not_know_a_number_has_answered_and_compares_with_none() {
        let unknown = [("Q1", Answer::Beside { beside: Code(98) })];
        assert_eq!(truth("answered(Q1)", &unknown), Truth::True);
        for compared in ["Q1 == 98", "Q1 != 98", "Q1 < 99", "Q1 in [98]"] {
            assert_eq!(truth(compared, &unknown), Truth::Unknown, "{compared}");
        }
        assert_eq!(truth("98 in Q1", &unknown), Truth::True);
        assert_eq!(truth("99 in Q1", &unknown), Truth::False);
        assert_eq!(
            truth("98 in Q1", &[("Q1", Answer::Number(98))]),
            Truth::False
        );
        assert_eq!(truth("98 in Q1", &[]), Truth::Unknown);
    }

    #[test]
    fn a_multiple_choice_is_asked_for_what_was_chosen() {
        let chosen = [("Q1", Answer::Codes(BTreeSet::from([Code(1), Code(3)])))];
        assert_eq!(truth("3 in Q1", &chosen), Truth::True);
        assert_eq!(truth("2 in Q1", &chosen), Truth::False);
        assert_eq!(truth("2 in Q1", &[]), Truth::Unknown);
    }

    #[test]
    fn a_condition_serialises_as_its_source() {
        let condition = Condition::parse(" Q1==1 ").unwrap();
        let json = serde_json::to_string(&condition).unwrap();
        assert_eq!(json, "\" Q1==1 \"");
        assert_eq!(serde_json::from_str::<Condition>(&json).unwrap(), condition);
    }
}
