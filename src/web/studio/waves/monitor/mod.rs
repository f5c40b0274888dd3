//! A wave in the field at a glance: what came back where, how precise that is, what looks odd, where more would help.

mod map;
mod tables;

use std::collections::BTreeMap;

use axum::extract::State;
use chrono::{NaiveDate, TimeDelta};
use maud::{Markup, html};

use super::cases::{load_sampled, psu_name, tabs};
use super::review::mode_name;
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::extract::Path;
use crate::interface::Interface;
use crate::number::{Count, Percent, Points, Ratio, Whole};
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use clock::in_china;
use fieldwork::store::{
    DailyReturns, count_returns_by_mode, list_daily_returns, list_psu_names, list_sampled_psus,
};
use fieldwork::{AnswerMode, SampledPsu, Wave, WaveState};
use messages::{Locale, text};
use questionnaire::Text;
use results::monitor::{
    Alarm, CLUSTER_CORRELATION, CORRELATION, Evenness, FALSE_ALARMS, Outlook, Progress,
    VariableShare, city_outlook, evenness, expected_returns, find_alarms, stratum_outlook,
    where_more_helps,
};
use sampling::store::{list_shapes, list_strata};
use sampling::{PsuId, StratumId, StratumShape};

/// Strata named as those where more helps most.
const NAMED: usize = 5;

/// Shows it.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
) -> Result<Markup, Error> {
    let wave = load_sampled(&app, &slug).await?;
    let strata = list_strata(&app.db, &wave.edition).await?;
    let field = Field {
        psus: list_sampled_psus(&app.db, wave.id).await?,
        daily: list_daily_returns(&app.db, wave.id).await?,
        modes: count_returns_by_mode(&app.db, wave.id).await?,
        psu_names: list_psu_names(&app.db, wave.id).await?,
        shapes: list_shapes(&app.db, &wave.plan).await?,
        stratum_names: strata.into_iter().map(|it| (it.code, it.name)).collect(),
        today: in_china(app.clock.now()).date_naive(),
        running: wave.state(app.clock.now()) != WaveState::Closed,
        last_day: in_china(wave.closes_at - TimeDelta::seconds(1)).date_naive(),
    };
    Ok(field.view(&interface, &staff, &wave))
}

/// What is known of a wave in the field.
struct Field {
    psus: Vec<SampledPsu>,
    daily: Vec<DailyReturns>,
    /// Forms by PSU and how they came.
    modes: BTreeMap<PsuId, BTreeMap<AnswerMode, u64>>,
    psu_names: BTreeMap<PsuId, Text>,
    stratum_names: BTreeMap<StratumId, Text>,
    /// The outlines of strata; none where the plan came without a map.
    shapes: Vec<StratumShape>,
    today: NaiveDate,
    last_day: NaiveDate,
    /// Whether answers still come.
    running: bool,
}

/// The city or a stratum as the tables show it.
struct Part {
    progress: Progress,
    outlook: Outlook,
    /// Forms by how they came.
    modes: BTreeMap<AnswerMode, u64>,
}

impl Field {
    /// The strata in the order drawn.
    fn strata(&self) -> Vec<(StratumId, Part)> {
        let mut strata: Vec<&StratumId> = Vec::new();
        for psu in &self.psus {
            if !strata.contains(&&psu.stratum) {
                strata.push(&psu.stratum);
            }
        }
        let rows = strata.into_iter().map(|stratum| {
            let of_stratum = self.psus.iter().filter(|psu| psu.stratum == *stratum);
            let modes = self.returns_by_mode(of_stratum.clone());
            let progress = Progress::of(of_stratum);
            let expected =
                expected_returns(&progress, stratum, &self.daily, self.today, self.last_day);
            let part = Part {
                progress,
                outlook: stratum_outlook(&self.psus, stratum, expected),
                modes,
            };
            (stratum.clone(), part)
        });
        rows.collect()
    }

    /// How many forms of these PSUs came by which mode.
    fn returns_by_mode<'a>(
        &self,
        psus: impl IntoIterator<Item = &'a SampledPsu>,
    ) -> BTreeMap<AnswerMode, u64> {
        let mut returns = BTreeMap::new();
        let counted = psus.into_iter().filter_map(|psu| self.modes.get(&psu.code));
        for (mode, forms) in counted.flatten() {
            *returns.entry(*mode).or_default() += forms;
        }
        returns
    }

    fn stratum_name<'a>(&'a self, interface: &Interface, stratum: &'a StratumId) -> &'a str {
        let name = self.stratum_names.get(stratum);
        name.map_or(stratum.as_str(), |name| interface.locale.wording(name))
    }

    fn psu_name(&self, interface: &Interface, psu: &PsuId) -> String {
        psu_name(interface, &self.psu_names, psu)
    }

    fn view(&self, interface: &Interface, staff: &Staff, wave: &Wave) -> Markup {
        let locale = interface.locale;
        let here = Address::WaveMonitor { wave: &wave.slug };
        let strata = self.strata();
        let expected = strata.iter().map(|(_, part)| part.outlook.expected).sum();
        let city = Part {
            progress: Progress::of(&self.psus),
            outlook: city_outlook(&self.psus, expected),
            modes: self.returns_by_mode(&self.psus),
        };
        Studio::new(interface, staff, Place::Waves, interface.text(&wave.title))
            .tabs(tabs(interface, wave, here))
            .body(&html! {
                p.help { (locale.t(text::MONITOR_HELP)) }
                (facts(locale, &city))
                (self.alarms(interface))
                @if self.running { (self.next(interface)) }
                (map::returns(interface, self, &strata))
                (tables::strata(interface, self, &strata, &city))
                (tables::days(interface, self))
                (evenly(locale, &self.psus))
                (tables::rates(interface, self, &strata, &city.progress))
                (tables::psus(interface, self, wave, &tables::modes(&city)))
            })
    }

    fn alarms(&self, interface: &Interface) -> Markup {
        let locale = interface.locale;
        let alarms = find_alarms(&self.psus, &self.daily, self.today);
        html! {
            h2 { (locale.t(text::MONITOR_ALARMS)) }
            @if alarms.is_empty() { p { (locale.t(text::MONITOR_NO_ALARMS)) } } @else {
                div.notice.doubt { ul.findings { @for alarm in &alarms { li { (self.alarm(interface, alarm)) } } } }
            }
            p.help { (locale.t(text::MonitorAlarmsHelp { chance: Percent(FALSE_ALARMS).to_string(), correlation: Ratio(CORRELATION).to_string() })) }
        }
    }

    fn alarm(&self, interface: &Interface, alarm: &Alarm) -> String {
        let locale = interface.locale;
        let whole = |expected: &f64| Whole(*expected).to_string();
        match alarm {
            Alarm::FewReturns {
                psu,
                returned,
                cases,
                expected,
            } => locale.t(text::MonitorFewReturns {
                psu: self.psu_name(interface, psu),
                returned: *returned,
                cases: *cases,
                expected: whole(expected),
            }),
            Alarm::ManyReturns {
                psu,
                returned,
                cases,
                expected,
            } => locale.t(text::MonitorManyReturns {
                psu: self.psu_name(interface, psu),
                returned: *returned,
                cases: *cases,
                expected: whole(expected),
            }),
            Alarm::Stopped {
                stratum,
                days,
                expected,
            } => locale.t(text::MonitorStopped {
                stratum: self.stratum_name(interface, stratum),
                days: *days,
                expected: whole(expected),
            }),
            Alarm::Burst {
                stratum,
                day,
                returns,
                expected,
            } => locale.t(text::MonitorBurst {
                stratum: self.stratum_name(interface, stratum),
                day: interface.day(*day),
                returns: *returns,
                expected: whole(expected),
            }),
        }
    }

    fn next(&self, interface: &Interface) -> Markup {
        let locale = interface.locale;
        let worth = where_more_helps(&self.psus);
        html! {
            h2 { (locale.t(text::MONITOR_NEXT)) }
            p.help { (locale.t(text::MONITOR_NEXT_HELP)) }
            @if worth.is_empty() { p { (locale.t(text::MONITOR_NEXT_NOWHERE)) } } @else {
                ol { @for one in worth.iter().take(NAMED) {
                    li { (locale.t(text::MonitorNextLine { stratum: self.stratum_name(interface, &one.stratum), open: one.open, worth: Percent(one.relative).to_string() })) }
                } }
            }
        }
    }
}

/// The city in figures.
fn facts(locale: Locale, city: &Part) -> Markup {
    let (modes, outlook, city) = (&city.modes, city.outlook, &city.progress);
    let rates = city.rates();
    let weighted = city.weighted.rates().response.rr3;
    html! {
        dl.facts {
            dt { (locale.t(text::MONITOR_SAMPLED)) } dd { (Count(city.sampled)) }
            dt { (locale.t(text::MONITOR_DELIVERED)) } dd { (Count(city.delivered)) }
            dt { (locale.t(text::MONITOR_RETURNED)) } dd { (Count(city.returned)) " · " (rate(locale, city.return_rate())) }
            @if modes.len() > 1 {
                dt { (locale.t(text::MONITOR_MODES)) }
                dd { @for (mode, forms) in modes { div { (mode_name(locale, *mode)) (locale.t(text::LABEL_SEPARATOR)) (Count(*forms)) } } }
            }
            dt { (locale.t(text::MONITOR_RESPONSE)) } dd { "RR1 " (rate(locale, rates.response.rr1)) " · RR3 " (rate(locale, rates.response.rr3)) " · " (locale.t(text::MonitorWeighted { rate: rate(locale, weighted) })) }
            dt { (locale.t(text::MONITOR_PRECISION)) } dd {
                (locale.t(text::MonitorHalfWidth { today: half_width(locale, outlook.half_width), end: half_width(locale, outlook.half_width_in_the_end), forms: Whole(outlook.expected).to_string() }))
            }
        }
        p.help { (locale.t(text::MonitorAssumed { effect: Ratio(outlook.design_effect).to_string(), correlation: Ratio(CLUSTER_CORRELATION).to_string() })) }
    }
}

fn evenly(locale: Locale, psus: &[SampledPsu]) -> Markup {
    html! {
        h2 { (locale.t(text::MONITOR_EVEN)) }
        p.help { (locale.t(text::MONITOR_EVEN_HELP)) }
        @match evenness(psus) {
            Err(_) => p { (locale.t(text::MONITOR_EVEN_NONE)) },
            Ok(Evenness { overall, variables }) => {
                dl.facts {
                    dt { (locale.t(text::MONITOR_R)) } dd { (Ratio(overall.r)) " ± " (Ratio(1.96 * overall.r_standard_error)) }
                    dt { (locale.t(text::MONITOR_CV)) } dd { (Ratio(overall.cv)) }
                }
                div.scroll tabindex="0" role="region" aria-label=(locale.t(text::MONITOR_EVEN)) { table {
                    thead { tr { th scope="col" { (locale.t(text::MONITOR_VARIABLE)) } th scope="col" { (locale.t(text::MONITOR_BETWEEN)) } th scope="col" { (locale.t(text::MONITOR_ALONE)) } } }
                    tbody { @for (variable, between, alone) in variables {
                        tr { th scope="row" { (locale.t(variable_name(variable))) } td.num { (Ratio(between)) } td.num { (Ratio(alone)) } }
                    } }
                } }
            }
        }
    }
}

/// A variable of the frame in a word.
pub(super) fn variable_name(variable: VariableShare) -> messages::PlainMessage {
    match variable {
        VariableShare::Stratum => text::CASES_STRATUM,
        VariableShare::Urban => text::MONITOR_URBAN,
        VariableShare::Size => text::MONITOR_SIZE,
    }
}

/// A rate, in words where there is none.
fn rate(locale: Locale, rate: Option<f64>) -> String {
    rate.map_or_else(
        || locale.t(text::RESPONSE_RATE_NONE),
        |rate| Percent(rate).to_string(),
    )
}

/// Half the width of an interval, in percentage points.
fn half_width(locale: Locale, half_width: Option<f64>) -> String {
    half_width.map_or_else(
        || locale.t(text::RESPONSE_RATE_NONE),
        |half_width| Points(half_width).to_string().replace('+', "±"),
    )
}
