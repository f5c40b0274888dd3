//! What is said about a proportion: the verdict on a target, whether it may be shown, and the share
//! behind a sensitive question.

use serde_json::Value;

use super::document::EstimateSpec;
use super::output::{LEVELS, limits, number, object, symmetric, text};
use super::refused;
use crate::count::real;
use crate::crosswise::CrosswiseEstimate;
use crate::estimate::Estimate;
use crate::interval::Sides;
use crate::reliability::{Presentation, Reliability};
use crate::verdict::{
    Direction, OperatingCharacteristic, operating_characteristic, side_of_threshold,
};

/// The confidence level of what is published.
const LEVEL: f64 = 0.95;

/// Refuses thresholds, prevalences and levels that are no proportions.
pub(super) fn check(spec: &EstimateSpec) -> Result<(), String> {
    direction(spec)?;
    let anchor = spec.anchor.as_ref().map(|anchor| anchor.prevalence);
    for (member, value) in [
        ("threshold", spec.threshold),
        ("prevalence", spec.prevalence),
        ("anchor.prevalence", anchor),
    ] {
        if value.is_some_and(|value| !(0.0..=1.0).contains(&value)) {
            return Err(format!("{member} is not between 0 and 1"));
        }
    }
    if spec
        .truth
        .list()
        .iter()
        .any(|truth| !(0.0..=1.0).contains(truth))
    {
        return Err("truth is not between 0 and 1".to_owned());
    }
    if spec
        .level
        .is_some_and(|level| !(level > 0.0 && level < 1.0))
    {
        return Err("level is not strictly between 0 and 1".to_owned());
    }
    Ok(())
}

/// Which side of the threshold is good; "at least" unless said otherwise.
pub(super) fn direction(spec: &EstimateSpec) -> Result<Direction, String> {
    match spec.direction.as_deref() {
        None | Some("at_least") => Ok(Direction::AtLeast),
        Some("at_most") => Ok(Direction::AtMost),
        Some(other) => Err(format!("unknown direction {other:?}")),
    }
}

/// A verdict or a judgement of reliability, read off the published interval.
pub(super) fn result(spec: &EstimateSpec, estimate: &Estimate, design_effect: f64) -> Value {
    let level = spec.level.unwrap_or(LEVEL);
    let interval = match estimate.interval(level, design_effect) {
        Ok(interval) => interval,
        Err(error) => return refused(&error),
    };
    let df = real(estimate.degrees_of_freedom);
    let shown = limits("korn_graubard", level, df, interval.lower, interval.upper);
    let mut result = object([
        ("n", estimate.respondents.into()),
        ("estimate", number(estimate.value)),
        ("se", number(estimate.standard_error)),
        ("n_star", number(interval.effective_sample_size)),
        ("at_boundary", Value::Bool(interval.at_boundary)),
        ("ci", Value::Array(vec![shown])),
    ]);
    if spec.stat == "reliability" {
        let judged = Reliability::of(estimate, &interval);
        let presentation = match judged.presentation {
            Presentation::Suppressed => "suppressed",
            Presentation::Unreliable => "unreliable",
            Presentation::Shown => "shown",
        };
        result.insert("presentation".to_owned(), text(presentation));
        for (member, flag) in [
            ("complement_unreliable", judged.complement_unreliable),
            ("few_degrees_of_freedom", judged.few_degrees_of_freedom),
        ] {
            result.insert(member.to_owned(), Value::Bool(flag));
        }
        return Value::Object(result);
    }
    let threshold = spec.threshold.unwrap_or(f64::NAN);
    let direction = direction(spec).unwrap_or(Direction::AtLeast);
    let word = match side_of_threshold(&interval, threshold, direction) {
        Some(true) => "met",
        Some(false) => "not_met",
        None => "undetermined",
    };
    result.insert("verdict".to_owned(), text(word));
    let persons = whole(interval.effective_sample_size);
    let mut truths = spec.truth.list().to_vec();
    if truths.is_empty() {
        truths.push(threshold);
    }
    let chances = truths.iter().map(|&truth| {
        let chance = operating_characteristic(truth, threshold, direction, persons, level);
        characteristic(truth, &chance)
    });
    let chances = Value::Array(chances.collect());
    result.insert("operating_characteristic".to_owned(), chances);
    Value::Object(result)
}

/// An effective sample size in whole persons.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "rounded down on purpose; more than four thousand million persons count as that many"
)]
pub(super) fn whole(size: f64) -> u32 {
    // A size that is whole but for rounding errors is not rounded down.
    (size * (1.0 + 1e-12)).floor() as u32
}

/// How likely each verdict is at one truth.
pub(super) fn characteristic(truth: f64, chance: &OperatingCharacteristic) -> Value {
    let limit = |limit: Option<f64>| limit.map_or(Value::Null, number);
    Value::Object(object([
        ("truth", number(truth)),
        ("met", number(chance.met)),
        ("not_met", number(chance.not_met)),
        ("undetermined", number(chance.undetermined)),
        ("met_from", limit(chance.met_from)),
        ("not_met_up_to", limit(chance.not_met_up_to)),
    ]))
}

/// A prevalence behind "same" answers, with the shares it comes from.
pub(super) fn crosswise_result(
    estimate: &CrosswiseEstimate,
    same: &Estimate,
    anchor: Option<&Estimate>,
    df: usize,
) -> Value {
    let share = |estimate: &Estimate| {
        Value::Object(object([
            ("n", estimate.respondents.into()),
            ("estimate", number(estimate.value)),
            ("se", number(estimate.standard_error)),
        ]))
    };
    let methods = [("t_domain_df", real(df)), ("normal", f64::INFINITY)];
    let intervals = symmetric(
        estimate.value,
        estimate.standard_error,
        &methods,
        Sides::Both,
    );
    debug_assert_eq!(intervals.len(), methods.len() * LEVELS.len());
    let mut result = object([
        ("n", same.respondents.into()),
        ("df", df.into()),
        ("estimate", number(estimate.value)),
        ("clipped", number(estimate.clipped())),
        ("se", number(estimate.standard_error)),
        ("attention", number(estimate.attention)),
        ("same", share(same)),
        ("ci", Value::Array(intervals)),
    ]);
    if let Some(anchor) = anchor {
        result.insert("anchor_same".to_owned(), share(anchor));
    }
    Value::Object(result)
}
