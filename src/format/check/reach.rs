//! Whether every question can be reached by somebody.
//!
//! # Design
//!
//! A search over what respondents can answer, in the written order and for every combination
//! of arm groups. Only questions matter on which the question depends, directly or through
//! the conditions of those; of their answers, only as many as the conditions can tell apart.
//! A branch is cut as soon as the condition can no longer become true.
//!
//! All searches of a reading draw on one [`Budget`]. Every question first gets an equal share of a
//! quarter of it, so that one entangled question hides no other's fault; those that were not decided
//! by then get what is left, in the written order. If some stay open the one that took most is named.

use std::collections::{BTreeMap, BTreeSet};

use super::budget::{Budget, Share};
use super::options::Compared;
use super::{Inspection, part_of};
use crate::problem::Problem;
use questionnaire::{
    Answer, Assignment, Condition, Expression, Question, QuestionId, Questionnaire, Truth,
};

/// A question that depends on more others is not tried: the search would go as deep.
const MOST_RELEVANT: usize = 500;

impl Inspection<'_> {
    pub(super) fn reach(&mut self, budget: &mut Budget) {
        let ground = Ground::of(self.questionnaire);
        let mut goals = self.goals(&ground, budget);
        let share = budget.first_share(goals.len());
        for goal in &mut goals {
            ground.prove(goal, &mut Share::of(budget, share));
        }
        for goal in goals.iter_mut().filter(|goal| goal.proof == Proof::Open) {
            ground.prove(goal, &mut Share::of(budget, u64::MAX));
        }
        let open = goals.iter().filter(|goal| goal.proof == Proof::Open);
        let costliest = open.rev().max_by_key(|goal| goal.spent);
        let costliest = costliest.map(|goal| goal.place);
        for goal in &goals {
            let part = part_of(&self.questionnaire.questions[goal.place]);
            if goal.proof == Proof::Never {
                self.report(&part, "ask_if", Problem::Unreachable);
            } else if Some(goal.place) == costliest {
                self.report(&part, "ask_if", Problem::TooEntangled);
            }
        }
    }

    /// The questions to prove: those that depend on any, where nothing else is doubtful.
    fn goals(&self, ground: &Ground<'_>, budget: &mut Budget) -> Vec<Goal> {
        // A faulty condition or reference has a finding of its own and may seem unreachable.
        let faulty: BTreeSet<&str> = self
            .findings
            .iter()
            .filter(|finding| finding.problem.clouds_routing())
            .filter_map(|finding| finding.place.as_deref())
            .collect();
        let doubtful = |question: &Question| {
            faulty.contains(question.id.as_str()) || self.positions.lacks_condition(&question.id)
        };
        let questions = &self.questionnaire.questions;
        let mut goals = Vec::new();
        for (place, question) in questions.iter().enumerate() {
            let relevant = ground.relevant(place, budget);
            let doubt = doubtful(question)
                || relevant.as_ref().is_some_and(|relevant| {
                    relevant.iter().any(|place| doubtful(&questions[*place]))
                });
            let free = relevant.as_ref().is_some_and(Vec::is_empty) && question.ask_if.is_none();
            if !doubt && !free {
                goals.push(Goal {
                    place,
                    // Too many of them: this is the place to simplify.
                    spent: if relevant.is_none() && !budget.is_spent() {
                        u64::MAX
                    } else {
                        0
                    },
                    relevant,
                    proof: Proof::Open,
                });
            }
        }
        goals
    }
}

/// Whether a question can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Proof {
    Reached,
    Never,
    /// It was not decided.
    Open,
}

/// A question to prove.
struct Goal {
    /// Its place in the written order.
    place: usize,
    /// The places of the earlier questions that decide it; none where these are too many.
    relevant: Option<Vec<usize>>,
    /// The steps it took so far.
    spent: u64,
    proof: Proof,
}

/// What all searches through a questionnaire share.
struct Ground<'q> {
    questionnaire: &'q Questionnaire,
    compared: Compared<'q>,
    assignments: Vec<Assignment>,
    places: BTreeMap<&'q QuestionId, usize>,
    /// The places of the questions that must be answered and can end the interview.
    gates: Vec<usize>,
    /// How long it takes to weigh the conditions of each question: when it is asked, and when it ends.
    weights: Vec<(u64, u64)>,
}

impl<'q> Ground<'q> {
    fn of(questionnaire: &'q Questionnaire) -> Self {
        let questions = questionnaire.questions.iter().enumerate();
        let gate = |question: &Question| question.required && question.end_if.is_some();
        Self {
            questionnaire,
            compared: Compared::of(questionnaire),
            assignments: combinations(questionnaire),
            places: questions
                .clone()
                .map(|(place, question)| (&question.id, place))
                .collect(),
            gates: questions
                .filter(|(_, question)| gate(question))
                .map(|(place, _)| place)
                .collect(),
            weights: questionnaire
                .questions
                .iter()
                .map(|question| {
                    (
                        weight(question.ask_if.as_ref()),
                        weight(question.end_if.as_ref()),
                    )
                })
                .collect(),
        }
    }

    /// The places of the earlier questions that decide whether one is reached: those in its
    /// condition; those that can end the interview before it, if they must be answered or matter
    /// anyway; and whatever the conditions of these depend on. None where these are too many, or
    /// the budget is spent.
    fn relevant(&self, goal: usize, budget: &mut Budget) -> Option<Vec<usize>> {
        let questions = &self.questionnaire.questions;
        let mut found: BTreeSet<usize> = BTreeSet::new();
        let mut next: Vec<usize> = Vec::new();
        let mut meet = |place: usize, next: &mut Vec<usize>| {
            if place < goal && found.insert(place) {
                next.push(place);
            }
            found.len() <= MOST_RELEVANT
        };
        let named = |condition: Option<&'q Condition>| {
            let names = condition.map(Condition::questions).unwrap_or_default();
            names
                .into_iter()
                .filter_map(|id| self.places.get(id).copied())
        };
        let before = self.gates.partition_point(|gate| *gate < goal);
        let direct =
            named(questions[goal].ask_if.as_ref()).chain(self.gates[..before].iter().copied());
        for place in direct {
            if !meet(place, &mut next) {
                return None;
            }
        }
        while let Some(place) = next.pop() {
            let (ask, end) = self.weights[place];
            if !budget.spend(1 + ask + end) {
                return None;
            }
            let question = &questions[place];
            for place in named(question.ask_if.as_ref()).chain(named(question.end_if.as_ref())) {
                if !meet(place, &mut next) {
                    return None;
                }
            }
        }
        Some(found.into_iter().collect())
    }

    /// Proves a goal as far as its share reaches.
    fn prove(&self, goal: &mut Goal, share: &mut Share<'_>) {
        let Some(relevant) = &goal.relevant else {
            return;
        };
        let question = &self.questionnaire.questions[goal.place];
        let reached = self
            .assignments
            .iter()
            .try_fold(false, |reached, assignment| {
                if reached {
                    return Some(true);
                }
                let mut search = Search {
                    ground: self,
                    assignment,
                    goal: question,
                    weight: self.weights[goal.place].0,
                    relevant,
                    decided: BTreeMap::new(),
                    share,
                };
                search.from(0)
            });
        goal.spent += share.spent;
        goal.proof = match reached {
            Some(true) => Proof::Reached,
            Some(false) => Proof::Never,
            None => Proof::Open,
        };
    }
}

/// How long it takes to weigh a condition; no time where there is none.
pub(super) fn weight(condition: Option<&Condition>) -> u64 {
    condition.map_or(0, Condition::weight)
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

struct Search<'s, 'b> {
    ground: &'s Ground<'s>,
    assignment: &'s Assignment,
    goal: &'s Question,
    /// How long it takes to weigh the condition of the goal.
    weight: u64,
    relevant: &'s [usize],
    /// What was decided for each relevant question so far; none for not answered.
    decided: BTreeMap<&'s QuestionId, Option<Answer>>,
    share: &'s mut Share<'b>,
}

impl Search<'_, '_> {
    /// Whether the goal can be reached once the first `depth` relevant questions are decided; none
    /// where the share does not reach so far.
    fn from(&mut self, depth: usize) -> Option<bool> {
        if !self.share.spend(1 + self.weight) {
            return None;
        }
        if let Some(condition) = &self.goal.ask_if
            && !self.possible(condition.root()).truth
        {
            return Some(false);
        }
        let Some(place) = self.relevant.get(depth) else {
            return Some(true);
        };
        let question = &self.ground.questionnaire.questions[*place];
        let (ask, end) = self.ground.weights[*place];
        let asked = question
            .ask_if
            .as_ref()
            .is_none_or(|condition| self.holds(condition));
        let options = if asked {
            self.ground.compared.options(self.assignment, question)
        } else {
            vec![None]
        };
        let ways = u64::try_from(options.len()).unwrap_or(u64::MAX);
        if !self.share.spend(ask + ways * (1 + end)) {
            return None;
        }
        for option in options {
            let answered = option.is_some();
            self.decided.insert(&question.id, option);
            let ends = answered
                && question
                    .end_if
                    .as_ref()
                    .is_some_and(|condition| self.holds(condition));
            if !ends && self.from(depth + 1)? {
                return Some(true);
            }
            self.decided.remove(&question.id);
        }
        Some(false)
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
