//! A figure by district, as a map.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::seen::Seen;
use crate::district_map::{Classes, District, DistrictMap, short_name};
use crate::error::Error;
use crate::interface::Interface;
use crate::number::{Percent, Promised};
use db::Db;
use fieldwork::store::find_wave;
use messages::text;
use results::release::{DistrictResult, IndicatorResult};
use sampling::store::list_shapes;
use sampling::{StratumId, StratumShape};

/// The outlines of the districts of a wave; none where its plan came without. A release holds the figures, not the
/// outlines: where a district lies is no result.
pub(super) async fn outlines(db: &Db, wave: &str) -> Result<Vec<StratumShape>, Error> {
    match find_wave(db, wave).await? {
        Some(wave) => Ok(list_shapes(db, &wave.plan).await?),
        None => Ok(Vec::new()),
    }
}

/// The map; nothing where there is none. The table of the same figures stands above.
pub(super) fn view(interface: &Interface, seen: Seen<'_>, result: &IndicatorResult) -> Markup {
    let locale = interface.locale;
    if !is_drawn(seen.outlines, result) {
        return Markup::default();
    }
    html! {
        section {
            h2 { (locale.t(text::RESULT_MAP_TITLE)) }
            p.fine { (locale.t(text::RESULT_MAP_NOTE)) }
            (of(interface, seen.outlines, result).figure())
        }
    }
}

/// Whether there is a map: not where there are no outlines, or no district has a figure.
pub(super) fn is_drawn(outlines: &[StratumShape], result: &IndicatorResult) -> bool {
    let known = |district: &DistrictResult| {
        let outlined = |shape: &StratumShape| shape.code == district.code;
        district.figure.is_some() && outlines.iter().any(outlined)
    };
    result.districts.iter().any(known)
}

/// The map of a figure.
pub(super) fn of<'a>(
    interface: &Interface,
    outlines: &'a [StratumShape],
    result: &IndicatorResult,
) -> DistrictMap<'a> {
    let locale = interface.locale;
    let rates = (result.districts.iter()).filter_map(|district| Some(district.figure?.value));
    let classes = Classes::of(rates);
    DistrictMap {
        id: "rates",
        shapes: outlines,
        districts: districts(interface, result, classes),
        title: locale.t(text::ResultMapOf {
            name: interface.text(&result.short),
        }),
        description: description(interface, result),
        enlarged: locale.t(text::MONITOR_MAP_ENLARGED),
        classes: classes.spans(),
        nothing: locale.t(text::SUPPRESSED),
    }
}

/// What the map tells of every district.
fn districts(
    interface: &Interface,
    result: &IndicatorResult,
    classes: Classes,
) -> BTreeMap<StratumId, District> {
    let told = result.districts.iter().map(|district| {
        let name = interface.text(&district.name);
        let told = District {
            name: name.to_owned(),
            short: short_name(name).to_owned(),
            shown: district.figure.map(|figure| {
                let whole = Promised((figure.value * 100.0).round());
                (classes.class(figure.value), whole.to_string())
            }),
        };
        (district.code.clone(), told)
    });
    told.collect()
}

/// From where to where the rates reach, and of how many districts none is shown: no district is named, this is no ranking.
fn description(interface: &Interface, result: &IndicatorResult) -> String {
    let figures = (result.districts.iter()).filter_map(|district| district.figure);
    let (low, high) = figures.fold((1.0_f64, 0.0_f64), |(low, high), figure| {
        (low.min(figure.value), high.max(figure.value))
    });
    let hidden = (result.districts.iter()).filter(|district| district.figure.is_none());
    interface.locale.t(text::ResultMapDescription {
        low: Percent(low).to_string(),
        high: Percent(high).to_string(),
        hidden: hidden.count(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::public::scoreboard::example;

    fn square(code: &StratumId, west: f64) -> StratumShape {
        let (east, south, north) = (west + 1.0, 45.0, 46.0);
        let ring = vec![
            [west, south],
            [east, south],
            [east, north],
            [west, north],
            [west, south],
        ];
        StratumShape {
            code: code.clone(),
            polygons: vec![vec![ring]],
        }
    }

    fn map(shown: usize) -> String {
        let release = example::release();
        let result = example::indicator("sat", 0.882);
        let outlines: Vec<StratumShape> = (result.districts.iter().zip([120.0, 121.0, 122.0]))
            .map(|(district, west)| square(&district.code, west))
            .collect();
        let seen = Seen::public(&release).over(&outlines[..shown]);
        view(&Interface::default(), seen, &result).into_string()
    }

    #[test]
    fn a_map_tells_every_rate_and_says_what_is_not_shown() {
        let map = map(3);
        for told in [
            "<title>道里区 88%</title>",
            "<title>南岗区 87%</title>",
            "<title>双城市 人数不足，不公布</title>",
            "各区县（市）的比例在 87.2% 至 88.2% 之间，另有 1 个区县（市）不公布",
        ] {
            assert!(map.contains(told), "{told}: {map}");
        }
        assert_eq!(
            map.matches("fill=\"url(#rates-nothing)\"").count(),
            2,
            "outline and legend"
        );
    }

    #[test]
    fn there_is_no_map_without_outlines() {
        assert_eq!(map(0), "");
    }
}
