//! From a closed wave to its release.

use chrono::{DateTime, Utc};

use super::comparison::{Comparison, ComparisonError};
use super::estimates::{DISTRICT, Items, coaching_share, districts, figure};
use super::indicators::{Bench, Tabulated};
use super::open::count_tables;
use super::prepared::{PrepareError, Prepared, WaveData};
use super::release::{Method, QualityConcern, Release, Results};
use crate::fieldwork::disposition::{Group, OutcomeCounts};
use crate::fieldwork::wave::Mode;
use crate::plan::{Indicator, Plan};
use crate::sampling::{FrameStratum, Margin};
use crate::statistics::{EstimateError, TabulationError};

/// Above this lower bound of reported coaching "met" is not said.
const COACHING_BOUND: f64 = 0.05;

/// Below this RR3 "met" is not said.
const LEAST_RESPONSE_RATE: f64 = 0.30;

/// What a release is computed from.
#[derive(Debug)]
pub struct Inputs {
    /// The plan whose promises are judged.
    pub plan: Plan,
    /// The strata of its frame.
    pub strata: Vec<FrameStratum>,
    /// The margins weights are raked to.
    pub margins: Vec<Margin>,
    /// The wave to release.
    pub wave: WaveData,
    /// Closed waves of the same questionnaire and mode before it, oldest first.
    pub earlier: Vec<WaveData>,
    /// How the sample was drawn: algorithm and seed.
    pub draw: String,
}

/// Why a wave cannot be released.
#[derive(Debug, thiserror::Error)]
pub enum ComputeError {
    /// It still takes answers.
    #[error("wave {slug} is not closed; results are computed after a wave closes")]
    NotClosed {
        /// The wave.
        slug: String,
    },
    /// A wave cannot be weighted.
    #[error("wave {slug}: {source}")]
    Prepare {
        /// The wave.
        slug: String,
        /// Why.
        source: PrepareError,
    },
    /// The items cannot be tabulated.
    #[error(transparent)]
    Tabulation(#[from] TabulationError),
    /// A rate cannot be estimated.
    #[error(transparent)]
    Estimate(#[from] EstimateError),
    /// Two waves cannot be compared.
    #[error(transparent)]
    Comparison(#[from] ComparisonError),
}

/// Computes the release of a closed wave.
pub fn compute(inputs: &Inputs, released_at: DateTime<Utc>) -> Result<Release, ComputeError> {
    let wave = &inputs.wave.wave;
    let Some(closed_at) = wave.closed_at else {
        return Err(ComputeError::NotClosed {
            slug: wave.slug.clone(),
        });
    };
    let (respondents, results) = match wave.mode {
        Mode::Open => {
            let tables = count_tables(&inputs.wave);
            (inputs.wave.responses.len(), Results::Open { tables })
        }
        Mode::Probability => probability(inputs)?,
    };
    Ok(Release {
        wave: wave.slug.clone(),
        title: wave.title.clone(),
        year: wave.year,
        city: inputs.plan.city.clone(),
        mode: wave.mode,
        fielded: (wave.opens_at, closed_at),
        released_at,
        header: wave.header.clone(),
        simulated: wave.simulated,
        questionnaire: wave.version.clone(),
        respondents: respondents as u64,
        results,
    })
}

fn probability(inputs: &Inputs) -> Result<(usize, Results), ComputeError> {
    let prepare = |data| {
        Prepared::of(data, &inputs.plan, &inputs.margins).map_err(|source| ComputeError::Prepare {
            slug: data.wave.slug.clone(),
            source,
        })
    };
    let now = prepare(&inputs.wave)?;
    let earlier: Vec<Prepared<'_>> = inputs
        .earlier
        .iter()
        .map(prepare)
        .collect::<Result<_, _>>()?;
    let measured: Vec<&Indicator> = inputs
        .plan
        .indicators
        .iter()
        .filter(|indicator| {
            let measure = indicator.measure.as_ref();
            measure.is_some_and(|measure| measure.questionnaire == now.questionnaire().id)
        })
        .collect();
    let tabulated = tabulate(&now, &measured, &inputs.plan)?;
    let method = method(inputs, &now, &tabulated)?;
    let since_last = match earlier.last() {
        Some(last) => Some(Comparison::of(last, &now, &measured, &inputs.margins)?),
        None => None,
    };
    let since_first = match earlier.as_slice() {
        [first, _, ..] => Some(Comparison::of(first, &now, &measured, &inputs.margins)?),
        _ => None,
    };
    let bench = Bench {
        plan: &inputs.plan,
        strata: &inputs.strata,
        now: tabulated,
        before: earlier
            .iter()
            .map(|wave| tabulate(wave, &measured, &inputs.plan))
            .collect::<Result<_, _>>()?,
        since_last,
        since_first,
        quality_suffices: method.quality_concerns.is_empty(),
    };
    let indicators = measured
        .iter()
        .filter_map(|indicator| Some((indicator, indicator.measure.as_ref()?)))
        .map(|(indicator, measure)| bench.result(indicator, measure))
        .collect::<Result<_, _>>()?;
    let results = Results::Probability {
        method: Box::new(method),
        indicators,
    };
    Ok((now.dataset.rows(), results))
}

fn tabulate<'a>(
    wave: &'a Prepared<'a>,
    measured: &'a [&'a Indicator],
    plan: &Plan,
) -> Result<Tabulated<'a>, TabulationError> {
    let coaching = plan
        .coaching
        .as_ref()
        .filter(|measure| measure.questionnaire == wave.questionnaire().id);
    let items = Items::of(wave, measured, coaching);
    let tabulation = items.tabulate(
        &wave.weighted.design,
        &[(DISTRICT, &districts(&wave.dataset))],
    )?;
    Ok(Tabulated {
        wave,
        items,
        tabulation,
    })
}

fn method(
    inputs: &Inputs,
    now: &Prepared<'_>,
    tabulated: &Tabulated<'_>,
) -> Result<Method, EstimateError> {
    let outcomes = outcomes(now);
    let response_rates = outcomes.response_rates();
    let coaching = coaching_share(&tabulated.tabulation)?
        .and_then(|share| figure(&share, share.design_effect_with_replacement.unwrap_or(1.0)));
    let mut quality_concerns = Vec::new();
    if coaching.is_some_and(|figure| figure.interval.0 > COACHING_BOUND) {
        quality_concerns.push(QualityConcern::Coaching);
    }
    if response_rates.rr3 < LEAST_RESPONSE_RATE {
        quality_concerns.push(QualityConcern::ResponseRate);
    }
    let psus = &now.data.psus;
    let mut strata: Vec<&str> = psus.iter().map(|psu| psu.stratum.as_str()).collect();
    strata.dedup();
    Ok(Method {
        strata: strata.len() as u64,
        psus: psus.len() as u64,
        merged_psus: psus.iter().filter(|psu| psu.merged_into.is_some()).count() as u64,
        invitations: psus.iter().map(|psu| psu.cases.cases).sum(),
        outcomes,
        response_rates,
        weighting: now.weighted.steps.clone(),
        margins: now.weighted.margins.clone(),
        adults_imputed: now.weighted.adults_imputed,
        effective_sample_size: now
            .weighted
            .design
            .weight_diagnostics()
            .effective_sample_size,
        coaching,
        quality_concerns,
        draw: inputs.draw.clone(),
    })
}

/// Cases by AAPOR group. Which case returned is known, how complete its questionnaire was only of the responses as a whole.
fn outcomes(now: &Prepared<'_>) -> OutcomeCounts {
    let mut outcomes = OutcomeCounts {
        complete: now.dataset.complete,
        partial: now.dataset.partial,
        ..OutcomeCounts::default()
    };
    outcomes.add(Group::Refusal, now.dataset.break_offs);
    for psu in &now.data.psus {
        for (disposition, cases) in &psu.cases.dispositions {
            outcomes.add(disposition.group(), *cases);
        }
        outcomes.add(Group::UnknownOther, psu.cases.silent);
    }
    outcomes
}
