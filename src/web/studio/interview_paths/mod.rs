//! the paths through a questionnaire: the map, every path, and what a robot met on them.
//!
//! # Design
//!
//! A draft and a published version show the same page. Following every path may take a while, so a budget keeps it
//! short, and what was found stands on a [`Shelf`] for the next who opens the page. The robot's seed stands in the
//! address: whoever opens it again sees the same interviews.

mod drawing;
mod finding;
mod histogram;
mod listing;
mod questions;
mod robot;
mod words;

use std::sync::Arc;

use maud::{Markup, html};
use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;

use crate::addresses;
use crate::extract::Fields;
use crate::interface::Interface;
use authoring::draft::DraftId;
use authoring::interview_paths::{
    InterviewPaths, Map, PathFault, RobotInterviews, affordable, faults, list_paths, map,
    run_interviews,
};
use authoring::shelf::{Made, Shelf};
use format::Budget;
use messages::text;
use questionnaire::{LayoutError, Question, QuestionId, Questionnaire};

/// How often the robot answers.
const INTERVIEWS: usize = 1_000;

/// What following the paths of one questionnaire may cost. A step of it is a question answered or a part of a
/// condition weighed.
const STEPS_OF_A_MAP: u64 = 2_000_000;

/// About how many bytes of reports are kept, and how many an id in one takes.
const KEPT: usize = 32 << 20;
const BYTES_OF_AN_ID: usize = 40;

static REPORTS: Shelf<Result<PathReport, LayoutError>> = Shelf::of_bytes(KEPT);

/// Everything known about the paths through a questionnaire.
#[derive(Debug)]
pub(super) struct PathReport {
    questionnaire: Questionnaire,
    map: Map,
    paths: InterviewPaths,
    faults: Vec<PathFault>,
    robot: RobotInterviews,
    seed: u64,
    /// True where the clock cut it short and not its steps: another time more may be found.
    late: bool,
}

impl PathReport {
    /// Follows them; the robot draws from the seed.
    fn of(questionnaire: Questionnaire, seed: u64) -> Result<Self, LayoutError> {
        let rng = || ChaCha20Rng::seed_from_u64(seed);
        let mut budget = Budget::of_steps(STEPS_OF_A_MAP);
        let mut proofs = Budget::default();
        let interviews = affordable(&questionnaire, INTERVIEWS, &mut budget);
        Ok(Self {
            map: map(&questionnaire),
            paths: list_paths(&questionnaire, &mut rng(), &mut budget)?,
            faults: faults(&questionnaire, &mut proofs),
            robot: run_interviews(&questionnaire, interviews, &mut rng())?,
            late: budget.is_late() || proofs.is_late(),
            questionnaire,
            seed,
        })
    }

    /// Follows them, once for all who ask; a questionnaire whose arms cannot be laid out has none.
    pub(super) fn explore(
        questionnaire: &Questionnaire,
        seed: u64,
    ) -> Arc<Result<Self, LayoutError>> {
        let content = questionnaire.version().to_string();
        let from = [content.as_bytes(), &seed.to_le_bytes()];
        REPORTS.get(&from, || {
            let value = Self::of(questionnaire.clone(), seed);
            let bytes = match &value {
                Ok(report) => (!report.late).then(|| report.bytes()),
                Err(_) => Some(0),
            };
            Made { value, bytes }
        })
    }

    /// About how many bytes it takes: most of it are the ids of the questions on every path.
    fn bytes(&self) -> usize {
        let listed = self.paths.paths.iter().map(|path| path.asked.len());
        let taken = self.robot.paths.iter().map(|(asked, ..)| asked.len());
        BYTES_OF_AN_ID * (listed.sum::<usize>() + taken.sum::<usize>())
    }
}

/// The robot's seed in an address.
pub(super) fn seed(query: &Fields) -> u64 {
    let given = query.get("seed").and_then(|seed| seed.parse().ok());
    given.unwrap_or(1)
}

/// Where the page stands.
pub(super) struct Setting<'a> {
    /// How it is read.
    pub(super) interface: &'a Interface,
    /// The draft whose designer its questions lead to, if they lead anywhere.
    pub(super) design: Option<DraftId>,
    /// Its own address.
    pub(super) here: String,
}

impl Setting<'_> {
    /// A question by its id, leading to where it can be changed.
    fn question(&self, id: &QuestionId) -> Markup {
        let Some(draft) = self.design else {
            return html! { (id) };
        };
        let address = addresses::draft_part(draft, &format!("question.{id}"));
        html! { a href=(self.interface.link(address)) { (id) } }
    }

    /// The wording of a question.
    fn wording<'q>(&self, question: &'q Question) -> &'q str {
        self.interface.text(&question.text)
    }
}

/// The page, from what it found to how often each question was asked.
pub(super) fn view(setting: &Setting<'_>, report: &PathReport) -> Markup {
    let locale = setting.interface.locale;
    if report.questionnaire.questions.is_empty() {
        return html! { p.notice { (locale.t(text::WAYS_NOTHING)) } };
    }
    html! {
        (finding::view(setting, report))
        h2 { (locale.t(text::WAYS_MAP)) }
        p.help { (locale.t(text::WAYS_MAP_HELP)) }
        (drawing::view(setting, report))
        (questions::view(setting, report))
        (listing::view(setting, report))
        (robot::view(setting, report))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;
    use format::read;

    fn shipped(name: &str) -> Questionnaire {
        let root = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
        let path = root.join("surveys/harbin-2012-2014").join(name);
        let reading = read(name, &std::fs::read(path).unwrap());
        reading.questionnaire.unwrap()
    }

    #[test]
    fn the_shipped_questionnaires_are_followed_while_a_page_loads() {
        for name in ["residents.toml", "parents.toml", "window.toml"] {
            let questionnaire = shipped(name);
            let begun = Instant::now();
            let report = PathReport::of(questionnaire, 1).unwrap();
            let took = begun.elapsed();
            assert!(report.faults.is_empty(), "{name}");
            // Unoptimised and beside other tests; a release takes a small part of it.
            assert!(took.as_secs() < 20, "{name} took {took:?}");
        }
    }

    #[test]
    fn the_page_names_its_finding_and_draws_every_question() {
        let report = PathReport::of(shipped("residents.toml"), 1).unwrap();
        let setting = Setting {
            interface: &Interface::default(),
            design: Some(DraftId(1)),
            here: "/here".into(),
        };
        let page = view(&setting, &report).into_string();
        assert!(page.contains("所有 5 条路径都能到达结尾"), "{page}");
        assert!(page.contains("/studio/drafts/1/design?at=question.R30"));
        assert_eq!(page.matches("<rect class=\"step").count(), 30);
        assert!(!page.contains("style="));
    }

    #[test]
    fn a_map_is_drawn_once_for_all_who_open_it() {
        let pair = |i: usize| {
            format!(
                "[[question]]\nid = \"G{i}\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"？\"\n\
                 [[question]]\nid = \"F{i}\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"？\"\nask_if = \"G{i} == 1\"\n"
            )
        };
        let head = "id = \"f\"\nlanguages = [\"zh\"]\ntitle = { zh = \"题\" }\nintro = { zh = \"您好\" }\n";
        let text = head.to_owned() + &(0..60).map(pair).collect::<String>();
        let filters = read("f.toml", text.as_bytes()).questionnaire.unwrap();
        let begun = Instant::now();
        let first = PathReport::explore(&filters, 1);
        eprintln!("sixty filters are followed in {:?}", begun.elapsed());
        assert!(Arc::ptr_eq(&first, &PathReport::explore(&filters, 1)));
        assert!(!Arc::ptr_eq(&first, &PathReport::explore(&filters, 2)));
        let first = first.as_ref().as_ref().unwrap();
        assert!(first.paths.sampled.is_some() && first.faults.is_empty());
    }
}
