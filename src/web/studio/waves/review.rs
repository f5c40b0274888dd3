//! What is looked at before results are published: that all is as registered, who is missing, and whether answers look
//! like those of people who were left to themselves.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::cases::psu_name;
use super::compute::{line, prepared};
use super::load;
use super::monitor::variable_name;
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::extract::Path;
use crate::interface::Interface;
use crate::number::{Count, Interval, Percent, Points, Ratio, Whole};
use crate::public::indicator::weighting;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use fieldwork::store::list_psu_names;
use fieldwork::{AnswerMode, Wave};
use messages::{Locale, PlainMessage, text};
use plan::IndicatorId;
use questionnaire::Text;
use questionnaire::store::Version;
use results::registration::Registration;
use results::registration::store::find_registration;
use results::release::{IndicatorResult, Release, Results};
use results::review::{
    FALSE_DISCOVERIES, FEWEST_ON_A_LINE, FEWEST_RATED, FEWEST_REPEATED, Favoured, ModeComparison,
    PSU_CORRELATION, Repeats, ResponseClass, Review, Skipped, StraightLines,
};
use results::store::PreparedRelease;
use sampling::PsuId;
use sampling::store::list_strata;

/// So many questions that were left out are shown.
const SKIPPED: usize = 12;

/// So many digits of a hash are shown.
const DIGITS: usize = 12;

/// Shows it; shows the wave where there are no results to look at, or none of a sample.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
) -> Result<Response, Error> {
    let wave = load(&app, &slug).await?;
    let back = || Redirect::to(&interface.link(Address::StaffWave { wave: &slug })).into_response();
    let Some(prepared) = prepared(&app, &wave).await? else {
        return Ok(back());
    };
    let Some(review) = &prepared.review else {
        return Ok(back());
    };
    let strata = list_strata(&app.db, &wave.edition).await?;
    let kept = find_registration(&app.db, wave.id).await?;
    let desk = Desk {
        interface: &interface,
        wave: &wave,
        prepared: &prepared,
        review,
        registration: kept.map(|kept| kept.registration),
        version: app.version_of(&wave).await?,
        psu_names: list_psu_names(&app.db, wave.id).await?,
        strata: strata
            .into_iter()
            .map(|stratum| (stratum.code.to_string(), stratum.name))
            .collect(),
    };
    Ok(desk.page(&staff).into_response())
}

/// Everything that is looked at.
struct Desk<'a> {
    interface: &'a Interface,
    wave: &'a Wave,
    prepared: &'a PreparedRelease,
    review: &'a Review,
    registration: Option<Registration>,
    version: Arc<Version>,
    psu_names: BTreeMap<PsuId, Text>,
    strata: BTreeMap<String, Text>,
}

impl Desk<'_> {
    fn page(&self, staff: &Staff) -> Markup {
        let Self {
            interface, wave, ..
        } = self;
        let locale = interface.locale;
        let slug = &wave.slug;
        let actions = html! {
            a.button href=(interface.link(Address::StaffWave { wave: slug })) { (locale.t(text::WAVE)) }
            a.button.main href=(interface.link(Address::WaveRelease { wave: slug })) { (locale.t(text::WAVE_RESULTS_PREVIEW)) }
        };
        Studio::new(
            interface,
            staff,
            Place::Waves,
            locale.t(text::VETTING_TITLE),
        )
        .actions(actions)
        .body(&html! {
            p { strong { (interface.text(&wave.title)) } " · " (line(interface, self.prepared)) }
            p.help { (locale.t(text::VETTING_HELP)) }
            (self.registered())
                (self.favoured(&self.review.favoured))
                (self.alike(&self.review.repeats, self.review.straight_lines))
                div.figures {
                    (self.response(&self.review.response))
                    (self.skipped(&self.review.skipped))
                    (self.modes(&self.review.modes))
                    (self.figures(&self.prepared.release))
                }
        })
    }

    /// What was registered, each with what it is; results were computed only since all of it is so.
    fn registered(&self) -> Markup {
        let locale = self.interface.locale;
        let Some(registration) = &self.registration else {
            return Markup::default();
        };
        html! {
            h2 { (locale.t(text::VETTING_REGISTERED)) }
            p.help { (locale.t(text::VETTING_REGISTERED_HELP)) }
            ul.ticked { @for (what, value) in registered_values(locale, registration) {
                li { span aria-hidden="true" { "✓ " } strong { (locale.t(what)) } " " (value) }
            } }
            p { a href=(Address::Registration { wave: &self.wave.slug }) { (locale.t(text::WAVE_REGISTRATION)) } }
        }
    }

    fn favoured(&self, favoured: &[Favoured]) -> Markup {
        let locale = self.interface.locale;
        let help = text::VettingFavouredHelp {
            share: Percent(FALSE_DISCOVERIES).to_string(),
            correlation: Ratio(PSU_CORRELATION).to_string(),
            fewest: FEWEST_RATED,
        };
        html! {
            h2 { (locale.t(text::VETTING_FAVOURED)) }
            @if favoured.is_empty() { p { (locale.t(text::VETTING_FAVOURED_NONE)) } } @else {
                div.notice.doubt { ul.findings { @for one in favoured { li {
                    (locale.t(text::VettingFavouredLine {
                        psu: self.psu_name(&one.psu),
                        indicator: one.indicator.as_ref().map_or_else(|| locale.t(text::VETTING_ALL_INDICATORS), |indicator| self.indicator_name(indicator)),
                        best: one.best,
                        of: one.of,
                        expected: Whole(one.expected).to_string(),
                    }))
                } } } }
            }
            p.help { (locale.t(help)) }
        }
    }

    fn alike(&self, repeats: &Repeats, lines: StraightLines) -> Markup {
        let locale = self.interface.locale;
        html! {
            h2 { (locale.t(text::VETTING_ALIKE)) }
            p { (locale.t(text::VettingRepeats { pairs: repeats.pairs, expected: Whole(repeats.expected).to_string() })) }
            @if !repeats.psus.is_empty() {
                ul.findings { @for psu in &repeats.psus { li {
                    (locale.t(text::VettingRepeatedLine { psu: self.psu_name(&psu.psu), alike: psu.alike, of: psu.of }))
                } } }
            }
            @if lines.of > 0 { p { (locale.t(text::VettingLines { persons: lines.persons, of: lines.of, fewest: FEWEST_ON_A_LINE as u64 })) } }
            p.help { (locale.t(text::VettingAlikeHelp { fewest: FEWEST_REPEATED })) }
            p.help { (locale.t(text::VETTING_NO_TIMES)) }
        }
    }

    fn response(&self, classes: &[ResponseClass]) -> Markup {
        let locale = self.interface.locale;
        html! {
            h2 { (locale.t(text::VETTING_RESPONSE)) }
            p.help { (locale.t(text::VETTING_RESPONSE_HELP)) }
            div.scroll tabindex="0" role="region" aria-label=(locale.t(text::VETTING_RESPONSE)) { table {
                thead { tr {
                    th scope="col" { (locale.t(text::VETTING_CLASS)) }
                    @for heading in [text::MONITOR_SAMPLED, text::MONITOR_RETURNED] { th.num scope="col" { (locale.t(heading)) } }
                    th.num scope="col" { "RR3" }
                } }
                tbody { @for class in classes { tr {
                    th scope="row" { (self.class_name(class)) " " small { (locale.t(variable_name(class.variable))) } }
                    td.num { (Count(class.sampled)) }
                    td.num { (Count(class.returned)) }
                    td.num { (class.rate.map_or_else(|| locale.t(text::RESPONSE_RATE_NONE), |rate| Percent(rate).to_string())) }
                } } }
            } }
        }
    }

    fn skipped(&self, skipped: &[Skipped]) -> Markup {
        let interface = self.interface;
        let locale = interface.locale;
        let wording = |one: &Skipped| {
            let question = self.version.questionnaire.question(&one.question);
            question.map(|question| interface.text(&question.text).to_owned())
        };
        html! {
            h2 { (locale.t(text::VETTING_SKIPPED)) }
            @if skipped.is_empty() { p { (locale.t(text::VETTING_SKIPPED_NONE)) } } @else {
                div.scroll tabindex="0" role="region" aria-label=(locale.t(text::VETTING_SKIPPED)) { table {
                    thead { tr { th scope="col" { (locale.t(text::VETTING_QUESTION)) } th.num scope="col" { (locale.t(text::VETTING_LEFT_OUT)) } th.num scope="col" { (locale.t(text::VETTING_ASKED)) } } }
                    tbody { @for one in skipped.iter().take(SKIPPED) { tr {
                        th scope="row" { code { (one.question) } " " (wording(one).unwrap_or_default()) }
                        td.num { (Count(one.skipped)) " · " (Percent(one.share())) }
                        td.num { (Count(one.asked)) }
                    } } }
                } }
            }
        }
    }

    fn modes(&self, modes: &[ModeComparison]) -> Markup {
        let locale = self.interface.locale;
        html! {
            h2 { (locale.t(text::VETTING_MODES)) }
            @if modes.is_empty() { p { (locale.t(text::VETTING_MODES_NONE)) } } @else {
                div.scroll tabindex="0" role="region" aria-label=(locale.t(text::VETTING_MODES)) { table {
                    thead { tr { @for heading in [text::VETTING_INDICATOR, text::VETTING_BY_MODE, text::VETTING_DIFFERENCE] { th scope="col" { (locale.t(heading)) } } } }
                    tbody { @for comparison in modes { tr {
                        th scope="row" { (self.indicator_name(&comparison.indicator)) }
                        td { @for rate in &comparison.rates { div { (mode_name(locale, rate.mode)) " " (Percent(rate.rate)) " (" (Count(rate.respondents)) ")" } } }
                        td { @for one in &comparison.differences {
                            div { (mode_name(locale, one.mode)) " − " (mode_name(locale, one.from)) " " (Points(one.difference)) " (" (Points(one.interval.0)) " – " (Points(one.interval.1)) ")" }
                        } }
                    } } }
                } }
            }
            p.help { (locale.t(text::VETTING_MODES_HELP)) }
        }
    }

    /// The weights, and the pages on which every figure is counted in other ways, too.
    fn figures(&self, release: &Release) -> Markup {
        let interface = self.interface;
        let locale = interface.locale;
        let Results::Probability { method, indicators } = &release.results else {
            return Markup::default();
        };
        let address = |result: &IndicatorResult| {
            interface.link(Address::WaveReleaseIndicator {
                wave: &self.wave.slug,
                indicator: result.indicator.as_str(),
            })
        };
        html! {
            (weighting(locale, method))
            p { (locale.t(text::MethodWeightingText { effective: Whole(method.effective_sample_size).to_string(), imputed: method.adults_imputed })) }
            @if let Some(coaching) = method.coaching {
                p { (locale.t(text::METHOD_COACHING)) " " (Percent(coaching.value)) " (" (Interval(coaching.interval)) ")" }
            }
            h2 { (locale.t(text::VETTING_SENSITIVITY)) }
            p.help { (locale.t(text::VETTING_SENSITIVITY_HELP)) }
            ul { @for result in indicators { li {
                a href=(address(result)) { (interface.text(&result.name)) }
                @if result.verdict_hangs_on_dont_know() { " · " (locale.t(text::VETTING_HANGS)) }
                @if result.often_skipped() { " · " (locale.t(text::VETTING_OFTEN_SKIPPED)) }
            } } }
        }
    }

    fn psu_name(&self, psu: &PsuId) -> String {
        psu_name(self.interface, &self.psu_names, psu)
    }

    fn indicator_name(&self, indicator: &IndicatorId) -> String {
        let results = match &self.prepared.release.results {
            Results::Probability { indicators, .. } => indicators.as_slice(),
            Results::Open { .. } => &[],
        };
        let result = results.iter().find(|result| result.indicator == *indicator);
        result.map_or_else(
            || indicator.to_string(),
            |result| self.interface.text(&result.short).to_owned(),
        )
    }

    fn class_name(&self, class: &ResponseClass) -> String {
        let locale = self.interface.locale;
        match class.class.as_str() {
            "urban" => locale.t(text::VETTING_URBAN),
            "rural" => locale.t(text::VETTING_RURAL),
            "small" => locale.t(text::VETTING_SMALL),
            "middle" => locale.t(text::VETTING_MIDDLE),
            "large" => locale.t(text::VETTING_LARGE),
            stratum => self.strata.get(stratum).map_or_else(
                || stratum.to_owned(),
                |name| self.interface.text(name).to_owned(),
            ),
        }
    }
}

fn registered_values(locale: Locale, registration: &Registration) -> Vec<(PlainMessage, String)> {
    let short = |hash: &str| hash.get(..DIGITS).unwrap_or(hash).to_owned();
    let mut values = vec![
        (
            text::VETTING_QUESTIONNAIRE,
            format!(
                "{} {}",
                registration.questionnaire.id,
                short(&registration.questionnaire.version)
            ),
        ),
        (
            text::WAVE_PLAN,
            format!(
                "{} {}",
                registration.plan.id,
                short(&registration.plan.edition)
            ),
        ),
        (
            text::VETTING_PROMISES,
            locale.t(text::VettingPromisesCount {
                count: registration.promises.len() as u64,
            }),
        ),
        (text::METHOD_MARGINS, short(&registration.plan.margins)),
    ];
    if let Some(draw) = &registration.draw {
        values.push((
            text::METHOD_DRAW,
            format!("{} · {}", draw.algorithm, short(&draw.sample)),
        ));
    }
    let earlier = &registration.earlier_waves;
    values.push((
        text::VETTING_EARLIER,
        if earlier.is_empty() {
            locale.t(text::VETTING_EARLIER_NONE)
        } else {
            earlier.join(" · ")
        },
    ));
    values.extend((registration.custody.clone()).map(|custody| (text::WAVE_OPENED_BY, custody)));
    values.push((
        text::VETTING_RULES,
        locale.t(text::VettingRulesCount {
            edition: registration.analysis.to_string(),
            count: registration.rules.len() as u64,
        }),
    ));
    if registration.counts_households_once() {
        values.push((
            text::REGISTERED_RETURNED_TWICE,
            locale.t(text::REGISTERED_RETURNED_TWICE_RULE),
        ));
    }
    values
}

/// How a form came, in a word.
pub(super) fn mode_name(locale: Locale, mode: AnswerMode) -> String {
    locale.t(match mode {
        AnswerMode::Web => text::ANSWERED_WEB,
        AnswerMode::Paper => text::ANSWERED_PAPER,
        AnswerMode::Interviewer => text::ANSWERED_INTERVIEWER,
    })
}
