//! The words of a questionnaire that say what a measure asks and counts.

use super::release::QuestionNote;
use plan::{Counts, Measure};
use questionnaire::{Choice, QuestionId, Questionnaire, Text};

/// The questions of a measure, with their wording.
pub(super) fn question_notes(
    questionnaire: &Questionnaire,
    measure: &Measure,
) -> Vec<QuestionNote> {
    measure
        .questions
        .iter()
        .filter_map(|id| questionnaire.question(id))
        .map(|question| QuestionNote {
            id: question.id.clone(),
            text: question.text.clone(),
        })
        .collect()
}

/// The labels of the choices in the numerator, or in the denominator.
pub(super) fn labels(
    questionnaire: &Questionnaire,
    measure: &Measure,
    numerator: bool,
) -> Vec<Text> {
    let Some(question) = measure.questions.first() else {
        return Vec::new();
    };
    counted_choices(questionnaire, measure, question)
        .into_iter()
        .filter(|choice| !numerator || succeeds(measure, choice))
        .map(|choice| choice.label.clone())
        .collect()
}

fn succeeds(measure: &Measure, choice: &Choice) -> bool {
    match &measure.counts {
        Counts::Kinds { numerator, .. } => {
            choice.kind.is_some_and(|kind| numerator.contains(&kind))
        }
        Counts::Codes { numerator, .. } => numerator.contains(&choice.code),
    }
}

/// The choices of a question that count at all, in the order written.
pub(super) fn counted_choices<'q>(
    questionnaire: &'q Questionnaire,
    measure: &Measure,
    question: &QuestionId,
) -> Vec<&'q Choice> {
    let Some(question) = questionnaire.question(question) else {
        return Vec::new();
    };
    match &measure.counts {
        Counts::Kinds { .. } if question.answer.scale().is_none() => Vec::new(),
        Counts::Kinds {
            scale, denominator, ..
        } => questionnaire
            .scale(scale)
            .map(|scale| scale.choices.as_slice())
            .unwrap_or_default()
            .iter()
            .chain(question.answer.beside_scale())
            .filter(|choice| choice.kind.is_some_and(|kind| denominator.contains(&kind)))
            .collect(),
        Counts::Codes { denominator, .. } => question
            .answer
            .own_choices()
            .iter()
            .filter(|choice| denominator.contains(&choice.code))
            .collect(),
    }
}
