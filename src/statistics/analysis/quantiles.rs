//! Quantiles of an analysis document.

use super::AnalysisError;
use super::microdata::Microdata;
use super::selection::{domain, select};
use super::statistic::{
    Outcome, Quantile, QuantileEntry, QuantileFound, QuantileLimits, QuantilesOutcome,
};
use super::value::{Conditions, Number};
use crate::count::real;
use crate::design::SurveyDesign;
use crate::distribution::student_quantile;
use crate::domain::Domain;
use crate::estimate::EstimateError;
use crate::factor::Factor;
use crate::interval::Sides;
use crate::item_sums::Column;
use crate::quantile::{
    QuantileContext, QuantileInterval, QuantileRule, WeightedDistribution, quantile_with_interval,
};
use crate::replicates::ReplicateDesign;
use crate::tabulation::Tabulation;

/// What was asked for, or what is usual.
fn or_usual<T: Default + Clone>(asked: &[T]) -> Vec<T> {
    match asked {
        [] => vec![T::default()],
        asked => asked.to_vec(),
    }
}

/// Every rule × interval × level × probability.
fn all_entries(
    asked: &Quantile,
    distribution: &WeightedDistribution,
    context: &QuantileContext<'_>,
    design: Option<(&ReplicateDesign, &[f64])>,
) -> Vec<QuantileEntry> {
    let mut entries = Vec::new();
    let note = |interval| {
        let replaced = matches!(
            interval,
            QuantileLimits::Beta | QuantileLimits::Xlogit | QuantileLimits::Asin
        );
        (replaced && design.is_some()).then(|| {
            "under replicates the interval is found from the symmetric one of the share, as in R".to_owned()
        })
    };
    for qrule in or_usual(asked.qrules.list()) {
        for interval in or_usual(asked.intervals.list()) {
            for level in asked.limits().levels() {
                let found = match intervals_of(interval, design) {
                    Err(error) => vec![QuantileFound::Refused {
                        error: error.to_owned(),
                    }],
                    Ok(source) => {
                        let probs = asked.probs.list().iter();
                        let rule = qrule.rule();
                        let sides = asked.sides;
                        probs
                            .map(|&p| {
                                source.quantile(distribution, context, p, rule, (level, sides))
                            })
                            .collect()
                    }
                };
                entries.extend(found.into_iter().map(|found| QuantileEntry {
                    qrule,
                    interval,
                    level,
                    found,
                    note: note(interval),
                }));
            }
        }
    }
    entries
}

/// What an interval is found from.
enum Source<'a> {
    Distribution(QuantileInterval),
    Replicates(&'a ReplicateDesign, &'a [f64]),
}

/// What an interval is found from under a design, or why it cannot be found.
fn intervals_of<'a>(
    interval: QuantileLimits,
    design: Option<(&'a ReplicateDesign, &'a [f64])>,
) -> Result<Source<'a>, &'static str> {
    let method = match (interval, design) {
        (QuantileLimits::Quantile, Some((design, values))) => {
            return Ok(Source::Replicates(design, values));
        }
        (QuantileLimits::Quantile, None) => return Err("this interval needs replicate weights"),
        (QuantileLimits::Score, Some(_)) => {
            return Err("the score interval needs a linearised design");
        }
        // As R does, and `note` says it.
        (QuantileLimits::Mean, _) | (_, Some(_)) => QuantileInterval::Mean,
        (QuantileLimits::Beta, None) => QuantileInterval::Beta,
        (QuantileLimits::Xlogit, None) => QuantileInterval::Logit,
        (QuantileLimits::Asin, None) => QuantileInterval::Asin,
        (QuantileLimits::Score, None) => QuantileInterval::Score,
    };
    Ok(Source::Distribution(method))
}

impl Source<'_> {
    fn quantile(
        &self,
        distribution: &WeightedDistribution,
        context: &QuantileContext<'_>,
        p: f64,
        rule: QuantileRule,
        (level, sides): (f64, Sides),
    ) -> QuantileFound {
        // A one-sided limit is that of a two-sided interval which leaves out as much on its side.
        let level = match sides {
            Sides::Both => level,
            Sides::Lower | Sides::Upper => 2.0 * level - 1.0,
        };
        let (value, lower, upper, se) = match self {
            Self::Replicates(design, values) => {
                let (full, each) = design.estimate_all(|weights| {
                    WeightedDistribution::new(values, weights).quantile(p, rule)
                });
                let se = design.variance(full, &each).sqrt();
                let df = context.degrees_of_freedom;
                let margin = student_quantile(f64::midpoint(1.0, level), df) * se;
                (full, full - margin, full + margin, se)
            }
            Self::Distribution(method) => {
                let found = quantile_with_interval(distribution, p, rule, *method, level, context);
                (found.value, found.lower, found.upper, found.standard_error)
            }
        };
        let (lower, upper) = match sides {
            Sides::Both => (lower, upper),
            Sides::Lower => (lower, f64::INFINITY),
            Sides::Upper => (f64::NEG_INFINITY, upper),
        };
        QuantileFound::Quantile {
            prob: Number(p),
            quantile: Number(value),
            lower: Number(lower),
            upper: Number(upper),
            se: Number(se),
        }
    }
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
fn negative(values: &[f64], weights: &[f64]) -> Option<Outcome> {
    let row = (0..values.len()).find(|&row| !values[row].is_nan() && weights[row] < 0.0)?;
    Some(Outcome::refused(format!(
        "row {} has a negative weight: no quantile can be read off",
        row + 1
    )))
}

pub(super) fn linearised(
    design: &SurveyDesign,
    data: &Microdata,
    asked: &Quantile,
    conditions: &Conditions,
) -> Result<Result<Outcome, EstimateError>, AnalysisError> {
    let item = &asked.var;
    let mut values = data.number(item)?.into_owned();
    let mut rows_of_domain = 0;
    let selected = select(conditions, data)?;
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
            domain: domain(conditions, data)?.to_string(),
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
    let everybody = table(0.0).map(|table| table.mean(item, &Domain::all()));
    let refused = match everybody {
        Some(Err(error @ EstimateError::Variance { .. })) => Some(error.to_string()),
        _ => None,
    };
    Ok(Ok(Outcome::Quantiles(QuantilesOutcome {
        df,
        quantiles: all_entries(asked, &distribution, &context, None),
        error: refused,
    })))
}

pub(super) fn replicated(
    design: &ReplicateDesign,
    data: &Microdata,
    asked: &Quantile,
    selected: &[bool],
) -> Result<Outcome, AnalysisError> {
    let item = &asked.var;
    let mut values = data.number(item)?.into_owned();
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
        return Ok(Outcome::refused(format!(
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
    let quantiles = all_entries(asked, &distribution, &context, Some((design, &values)));
    Ok(Outcome::Quantiles(QuantilesOutcome {
        df,
        quantiles,
        error: None,
    }))
}
