//! What the page found, in a sentence; faults first.

use maud::{Markup, html};

use super::words::time;
use super::{Setting, Ways};
use crate::studio::words;
use authoring::paths::{Path, PathFault, SAMPLED};
use messages::Argument;

/// The finding and the faults behind it.
pub(super) fn view(setting: &Setting<'_>, ways: &Ways) -> Markup {
    let locale = setting.interface.locale;
    let sentence = lengths(setting, ways);
    if ways.faults.is_empty() {
        return html! { h2.finding { (sentence) } (early(setting, ways)) };
    }
    let count = Argument::from(ways.faults.len());
    html! {
        div.notice.doubt role="alert" {
            h2.finding { (locale.with("ways-faulty", [("count", count)])) }
            ul.plain { @for fault in &ways.faults { li { (told(setting, fault)) } } }
        }
        p { (sentence) }
        (early(setting, ways))
    }
}

/// How many paths there are, how long and how short.
fn lengths(setting: &Setting<'_>, ways: &Ways) -> String {
    let locale = setting.interface.locale;
    let paths = &ways.paths.paths;
    let (Some(longest), Some(shortest)) = (paths.first(), paths.last()) else {
        return locale.t("ways-nothing");
    };
    let slowest = |length: usize| {
        let same = paths.iter().filter(|path| path.asked.len() == length);
        same.map(|path| path.minutes).fold(0.0, f64::max)
    };
    let time = time(locale, slowest(longest.asked.len()));
    let words = [
        ("count", Argument::from(paths.len())),
        ("longest", Argument::from(longest.asked.len())),
        ("time", Argument::from(time)),
        ("shortest", Argument::from(shortest.asked.len())),
        ("interviews", Argument::from(SAMPLED)),
    ];
    let key = match (ways.paths.complete, paths.len(), ways.faults.is_empty()) {
        (false, ..) => "ways-sampled",
        (true, _, false) => "ways-other",
        (true, 1, true) => "ways-one",
        (true, _, true) => "ways-sound",
    };
    locale.with(key, words)
}

/// Which of them end before the last question, and where.
fn early(setting: &Setting<'_>, ways: &Ways) -> Markup {
    let mut ends: Vec<&str> = Vec::new();
    for end in ways.paths.paths.iter().filter_map(ended) {
        if !ends.contains(&end) {
            ends.push(end);
        }
    }
    ends.sort_unstable();
    let count = ways.paths.paths.iter().filter_map(ended).count();
    let words = [
        ("count", Argument::from(count)),
        (
            "ends",
            Argument::from(ends.join(&setting.interface.locale.t("name-separator"))),
        ),
    ];
    html! { @if count > 0 { p.help { (setting.interface.locale.with("ways-early", words)) } } }
}

fn ended(path: &Path) -> Option<&str> {
    path.ended_at.as_deref()
}

/// A fault in words, with the questions it concerns.
fn told(setting: &Setting<'_>, fault: &PathFault) -> Markup {
    let (PathFault::Contradiction { question }
    | PathFault::Unreachable { question }
    | PathFault::DeadEnd { question, .. }) = fault;
    html! {
        b { (setting.question(question)) } " " (words::path_fault(setting.interface, fault))
        @if let PathFault::DeadEnd { at, .. } = fault { " → " (setting.question(at)) }
    }
}
