//! Means, with their totals, and means estimated together.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::limits::{AskedLimits, Limits, limits_of};
use super::members::check_level;
use crate::analysis::value::{Conditions, Number, OneOrMany, is_default};
use crate::estimate::Estimate;
use crate::interval::Sides;
use crate::variance::VarianceError;

/// A mean.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct Mean {
    /// The design.
    pub design: String,
    /// A column of numbers.
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

impl Mean {
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

/// Means of several columns over the rows that have all of them, with their covariances.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct ListwiseMeans {
    /// The design.
    pub design: String,
    /// Columns of numbers.
    pub vars: OneOrMany<String>,
    /// The rows they are of.
    #[serde(default, skip_serializing_if = "is_default")]
    pub domain: Conditions,
}

/// A mean, with its total if it has one.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct MeanOutcome {
    /// Persons who answered.
    pub n: usize,
    /// The sum of their weights.
    pub sum_w: Number,
    /// Kish's effective sample size.
    pub ess: Number,
    /// Kish's design effect.
    pub deff_kish: Number,
    /// Degrees of freedom of the domain.
    pub df: usize,
    /// Degrees of freedom of the design.
    pub df_full: usize,
    /// The mean.
    pub estimate: Number,
    /// Its standard error.
    pub se: Number,
    /// Its limits.
    pub ci: Vec<Limits>,
    /// Its design effect.
    pub deff: Number,
    /// The same against sampling with replacement.
    pub deff_replace: Number,
    /// The total.
    #[serde(skip_serializing_if = "is_default")]
    pub total: Option<TotalOutcome>,
    /// Why it has neither standard error nor limits.
    #[serde(skip_serializing_if = "is_default")]
    pub error: Option<String>,
}

/// A total.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TotalOutcome {
    /// The total.
    pub estimate: Number,
    /// Its standard error.
    pub se: Number,
    /// Its limits.
    pub ci: Vec<Limits>,
    /// Its design effect.
    pub deff: Number,
}

impl MeanOutcome {
    /// A mean (or proportion) and its total.
    pub(in crate::analysis) fn of(
        mean: &Estimate,
        total: Option<&Estimate>,
        asked: AskedLimits,
    ) -> Self {
        Self {
            n: mean.respondents,
            sum_w: Number(mean.sum_of_weights),
            ess: Number(mean.kish_effective_sample_size()),
            deff_kish: Number(mean.weighting_design_effect),
            df: mean.degrees_of_freedom,
            df_full: mean.design_degrees_of_freedom,
            estimate: Number(mean.value),
            se: Number(mean.standard_error),
            ci: limits_of(mean, asked),
            deff: Number::or_nan(mean.design_effect),
            deff_replace: Number::or_nan(mean.design_effect_with_replacement),
            total: total.map(|total| TotalOutcome {
                estimate: Number(total.value),
                se: Number(total.standard_error),
                ci: limits_of(total, asked),
                deff: Number::or_nan(total.design_effect),
            }),
            error: None,
        }
    }

    /// The same without limits, where the design allows no variance.
    pub(in crate::analysis) fn without_variance(mut self, reason: &VarianceError) -> Self {
        self.ci.clear();
        if let Some(total) = &mut self.total {
            total.ci.clear();
        }
        self.error = Some(reason.to_string());
        self
    }
}

/// Means estimated together.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct MeansOutcome {
    /// The means.
    pub estimates: Vec<Number>,
    /// Their standard errors.
    pub se: Vec<Number>,
    /// Their covariance matrix.
    pub vcov: Vec<Vec<Number>>,
    /// Why there are neither standard errors nor covariances.
    #[serde(skip_serializing_if = "is_default")]
    pub error: Option<String>,
}

impl MeansOutcome {
    pub(in crate::analysis) fn of(means: &[f64], covariance: &[Vec<f64>]) -> Self {
        let numbers = |values: &[f64]| values.iter().copied().map(Number).collect();
        let rows = covariance.iter();
        Self {
            estimates: numbers(means),
            se: (rows
                .clone()
                .enumerate()
                .map(|(i, row)| Number(row[i].sqrt())))
            .collect(),
            vcov: rows.map(|row| numbers(row)).collect(),
            error: None,
        }
    }

    /// Means of a design that allows no variance.
    pub(in crate::analysis) fn without_variance(means: &[f64], reason: &VarianceError) -> Self {
        let unknown = vec![vec![f64::NAN; means.len()]; means.len()];
        Self {
            error: Some(reason.to_string()),
            ..Self::of(means, &unknown)
        }
    }
}
