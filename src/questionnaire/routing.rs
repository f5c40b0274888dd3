//! The routing path: which questions a respondent is asked.

use std::collections::BTreeSet;

use crate::answers::{Answer, Answers};
use crate::condition::Truth;
use crate::definition::{Question, Questionnaire};
use crate::id::QuestionId;
use crate::variant::Assignment;

/// The questions asked of one respondent; derived, never stored.
#[derive(Debug, Clone, PartialEq)]
pub struct RoutingPath<'q> {
    /// The questions asked, in the order shown.
    pub asked: Vec<&'q Question>,
    /// The question whose answer ended the interview; the last of those asked.
    pub ended_at: Option<&'q Question>,
}

/// Follows the questionnaire with the answers given.
///
/// Answers to questions that are not asked count as not given, in every condition that
/// follows. A question ends the interview only if it is answered.
pub fn route<'q>(
    questionnaire: &'q Questionnaire,
    assignment: &Assignment,
    answers: &Answers,
) -> RoutingPath<'q> {
    let mut path = RoutingPath {
        asked: Vec::new(),
        ended_at: None,
    };
    let mut asked: BTreeSet<&QuestionId> = BTreeSet::new();
    for question in assignment.questions(questionnaire) {
        if let Some(condition) = &question.ask_if
            && condition.evaluate(assignment, &|id| given(answers, &asked, id)) != Truth::True
        {
            continue;
        }
        asked.insert(&question.id);
        path.asked.push(question);
        let Some(condition) = &question.end_if else {
            continue;
        };
        let answered = answers.get(&question.id).is_some();
        if answered
            && condition.evaluate(assignment, &|id| given(answers, &asked, id)) == Truth::True
        {
            path.ended_at = Some(question);
            break;
        }
    }
    path
}

fn given<'a>(
    answers: &'a Answers,
    asked: &BTreeSet<&QuestionId>,
    question: &QuestionId,
) -> Option<&'a Answer> {
    asked
        .contains(question)
        .then(|| answers.get(question))
        .flatten()
}
