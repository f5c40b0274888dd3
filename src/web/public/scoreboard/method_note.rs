//! How the figures of a wave were made, for the whole of it.

use maud::{Markup, html};

use crate::interface::Interface;
use crate::number::{Count, Interval, Percent, Whole};
use messages::{Argument, Locale};
use results::release::{Method, Release};

/// Design, response and weighting in a few lines.
pub(crate) fn view(interface: &Interface, release: &Release, method: &Method) -> Markup {
    let locale = interface.locale;
    html! {
        section {
            h2 { (locale.t("method-title")) }
            dl.facts {
                dt { (locale.t("method-fielded")) }
                dd { (interface.date(release.fielded.0)) "–" (interface.last_day(release.fielded.1)) }
                dt { (locale.t("method-design")) }
                dd { (design(locale, method)) }
                dt { (locale.t("method-response")) }
                dd { (response(locale, release, method)) }
                dt { (locale.t("method-weighting")) }
                dd {
                    (locale.with("method-weighting-text", [
                        ("effective", Argument::from(Whole(method.effective_sample_size).to_string())),
                        ("imputed", Argument::from(method.adults_imputed)),
                    ]))
                }
                dt { (locale.t("method-margins")) }
                dd { ul { @for margin in &method.margins { (margin_line(interface, margin)) } } }
                @if let Some(coaching) = method.coaching {
                    dt { (locale.t("method-coaching")) }
                    dd.num { (Percent(coaching.value)) " (" (Interval(coaching.interval)) ")" }
                }
                dt { (locale.t("method-draw")) }
                dd { details { summary { (locale.t("method-draw-show")) } code { (method.draw) } } }
                @if let Some(header) = &release.header {
                    dt { (locale.t("header-number")) } dd { (header.form_number) }
                    dt { (locale.t("header-authority")) } dd { (header.authority) }
                    dt { (locale.t("header-approval")) } dd { (header.approval) }
                } @else {
                    dt { (locale.t("method-standing")) } dd { (locale.t("header-none")) }
                }
            }
        }
    }
}

fn design(locale: Locale, method: &Method) -> String {
    locale.with(
        "method-design-text",
        [
            ("strata", Argument::from(method.strata)),
            ("psus", Argument::from(method.psus)),
            ("merged", Argument::from(method.merged_psus)),
        ],
    )
}

fn response(locale: Locale, release: &Release, method: &Method) -> String {
    let rates = method.response_rates;
    let percent = |rate| Argument::from(Percent(rate).to_string());
    locale.with(
        "method-response-text",
        [
            (
                "invitations",
                Argument::from(Count(method.invitations).to_string()),
            ),
            (
                "respondents",
                Argument::from(Count(release.respondents).to_string()),
            ),
            (
                "complete",
                Argument::from(Count(method.outcomes.complete).to_string()),
            ),
            (
                "partial",
                Argument::from(Count(method.outcomes.partial).to_string()),
            ),
            ("lowest", percent(rates.rr1)),
            ("rate", percent(rates.rr3)),
            ("highest", percent(rates.rr6)),
        ],
    )
}

fn margin_line(interface: &Interface, margin: &results::release::MarginNote) -> Markup {
    let locale = interface.locale;
    html! {
        li {
            (locale.with("margin-line", [
                ("name", Argument::from(interface.text(&margin.name))),
                ("source", Argument::from(interface.text(&margin.source))),
            ]))
            @if margin.provisional { " " strong { (locale.t("margin-provisional")) } }
        }
    }
}
