//! What is wrong and what could be better, beside the part it concerns.

use maud::{Markup, html};

use super::desk::Desk;
use super::place;
use crate::questionnaire::{Part, Questionnaire};
use crate::web::interface::Interface;
use crate::web::paths;
use crate::web::studio::words;

/// So many remarks stand open beside a part; more of them wait behind a line that counts them.
const OPEN: usize = 3;

/// The findings and the advice on one part.
pub(super) fn beside(
    interface: &Interface,
    desk: &Desk,
    questionnaire: &Questionnaire,
    part: &Part,
) -> Markup {
    let name = part.name();
    let findings = desk.findings.iter();
    let findings = findings.filter(|finding| finding.place.as_deref() == name);
    let wrong: Vec<String> = findings
        .map(|finding| words::problem(interface, &finding.problem))
        .collect();
    let advice = desk.advice.iter().filter(|advice| advice.part() == *part);
    let better: Vec<String> = advice
        .map(|advice| words::advice(interface, advice, questionnaire))
        .collect();
    let breaks = desk.breaks.iter();
    let broken = breaks.filter(|broken| Some(broken.question.as_str()) == name);
    html! {
        div #beside data-live {
            @for broken in broken {
                div.notice.doubt.broken {
                    p { b { (interface.locale.with("design-series-broken", [("series", broken.series.clone().into())])) } }
                    ul { @for difference in &broken.differences { li { (words::difference(interface, difference)) } } }
                }
            }
            (remarks(interface, "doubt", "design-faults", &wrong))
            (remarks(interface, "tip", "checker-advice", &better))
        }
    }
}

fn remarks(interface: &Interface, class: &str, title: &str, remarks: &[String]) -> Markup {
    let title = interface
        .locale
        .with(title, [("count", remarks.len().into())]);
    html! {
        @match remarks {
            [] => {}
            [remark] => { p.notice.(class) { (remark) } }
            _ => { details.notice.(class) open[remarks.len() <= OPEN] { summary { (title) } ul { @for remark in remarks { li { (remark) } } } } }
        }
    }
}

/// Everything that was found, with the way to where it can be mended.
pub(super) fn all(interface: &Interface, desk: &Desk, questionnaire: &Questionnaire) -> Markup {
    let locale = interface.locale;
    let lost: Vec<_> = desk.unmeasured().collect();
    let (wrong, better) = (desk.findings.len(), desk.advice.len() + lost.len());
    html! {
        section.checker #checker data-live aria-labelledby="checker-title" {
            h2 #checker-title {
                (locale.with("checker-title", [("wrong", wrong.into()), ("better", better.into())]))
            }
            @if wrong > 0 { ul.findings { @for finding in &desk.findings { li {
                @if let Some(name) = &finding.place { (link(interface, desk, &part_named(desk, name))) " " }
                (words::problem(interface, &finding.problem))
            } } } }
            @if better > 0 { details open[wrong == 0 && better < 6] {
                summary { (locale.with("checker-advice", [("count", better.into())])) }
                ul.findings {
                    @for (indicator, question) in &lost { li { (locale.with("checker-unmeasured", [("indicator", interface.text(&indicator.name).to_owned().into()), ("question", (*question).to_owned().into())])) } }
                    @for advice in &desk.advice { li { (link(interface, desk, &advice.part())) " " (words::advice(interface, advice, questionnaire)) } }
                }
            } }
        }
    }
}

/// The part that a finding names.
fn part_named(desk: &Desk, name: &str) -> Part {
    let id = name.to_owned();
    let Some(questionnaire) = &desk.questionnaire else {
        return Part::Top;
    };
    if questionnaire.question(name).is_some() {
        Part::Question(id)
    } else if questionnaire.scale(name).is_some() {
        Part::Scale(id)
    } else if questionnaire.section(name).is_some() {
        Part::Section(id)
    } else if questionnaire.arms.iter().any(|arm| arm.id == name) {
        Part::Arm(id)
    } else {
        Part::Top
    }
}

fn link(interface: &Interface, desk: &Desk, part: &Part) -> Markup {
    let address = paths::draft_part(desk.found.draft.id, &place::write(part));
    html! { @if let Some(name) = part.name() { a href=(interface.link(&address)) { (name) } } }
}
