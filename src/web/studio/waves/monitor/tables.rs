//! The tables of the monitor: strata, days, every rate, PSUs.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use maud::{Markup, html};

use super::{Field, Part, half_width, rate};
use crate::addresses::Address;
use crate::interface::Interface;
use crate::number::{Coordinate, Count};
use fieldwork::{AnswerMode, Wave};
use messages::{Locale, text};
use results::monitor::{Outlook, Progress};
use sampling::StratumId;

/// The width of a bar, in units of the drawing.
const BAR: f64 = 160.0;
/// So many days are shown, the last ones.
const DAYS: usize = 14;
/// A count of a day below this is not shown.
const LEAST: u64 = 5;

/// Strata, and the city: what came back, and how precise it is.
pub(super) fn strata(
    interface: &Interface,
    field: &Field,
    strata: &[(StratumId, Part)],
    city: &Part,
) -> Markup {
    let locale = interface.locale;
    let modes = modes(city);
    let whole = (locale.t(text::MONITOR_CITY), city);
    let rows = strata.iter().map(|(stratum, part)| {
        let name = field.stratum_name(interface, stratum).to_owned();
        (name, part)
    });
    html! {
        h2 { (locale.t(text::MONITOR_STRATA)) }
        p.help { (locale.t(text::MONITOR_BAR_HELP)) }
        div.scroll tabindex="0" role="region" aria-label=(locale.t(text::MONITOR_STRATA)) { table.steps {
            thead { tr {
                th scope="col" { (locale.t(text::CASES_STRATUM)) }
                th scope="col" { (locale.t(text::MONITOR_BAR)) }
                th scope="col" { (locale.t(text::MONITOR_RETURNED)) }
                @for mode in &modes { th scope="col" { (by_mode(locale, *mode)) } }
                @for heading in [text::MONITOR_SAMPLED, text::MONITOR_DELIVERED] { th scope="col" { (locale.t(heading)) } }
                @for heading in ["RR1", "RR3", "COOP1", "REF1", "CON1"] { th scope="col" { (heading) } }
                @for heading in [text::MONITOR_TODAY, text::MONITOR_END] { th scope="col" { (locale.t(heading)) } }
            } }
            tbody {
                @for (name, part) in rows.chain([whole]) {
                    tr {
                        th scope="row" { (name) }
                        td { (bar(interface, &name, &part.progress)) }
                        (counts(locale, &part.progress, &modes, &part.modes))
                        (half_widths(locale, part.outlook))
                    }
                }
            }
        } }
    }
}

fn half_widths(locale: Locale, outlook: Outlook) -> Markup {
    html! {
        td.num { (half_width(locale, outlook.half_width)) }
        td.num { (half_width(locale, outlook.half_width_in_the_end)) }
    }
}

/// The modes that forms came by, in the order they are shown in; none where all came by the same.
pub(super) fn modes(city: &Part) -> Vec<AnswerMode> {
    let modes: Vec<AnswerMode> = city.modes.keys().copied().collect();
    if modes.len() > 1 { modes } else { Vec::new() }
}

/// The heading of a column of forms that came by a mode.
fn by_mode(locale: Locale, mode: AnswerMode) -> String {
    locale.t(match mode {
        AnswerMode::Web => text::MONITOR_BY_WEB,
        AnswerMode::Paper => text::MONITOR_BY_PAPER,
        AnswerMode::Interviewer => text::MONITOR_BY_INTERVIEWER,
    })
}

/// What came back, all of it and by each of the modes shown; cases; rates of response.
fn counts(
    locale: Locale,
    progress: &Progress,
    modes: &[AnswerMode],
    returns: &BTreeMap<AnswerMode, u64>,
) -> Markup {
    let rates = progress.rates();
    let shown = [
        rates.response.rr1,
        rates.response.rr3,
        rates.cooperation[0],
        rates.refusal[0],
        rates.contact[0],
    ];
    html! {
        td.returned { (Count(progress.returned)) " · " (rate(locale, progress.return_rate())) }
        @for mode in modes { td.num { (Count(returns.get(mode).copied().unwrap_or_default())) } }
        td.num { (Count(progress.sampled)) }
        td.num { (Count(progress.delivered)) }
        @for one in shown { td.num { (rate(locale, one)) } }
    }
}

/// Returned, of no further use, and open cases beside each other.
fn bar(interface: &Interface, name: &str, progress: &Progress) -> Markup {
    let share = |cases: u64| {
        let whole = progress.sampled.max(1);
        BAR * count(cases) / count(whole)
    };
    let (returned, open) = (share(progress.returned), share(progress.open));
    let done = (BAR - returned - open).max(0.0);
    let label = interface.locale.t(text::MonitorBarLabel {
        name,
        returned: progress.returned,
        open: progress.open,
        sampled: progress.sampled,
    });
    html! {
        svg.field-bar viewBox=(format!("0 0 {BAR} 12")) role="img" aria-label=(label) {
            rect.returned x="0" y="0" width=(Coordinate(returned)) height="12" {}
            rect.done x=(Coordinate(returned)) y="0" width=(Coordinate(done)) height="12" {}
            rect.open x=(Coordinate(returned + done)) y="0" width=(Coordinate(open)) height="12" {}
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of cases are far below 2^52"
)]
fn count(cases: u64) -> f64 {
    cases as f64
}

/// What came back of each stratum on the last days.
pub(super) fn days(interface: &Interface, field: &Field) -> Markup {
    let locale = interface.locale;
    let days: BTreeSet<NaiveDate> = field.daily.iter().map(|returns| returns.day).collect();
    let days: Vec<NaiveDate> = days.into_iter().rev().take(DAYS).collect();
    let returns: BTreeMap<(&StratumId, NaiveDate), u64> = (field.daily.iter())
        .map(|returns| ((&returns.stratum, returns.day), returns.returns))
        .collect();
    let strata: BTreeSet<&StratumId> = field.psus.iter().map(|psu| &psu.stratum).collect();
    html! {
        h2 { (locale.t(text::MONITOR_DAYS)) }
        p.help { (locale.t(text::MONITOR_DAYS_HELP)) }
        @if days.is_empty() { p { (locale.t(text::MONITOR_DAYS_NONE)) } } @else {
            div.scroll tabindex="0" role="region" aria-label=(locale.t(text::MONITOR_DAYS)) { table.days {
                thead { tr { th scope="col" { (locale.t(text::CASES_STRATUM)) } @for day in &days { th.num scope="col" { time datetime=(day) { (day.format("%m-%d")) } } } } }
                tbody { @for stratum in strata { tr {
                    th scope="row" { (field.stratum_name(interface, stratum)) }
                    @for day in &days { td.num { (of_day(returns.get(&(stratum, *day)).copied().unwrap_or_default())) } }
                } } }
            } }
        }
    }
}

fn of_day(returns: u64) -> String {
    match returns {
        0 => "0".to_owned(),
        few if few < LEAST => format!("<{LEAST}"),
        many => Count(many).to_string(),
    }
}

/// Every rate of the Standard Definitions, folded away.
pub(super) fn rates(
    interface: &Interface,
    field: &Field,
    strata: &[(StratumId, Part)],
    city: &Progress,
) -> Markup {
    let locale = interface.locale;
    let name = locale.t(text::MONITOR_CITY);
    let rows = strata
        .iter()
        .map(|(stratum, part)| (field.stratum_name(interface, stratum), &part.progress));
    let rows: Vec<(&str, &Progress)> = rows.chain([(name.as_str(), city)]).collect();
    html! {
        h2 { (locale.t(text::MONITOR_RATES)) }
        p.help { (locale.t(text::MONITOR_RATES_HELP)) }
        details {
            summary { (locale.t(text::MONITOR_RATES_TABLE)) }
            div.scroll tabindex="0" role="region" aria-label=(locale.t(text::MONITOR_RATES)) { table {
                thead { tr { th scope="col" { (locale.t(text::CASES_STRATUM)) } @for name in NAMES { th scope="col" { (name) } } } }
                tbody { @for (name, progress) in rows { tr { th scope="row" { (name) } @for one in all_rates(progress) { td.num { (rate(locale, one)) } } } } }
            } }
        }
    }
}

const NAMES: [&str; 17] = [
    "RR1", "RR2", "RR3", "RR4", "RR5", "RR6", "COOP1", "COOP2", "COOP3", "COOP4", "REF1", "REF2",
    "REF3", "CON1", "CON2", "CON3", "e",
];

fn all_rates(progress: &Progress) -> impl Iterator<Item = Option<f64>> {
    let rates = progress.rates();
    let response = rates.response;
    [
        response.rr1,
        response.rr2,
        response.rr3,
        response.rr4,
        response.rr5,
        response.rr6,
    ]
    .into_iter()
    .chain(rates.cooperation)
    .chain(rates.refusal)
    .chain(rates.contact)
    .chain([response.eligible_share])
}

/// PSUs, folded away: each leads to its cases.
pub(super) fn psus(
    interface: &Interface,
    field: &Field,
    wave: &Wave,
    modes: &[AnswerMode],
) -> Markup {
    let locale = interface.locale;
    html! {
        h2 { (locale.t(text::CASES_BY_PSU)) }
        details {
            summary { (locale.t(text::MONITOR_PSUS)) }
            div.scroll tabindex="0" role="region" aria-label=(locale.t(text::CASES_BY_PSU)) { table {
                thead { tr {
                    @for heading in [text::CASES_PSU, text::CASES_STRATUM, text::MONITOR_RETURNED] { th scope="col" { (locale.t(heading)) } }
                    @for mode in modes { th scope="col" { (by_mode(locale, *mode)) } }
                    @for heading in [text::MONITOR_SAMPLED, text::MONITOR_DELIVERED] { th scope="col" { (locale.t(heading)) } }
                    @for heading in ["RR1", "RR3", "COOP1", "REF1", "CON1"] { th scope="col" { (heading) } }
                } }
                tbody { @for psu in &field.psus { tr {
                    th scope="row" { a href=(interface.link(Address::WavePsu { wave: &wave.slug, psu: psu.code.as_str() })) { (field.psu_name(interface, &psu.code)) } }
                    td { (field.stratum_name(interface, &psu.stratum)) }
                    (counts(locale, &Progress::of([psu]), modes, &field.returns_by_mode([psu])))
                } } }
            } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_returns_of_a_day_are_not_counted_aloud() {
        let shown = [0, 1, 4, 5, 1_200].map(of_day);
        assert_eq!(shown, ["0", "<5", "<5", "5", "1,200"]);
    }

    #[test]
    fn a_bar_says_what_it_shows() {
        let progress = Progress {
            sampled: 40,
            delivered: 38,
            returned: 10,
            open: 20,
            ..Progress::default()
        };
        let bar = bar(&Interface::default(), "道里区", &progress).into_string();
        assert!(
            bar.contains("道里区") && bar.contains("10") && bar.contains("40"),
            "{bar}"
        );
        assert!(
            bar.contains("width=\"40\"") && bar.contains("width=\"80\""),
            "{bar}"
        );
        assert_eq!(bar.matches("<rect").count(), 3);
    }
}
