//! Confidence limits, and how they were found.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::value::{Number, is_default};
use crate::count::real;
use crate::distribution::student_quantile;
use crate::estimate::Estimate;
use crate::interval::{Interval, IntervalError, Sides};

/// The confidence level of what is published.
pub(super) const LEVEL: f64 = 0.95;

/// The confidence levels of every answer.
pub(in crate::analysis) const LEVELS: [f64; 2] = [0.95, 0.90];

/// Which limits an estimate asks for.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::analysis) struct AskedLimits {
    /// Which of both.
    pub sides: Sides,
    /// A level besides those of every answer.
    pub level: Option<f64>,
}

impl AskedLimits {
    /// The levels, those of every answer first.
    pub(in crate::analysis) fn levels(self) -> impl Iterator<Item = f64> {
        let further = self.level.filter(|level| !LEVELS.contains(level));
        LEVELS.into_iter().chain(further)
    }
}

/// How limits were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LimitsMethod {
    /// ± t · se with the degrees of freedom of the domain.
    TDomainDf,
    /// ± t · se with those of the design.
    TFullDf,
    /// ± t · se with those of the design or the domain both means are in.
    TDesignDf,
    /// ± t · se with those of both means by Welch and Satterthwaite.
    TPartsDf,
    /// ± t · se with those that the coefficients leave.
    TResidualDf,
    /// ± z · se.
    Normal,
    /// exp(ln R ± t · se) of a ratio.
    TLog,
    /// exp(ln R ± z · se) of a ratio.
    NormalLog,
    /// R's logit interval.
    Logit,
    /// The arcsine interval.
    Asin,
    /// R's `beta`: Korn and Graubard's, uncapped.
    Beta,
    /// R's `xlogit`.
    Xlogit,
    /// The same with z.
    XlogitNormal,
    /// The profile likelihood, solved exactly, with R's dispersion.
    #[serde(rename = "likelihood_exact_R")]
    LikelihoodExactR,
    /// The same with dispersion 1.
    LikelihoodExactPhi1,
    /// R 4.5's Wilson interval.
    #[serde(rename = "wilson_4.5")]
    Wilson,
    /// The published interval of a proportion.
    KornGraubard,
    /// Percentiles of bootstrap replicates.
    Percentile,
    /// R's `svyttest`.
    #[serde(rename = "svyttest")]
    SvyTTest,
}

/// Confidence limits.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Limits {
    /// How they were found.
    pub method: LimitsMethod,
    /// The confidence level.
    pub level: f64,
    /// Degrees of freedom.
    #[serde(skip_serializing_if = "is_default")]
    pub df: Option<Number>,
    /// The lower limit.
    pub lower: Number,
    /// The upper limit.
    pub upper: Number,
    /// Why there are none.
    #[serde(skip_serializing_if = "is_default")]
    pub error: Option<String>,
}

impl Limits {
    pub(in crate::analysis) fn new(
        method: LimitsMethod,
        level: f64,
        df: f64,
        (lower, upper): (f64, f64),
    ) -> Self {
        Self {
            method,
            level,
            df: Some(Number(df)),
            lower: Number(lower),
            upper: Number(upper),
            error: None,
        }
    }

    pub(super) fn of(
        method: LimitsMethod,
        level: f64,
        df: f64,
        found: Result<Interval, IntervalError>,
    ) -> Self {
        match found {
            Ok(interval) => Self::new(method, level, df, (interval.lower, interval.upper)),
            Err(error) => Self {
                error: Some(error.to_string()),
                ..Self::new(method, level, df, (f64::NAN, f64::NAN))
            },
        }
    }
}

/// value ± t · se with several degrees of freedom, at every level; a one-sided limit spends all of α,
/// and its other end is infinite.
pub(super) fn symmetric(
    value: f64,
    se: f64,
    methods: &[(LimitsMethod, f64)],
    asked: AskedLimits,
) -> Vec<Limits> {
    let mut intervals = Vec::new();
    for level in asked.levels() {
        for &(method, df) in methods {
            let probability = match asked.sides {
                Sides::Both => f64::midpoint(1.0, level),
                Sides::Lower | Sides::Upper => level,
            };
            let margin = student_quantile(probability, df) * se;
            let limits = match asked.sides {
                Sides::Both => (value - margin, value + margin),
                Sides::Lower => (value - margin, f64::INFINITY),
                Sides::Upper => (f64::NEG_INFINITY, value + margin),
            };
            intervals.push(Limits::new(method, level, df, limits));
        }
    }
    intervals
}

/// Symmetric limits of a mean, a total or a ratio.
pub(super) fn limits_of(estimate: &Estimate, asked: AskedLimits) -> Vec<Limits> {
    let methods = [
        (LimitsMethod::TDomainDf, real(estimate.degrees_of_freedom)),
        (
            LimitsMethod::TFullDf,
            real(estimate.design_degrees_of_freedom),
        ),
        (LimitsMethod::Normal, f64::INFINITY),
    ];
    symmetric(estimate.value, estimate.standard_error, &methods, asked)
}
