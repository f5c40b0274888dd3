//! Is a target met? Read off the interval that is shown, so that word and picture agree.
//!
//! For "at least t" (以上, t included): **met** if the lower limit is at least t, **not met** if the
//! upper limit is below t, otherwise **undetermined**. "At most t" is the mirror image. With a
//! two-sided 95 % interval each error is held at 2.5 %.
//!
//! The operating characteristic says beforehand how likely each verdict is for a true proportion:
//! at an effective sample size ñ the count is taken as binomial (ñ, p), and the verdict as that of
//! the Clopper–Pearson interval at ñ (which is Korn–Graubard's form).
//!
//! Assumed: the interval covers the truth as often as it says on either side; for the operating characteristic, that the
//! design effect planned with is the one that comes.
//!
//! Not to be used for administrative full counts, which have no interval and are compared exactly, nor
//! for samples whose members chose themselves.
//!
//! # References
//!
//! * Clopper & Pearson (1934), *Biometrika* 26, 404–413. Korn & Graubard (1998).
//! * Fleiss, Levin & Paik (2003), *Statistical Methods for Rates and Proportions*, 3rd edition, chapter 2
//!   (one proportion against a standard) and chapter 4 (sample sizes).
//!
//! Proven by `limits_of_the_verdict_are_those_of_the_method_note` and `sample_sizes_are_those_of_the_plan`, by
//! `a_verdict_is_read_off_the_published_interval` in `requests.rs`, and by simulation (`simulation/coverage.rs`): no verdict is wrong more often than 2.5 %.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::distribution::{beta_lower, beta_quantile, beta_upper, normal_quantile};

/// Which side of the threshold is good.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// The target is a proportion of at least the threshold.
    #[default]
    AtLeast,
    /// The target is a proportion above the threshold.
    Above,
    /// The target is a proportion of at most the threshold.
    AtMost,
}

/// What an interval says of a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The whole interval lies on the good side of the threshold.
    Met,
    /// The whole interval lies on the bad side.
    NotMet,
    /// It lies on both.
    Undetermined,
}

impl Verdict {
    /// The verdict of an interval, lower limit first, on a threshold.
    pub fn of((lower, upper): (f64, f64), threshold: f64, direction: Direction) -> Self {
        let (good, bad) = match direction {
            Direction::AtLeast => (lower >= threshold, upper < threshold),
            Direction::Above => (lower > threshold, upper <= threshold),
            Direction::AtMost => (upper <= threshold, lower > threshold),
        };
        match (good, bad) {
            (true, _) => Self::Met,
            (_, true) => Self::NotMet,
            _ => Self::Undetermined,
        }
    }
}

/// How likely each verdict is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OperatingCharacteristic {
    /// P(met).
    pub met: f64,
    /// P(not met).
    pub not_met: f64,
    /// P(undetermined).
    pub undetermined: f64,
    /// The smallest observed proportion that is met (of "at least"; the largest of "at most"), if
    /// any is.
    pub met_from: Option<f64>,
    /// The largest observed proportion that is not met (the smallest of "at most"), if any is.
    pub not_met_up_to: Option<f64>,
}

/// The chance of each verdict at a true proportion, for an effective sample size (rounded down to
/// whole persons) and the level of the two-sided interval.
pub fn operating_characteristic(
    truth: f64,
    threshold: f64,
    direction: Direction,
    effective_sample_size: u32,
    level: f64,
) -> OperatingCharacteristic {
    if direction == Direction::AtMost {
        let mirror = operating_characteristic(
            1.0 - truth,
            1.0 - threshold,
            Direction::AtLeast,
            effective_sample_size,
            level,
        );
        return OperatingCharacteristic {
            met_from: mirror.met_from.map(|p| 1.0 - p),
            not_met_up_to: mirror.not_met_up_to.map(|p| 1.0 - p),
            ..mirror
        };
    }
    let tail = (1.0 - level) / 2.0;
    let n = f64::from(effective_sample_size);
    let lower = |x: u32| beta_quantile(tail, f64::from(x), n - f64::from(x) + 1.0);
    let upper = |x: u32| beta_quantile(1.0 - tail, f64::from(x) + 1.0, n - f64::from(x));
    let counts = effective_sample_size.saturating_add(1);
    let reaches =
        |limit: f64| limit > threshold || direction == Direction::AtLeast && limit >= threshold;
    let first_met = first_count(counts, |x| x > 0 && reaches(lower(x)));
    let first_not_missed = first_count(counts, |x| x == effective_sample_size || reaches(upper(x)));
    let met = chance_of_at_least(first_met, n, truth);
    let not_met = chance_below(first_not_missed, n, truth);
    OperatingCharacteristic {
        met,
        not_met,
        undetermined: (1.0 - met - not_met).max(0.0),
        met_from: (first_met < counts).then(|| f64::from(first_met) / n),
        not_met_up_to: first_not_missed.checked_sub(1).map(|x| f64::from(x) / n),
    }
}

/// The first count for which a condition holds that, once true, stays true.
fn first_count(counts: u32, holds: impl Fn(u32) -> bool) -> u32 {
    let (mut low, mut high) = (0, counts);
    while low < high {
        let middle = u32::midpoint(low, high);
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// P(X ≥ x) for X ~ Binomial(n, p).
fn chance_of_at_least(x: u32, n: f64, p: f64) -> f64 {
    let x = f64::from(x);
    if x <= 0.0 {
        1.0
    } else if x > n {
        0.0
    } else {
        beta_lower(p, x, n - x + 1.0)
    }
}

/// P(X < x) for X ~ Binomial(n, p).
fn chance_below(x: u32, n: f64, p: f64) -> f64 {
    let x = f64::from(x);
    if x <= 0.0 {
        0.0
    } else if x > n {
        1.0
    } else {
        beta_upper(p, x, n - x + 1.0)
    }
}

/// Effective sample size at which a proportion `truth` proves a threshold with the given power,
/// when each error is α/2 (normal approximation):
/// ñ = \[(z √(t(1 − t)) + z′ √(p(1 − p))) / (p − t)\]², z and z′ the normal quantiles of the level and
/// of the power. Infinite if truth = threshold.
pub fn effective_size_for_verdict(truth: f64, threshold: f64, level: f64, power: f64) -> f64 {
    let z_error = normal_quantile(f64::midpoint(1.0, level));
    let z_power = normal_quantile(power);
    let spread = |p: f64| (p * (1.0 - p)).sqrt();
    let root = (z_error * spread(threshold) + z_power * spread(truth)) / (truth - threshold).abs();
    root * root
}

/// Persons needed for a margin of error at a design effect: n = d z² p(1 − p)/e².
pub fn size_for_margin(proportion: f64, margin: f64, level: f64, design_effect: f64) -> f64 {
    let z = normal_quantile(f64::midpoint(1.0, level));
    design_effect * z * z * proportion * (1.0 - proportion) / (margin * margin)
}

/// The margin of error of so many persons at a design effect: e = z √(d p(1 − p)/n), [`size_for_margin`] the other way round.
pub fn margin_for_size(proportion: f64, persons: f64, level: f64, design_effect: f64) -> f64 {
    let z = normal_quantile(f64::midpoint(1.0, level));
    z * (design_effect * proportion * (1.0 - proportion) / persons).sqrt()
}

/// Design effect of clusters of `per_psu` persons (b) with intraclass correlation `rho` (ρ): that of
/// the weights times 1 + (b − 1)ρ.
pub fn planned_design_effect(weighting_design_effect: f64, per_psu: f64, rho: f64) -> f64 {
    weighting_design_effect * (1.0 + (per_psu - 1.0) * rho)
}

/// Kish's design effect of allocating a sample otherwise than in proportion: Σ Nₕ²/nₕ · n/N².
/// `None` if the lists differ in length or a stratum got nobody.
pub fn allocation_design_effect(population: &[f64], allocated: &[f64]) -> Option<f64> {
    if population.len() != allocated.len() || allocated.iter().any(|&n| n <= 0.0) {
        return None;
    }
    let all: f64 = population.iter().sum();
    let n: f64 = allocated.iter().sum();
    let sum: f64 = population
        .iter()
        .zip(allocated)
        .map(|(size, n)| size * size / n)
        .sum();
    Some(sum * n / (all * all))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_threshold_itself_counts_as_met_unless_more_was_promised() {
        use Verdict::{Met, NotMet, Undetermined};
        for (direction, limits, verdict) in [
            (Direction::AtLeast, (0.9, 0.95), Met),
            (Direction::AtLeast, (0.85, 0.9), Undetermined),
            (Direction::AtLeast, (0.85, 0.8999), NotMet),
            (Direction::Above, (0.9, 0.95), Undetermined),
            (Direction::Above, (0.9001, 0.95), Met),
            (Direction::Above, (0.85, 0.9), NotMet),
            (Direction::AtMost, (0.85, 0.9), Met),
            (Direction::AtMost, (0.9, 0.95), Undetermined),
            (Direction::AtMost, (0.901, 0.95), NotMet),
        ] {
            let found = Verdict::of(limits, 0.9, direction);
            assert_eq!(found, verdict, "{direction:?} {limits:?}");
        }
    }

    #[test]
    fn limits_of_the_verdict_are_those_of_the_method_note() {
        // Observed percentages from which 90 % is met, and up to which it is not met. Between two
        // counts the note interpolates; whole persons round outwards.
        for (n, met, missed) in [(100, 95.9, 83.3), (400, 93.0, 86.8), (1000, 91.9, 88.1)] {
            let rule = operating_characteristic(0.9, 0.9, Direction::AtLeast, n, 0.95);
            let one = 100.0 / f64::from(n) + 0.051;
            assert!(
                (100.0 * rule.met_from.unwrap() - met).abs() < one,
                "{rule:?}"
            );
            assert!(
                (100.0 * rule.not_met_up_to.unwrap() - missed).abs() < one,
                "{rule:?}"
            );
        }
    }

    #[test]
    fn each_error_is_at_most_two_and_a_half_percent() {
        for threshold in [0.5, 0.75, 0.9, 0.97] {
            for n in [50, 333, 2800] {
                let on =
                    operating_characteristic(threshold, threshold, Direction::AtLeast, n, 0.95);
                assert!(on.not_met <= 0.025 + 1e-12, "{on:?}");
                let below = threshold - 1e-9;
                let off = operating_characteristic(below, threshold, Direction::AtLeast, n, 0.95);
                assert!(off.met <= 0.025 + 1e-9, "{off:?}");
            }
        }
    }

    #[test]
    fn sample_sizes_are_those_of_the_plan() {
        let needed = |truth, threshold| effective_size_for_verdict(truth, threshold, 0.95, 0.8);
        assert!((needed(0.92, 0.90) - 1666.0).abs() < 1.0);
        assert!((needed(0.93, 0.90) - 716.0).abs() < 1.0);
        assert!((needed(0.88, 0.85) - 1053.0).abs() < 1.0);
        assert!((needed(0.79, 0.75) - 888.0).abs() < 1.0);
        assert!((size_for_margin(0.9, 0.02, 0.95, 1.0) - 865.0).abs() < 1.0);
        assert!((size_for_margin(0.9, 0.02, 0.95, 1.8) - 1556.0).abs() < 1.0);
        assert!((planned_design_effect(1.25, 10.0, 0.05) - 1.8125).abs() < 1e-12);
        let even = allocation_design_effect(&[100.0, 300.0], &[10.0, 30.0]).unwrap();
        assert!((even - 1.0).abs() < 1e-12);
    }
}
