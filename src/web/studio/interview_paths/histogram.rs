//! Counts as bars, and the same counts as a table.

use maud::{Markup, html};

use super::Setting;
use super::words::real;
use crate::number::{Coordinate, Count};
use messages::text;

const WIDTH: f64 = 520.0;
const HEIGHT: f64 = 130.0;
const TOP: f64 = 22.0;
/// Room for the labels of the outermost bars.
const SIDE: f64 = 14.0;
/// The most bars that all get a label.
const LABELLED: usize = 16;

/// Interviews by a whole number; `label` says what a number means.
pub(super) fn histogram(
    setting: &Setting<'_>,
    title: &str,
    counts: &[(usize, usize)],
    label: &dyn Fn(usize) -> String,
) -> Markup {
    let locale = setting.interface.locale;
    let (Some((least, _)), Some((greatest, _))) = (counts.first(), counts.last()) else {
        return html! {};
    };
    let highest = counts.iter().map(|(_, count)| *count).max().unwrap_or(1);
    let bars = greatest - least + 1;
    let step = ((WIDTH - 2.0 * SIDE) / real(bars)).min(64.0);
    let wide = step * 0.8;
    let x = |number: usize| SIDE + real(number - least) * step + step / 2.0;
    let rise = |count: usize| HEIGHT * real(count) / real(highest.max(1));
    let named = |number: usize| {
        bars <= LABELLED || number == *least || number == *greatest || number.is_multiple_of(5)
    };
    // Where bars are narrow, a label would run into that of a higher neighbour.
    let said = |number: usize, count: usize| {
        let near = |other: &&(usize, usize)| other.0.abs_diff(number) <= 2;
        bars <= LABELLED || (counts.iter().filter(near)).all(|(_, other)| *other <= count)
    };
    html! {
        figure {
            figcaption { (title) }
            svg.histogram viewBox=(format!("0 0 {} {}", Coordinate(WIDTH), Coordinate(TOP + HEIGHT + 24.0))) role="img" aria-label=(locale.t(text::WaysHistogram { title })) {
                line x1="0" x2=(Coordinate(WIDTH)) y1=(Coordinate(TOP + HEIGHT)) y2=(Coordinate(TOP + HEIGHT)) {}
                @for (number, count) in counts {
                    rect x=(Coordinate(x(*number) - wide / 2.0)) y=(Coordinate(TOP + HEIGHT - rise(*count))) width=(Coordinate(wide)) height=(Coordinate(rise(*count))) {}
                    @if said(*number, *count) {
                        text x=(Coordinate(x(*number))) y=(Coordinate(TOP + HEIGHT - rise(*count) - 6.0)) text-anchor="middle" { (Count(*count as u64)) }
                    }
                }
                @for number in (*least..=*greatest).filter(|number| named(*number)) {
                    text.scale x=(Coordinate(x(number))) y=(Coordinate(TOP + HEIGHT + 18.0)) text-anchor="middle" { (label(number)) }
                }
            }
            table {
                thead { tr { th scope="col" { (title) } th scope="col" { (locale.t(text::WAYS_INTERVIEWS)) } } }
                tbody { @for (number, count) in counts { tr {
                    th scope="row" { (label(*number)) } td.num { (Count(*count as u64)) }
                } } }
            }
        }
    }
}
