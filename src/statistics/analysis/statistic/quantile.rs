//! Quantiles: how they and their intervals are found, and the answer.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::limits::AskedLimits;
use super::members::{check_level, given};
use crate::analysis::value::{Conditions, Number, OneOrMany, is_default};
use crate::interval::Sides;
use crate::quantile::QuantileRule;

/// Quantiles.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct Quantile {
    /// The design.
    pub design: String,
    /// A column of numbers.
    pub var: String,
    /// The shares below them.
    pub probs: OneOrMany<f64>,
    /// How they are read off the distribution; `math` if nothing is said.
    #[serde(default, skip_serializing_if = "is_default")]
    pub qrules: OneOrMany<QuantileReading>,
    /// How their intervals are found; `mean` if nothing is said.
    #[serde(default, skip_serializing_if = "is_default")]
    pub intervals: OneOrMany<QuantileLimits>,
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

impl Quantile {
    pub(super) fn check(&self) -> Result<(), String> {
        let probs = self.probs.list();
        given("probs", probs)?;
        check_level(self.level)?;
        let beyond = probs.iter().find(|p| !(0.0..=1.0).contains(*p));
        beyond.map_or(Ok(()), |p| {
            Err(format!("probs has {p}, which is not between 0 and 1"))
        })
    }

    pub(in crate::analysis) fn limits(&self) -> AskedLimits {
        AskedLimits {
            sides: self.sides,
            level: self.level,
        }
    }
}

/// How a quantile is read off the distribution.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum QuantileReading {
    /// The smallest value at which the distribution function reaches p.
    #[default]
    Math,
    /// The same, by Hyndman and Fan's number.
    Hf1,
    /// The mean of two values where the distribution function equals p on a step.
    School,
    /// The same, by Hyndman and Fan's number.
    Hf2,
    /// Linear interpolation.
    Hf7,
}

impl QuantileReading {
    pub(in crate::analysis) fn rule(self) -> QuantileRule {
        match self {
            Self::Math | Self::Hf1 => QuantileRule::Math,
            Self::School | Self::Hf2 => QuantileRule::School,
            Self::Hf7 => QuantileRule::HyndmanFan7,
        }
    }
}

/// How the interval of a quantile is found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum QuantileLimits {
    /// Woodruff with a symmetric interval of the share.
    #[default]
    Mean,
    /// Woodruff with the uncapped Korn–Graubard interval; under replicates with the symmetric one, as in R.
    Beta,
    /// Woodruff with the logit interval; under replicates with the symmetric one, as in R.
    Xlogit,
    /// Woodruff with the arcsine interval; under replicates with the symmetric one, as in R.
    Asin,
    /// Inversion of the score test; linearised designs only.
    Score,
    /// From the quantiles of the replicates; replicated designs only.
    Quantile,
}

/// Quantiles with their intervals.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct QuantilesOutcome {
    /// Degrees of freedom.
    pub df: usize,
    /// Every rule × interval × level × probability.
    pub quantiles: Vec<QuantileEntry>,
    /// Why they have neither standard errors nor limits.
    #[serde(skip_serializing_if = "is_default")]
    pub error: Option<String>,
}

/// One quantile with one interval, or why an interval cannot be had.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct QuantileEntry {
    /// How it is read off.
    pub qrule: QuantileReading,
    /// How its interval is found.
    pub interval: QuantileLimits,
    /// The confidence level.
    pub level: f64,
    /// The quantile.
    #[serde(flatten)]
    pub found: QuantileFound,
    /// Where the interval is not found as it was asked for, how it is.
    #[serde(skip_serializing_if = "is_default")]
    pub note: Option<String>,
}

/// A quantile, or why it cannot be had.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum QuantileFound {
    /// The quantile.
    Quantile {
        /// The share below it.
        prob: Number,
        /// The quantile.
        quantile: Number,
        /// The lower limit.
        lower: Number,
        /// The upper limit.
        upper: Number,
        /// Its standard error.
        se: Number,
    },
    /// Why it cannot be had.
    Refused {
        /// The reason.
        error: String,
    },
}
