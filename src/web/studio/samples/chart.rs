//! The chance of each verdict against the true rate, as curves.

use maud::{Markup, html};

use super::prospect::target_name;
use crate::interface::Interface;
use crate::number::{Coordinate, Percent, Promised};
use messages::text;
use results::prospect::{Expected, Threshold};

const WIDTH: f64 = 300.0;
const HEIGHT: f64 = 150.0;
const LEFT: f64 = 44.0;
const TOP: f64 = 14.0;

/// How far to either side of the target the curves go, and in which steps.
const REACH: f64 = 0.1;
const STEPS: u32 = 40;

/// Two curves: the chance of "met" and that of "not met"; what is left between them is undetermined. The table of chances
/// beside it says the same in numbers.
pub(super) fn power_chart(
    interface: &Interface,
    city: &Expected,
    target: &Threshold<'_>,
) -> Markup {
    let locale = interface.locale;
    let (low, high) = (
        (target.rate - REACH).max(0.0),
        (target.rate + REACH).min(1.0),
    );
    let x = |truth: f64| LEFT + (truth - low) / (high - low) * WIDTH;
    let y = |chance: f64| TOP + (1.0 - chance) * HEIGHT;
    let points: Vec<(f64, f64, f64)> = (0..=STEPS)
        .map(|step| {
            let truth = low + (high - low) * f64::from(step) / f64::from(STEPS);
            let chances = city.chances(target, truth);
            (truth, chances.met, chances.not_met)
        })
        .collect();
    let line = |chance: &dyn Fn(&(f64, f64, f64)) -> f64| {
        let point = |point: &(f64, f64, f64)| {
            format!(
                "{},{}",
                Coordinate(x(point.0)),
                Coordinate(y(chance(point)))
            )
        };
        points.iter().map(point).collect::<Vec<_>>().join(" ")
    };
    let (met, missed) = city.provable(target, 0.8);
    let said =
        |rate: Option<f64>| rate.map_or_else(|| "—".to_owned(), |rate| Percent(rate).to_string());
    let alternative = text::SampleCurvesAlternative {
        target: target_name(target),
        met: said(met),
        missed: said(missed),
    };
    html! {
        svg.power viewBox=(format!("0 0 {} {}", Coordinate(LEFT + WIDTH + 16.0), Coordinate(TOP + HEIGHT + 42.0))) role="img" aria-label=(locale.t(alternative)) {
            @for chance in [0.0, 0.2, 0.4, 0.6, 0.8, 1.0] {
                line.tick x1=(Coordinate(LEFT)) x2=(Coordinate(LEFT + WIDTH)) y1=(Coordinate(y(chance))) y2=(Coordinate(y(chance))) {}
                text.scale x=(Coordinate(LEFT - 6.0)) y=(Coordinate(y(chance) + 4.0)) text-anchor="end" { (Promised((chance * 100.0).round())) }
            }
            @for truth in [low, target.rate, high] {
                text.scale x=(Coordinate(x(truth))) y=(Coordinate(TOP + HEIGHT + 18.0)) text-anchor="middle" { (Promised((truth * 1000.0).round() / 10.0)) }
            }
            line.target x1=(Coordinate(x(target.rate))) x2=(Coordinate(x(target.rate))) y1=(Coordinate(TOP)) y2=(Coordinate(TOP + HEIGHT)) {}
            polyline.met points=(line(&|point| point.1)) {}
            polyline.missed points=(line(&|point| point.2)) {}
            text.scale x=(Coordinate(LEFT + WIDTH / 2.0)) y=(Coordinate(TOP + HEIGHT + 36.0)) text-anchor="middle" { (locale.t(text::SAMPLE_TRUTH)) }
        }
        p.legend { span.met { (locale.t(text::SAMPLE_MET)) } " " span.missed { (locale.t(text::SAMPLE_MISSED)) } }
    }
}
