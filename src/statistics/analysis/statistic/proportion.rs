//! Proportions, with every interval there is for them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::limits::{AskedLimits, Limits, LimitsMethod};
use super::mean::MeanOutcome;
use super::members::{check_level, given};
use crate::analysis::value::{Conditions, Number, OneOrMany, is_default};
use crate::count::real;
use crate::estimate::Estimate;
use crate::interval::{IntervalMethod, Precision, Sides};
use crate::variance::VarianceError;

/// The share of ones of a 0/1 column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct Proportion {
    /// The design.
    pub design: String,
    /// A 0/1 column.
    pub var: String,
    /// The rows it is of.
    #[serde(default, skip_serializing_if = "is_default")]
    pub domain: Conditions,
    /// Which limits.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sides: Sides,
    /// A confidence level besides 0.95 and 0.90.
    #[serde(default, skip_serializing_if = "is_default")]
    pub level: Option<f64>,
}

/// The mean of several proportions; its n is of those who answered any.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct MeanOfProportions {
    /// The design.
    pub design: String,
    /// 0/1 columns.
    pub vars: OneOrMany<String>,
    /// The rows they are of.
    #[serde(default, skip_serializing_if = "is_default")]
    pub domain: Conditions,
    /// Which limits.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sides: Sides,
    /// A confidence level besides 0.95 and 0.90.
    #[serde(default, skip_serializing_if = "is_default")]
    pub level: Option<f64>,
}

impl Proportion {
    pub(super) fn check(&self) -> Result<(), String> {
        check_level(self.level)
    }

    pub(in crate::analysis) fn limits(&self) -> AskedLimits {
        AskedLimits {
            sides: self.sides,
            level: self.level,
        }
    }
}

impl MeanOfProportions {
    pub(super) fn check(&self) -> Result<(), String> {
        given("vars", self.vars.list())?;
        check_level(self.level)
    }

    pub(in crate::analysis) fn limits(&self) -> AskedLimits {
        AskedLimits {
            sides: self.sides,
            level: self.level,
        }
    }
}

/// A proportion, or the mean of several.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ProportionOutcome {
    /// It as a mean, `ci` holding its limits by every method.
    #[serde(flatten)]
    pub mean: MeanOutcome,
    /// How many ones there are.
    pub n_success: Number,
    /// Rows of the design, as R counts them for `beta`.
    pub nrow_design: usize,
    /// The weighted sum of ones.
    pub sum_wy: Number,
}

/// What the intervals of a proportion need besides the estimate.
pub(in crate::analysis) struct ProportionContext {
    /// Rows of the design as R counts them for `beta`.
    pub design_rows: usize,
    /// Design effect used when the proportion is 0 or 1.
    pub boundary_design_effect: f64,
    /// Standard error of the logit, if it comes from replicates.
    pub logit_standard_error: Option<f64>,
    /// Whether likelihood intervals are given.
    pub likelihood: bool,
    /// Degrees of freedom of the published interval: R counts those of replicates otherwise.
    pub published_degrees_of_freedom: usize,
    /// Which limits are asked for.
    pub limits: AskedLimits,
}

impl ProportionOutcome {
    /// A proportion with all its intervals.
    pub(in crate::analysis) fn of(
        mean: &Estimate,
        total: Option<&Estimate>,
        context: &ProportionContext,
    ) -> Self {
        let mut outcome = MeanOutcome::of(mean, total, context.limits);
        for level in context.limits.levels() {
            outcome.ci.extend(proportion_limits(mean, context, level));
        }
        Self {
            mean: outcome,
            n_success: Number(mean.unweighted_total),
            nrow_design: context.design_rows,
            sum_wy: Number(mean.weighted_total),
        }
    }
}

impl ProportionOutcome {
    /// The same without limits, where the design allows no variance.
    pub(in crate::analysis) fn without_variance(self, reason: &VarianceError) -> Self {
        Self {
            mean: self.mean.without_variance(reason),
            ..self
        }
    }
}

fn proportion_limits(mean: &Estimate, context: &ProportionContext, level: f64) -> Vec<Limits> {
    let ours = mean.precision(context.boundary_design_effect);
    let by_rows = Precision {
        respondents: real(context.design_rows),
        ..ours
    };
    let normal = Precision {
        degrees_of_freedom: f64::INFINITY,
        ..ours
    };
    let spread = mean.value * (1.0 - mean.value);
    let logit = match context.logit_standard_error {
        Some(standard_error) if spread > 0.0 => Precision {
            standard_error: standard_error * spread,
            ..ours
        },
        _ => ours,
    };
    let published = Precision {
        degrees_of_freedom: real(context.published_degrees_of_freedom),
        ..ours
    };
    let dispersion = ours.respondents / (ours.respondents - 1.0);
    let likelihood = [
        (LimitsMethod::LikelihoodExactR, dispersion),
        (LimitsMethod::LikelihoodExactPhi1, 1.0),
    ];
    let likelihood = likelihood
        .into_iter()
        .filter(|_| context.likelihood)
        .map(|(name, dispersion)| (name, ours, IntervalMethod::Likelihood { dispersion }));
    [
        (LimitsMethod::Logit, logit, IntervalMethod::Logit),
        (LimitsMethod::Asin, ours, IntervalMethod::Asin),
        (
            LimitsMethod::Beta,
            by_rows,
            IntervalMethod::KornGraubardUncapped,
        ),
        (LimitsMethod::Xlogit, ours, IntervalMethod::Logit),
        (LimitsMethod::XlogitNormal, normal, IntervalMethod::Logit),
    ]
    .into_iter()
    .chain(likelihood)
    .chain([
        (LimitsMethod::Wilson, ours, IntervalMethod::Wilson),
        (
            LimitsMethod::KornGraubard,
            published,
            IntervalMethod::KornGraubard,
        ),
    ])
    .map(|(name, precision, method)| {
        let found = precision.interval(method, level, context.limits.sides);
        Limits::of(name, level, precision.degrees_of_freedom, found)
    })
    .collect()
}
