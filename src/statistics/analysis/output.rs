//! Results as JSON.

use serde_json::{Map, Value};

use super::AnalysisError;
use super::document::EstimateSpec;
use super::microdata::Microdata;
use super::request::unknown_level;
use crate::count::real;
use crate::difference::Difference;
use crate::distribution::student_quantile;
use crate::estimate::Estimate;
use crate::interval::{Interval, IntervalError, IntervalMethod, Precision, Sides};

/// The confidence levels of every result.
pub(super) const LEVELS: [f64; 2] = [0.95, 0.90];

/// A number; what JSON cannot say stands as text.
pub(super) fn number(value: f64) -> Value {
    if value.is_nan() {
        text("NaN")
    } else if value.is_infinite() {
        text(if value > 0.0 { "Inf" } else { "-Inf" })
    } else {
        Value::from(value)
    }
}

pub(super) fn text(value: &str) -> Value {
    Value::String(value.to_owned())
}

/// An object from its members.
pub(super) fn object<const N: usize>(members: [(&str, Value); N]) -> Map<String, Value> {
    members
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

pub(super) fn limits(method: &str, level: f64, df: f64, lower: f64, upper: f64) -> Value {
    Value::Object(object([
        ("method", text(method)),
        ("level", number(level)),
        ("df", number(df)),
        ("lower", number(lower)),
        ("upper", number(upper)),
    ]))
}

/// value ± t · se with several degrees of freedom, at every level; a one-sided limit spends all of α,
/// and its other end is infinite.
pub(super) fn symmetric(value: f64, se: f64, methods: &[(&str, f64)], sides: Sides) -> Vec<Value> {
    let mut intervals = Vec::new();
    for level in LEVELS {
        for &(method, df) in methods {
            let probability = match sides {
                Sides::Both => f64::midpoint(1.0, level),
                Sides::Lower | Sides::Upper => level,
            };
            let margin = student_quantile(probability, df) * se;
            let lower = match sides {
                Sides::Upper => f64::NEG_INFINITY,
                Sides::Both | Sides::Lower => value - margin,
            };
            let upper = match sides {
                Sides::Lower => f64::INFINITY,
                Sides::Both | Sides::Upper => value + margin,
            };
            intervals.push(limits(method, level, df, lower, upper));
        }
    }
    intervals
}

/// `estimate`, `se` and symmetric limits.
pub(super) fn stat_block(estimate: &Estimate, sides: Sides) -> Map<String, Value> {
    let methods = [
        ("t_domain_df", real(estimate.degrees_of_freedom)),
        ("t_full_df", real(estimate.design_degrees_of_freedom)),
        ("normal", f64::INFINITY),
    ];
    let intervals = symmetric(estimate.value, estimate.standard_error, &methods, sides);
    object([
        ("estimate", number(estimate.value)),
        ("se", number(estimate.standard_error)),
        ("ci", Value::Array(intervals)),
    ])
}

fn optional(value: Option<f64>) -> Value {
    number(value.unwrap_or(f64::NAN))
}

/// A mean (or proportion) and its total.
pub(super) fn mean_result(
    mean: &Estimate,
    total: Option<&Estimate>,
    sides: Sides,
) -> Map<String, Value> {
    let mut result = object([
        ("n", mean.respondents.into()),
        ("sum_w", number(mean.sum_of_weights)),
        ("ess", number(mean.kish_effective_sample_size())),
        ("deff_kish", number(mean.weighting_design_effect)),
        ("df", mean.degrees_of_freedom.into()),
        ("df_full", mean.design_degrees_of_freedom.into()),
    ]);
    result.extend(stat_block(mean, sides));
    result.insert("deff".to_owned(), optional(mean.design_effect));
    let replace = optional(mean.design_effect_with_replacement);
    result.insert("deff_replace".to_owned(), replace);
    if let Some(total) = total {
        let mut block = stat_block(total, sides);
        block.insert("deff".to_owned(), optional(total.design_effect));
        result.insert("total".to_owned(), Value::Object(block));
    }
    result
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

/// A proportion with all its intervals.
pub(super) fn proportion_result(
    mean: &Estimate,
    total: Option<&Estimate>,
    context: &ProportionContext,
) -> Map<String, Value> {
    let mut result = mean_result(mean, total, context.sides);
    result.insert("n_success".to_owned(), number(mean.unweighted_total));
    result.insert("nrow_design".to_owned(), context.design_rows.into());
    result.insert("sum_wy".to_owned(), number(mean.weighted_total));
    if let Some(Value::Array(intervals)) = result.get_mut("ci") {
        for level in LEVELS {
            add_proportion_intervals(intervals, mean, context, level);
        }
    }
    result
}

fn add_proportion_intervals(
    intervals: &mut Vec<Value>,
    mean: &Estimate,
    context: &ProportionContext,
    level: f64,
) {
    let ours = mean.precision(context.boundary_design_effect);
    let by_rows = Precision {
        respondents: real(context.design_rows),
        ..ours
    };
    let normal = Precision {
        degrees_of_freedom: f64::INFINITY,
        ..ours
    };
    let mut push = |name: &str, precision: Precision, method| {
        let found = precision.interval(method, level, context.sides);
        intervals.push(interval_value(
            name,
            level,
            precision.degrees_of_freedom,
            found,
        ));
    };
    let spread = mean.value * (1.0 - mean.value);
    let logit = match context.logit_standard_error {
        Some(standard_error) if spread > 0.0 => Precision {
            standard_error: standard_error * spread,
            ..ours
        },
        _ => ours,
    };
    push("logit", logit, IntervalMethod::Logit);
    push("asin", ours, IntervalMethod::Asin);
    push("beta", by_rows, IntervalMethod::KornGraubardUncapped);
    push("xlogit", ours, IntervalMethod::Logit);
    push("xlogit_normal", normal, IntervalMethod::Logit);
    if context.likelihood {
        let n = ours.respondents;
        let dispersion = n / (n - 1.0);
        push(
            "likelihood_exact_R",
            ours,
            IntervalMethod::Likelihood { dispersion },
        );
        let unit = IntervalMethod::Likelihood { dispersion: 1.0 };
        push("likelihood_exact_phi1", ours, unit);
    }
    push("wilson_4.5", ours, IntervalMethod::Wilson);
    let published = Precision {
        degrees_of_freedom: real(context.published_degrees_of_freedom),
        ..ours
    };
    push("korn_graubard", published, IntervalMethod::KornGraubard);
}

fn interval_value(
    method: &str,
    level: f64,
    df: f64,
    found: Result<Interval, IntervalError>,
) -> Value {
    match found {
        Ok(interval) => limits(method, level, df, interval.lower, interval.upper),
        Err(error) => {
            let mut value = limits(method, level, df, f64::NAN, f64::NAN);
            value["error"] = text(&error.to_string());
            value
        }
    }
}

/// A difference of two means.
pub(super) fn difference_result(difference: &Difference, sides: Sides) -> Value {
    let df = real(difference.degrees_of_freedom);
    let methods = [("t_design_df", df), ("normal", f64::INFINITY)];
    let intervals = symmetric(difference.value, difference.standard_error, &methods, sides);
    let ignoring = difference.standard_error_ignoring_covariance();
    let mut result = object([
        ("estimate_a", number(difference.a)),
        ("estimate_b", number(difference.b)),
        ("se_a", number(difference.standard_error_a)),
        ("se_b", number(difference.standard_error_b)),
        ("cov_ab", number(difference.covariance)),
        ("estimate", number(difference.value)),
        ("se", number(difference.standard_error)),
        ("se_ignoring_covariance", number(ignoring)),
        ("df", difference.degrees_of_freedom.into()),
        ("ci", Value::Array(intervals)),
        ("t", number(difference.t())),
        ("p_value", number(difference.p_value())),
    ]);
    result.extend(why_untested(difference));
    Value::Object(result)
}

/// Why there is no test, where there is none.
fn why_untested(difference: &Difference) -> Option<(String, Value)> {
    let reason = if difference.standard_error == 0.0 {
        "no test: the standard error is 0"
    } else if difference.degrees_of_freedom == 0 {
        "no test: there are no degrees of freedom"
    } else {
        return None;
    };
    Some(("error".to_owned(), text(reason)))
}

/// R's `svyttest` of two groups: the difference with one degree of freedom less.
pub(super) fn t_test_result(difference: &Difference, domain_df: usize, label: &str) -> Value {
    let reduced = Difference {
        degrees_of_freedom: domain_df.saturating_sub(1),
        ..difference.clone()
    };
    let (lower, upper) = reduced.interval(0.95);
    let interval = Value::Object(object([
        ("method", text("svyttest")),
        ("level", number(0.95)),
        ("lower", number(lower)),
        ("upper", number(upper)),
    ]));
    let mut result = object([
        ("df_design", domain_df.into()),
        ("estimate", number(reduced.value)),
        ("t", number(reduced.t())),
        ("df", reduced.degrees_of_freedom.into()),
        ("p_value", number(reduced.p_value())),
        ("ci", Value::Array(vec![interval])),
        ("difference", text(label)),
    ]);
    result.extend(why_untested(&reduced));
    Value::Object(result)
}

/// Means estimated together.
pub(super) fn means_result(means: &[f64], covariance: &[Vec<f64>]) -> Value {
    let list = |values: &mut dyn Iterator<Item = f64>| Value::Array(values.map(number).collect());
    let rows = covariance.iter().map(|row| list(&mut row.iter().copied()));
    Value::Object(object([
        ("estimates", list(&mut means.iter().copied())),
        (
            "se",
            list(&mut (0..means.len()).map(|i| covariance[i][i].sqrt())),
        ),
        ("vcov", Value::Array(rows.collect())),
    ]))
}

/// A domain without rows, and why if it asks for what the data do not have.
pub(super) fn empty(spec: &EstimateSpec, data: &Microdata) -> Result<Value, AnalysisError> {
    let mut result = object([("empty", Value::Bool(true)), ("n", 0.into())]);
    for domain in spec.domain.iter().chain([&spec.a, &spec.b]) {
        if let Some(reason) = unknown_level(domain, data)? {
            result.insert("reason".to_owned(), text(&reason));
            break;
        }
    }
    Ok(Value::Object(result))
}
