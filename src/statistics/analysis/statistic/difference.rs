//! Differences of two means, and the t test of two groups.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::limits::{AskedLimits, Limits, LimitsMethod, symmetric};
use super::members::check_level;
use crate::analysis::value::{Conditions, Number, is_default};
use crate::contrast::Contrast;
use crate::count::real;
use crate::difference;
use crate::interval::Sides;
use crate::variance::VarianceError;

/// The difference of the means of two domains, a minus b.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct Difference {
    /// The design.
    pub design: String,
    /// A column of numbers.
    pub var: String,
    /// One domain.
    pub a: Conditions,
    /// The other.
    #[serde(default, skip_serializing_if = "is_default")]
    pub b: Conditions,
    /// Instead of `b`: all of the domain that `a` leaves; then `a` is of one column.
    #[serde(default, skip_serializing_if = "is_default")]
    pub rest: bool,
    /// The rows both are among.
    #[serde(default, skip_serializing_if = "is_default")]
    pub domain: Conditions,
    /// Whose degrees of freedom test it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub df: DifferenceDf,
    /// Which limits.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sides: Sides,
    /// A confidence level besides 0.95 and 0.90.
    #[serde(default, skip_serializing_if = "is_default")]
    pub level: Option<f64>,
}

/// Whose degrees of freedom test a difference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DifferenceDf {
    /// Those of the design or of the domain both means are in, as in R.
    #[default]
    Design,
    /// Those of both means by Welch and Satterthwaite: where one is of few PSUs.
    Parts,
}

impl Difference {
    pub(super) fn check(&self) -> Result<(), String> {
        check_level(self.level)?;
        if self.a.0.is_empty() {
            return Err("a is empty".to_owned());
        }
        match (self.b.0.is_empty(), self.rest) {
            (true, false) => Err("b is empty".to_owned()),
            (false, true) => Err("b and rest exclude each other".to_owned()),
            (true, true) if self.a.0.len() > 1 => Err(
                "rest needs an a of one column: what else is left of several is not one group"
                    .to_owned(),
            ),
            _ => Ok(()),
        }
    }

    fn limits(&self) -> AskedLimits {
        AskedLimits {
            sides: self.sides,
            level: self.level,
        }
    }
}

/// The difference of the means of two groups, as R's `svyttest`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct Ttest {
    /// The design.
    pub design: String,
    /// A column of numbers.
    pub var: String,
    /// A column of two groups.
    pub group: String,
    /// The rows it is of.
    #[serde(default, skip_serializing_if = "is_default")]
    pub domain: Conditions,
}

/// A difference of two means.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct DifferenceOutcome {
    /// One mean.
    pub estimate_a: Number,
    /// The other.
    pub estimate_b: Number,
    /// The standard error of the one.
    pub se_a: Number,
    /// The standard error of the other.
    pub se_b: Number,
    /// Their covariance.
    pub cov_ab: Number,
    /// The one minus the other.
    pub estimate: Number,
    /// Its standard error.
    pub se: Number,
    /// What it would be without the covariance.
    pub se_ignoring_covariance: Number,
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

impl DifferenceOutcome {
    pub(in crate::analysis) fn of(difference: &difference::Difference, asked: &Difference) -> Self {
        let (method, contrast) = match asked.df {
            DifferenceDf::Design => (LimitsMethod::TDesignDf, difference.contrast),
            DifferenceDf::Parts => (LimitsMethod::TPartsDf, difference.by_parts()),
        };
        let methods = [
            (method, real(contrast.degrees_of_freedom)),
            (LimitsMethod::Normal, f64::INFINITY),
        ];
        Self {
            estimate_a: Number(difference.a),
            estimate_b: Number(difference.b),
            se_a: Number(difference.standard_error_a),
            se_b: Number(difference.standard_error_b),
            cov_ab: Number(difference.covariance),
            estimate: Number(contrast.value),
            se: Number(contrast.standard_error),
            se_ignoring_covariance: Number(difference.standard_error_ignoring_covariance()),
            df: contrast.degrees_of_freedom,
            ci: symmetric(
                contrast.value,
                contrast.standard_error,
                &methods,
                asked.limits(),
            ),
            t: Number(contrast.t()),
            p_value: Number(contrast.p_value()),
            error: why_untested(&contrast),
        }
    }

    /// The same without limits and test, where the design allows no variance.
    pub(in crate::analysis) fn without_variance(mut self, reason: &VarianceError) -> Self {
        self.ci.clear();
        self.error = Some(reason.to_string());
        self
    }
}

/// Why there is no test, where there is none.
fn why_untested(contrast: &Contrast) -> Option<String> {
    if contrast.standard_error == 0.0 {
        Some("no test: the standard error is 0".to_owned())
    } else if contrast.degrees_of_freedom == 0 {
        Some("no test: there are no degrees of freedom".to_owned())
    } else {
        None
    }
}

/// A t test of two groups.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TTestOutcome {
    /// Degrees of freedom of the domain.
    pub df_design: usize,
    /// The difference of the means.
    pub estimate: Number,
    /// Student's t.
    pub t: Number,
    /// Degrees of freedom of the test.
    pub df: usize,
    /// Its p value.
    pub p_value: Number,
    /// Its limits.
    pub ci: Vec<Limits>,
    /// Which mean minus which.
    pub difference: String,
    /// Why there is no test.
    #[serde(skip_serializing_if = "is_default")]
    pub error: Option<String>,
}

impl TTestOutcome {
    /// R's `svyttest`: the difference with one degree of freedom less.
    /// The degrees of freedom of the test are those of the rows that have both answer and group, less one.
    pub(in crate::analysis) fn of(
        difference: &difference::Difference,
        answered_degrees_of_freedom: usize,
        label: String,
    ) -> Self {
        let reduced = Contrast {
            degrees_of_freedom: answered_degrees_of_freedom.saturating_sub(1),
            ..difference.contrast
        };
        let limits = Limits::new(
            LimitsMethod::SvyTTest,
            0.95,
            f64::NAN,
            reduced.interval(0.95),
        );
        Self {
            df_design: difference.contrast.degrees_of_freedom,
            estimate: Number(reduced.value),
            t: Number(reduced.t()),
            df: reduced.degrees_of_freedom,
            p_value: Number(reduced.p_value()),
            ci: vec![Limits { df: None, ..limits }],
            difference: label,
            error: why_untested(&reduced),
        }
    }

    /// The same without limits and test, where the design allows no variance.
    pub(in crate::analysis) fn without_variance(mut self, reason: &VarianceError) -> Self {
        self.ci.clear();
        self.error = Some(reason.to_string());
        self
    }
}
