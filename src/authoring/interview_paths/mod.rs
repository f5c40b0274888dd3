//! the paths through a questionnaire: every path, a picture of them, faults on them, and a robot
//! that interviews them.
//!
//! # Design
//!
//! Paths are enumerated in the written order for every combination of arm groups, branching on
//! the answers that conditions can tell apart (the same that prove reachability in
//! [`check`](format::check())). Past `MOST_PATHS` paths or [`MOST_STEPS`] steps the robot samples
//! instead, and says so.

mod faults;
mod map;
mod robot;

use std::collections::{BTreeMap, BTreeSet};

use rand::Rng;

use format::{combinations, options};
use questionnaire::duration::path_seconds;
use questionnaire::{
    Answers, Assignment, LayoutError, Question, QuestionId, Questionnaire, RoutingPath, Variants,
    route,
};

pub use faults::{PathFault, faults};
pub use map::{Edge, EdgeSort, Map, Node, NodeSort, map};
pub use robot::{RobotInterviews, random_answers, run_interviews};

/// The most different paths that are listed.
pub(crate) const MOST_PATHS: usize = 1_000;

/// The most answers tried, over all combinations of groups.
pub const MOST_STEPS: usize = 100_000;

/// How many random interviews stand in where paths are too many to list.
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
    /// True where these are all; false where they were sampled.
    pub complete: bool,
}

/// Every path, or where there are too many those that random interviews take.
pub fn list_paths(
    questionnaire: &Questionnaire,
    rng: &mut impl Rng,
) -> Result<InterviewPaths, LayoutError> {
    let mut found = Found::default();
    let mut steps = 0;
    for assignment in combinations(questionnaire) {
        let mut search = Search {
            questionnaire,
            assignment: &assignment,
            deciding: deciding(questionnaire),
            answers: Answers::default(),
            steps: &mut steps,
            found: &mut found,
        };
        if !search.from(0) {
            let mut sampled = Found::default();
            let variants = Variants::of(questionnaire)?;
            robot::each(
                questionnaire,
                &variants,
                SAMPLED,
                rng,
                |assignment, path| {
                    if sampled.0.len() < MOST_PATHS {
                        sampled.add(questionnaire, assignment, path);
                    }
                },
            );
            return Ok(sampled.into_paths(false));
        }
    }
    Ok(found.into_paths(true))
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

    fn into_paths(self, complete: bool) -> InterviewPaths {
        let mut paths: Vec<InterviewPath> = self.0.into_values().collect();
        paths.sort_by(|one, other| {
            let length = other.asked.len().cmp(&one.asked.len());
            length.then_with(|| one.asked.cmp(&other.asked))
        });
        InterviewPaths { paths, complete }
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
    assignment: &'s Assignment,
    deciding: BTreeSet<&'s QuestionId>,
    answers: Answers,
    steps: &'s mut usize,
    found: &'s mut Found,
}

impl Search<'_> {
    /// Follows every way from a question on; false where there are too many.
    fn from(&mut self, place: usize) -> bool {
        *self.steps += 1;
        if *self.steps > MOST_STEPS || self.found.0.len() > MOST_PATHS {
            return false;
        }
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
        for option in options(self.questionnaire, self.assignment, question) {
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
