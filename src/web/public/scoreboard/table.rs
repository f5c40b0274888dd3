//! The scoreboard's numbers once more, as a table.

use maud::{Markup, html};

use crate::interface::Interface;
use crate::number::{Count, Judged, JudgedInterval, Points, Promised, Whole};
use crate::public::interval_mark::{promised_percent, told_change};
use crate::public::verdict_mark::Word;
use crate::public::wide_table::wide_table;
use messages::Locale;
use plan::Comparator;
use results::release::IndicatorResult;

/// One line per indicator.
pub(super) fn view(interface: &Interface, indicators: &[IndicatorResult]) -> Markup {
    let locale = interface.locale;
    let title = locale.t("numbers-title");
    let head = html! {
        tr {
            th scope="col" { (locale.t("column-indicator")) }
            th.num scope="col" { (locale.t("column-rate")) }
            th.num scope="col" { (locale.t("column-interval")) }
            th.num scope="col" { (locale.t("column-target")) }
            th scope="col" { (locale.t("column-verdict")) }
            th.num scope="col" { (locale.t("column-change")) }
            th.num scope="col" { (locale.t("column-n")) }
            th.num scope="col" { (locale.t("column-effective")) }
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
            td.num { @if let Some(change) = told_change(result) { (Points(change.difference)) br; small { (locale.with("change-from", [("year", change.from.to_string().into())])) } } @else { "—" } }
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
        Comparator::Improves | Comparator::Increases => return locale.t("promise-rise"),
        Comparator::Decreases => return locale.t("promise-fall"),
        _ => return "—".to_owned(),
    };
    promised_percent(result).map_or_else(
        || "—".to_owned(),
        |percent| format!("{sign}{}", Promised(percent)),
    )
}
