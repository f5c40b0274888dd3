//! Every question a dot on its two intervals: how much goes with it against how satisfied people are with it.

use super::{Means, by_importance, finding};
use crate::interface::Interface;
use crate::number::{Interval, Percent, Promised};
use crate::public::interval_mark::Axis;
use messages::text;
use results::release::{Driver, DriverModel, IndicatorResult};
use typesetting::{Anchor, Drawing, Ink, Mark, Place};

/// As wide as a phone, so that it is read there without being made smaller.
const PHONE: (f64, f64) = (360.0, 240.0);
/// What is left free for the labels of the axes: left, above, right, below.
const RIMS: (f64, f64, f64, f64) = (46.0, 26.0, 16.0, 48.0);

/// The drawing for a page that has the table beside it.
pub(crate) fn for_page(
    interface: &Interface,
    result: &IndicatorResult,
    model: &DriverModel,
) -> Drawing {
    let locale = interface.locale;
    let drivers = by_importance(model);
    let (marks, bottom) = scatter(interface, &drivers, ((0.0, 0.0), PHONE));
    let title = title(interface, result, model);
    Drawing {
        size: (PHONE.0, bottom),
        description: locale.t(text::DriversAlternative { finding: &title }),
        title,
        marks,
    }
}

/// The finding.
pub(crate) fn title(
    interface: &Interface,
    result: &IndicatorResult,
    model: &DriverModel,
) -> String {
    let finding = finding(interface, result, &by_importance(model));
    finding.trim_end().to_owned()
}

/// Each question with its figures, in words.
pub(crate) fn named(interface: &Interface, model: &DriverModel) -> Vec<String> {
    let drivers = by_importance(model).into_iter();
    let named = drivers.zip(1_u32..).map(|(driver, place)| {
        interface.locale.t(text::DriversNamed {
            place: place.to_string(),
            name: super::name(interface, driver),
            part: Percent(driver.importance.value).to_string(),
        })
    });
    named.collect()
}

/// The marks in a room of this width and height from this place on, and where they end: dots are numbered from the first
/// driver on.
pub(crate) fn scatter(
    interface: &Interface,
    drivers: &[&Driver],
    ((start, top), (width, height)): (Place, (f64, f64)),
) -> (Vec<Mark>, f64) {
    let locale = interface.locale;
    let means = Means::of(drivers);
    let shown = drivers.iter().filter_map(|driver| driver.performance);
    let across = Axis::around(shown.flat_map(|rate| [rate.interval.0, rate.interval.1]));
    let parts = drivers.iter().map(|driver| driver.importance.interval);
    let upwards = Axis::around(parts.map(|interval| interval.1).chain([0.0]));
    let (left, above) = (start + RIMS.0, top + RIMS.1);
    let (right, below) = (start + width - RIMS.2, above + height - RIMS.1);
    let x = |rate: f64| left + across.position(rate) * (right - left);
    let y = |part: f64| below - upwards.position(part) * (below - above);
    let percent = |tick: f64| Promised((tick * 100.0).round()).to_string();
    let mut marks = Vec::new();
    for tick in upwards.ticks() {
        marks.push(Mark::grid((left, y(tick)), (right, y(tick))));
        let at = (left - 6.0, y(tick) + 5.0);
        marks.push(Mark::label(at, percent(tick), Anchor::End, Ink::Soft));
    }
    for tick in across.ticks() {
        marks.push(Mark::grid((x(tick), above), (x(tick), below)));
        let at = (x(tick), below + 18.0);
        marks.push(Mark::label(at, percent(tick), Anchor::Middle, Ink::Soft));
    }
    let (up, along) = ((start + 2.0, top + 14.0), (right, below + 40.0));
    marks.push(Mark::label(
        up,
        locale.t(text::DRIVERS_UP),
        Anchor::Start,
        Ink::Soft,
    ));
    marks.push(Mark::label(
        along,
        locale.t(text::DRIVERS_ACROSS),
        Anchor::End,
        Ink::Soft,
    ));
    if let Some(mean) = means.performance {
        marks.push(Mark::target((x(mean), above), (x(mean), below)));
        let part = y(means.importance);
        marks.push(Mark::target((left, part), (right, part)));
    }
    for (place, driver) in (1_u32..).zip(drivers) {
        let Some(rate) = driver.performance else {
            continue;
        };
        let part = driver.importance;
        let at = (x(rate.value), y(part.value));
        marks.push(Mark::Told {
            words: locale.t(text::DriversTold {
                place: place.to_string(),
                name: super::name(interface, driver),
                part: Percent(part.value).to_string(),
                parts: Interval(part.interval).to_string(),
                rate: Percent(rate.value).to_string(),
                rates: Interval(rate.interval).to_string(),
            }),
            marks: vec![
                thin((x(rate.interval.0), at.1), (x(rate.interval.1), at.1)),
                thin((at.0, y(part.interval.0)), (at.0, y(part.interval.1))),
                Mark::point(at),
            ],
        });
        let number = (at.0 + 8.0, at.1 - 8.0);
        marks.push(Mark::label(
            number,
            place.to_string(),
            Anchor::Start,
            Ink::Dark,
        ));
    }
    (marks, below + RIMS.3)
}

/// An interval that another crosses.
const fn thin(from: Place, to: Place) -> Mark {
    Mark::Line {
        from,
        to,
        ink: Ink::Pale,
        width: 4.0,
        dashed: false,
    }
}
