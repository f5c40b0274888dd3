//! Weighted sums of several means, and the trend over waves, which is one.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::limits::{AskedLimits, Limits, LimitsMethod, symmetric};
use super::members::{check_level, given};
use crate::analysis::value::{Conditions, Number, is_default};
use crate::contrast;
use crate::count::real;
use crate::interval::Sides;
use crate::variance::VarianceError;

/// A weighted sum of the means of any domains and columns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct Contrast {
    /// The design.
    pub design: String,
    /// What is summed.
    pub terms: Vec<ContrastTerm>,
    /// The rows all of them are among.
    #[serde(default, skip_serializing_if = "is_default")]
    pub domain: Conditions,
    /// Which limits.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sides: Sides,
    /// A confidence level besides 0.95 and 0.90.
    #[serde(default, skip_serializing_if = "is_default")]
    pub level: Option<f64>,
}

/// One mean, and how often it counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContrastTerm {
    /// What it is multiplied with.
    pub coefficient: f64,
    /// A column of numbers.
    pub var: String,
    /// The rows it is the mean of.
    #[serde(default, rename = "where", skip_serializing_if = "is_default")]
    pub rows: Conditions,
}

impl Contrast {
    pub(super) fn check(&self) -> Result<(), String> {
        given("terms", &self.terms)?;
        check_level(self.level)?;
        let mut coefficients = self.terms.iter().map(|term| term.coefficient);
        if coefficients.all(f64::is_finite) {
            return Ok(());
        }
        Err("a coefficient is not a finite number".to_owned())
    }

    pub(in crate::analysis) fn limits(&self) -> AskedLimits {
        AskedLimits {
            sides: self.sides,
            level: self.level,
        }
    }
}

/// The slope of the line through the means of waves, by unit of time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct Trend {
    /// The design.
    pub design: String,
    /// A column of numbers.
    pub var: String,
    /// The column that holds the time of every wave, a number.
    pub by: String,
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

impl Trend {
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

/// A weighted sum of means.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ContrastOutcome {
    /// The means, in the order of the terms, or of the times.
    pub means: Vec<TermOutcome>,
    /// Their covariance matrix.
    pub vcov: Vec<Vec<Number>>,
    /// The sum.
    pub estimate: Number,
    /// Its standard error.
    pub se: Number,
    /// Degrees of freedom.
    pub df: usize,
    /// Its limits.
    pub ci: Vec<Limits>,
    /// Student's t.
    pub t: Number,
    /// Its p value.
    pub p_value: Number,
    /// Why there is no test.
    #[serde(skip_serializing_if = "is_default")]
    pub error: Option<String>,
}

/// One of the means.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TermOutcome {
    /// The time, of a trend.
    #[serde(skip_serializing_if = "is_default")]
    pub at: Option<String>,
    /// What it is multiplied with.
    pub coefficient: f64,
    /// Persons who answered.
    pub n: usize,
    /// The mean.
    pub estimate: Number,
    /// Its standard error.
    pub se: Number,
}

impl ContrastOutcome {
    pub(in crate::analysis) fn of(
        contrast: &contrast::Contrast,
        means: Vec<TermOutcome>,
        covariance: &[Vec<f64>],
        asked: AskedLimits,
    ) -> Self {
        let methods = [
            (LimitsMethod::TDesignDf, real(contrast.degrees_of_freedom)),
            (LimitsMethod::Normal, f64::INFINITY),
        ];
        let rows = covariance.iter();
        let error = if contrast.standard_error == 0.0 {
            Some("no test: the standard error is 0")
        } else if contrast.degrees_of_freedom == 0 {
            Some("no test: there are no degrees of freedom")
        } else {
            None
        };
        Self {
            means,
            vcov: rows
                .map(|row| row.iter().copied().map(Number).collect())
                .collect(),
            estimate: Number(contrast.value),
            se: Number(contrast.standard_error),
            df: contrast.degrees_of_freedom,
            ci: symmetric(contrast.value, contrast.standard_error, &methods, asked),
            t: Number(contrast.t()),
            p_value: Number(contrast.p_value()),
            error: error.map(str::to_owned),
        }
    }

    /// The same without limits and test, where the design allows no variance.
    pub(in crate::analysis) fn without_variance(mut self, reason: &VarianceError) -> Self {
        self.ci.clear();
        self.error = Some(reason.to_string());
        self
    }
}
