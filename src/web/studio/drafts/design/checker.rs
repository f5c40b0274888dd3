//! What is wrong and what could be better, beside the part it concerns.

use maud::{Markup, html};

use super::desk::Desk;
use super::place;
use crate::addresses::Address;
use crate::interface::Interface;
use authoring::advice::Advice;
use messages::{text, words};
use questionnaire::difference::Difference;
use questionnaire::{Part, QuestionId, Questionnaire, ScaleId};

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
        .map(|finding| words::problem(interface.locale, &finding.problem))
        .collect();
    let advice = desk.advice.iter().filter(|advice| advice.part() == *part);
    let better: Vec<String> = advice
        .map(|advice| words::advice(interface.locale, advice, questionnaire))
        .collect();
    let broken: Vec<&Difference> = desk
        .breaks
        .iter()
        .filter(|difference| concerns(difference, part, questionnaire))
        .collect();
    html! {
        div #beside data-live {
            @if !broken.is_empty() {
                div.notice.doubt.broken {
                    p { b { (interface.locale.t(text::DESIGN_SERIES_BROKEN)) } }
                    ul { @for difference in &broken { li {
                        (words::difference(interface.locale, difference)) @if let Some(broken) = words::broken_series(interface.locale, difference) { br; small { (broken) } }
                    } } }
                    p { a href=(interface.link(Address::DraftDifference { draft: desk.found.draft.id })) { (interface.locale.t(text::DESIGN_SERIES_EDITORIAL)) } }
                }
            }
            (remarks("doubt", &interface.locale.t(text::DesignFaults { count: wrong.len() }), &wrong))
            (remarks("tip", &interface.locale.t(text::CheckerAdvice { count: better.len() }), &better))
        }
    }
}

/// Whether a change that breaks a series is to be seen beside a part: its own, or one of a scale that breaks the
/// series of this question. What is gone is seen beside the questionnaire as a whole.
fn concerns(difference: &Difference, part: &Part, questionnaire: &Questionnaire) -> bool {
    let own = difference.change.part();
    match (&own, part) {
        (_, Part::Question(question)) => own == *part || difference.breaks.contains(question),
        (Part::Question(gone), Part::Top) => questionnaire.question(gone).is_none(),
        _ => own == *part,
    }
}

fn remarks(class: &str, title: &str, remarks: &[String]) -> Markup {
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
    let (wrong, better) = numbers(desk);
    let way = |part: &Part| place::way_to(interface, desk.found.draft.id, part);
    html! {
        section.checker #checker data-live aria-labelledby="checker-title" {
            h2 #checker-title {
                (counts(interface, desk))
            }
            @if wrong > 0 { ul.findings { @for finding in &desk.findings { li {
                @let words = words::problem(interface.locale, &finding.problem);
                @match &finding.place { Some(name) => (linked(&way, &part_named(desk, name), &words)), None => (words) }
            } } } }
            @if better > 0 { details open[wrong == 0 && better < 6] {
                summary { (locale.t(text::CheckerAdvice { count: better })) }
                (advice(interface, desk, questionnaire, &way))
            } }
        }
    }
}

/// All advice, for whoever decides on the draft: where its parts stand on the same page.
pub(in crate::studio::drafts) fn advice_for_approval(
    interface: &Interface,
    desk: &Desk,
    questionnaire: &Questionnaire,
) -> Markup {
    let (_, better) = numbers(desk);
    let way = |part: &Part| format!("#{}", place::write(part));
    html! {
        @if better > 0 {
            h3 { (interface.locale.t(text::CheckerAdvice { count: better })) }
            (advice(interface, desk, questionnaire, &way))
        }
    }
}

/// The advice with the ways to where it is heeded.
fn advice(
    interface: &Interface,
    desk: &Desk,
    questionnaire: &Questionnaire,
    way: &dyn Fn(&Part) -> String,
) -> Markup {
    let locale = interface.locale;
    let is_untried = |advice: &&Advice| matches!(advice, Advice::NotPretested { .. });
    let (untried, rest): (Vec<&Advice>, Vec<&Advice>) = desk.advice.iter().partition(is_untried);
    let parts: Vec<Part> = untried.iter().map(|advice| advice.part()).collect();
    let untried: Vec<&str> = parts.iter().filter_map(Part::name).collect();
    html! {
        ul.findings {
            @for (indicator, question) in desk.unmeasured() { li { (locale.t(text::CheckerUnmeasured { indicator: interface.text(&indicator.name).to_owned(), question: question.as_str() })) } }
            @for advice in rest { li { (linked(way, &advice.part(), &words::advice(locale, advice, questionnaire))) } }
            @if !untried.is_empty() { li { (locale.t(text::CheckerUntried { count: untried.len(), questions: untried.join(&locale.t(text::NAME_SEPARATOR)) })) } }
        }
    }
}

/// The part that a finding names.
fn part_named(desk: &Desk, name: &str) -> Part {
    let (id, question, scale) = (name.to_owned(), QuestionId::new(name), ScaleId::new(name));
    let Some(questionnaire) = &desk.questionnaire else {
        return Part::Top;
    };
    if questionnaire.question(&question).is_some() {
        Part::Question(question)
    } else if questionnaire.scale(&scale).is_some() {
        Part::Scale(scale)
    } else if questionnaire.section(name).is_some() {
        Part::Section(id)
    } else if questionnaire.arms.iter().any(|arm| arm.id == name) {
        Part::Arm(id)
    } else {
        Part::Top
    }
}

/// Words about a part with the way to it: its name links, where they begin with it or before them.
fn linked(way: &dyn Fn(&Part) -> String, part: &Part, words: &str) -> Markup {
    let Some(name) = part.name() else {
        return html! { (words) };
    };
    let rest = words.strip_prefix(name);
    html! { a href=(way(part)) { (name) } @match rest { Some(rest) => (rest), None => { " " (words) } } }
}

/// How much is wrong and how much could be better. What has not been tried is one piece of advice for all.
fn numbers(desk: &Desk) -> (usize, usize) {
    let untried = |advice: &&Advice| matches!(advice, Advice::NotPretested { .. });
    let count = desk.advice.iter().filter(untried).count();
    let better = desk.advice.len() - count + count.min(1) + desk.unmeasured().count();
    (desk.findings.len(), better)
}

/// The same in words.
pub(super) fn counts(interface: &Interface, desk: &Desk) -> String {
    let (wrong, better) = numbers(desk);
    interface.locale.t(text::CheckerTitle { wrong, better })
}
