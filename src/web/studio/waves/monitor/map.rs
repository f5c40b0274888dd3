//! Where how much came back, as a map.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::{Field, Part};
use crate::district_map::{Classes, District, DistrictMap, short_name};
use crate::interface::Interface;
use crate::number::{Percent, Promised};
use messages::text;
use sampling::StratumId;

/// The strata by the share of delivered invitations that came back; how a map is brought, where the plan has none.
pub(super) fn returns(
    interface: &Interface,
    field: &Field,
    strata: &[(StratumId, Part)],
) -> Markup {
    let locale = interface.locale;
    html! {
        h2 { (locale.t(text::MONITOR_MAP)) }
        @if field.shapes.is_empty() {
            p.help { (locale.t(text::MONITOR_MAP_NONE)) }
        } @else if field.modes.is_empty() {
            p { (locale.t(text::MONITOR_DAYS_NONE)) }
        } @else {
            p.help { (locale.t(text::MONITOR_MAP_HELP)) }
            (drawn(interface, field, strata))
        }
    }
}

fn drawn(interface: &Interface, field: &Field, strata: &[(StratumId, Part)]) -> Markup {
    let locale = interface.locale;
    let shares: BTreeMap<&StratumId, f64> = (strata.iter())
        .filter_map(|(stratum, part)| Some((stratum, part.progress.return_rate()?)))
        .collect();
    let classes = Classes::of(shares.values().copied());
    let named = field.stratum_names.keys().chain(shares.keys().copied());
    let districts = named.map(|stratum| {
        let name = field.stratum_name(interface, stratum);
        let share = shares.get(stratum);
        let district = District {
            name: name.to_owned(),
            short: short_name(name).to_owned(),
            shown: share.map(|share| {
                let whole = Promised((share * 100.0).round());
                (classes.class(*share), whole.to_string())
            }),
        };
        (stratum.clone(), district)
    });
    let without: Vec<&str> = (strata.iter().map(|(stratum, _)| stratum))
        .filter(|stratum| !field.shapes.iter().any(|shape| shape.code == **stratum))
        .map(|stratum| field.stratum_name(interface, stratum))
        .collect();
    let map = DistrictMap {
        id: "returns",
        shapes: &field.shapes,
        districts: districts.collect(),
        title: locale.t(text::MONITOR_MAP),
        description: description(interface, field, &shares),
        enlarged: locale.t(text::MONITOR_MAP_ENLARGED),
        classes: classes.spans(),
        nothing: locale.t(text::MONITOR_MAP_NOTHING),
    };
    html! {
        (map.figure())
        @if !without.is_empty() {
            p.help { (locale.t(text::MonitorMapWithout { strata: without.join(&locale.t(text::NAME_SEPARATOR)) })) }
        }
    }
}

/// The lowest and the highest share, and where they are.
fn description(interface: &Interface, field: &Field, shares: &BTreeMap<&StratumId, f64>) -> String {
    let by_share =
        |(_, one): &(&&StratumId, &f64), (_, other): &(&&StratumId, &f64)| one.total_cmp(other);
    let (Some(lowest), Some(highest)) = (
        shares.iter().min_by(by_share),
        shares.iter().max_by(by_share),
    ) else {
        return interface.locale.t(text::MONITOR_MAP_NOTHING);
    };
    interface.locale.t(text::MonitorMapDescription {
        lowest: field.stratum_name(interface, lowest.0),
        low: Percent(*lowest.1).to_string(),
        highest: field.stratum_name(interface, highest.0),
        high: Percent(*highest.1).to_string(),
    })
}
