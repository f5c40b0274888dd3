//! What is said of a proportion by its published interval: the verdict on a target, and whether it may be shown.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Outcome;
use super::limits::{LEVEL, Limits, LimitsMethod};
use super::members::{check_level, proportion, truths};
use crate::analysis::value::{Conditions, Number, OneOrMany, is_default};
use crate::count::real;
use crate::estimate::Estimate;
use crate::interval::Interval;
use crate::reliability::{self, Presentation};
use crate::verdict::{self, Direction, OperatingCharacteristic, operating_characteristic};

/// Whether the published interval meets a target, and how likely each verdict is at every truth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct Verdict {
    /// The design.
    pub design: String,
    /// A 0/1 column.
    #[serde(default, skip_serializing_if = "is_default")]
    pub var: Option<String>,
    /// Instead: several, whose mean is judged.
    #[serde(default, skip_serializing_if = "is_default")]
    pub vars: OneOrMany<String>,
    /// The target.
    pub threshold: f64,
    /// Which side of it is good.
    #[serde(default)]
    pub direction: Direction,
    /// The level of the interval (0.95).
    #[serde(default, skip_serializing_if = "is_default")]
    pub level: Option<f64>,
    /// True proportions; the threshold if nothing is said.
    #[serde(default, skip_serializing_if = "is_default")]
    pub truth: OneOrMany<f64>,
    /// The rows it is of.
    #[serde(default, skip_serializing_if = "is_default")]
    pub domain: Conditions,
}

impl Verdict {
    pub(super) fn check(&self) -> Result<(), String> {
        check_items(self.var.as_ref(), &self.vars)?;
        proportion("threshold", self.threshold)?;
        truths(&self.truth)?;
        check_level(self.level)
    }

    /// The verdict by the published interval.
    pub(in crate::analysis) fn of(&self, estimate: &Estimate, design_effect: f64) -> Outcome {
        let level = self.level.unwrap_or(LEVEL);
        let interval = match estimate.interval(level, design_effect) {
            Ok(interval) => interval,
            Err(error) => return Outcome::refused(error),
        };
        let persons = whole(interval.effective_sample_size);
        let truths = match self.truth.list() {
            [] => std::slice::from_ref(&self.threshold),
            truths => truths,
        };
        let (threshold, direction) = (self.threshold, self.direction);
        let chances = truths.iter().map(|&truth| {
            let chance = operating_characteristic(truth, threshold, direction, persons, level);
            Chances::of(truth, &chance)
        });
        let limits = (interval.lower, interval.upper);
        Outcome::Verdict(VerdictOutcome {
            published: Published::of(estimate, &interval, level),
            verdict: verdict::Verdict::of(limits, threshold, direction),
            operating_characteristic: chances.collect(),
        })
    }
}

/// Whether a proportion may be shown, by the standard of NCHS.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct Reliability {
    /// The design.
    pub design: String,
    /// A 0/1 column.
    #[serde(default, skip_serializing_if = "is_default")]
    pub var: Option<String>,
    /// Instead: several, whose mean is judged.
    #[serde(default, skip_serializing_if = "is_default")]
    pub vars: OneOrMany<String>,
    /// The rows it is of.
    #[serde(default, skip_serializing_if = "is_default")]
    pub domain: Conditions,
}

impl Reliability {
    pub(super) fn check(&self) -> Result<(), String> {
        check_items(self.var.as_ref(), &self.vars)
    }

    /// To whom a proportion may be shown, by the published interval.
    pub(in crate::analysis) fn of(estimate: &Estimate, design_effect: f64) -> Outcome {
        let interval = match estimate.interval(LEVEL, design_effect) {
            Ok(interval) => interval,
            Err(error) => return Outcome::refused(error),
        };
        let judged = reliability::Reliability::of(estimate, &interval);
        Outcome::Reliability(ReliabilityOutcome {
            published: Published::of(estimate, &interval, LEVEL),
            presentation: judged.presentation,
            complement_unreliable: judged.complement_unreliable,
            few_degrees_of_freedom: judged.few_degrees_of_freedom,
        })
    }
}

/// The column that is judged, or the several whose mean is.
pub(super) fn items_with_verdict<'a>(
    var: Option<&'a String>,
    vars: &'a OneOrMany<String>,
) -> &'a [String] {
    var.map_or(vars.list(), std::slice::from_ref)
}

fn check_items(var: Option<&String>, vars: &OneOrMany<String>) -> Result<(), String> {
    if var.is_some() && !vars.list().is_empty() {
        Err("var and vars exclude each other".to_owned())
    } else if items_with_verdict(var, vars).is_empty() {
        Err("it needs var or vars".to_owned())
    } else {
        Ok(())
    }
}

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

impl Published {
    fn of(estimate: &Estimate, interval: &Interval, level: f64) -> Self {
        let limits = (interval.lower, interval.upper);
        let df = real(estimate.degrees_of_freedom);
        Self {
            n: estimate.respondents,
            estimate: Number(estimate.value),
            se: Number(estimate.standard_error),
            n_star: Number(interval.effective_sample_size),
            at_boundary: interval.at_boundary,
            ci: vec![Limits::new(LimitsMethod::KornGraubard, level, df, limits)],
        }
    }
}

/// A verdict.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct VerdictOutcome {
    /// The proportion it is on.
    #[serde(flatten)]
    pub published: Published,
    /// The verdict.
    pub verdict: verdict::Verdict,
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
