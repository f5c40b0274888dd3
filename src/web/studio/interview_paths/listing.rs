//! Every path in a table, the longest first.

use maud::{Markup, html};

use super::words::{groups, time};
use super::{PathReport, Setting};
use crate::number::Count;
use authoring::interview_paths::InterviewPath;
use messages::text;
use questionnaire::QuestionId;

/// The most paths shown.
const SHOWN: usize = 50;

/// The table.
pub(super) fn view(setting: &Setting<'_>, report: &PathReport) -> Markup {
    let locale = setting.interface.locale;
    let paths = &report.paths.paths;
    html! {
        h2 { (locale.t(text::WAYS_PATHS)) }
        @if let Some(interviews) = report.paths.sampled { p.notice { (locale.t(text::WaysPathsSampled { interviews })) } }
        @if paths.len() > SHOWN { p.help { (locale.t(text::WaysPathsMore { shown: SHOWN, count: paths.len() })) } }
        div.scroll tabindex="0" role="region" aria-label=(locale.t(text::WAYS_PATHS)) { table {
            thead { tr {
                th scope="col" { (locale.t(text::WAYS_LENGTH)) }
                th scope="col" { (locale.t(text::WAYS_DURATION)) }
                th scope="col" { (locale.t(text::WAYS_END)) }
                th scope="col" { (locale.t(text::WAYS_WHO)) }
                th scope="col" { (locale.t(text::WAYS_LEFT_OUT)) }
            } }
            tbody { @for path in paths.iter().take(SHOWN) { (row(setting, report, path)) } }
        } }
    }
}

fn row(setting: &Setting<'_>, report: &PathReport, path: &InterviewPath) -> Markup {
    let locale = setting.interface.locale;
    let left_out = left_out(report, path);
    html! {
        tr {
            th scope="row" { (Count(path.asked.len() as u64)) }
            td { (time(locale, path.minutes)) }
            td { @match &path.ended_at {
                Some(id) => { (locale.t(text::WaysEndsAt { question: id.as_str() })) }
                None => (locale.t(text::WAYS_TO_THE_END)),
            } }
            td { (groups(locale, &report.questionnaire, &path.groups)) }
            td { @if left_out.is_empty() { "–" } @else { (left_out.join(", ")) } }
        }
    }
}

/// The questions that a path passes without asking them.
fn left_out<'r>(report: &'r PathReport, path: &InterviewPath) -> Vec<&'r str> {
    let ids = report
        .questionnaire
        .questions
        .iter()
        .map(|question| &question.id);
    let passed = ids.take_while(|id| path.ended_at.as_ref() != Some(*id));
    passed
        .filter(|id| !path.asked.contains(id))
        .map(QuestionId::as_str)
        .collect()
}
