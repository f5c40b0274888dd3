//! The questionnaire as one variant shows it: order and choices drawn, arms resolved.

use questionnaire::{
    Assignment, Choice, Condition, Question, QuestionId, Questionnaire, ScaleId, Section, Truth,
    other_field,
};

/// A run of questions under one heading.
#[derive(Debug)]
pub(crate) struct Part<'q> {
    /// The heading; none for questions outside sections.
    pub(crate) section: Option<&'q Section>,
    /// The questions, in the order shown.
    pub(crate) questions: Vec<Shown<'q>>,
}

/// One question as it is shown.
#[derive(Debug)]
pub(crate) struct Shown<'q> {
    pub(crate) question: &'q Question,
    /// Its choices, in the order shown.
    pub(crate) choices: Vec<&'q Choice>,
    /// The scale its choices are of, as this variant shows it.
    pub(crate) scale: Option<&'q ScaleId>,
    /// The answers it is asked after.
    pub(crate) condition: Option<&'q Condition>,
}

impl Shown<'_> {
    /// The field of the text that goes with "other, please say".
    pub(crate) fn other_field(&self) -> String {
        other_field(&self.question.id)
    }
}

/// Every question this variant may ask, in runs under their headings.
pub(crate) fn parts<'q>(
    questionnaire: &'q Questionnaire,
    assignment: &Assignment,
) -> Vec<Part<'q>> {
    let mut parts: Vec<Part<'q>> = Vec::new();
    for question in assignment.questions(questionnaire) {
        if ruled_out_by_arms(question, assignment) {
            continue;
        }
        let shown = Shown {
            question,
            choices: assignment.choices(questionnaire, question),
            scale: scale(questionnaire, assignment, question),
            condition: question
                .ask_if
                .as_ref()
                .filter(|it| !it.questions().is_empty()),
        };
        let section = question
            .section
            .as_deref()
            .and_then(|id| questionnaire.section(id));
        match parts.last_mut() {
            Some(part) if part.section == section => part.questions.push(shown),
            _ => parts.push(Part {
                section,
                questions: vec![shown],
            }),
        }
    }
    parts
}

/// The number of a question in the booklet, from 1; 0 where it is not among these.
pub(crate) fn number_of(parts: &[Part<'_>], question: &QuestionId) -> usize {
    let mut shown = parts.iter().flat_map(|part| &part.questions);
    let place = shown.position(|shown| shown.question.id == *question);
    place.map_or(0, |place| place + 1)
}

/// The questions a variant may ask, in the order shown.
pub(crate) fn order<'q>(
    questionnaire: &'q Questionnaire,
    assignment: &Assignment,
) -> Vec<&'q Question> {
    parts(questionnaire, assignment)
        .iter()
        .flat_map(|part| &part.questions)
        .map(|shown| shown.question)
        .collect()
}

fn scale<'q>(
    questionnaire: &'q Questionnaire,
    assignment: &Assignment,
    question: &Question,
) -> Option<&'q ScaleId> {
    let shown = assignment.scale(questionnaire, question.answer.scale()?)?;
    Some(&shown.id)
}

fn depends_on_answers(question: &Question) -> bool {
    question
        .ask_if
        .as_ref()
        .is_some_and(|condition| !condition.questions().is_empty())
}

fn ruled_out_by_arms(question: &Question, assignment: &Assignment) -> bool {
    !depends_on_answers(question)
        && (question.ask_if.as_ref())
            .is_some_and(|condition| condition.evaluate(assignment, &|_| None) != Truth::True)
}
