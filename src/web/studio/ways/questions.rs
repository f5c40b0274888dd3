//! The map as a table: every question, when it is asked, when it ends the interview, how often it was asked.

use maud::{Markup, html};

use super::words::real;
use super::{Setting, Ways};
use crate::number::Percent;
use crate::studio::words::phrase;
use questionnaire::{Condition, Question};

/// The table.
pub(super) fn view(setting: &Setting<'_>, ways: &Ways) -> Markup {
    let locale = setting.interface.locale;
    let rotating = (ways.questionnaire.sections.iter()).any(|section| section.rotate.is_some());
    html! {
        h2 { (locale.t("ways-questions")) }
        p.help { (locale.t("ways-questions-help")) @if rotating { " " (locale.t("ways-rotating")) } }
        div.scroll tabindex="0" role="region" aria-label=(locale.t("ways-questions")) { table {
            thead { tr {
                th scope="col" { (locale.t("ways-question")) }
                th scope="col" { (locale.t("ways-asked-if")) }
                th scope="col" { (locale.t("ways-ends-if")) }
                th scope="col" { (locale.t("ways-asked-of")) }
            } }
            tbody { @for question in &ways.questionnaire.questions { (row(setting, ways, question)) } }
        } }
    }
}

fn row(setting: &Setting<'_>, ways: &Ways, question: &Question) -> Markup {
    let locale = setting.interface.locale;
    let said = |condition: &Condition| {
        html! {
            (phrase(setting.interface, &condition.phrase(&ways.questionnaire)))
            " " small { code { (condition.source()) } }
        }
    };
    let asked = ways.walks.asked.get(&question.id).copied().unwrap_or(0);
    let share = real(asked) / real(ways.walks.interviews.max(1));
    html! {
        tr {
            th scope="row" { b { (setting.question(&question.id)) } " " (setting.wording(question)) }
            td { @match &question.ask_if { Some(condition) => (said(condition)), None => (locale.t("ways-always")) } }
            td { @match &question.end_if { Some(condition) => (said(condition)), None => "–" } }
            td.num { (Percent(share)) }
        }
    }
}
