//! What a questionnaire consists of.
//!
//! # Design
//!
//! A questionnaire is a value: the TOML file in `surveys/`, the designer's screen and the
//! database hold the same document. Everything here serialises, in the order written, to
//! the canonical content whose hash identifies a version (see [`crate::canonical`]); tests
//! and comments are not part of it.

use std::collections::BTreeMap;
use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::answer_type::AnswerType;
use crate::condition::Condition;
use crate::id::{QuestionId, ScaleId};
use crate::text::{Language, Text};

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

/// A whole questionnaire: texts, scales, arms and questions in the order asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Questionnaire {
    /// Identifies the questionnaire over its versions, as in `residents`.
    pub id: String,
    /// The languages every text has; the first is the original.
    pub languages: Vec<Language>,
    /// What the questionnaire is called.
    pub title: Text,
    /// What is said before the first question.
    pub intro: Text,
    /// The random experiments whose groups see different questions or scales.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arms: Vec<Arm>,
    /// Lists of choices shared by several questions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scales: Vec<Scale>,
    /// Headings over runs of questions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<Section>,
    /// The questions, in the order asked before any rotation.
    pub questions: Vec<Question>,
    /// Cases that must hold (variant and answers lead to a path); not part of the content.
    #[serde(skip)]
    pub tests: Vec<Test>,
}

/// One random experiment. Arms are crossed, never nested; shares are exact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Arm {
    /// Named in conditions as `arm.<id>`.
    pub id: String,
    /// The groups and their shares, which sum to 1.
    pub groups: BTreeMap<String, f64>,
    /// For a group: the scales it sees in place of others (shown scale by replaced scale).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub scales: BTreeMap<String, BTreeMap<ScaleId, ScaleId>>,
}

/// A list of choices shared by several questions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scale {
    /// Named by questions and indicators.
    pub id: ScaleId,
    /// The choices, in the order shown.
    pub choices: Vec<Choice>,
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
    /// True where the choice keeps its place at the end, whatever the drawn order.
    pub fn is_outside_order(&self) -> bool {
        self.apart
            || self.other
            || self.exclusive
            || self.kind.is_some_and(ChoiceKind::is_outside_order)
    }
}

/// A heading over a run of questions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// Named by questions.
    pub id: String,
    /// The heading.
    pub title: Text,
    /// The rotation group: its sections, which follow one another, start at a drawn one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rotate: Option<String>,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// The field name in the form, the key in answers and data files (`R11`).
    pub id: QuestionId,
    /// The section it stands in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// What kind of answer it takes.
    #[serde(flatten)]
    pub answer: AnswerType,
    /// The question itself.
    pub text: Text,
    /// A short explanation below the question.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub help: Text,
    /// Must be answered; only for what decides eligibility.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// Asked only if this is true.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask_if: Option<Condition>,
    /// Ends the interview if true once the question is answered; nothing is stored then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_if: Option<Condition>,
    /// What the respondent reads where the interview ends here.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub end: Text,
    /// The series the item continues, as `questionnaire/question`: where it was first asked in
    /// these words. Part of the content, since trends are joined by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<String>,
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

/// A case that must hold: with this variant and these answers, exactly these questions are asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Test {
    /// A sentence that says what must hold.
    pub name: String,
    /// The group per arm; an arm not named takes its first group in the order of variants.
    pub arms: BTreeMap<String, String>,
    /// Answers by question; a code, a list of codes, a number or a text.
    pub answers: crate::answers::Answers,
    /// The questions asked, in order, with every rotation at its written start.
    pub path: Vec<QuestionId>,
    /// The line of the file the test starts at.
    pub line: usize,
}

impl Questionnaire {
    /// The question with this id.
    pub fn question(&self, id: &QuestionId) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == *id)
    }

    /// The scale with this id.
    pub fn scale(&self, id: &ScaleId) -> Option<&Scale> {
        self.scales.iter().find(|scale| scale.id == *id)
    }

    /// The section with this id.
    pub fn section(&self, id: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.id == id)
    }
}

impl Question {
    /// The "other, please say" choice of the question.
    pub fn other(&self) -> Option<&Choice> {
        let mut choices = self.answer.own_choices().iter();
        choices.find(|choice| choice.other && self.answer.may_have_other())
    }
}
