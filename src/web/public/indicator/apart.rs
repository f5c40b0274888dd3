//! Where: each district against all others together, and all of them by a model.

use maud::{Markup, html};

use crate::interface::Interface;
use crate::number::{Interval, Percent};
use crate::public::interval_mark::interval_cell;
use crate::public::wide_table::wide_table;
use messages::text;
use results::pairs::NAMED_AT;
use results::release::{AgainstRest, DistrictResult, IndicatorResult, ModelledDistrict};

/// Which districts are above or below all others together.
pub(super) fn named(interface: &Interface, result: &IndicatorResult) -> Markup {
    html! {
        @if let Some((finding, note)) = findings(interface, result) {
            p { (finding) }
            p.fine { (note) }
        }
    }
}

/// The same in words, and what they rest on; none where no districts were compared.
pub(in crate::public) fn findings(
    interface: &Interface,
    result: &IndicatorResult,
) -> Option<(String, String)> {
    let locale = interface.locale;
    let compared: Vec<(&DistrictResult, AgainstRest)> = (result.districts.iter())
        .filter_map(|district| Some((district, district.against_rest?)))
        .collect();
    let names = |wanted: &dyn Fn(&AgainstRest) -> bool| {
        let found = compared.iter().filter(|(_, rest)| wanted(rest));
        let names: Vec<&str> = found
            .map(|(district, _)| interface.text(&district.name))
            .collect();
        names.join(&locale.t(text::NAME_SEPARATOR))
    };
    let named = |rest: &AgainstRest| rest.holm <= NAMED_AT;
    let higher = names(&|rest| named(rest) && rest.difference > 0.0);
    let lower = names(&|rest| named(rest) && rest.difference < 0.0);
    let screened = names(&|rest| !named(rest) && rest.screened <= NAMED_AT);
    let none = higher.is_empty() && lower.is_empty();
    let said = [
        none.then(|| locale.t(text::DISTRICTS_APART_NONE)),
        (!higher.is_empty()).then(|| locale.t(text::DistrictsApartHigher { names: higher })),
        (!lower.is_empty()).then(|| locale.t(text::DistrictsApartLower { names: lower })),
        (!screened.is_empty()).then(|| locale.t(text::DistrictsApartScreened { names: screened })),
    ];
    let note = locale.t(text::DistrictsApartNote {
        count: compared.len(),
    });
    (!compared.is_empty()).then(|| (said.into_iter().flatten().collect(), note))
}

/// The districts by the model, beside their own rates.
pub(super) fn modelled(interface: &Interface, result: &IndicatorResult) -> Markup {
    let locale = interface.locale;
    let Some(model) = &result.small_areas else {
        return html! {};
    };
    let title = locale.t(text::SMALL_AREAS_TITLE);
    let head = html! {
        tr {
            th scope="col" { (locale.t(text::COLUMN_DISTRICT)) }
            th.num scope="col" { (locale.t(text::COLUMN_MODELLED)) }
            th.num scope="col" { (locale.t(text::COLUMN_MODELLED_INTERVAL)) }
            th.num scope="col" { (locale.t(text::COLUMN_OWN_RATE)) }
            th.num scope="col" { (locale.t(text::COLUMN_INTERVAL)) }
            th.num scope="col" { (locale.t(text::COLUMN_SHARE_OF_DIRECT)) }
        }
    };
    let body = html! {
        @for (district, modelled) in result.districts.iter().zip(&model.districts) {
            (line(interface, district, *modelled))
        }
    };
    let all_alike = model.model_variance <= 0.0;
    html! {
        details {
            summary { (title) }
            p.fine { (locale.t(text::SMALL_AREAS_NOTE)) }
            @if all_alike { p.notice { (locale.t(text::SMALL_AREAS_ALIKE)) } }
            (wide_table(&title, &head, &body))
        }
    }
}

fn line(interface: &Interface, district: &DistrictResult, modelled: ModelledDistrict) -> Markup {
    html! {
        tr {
            th scope="row" { (interface.text(&district.name)) }
            td.num { (Percent(modelled.value)) }
            td.num {
                @match modelled.interval {
                    Some(interval) => (Interval(interval)),
                    None => "—",
                }
            }
            td.num {
                @match district.figure {
                    Some(figure) => (Percent(figure.value)),
                    None => (interface.locale.t(text::SUPPRESSED_SHORT)),
                }
            }
            td.num { (interval_cell(district.figure)) }
            td.num { (Percent(modelled.share_of_direct)) }
        }
    }
}
