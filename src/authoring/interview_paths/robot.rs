//! A robot that answers at random.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use rand::{Rng, RngExt};

use super::minutes;
use questionnaire::{
    Answers, Assignment, LayoutError, QuestionId, Questionnaire, RoutingPath, Seen, Variants, route,
};

/// How often the robot skips a question that may be skipped.
const SKIPS: f64 = 0.1;

/// What random interviews came to.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct RobotInterviews {
    /// How many there were.
    pub interviews: usize,
    /// Different paths (questions asked, where it ended) with their numbers, the most frequent
    /// first.
    pub paths: Vec<(Vec<QuestionId>, Option<QuestionId>, usize)>,
    /// Interviews by the number of questions asked.
    pub lengths: BTreeMap<usize, usize>,
    /// Interviews by whole minutes begun, in the first language.
    pub minutes: BTreeMap<u32, usize>,
    /// Their mean length in minutes.
    pub mean_minutes: f64,
    pub longest_minutes: f64,
    /// Interviews by the question that ended them; none for those that came to the end.
    pub endings: BTreeMap<Option<QuestionId>, usize>,
    /// How often each question was asked; every question is there.
    pub asked: BTreeMap<QuestionId, usize>,
}

/// Answers the questionnaire at random so many times, each with a variant drawn afresh.
pub fn run_interviews(
    questionnaire: &Questionnaire,
    interviews: usize,
    rng: &mut impl Rng,
) -> Result<RobotInterviews, LayoutError> {
    let variants = Variants::of(questionnaire)?;
    let mut robot = RobotInterviews {
        interviews,
        ..RobotInterviews::default()
    };
    for question in &questionnaire.questions {
        robot.asked.insert(question.id.clone(), 0);
    }
    let mut paths: BTreeMap<(Vec<QuestionId>, Option<QuestionId>), usize> = BTreeMap::new();
    let mut total = 0.0;
    each(
        questionnaire,
        &variants,
        interviews,
        rng,
        |assignment, path| {
            let asked: Vec<QuestionId> = path
                .asked
                .iter()
                .map(|question| question.id.clone())
                .collect();
            let ended_at = path.ended_at.map(|question| question.id.clone());
            let minutes = minutes(questionnaire, assignment, &path.asked);
            total += minutes;
            robot.longest_minutes = robot.longest_minutes.max(minutes);
            *robot.minutes.entry(whole(minutes)).or_default() += 1;
            *robot.lengths.entry(asked.len()).or_default() += 1;
            *robot.endings.entry(ended_at.clone()).or_default() += 1;
            for id in &asked {
                *robot.asked.entry(id.clone()).or_default() += 1;
            }
            *paths.entry((asked, ended_at)).or_default() += 1;
            ControlFlow::Continue(())
        },
    );
    let count = u32::try_from(interviews.max(1)).unwrap_or(u32::MAX);
    robot.mean_minutes = total / f64::from(count);
    let counted = paths.into_iter();
    robot.paths = counted
        .map(|((asked, ended_at), count)| (asked, ended_at, count))
        .collect();
    robot
        .paths
        .sort_by_key(|(.., count)| std::cmp::Reverse(*count));
    Ok(robot)
}

/// Whole minutes begun.
fn whole(minutes: f64) -> u32 {
    (1..=600)
        .find(|whole| minutes <= f64::from(*whole))
        .unwrap_or(600)
}

/// Conducts random interviews and shows each, until enough were seen; how many there were.
pub(super) fn each(
    questionnaire: &Questionnaire,
    variants: &Variants,
    interviews: usize,
    rng: &mut impl Rng,
    mut see: impl FnMut(&Assignment, &RoutingPath<'_>) -> ControlFlow<()>,
) -> usize {
    for number in 1..=interviews {
        let variant = rng.random_range(0..variants.count());
        let assignment = variants
            .get(variant)
            .expect("a layout has every variant below its count");
        let answers = random_answers(questionnaire, assignment, rng);
        if see(assignment, &route(questionnaire, assignment, &answers)).is_break() {
            return number;
        }
    }
    interviews
}

/// An answer to every question at random; some are skipped.
pub fn random_answers(
    questionnaire: &Questionnaire,
    assignment: &Assignment,
    rng: &mut impl Rng,
) -> Answers {
    let mut answers = Answers::default();
    for question in &questionnaire.questions {
        if !question.required && rng.random_bool(SKIPS) {
            continue;
        }
        let seen = Seen {
            questionnaire,
            assignment,
            question,
        };
        if let Some(answer) = seen.random(rng) {
            answers.0.insert(question.id.clone(), answer);
        }
    }
    answers
}
