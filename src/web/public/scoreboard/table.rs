//! The scoreboard's numbers once more, as a table.

use maud::{Markup, html};

use crate::interface::Interface;
use crate::number::{Count, Judged, JudgedInterval, Points, Promised, Whole};
use crate::public::interval_mark::{headline_change, promised_percent};
use crate::public::verdict_mark::Word;
use crate::public::wide_table::wide_table;
use messages::{Locale, text};
use plan::Comparator;
use results::release::IndicatorResult;

/// One line per indicator.
pub(super) fn view(interface: &Interface, indicators: &[IndicatorResult]) -> Markup {
    let locale = interface.locale;
    let title = locale.t(text::NUMBERS_TITLE);
    let head = html! {
        tr {
            th scope="col" { (locale.t(text::COLUMN_INDICATOR)) }
            th.num scope="col" { (locale.t(text::COLUMN_RATE)) }
            th.num scope="col" { (locale.t(text::COLUMN_INTERVAL)) }
            th.num scope="col" { (locale.t(text::COLUMN_TARGET)) }
            th scope="col" { (locale.t(text::COLUMN_VERDICT)) }
            th.num scope="col" { (locale.t(text::COLUMN_CHANGE)) }
            th.num scope="col" { (locale.t(text::COLUMN_N)) }
            th.num scope="col" { (locale.t(text::COLUMN_EFFECTIVE)) }
        }
    };
    let body = html! { @for result in indicators { (line(interface, result)) } };
    html! {
        section {
            h2 { (title) }
            (wide_table(&title, &head, &body))
        }
    }
}

fn line(interface: &Interface, result: &IndicatorResult) -> Markup {
    let locale = interface.locale;
    let rate = result.rate;
    let promised = promised_percent(result);
    html! {
        tr {
            th scope="row" { (interface.text(&result.short)) }
            td.num { @if let Some(figure) = rate { (Judged(figure.value, promised)) } @else { "—" } }
            td.num { @if let Some(figure) = rate { (JudgedInterval(figure.interval, promised)) } @else { "—" } }
            td.num { (promise(locale, result)) }
            td { @if let Some(word) = Word::on(result) { (word.text(locale)) } @else { "—" } }
            td.num { @if let Some(change) = headline_change(result) { (Points(change.difference)) br; small { (locale.t(text::ChangeFrom { year: change.from.to_string() })) } } @else { "—" } }
            td.num { @if let Some(figure) = rate { (Count(figure.respondents)) } @else { "—" } }
            td.num { @if let Some(figure) = rate { (Whole(figure.effective_sample_size)) } @else { "—" } }
        }
    }
}

/// What was promised, in a word or two.
pub(crate) fn promise(locale: Locale, result: &IndicatorResult) -> String {
    let sign = match result.target.comparator {
        Comparator::AtLeast => "≥ ",
        Comparator::AtMost => "≤ ",
        Comparator::Above => "> ",
        Comparator::Equal => "= ",
        Comparator::Improves | Comparator::Increases => return locale.t(text::PROMISE_RISE),
        Comparator::Decreases => return locale.t(text::PROMISE_FALL),
        _ => return "—".to_owned(),
    };
    promised_percent(result).map_or_else(
        || "—".to_owned(),
        |percent| format!("{sign}{}", Promised(percent)),
    )
}
