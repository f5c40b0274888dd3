//! What goes with a figure: the importance of other questions against how satisfied people are with them, as association.

use maud::{Markup, html};

use super::tables::figure_cells;
use crate::interface::Interface;
use crate::number::{Coordinate, Interval, PValue, Percent, Promised, Ratio};
use crate::public::interval_mark::Axis;
use crate::public::wide_table::wide_table;
use messages::{Locale, PlainMessage, text};
use results::pairs::NAMED_AT;
use results::release::{Driver, DriverModel, Drivers, IndicatorResult, LeftOut, NoDrivers};

/// The drawing, the table and whose answers they rest on; the reason where nothing is told, and nothing where nobody asked.
pub(super) fn view(interface: &Interface, result: &IndicatorResult) -> Markup {
    let locale = interface.locale;
    html! {
        @if let Some(drivers) = &result.drivers {
            section id="drivers" {
                h2 { (locale.t(text::DRIVERS_TITLE)) }
                p.fine { (locale.t(text::DRIVERS_NOTE)) }
                @match drivers {
                    Drivers::Told(model) => (told(interface, result, model)),
                    Drivers::NotTold(why) => { p.notice { (locale.t(no_drivers(*why))) } }
                }
            }
        }
    }
}

/// Why nothing is told.
pub(crate) const fn no_drivers(why: NoDrivers) -> PlainMessage {
    match why {
        NoDrivers::RateHidden => text::DRIVERS_NONE_RATE_HIDDEN,
        NoDrivers::FewCases => text::DRIVERS_NONE_FEW_CASES,
        NoDrivers::OneSided => text::DRIVERS_NONE_ONE_SIDED,
        NoDrivers::FewDegreesOfFreedom => text::DRIVERS_NONE_FEW_DEGREES,
        NoDrivers::NotSolved => text::DRIVERS_NONE_NOT_SOLVED,
        NoDrivers::Amended => text::DRIVERS_NONE_AMENDED,
    }
}

fn told(interface: &Interface, result: &IndicatorResult, model: &DriverModel) -> Markup {
    let locale = interface.locale;
    let mut drivers: Vec<&Driver> = model.drivers.iter().collect();
    drivers.sort_by(|one, other| other.importance.value.total_cmp(&one.importance.value));
    let finding = finding(interface, result, &drivers);
    let (lower, upper) = model.explained.interval;
    let means = Means::of(&drivers);
    let below = names(interface, &drivers, |driver| means.stands_out(driver));
    let clear = names(interface, &drivers, |driver| driver.holm <= NAMED_AT);
    html! {
        figure {
            figcaption { (finding) }
            (drawing(locale, &finding, &drivers, means))
            p.fine { (locale.t(text::DRIVERS_KEY)) }
        }
        @if let Some(names) = below { p { (locale.t(text::DriversBelow { names })) } }
        p {
            @match clear {
                Some(names) => (locale.t(text::DriversClear { names })),
                None => (locale.t(text::DRIVERS_CLEAR_NONE)),
            }
        }
        (table(interface, &drivers))
        p {
            (locale.t(text::DriversFindingExplained {
                share: Percent(model.explained.value).to_string(),
                lower: Percent(lower).to_string(),
                upper: Percent(upper).to_string(),
            }))
        }
        p.fine { (locale.t(text::DriversCases { cases: model.cases })) " " (left_out(locale, model.left_out)) }
        p.fine { (locale.t(text::DRIVERS_METHOD)) }
    }
}

/// Which questions go with the figure most; where intervals overlap, that they cannot be told apart.
fn finding(interface: &Interface, result: &IndicatorResult, drivers: &[&Driver]) -> String {
    let (locale, short) = (interface.locale, interface.text(&result.short));
    let Some(first) = drivers.first() else {
        return String::new();
    };
    let overlaps = |driver: &&Driver| driver.importance.interval.1 >= first.importance.interval.0;
    let alike = drivers.iter().filter(|driver| overlaps(driver)).count();
    if alike == 1 {
        locale.t(text::DriversFinding {
            name: short,
            driver: name(interface, first),
            share: Percent(first.importance.value).to_string(),
        })
    } else if alike == drivers.len() {
        locale.t(text::DriversFindingAll {
            name: short,
            count: drivers.len(),
        })
    } else {
        let names: Vec<String> = (drivers.iter().filter(|driver| overlaps(driver)))
            .map(|driver| name(interface, driver))
            .collect();
        locale.t(text::DriversFindingSeveral {
            name: short,
            drivers: names.join(&locale.t(text::NAME_SEPARATOR)),
        })
    }
}

fn name(interface: &Interface, driver: &Driver) -> String {
    interface.locale.t(text::DriversName {
        wording: interface.text(&driver.question.text),
        question: driver.question.id.as_str(),
    })
}

/// The names of some; none where there are none.
fn names(
    interface: &Interface,
    drivers: &[&Driver],
    wanted: impl Fn(&Driver) -> bool,
) -> Option<String> {
    let names: Vec<String> = (drivers.iter())
        .filter(|driver| wanted(driver))
        .map(|driver| name(interface, driver))
        .collect();
    (!names.is_empty()).then(|| names.join(&interface.locale.t(text::NAME_SEPARATOR)))
}

/// The means of the questions, which part the drawing.
#[derive(Debug, Clone, Copy)]
struct Means {
    /// None where no rate is shown.
    performance: Option<f64>,
    importance: f64,
}

impl Means {
    fn of(drivers: &[&Driver]) -> Self {
        let mean = |values: Vec<f64>| {
            let count = u32::try_from(values.len()).unwrap_or(u32::MAX);
            (count > 0).then(|| values.iter().sum::<f64>() / f64::from(count))
        };
        let rates = drivers.iter().filter_map(|it| Some(it.performance?.value));
        let parts = drivers.iter().map(|driver| driver.importance.value);
        Self {
            performance: mean(rates.collect()),
            importance: mean(parts.collect()).unwrap_or_default(),
        }
    }

    /// Whether a question goes with the figure more than the mean and is rated below it, by the whole of both intervals.
    fn stands_out(self, driver: &Driver) -> bool {
        let rates = driver.performance.zip(self.performance);
        let below = rates.is_some_and(|(rate, mean)| rate.interval.1 < mean);
        below && driver.importance.interval.0 > self.importance
    }
}

const LEFT: f64 = 46.0;
const WIDTH: f64 = 298.0;
const TOP: f64 = 26.0;
const HEIGHT: f64 = 214.0;

/// Every question a dot on its two intervals, numbered as in the table.
fn drawing(locale: Locale, finding: &str, drivers: &[&Driver], means: Means) -> Markup {
    let shown = drivers.iter().filter_map(|driver| driver.performance);
    let across = Axis::around(shown.flat_map(|rate| [rate.interval.0, rate.interval.1]));
    let parts = drivers.iter().map(|driver| driver.importance.interval);
    let upwards = Axis::around(parts.map(|interval| interval.1).chain([0.0]));
    let x = |rate: f64| LEFT + across.position(rate) * WIDTH;
    let y = |part: f64| TOP + (1.0 - upwards.position(part)) * HEIGHT;
    let (bottom, right) = (TOP + HEIGHT, LEFT + WIDTH);
    let percent = |tick: f64| Promised((tick * 100.0).round());
    let alternative = locale.t(text::DriversAlternative { finding });
    html! {
        svg.scatter viewBox="0 0 360 292" role="img" aria-label=(alternative) {
            @for tick in upwards.ticks() {
                line.tick x1=(Coordinate(LEFT)) x2=(Coordinate(right)) y1=(Coordinate(y(tick))) y2=(Coordinate(y(tick))) {}
                text.end x=(Coordinate(LEFT - 6.0)) y=(Coordinate(y(tick) + 4.0)) text-anchor="end" { (percent(tick)) }
            }
            @for tick in across.ticks() {
                line.tick x1=(Coordinate(x(tick))) x2=(Coordinate(x(tick))) y1=(Coordinate(TOP)) y2=(Coordinate(bottom)) {}
                text.end x=(Coordinate(x(tick))) y=(Coordinate(bottom + 18.0)) text-anchor="middle" { (percent(tick)) }
            }
            text.end x="2" y="14" { (locale.t(text::DRIVERS_UP)) }
            text.end x=(Coordinate(right)) y="286" text-anchor="end" { (locale.t(text::DRIVERS_ACROSS)) }
            @if let Some(mean) = means.performance {
                line.target x1=(Coordinate(x(mean))) x2=(Coordinate(x(mean))) y1=(Coordinate(TOP)) y2=(Coordinate(bottom)) {}
                line.target x1=(Coordinate(LEFT)) x2=(Coordinate(right)) y1=(Coordinate(y(means.importance))) y2=(Coordinate(y(means.importance))) {}
            }
            @for (place, driver) in (1_u32..).zip(drivers) {
                @if let Some(rate) = driver.performance {
                    @let (at, part) = (x(rate.value), driver.importance);
                    line.ci.plain x1=(Coordinate(x(rate.interval.0))) x2=(Coordinate(x(rate.interval.1))) y1=(Coordinate(y(part.value))) y2=(Coordinate(y(part.value))) {}
                    line.ci.plain x1=(Coordinate(at)) x2=(Coordinate(at)) y1=(Coordinate(y(part.interval.0))) y2=(Coordinate(y(part.interval.1))) {}
                    circle.dot.plain cx=(Coordinate(at)) cy=(Coordinate(y(part.value))) r="6" {}
                    text.lab x=(Coordinate(at + 9.0)) y=(Coordinate(y(part.value) - 8.0)) { (place) }
                }
            }
        }
    }
}

fn table(interface: &Interface, drivers: &[&Driver]) -> Markup {
    let locale = interface.locale;
    let title = locale.t(text::DRIVERS_TITLE);
    let head = html! {
        tr {
            th.num scope="col" { (locale.t(text::DRIVERS_PLACE)) }
            th scope="col" { (locale.t(text::DRIVERS_QUESTION)) }
            th.num scope="col" { (locale.t(text::DRIVERS_IMPORTANCE)) }
            th.num scope="col" { (locale.t(text::COLUMN_INTERVAL)) }
            th.num scope="col" { (locale.t(text::DRIVERS_PERFORMANCE)) }
            th.num scope="col" { (locale.t(text::COLUMN_INTERVAL)) }
            th.num scope="col" { (locale.t(text::COLUMN_N)) }
            th.num scope="col" { (locale.t(text::DRIVERS_ODDS)) }
            th.num scope="col" { (locale.t(text::COLUMN_INTERVAL)) }
            th.num scope="col" { (locale.t(text::DRIVERS_HOLM)) }
        }
    };
    let body = html! {
        @for (place, driver) in (1_u32..).zip(drivers) {
            tr {
                td.num { (place) }
                th scope="row" { (name(interface, driver)) }
                td.num { (Percent(driver.importance.value)) }
                td.num { (Interval(driver.importance.interval)) }
                (figure_cells(locale, driver.performance))
                td.num { (Ratio(driver.odds_ratio)) }
                td.num { (Ratio(driver.odds_interval.0)) "–" (Ratio(driver.odds_interval.1)) }
                td.num { (PValue(driver.holm)) }
            }
        }
    };
    wide_table(&title, &head, &body)
}

/// Who counts in the figure and could not be used, and why.
fn left_out(locale: Locale, left_out: LeftOut) -> String {
    if left_out.persons() == 0 {
        return locale.t(text::DRIVERS_LEFT_NONE);
    }
    let reasons = [
        (text::DRIVERS_NOT_ASKED, left_out.not_asked),
        (text::DRIVERS_OTHER_SCALE, left_out.other_scale),
        (text::DRIVERS_SKIPPED, left_out.skipped),
        (text::DRIVERS_NO_OPINION, left_out.no_opinion),
    ];
    let reasons = reasons.into_iter().filter(|(_, persons)| *persons > 0);
    let reasons: Vec<String> = reasons
        .map(|(reason, persons)| {
            let reason = locale.t(reason);
            locale.t(text::DriversReason { reason, persons })
        })
        .collect();
    locale.t(text::DriversLeftOut {
        persons: left_out.persons(),
        reasons: reasons.join(&locale.t(text::CLAUSE_SEPARATOR)),
    })
}
