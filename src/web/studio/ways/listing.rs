//! Every path in a table, the longest first.

use maud::{Markup, html};

use super::words::{groups, time};
use super::{Setting, Ways};
use crate::number::Count;
use authoring::paths::{Path, SAMPLED};
use messages::Argument;

/// The most paths shown.
const SHOWN: usize = 50;

/// The table.
pub(super) fn view(setting: &Setting<'_>, ways: &Ways) -> Markup {
    let locale = setting.interface.locale;
    let paths = &ways.paths.paths;
    let words = [
        ("shown", Argument::from(SHOWN)),
        ("count", Argument::from(paths.len())),
    ];
    let interviews = [("interviews", Argument::from(SAMPLED))];
    html! {
        h2 { (locale.t("ways-paths")) }
        @if !ways.paths.complete { p.notice { (locale.with("ways-paths-sampled", interviews)) } }
        @if paths.len() > SHOWN { p.help { (locale.with("ways-paths-more", words)) } }
        div.scroll tabindex="0" role="region" aria-label=(locale.t("ways-paths")) { table {
            thead { tr {
                th scope="col" { (locale.t("ways-length")) }
                th scope="col" { (locale.t("ways-duration")) }
                th scope="col" { (locale.t("ways-end")) }
                th scope="col" { (locale.t("ways-who")) }
                th scope="col" { (locale.t("ways-left-out")) }
            } }
            tbody { @for path in paths.iter().take(SHOWN) { (row(setting, ways, path)) } }
        } }
    }
}

fn row(setting: &Setting<'_>, ways: &Ways, path: &Path) -> Markup {
    let locale = setting.interface.locale;
    let left_out = left_out(ways, path);
    html! {
        tr {
            th scope="row" { (Count(path.asked.len() as u64)) }
            td { (time(locale, path.minutes)) }
            td { @match &path.ended_at {
                Some(id) => { (locale.with("ways-ends-at", [("question", Argument::from(id.as_str()))])) }
                None => (locale.t("ways-to-the-end")),
            } }
            td { (groups(locale, &ways.questionnaire, &path.groups)) }
            td { @if left_out.is_empty() { "–" } @else { (left_out.join(", ")) } }
        }
    }
}

/// The questions that a path passes without asking them.
fn left_out<'w>(ways: &'w Ways, path: &Path) -> Vec<&'w str> {
    let ids = ways
        .questionnaire
        .questions
        .iter()
        .map(|question| question.id.as_str());
    let passed = ids.take_while(|id| path.ended_at.as_deref() != Some(*id));
    passed
        .filter(|id| !path.asked.iter().any(|asked| asked == id))
        .collect()
}
