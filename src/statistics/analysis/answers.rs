//! What an analysis answers.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::document::{Number, OneOrMany, is_default};
use super::statistic::{QuantileLimits, QuantileReading};
use crate::association::AssociationTest;
use crate::count::real;
use crate::difference::Difference;
use crate::distribution::student_quantile;
use crate::estimate::Estimate;
use crate::interval::{Interval, IntervalError, IntervalMethod, Precision, Sides};
use crate::reliability::Presentation;
use crate::verdict::{OperatingCharacteristic, Verdict};
use crate::weighting::WeightDiagnostics;

/// The confidence levels of every answer.
pub(super) const LEVELS: [f64; 2] = [0.95, 0.90];

/// The answers to an analysis, in its order.
#[derive(Clone, Debug, PartialEq)]
pub struct Answers {
    /// What became of every design.
    pub designs: Vec<Expected>,
    /// The answer to every estimate.
    pub estimates: Vec<Outcome>,
}

impl Answers {
    /// Puts the answers into the document that was asked: `expected` of every design, `result` of every estimate.
    pub fn fill(&self, document: &mut Value) -> Result<(), serde_json::Error> {
        for (place, expected) in self.designs.iter().enumerate() {
            document["designs"][place]["expected"] = serde_json::to_value(expected)?;
        }
        for (place, outcome) in self.estimates.iter().enumerate() {
            document["estimates"][place]["result"] = serde_json::to_value(outcome)?;
        }
        Ok(())
    }
}

/// Diagnostics of the final weights of a design.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Expected {
    /// Rows.
    pub n_rows: usize,
    /// The weights.
    #[serde(flatten)]
    pub weights: Weights,
    /// Degrees of freedom.
    pub df: usize,
    /// What every step did.
    #[serde(default, skip_serializing_if = "is_default")]
    pub steps: Vec<StepReport>,
}

/// A column of weights in a few numbers.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Weights {
    /// Rows of positive weight.
    pub n_positive: usize,
    /// Their sum.
    pub sum_w: Number,
    /// The smallest that is not zero.
    pub min_w: Number,
    /// The largest.
    pub max_w: Number,
    /// Kish's effective sample size.
    pub ess: Number,
    /// Kish's design effect.
    pub deff_kish: Number,
}

impl From<&WeightDiagnostics> for Weights {
    fn from(diagnostics: &WeightDiagnostics) -> Self {
        Self {
            n_positive: diagnostics.rows,
            sum_w: Number(diagnostics.sum),
            min_w: Number(diagnostics.smallest),
            max_w: Number(diagnostics.largest),
            ess: Number(diagnostics.effective_sample_size),
            deff_kish: Number(diagnostics.design_effect),
        }
    }
}

/// What a step did.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct StepReport {
    /// The step.
    pub op: StepName,
    /// The weights after it.
    #[serde(flatten)]
    pub weights: Weights,
    /// The largest weight over the smallest.
    pub ratio_w: Number,
    /// Rounds of raking.
    #[serde(skip_serializing_if = "is_default")]
    pub iterations: Option<usize>,
    /// The category that raking met worst.
    #[serde(skip_serializing_if = "is_default")]
    pub worst: Option<WorstCategory>,
    /// What trimming cut.
    #[serde(flatten)]
    pub trimmed: Option<TrimReport>,
    /// The classes as merged.
    #[serde(skip_serializing_if = "is_default")]
    pub classes: Option<Vec<MergedClass>>,
    /// How many replicates were made.
    #[serde(skip_serializing_if = "is_default")]
    pub replicates: Option<usize>,
}

/// The name of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "they are told with the steps themselves")]
pub enum StepName {
    Poststratify,
    Rake,
    Calibrate,
    Trim,
    Subset,
    Eligibility,
    Nonresponse,
    Replicate,
}

/// The category that raking met worst.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct WorstCategory {
    /// Its margin.
    pub margin: String,
    /// The category.
    pub level: String,
    /// How far off it is, relative to its total.
    pub relative_difference: Number,
}

/// What trimming cut.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TrimReport {
    /// The least weight allowed.
    pub lower: Number,
    /// The largest weight allowed.
    pub upper: Number,
    /// Rows cut.
    pub trimmed_rows: usize,
    /// Their share.
    pub trimmed_share: Number,
    /// Rounds.
    pub rounds: usize,
    /// Whether the cap held in the end.
    pub within_bounds: bool,
}

/// Classes whose cases stand in for each other.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct MergedClass {
    /// Their labels.
    pub classes: Vec<String>,
    /// The weight of their cases.
    pub cases_w: Number,
    /// Cases that stand in for the others.
    pub n: usize,
    /// By how much.
    pub factor: Number,
}

/// The answer to one estimate.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Outcome {
    /// To `proportion` and `mean_of_proportions`.
    Proportion(ProportionOutcome),
    /// To `mean`.
    Mean(MeanOutcome),
    /// To `ratio`.
    Ratio(RatioOutcome),
    /// To `quantile`.
    Quantiles(QuantilesOutcome),
    /// To `chisq`.
    Table(TableOutcome),
    /// To `ttest`.
    TTest(TTestOutcome),
    /// To `difference`.
    Difference(DifferenceOutcome),
    /// To `listwise_means`.
    Means(MeansOutcome),
    /// To `verdict`.
    Verdict(VerdictOutcome),
    /// To `reliability`.
    Reliability(ReliabilityOutcome),
    /// To `crosswise`.
    Crosswise(CrosswiseOutcome),
    /// To `adjust`.
    Adjusted(AdjustedOutcome),
    /// To `size`.
    Size(SizeOutcome),
    /// To `power`.
    Power(PowerOutcome),
    /// The domain has no rows.
    Empty {
        /// True.
        empty: bool,
        /// Zero.
        n: usize,
        /// What it asks for and the data do not have.
        #[serde(skip_serializing_if = "is_default")]
        reason: Option<String>,
    },
    /// There is no answer.
    Refused {
        /// Why.
        error: String,
        /// Zero, where the domain has rows and nobody answered.
        #[serde(skip_serializing_if = "is_default")]
        n: Option<usize>,
    },
}

impl Outcome {
    /// No answer, and why.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "an error is handed over by whoever met it"
    )]
    pub(super) fn refused(reason: impl ToString) -> Self {
        Self::Refused {
            error: reason.to_string(),
            n: None,
        }
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
    /// ± z · se.
    Normal,
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
    pub(super) fn new(
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

    fn of(
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
    sides: Sides,
) -> Vec<Limits> {
    let mut intervals = Vec::new();
    for level in LEVELS {
        for &(method, df) in methods {
            let probability = match sides {
                Sides::Both => f64::midpoint(1.0, level),
                Sides::Lower | Sides::Upper => level,
            };
            let margin = student_quantile(probability, df) * se;
            let limits = match sides {
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
fn limits_of(estimate: &Estimate, sides: Sides) -> Vec<Limits> {
    let methods = [
        (LimitsMethod::TDomainDf, real(estimate.degrees_of_freedom)),
        (
            LimitsMethod::TFullDf,
            real(estimate.design_degrees_of_freedom),
        ),
        (LimitsMethod::Normal, f64::INFINITY),
    ];
    symmetric(estimate.value, estimate.standard_error, &methods, sides)
}

fn optional(value: Option<f64>) -> Number {
    Number(value.unwrap_or(f64::NAN))
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
    pub(super) fn of(mean: &Estimate, total: Option<&Estimate>, sides: Sides) -> Self {
        Self {
            n: mean.respondents,
            sum_w: Number(mean.sum_of_weights),
            ess: Number(mean.kish_effective_sample_size()),
            deff_kish: Number(mean.weighting_design_effect),
            df: mean.degrees_of_freedom,
            df_full: mean.design_degrees_of_freedom,
            estimate: Number(mean.value),
            se: Number(mean.standard_error),
            ci: limits_of(mean, sides),
            deff: optional(mean.design_effect),
            deff_replace: optional(mean.design_effect_with_replacement),
            total: total.map(|total| TotalOutcome {
                estimate: Number(total.value),
                se: Number(total.standard_error),
                ci: limits_of(total, sides),
                deff: optional(total.design_effect),
            }),
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
pub(super) struct ProportionContext {
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
    pub sides: Sides,
}

impl ProportionOutcome {
    /// A proportion with all its intervals.
    pub(super) fn of(
        mean: &Estimate,
        total: Option<&Estimate>,
        context: &ProportionContext,
    ) -> Self {
        let mut outcome = MeanOutcome::of(mean, total, context.sides);
        for level in LEVELS {
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
        let found = precision.interval(method, level, context.sides);
        Limits::of(name, level, precision.degrees_of_freedom, found)
    })
    .collect()
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
}

impl RatioOutcome {
    pub(super) fn of(ratio: &Estimate, design_effect: Option<f64>, sides: Sides) -> Self {
        Self {
            df: ratio.degrees_of_freedom,
            df_full: ratio.design_degrees_of_freedom,
            n: ratio.respondents,
            estimate: Number(ratio.value),
            se: Number(ratio.standard_error),
            ci: limits_of(ratio, sides),
            deff: optional(design_effect),
        }
    }
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
    pub(super) fn of(difference: &Difference, sides: Sides) -> Self {
        let methods = [
            (LimitsMethod::TDesignDf, real(difference.degrees_of_freedom)),
            (LimitsMethod::Normal, f64::INFINITY),
        ];
        Self {
            estimate_a: Number(difference.a),
            estimate_b: Number(difference.b),
            se_a: Number(difference.standard_error_a),
            se_b: Number(difference.standard_error_b),
            cov_ab: Number(difference.covariance),
            estimate: Number(difference.value),
            se: Number(difference.standard_error),
            se_ignoring_covariance: Number(difference.standard_error_ignoring_covariance()),
            df: difference.degrees_of_freedom,
            ci: symmetric(difference.value, difference.standard_error, &methods, sides),
            t: Number(difference.t()),
            p_value: Number(difference.p_value()),
            error: why_untested(difference),
        }
    }
}

/// Why there is no test, where there is none.
fn why_untested(difference: &Difference) -> Option<String> {
    if difference.standard_error == 0.0 {
        Some("no test: the standard error is 0".to_owned())
    } else if difference.degrees_of_freedom == 0 {
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
    pub(super) fn of(difference: &Difference, label: String) -> Self {
        let reduced = Difference {
            degrees_of_freedom: difference.degrees_of_freedom.saturating_sub(1),
            ..difference.clone()
        };
        let limits = Limits::new(
            LimitsMethod::SvyTTest,
            0.95,
            f64::NAN,
            reduced.interval(0.95),
        );
        Self {
            df_design: difference.degrees_of_freedom,
            estimate: Number(reduced.value),
            t: Number(reduced.t()),
            df: reduced.degrees_of_freedom,
            p_value: Number(reduced.p_value()),
            ci: vec![Limits { df: None, ..limits }],
            difference: label,
            error: why_untested(&reduced),
        }
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
}

impl MeansOutcome {
    pub(super) fn of(means: &[f64], covariance: &[Vec<f64>]) -> Self {
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
        }
    }
}

/// Quantiles with their intervals.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct QuantilesOutcome {
    /// Degrees of freedom.
    pub df: usize,
    /// Every rule × interval × level × probability.
    pub quantiles: Vec<QuantileEntry>,
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

/// A two-way table and its tests.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TableOutcome {
    /// Degrees of freedom of the design.
    pub df: usize,
    /// The tests, `F` first.
    pub tests: Vec<TestEntry>,
    /// The cells.
    pub table: Vec<CellEntry>,
}

/// A cell of a table: the categories by column, and the estimated total.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CellEntry {
    /// The estimated total.
    #[serde(rename = "Freq")]
    pub total: Number,
    /// The category of either column.
    #[serde(flatten)]
    pub categories: BTreeMap<String, String>,
}

/// A test of independence.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TestEntry {
    /// Which.
    pub statistic_kind: TestKind,
    /// What was found.
    #[serde(flatten)]
    pub found: TestFound,
}

/// Tests of independence, named as in R's `survey`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum TestKind {
    /// Rao and Scott's, second order.
    F,
    /// Rao and Scott's, first order.
    Chisq,
    /// Wald's.
    Wald,
    /// Wald's, adjusted.
    #[serde(rename = "adjWald")]
    AdjustedWald,
}

/// A test statistic, or why there is none.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum TestFound {
    /// The statistic.
    Test {
        /// Its value.
        statistic: Number,
        /// Its degrees of freedom, and those of the denominator.
        parameter: OneOrMany<Number>,
        /// Its p value.
        p_value: Number,
    },
    /// Why there is none.
    Refused {
        /// The reason.
        error: String,
    },
}

impl TestEntry {
    pub(super) fn of(statistic_kind: TestKind, test: Option<AssociationTest>) -> Self {
        let found = match test {
            None => TestFound::Refused {
                error: "the covariance matrix is singular".to_owned(),
            },
            Some(test) => {
                let first = Number(test.degrees_of_freedom);
                TestFound::Test {
                    statistic: Number(test.statistic),
                    parameter: match test.denominator {
                        Some(denominator) => OneOrMany::Many(vec![first, Number(denominator)]),
                        None => OneOrMany::One(first),
                    },
                    p_value: Number(test.p_value),
                }
            }
        };
        Self {
            statistic_kind,
            found,
        }
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

/// A prevalence behind "same" answers, with the shares it comes from.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CrosswiseOutcome {
    /// Persons who answered.
    pub n: usize,
    /// Degrees of freedom.
    pub df: usize,
    /// The prevalence, which may leave 0 to 1.
    pub estimate: Number,
    /// The prevalence within 0 to 1.
    pub clipped: Number,
    /// Its standard error.
    pub se: Number,
    /// The share that answers carefully.
    pub attention: Number,
    /// The share of "same".
    pub same: Share,
    /// Its limits.
    pub ci: Vec<Limits>,
    /// The share of "same" to the anchor.
    #[serde(skip_serializing_if = "is_default")]
    pub anchor_same: Option<Share>,
}

/// A share behind another figure.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Share {
    /// Persons who answered.
    pub n: usize,
    /// The share.
    pub estimate: Number,
    /// Its standard error.
    pub se: Number,
}

impl From<&Estimate> for Share {
    fn from(share: &Estimate) -> Self {
        Self {
            n: share.respondents,
            estimate: Number(share.value),
            se: Number(share.standard_error),
        }
    }
}

/// p values adjusted for their number.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct AdjustedOutcome {
    /// One minus the error allowed.
    pub level: Number,
    /// The tests, in the order asked for.
    pub p_values: Vec<AdjustedTest>,
}

/// One test among several.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct AdjustedTest {
    /// Its id.
    pub test: String,
    /// Its p value.
    pub p_value: Number,
    /// The same adjusted.
    pub adjusted: Number,
    /// Whether that is small enough.
    pub rejected: bool,
}

/// Persons needed.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SizeOutcome {
    /// The design effect planned with.
    pub design_effect: Number,
    /// One entry per truth, or one for a margin of error.
    pub sizes: Vec<SizeEntry>,
}

/// Persons needed at one truth.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SizeEntry {
    /// The effective sample size.
    pub effective_n: Number,
    /// The sample size.
    pub n: Number,
    /// The true proportion.
    #[serde(skip_serializing_if = "is_default")]
    pub truth: Option<Number>,
}

/// The chance of each verdict.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PowerOutcome {
    /// The design effect planned with.
    pub design_effect: Number,
    /// The effective sample size.
    pub effective_n: Number,
    /// One entry per truth.
    pub operating_characteristic: Vec<Chances>,
}
