//! What is wrong with the paths through a questionnaire, beyond that a question is out of reach.

use format::{Positions, Problem, check};
use questionnaire::{QuestionId, Questionnaire};

/// Why nobody comes to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum PathFault {
    /// Its own condition contradicts itself: no answers make it true.
    Contradiction { question: QuestionId },
    /// Everybody who could come to it has been sent away at an earlier question.
    DeadEnd {
        /// The question nobody passes.
        at: QuestionId,
        /// The question behind it.
        question: QuestionId,
    },
    /// Its condition contradicts the conditions of the questions it asks about.
    Unreachable { question: QuestionId },
}

/// Every question nobody comes to, and why.
pub fn faults(questionnaire: &Questionnaire) -> Vec<PathFault> {
    unreachable(questionnaire)
        .into_iter()
        .map(|question| reason(questionnaire, question))
        .collect()
}

fn unreachable(questionnaire: &Questionnaire) -> Vec<QuestionId> {
    check(questionnaire, &Positions::default(), "")
        .into_iter()
        .filter(|finding| finding.problem == Problem::Unreachable)
        .filter_map(|finding| finding.place.map(QuestionId::new))
        .collect()
}

fn reason(questionnaire: &Questionnaire, question: QuestionId) -> PathFault {
    let mut alone = questionnaire.clone();
    for other in &mut alone.questions {
        other.end_if = None;
        other.required = false;
        if other.id != question {
            other.ask_if = None;
        }
    }
    if unreachable(&alone).contains(&question) {
        return PathFault::Contradiction { question };
    }
    let ending = questionnaire
        .questions
        .iter()
        .take_while(|other| other.id != question)
        .filter(|other| other.end_if.is_some());
    for end in ending {
        let mut open = questionnaire.clone();
        for other in open.questions.iter_mut().filter(|other| other.id == end.id) {
            other.end_if = None;
            other.required = false;
        }
        if !unreachable(&open).contains(&question) {
            let at = end.id.clone();
            return PathFault::DeadEnd { at, question };
        }
    }
    PathFault::Unreachable { question }
}
