//! The map as a table: every question, when it is asked, when it ends the interview, how often it was asked.

use maud::{Markup, html};

use super::words::real;
use super::{PathReport, Setting};
use crate::number::Percent;
use messages::{text, words::phrase};
use questionnaire::{Condition, Question};

/// The table.
pub(super) fn view(setting: &Setting<'_>, report: &PathReport) -> Markup {
    let locale = setting.interface.locale;
    let rotating = (report.questionnaire.sections.iter()).any(|section| section.rotate.is_some());
    html! {
        h2 { (locale.t(text::WAYS_QUESTIONS)) }
        p.help { (locale.t(text::WAYS_QUESTIONS_HELP)) @if rotating { " " (locale.t(text::WAYS_ROTATING)) } }
        div.scroll tabindex="0" role="region" aria-label=(locale.t(text::WAYS_QUESTIONS)) { table {
            thead { tr {
                th scope="col" { (locale.t(text::WAYS_QUESTION)) }
                th scope="col" { (locale.t(text::WAYS_ASKED_IF)) }
                th scope="col" { (locale.t(text::WAYS_ENDS_IF)) }
                th scope="col" { (locale.t(text::WAYS_ASKED_OF)) }
            } }
            tbody { @for question in &report.questionnaire.questions { (row(setting, report, question)) } }
        } }
    }
}

fn row(setting: &Setting<'_>, report: &PathReport, question: &Question) -> Markup {
    let locale = setting.interface.locale;
    let said = |condition: &Condition| {
        html! {
            (phrase(setting.interface.locale, &condition.phrase(&report.questionnaire)))
            " " small { code { (condition.source()) } }
        }
    };
    let asked = report.robot.asked.get(&question.id).copied().unwrap_or(0);
    let share = real(asked) / real(report.robot.interviews.max(1));
    html! {
        tr {
            th scope="row" { b { (setting.question(&question.id)) } " " (setting.wording(question)) }
            td { @match &question.ask_if { Some(condition) => (said(condition)), None => (locale.t(text::WAYS_ALWAYS)) } }
            td { @match &question.end_if { Some(condition) => (said(condition)), None => "–" } }
            td.num { (Percent(share)) }
        }
    }
}
