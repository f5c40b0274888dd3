//! How the figures of a wave were made, for the whole of it.

use maud::{Markup, html};

use crate::interface::Interface;
use crate::number::{Count, Interval, Percent, Whole};
use messages::{Locale, text};
use results::release::{Method, Release, ReserveNote};

/// Design, response and weighting in a few lines.
pub(crate) fn view(interface: &Interface, release: &Release, method: &Method) -> Markup {
    let locale = interface.locale;
    html! {
        section {
            h2 { (locale.t(text::METHOD_TITLE)) }
            dl.facts {
                dt { (locale.t(text::METHOD_FIELDED)) }
                dd { (interface.date(release.fielded.0)) "–" (interface.last_day(release.fielded.1)) }
                dt { (locale.t(text::METHOD_DESIGN)) }
                dd { (design(locale, method)) }
                @if let Some(reserve) = &method.reserve {
                    dt { (locale.t(text::METHOD_RESERVE)) }
                    dd { (self::reserve(interface, reserve)) }
                }
                dt { (locale.t(text::METHOD_RESPONSE)) }
                dd { (response(locale, release, method)) }
                dt { (locale.t(text::METHOD_WEIGHTING)) }
                dd {
                    (locale.t(text::MethodWeightingText { effective: Whole(method.effective_sample_size).to_string(), imputed: method.adults_imputed }))
                }
                dt { (locale.t(text::METHOD_MARGINS)) }
                dd {
                    @if method.margins.is_empty() { (locale.t(text::METHOD_MARGINS_NONE)) } @else {
                        ul { @for margin in &method.margins { (margin_line(interface, margin)) } }
                    }
                }
                @if let Some(coaching) = method.coaching {
                    dt { (locale.t(text::METHOD_COACHING)) }
                    dd.num { (Percent(coaching.value)) " (" (Interval(coaching.interval)) ")" }
                }
                dt { (locale.t(text::METHOD_DRAW)) }
                dd { details { summary { (locale.t(text::METHOD_DRAW_SHOW)) } code { (method.draw) } } }
                @if let Some(header) = &release.header {
                    dt { (locale.t(text::HEADER_NUMBER)) } dd { (header.form_number) }
                    dt { (locale.t(text::HEADER_AUTHORITY)) } dd { (header.authority) }
                    dt { (locale.t(text::HEADER_APPROVAL)) } dd { (header.approval) }
                } @else {
                    dt { (locale.t(text::METHOD_STANDING)) } dd { (locale.t(text::HEADER_NONE)) }
                }
            }
        }
    }
}

fn design(locale: Locale, method: &Method) -> String {
    locale.t(text::MethodDesignText {
        strata: method.strata,
        psus: method.psus,
        merged: method.merged_psus,
    })
}

/// What was held in reserve, and what of it was released on which day.
fn reserve(interface: &Interface, reserve: &ReserveNote) -> Markup {
    let locale = interface.locale;
    html! {
        p { (locale.t(text::MethodReserveText { replicates: reserve.replicates, households: reserve.per_psu })) }
        @if reserve.released.is_empty() { p { (locale.t(text::METHOD_RESERVE_HELD)) } } @else {
            ul { @for replicate in &reserve.released { li {
                (locale.t(text::MethodReserveReleased {
                    number: replicate.number.to_string(),
                    day: interface.day(replicate.on),
                    households: replicate.households,
                }))
            } } }
            p { (locale.t(text::METHOD_RESERVE_WEIGHTS)) }
        }
    }
}

/// A rate of cases; in words where there is none, since no case could have answered.
pub(super) fn rate(locale: Locale, rate: Option<f64>) -> String {
    rate.map_or_else(
        || locale.t(text::RESPONSE_RATE_NONE),
        |rate| Percent(rate).to_string(),
    )
}

fn response(locale: Locale, release: &Release, method: &Method) -> String {
    let rates = method.response_rates;
    locale.t(text::MethodResponseText {
        invitations: Count(method.invitations).to_string(),
        respondents: Count(release.respondents).to_string(),
        complete: Count(method.outcomes.complete).to_string(),
        partial: Count(method.outcomes.partial).to_string(),
        lowest: rate(locale, rates.rr1),
        rate: rate(locale, rates.rr3),
        highest: rate(locale, rates.rr6),
    })
}

fn margin_line(interface: &Interface, margin: &results::release::MarginNote) -> Markup {
    let locale = interface.locale;
    html! {
        li {
            (locale.t(text::MarginLine { name: interface.text(&margin.name), source: interface.text(&margin.source) }))
            @if margin.provisional { " " strong { (locale.t(text::MARGIN_PROVISIONAL)) } }
        }
    }
}
