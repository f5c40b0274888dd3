//! The tables of a figure: answers, other ways to count, years, districts, weights.

use maud::{Markup, html};

use crate::interface::Interface;
use crate::number::{Count, Interval, Percent, Ratio, Whole};
use crate::public::history_chart::history_chart;
use crate::public::interval_mark::{self, interval_cell};
use crate::public::share_bar::share_cell;
use crate::public::verdict_mark::Word;
use crate::public::wide_table::wide_table;
use messages::Locale;
use results::release::{Basis, Figure, IndicatorResult, Method, Sensitivity, Step};

/// What residents answered, weighted.
pub(super) fn distribution(interface: &Interface, result: &IndicatorResult) -> Markup {
    let locale = interface.locale;
    html! {
        @if !result.distribution.is_empty() {
            section {
                h2 { (locale.t("distribution-title")) }
                @if let [first, _, ..] = &result.questions[..] {
                    p.fine { (locale.with("distribution-of", [("id", first.id.as_str().into())])) " " (interface.text(&first.text)) }
                }
                table.counts {
                    thead { tr {
                        th scope="col" { (locale.t("column-answer")) }
                        th.share scope="col" { (locale.t("column-weighted-share")) }
                    } }
                    tbody {
                        @for (label, share) in &result.distribution {
                            tr { th scope="row" { (interface.text(label)) } (share_cell(*share)) }
                        }
                    }
                }
            }
        }
    }
}

/// The figure counted other ways.
pub(super) fn sensitivity(interface: &Interface, result: &IndicatorResult) -> Markup {
    let locale = interface.locale;
    let title = locale.t("sensitivity-title");
    let head = html! {
        tr {
            th scope="col" { (locale.t("column-basis")) }
            th.num scope="col" { (locale.t("column-value")) }
            th.num scope="col" { (locale.t("column-interval")) }
            th.num scope="col" { (locale.t("column-n")) }
            th scope="col" { (locale.t("column-alone")) }
        }
    };
    let body = html! { @for figure in &result.sensitivity { (sensitivity_line(locale, figure)) } };
    html! {
        @if !result.sensitivity.is_empty() {
            section {
                h2 { (title) }
                p.fine { (locale.t("sensitivity-note")) }
                (wide_table(&title, &head, &body))
            }
        }
    }
}

fn sensitivity_line(locale: Locale, figure: &Sensitivity) -> Markup {
    html! {
        tr {
            th scope="row" { (locale.t(basis(figure.basis))) }
            td.num { (Percent(figure.value)) }
            td.num { @if let Some(interval) = figure.interval { (Interval(interval)) } @else { "—" } }
            td.num { (Count(figure.respondents)) }
            td { @if let Some(verdict) = figure.verdict { (Word::of_verdict(verdict).text(locale)) } @else { "—" } }
        }
    }
}

fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::WithoutDontKnow => "basis-without-dont-know",
        Basis::DontKnowSatisfied => "basis-dont-know-satisfied",
        Basis::SkipsNotSatisfied => "basis-skips",
        Basis::FourPointScale => "basis-four-point",
        Basis::Unweighted => "basis-unweighted",
        Basis::PointRule => "basis-point",
        Basis::CrosswiseDissatisfied => "basis-crosswise",
        Basis::DirectDissatisfied => "basis-direct",
    }
}

/// The figure over the waves.
pub(super) fn history(interface: &Interface, result: &IndicatorResult) -> Markup {
    let locale = interface.locale;
    let title = locale.t("history-title");
    let body = html! {
        @for (year, figure) in &result.history { (figure_line(locale, &year.to_string(), Some(*figure))) }
    };
    html! {
        @if result.history.len() > 1 {
            section {
                h2 { (title) }
                (history_chart(interface, result))
                (wide_table(&title, &figure_columns(locale, "column-year"), &body))
            }
        }
    }
}

/// The figure by district.
pub(super) fn districts(interface: &Interface, result: &IndicatorResult) -> Markup {
    let locale = interface.locale;
    let title = locale.t("districts-title");
    let body = html! {
        @for district in &result.districts {
            (figure_line(locale, interface.text(&district.name), district.figure))
        }
    };
    html! {
        @if !result.districts.is_empty() {
            section {
                h2 { (title) }
                p.fine { (locale.t("districts-note")) }
                (interval_mark::districts(interface, result))
                (wide_table(&title, &figure_columns(locale, "column-district"), &body))
            }
        }
    }
}

fn figure_columns(locale: Locale, first: &str) -> Markup {
    html! {
        tr {
            th scope="col" { (locale.t(first)) }
            th.num scope="col" { (locale.t("column-rate")) }
            th.num scope="col" { (locale.t("column-interval")) }
            th.num scope="col" { (locale.t("column-n")) }
        }
    }
}

fn figure_line(locale: Locale, name: &str, figure: Option<Figure>) -> Markup {
    html! {
        tr {
            th scope="row" { (name) }
            @match figure {
                Some(found) => {
                    td.num { (Percent(found.value)) }
                    td.num {
                        (interval_cell(figure))
                        @if found.few_degrees_of_freedom() { " " small { (locale.t("few-degrees-mark")) } }
                    }
                    td.num { (Count(found.respondents)) }
                }
                None => { td.num colspan="3" { (locale.t("suppressed")) } }
            }
        }
    }
}

/// From the base weight to the final weight.
pub(super) fn weighting(locale: Locale, method: &Method) -> Markup {
    let title = locale.t("weighting-title");
    let head = html! {
        tr {
            th scope="col" { (locale.t("column-step")) }
            th.num scope="col" { (locale.t("column-range")) }
            th.num scope="col" { (locale.t("design-effect-weights")) }
        }
    };
    let body = html! {
        @for step in &method.weighting {
            tr {
                th scope="row" { (locale.t(step_name(step.step))) }
                td.num { (Whole(step.range.0)) "–" (Whole(step.range.1)) }
                td.num { (Ratio(step.design_effect)) }
            }
        }
    };
    html! {
        section {
            h2 { (title) }
            (wide_table(&title, &head, &body))
        }
    }
}

fn step_name(step: Step) -> &'static str {
    match step {
        Step::Base => "step-base",
        Step::Nonresponse => "step-nonresponse",
        Step::Raking => "step-raking",
        Step::Trimming => "step-trimming",
    }
}
