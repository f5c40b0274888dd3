//! Whether every question can be reached by somebody.
//!
//! # Design
//!
//! A search over what respondents can answer, in the written order and for every combination
//! of arm groups. Only questions matter on which the question depends, directly or through
//! the conditions of those; of their answers, only as many as the conditions can tell apart.
//! A branch is cut as soon as the condition can no longer become true. The search is limited
//! to [`MOST_STEPS`]; a question whose search is not over by then counts as reachable.

use std::collections::{BTreeMap, BTreeSet};

use super::options::options;
use super::{Inspection, part_of};
use crate::problem::Problem;
use questionnaire::{
    Answer, Assignment, Condition, Expression, Question, QuestionId, Questionnaire, Truth,
};

/// Steps of one search; real questionnaires need a few dozen.
const MOST_STEPS: usize = 20_000;

impl Inspection<'_> {
    pub(super) fn reach(&mut self) {
        // A faulty condition or reference has a finding of its own and may seem unreachable.
        let faulty: BTreeSet<Option<String>> = self
            .findings
            .iter()
            .map(|finding| finding.place.clone())
            .collect();
        let assignments = combinations(self.questionnaire);
        for (index, question) in self.questionnaire.questions.iter().enumerate() {
            let relevant = relevant(self.questionnaire, index);
            let doubtful = |id: &QuestionId| {
                faulty.contains(&Some(id.to_string())) || self.positions.lacks_condition(id)
            };
            let doubt = doubtful(&question.id)
                || relevant
                    .iter()
                    .any(|index| doubtful(&self.questionnaire.questions[*index].id));
            if doubt || relevant.is_empty() && question.ask_if.is_none() {
                continue;
            }
            let mut steps = 0;
            let reachable = assignments.iter().any(|assignment| {
                let mut search = Search {
                    questionnaire: self.questionnaire,
                    assignment,
                    goal: question,
                    relevant: &relevant,
                    decided: BTreeMap::new(),
                    steps: &mut steps,
                };
                search.from(0)
            });
            if !reachable {
                self.report(&part_of(question), "ask_if", Problem::Unreachable);
            }
        }
    }
}

/// Every combination of arm groups.
pub fn combinations(questionnaire: &Questionnaire) -> Vec<Assignment> {
    let mut combinations = vec![Assignment::default()];
    for arm in &questionnaire.arms {
        let crossed = combinations.iter().flat_map(|assignment| {
            arm.groups.keys().map(|group| {
                let mut assignment = assignment.clone();
                assignment.groups.insert(arm.id.clone(), group.clone());
                assignment
            })
        });
        combinations = crossed.take(1024).collect();
    }
    combinations
}

/// The earlier questions that decide whether a question is reached, in written order: those
/// in its condition; those that can end the interview before it, if they must be answered
/// or matter anyway; and whatever the conditions of these depend on.
fn relevant(questionnaire: &Questionnaire, goal: usize) -> Vec<usize> {
    let earlier = &questionnaire.questions[..goal];
    let mut names: BTreeSet<&QuestionId> = BTreeSet::new();
    names.extend(questions_of(questionnaire.questions[goal].ask_if.as_ref()));
    loop {
        let known = names.len();
        for question in earlier {
            let ends = question.end_if.is_some();
            if names.contains(&question.id) || (ends && question.required) {
                names.insert(&question.id);
                names.extend(questions_of(question.ask_if.as_ref()));
                names.extend(questions_of(question.end_if.as_ref()));
            }
        }
        if names.len() == known {
            break;
        }
    }
    let indices = earlier.iter().enumerate();
    indices
        .filter(|(_, question)| names.contains(&question.id))
        .map(|(index, _)| index)
        .collect()
}

fn questions_of(condition: Option<&Condition>) -> Vec<&QuestionId> {
    condition.map(Condition::questions).unwrap_or_default()
}

struct Search<'s> {
    questionnaire: &'s Questionnaire,
    assignment: &'s Assignment,
    goal: &'s Question,
    relevant: &'s [usize],
    /// What was decided for each relevant question so far; none for not answered.
    decided: BTreeMap<&'s QuestionId, Option<Answer>>,
    steps: &'s mut usize,
}

impl Search<'_> {
    /// True if the goal can be reached once the first `depth` relevant questions are decided.
    fn from(&mut self, depth: usize) -> bool {
        *self.steps += 1;
        if *self.steps > MOST_STEPS {
            return true;
        }
        if let Some(condition) = &self.goal.ask_if
            && !self.possible(condition.root()).truth
        {
            return false;
        }
        let Some(index) = self.relevant.get(depth) else {
            return true;
        };
        let question = &self.questionnaire.questions[*index];
        let asked = question
            .ask_if
            .as_ref()
            .is_none_or(|condition| self.holds(condition));
        let options = if asked {
            options(self.questionnaire, self.assignment, question)
        } else {
            vec![None]
        };
        for option in options {
            let answered = option.is_some();
            self.decided.insert(&question.id, option);
            let ends = answered
                && question
                    .end_if
                    .as_ref()
                    .is_some_and(|condition| self.holds(condition));
            if !ends && self.from(depth + 1) {
                return true;
            }
            self.decided.remove(&question.id);
        }
        false
    }

    fn holds(&self, condition: &Condition) -> bool {
        let answer = |id: &QuestionId| self.decided.get(id).and_then(Option::as_ref);
        condition.evaluate(self.assignment, &answer) == Truth::True
    }

    /// Which truths an expression can still take, whatever the open questions bring.
    fn possible(&self, expression: &Expression) -> Possible {
        match expression {
            Expression::All(parts) => parts
                .iter()
                .map(|part| self.possible(part))
                .fold(Possible::TRUE, Possible::and),
            Expression::Any(parts) => {
                let none = parts.iter().map(|part| self.possible(part).negated());
                none.fold(Possible::TRUE, Possible::and).negated()
            }
            Expression::Not(inner) => self.possible(inner).negated(),
            Expression::Arm { arm, group } => Possible::only(
                (self.assignment.group(&arm.text) == Some(group.text.as_str())).into(),
            ),
            _ => match expression
                .question()
                .and_then(|name| self.decided.get(&name.id))
            {
                Some(answer) => Possible::only(expression.holds_for(answer.as_ref())),
                None => Possible::OPEN,
            },
        }
    }
}

/// A set of truths.
#[derive(Clone, Copy)]
struct Possible {
    truth: bool,
    falsehood: bool,
    unknown: bool,
}

impl Possible {
    const TRUE: Self = Self {
        truth: true,
        falsehood: false,
        unknown: false,
    };
    const OPEN: Self = Self {
        truth: true,
        falsehood: true,
        unknown: true,
    };

    fn only(truth: Truth) -> Self {
        Self {
            truth: truth == Truth::True,
            falsehood: truth == Truth::False,
            unknown: truth == Truth::Unknown,
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            truth: self.truth && other.truth,
            falsehood: self.falsehood || other.falsehood,
            unknown: (self.unknown && (other.unknown || other.truth))
                || (self.truth && other.unknown),
        }
    }

    fn negated(self) -> Self {
        Self {
            truth: self.falsehood,
            falsehood: self.truth,
            unknown: self.unknown,
        }
    }
}
