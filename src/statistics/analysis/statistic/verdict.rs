//! What is said of a proportion by its published interval: the verdict on a target, and whether it may be shown.

use schemars::JsonSchema;
use serde::Serialize;

use super::limits::{LEVEL, Limits, LimitsMethod};
use super::{Outcome, Statistic};
use crate::analysis::value::Number;
use crate::count::real;
use crate::estimate::Estimate;
use crate::reliability::{Presentation, Reliability};
use crate::verdict::{OperatingCharacteristic, Verdict, operating_characteristic};

/// A proportion and its published interval.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Published {
    /// Persons who answered.
    pub n: usize,
    /// The proportion.
    pub estimate: Number,
    /// Its standard error.
    pub se: Number,
    /// The effective sample size behind the interval.
    pub n_star: Number,
    /// Whether the proportion is 0 or 1.
    pub at_boundary: bool,
    /// The interval.
    pub ci: Vec<Limits>,
}

/// A verdict.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct VerdictOutcome {
    /// The proportion it is on.
    #[serde(flatten)]
    pub published: Published,
    /// The verdict.
    pub verdict: Verdict,
    /// How likely each was.
    pub operating_characteristic: Vec<Chances>,
}

/// How likely each verdict is at one truth.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Chances {
    /// The true proportion.
    pub truth: Number,
    /// P(met).
    pub met: Number,
    /// P(not met).
    pub not_met: Number,
    /// P(undetermined).
    pub undetermined: Number,
    /// The observed proportion from which the target is met.
    pub met_from: Option<Number>,
    /// The observed proportion up to which it is not met.
    pub not_met_up_to: Option<Number>,
}

impl Chances {
    pub(super) fn of(truth: f64, chance: &OperatingCharacteristic) -> Self {
        Self {
            truth: Number(truth),
            met: Number(chance.met),
            not_met: Number(chance.not_met),
            undetermined: Number(chance.undetermined),
            met_from: chance.met_from.map(Number),
            not_met_up_to: chance.not_met_up_to.map(Number),
        }
    }
}

/// Whether a proportion may be shown.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ReliabilityOutcome {
    /// The proportion.
    #[serde(flatten)]
    pub published: Published,
    /// To whom.
    pub presentation: Presentation,
    /// The complement is unreliable.
    pub complement_unreliable: bool,
    /// A statistician should look.
    pub few_degrees_of_freedom: bool,
}

/// A verdict or a judgement of reliability, read off the published interval.
pub(in crate::analysis) fn judged(
    statistic: &Statistic,
    estimate: &Estimate,
    design_effect: f64,
) -> Outcome {
    let level = match statistic {
        Statistic::Verdict { level, .. } => level.unwrap_or(LEVEL),
        _ => LEVEL,
    };
    let interval = match estimate.interval(level, design_effect) {
        Ok(interval) => interval,
        Err(error) => return Outcome::refused(error),
    };
    let limits = (interval.lower, interval.upper);
    let df = real(estimate.degrees_of_freedom);
    let published = Published {
        n: estimate.respondents,
        estimate: Number(estimate.value),
        se: Number(estimate.standard_error),
        n_star: Number(interval.effective_sample_size),
        at_boundary: interval.at_boundary,
        ci: vec![Limits::new(LimitsMethod::KornGraubard, level, df, limits)],
    };
    let Statistic::Verdict {
        threshold,
        direction,
        truth,
        ..
    } = statistic
    else {
        let judged = Reliability::of(estimate, &interval);
        return Outcome::Reliability(ReliabilityOutcome {
            published,
            presentation: judged.presentation,
            complement_unreliable: judged.complement_unreliable,
            few_degrees_of_freedom: judged.few_degrees_of_freedom,
        });
    };
    let persons = whole(interval.effective_sample_size);
    let truths = match truth.list() {
        [] => std::slice::from_ref(threshold),
        truths => truths,
    };
    let chances = truths.iter().map(|&truth| {
        let chance = operating_characteristic(truth, *threshold, *direction, persons, level);
        Chances::of(truth, &chance)
    });
    Outcome::Verdict(VerdictOutcome {
        published,
        verdict: Verdict::of(limits, *threshold, *direction),
        operating_characteristic: chances.collect(),
    })
}

/// An effective sample size in whole persons.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "rounded down on purpose; more than four thousand million persons count as that many"
)]
pub(super) fn whole(size: f64) -> u32 {
    // A size that is whole but for rounding errors is not rounded down.
    (size * (1.0 + 1e-12)).floor() as u32
}
