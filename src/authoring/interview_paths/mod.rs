//! the paths through a questionnaire: every path, a picture of them, faults on them, and a robot
//! that interviews them.
//!
//! # Design
//!
//! Paths are enumerated in the written order for every combination of arm groups, branching on
//! the answers that conditions can tell apart (the same that prove reachability in
//! [`check`](format::check())). Past `MOST_PATHS` paths, [`MOST_STEPS`] answers tried or half of a budget
//! the robot samples instead, and says so. Whatever is done here draws on the [`Budget`] of whoever asks:
//! following a way once costs its questions and what their conditions compare.

mod faults;
mod map;
mod robot;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use rand::Rng;

use format::{Budget, Compared, combinations};
use questionnaire::duration::path_seconds;
use questionnaire::{
    Answers, Assignment, Condition, LayoutError, Question, QuestionId, Questionnaire, RoutingPath,
    Variants, route,
};

pub use faults::{PathFault, faults};
pub use map::{Edge, EdgeSort, Map, Node, NodeSort, map};
pub use robot::{RobotInterviews, random_answers, run_interviews};

/// The most different paths that are listed.
pub(crate) const MOST_PATHS: usize = 1_000;

/// The most answers tried, over all combinations of groups.
pub const MOST_STEPS: usize = 100_000;

/// Where more questions decide, the paths are sampled at once: the search would go as deep.
const MOST_DECIDING: usize = 500;

/// The most random interviews that stand in where paths are too many to list; fewer where they take enough paths.
pub const SAMPLED: usize = 10_000;

/// One way through the questionnaire.
#[derive(Debug, Clone, PartialEq)]
pub struct InterviewPath {
    /// The questions asked, in order.
    pub asked: Vec<QuestionId>,
    /// The question that ended the interview, if one did.
    pub ended_at: Option<QuestionId>,
    /// The combinations of arm groups that can take it.
    pub groups: Vec<BTreeMap<String, String>>,
    /// The estimated minutes in the first language, the longest of its groups.
    pub minutes: f64,
}

/// the paths through a questionnaire, the longest first.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct InterviewPaths {
    pub paths: Vec<InterviewPath>,
    /// How many random interviews they were sampled by; none where these are all.
    pub sampled: Option<usize>,
}

/// Every path, or where there are too many those that random interviews take.
pub fn list_paths(
    questionnaire: &Questionnaire,
    rng: &mut impl Rng,
    budget: &mut Budget,
) -> Result<InterviewPaths, LayoutError> {
    let mut found = Found::default();
    let deciding = deciding(questionnaire);
    let compared = Compared::of(questionnaire);
    let mut left = MOST_STEPS.min(budget.times(way(questionnaire)) / 2);
    let all = deciding.len() <= MOST_DECIDING
        && combinations(questionnaire).iter().all(|assignment| {
            let mut search = Search {
                questionnaire,
                compared: &compared,
                assignment,
                deciding: &deciding,
                answers: Answers::default(),
                left: &mut left,
                way: way(questionnaire),
                budget,
                found: &mut found,
            };
            search.from(0)
        });
    if all {
        return Ok(found.into_paths(None));
    }
    let interviews = affordable(questionnaire, SAMPLED, budget);
    let mut sampled = Found::default();
    let variants = Variants::of(questionnaire)?;
    let held = robot::each(
        questionnaire,
        &variants,
        interviews,
        rng,
        |assignment, path| {
            sampled.add(questionnaire, assignment, path);
            if sampled.0.len() < MOST_PATHS {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        },
    );
    Ok(sampled.into_paths(Some(held)))
}

/// What it costs to follow a way once, with an answer to every question.
fn way(questionnaire: &Questionnaire) -> u64 {
    let questions = questionnaire.questions.iter();
    let weights = questions.map(|question| {
        let conditions = question.ask_if.iter().chain(&question.end_if);
        1 + conditions.map(Condition::weight).sum::<u64>()
    });
    weights.sum()
}

/// How many of so many random interviews the budget has steps for, at half of it; they are taken from it.
pub fn affordable(questionnaire: &Questionnaire, wanted: usize, budget: &mut Budget) -> usize {
    let way = way(questionnaire).max(1);
    let interviews = wanted.min(budget.times(way) / 2).max(1);
    budget.spend(way * u64::try_from(interviews).unwrap_or(u64::MAX));
    interviews
}

/// The questions that any condition depends on.
fn deciding(questionnaire: &Questionnaire) -> BTreeSet<&QuestionId> {
    let questions = questionnaire.questions.iter();
    let conditions = questions.flat_map(|question| question.ask_if.iter().chain(&question.end_if));
    conditions
        .flat_map(|condition| condition.questions())
        .collect()
}

#[derive(Default)]
struct Found(BTreeMap<(Vec<QuestionId>, Option<QuestionId>), InterviewPath>);

impl Found {
    fn add(
        &mut self,
        questionnaire: &Questionnaire,
        assignment: &Assignment,
        path: &RoutingPath<'_>,
    ) {
        let ids = path.asked.iter().map(|question| question.id.clone());
        let key: (Vec<QuestionId>, _) = (
            ids.collect(),
            path.ended_at.map(|question| question.id.clone()),
        );
        let minutes = minutes(questionnaire, assignment, &path.asked);
        let known = self.0.entry(key.clone()).or_insert_with(|| InterviewPath {
            asked: key.0,
            ended_at: key.1,
            groups: Vec::new(),
            minutes,
        });
        known.minutes = known.minutes.max(minutes);
        if !known.groups.contains(&assignment.groups) {
            known.groups.push(assignment.groups.clone());
        }
    }

    fn into_paths(self, sampled: Option<usize>) -> InterviewPaths {
        let mut paths: Vec<InterviewPath> = self.0.into_values().collect();
        paths.sort_by(|one, other| {
            let length = other.asked.len().cmp(&one.asked.len());
            length.then_with(|| one.asked.cmp(&other.asked))
        });
        InterviewPaths { paths, sampled }
    }
}

/// The minutes of a path in the first language.
fn minutes(questionnaire: &Questionnaire, assignment: &Assignment, asked: &[&Question]) -> f64 {
    questionnaire.languages.first().map_or(0.0, |language| {
        path_seconds(questionnaire, assignment, asked, language) / 60.0
    })
}

struct Search<'s> {
    questionnaire: &'s Questionnaire,
    compared: &'s Compared<'s>,
    assignment: &'s Assignment,
    deciding: &'s BTreeSet<&'s QuestionId>,
    answers: Answers,
    /// The answers that may still be tried.
    left: &'s mut usize,
    /// What one costs.
    way: u64,
    budget: &'s mut Budget,
    found: &'s mut Found,
}

impl Search<'_> {
    /// Follows every way from a question on; false where there are too many.
    fn from(&mut self, place: usize) -> bool {
        if *self.left == 0 || self.found.0.len() > MOST_PATHS || !self.budget.spend(self.way) {
            return false;
        }
        *self.left -= 1;
        let next = self.questionnaire.questions[place..]
            .iter()
            .position(|question| self.deciding.contains(&question.id));
        let path = route(self.questionnaire, self.assignment, &self.answers);
        let Some(next) = next.map(|next| place + next) else {
            self.found.add(self.questionnaire, self.assignment, &path);
            return true;
        };
        let question = &self.questionnaire.questions[next];
        if path.ended_at.is_some() {
            self.found.add(self.questionnaire, self.assignment, &path);
            return true;
        }
        if !path.asked.iter().any(|asked| asked.id == question.id) {
            return self.from(next + 1);
        }
        for option in self.compared.options(self.assignment, question) {
            match option {
                Some(answer) => self.answers.0.insert(question.id.clone(), answer),
                None => self.answers.0.remove(&question.id),
            };
            if !self.from(next + 1) {
                return false;
            }
        }
        self.answers.0.remove(&question.id);
        true
    }
}

#[cfg(test)]
mod tests;
