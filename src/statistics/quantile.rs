//! Quantiles of a weighted sample, with Woodruff's intervals.
//!
//! A quantile q̂ is read off the weighted distribution function by a named rule. Its interval comes
//! from the interval of the proportion of answers at or below q̂, both of whose limits are read off
//! in the same way (Woodruff); the standard error is its length over 2t. The score interval asks
//! instead for which q the proportion above differs significantly from 1 − p.
//!
//! Assumed: many distinct values. Not to be used for an ordinal scale of five points, whose
//! quantiles jump; publish proportions there.
//!
//! # References
//!
//! * Woodruff (1952), *JASA* 47, 635–646. Francisco & Fuller (1991), *Annals of
//!   Statistics* 19, 454–469.
//! * Hyndman & Fan (1996), *American Statistician* 50, 361–365 (rules 1, 2 and 7).
//! * R `survey` 4.1, `svyquantile`, whose score interval reads its limits off at *unweighted*
//!   shares; that is kept here for comparison and another reason to prefer Woodruff's.
//!
//! Proven by the fixtures `api_*`, `citizen_base`, `replicates_small` (`quantile`); second route:
//! `a_woodruff_interval_is_that_of_a_share_read_off_the_distribution` in `designs.rs`.

use super::count::real;
use super::distribution::student_quantile;
use super::interval::{IntervalMethod, Precision, Sides};

/// How a quantile is read off the distribution function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuantileRule {
    /// The smallest value at which the distribution function reaches p.
    Math,
    /// The same, but the mean of two values where it equals p on a step.
    School,
    /// Linear interpolation, Hyndman and Fan's rule 7 with weights.
    HyndmanFan7,
}

/// How the interval of a quantile is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuantileInterval {
    /// Woodruff with a symmetric interval of the proportion.
    Mean,
    /// Woodruff with Korn–Graubard (uncapped, n = rows).
    Beta,
    /// Woodruff with the logit interval.
    Logit,
    /// Woodruff with the arcsine interval.
    Asin,
    /// Inversion of the score test.
    Score,
}

/// A quantile with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QuantileEstimate {
    /// The quantile.
    pub value: f64,
    /// Lower limit; NaN where that of the proportion leaves 0..=1.
    pub lower: f64,
    /// Upper limit; NaN likewise.
    pub upper: f64,
    /// Length of the interval over 2t.
    pub standard_error: f64,
}

/// The weighted distribution of answers.
#[derive(Clone, Debug)]
pub struct WeightedDistribution {
    values: Vec<f64>,
    cumulative: Vec<f64>,
}

impl WeightedDistribution {
    /// Sorts answers; those of zero weight or missing (NaN) are left out.
    pub fn new(values: &[f64], weights: &[f64]) -> Self {
        let mut pairs: Vec<(f64, f64)> = values
            .iter()
            .copied()
            .zip(weights.iter().copied())
            .filter(|(value, weight)| !value.is_nan() && *weight > 0.0)
            .collect();
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
        // Whether a sum lands on a step is decided by its last digit: carry what is rounded off.
        let (mut sum, mut carry) = (0.0_f64, 0.0_f64);
        let cumulative = pairs
            .iter()
            .map(|(_, weight)| {
                let next = sum + weight;
                let taken = next - sum;
                carry += (sum - (next - taken)) + (weight - taken);
                sum = next;
                sum + carry
            })
            .collect();
        Self {
            values: pairs.into_iter().map(|(value, _)| value).collect(),
            cumulative,
        }
    }

    /// Number of answers.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether nobody answered.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The p-quantile; NaN if nobody answered or p is outside 0..=1.
    pub fn quantile(&self, p: f64, rule: QuantileRule) -> f64 {
        let Some(&total) = self.cumulative.last() else {
            return f64::NAN;
        };
        if !(0.0..=1.0).contains(&p) {
            return f64::NAN;
        }
        if rule == QuantileRule::HyndmanFan7 {
            return self.interpolated(p);
        }
        let goal = p * total;
        let reached = self.cumulative.partition_point(|&sum| sum < goal);
        let last = self.values.len() - 1;
        let reached = reached.min(last);
        let on_step = self.cumulative[reached] <= goal;
        if rule == QuantileRule::School && on_step && reached < last {
            f64::midpoint(self.values[reached], self.values[reached + 1])
        } else {
            self.values[reached]
        }
    }

    fn interpolated(&self, p: f64) -> f64 {
        let n = self.values.len();
        if n == 1 {
            return self.values[0];
        }
        let share = |index: usize| {
            if index == 0 {
                0.0
            } else {
                self.cumulative[index - 1] / self.cumulative[n - 2]
            }
        };
        let above = (0..n)
            .collect::<Vec<_>>()
            .partition_point(|&index| share(index) < p);
        if above == 0 {
            return self.values[0];
        }
        if above == n {
            return self.values[n - 1];
        }
        let (low, high) = (share(above - 1), share(above));
        let position = (p - low) / (high - low);
        self.values[above - 1] + position * (self.values[above] - self.values[above - 1])
    }

    fn unweighted_share_at_most(&self, value: f64) -> f64 {
        real(self.values.partition_point(|&x| x <= value)) / real(self.values.len())
    }

    fn interquartile_range(&self) -> f64 {
        let equal = Self::new(&self.values, &vec![1.0; self.values.len()]);
        equal.interpolated(0.75) - equal.interpolated(0.25)
    }
}

/// What the interval of a quantile needs to know of the design.
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct QuantileContext<'a> {
    /// Estimated proportion of answers at or below a value, and its standard error.
    pub share_at_most: &'a dyn Fn(f64) -> Option<(f64, f64)>,
    /// Rows of the design, for the beta interval.
    pub rows: f64,
    pub degrees_of_freedom: f64,
}

/// A quantile and its interval at a confidence level.
pub fn quantile_with_interval(
    distribution: &WeightedDistribution,
    p: f64,
    rule: QuantileRule,
    method: QuantileInterval,
    level: f64,
    context: &QuantileContext<'_>,
) -> QuantileEstimate {
    let value = distribution.quantile(p, rule);
    let t = student_quantile(f64::midpoint(1.0, level), context.degrees_of_freedom);
    let (lower, upper) = if method == QuantileInterval::Score {
        score_limits(distribution, p, rule, t, context)
    } else {
        let (low, high) = share_limits(value, method, level, context);
        (
            distribution.quantile(low, rule),
            distribution.quantile(high, rule),
        )
    };
    QuantileEstimate {
        value,
        lower,
        upper,
        standard_error: (upper - lower) / (2.0 * t),
    }
}

/// Limits of the proportion at or below a value; NaN where there are none.
fn share_limits(
    value: f64,
    method: QuantileInterval,
    level: f64,
    context: &QuantileContext<'_>,
) -> (f64, f64) {
    let Some((share, standard_error)) = (context.share_at_most)(value) else {
        return (f64::NAN, f64::NAN);
    };
    let precision = Precision {
        value: share.clamp(0.0, 1.0),
        standard_error,
        degrees_of_freedom: context.degrees_of_freedom,
        respondents: context.rows,
        boundary_design_effect: 1.0,
    };
    let method = match method {
        QuantileInterval::Mean | QuantileInterval::Score => IntervalMethod::T,
        QuantileInterval::Beta => IntervalMethod::KornGraubardUncapped,
        QuantileInterval::Logit => IntervalMethod::Logit,
        QuantileInterval::Asin => IntervalMethod::Asin,
    };
    match precision.interval(method, level, Sides::Both) {
        Ok(interval) => (interval.lower, interval.upper),
        Err(_) => (f64::NAN, f64::NAN),
    }
}

fn score_limits(
    distribution: &WeightedDistribution,
    p: f64,
    rule: QuantileRule,
    t: f64,
    context: &QuantileContext<'_>,
) -> (f64, f64) {
    let (Some(first), Some(last)) = (distribution.values.first(), distribution.values.last())
    else {
        return (f64::NAN, f64::NAN);
    };
    let margin = distribution.interquartile_range() / 100.0;
    let tolerance = 1.0 / (100.0 * context.rows.sqrt());
    let limit = |critical: f64| {
        let score = |theta: f64| match (context.share_at_most)(theta) {
            Some((share, standard_error)) => (p - share) / standard_error - critical,
            None => f64::NAN,
        };
        let root = brent_root(score, first + margin, last - margin, tolerance);
        distribution.quantile(distribution.unweighted_share_at_most(root), rule)
    };
    (limit(t), limit(-t))
}

/// Brent's root finder as in R's `uniroot`; on a step function the answer depends on its path.
fn brent_root(f: impl Fn(f64) -> f64, low: f64, high: f64, tolerance: f64) -> f64 {
    let (mut a, mut b) = (low, high);
    let (mut fa, mut fb) = (f(a), f(b));
    let (mut c, mut fc) = (a, fa);
    if fa * fb > 0.0 || fa.is_nan() || fb.is_nan() {
        return f64::NAN;
    }
    for _ in 0..1000 {
        let previous = b - a;
        if fc.abs() < fb.abs() {
            (a, b, c) = (b, c, b);
            (fa, fb, fc) = (fb, fc, fb);
        }
        let least = 2.0 * f64::EPSILON * b.abs() + tolerance / 2.0;
        let mut step = (c - b) / 2.0;
        if step.abs() <= least || fb == 0.0 {
            return b;
        }
        if previous.abs() >= least && fa.abs() > fb.abs() {
            let gap = c - b;
            let (mut p, mut q) = if a.to_bits() == c.to_bits() {
                let ratio = fb / fa;
                (gap * ratio, 1.0 - ratio)
            } else {
                let (q, first, second) = (fa / fc, fb / fc, fb / fa);
                (
                    second * (gap * q * (q - first) - (b - a) * (first - 1.0)),
                    (q - 1.0) * (first - 1.0) * (second - 1.0),
                )
            };
            if p > 0.0 {
                q = -q;
            } else {
                p = -p;
            }
            if p < 0.75 * gap * q - (least * q).abs() / 2.0 && p < (previous * q / 2.0).abs() {
                step = p / q;
            }
        }
        if step.abs() < least {
            step = least.copysign(step);
        }
        (a, fa) = (b, fb);
        b += step;
        fb = f(b);
        if (fb > 0.0 && fc > 0.0) || (fb < 0.0 && fc < 0.0) {
            (c, fc) = (a, fa);
        }
    }
    b
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_differ_only_on_and_between_steps() {
        let four = WeightedDistribution::new(&[4.0, 1.0, 3.0, 2.0], &[1.0; 4]);
        assert!((four.quantile(0.5, QuantileRule::Math) - 2.0).abs() < 1e-12);
        assert!((four.quantile(0.5, QuantileRule::School) - 2.5).abs() < 1e-12);
        assert!((four.quantile(0.5, QuantileRule::HyndmanFan7) - 2.5).abs() < 1e-12);
        assert!((four.quantile(0.6, QuantileRule::School) - 3.0).abs() < 1e-12);
        assert!(four.quantile(1.1, QuantileRule::Math).is_nan());
    }

    #[test]
    fn a_weight_of_two_equals_two_answers() {
        let weighted = WeightedDistribution::new(&[1.0, 2.0, 5.0], &[1.0, 2.0, 1.0]);
        let doubled = WeightedDistribution::new(&[1.0, 2.0, 2.0, 5.0], &[1.0; 4]);
        for p in [0.1, 0.25, 0.5, 0.75, 0.9] {
            for rule in [QuantileRule::Math, QuantileRule::School] {
                let gap = weighted.quantile(p, rule) - doubled.quantile(p, rule);
                assert!(gap.abs() < 1e-12);
            }
        }
    }
}
