//! What goes with a figure: the importance of other questions against how satisfied people are with them, as association.

pub(crate) mod drawing;

use maud::{Markup, html};

use super::tables::figure_cells;
use crate::interface::Interface;
use crate::number::{Interval, PValue, Percent, Ratio};
use crate::public::files::drawing::element;
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
    let drivers = by_importance(model);
    let drawing = drawing::for_page(interface, result, model);
    let said = said(interface, &drivers);
    html! {
        figure {
            figcaption { (drawing.title) }
            div.scatter { (element(&drawing)) }
            p.fine { (locale.t(text::DRIVERS_KEY)) }
        }
        @for words in said { p { (words) } }
        (table(interface, &drivers))
        p { (explained(locale, model)) }
        p.fine { (cases(locale, model)) }
        p.fine { (locale.t(text::DRIVERS_METHOD)) }
    }
}

/// The drivers, the most important first.
pub(crate) fn by_importance(model: &DriverModel) -> Vec<&Driver> {
    let mut drivers: Vec<&Driver> = model.drivers.iter().collect();
    drivers.sort_by(|one, other| other.importance.value.total_cmp(&one.importance.value));
    drivers
}

/// Which questions stand out, and whose association stays clear.
pub(crate) fn said(interface: &Interface, drivers: &[&Driver]) -> Vec<String> {
    let locale = interface.locale;
    let means = Means::of(drivers);
    let below = names(interface, drivers, |driver| means.stands_out(driver));
    let below = below.map(|names| locale.t(text::DriversBelow { names }));
    let clear = names(interface, drivers, |driver| driver.holm <= NAMED_AT);
    let clear = match clear {
        Some(names) => locale.t(text::DriversClear { names }),
        None => locale.t(text::DRIVERS_CLEAR_NONE),
    };
    below.into_iter().chain([clear]).collect()
}

/// How much the questions tell together.
pub(crate) fn explained(locale: Locale, model: &DriverModel) -> String {
    let (lower, upper) = model.explained.interval;
    locale.t(text::DriversFindingExplained {
        share: Percent(model.explained.value).to_string(),
        lower: Percent(lower).to_string(),
        upper: Percent(upper).to_string(),
    })
}

/// Whose answers it rests on, and whose not.
pub(crate) fn cases(locale: Locale, model: &DriverModel) -> String {
    let cases = locale.t(text::DriversCases { cases: model.cases });
    format!("{cases} {}", left_out(locale, model.left_out))
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

/// What a driver is called.
pub(crate) fn name(interface: &Interface, driver: &Driver) -> String {
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
