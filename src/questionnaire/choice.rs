//! The choices of a question or a scale, and the codes that stand for them.

use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::text::Text;

/// The code that stands for a choice in answers, conditions and data files. It is not a number
/// that somebody typed: nobody counts with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Code(pub i64);

impl Code {
    /// The code after it.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Code {
    type Err = ParseIntError;

    fn from_str(digits: &str) -> Result<Self, Self::Err> {
        digits.parse().map(Self)
    }
}

/// What a choice says about satisfaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChoiceKind {
    /// Counts as satisfied.
    Satisfied,
    /// Neither.
    Neutral,
    /// Counts as dissatisfied.
    Dissatisfied,
    /// "Don't know, can't say": an answer, unlike a skip.
    DontKnow,
    /// The question does not apply to the respondent.
    NotApplicable,
    /// "Prefer not to say".
    Refused,
}

impl ChoiceKind {
    /// Every kind by its name in files.
    pub const WORDS: &'static [(&'static str, Self)] = &[
        (Self::Satisfied.word(), Self::Satisfied),
        (Self::Neutral.word(), Self::Neutral),
        (Self::Dissatisfied.word(), Self::Dissatisfied),
        (Self::DontKnow.word(), Self::DontKnow),
        (Self::NotApplicable.word(), Self::NotApplicable),
        (Self::Refused.word(), Self::Refused),
    ];

    /// Its name in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Satisfied => "satisfied",
            Self::Neutral => "neutral",
            Self::Dissatisfied => "dissatisfied",
            Self::DontKnow => "dont_know",
            Self::NotApplicable => "not_applicable",
            Self::Refused => "refused",
        }
    }

    /// True for kinds that stand apart from the ordered choices, on paper and on screen.
    pub fn is_outside_order(self) -> bool {
        matches!(self, Self::DontKnow | Self::NotApplicable | Self::Refused)
    }
}

/// One choice of a question or scale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// Stable over versions; stored with the answer.
    pub code: Code,
    /// What the choice says about satisfaction; none for plain facts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<ChoiceKind>,
    /// 0 to 100 for scales that have a mean score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<u8>,
    /// What the respondent reads.
    pub label: Text,
    /// In a multiple choice: cannot be chosen together with another.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exclusive: bool,
    /// "Other, please say": brings a text field.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub other: bool,
    /// Stands apart from the ordered choices and keeps its place when they are reversed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub apart: bool,
}

impl Choice {
    /// True where the choice counts as satisfied, neutral or dissatisfied.
    pub fn rates(&self) -> bool {
        self.kind.is_some_and(|kind| !kind.is_outside_order())
    }

    /// True where the choice keeps its place at the end, whatever the drawn order.
    pub fn is_outside_order(&self) -> bool {
        self.apart
            || self.other
            || self.exclusive
            || self.kind.is_some_and(ChoiceKind::is_outside_order)
    }
}

/// In what order the choices that do not stand apart are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChoiceOrder {
    /// As written, for everyone.
    #[default]
    Fixed,
    /// As written for one half, the other way round for the other; fixed within a person.
    Reverse,
    /// Starting at a drawn choice.
    Rotate,
}

impl ChoiceOrder {
    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Fixed => "fixed",
            Self::Reverse => "reverse",
            Self::Rotate => "rotate",
        }
    }
}
