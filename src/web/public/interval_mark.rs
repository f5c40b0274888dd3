//! A rate drawn as a dot on its interval, against the target line.

use maud::{Markup, html};

use crate::interface::Interface;
use crate::number::{Coordinate, Interval, Judged, Percent, Promised};
use messages::{Locale, text};
use results::release::{Change, Figure, IndicatorResult, Judgement};

/// The part of 0 to 1 that a drawing shows, the same for all that are to be compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Axis {
    low: f64,
    high: f64,
}

impl Axis {
    /// The smallest axis in steps of ten points that holds all these rates.
    pub(super) fn around(rates: impl Iterator<Item = f64>) -> Self {
        let (low, high) = rates.fold((1.0_f64, 0.0_f64), |(low, high), rate| {
            (low.min(rate), high.max(rate))
        });
        if low > high {
            return Self {
                low: 0.0,
                high: 1.0,
            };
        }
        let low = ((low * 10.0).floor() / 10.0).clamp(0.0, 0.9);
        let high = ((high * 10.0).ceil() / 10.0).clamp(low + 0.1, 1.0);
        Self { low, high }
    }

    /// The axis that holds rate, target and the earlier rate of all these results.
    pub(super) fn of(results: &[&IndicatorResult]) -> Self {
        Self::around(results.iter().flat_map(|result| {
            let figure = result.rate.into_iter();
            figure
                .flat_map(|figure| [figure.interval.0, figure.interval.1])
                .chain(threshold(result))
                .chain(earlier(result))
        }))
    }

    /// Where a rate lies, from 0 at the low end to 1 at the high.
    pub(super) fn position(self, rate: f64) -> f64 {
        ((rate - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    /// The round rates that get a line.
    pub(super) fn ticks(self) -> impl Iterator<Item = f64> {
        let step = if self.high - self.low <= 0.35 {
            5_u32
        } else {
            10
        };
        (0..=100)
            .step_by(step as usize)
            .map(|percent: u32| f64::from(percent) / 100.0)
            .filter(move |tick| *tick >= self.low - 1e-9 && *tick <= self.high + 1e-9)
    }
}

/// The promised rate, 0 to 1, where a share in percent was promised.
pub(super) fn threshold(result: &IndicatorResult) -> Option<f64> {
    promised_percent(result).map(|percent| percent / 100.0)
}

/// The promised rate in percent, as the plan has it.
pub(super) fn promised_percent(result: &IndicatorResult) -> Option<f64> {
    use plan::TargetValue::Number;
    match result.target.value {
        Some(Number(percent)) if result.target.unit == "%" => Some(percent),
        _ => None,
    }
}

/// The change that is told first: since the baseline where that is judged, else since the wave before.
pub(super) fn headline_change(result: &IndicatorResult) -> Option<Change> {
    let since_baseline = match result.judgement {
        Judgement::Direction { .. } => result.since_baseline,
        _ => None,
    };
    since_baseline.or(result.change)
}

/// The rate that it is a change from.
pub(super) fn earlier(result: &IndicatorResult) -> Option<f64> {
    let (change, rate) = (headline_change(result)?, result.rate?);
    Some(rate.value - change.difference)
}

/// One rate with its interval, the target and the rate it is compared with.
pub(super) fn strip(locale: Locale, axis: Axis, result: &IndicatorResult, class: &str) -> Markup {
    result.rate.map_or_else(Markup::default, |figure| {
        drawn(
            locale,
            axis,
            figure,
            (promised_percent(result), earlier(result)),
            class,
        )
    })
}

/// The rate of a part of the city with its interval, the target and, as an open dot, the rate of the city.
pub(super) fn beside_city(
    locale: Locale,
    axis: Axis,
    part: Figure,
    result: &IndicatorResult,
) -> Markup {
    let city = result.rate.map(|figure| figure.value);
    let beside = (promised_percent(result), city);
    drawn(locale, axis, part, beside, "plain")
}

/// A rate with its interval, the promised percentage and another rate as an open dot.
fn drawn(
    locale: Locale,
    axis: Axis,
    figure: Figure,
    (promised, other): (Option<f64>, Option<f64>),
    class: &str,
) -> Markup {
    let x = |rate| axis.position(rate) * 300.0;
    let target = promised.map(|percent| percent / 100.0);
    let ends = [(axis.low, "start"), (axis.high, "end")];
    html! {
        svg viewBox="-14 0 328 70" role="img" aria-label=(alternative(locale, figure, promised)) {
            @for tick in axis.ticks() { (vertical(x(tick), 6, 46, "tick")) }
            @for (end, anchor) in ends {
                @if target.is_none_or(|target| (x(target) - x(end)).abs() > 90.0) {
                    text.end x=(Coordinate(x(end))) y="63" text-anchor=(anchor) { (Promised((end * 100.0).round())) }
                }
            }
            @if let Some((target, percent)) = target.zip(promised) {
                (vertical(x(target), 2, 50, "target"))
                text.lab x=(Coordinate(x(target).clamp(34.0, 266.0))) y="63" text-anchor="middle" {
                    (locale.t(text::TargetLabel { target: Promised(percent).to_string() }))
                }
            }
            @if let Some(other) = other { circle.prev cx=(Coordinate(x(other))) cy="26" r="5" {} }
            line.ci.(class) x1=(Coordinate(x(figure.interval.0))) x2=(Coordinate(x(figure.interval.1))) y1="26" y2="26" {}
            circle.dot.(class) cx=(Coordinate(x(figure.value))) cy="26" r="6" {}
        }
    }
}

/// The rates of all districts under one another, in the order of the frame.
pub(super) fn districts(interface: &Interface, result: &IndicatorResult) -> Markup {
    let alternative = interface.locale.t(text::DistrictsAlternative {
        name: interface.text(&result.short),
    });
    let named = result.districts.iter().map(|district| {
        let name = interface.text(&district.name).to_owned();
        (name, district.figure)
    });
    rows(interface, &alternative, &named.collect::<Vec<_>>(), result)
}

/// Named rates under one another, against the target of the indicator that they are of.
pub(super) fn rows(
    interface: &Interface,
    alternative: &str,
    named: &[(String, Option<Figure>)],
    result: &IndicatorResult,
) -> Markup {
    let axis = Axis::around(
        (named.iter().filter_map(|(_, figure)| *figure))
            .flat_map(|figure| [figure.interval.0, figure.interval.1])
            .chain(threshold(result)),
    );
    // Long names need more of the width than those of districts.
    let longest = named.iter().map(|(name, _)| width(name)).max().unwrap_or(0);
    let left = f64::from(longest.clamp(14, 24)) * 8.0;
    let x = |rate| left + axis.position(rate) * (296.0 - left);
    let count = u32::try_from(named.len()).unwrap_or(u32::MAX);
    let floor = count * 22 + 6;
    html! {
        svg.districts viewBox={ "0 0 360 " (floor + 20) } role="img" aria-label=(alternative) {
            @for tick in axis.ticks() { (vertical(x(tick), 2, floor, "tick")) }
            @for (end, anchor) in [(axis.low, "start"), (axis.high, "end")] {
                text.end x=(Coordinate(x(end))) y=(floor + 15) text-anchor=(anchor) { (Promised((end * 100.0).round())) }
            }
            @if let Some(target) = threshold(result) { (vertical(x(target), 0, floor, "target")) }
            @for (row, (name, figure)) in (0..count).zip(named) {
                (named_row(interface, (name, *figure), row * 22 + 14, (left, &x)))
            }
        }
    }
}

/// The width of a name in halves of a Chinese character.
fn width(name: &str) -> u32 {
    name.chars()
        .map(|letter| if letter.is_ascii() { 1 } else { 2 })
        .sum()
}

fn named_row(
    interface: &Interface,
    (name, figure): (&str, Option<Figure>),
    y: u32,
    (left, x): (f64, &impl Fn(f64) -> f64),
) -> Markup {
    html! {
        text.lab x="0" y=(y + 5) { (name) }
        @match figure {
            Some(figure) => {
                g.told {
                    title { (said(interface.locale, name, figure)) }
                    line.ci.plain x1=(Coordinate(x(figure.interval.0))) x2=(Coordinate(x(figure.interval.1))) y1=(y) y2=(y) {}
                    circle.dot.plain cx=(Coordinate(x(figure.value))) cy=(y) r="4.5" {}
                    rect.reach x=(Coordinate(left)) width=(Coordinate(360.0 - left)) y=(y - 11) height="22" {}
                }
                text.lab x="360" y=(y + 5) text-anchor="end" { (Percent(figure.value)) }
            }
            None => { text.hidden x=(Coordinate(left)) y=(y + 5) { (interface.locale.t(text::SUPPRESSED)) } }
        }
    }
}

/// A rate of this name and its interval in words: what pointing at it tells.
pub(super) fn said(locale: Locale, name: &str, figure: Figure) -> String {
    format!("{name} {}", alternative(locale, figure, None))
}

fn vertical(x: f64, from: u32, to: u32, class: &str) -> Markup {
    html! { line.(class) x1=(Coordinate(x)) x2=(Coordinate(x)) y1=(from) y2=(to) {} }
}

fn alternative(locale: Locale, figure: Figure, target: Option<f64>) -> String {
    let (lower, upper) = figure.interval;
    let mut text = locale.t(text::StripAlternative {
        rate: Judged(figure.value, target).to_string(),
        lower: Judged(lower, target).to_string(),
        upper: Judged(upper, target).to_string(),
    });
    if let Some(target) = target {
        let target = Promised(target).to_string();
        text.push_str(&locale.t(text::StripAlternativeTarget { target }));
    }
    text
}

/// An interval in words for a table's cell.
pub(super) fn interval_cell(figure: Option<Figure>) -> Markup {
    html! { @if let Some(figure) = figure { (Interval(figure.interval)) } @else { "—" } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_holds_every_rate_in_steps_of_ten_points() {
        let axis = Axis::around([0.814, 0.9, 0.921].into_iter());
        assert!((axis.low - 0.8).abs() < 1e-12 && (axis.high - 1.0).abs() < 1e-12);
        assert_eq!(axis.ticks().count(), 5);
    }

    #[test]
    fn an_axis_of_nothing_is_the_whole() {
        assert_eq!(
            Axis::around(std::iter::empty()),
            Axis {
                low: 0.0,
                high: 1.0
            }
        );
        let axis = Axis::around([1.0].into_iter());
        assert!(axis.low < axis.high);
    }
}
