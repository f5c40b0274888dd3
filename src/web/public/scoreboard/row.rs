//! One indicator on the scoreboard.

use maud::{Markup, html};

use crate::interface::Interface;
use crate::number::{Count, Judged, JudgedInterval, Points, SignificantPoints, Whole};
use crate::paths;
use crate::public::interval_mark::{Axis, promised_percent, strip, told_change};
use crate::public::verdict_mark::Word;
use messages::{Argument, Locale};
use plan::verdict::Trend;
use results::release::{Change, IndicatorResult, Release};

/// Name, word, rate, drawing, change and size of one indicator.
pub(super) fn view(
    interface: &Interface,
    release: &Release,
    result: &IndicatorResult,
    axis: Axis,
) -> Markup {
    let locale = interface.locale;
    let word = Word::on(result);
    let promised = promised_percent(result);
    let address = paths::indicator(&release.wave, &result.indicator);
    html! {
        li.row #(result.indicator) {
            div.name {
                h3 { a href=(interface.link(&address)) { (interface.text(&result.short)) } }
                p { (interface.text(&result.name)) }
            }
            p.word { @if let Some(word) = word { (word.mark(locale)) } }
            @match result.rate {
                Some(figure) => {
                    p.rate.num { b { (Judged(figure.value, promised)) } span { (JudgedInterval(figure.interval, promised)) } }
                    div.strip { (strip(locale, axis, result, word.map_or("plain", |word| word.class))) }
                }
                None => { p.rate { (locale.t("no-rate")) } div.strip {} }
            }
            p.change.num {
                (change(locale, result))
                @if result.rate.is_some_and(|figure| figure.few_degrees_of_freedom()) { br; (locale.t("few-degrees-mark")) }
            }
            p.n.num {
                @if let Some(figure) = result.rate {
                    (locale.with("row-respondents", [("count", Argument::from(Count(figure.respondents).to_string()))]))
                    br;
                    (locale.with("row-effective", [("count", Argument::from(Whole(figure.effective_sample_size).to_string()))]))
                }
            }
        }
    }
}

fn change(locale: Locale, result: &IndicatorResult) -> Markup {
    html! {
        @match told_change(result) {
            Some(change) => {
                b { (Points(change.difference)) } " " (locale.t("points"))
                br;
                (trend_line(locale, change))
            }
            None => { (locale.t("change-none")) }
        }
    }
}

/// Whether a change is significant, in words.
pub(crate) fn trend_line(locale: Locale, change: Change) -> String {
    let key = match change.trend {
        Trend::Rose => "change-rose",
        Trend::Fell => "change-fell",
        Trend::NoDemonstrableChange | Trend::BaselineSet => "change-same",
    };
    let bound = |bound: f64| {
        Argument::from(if key == "change-same" {
            Points(bound).to_string()
        } else {
            SignificantPoints(bound).to_string()
        })
    };
    locale.with(
        key,
        [
            ("year", Argument::from(change.from.to_string())),
            ("lower", bound(change.interval.0)),
            ("upper", bound(change.interval.1)),
        ],
    )
}
