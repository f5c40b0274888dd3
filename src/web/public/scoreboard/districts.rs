//! Where: the rates by district, in the order of the frame.

use maud::{Markup, html};

use crate::interface::Interface;
use crate::number::{Interval, Percent};
use crate::public::interval_mark;
use crate::public::places;
use crate::public::seen::Seen;
use crate::public::wide_table::wide_table;
use messages::text;
use results::release::{DistrictResult, IndicatorResult};

/// One drawing per indicator, and all numbers in one table.
pub(super) fn view(
    interface: &Interface,
    seen: Seen<'_>,
    indicators: &[IndicatorResult],
) -> Markup {
    let locale = interface.locale;
    let shown: Vec<&IndicatorResult> = indicators
        .iter()
        .filter(|result| !result.districts.is_empty())
        .collect();
    html! {
        @if let Some(first) = shown.first() {
            section {
                h2 { (locale.t(text::DISTRICTS_TITLE)) }
                p.fine { (locale.t(text::DISTRICTS_NOTE)) }
                div.multiples {
                    @for result in &shown {
                        figure {
                            figcaption { (interface.text(&result.short)) }
                            (interval_mark::districts(interface, result))
                        }
                    }
                }
                details {
                    summary { (locale.t(text::DISTRICTS_TABLE)) }
                    (numbers(interface, seen, &shown, &first.districts))
                }
            }
        }
    }
}

fn numbers(
    interface: &Interface,
    seen: Seen<'_>,
    shown: &[&IndicatorResult],
    districts: &[DistrictResult],
) -> Markup {
    let locale = interface.locale;
    let head = html! {
        tr {
            th scope="col" { (locale.t(text::COLUMN_DISTRICT)) }
            @for result in shown { th.num scope="col" { (interface.text(&result.short)) } }
        }
    };
    let body = html! {
        @for (index, district) in districts.iter().enumerate() {
            tr {
                th scope="row" { (places::named(interface, seen.district(&district.code), interface.text(&district.name))) }
                @for result in shown { td.num { (cell(interface, result.districts.get(index))) } }
            }
        }
    };
    wide_table(&locale.t(text::DISTRICTS_TABLE), &head, &body)
}

fn cell(interface: &Interface, district: Option<&DistrictResult>) -> Markup {
    html! {
        @match district.and_then(|district| district.figure) {
            Some(figure) => {
                (Percent(figure.value)) br; small { (Interval(figure.interval)) }
                @if figure.few_degrees_of_freedom() { br; small { (interface.locale.t(text::FEW_DEGREES_MARK)) } }
            }
            None => { small { (interface.locale.t(text::SUPPRESSED_SHORT)) } }
        }
    }
}
