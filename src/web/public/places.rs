//! The ways from a figure to where and to whom it belongs.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::seen::Seen;
use crate::addresses::Address;
use crate::interface::Interface;
use crate::number::Count;
use crate::site::Site;
use messages::text;
use plan::bodies;
use results::release::IndicatorResult;

/// A name, as a link where there is a page of it.
pub(super) fn named(interface: &Interface, address: Option<Address<'_>>, name: &str) -> Markup {
    html! {
        @match address {
            Some(address) => a href=(interface.link(address)) { (name) },
            None => (name),
        }
    }
}

/// The districts of a figure and the bodies that answer for it.
pub(super) fn links(interface: &Interface, seen: Seen<'_>, result: &IndicatorResult) -> Markup {
    let locale = interface.locale;
    let (bodies, separator) = (bodies(&result.department), locale.t(text::NAME_SEPARATOR));
    html! {
        @if !result.districts.is_empty() && seen.district(&result.districts[0].code).is_some() {
            nav.places-of aria-label=(locale.t(text::PLACES_DISTRICTS)) {
                span { (locale.t(text::PLACES_DISTRICTS)) }
                @for district in &result.districts { (named(interface, seen.district(&district.code), interface.text(&district.name))) }
            }
        }
        @if !bodies.is_empty() {
            p.fine { (locale.t(text::PLACES_DEPARTMENT)) (locale.t(text::LABEL_SEPARATOR))
                @for (at, body) in bodies.iter().enumerate() {
                    @if at > 0 { (separator) }
                    (named(interface, seen.department(body), body))
                }
            }
        }
    }
}

/// The way from the scoreboard to who answers for what; nothing where the release does not say.
pub(super) fn departments_link(
    interface: &Interface,
    seen: Seen<'_>,
    indicators: &[IndicatorResult],
) -> Markup {
    let shown = seen
        .departments()
        .filter(|_| !by_body(indicators).is_empty());
    html! {
        @if let Some(address) = shown {
            p { a href=(interface.link(address)) { (interface.locale.t(text::DEPARTMENTS_LINK)) } }
        }
    }
}

/// Every body with the figures it answers for, in the order in which the plan names them first.
pub(super) fn by_body(indicators: &[IndicatorResult]) -> Vec<(&str, Vec<&IndicatorResult>)> {
    let mut order: Vec<&str> = Vec::new();
    let mut of: BTreeMap<&str, Vec<&IndicatorResult>> = BTreeMap::new();
    for result in indicators {
        for body in bodies(&result.department) {
            if !of.contains_key(body) {
                order.push(body);
            }
            of.entry(body).or_default().push(result);
        }
    }
    let with_figures = order
        .into_iter()
        .filter_map(|body| Some((body, of.remove(body)?)));
    with_figures.collect()
}

/// Where the figures of a page come from and where everybody can read it: whoever holds it on paper finds it again.
pub(super) fn source(
    interface: &Interface,
    site: &Site,
    seen: Seen<'_>,
    address: Address<'_>,
) -> Markup {
    let (locale, release) = (interface.locale, seen.release);
    let source = locale.t(text::PlaceSource {
        title: interface.text(&release.title),
        from: interface.date(release.fielded.0),
        to: interface.last_day(release.fielded.1),
        respondents: Count(release.respondents).to_string(),
    });
    html! {
        p.fine.source { (source) " " (site.full(&address.to_string())) }
    }
}
