//! A form copied from paper: nobody can be asked again, so what stands there is what is kept.
//!
//! # Design
//!
//! It is read as a form from a phone is ([`validate`](super::validate)), and differs in one thing: what a phone would have
//! sent back is no answer here. A question left empty stays so, also where an answer is asked for, and one that is answered
//! as no answer can be (two ticks where one is meant, a number out of its range) counts as not answered. Whoever copies is
//! never made to guess.

use std::collections::{BTreeMap, BTreeSet};

use super::{FieldError, FormErrors, Malformed, Submission, read};
use crate::answers::Answer;
use crate::definition::Questionnaire;
use crate::id::QuestionId;
use crate::variant::Assignment;

/// What a form copied from paper amounts to.
#[derive(Debug, Clone, PartialEq)]
pub struct CopiedForm {
    /// What is kept of it.
    pub submission: Submission,
    /// What stands at questions on the path and is no answer to them, in the order of the path; a question left empty is
    /// not among them.
    pub faults: FormErrors,
    /// What stands at every question, whether the path leads there or not.
    pub(super) readings: BTreeMap<QuestionId, Reading>,
    /// The questions on the path.
    pub(super) asked: BTreeSet<QuestionId>,
}

/// What stands at a question.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reading {
    pub(super) answer: Result<Option<Answer>, FieldError>,
    /// The text to its "other, please say" choice.
    pub(super) other: Option<Result<String, FieldError>>,
}

/// Reads a form copied from paper; its fields are named as those of [`validate`](super::validate).
pub fn read_copied(
    questionnaire: &Questionnaire,
    assignment: &Assignment,
    fields: &[(String, String)],
) -> Result<CopiedForm, Malformed> {
    let mut form = read(questionnaire, assignment, fields)?;
    (form.faults.0).retain(|(_, fault)| *fault != FieldError::Required);
    Ok(form)
}

impl CopiedForm {
    /// The questions that are answered though the path does not lead to them: their answers are dropped.
    pub fn off_path(&self) -> Vec<QuestionId> {
        let answered = self
            .readings
            .iter()
            .filter(|(id, reading)| !self.asked.contains(*id) && reading.kept() != (None, None));
        answered.map(|(id, _)| id.clone()).collect()
    }

    /// The questions on the path that must be answered on a phone and are not answered here.
    pub fn required_and_empty(&self, questionnaire: &Questionnaire) -> Vec<QuestionId> {
        let required = questionnaire.questions.iter().filter(|question| {
            let answer = self.readings.get(&question.id).map(Reading::kept);
            let empty = answer.is_none_or(|(answer, _)| answer.is_none());
            question.required && self.asked.contains(&question.id) && empty
        });
        required.map(|question| question.id.clone()).collect()
    }

    /// Whether two copies of a form keep the same. White space in texts makes no difference, nor does what is dropped.
    pub fn agrees_with(&self, other: &Self) -> bool {
        let mut asked = self.asked.union(&other.asked);
        asked.all(|id| !self.differs_at(other, id))
    }

    /// The questions at which two copies of a form differ, also those off the path: where they differ further up, it is not
    /// known yet which path the form takes.
    pub fn differences(&self, other: &Self) -> BTreeSet<QuestionId> {
        let questions = self.readings.keys();
        let differ = questions.filter(|id| self.differs_at(other, id));
        differ.cloned().collect()
    }

    fn differs_at(&self, other: &Self, question: &QuestionId) -> bool {
        let [one, another] =
            [self, other].map(|form| form.readings.get(question).map(Reading::compared));
        one != another
    }
}

impl Reading {
    /// What is kept where the path leads there: the answer, and the text beside it.
    fn kept(&self) -> (Option<&Answer>, Option<&str>) {
        let answer = self.answer.as_ref().ok().and_then(Option::as_ref);
        let other = self.other.as_ref().and_then(|text| text.as_deref().ok());
        (answer, other)
    }

    /// The same, texts without white space.
    fn compared(&self) -> (Option<Answer>, Option<String>) {
        let (answer, other) = self.kept();
        let answer = answer.map(|answer| match answer {
            Answer::Text(text) => Answer::Text(without_space(text)),
            Answer::Number(_)
            | Answer::Codes(_)
            | Answer::Decimal { .. }
            | Answer::Date { .. }
            | Answer::Beside { .. } => answer.clone(),
        });
        (answer, other.map(without_space))
    }
}

fn without_space(text: &str) -> String {
    text.split_whitespace().collect()
}
