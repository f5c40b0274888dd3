//! What a questionnaire consists of.
//!
//! # Design
//!
//! A questionnaire is a value: the TOML file in `surveys/`, the designer's screen and the
//! database hold the same document. Everything here serialises, in the order written, to
//! the canonical content whose hash identifies a version (see [`crate::canonical`]); tests
//! and comments are not part of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::answer_type::AnswerType;
use crate::choice::Choice;
use crate::condition::Condition;
use crate::id::{QuestionId, ScaleId};
use crate::text::{Language, Text};
use crate::text_key::TextKey;

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
    /// Wordings that were changed without changing what is said, so that their series go on. Part of
    /// the content: whoever approves a version approves them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub editorial: Vec<Editorial>,
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

/// A change of a wording that was declared editorial: a full stop, a slip of the pen.
///
/// It is about this pair of wordings and no other, so that it stays true, and harmless, when the text
/// is changed again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Editorial {
    /// The text.
    pub text: TextKey,
    /// The language of both wordings.
    pub language: Language,
    /// The wording of an earlier version.
    pub before: String,
    /// The wording that says the same.
    pub after: String,
    /// Why it is the same, for whoever approves and for later readers.
    pub reason: String,
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
    /// The declarations by which a wording has become another, one after the other; none where they do not lead there.
    pub fn editorial_steps(
        &self,
        text: &TextKey,
        language: &Language,
        (before, after): (&str, &str),
    ) -> Option<Vec<&Editorial>> {
        let mut steps: Vec<&Editorial> = Vec::new();
        let mut wording = before;
        // As many steps as there are declarations at most, so that a circle ends.
        while wording != after && steps.len() <= self.editorial.len() {
            let step = self.editorial.iter().find(|step| {
                step.text == *text && step.language == *language && step.before == wording
            })?;
            wording = &step.after;
            steps.push(step);
        }
        (wording == after).then_some(steps)
    }

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
