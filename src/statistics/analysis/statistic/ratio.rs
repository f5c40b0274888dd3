//! Ratios of two totals.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::limits::{AskedLimits, Limits, limits_of};
use super::members::check_level;
use crate::analysis::value::{Conditions, Number, is_default};
use crate::estimate::Estimate;
use crate::interval::Sides;
use crate::variance::VarianceError;

/// The ratio of two totals.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct Ratio {
    /// The design.
    pub design: String,
    /// The column above.
    pub num: String,
    /// The column below.
    pub den: String,
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

impl Ratio {
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

/// The ratio of two totals.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct RatioOutcome {
    /// Degrees of freedom of the domain.
    pub df: usize,
    /// Degrees of freedom of the design.
    pub df_full: usize,
    /// Persons who answered both.
    pub n: usize,
    /// The ratio.
    pub estimate: Number,
    /// Its standard error.
    pub se: Number,
    /// Its limits.
    pub ci: Vec<Limits>,
    /// The design effect of the total of its residuals.
    pub deff: Number,
    /// Why it has neither standard error nor limits.
    #[serde(skip_serializing_if = "is_default")]
    pub error: Option<String>,
}

impl RatioOutcome {
    pub(in crate::analysis) fn of(
        ratio: &Estimate,
        design_effect: Option<f64>,
        asked: AskedLimits,
    ) -> Self {
        Self {
            df: ratio.degrees_of_freedom,
            df_full: ratio.design_degrees_of_freedom,
            n: ratio.respondents,
            estimate: Number(ratio.value),
            se: Number(ratio.standard_error),
            ci: limits_of(ratio, asked),
            deff: Number::or_nan(design_effect),
            error: None,
        }
    }

    /// The same without limits, where the design allows no variance.
    pub(in crate::analysis) fn without_variance(mut self, reason: &VarianceError) -> Self {
        self.ci.clear();
        self.error = Some(reason.to_string());
        self
    }
}
