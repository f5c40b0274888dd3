//! How the figures of a wave were made, for the whole of it.

use maud::{Markup, html};

use crate::interface::Interface;
use crate::number::{Count, Interval, Percent, Whole};
use crate::public::seen::Seen;
use messages::{Locale, text};
use results::release::{MarginNote, Method, Release, ReleasedReplicate, ReserveNote};

/// Design, response and weighting in a few lines, and the way to the whole note.
pub(crate) fn view(interface: &Interface, seen: Seen<'_>, method: &Method) -> Markup {
    let (locale, release) = (interface.locale, seen.release);
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
            @if let Some(address) = seen.quality() {
                p { a href=(interface.link(address)) { (locale.t(text::QUALITY_LINK)) } }
            }
        }
    }
}

/// How the sample was drawn, in a sentence.
pub(in crate::public) fn design(locale: Locale, method: &Method) -> String {
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
            ul { @for replicate in &reserve.released { li { (released(interface, replicate)) } } }
            p { (locale.t(text::METHOD_RESERVE_WEIGHTS)) }
        }
    }
}

/// How the sample was drawn, what was held in reserve and what of it was released, line by line.
pub(crate) fn draw_lines(interface: &Interface, method: &Method) -> Vec<String> {
    let locale = interface.locale;
    let mut lines = vec![design(locale, method)];
    if let Some(reserve) = &method.reserve {
        lines.push(locale.t(text::MethodReserveText {
            replicates: reserve.replicates,
            households: reserve.per_psu,
        }));
        lines.extend((reserve.released.iter()).map(|replicate| released(interface, replicate)));
    }
    lines.extend((!method.draw.is_empty()).then(|| method.draw.clone()));
    lines
}

fn released(interface: &Interface, replicate: &ReleasedReplicate) -> String {
    interface.locale.t(text::MethodReserveReleased {
        number: replicate.number.to_string(),
        day: interface.day(replicate.on),
        households: replicate.households,
    })
}

/// A margin by its name, its source and whether that is provisional.
pub(crate) fn margin_text(interface: &Interface, margin: &MarginNote) -> String {
    let locale = interface.locale;
    let line = locale.t(text::MarginLine {
        name: interface.text(&margin.name),
        source: interface.text(&margin.source),
    });
    if margin.provisional {
        format!("{line} {}", locale.t(text::MARGIN_PROVISIONAL))
    } else {
        line
    }
}

/// A rate of cases; in words where there is none, since no case could have answered.
pub(crate) fn rate(locale: Locale, rate: Option<f64>) -> String {
    rate.map_or_else(
        || locale.t(text::RESPONSE_RATE_NONE),
        |rate| Percent(rate).to_string(),
    )
}

/// How many answered of how many, in a sentence.
pub(in crate::public) fn response(locale: Locale, release: &Release, method: &Method) -> String {
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

fn margin_line(interface: &Interface, margin: &MarginNote) -> Markup {
    let locale = interface.locale;
    html! {
        li {
            (locale.t(text::MarginLine { name: interface.text(&margin.name), source: interface.text(&margin.source) }))
            @if margin.provisional { " " strong { (locale.t(text::MARGIN_PROVISIONAL)) } }
        }
    }
}
