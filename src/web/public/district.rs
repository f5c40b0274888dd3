//! One district: every figure of a release there, with that of the city beside it, on one side of paper.
//!
//! # Design
//!
//! What a plan promises, it promises for the city: districts get no verdict and no rank. A figure differs visibly where the district
//! differs from all others together, adjusted for looking at every district; the page says that nothing is adjusted for looking at
//! one figure after the other.

use axum::extract::State;
use maud::{Markup, html};

use super::interval_mark::{Axis, beside_city, promised_percent, threshold};
use super::places::{self, source};
use super::seen::Seen;
use super::standing;
use crate::addresses::{Address, Named};
use crate::app::App;
use crate::error::{Error, Missing};
use crate::extract::Path;
use crate::interface::Interface;
use crate::number::{Count, Interval, Judged, JudgedInterval, Percent};
use crate::page::Page;
use crate::public::scoreboard::promise;
use crate::site::Site;
use messages::{Locale, text};
use results::pairs::NAMED_AT;
use results::release::{DistrictResult, Figure, IndicatorResult, Results};
use results::store;
use sampling::StratumId;

/// Shows the figures of a district.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    Path((wave, district)): Path<(String, String)>,
) -> Result<Markup, Error> {
    let release = store::find_release(&app.db, &wave, app.clock.now()).await?;
    let release = release.ok_or(Error::NotFound(Missing::Release))?;
    let district = StratumId::new(district);
    page(
        &interface,
        &app.site,
        Seen::public(&release),
        &district,
        &Markup::default(),
    )
}

/// The page of a district, with what is to be said at its top.
///
/// # Errors
///
/// The release has no figures of it.
pub(crate) fn page(
    interface: &Interface,
    site: &Site,
    seen: Seen<'_>,
    district: &StratumId,
    top: &Markup,
) -> Result<Markup, Error> {
    let Results::Probability { indicators, .. } = &seen.release.results else {
        return Err(Error::NotFound(Missing::Release));
    };
    let rows: Vec<Row<'_>> = (indicators.iter())
        .filter_map(|result| Row::of(result, district))
        .collect();
    let first = rows.first().ok_or(Error::NotFound(Missing::Release))?;
    let name = interface.text(&first.district.name);
    let locale = interface.locale;
    let heading = headline(locale, name, &rows);
    let axis = Axis::around(rows.iter().flat_map(Row::rates));
    let address = Address::District {
        wave: &seen.release.wave,
        district: Named(district.as_str()),
    };
    let shown = rows.iter().filter(|row| row.district.figure.is_some());
    Ok(Page::new(interface, &heading)
        .title(seen.window(interface, name))
        .eyebrow(seen.eyebrow(interface))
        .simulated(seen.release.simulated)
        .wide()
        .body(&html! {
            (top)
            p.lead { (locale.t(text::DistrictLead { district: name, count: shown.count() })) }
            h2 { (locale.t(text::PLACES_FIGURES)) }
            ul.board.beside { @for row in &rows { (line(interface, seen, row, axis)) } }
            p.key { (locale.t(text::DISTRICT_KEY)) }
            (standing::view(interface, seen.release, &[]))
            (source(interface, site, seen, address))
            nav.places-of aria-label=(locale.t(text::PLACES_DISTRICTS)) {
                a href=(interface.link(seen.scoreboard())) { (locale.t(text::BACK_TO_SCOREBOARD)) }
                @if seen.district(district).is_some() {
                    @for other in first.result.districts.iter().filter(|other| other.code != *district) {
                        (places::named(interface, seen.district(&other.code), interface.text(&other.name)))
                    }
                }
            }
        }))
}

/// A figure in the district, and how it was made for the city.
pub(super) struct Row<'a> {
    pub(super) result: &'a IndicatorResult,
    pub(super) district: &'a DistrictResult,
}

/// How a district lies to the city, as far as can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Position {
    Above,
    Below,
    /// It cannot be told apart.
    Around,
}

impl<'a> Row<'a> {
    pub(super) fn of(result: &'a IndicatorResult, code: &StratumId) -> Option<Self> {
        let district = result.districts.iter().find(|it| it.code == *code)?;
        Some(Self { result, district })
    }

    /// Where it lies; none where either figure is not shown. A district differs from the city where it differs from all others
    /// together, by Holm over the districts. Releases without that test have the district's interval alone.
    fn position(&self) -> Option<Position> {
        if let Some(rest) = self.district.against_rest {
            return Some(match rest.difference {
                _ if rest.holm > NAMED_AT => Position::Around,
                above if above > 0.0 => Position::Above,
                _ => Position::Below,
            });
        }
        let (lower, upper) = self.district.figure?.interval;
        let city = self.result.rate?.value;
        Some(match city {
            city if city < lower => Position::Above,
            city if city > upper => Position::Below,
            _ => Position::Around,
        })
    }

    /// What a drawing of it must hold.
    fn rates(&self) -> impl Iterator<Item = f64> {
        let figure = self.district.figure.into_iter();
        let city = self.result.rate.map(|rate| rate.value);
        figure
            .flat_map(|figure| [figure.interval.0, figure.interval.1])
            .chain(city)
            .chain(threshold(self.result))
    }
}

/// The finding: in how many figures the district differs from the city.
pub(super) fn headline(locale: Locale, district: &str, rows: &[Row<'_>]) -> String {
    let positions: Vec<Position> = rows.iter().filter_map(Row::position).collect();
    let count = |wanted| positions.iter().filter(|it| **it == wanted).count();
    let (above, below, around) = (
        count(Position::Above),
        count(Position::Below),
        count(Position::Around),
    );
    match positions.len() {
        0 => locale.t(text::DistrictFindingNone { district }),
        total if around == total => locale.t(text::DistrictFindingSame {
            district,
            count: total,
        }),
        total => {
            let parts = [
                (around > 0).then(|| locale.t(text::DistrictPartSame { count: around })),
                (above > 0).then(|| locale.t(text::DistrictPartHigher { count: above })),
                (below > 0).then(|| locale.t(text::DistrictPartLower { count: below })),
            ];
            let parts: Vec<String> = parts.into_iter().flatten().collect();
            locale.t(text::DistrictFinding {
                district,
                count: total,
                parts: parts.join(&locale.t(text::CLAUSE_SEPARATOR)),
            })
        }
    }
}

fn line(interface: &Interface, seen: Seen<'_>, row: &Row<'_>, axis: Axis) -> Markup {
    let locale = interface.locale;
    let result = row.result;
    let promised = promised_percent(result);
    html! {
        li.row #(result.indicator) {
            div.name {
                h3 { (places::named(interface, seen.indicator(result), interface.text(&result.short))) }
                p { (locale.t(text::DistrictTarget { target: promise(locale, result) })) }
            }
            @match row.district.figure {
                Some(figure) => {
                    p.rate.num { b { (Judged(figure.value, promised)) } span { (JudgedInterval(figure.interval, promised)) } }
                    div.strip { (beside_city(locale, axis, figure, result)) }
                }
                None => { p.rate { (locale.t(text::SUPPRESSED)) } div.strip {} }
            }
            p.change.num { (city(locale, result.rate)) }
            p.n.num { (size(locale, row.district.figure)) }
        }
    }
}

/// The rate of the city.
fn city(locale: Locale, rate: Option<Figure>) -> Markup {
    html! {
        @match rate {
            Some(figure) => {
                (locale.t(text::DISTRICT_CITY)) " " b { (Percent(figure.value)) } br; (Interval(figure.interval))
            }
            None => (locale.t(text::NO_RATE)),
        }
    }
}

/// How many answered, and whether the interval rests on little.
fn size(locale: Locale, figure: Option<Figure>) -> Markup {
    html! {
        @if let Some(figure) = figure {
            (locale.t(text::RowRespondents { count: Count(figure.respondents).to_string() }))
            @if figure.few_degrees_of_freedom() { br; (locale.t(text::FEW_DEGREES_MARK)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::public::scoreboard::example;

    fn page(code: &str) -> Result<String, Error> {
        let release = example::release();
        let (site, code) = (Site::default(), StratumId::new(code));
        let seen = Seen::public(&release);
        let page = super::page(
            &Interface::default(),
            &site,
            seen,
            &code,
            &Markup::default(),
        );
        page.map(Markup::into_string)
    }

    #[test]
    fn every_figure_of_a_district_stands_beside_that_of_the_city() {
        let page = page("230103").unwrap();
        // One point below the city, whose rate its interval holds.
        assert!(
            page.contains("<h1>南岗区：五项都看不出与全市有别</h1>"),
            "{page}"
        );
        for said in ["87.2%", "全市 <b>88.2%</b>", "受访 300 人", "目标：≥ 90%"] {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert_eq!(page.matches("class=\"ci plain\"").count(), 5);
        assert!(
            !page.contains("class=\"verdict"),
            "a district has no verdict: {page}"
        );
        for way in [
            "href=\"/results/residents-2014/sat-0\"",
            "href=\"/results/residents-2014/districts/230102\"",
            "http://127.0.0.1:8080/results/residents-2014/districts/230103",
        ] {
            assert!(page.contains(way), "{way}: {page}");
        }
    }

    #[test]
    fn what_is_hidden_is_said_to_be() {
        let page = page("230104").unwrap();
        assert!(
            page.contains("<h1>双城市：人数不足，各项都不公布</h1>"),
            "{page}"
        );
        assert_eq!(page.matches(">人数不足，不公布<").count(), 5, "{page}");
        assert_eq!(page.matches("class=\"ci").count(), 0, "{page}");
    }

    #[test]
    fn a_district_that_differs_is_told_in_numbers_of_figures() {
        let mut results: Vec<IndicatorResult> =
            (0..4).map(|_| example::indicator("sat", 0.8)).collect();
        let tests = [(0.1, 0.01), (-0.1, 0.01), (0.1, 0.06), (0.0, 1.0)];
        for (result, (difference, holm)) in results.iter_mut().zip(tests) {
            let rest = result.districts[0].against_rest.as_mut().unwrap();
            (rest.difference, rest.holm) = (difference, holm);
        }
        let code = StratumId::new("230102");
        let rows: Vec<Row<'_>> = (results.iter())
            .filter_map(|result| Row::of(result, &code))
            .collect();
        assert_eq!(
            headline(Locale::Chinese, "道里区", &rows),
            "道里区：四项中，两项看不出与全市有别，一项高于全市，一项低于全市"
        );
        assert_eq!(
            headline(Locale::English, "Daoli", &rows),
            "Daoli: of four figures, two do not visibly differ from the city, one is higher, one is lower"
        );
    }

    #[test]
    fn in_a_release_without_tests_the_interval_tells() {
        let mut result = example::indicator("sat", 0.8);
        result.districts[0].against_rest = None;
        for (city, expected) in [
            (0.7, Position::Above),
            (0.9, Position::Below),
            (0.8, Position::Around),
        ] {
            result.rate = Some(example::figure(city, 5000));
            let row = Row::of(&result, &StratumId::new("230102")).unwrap();
            assert_eq!(row.position(), Some(expected), "{city}");
        }
    }

    #[test]
    fn a_place_that_the_release_does_not_know_has_no_page() {
        assert!(matches!(
            page("999999"),
            Err(Error::NotFound(Missing::Release))
        ));
    }
}
