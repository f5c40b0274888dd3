//! What is wrong with the paths through a questionnaire, beyond that a question is out of reach.

use format::{Budget, Positions, Problem, check};
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
    /// Nobody comes to it; why would take too long to find out.
    Unexplained { question: QuestionId },
    /// Whether anybody comes to it, or to others, would take too long to find out.
    Unproven { question: QuestionId },
}

impl PathFault {
    /// The question nobody comes to.
    pub fn question(&self) -> &QuestionId {
        let (Self::Contradiction { question }
        | Self::DeadEnd { question, .. }
        | Self::Unreachable { question }
        | Self::Unexplained { question }
        | Self::Unproven { question }) = self;
        question
    }
}

/// Every question nobody comes to, and why, as far as the budget reaches.
pub fn faults(questionnaire: &Questionnaire, budget: &mut Budget) -> Vec<PathFault> {
    let found = check(questionnaire, &Positions::default(), "", budget);
    let faults = found.into_iter().filter_map(|finding| {
        let question = QuestionId::new(finding.place?);
        match finding.problem {
            Problem::Unreachable => Some(PathFault::Unexplained { question }),
            Problem::TooEntangled => Some(PathFault::Unproven { question }),
            _ => None,
        }
    });
    let faults: Vec<PathFault> = faults.collect();
    faults
        .into_iter()
        .map(|fault| match fault {
            PathFault::Unexplained { question } => reason(questionnaire, &question, budget)
                .unwrap_or(PathFault::Unexplained { question }),
            other => other,
        })
        .collect()
}

/// Whether a question of a changed questionnaire can be reached; none where the budget does not tell.
fn reachable(
    questionnaire: &Questionnaire,
    question: &QuestionId,
    budget: &mut Budget,
) -> Option<bool> {
    let found = check(questionnaire, &Positions::default(), "", budget);
    let never = found.iter().any(|finding| {
        finding.problem == Problem::Unreachable
            && finding.place.as_deref() == Some(question.as_str())
    });
    (never || !budget.is_spent()).then_some(!never)
}

fn reason(
    questionnaire: &Questionnaire,
    question: &QuestionId,
    budget: &mut Budget,
) -> Option<PathFault> {
    if budget.is_spent() {
        return None;
    }
    let question = question.clone();
    let mut alone = questionnaire.clone();
    for other in &mut alone.questions {
        other.end_if = None;
        other.required = false;
        if other.id != question {
            other.ask_if = None;
        }
    }
    if !reachable(&alone, &question, budget)? {
        return Some(PathFault::Contradiction { question });
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
        if reachable(&open, &question, budget)? {
            let at = end.id.clone();
            return Some(PathFault::DeadEnd { at, question });
        }
    }
    Some(PathFault::Unreachable { question })
}
