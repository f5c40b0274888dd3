//! One indicator on the scoreboard.

use maud::{Markup, html};

use crate::interface::Interface;
use crate::number::{Count, Judged, JudgedInterval, Points, SignificantPoints, Whole};
use crate::public::interval_mark::{Axis, headline_change, promised_percent, strip};
use crate::public::places::named;
use crate::public::seen::Seen;
use crate::public::verdict_mark::Word;
use messages::{Locale, text};
use plan::verdict::Trend;
use results::release::{Change, IndicatorResult};

/// Name, word, rate, drawing, change and size of one indicator.
pub(in crate::public) fn view(
    interface: &Interface,
    seen: Seen<'_>,
    result: &IndicatorResult,
    axis: Axis,
) -> Markup {
    let locale = interface.locale;
    let word = Word::on(result);
    let promised = promised_percent(result);
    html! {
        li.row #(result.indicator) {
            div.name {
                h3 { (named(interface, seen.indicator(result), interface.text(&result.short))) }
                p { (interface.text(&result.name)) }
            }
            p.word { @if let Some(word) = word { (word.mark(locale)) } }
            @match result.rate {
                Some(figure) => {
                    p.rate.num { b { (Judged(figure.value, promised)) } span { (JudgedInterval(figure.interval, promised)) } }
                    div.strip { (strip(locale, axis, result, word.map_or("plain", |word| word.class))) }
                }
                None => { p.rate { (locale.t(text::NO_RATE)) } div.strip {} }
            }
            p.change.num {
                (change(locale, result))
                @if result.rate.is_some_and(|figure| figure.few_degrees_of_freedom()) { br; (locale.t(text::FEW_DEGREES_MARK)) }
            }
            p.n.num {
                @if let Some(figure) = result.rate {
                    (locale.t(text::RowRespondents { count: Count(figure.respondents).to_string() }))
                    br;
                    (locale.t(text::RowEffective { count: Whole(figure.effective_sample_size).to_string() }))
                }
            }
        }
    }
}

fn change(locale: Locale, result: &IndicatorResult) -> Markup {
    html! {
        @match headline_change(result) {
            Some(change) => {
                b { (Points(change.difference)) } " " (locale.t(text::POINTS))
                br;
                (trend_line(locale, change))
            }
            None => { (locale.t(text::CHANGE_NONE)) }
        }
    }
}

/// Whether a change is significant, in words.
pub(crate) fn trend_line(locale: Locale, change: Change) -> String {
    let year = change.from.to_string();
    let (lower, upper) = change.interval;
    let significant = |bound| SignificantPoints(bound).to_string();
    match change.trend {
        Trend::Rose => locale.t(text::ChangeRose {
            year,
            lower: significant(lower),
            upper: significant(upper),
        }),
        Trend::Fell => locale.t(text::ChangeFell {
            year,
            lower: significant(lower),
            upper: significant(upper),
        }),
        Trend::NoDemonstrableChange | Trend::BaselineSet => locale.t(text::ChangeSame {
            year,
            lower: Points(lower).to_string(),
            upper: Points(upper).to_string(),
        }),
    }
}
