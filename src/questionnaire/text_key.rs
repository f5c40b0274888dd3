//! The name of every text of a questionnaire, for translators, editors and comparisons.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::choice::{Choice, Code};
use crate::definition::Questionnaire;
use crate::id::{QuestionId, ScaleId};
use crate::part::Part;
use crate::text::Text;

/// Names one text: `title`, `question.R11.help`, `scale.S5.choice.98`, …
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum TextKey {
    /// `title`: what the questionnaire is called.
    Title,
    /// `intro`: what is said before the first question.
    Intro,
    /// `scale.S5.choice.98`: a label of a shared scale.
    ScaleChoice {
        scale: ScaleId,
        /// The choice.
        code: Code,
    },
    /// `section.roads`: a heading.
    Section(String),
    /// `question.R11`: the question itself.
    Question(QuestionId),
    /// `question.R11.help`: the explanation below it.
    Help(QuestionId),
    /// `question.R01.end`: what is read where the interview ends.
    End(QuestionId),
    /// `question.Q3.unit`: what a number counts.
    Unit(QuestionId),
    /// `question.R17.choice.2`: a label of a question's own choice.
    Choice {
        question: QuestionId,
        /// The choice.
        code: Code,
    },
}

/// A text that names no text of a questionnaire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotATextKey {
    /// What was written.
    pub key: String,
}

impl TextKey {
    /// The label of a choice of a scale or a question.
    pub fn of_choice(part: &Part, code: Code) -> Self {
        match part {
            Part::Scale(scale) => Self::ScaleChoice {
                scale: scale.clone(),
                code,
            },
            other => Self::Choice {
                question: QuestionId::new(other.name().unwrap_or_default()),
                code,
            },
        }
    }

    /// The part of the questionnaire the text belongs to.
    pub fn part(&self) -> Part {
        match self {
            Self::Title | Self::Intro => Part::Top,
            Self::ScaleChoice { scale, .. } => Part::Scale(scale.clone()),
            Self::Section(id) => Part::Section(id.clone()),
            Self::Question(id)
            | Self::Help(id)
            | Self::End(id)
            | Self::Unit(id)
            | Self::Choice { question: id, .. } => Part::Question(id.clone()),
        }
    }

    /// True for texts that may have several lines.
    pub fn may_break(&self) -> bool {
        matches!(
            self,
            Self::Intro | Self::Question(_) | Self::Help(_) | Self::End(_)
        )
    }

    /// The most characters a wording may have.
    pub fn longest(&self) -> usize {
        if self.may_break() { 4000 } else { 300 }
    }

    /// The text this names.
    pub fn find<'q>(&self, questionnaire: &'q Questionnaire) -> Option<&'q Text> {
        questionnaire
            .texts()
            .into_iter()
            .find(|(key, _)| key == self)
            .map(|(_, text)| text)
    }
}

impl Questionnaire {
    /// Every text with its name, in the order of the file; help, end and unit only where
    /// there is one.
    pub fn texts(&self) -> Vec<(TextKey, &Text)> {
        let mut texts = vec![(TextKey::Title, &self.title), (TextKey::Intro, &self.intro)];
        for scale in &self.scales {
            let key = |choice: &Choice| TextKey::ScaleChoice {
                scale: scale.id.clone(),
                code: choice.code,
            };
            texts.extend(
                scale
                    .choices
                    .iter()
                    .map(|choice| (key(choice), &choice.label)),
            );
        }
        for section in &self.sections {
            texts.push((TextKey::Section(section.id.clone()), &section.title));
        }
        for question in &self.questions {
            let id = &question.id;
            texts.push((TextKey::Question(id.clone()), &question.text));
            let optional = [
                (TextKey::Help(id.clone()), Some(&question.help)),
                (TextKey::Unit(id.clone()), question.answer.unit()),
                (TextKey::End(id.clone()), Some(&question.end)),
            ];
            texts.extend(
                optional
                    .into_iter()
                    .filter_map(|(key, text)| Some((key, text.filter(|text| !text.is_empty())?))),
            );
            texts.extend(question.answer.own_choices().iter().map(|choice| {
                let key = TextKey::Choice {
                    question: id.clone(),
                    code: choice.code,
                };
                (key, &choice.label)
            }));
        }
        texts
    }
}

impl fmt::Display for TextKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Title => f.write_str("title"),
            Self::Intro => f.write_str("intro"),
            Self::ScaleChoice { scale, code } => write!(f, "scale.{scale}.choice.{code}"),
            Self::Section(id) => write!(f, "section.{id}"),
            Self::Question(id) => write!(f, "question.{id}"),
            Self::Help(id) => write!(f, "question.{id}.help"),
            Self::End(id) => write!(f, "question.{id}.end"),
            Self::Unit(id) => write!(f, "question.{id}.unit"),
            Self::Choice { question, code } => write!(f, "question.{question}.choice.{code}"),
        }
    }
}

impl FromStr for TextKey {
    type Err = NotATextKey;

    fn from_str(key: &str) -> Result<Self, Self::Err> {
        let unknown = || NotATextKey {
            key: key.chars().take(80).collect(),
        };
        let code = |digits: &str| digits.parse().ok();
        let parts: Vec<&str> = key.split('.').collect();
        let found = match parts[..] {
            ["title"] => Some(Self::Title),
            ["intro"] => Some(Self::Intro),
            ["scale", scale, "choice", digits] => code(digits).map(|code| Self::ScaleChoice {
                scale: ScaleId::new(scale),
                code,
            }),
            ["section", id] => Some(Self::Section(id.to_owned())),
            ["question", id] => Some(Self::Question(QuestionId::new(id))),
            ["question", id, "help"] => Some(Self::Help(QuestionId::new(id))),
            ["question", id, "end"] => Some(Self::End(QuestionId::new(id))),
            ["question", id, "unit"] => Some(Self::Unit(QuestionId::new(id))),
            ["question", question, "choice", digits] => code(digits).map(|code| Self::Choice {
                question: QuestionId::new(question),
                code,
            }),
            _ => None,
        };
        found.ok_or_else(unknown)
    }
}

impl TryFrom<String> for TextKey {
    type Error = String;

    fn try_from(key: String) -> Result<Self, Self::Error> {
        key.parse().map_err(|error| format!("{error:?}"))
    }
}

impl From<TextKey> for String {
    fn from(key: TextKey) -> Self {
        key.to_string()
    }
}
