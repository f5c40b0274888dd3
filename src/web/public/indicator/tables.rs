//! The tables of a figure: answers, other ways to count, years, districts, weights.

use maud::{Markup, html};

use super::apart;
use crate::interface::Interface;
use crate::number::{Count, Interval, PValue, Percent, Points, Ratio, Whole};
use crate::public::history_chart::history_chart;
use crate::public::interval_mark::{self, interval_cell};
use crate::public::share_bar::share_cell;
use crate::public::verdict_mark::Word;
use crate::public::wide_table::wide_table;
use messages::{Locale, PlainMessage, text};
use results::release::{Basis, Figure, IndicatorResult, Method, Sensitivity, Slope, Step};

/// What residents answered, weighted.
pub(super) fn distribution(interface: &Interface, result: &IndicatorResult) -> Markup {
    let locale = interface.locale;
    html! {
        @if !result.distribution.is_empty() {
            section {
                h2 { (locale.t(text::DISTRIBUTION_TITLE)) }
                @if let [first, _, ..] = &result.questions[..] {
                    p.fine { (locale.t(text::DistributionOf { id: first.id.as_str() })) " " (interface.text(&first.text)) }
                }
                table.counts {
                    thead { tr {
                        th scope="col" { (locale.t(text::COLUMN_ANSWER)) }
                        th.share scope="col" { (locale.t(text::COLUMN_WEIGHTED_SHARE)) }
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
    let title = locale.t(text::SENSITIVITY_TITLE);
    let head = html! {
        tr {
            th scope="col" { (locale.t(text::COLUMN_BASIS)) }
            th.num scope="col" { (locale.t(text::COLUMN_VALUE)) }
            th.num scope="col" { (locale.t(text::COLUMN_INTERVAL)) }
            th.num scope="col" { (locale.t(text::COLUMN_N)) }
            th scope="col" { (locale.t(text::COLUMN_ALONE)) }
        }
    };
    let body = html! { @for figure in &result.sensitivity { (sensitivity_line(locale, figure)) } };
    html! {
        @if !result.sensitivity.is_empty() {
            section {
                h2 { (title) }
                p.fine { (locale.t(text::SENSITIVITY_NOTE)) }
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

/// How a figure is counted.
pub(crate) fn basis(basis: Basis) -> PlainMessage {
    match basis {
        Basis::WithoutDontKnow => text::BASIS_WITHOUT_DONT_KNOW,
        Basis::DontKnowSatisfied => text::BASIS_DONT_KNOW_SATISFIED,
        Basis::SkipsNotSatisfied => text::BASIS_SKIPS,
        Basis::FourPointScale => text::BASIS_FOUR_POINT,
        Basis::WithoutFlagged => text::BASIS_WITHOUT_FLAGGED,
        Basis::Unweighted => text::BASIS_UNWEIGHTED,
        Basis::PointRule => text::BASIS_POINT,
        Basis::CrosswiseDissatisfied => text::BASIS_CROSSWISE,
        Basis::DirectDissatisfied => text::BASIS_DIRECT,
    }
}

/// The figure over the waves.
pub(super) fn history(interface: &Interface, result: &IndicatorResult) -> Markup {
    let locale = interface.locale;
    let title = locale.t(text::HISTORY_TITLE);
    let body = html! {
        @for (year, figure) in &result.history { (figure_line(locale, &year.to_string(), Some(*figure))) }
    };
    html! {
        @if result.history.len() > 1 {
            section {
                h2 { (title) }
                (history_chart(interface, result))
                @if let Some(slope) = result.slope { p { (trend(locale, slope)) } }
                (wide_table(&title, &figure_columns(locale, text::COLUMN_YEAR), &body))
            }
        }
    }
}

/// Whether it goes up or down over the waves.
pub(in crate::public) fn trend(locale: Locale, slope: Slope) -> String {
    let (lower, upper) = slope.interval;
    let finding = if lower > 0.0 {
        text::TREND_RISING
    } else if upper < 0.0 {
        text::TREND_FALLING
    } else {
        text::TREND_LEVEL
    };
    let line = locale.t(text::TrendLine {
        finding: locale.t(finding),
        waves: slope.waves,
        slope: Points(slope.per_year).to_string(),
        lower: Points(lower).to_string(),
        upper: Points(upper).to_string(),
        p: PValue(slope.p_value).equation(),
    });
    if slope.waves > 3 {
        return line;
    }
    locale.t(text::TrendLineThree { line })
}

/// The figure by district.
pub(super) fn districts(interface: &Interface, result: &IndicatorResult) -> Markup {
    let locale = interface.locale;
    let title = locale.t(text::DISTRICTS_TITLE);
    let body = html! {
        @for district in &result.districts {
            (figure_line(locale, interface.text(&district.name), district.figure))
        }
    };
    html! {
        @if !result.districts.is_empty() {
            section {
                h2 { (title) }
                p.fine { (locale.t(text::DISTRICTS_NOTE)) }
                (interval_mark::districts(interface, result))
                (apart::named(interface, result))
                (wide_table(&title, &figure_columns(locale, text::COLUMN_DISTRICT), &body))
                (apart::modelled(interface, result))
            }
        }
    }
}

pub(super) fn figure_columns(locale: Locale, first: PlainMessage) -> Markup {
    html! {
        tr {
            th scope="col" { (locale.t(first)) }
            th.num scope="col" { (locale.t(text::COLUMN_RATE)) }
            th.num scope="col" { (locale.t(text::COLUMN_INTERVAL)) }
            th.num scope="col" { (locale.t(text::COLUMN_N)) }
        }
    }
}

pub(super) fn figure_line(locale: Locale, name: &str, figure: Option<Figure>) -> Markup {
    html! {
        tr {
            th scope="row" { (name) }
            (figure_cells(locale, figure))
        }
    }
}

/// Rate, interval and persons.
pub(super) fn figure_cells(locale: Locale, figure: Option<Figure>) -> Markup {
    html! {
        @match figure {
            Some(found) => {
                td.num { (Percent(found.value)) }
                td.num {
                    (interval_cell(figure))
                    @if found.few_degrees_of_freedom() { " " small { (locale.t(text::FEW_DEGREES_MARK)) } }
                }
                td.num { (Count(found.respondents)) }
            }
            None => { td.num colspan="3" { (locale.t(text::SUPPRESSED)) } }
        }
    }
}

/// From the base weight to the final weight.
pub(crate) fn weighting(locale: Locale, method: &Method) -> Markup {
    let title = locale.t(text::WEIGHTING_TITLE);
    let head = html! {
        tr {
            th scope="col" { (locale.t(text::COLUMN_STEP)) }
            th.num scope="col" { (locale.t(text::COLUMN_RANGE)) }
            th.num scope="col" { (locale.t(text::DESIGN_EFFECT_WEIGHTS)) }
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

/// A step of weighting.
pub(crate) fn step_name(step: Step) -> PlainMessage {
    match step {
        Step::Base => text::STEP_BASE,
        Step::Nonresponse => text::STEP_NONRESPONSE,
        Step::Raking => text::STEP_RAKING,
        Step::Trimming => text::STEP_TRIMMING,
    }
}
