//! What the page found, in a sentence; faults first.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::words::time;
use super::{PathReport, Setting};
use authoring::interview_paths::PathFault;
use messages::{text, words};
use questionnaire::QuestionId;

/// The finding and the faults behind it.
pub(super) fn view(setting: &Setting<'_>, report: &PathReport) -> Markup {
    let locale = setting.interface.locale;
    let sentence = lengths(setting, report);
    if report.faults.is_empty() {
        return html! { h2.finding { (sentence) } (early(setting, report)) };
    }
    let proven = report.faults.iter();
    let proven = proven.filter(|fault| !matches!(fault, PathFault::Unproven { .. }));
    let title = match proven.count() {
        0 => locale.t(text::WAYS_UNPROVEN),
        count => locale.t(text::WaysFaulty { count }),
    };
    html! {
        div.notice.doubt role="alert" {
            h2.finding { (title) }
            ul.plain { @for fault in &report.faults { li { (fault_sentence(setting, fault)) } } }
        }
        p { (sentence) }
        (early(setting, report))
    }
}

/// How many paths there are, how long and how short.
fn lengths(setting: &Setting<'_>, report: &PathReport) -> String {
    let locale = setting.interface.locale;
    let paths = &report.paths.paths;
    let (Some(longest), Some(shortest)) = (paths.first(), paths.last()) else {
        return locale.t(text::WAYS_NOTHING);
    };
    let slowest = |length: usize| {
        let same = paths.iter().filter(|path| path.asked.len() == length);
        same.map(|path| path.minutes).fold(0.0, f64::max)
    };
    let time = time(locale, slowest(longest.asked.len()));
    let (count, shortest, longest) = (paths.len(), shortest.asked.len(), longest.asked.len());
    match (report.paths.sampled, count, report.faults.is_empty()) {
        (Some(interviews), ..) => locale.t(text::WaysSampled {
            interviews,
            count,
            longest,
            time,
            shortest,
        }),
        (None, _, false) => locale.t(text::WaysOther {
            count,
            longest,
            time,
            shortest,
        }),
        (None, 1, true) => locale.t(text::WaysOne { longest, time }),
        (None, _, true) => locale.t(text::WaysSound {
            count,
            longest,
            time,
            shortest,
        }),
    }
}

/// Which of them end before the last question, and where.
fn early(setting: &Setting<'_>, report: &PathReport) -> Markup {
    let ended = || {
        let paths = report.paths.paths.iter();
        paths.filter_map(|path| path.ended_at.as_ref())
    };
    let count = ended().count();
    let ends: BTreeSet<&QuestionId> = ended().collect();
    let ends: Vec<&str> = ends.into_iter().map(QuestionId::as_str).collect();
    html! { @if count > 0 { p.help { (setting.interface.locale.t(text::WaysEarly { count, ends: ends.join(&setting.interface.locale.t(text::NAME_SEPARATOR)) })) } } }
}

/// A fault in words, with the questions it concerns.
fn fault_sentence(setting: &Setting<'_>, fault: &PathFault) -> Markup {
    html! {
        b { (setting.question(fault.question())) } " " (words::path_fault(setting.interface.locale, fault))
        @if let PathFault::DeadEnd { at, .. } = fault { " → " (setting.question(at)) }
    }
}
