//! The ratio of the means of two domains.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::limits::{AskedLimits, Limits, LimitsMethod, symmetric};
use super::members::check_level;
use crate::analysis::value::{Conditions, Number, is_default};
use crate::contrast::Contrast;
use crate::count::real;
use crate::interval::Sides;

/// The ratio of the means of two domains, a over b; both above 0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct DomainRatio {
    /// The design.
    pub design: String,
    /// A column of numbers.
    pub var: String,
    /// The domain above.
    pub a: Conditions,
    /// The domain below.
    pub b: Conditions,
    /// The rows both are among.
    #[serde(default, skip_serializing_if = "is_default")]
    pub domain: Conditions,
    /// Which limits.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sides: Sides,
    /// A confidence level besides 0.95 and 0.90.
    #[serde(default, skip_serializing_if = "is_default")]
    pub level: Option<f64>,
}

impl DomainRatio {
    pub(super) fn check(&self) -> Result<(), String> {
        check_level(self.level)?;
        let empty = [("a", &self.a), ("b", &self.b)];
        let empty = empty.iter().find(|(_, domain)| domain.0.is_empty());
        empty.map_or(Ok(()), |(member, _)| Err(format!("{member} is empty")))
    }

    pub(in crate::analysis) fn limits(&self) -> AskedLimits {
        AskedLimits {
            sides: self.sides,
            level: self.level,
        }
    }
}

/// The ratio of two means. Its limits are those of its logarithm, carried back.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct DomainRatioOutcome {
    /// The mean above.
    pub estimate_a: Number,
    /// The mean below.
    pub estimate_b: Number,
    /// The one over the other.
    pub estimate: Number,
    /// Its standard error.
    pub se: Number,
    /// That of its logarithm.
    pub log_se: Number,
    /// Degrees of freedom.
    pub df: usize,
    /// Its limits.
    pub ci: Vec<Limits>,
    /// Student's t of its logarithm.
    pub t: Number,
    /// Its p value, against a ratio of 1.
    pub p_value: Number,
}

impl DomainRatioOutcome {
    /// `logarithm` is ln a − ln b with its standard error.
    pub(in crate::analysis) fn of(
        a: f64,
        b: f64,
        logarithm: &Contrast,
        asked: AskedLimits,
    ) -> Self {
        let methods = [
            (LimitsMethod::TLog, real(logarithm.degrees_of_freedom)),
            (LimitsMethod::NormalLog, f64::INFINITY),
        ];
        let (value, log_se) = (a / b, logarithm.standard_error);
        let limits = symmetric(value.ln(), log_se, &methods, asked).into_iter();
        Self {
            estimate_a: Number(a),
            estimate_b: Number(b),
            estimate: Number(value),
            se: Number(value * log_se),
            log_se: Number(log_se),
            df: logarithm.degrees_of_freedom,
            ci: limits
                .map(|limits| Limits {
                    lower: Number(limits.lower.0.exp()),
                    upper: Number(limits.upper.0.exp()),
                    ..limits
                })
                .collect(),
            t: Number(value.ln() / log_se),
            p_value: Number(logarithm.p_value()),
        }
    }
}
