//! Quantiles of an analysis document.

use serde_json::{Map, Value};

use super::AnalysisError;
use super::document::EstimateSpec;
use super::microdata::Microdata;
use super::output::{LEVELS, number, object, text};
use super::request::select;
use crate::count::real;
use crate::design::SurveyDesign;
use crate::distribution::student_quantile;
use crate::domain::Domain;
use crate::estimate::EstimateError;
use crate::factor::Factor;
use crate::item_sums::Column;
use crate::quantile::{
    QuantileContext, QuantileInterval, QuantileRule, WeightedDistribution, quantile_with_interval,
};
use crate::replicates::ReplicateDesign;
use crate::tabulation::Tabulation;

/// The kinds of interval that a document may ask for.
#[derive(Clone, Copy)]
enum Kind {
    Of(QuantileInterval),
    /// From the quantiles of the replicates.
    Replicates,
}

fn rule(name: &str) -> Option<QuantileRule> {
    Some(match name {
        "math" | "hf1" => QuantileRule::Math,
        "school" | "hf2" => QuantileRule::School,
        "hf7" => QuantileRule::HyndmanFan7,
        _ => return None,
    })
}

fn kind(name: &str) -> Option<Kind> {
    Some(match name {
        "mean" => Kind::Of(QuantileInterval::Mean),
        "beta" => Kind::Of(QuantileInterval::Beta),
        "xlogit" => Kind::Of(QuantileInterval::Logit),
        "asin" => Kind::Of(QuantileInterval::Asin),
        "score" => Kind::Of(QuantileInterval::Score),
        "quantile" => Kind::Replicates,
        _ => return None,
    })
}

/// Refuses unknown rules and intervals.
pub(super) fn check(estimate: &EstimateSpec) -> Result<(), String> {
    for name in estimate.qrules.list() {
        rule(name).ok_or_else(|| format!("unknown qrule {name:?}"))?;
    }
    if let Some(p) = estimate
        .probs
        .list()
        .iter()
        .find(|p| !(0.0..=1.0).contains(*p))
    {
        return Err(format!("probs has {p}, which is not between 0 and 1"));
    }
    for name in estimate.intervals.list() {
        kind(name).ok_or_else(|| format!("unknown interval {name:?}"))?;
    }
    Ok(())
}

/// Something with the name by which it was asked for.
type Named<'a, T> = (&'a str, T);

/// Rules and intervals asked for; one of each if none.
fn wanted(spec: &EstimateSpec) -> (Vec<Named<'_, QuantileRule>>, Vec<Named<'_, Kind>>) {
    let mut rules: Vec<_> = spec
        .qrules
        .list()
        .iter()
        .filter_map(|name| Some((name.as_str(), rule(name)?)))
        .collect();
    let mut kinds: Vec<_> = spec
        .intervals
        .list()
        .iter()
        .filter_map(|name| Some((name.as_str(), kind(name)?)))
        .collect();
    if rules.is_empty() {
        rules.push(("math", QuantileRule::Math));
    }
    if kinds.is_empty() {
        kinds.push(("mean", Kind::Of(QuantileInterval::Mean)));
    }
    (rules, kinds)
}

fn header(rule: &str, interval: &str, level: f64) -> Map<String, Value> {
    object([
        ("qrule", text(rule)),
        ("interval", text(interval)),
        ("level", number(level)),
    ])
}

fn entry(
    mut entry: Map<String, Value>,
    p: f64,
    value: f64,
    limits: (f64, f64),
    standard_error: f64,
) -> Value {
    entry.insert("prob".to_owned(), number(p));
    entry.insert("quantile".to_owned(), number(value));
    entry.insert("lower".to_owned(), number(limits.0));
    entry.insert("upper".to_owned(), number(limits.1));
    entry.insert("se".to_owned(), number(standard_error));
    Value::Object(entry)
}

fn refused(mut entry: Map<String, Value>, reason: &str) -> Value {
    entry.insert("error".to_owned(), text(reason));
    Value::Object(entry)
}

/// Every rule × interval × level × probability.
fn all_entries(
    spec: &EstimateSpec,
    distribution: &WeightedDistribution,
    context: &QuantileContext<'_>,
    design: Option<(&ReplicateDesign, &[f64])>,
) -> Vec<Value> {
    let (rules, kinds) = wanted(spec);
    let mut entries = Vec::new();
    for &(rule_name, rule) in &rules {
        for &(kind_name, kind) in &kinds {
            for level in LEVELS {
                let head = || header(rule_name, kind_name, level);
                match (kind, design) {
                    (Kind::Replicates, None) => {
                        entries.push(refused(head(), "this interval needs replicate weights"));
                    }
                    (Kind::Of(QuantileInterval::Score), Some(_)) => {
                        let reason = "the score interval needs a linearised design";
                        entries.push(refused(head(), reason));
                    }
                    (Kind::Replicates, Some((replicates, values))) => {
                        for &p in spec.probs.list() {
                            let (full, each) = replicates.estimate_all(|weights| {
                                WeightedDistribution::new(values, weights).quantile(p, rule)
                            });
                            let se = replicates.variance(full, &each).sqrt();
                            let df = context.degrees_of_freedom;
                            let margin = student_quantile(f64::midpoint(1.0, level), df) * se;
                            entries.push(entry(
                                head(),
                                p,
                                full,
                                (full - margin, full + margin),
                                se,
                            ));
                        }
                    }
                    (Kind::Of(method), _) => {
                        // R takes the symmetric interval of the share whatever is asked for.
                        let method = match design {
                            Some(_) => QuantileInterval::Mean,
                            None => method,
                        };
                        for &p in spec.probs.list() {
                            let found = quantile_with_interval(
                                distribution,
                                p,
                                rule,
                                method,
                                level,
                                context,
                            );
                            let limits = (found.lower, found.upper);
                            entries.push(entry(
                                head(),
                                p,
                                found.value,
                                limits,
                                found.standard_error,
                            ));
                        }
                    }
                }
            }
        }
    }
    entries
}

fn result(df: usize, entries: Vec<Value>) -> Value {
    Value::Object(object([
        ("df", df.into()),
        ("quantiles", Value::Array(entries)),
    ]))
}

fn at_most(values: &[f64], limit: f64) -> Vec<u8> {
    let answer = |&value: &f64| {
        if value.is_nan() {
            Column::MISSING
        } else {
            u8::from(value <= limit)
        }
    };
    values.iter().map(answer).collect()
}

/// With a negative weight the distribution function falls somewhere, and no quantile can be read off it.
fn negative(values: &[f64], weights: &[f64]) -> Option<Value> {
    let row = (0..values.len()).find(|&row| !values[row].is_nan() && weights[row] < 0.0)?;
    Some(super::refused(&format!(
        "row {} has a negative weight: no quantile can be read off",
        row + 1
    )))
}

pub(super) fn linearised(
    design: &SurveyDesign,
    data: &Microdata,
    spec: &EstimateSpec,
    domain: &Domain,
) -> Result<Result<Value, EstimateError>, AnalysisError> {
    let item = spec.var.as_deref().unwrap_or_default();
    let mut values = data.number(item)?.to_vec();
    let mut rows_of_domain = 0;
    let selected = match &spec.domain {
        Some(domain) => select(domain, data)?,
        None => vec![true; values.len()],
    };
    for (value, &keep) in values.iter_mut().zip(&selected) {
        rows_of_domain += usize::from(keep);
        if !keep {
            *value = f64::NAN;
        }
    }
    if let Some(refusal) = negative(&values, design.weights()) {
        return Ok(Ok(refusal));
    }
    let distribution = WeightedDistribution::new(&values, design.weights());
    if distribution.is_empty() {
        return Ok(Err(EstimateError::NoAnswers {
            item: item.to_owned(),
            domain: domain.to_string(),
            rows: rows_of_domain,
        }));
    }
    let labels = values.iter().map(|v| if v.is_nan() { "no" } else { "yes" });
    let answered = Factor::from_labels(labels);
    let table = |limit: f64| {
        let indicator = at_most(&values, limit);
        Tabulation::builder()
            .classification("answered", &answered)
            .item(item, Column::Binary(&indicator))
            .build(design)
            .ok()
    };
    let share = |limit: f64| {
        let estimate = table(limit)?.mean(item, &Domain::all()).ok()?;
        Some((estimate.value, estimate.standard_error))
    };
    let df = table(0.0)
        .and_then(|table| {
            table
                .degrees_of_freedom(&Domain::of("answered", "yes"))
                .ok()
        })
        .unwrap_or(0);
    let rows = if design.projections.is_empty() && !design.unequal_probabilities {
        distribution.len()
    } else {
        design.rows()
    };
    let context = QuantileContext {
        share_at_most: &share,
        rows: real(rows),
        degrees_of_freedom: real(df),
    };
    Ok(Ok(result(
        df,
        all_entries(spec, &distribution, &context, None),
    )))
}

pub(super) fn replicated(
    design: &ReplicateDesign,
    data: &Microdata,
    spec: &EstimateSpec,
    selected: &[bool],
) -> Result<Value, AnalysisError> {
    let item = spec.var.as_deref().unwrap_or_default();
    let mut values = data.number(item)?.to_vec();
    for (value, &keep) in values.iter_mut().zip(selected) {
        if !keep {
            *value = f64::NAN;
        }
    }
    if let Some(refusal) = negative(&values, design.weights()) {
        return Ok(refusal);
    }
    let distribution = WeightedDistribution::new(&values, design.weights());
    if distribution.is_empty() {
        return Ok(super::refused(&format!(
            "nobody in the domain answered {item}"
        )));
    }
    let share = |limit: f64| {
        let (full, each) = design.estimate_all(|weights| {
            let (mut below, mut all) = (0.0, 0.0);
            for (value, weight) in values.iter().zip(weights) {
                if !value.is_nan() {
                    all += weight;
                    below += if *value <= limit { *weight } else { 0.0 };
                }
            }
            below / all
        });
        Some((full, design.variance(full, &each).sqrt()))
    };
    let answered: Vec<bool> = values.iter().map(|value| !value.is_nan()).collect();
    let df = design.degrees_of_freedom(&answered);
    let context = QuantileContext {
        share_at_most: &share,
        rows: real(distribution.len()),
        degrees_of_freedom: real(df),
    };
    let entries = all_entries(spec, &distribution, &context, Some((design, &values)));
    Ok(result(df, entries))
}
