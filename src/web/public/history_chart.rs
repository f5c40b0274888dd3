//! A rate over the waves, with its intervals, against the target line.

use maud::{Markup, html};

use super::interval_mark::{Axis, promised_percent, said, threshold};
use crate::interface::Interface;
use crate::number::{Coordinate, Percent, Promised};
use messages::text;
use results::release::IndicatorResult;

const HEIGHT: f64 = 180.0;

/// The waves from left to right, each a dot on its interval.
pub(super) fn history_chart(interface: &Interface, result: &IndicatorResult) -> Markup {
    let locale = interface.locale;
    let axis = Axis::around(
        (result.history.iter())
            .flat_map(|(_, figure)| [figure.interval.0, figure.interval.1])
            .chain(threshold(result)),
    );
    let y = |rate| 24.0 + (1.0 - axis.position(rate)) * HEIGHT;
    let columns = u32::try_from(result.history.len())
        .unwrap_or(u32::MAX)
        .max(1);
    let width = 300.0 / f64::from(columns);
    let x = |column: u32| 44.0 + (f64::from(column) + 0.5) * width;
    let points: Vec<String> = (0_u32..)
        .zip(&result.history)
        .map(|(column, (_, figure))| {
            format!("{},{}", Coordinate(x(column)), Coordinate(y(figure.value)))
        })
        .collect();
    html! {
        svg.history viewBox="0 0 360 234" role="img"
            aria-label=(locale.t(text::HistoryAlternative { name: interface.text(&result.short) })) {
            @for tick in axis.ticks() {
                line.tick x1="44" x2="344" y1=(Coordinate(y(tick))) y2=(Coordinate(y(tick))) {}
                text.end x="38" y=(Coordinate(y(tick) + 4.0)) text-anchor="end" { (Promised((tick * 100.0).round())) }
            }
            @if let Some((target, percent)) = threshold(result).zip(promised_percent(result)) {
                line.target x1="44" x2="344" y1=(Coordinate(y(target))) y2=(Coordinate(y(target))) {}
                text.lab x="344" y=(Coordinate(y(target) - 5.0)) text-anchor="end" {
                    (locale.t(text::TargetLabel { target: Promised(percent).to_string() }))
                }
            }
            polyline.path points=(points.join(" ")) {}
            @for (column, (year, figure)) in (0_u32..).zip(&result.history) {
                g.told {
                    title { (said(locale, &year.to_string(), *figure)) }
                    line.ci.plain x1=(Coordinate(x(column))) x2=(Coordinate(x(column)))
                        y1=(Coordinate(y(figure.interval.0))) y2=(Coordinate(y(figure.interval.1))) {}
                    circle.dot.plain cx=(Coordinate(x(column))) cy=(Coordinate(y(figure.value))) r="6" {}
                    rect.reach x=(Coordinate(x(column) - 0.5 * width)) width=(Coordinate(width)) y="24" height=(HEIGHT) {}
                }
                // On the side of the interval that the label of the target is not on.
                @let below = threshold(result).is_some_and(|target| figure.value < target);
                @let height = if below { y(figure.interval.0) + 20.0 } else { y(figure.interval.1) - 9.0 };
                text.lab x=(Coordinate(x(column))) y=(Coordinate(height)) text-anchor="middle" {
                    (Percent(figure.value))
                }
                text.lab x=(Coordinate(x(column))) y="226" text-anchor="middle" { (year) }
            }
        }
    }
}
