//! Confidence intervals of a proportion.
//!
//! With variance V, df degrees of freedom, t the quantile of Student's t, ñ = p(1 − p)/V:
//!
//! | method | limits |
//! |---|---|
//! | t | p ± t √V |
//! | logit | logit⁻¹[logit p ± t √V / (p(1 − p))] (R: `logit` up to glm convergence, `xlogit`) |
//! | asin | sin²[arcsin √p ± t √V / (2 √(p(1 − p)))] |
//! | Wilson | [p + t²/2ñ ± t/2ñ √(4 ñ p(1 − p) + t²)] / (1 + t²/ñ) (R 4.5 `wilson`) |
//! | Korn–Graubard | beta quantiles with n* = ñ [t(n − 1)/t(df)]² (R: `beta`) |
//! | likelihood | 2 ñ KL(p, p′) = φ t², φ the dispersion |
//!
//! **The published interval** is Korn–Graubard with n = persons who answered in the domain, n*
//! capped at n, and df of the domain. R takes rows for n and does not cap; both variants are here
//! to be compared.
//!
//! **p = 0 and p = 1**: V is zero and no method means anything. Every method then answers with the
//! Clopper–Pearson form at n* = min(n, n / d), d being the design effect of the item in the whole
//! city: \[0, 1 − (α/2)^{1/n*}\] or \[(α/2)^{1/n*}, 1\], the free limit keeping α/2 so that no
//! verdict errs more often than elsewhere. Where the whole city says 0 or 1 it has no design effect
//! either; d = 1 is taken, and the limit is that of a simple random sample. The same rule serves
//! linearised and replicated designs.
//!
//! By simulation (`simulation/coverage.rs`) nominal 95 % Korn–Graubard intervals cover 95.5 to 99 %,
//! logit 95.2 to 96.3 % where ñ·min(p, 1 − p) ≥ 6, and the symmetric interval as little as 90.6 %.
//!
//! Assumed: V estimates the sampling variance with about df degrees of freedom; nothing is said of bias.
//!
//! Not to be used with zero degrees of freedom (an error), nor trusted below eight.
//!
//! # References
//!
//! * Korn & Graubard (1998), *Survey Methodology* 24, 193–201. Clopper & Pearson (1934).
//! * Wilson (1927), *JASA* 22, 209–212. Lumley, R `survey`, `svyciprop`.
//! * Parker et al. (2017), NCHS Series 2 no. 175 (cap at n; p = 0 and 1).
//!
//! Proven by `intervals_agree_with_their_formulas_on_grids` (`korn_graubard`, `wilson_deff`, `logit_ci`,
//! `binomial_ci`) and `every_estimate_of_every_fixture_agrees_with_r`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::count::real;
use super::distribution::{beta_quantile, student_quantile};
use super::estimate::Estimate;

/// How limits are found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum IntervalMethod {
    /// p ± t √V: symmetric, may leave 0..=1.
    T,
    /// Symmetric on the logit scale.
    Logit,
    /// Symmetric on the arcsine scale.
    Asin,
    /// Wilson's score interval at the effective sample size.
    Wilson,
    /// Clopper–Pearson at the effective sample size with the df correction, capped at n: the
    /// published interval.
    KornGraubard,
    /// The same without the cap at n.
    KornGraubardUncapped,
    /// The values whose profile likelihood is not too far below the maximum.
    Likelihood {
        /// φ; R plugs in n/(n − 1).
        dispersion: f64,
    },
}

/// Which limits are wanted. A one-sided limit spends all of α on its side; the other end is that
/// of the parameter space.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Sides {
    /// Both, α/2 each.
    #[default]
    Both,
    /// The lower limit only.
    Lower,
    /// The upper limit only.
    Upper,
}

/// Confidence limits of a proportion.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower limit.
    pub lower: f64,
    /// Upper limit.
    pub upper: f64,
    /// Confidence level, 0..1.
    pub level: f64,
    /// The effective sample size behind it (n* for Korn–Graubard, else p(1 − p)/V).
    pub effective_sample_size: f64,
    /// Whether p was exactly 0 or 1, so that the rule for the boundary answered.
    pub at_boundary: bool,
}

/// Why there is no interval.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum IntervalError {
    /// The domain has no more PSUs than strata.
    #[error("no degrees of freedom: the domain has as many strata as PSUs")]
    NoDegreesOfFreedom,
    /// The level is not between 0 and 1.
    #[error("confidence level {level}")]
    BadLevel {
        /// The level asked for.
        level: f64,
    },
    /// A proportion strictly between 0 and 1 has no variance (it is fixed by control totals, say, or the
    /// same in every PSU), and the method needs one. The published method does not.
    #[error("the variance is {variance} although the proportion is {value}")]
    NoVariance {
        /// The proportion.
        value: f64,
        /// Zero, infinite or NaN.
        variance: f64,
    },
    /// The value is not a proportion.
    #[error("{value} is not a proportion")]
    NotAProportion {
        /// Outside 0 to 1, or NaN.
        value: f64,
    },
}

/// What an interval needs to know of a proportion.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Precision {
    /// The proportion, 0..=1.
    pub value: f64,
    pub standard_error: f64,
    /// Degrees of freedom, positive (may be infinite).
    pub degrees_of_freedom: f64,
    /// The n of Korn–Graubard: persons who answered in the domain.
    pub respondents: f64,
    /// Design effect used when the proportion is 0 or 1.
    pub boundary_design_effect: f64,
}

impl Estimate {
    /// The published interval: two-sided Korn–Graubard. `boundary_design_effect` is the design
    /// effect of the item in the whole city, used only if the proportion is 0 or 1.
    pub fn interval(
        &self,
        level: f64,
        boundary_design_effect: f64,
    ) -> Result<Interval, IntervalError> {
        self.precision(boundary_design_effect).interval(
            IntervalMethod::KornGraubard,
            level,
            Sides::Both,
        )
    }

    /// What any interval of this estimate needs, with df of the domain.
    pub fn precision(&self, boundary_design_effect: f64) -> Precision {
        Precision {
            value: self.value,
            standard_error: self.standard_error,
            degrees_of_freedom: real(self.degrees_of_freedom),
            respondents: real(self.respondents),
            boundary_design_effect,
        }
    }
}

impl Precision {
    /// Confidence limits by one method.
    pub fn interval(
        &self,
        method: IntervalMethod,
        level: f64,
        sides: Sides,
    ) -> Result<Interval, IntervalError> {
        if !(level > 0.0 && level < 1.0) {
            return Err(IntervalError::BadLevel { level });
        }
        let p = self.value;
        if !(0.0..=1.0).contains(&p) {
            return Err(IntervalError::NotAProportion { value: p });
        }
        let tail = match sides {
            Sides::Both => (1.0 - level) / 2.0,
            Sides::Lower | Sides::Upper => 1.0 - level,
        };
        if p <= 0.0 || p >= 1.0 {
            return Ok(self.boundary(level, tail, sides));
        }
        if self.degrees_of_freedom <= 0.0 {
            return Err(IntervalError::NoDegreesOfFreedom);
        }
        let variance = self.standard_error * self.standard_error;
        // Capped at n, the interval of a proportion without variance is that of a simple random sample.
        let capped = method == IntervalMethod::KornGraubard && variance <= 0.0;
        if !((variance > 0.0 || capped) && variance.is_finite()) {
            return Err(IntervalError::NoVariance { value: p, variance });
        }
        let t = student_quantile(1.0 - tail, self.degrees_of_freedom);
        let spread = p * (1.0 - p);
        let mut effective = spread / variance;
        let (lower, upper) = match method {
            IntervalMethod::T => (p - t * self.standard_error, p + t * self.standard_error),
            IntervalMethod::Logit => {
                let centre = (p / (1.0 - p)).ln();
                let half = t * self.standard_error / spread;
                (inverse_logit(centre - half), inverse_logit(centre + half))
            }
            IntervalMethod::Asin => {
                let centre = p.sqrt().asin();
                let half = t * self.standard_error / (2.0 * spread.sqrt());
                ((centre - half).sin().powi(2), (centre + half).sin().powi(2))
            }
            IntervalMethod::Wilson => {
                let square = t * t;
                let middle = p + square / (2.0 * effective);
                let half = t / (2.0 * effective) * (4.0 * effective * spread + square).sqrt();
                let shrink = 1.0 + square / effective;
                let upper = (middle + half) / shrink;
                // The product of the limits is p² / shrink; their difference would cancel.
                (p * p / (shrink * upper), upper)
            }
            IntervalMethod::KornGraubard | IntervalMethod::KornGraubardUncapped => {
                let ratio = student_quantile(1.0 - tail, self.respondents - 1.0) / t;
                effective *= ratio * ratio;
                // A single respondent has no t(n − 1), and no information beyond itself.
                if method == IntervalMethod::KornGraubard {
                    effective = effective.min(self.respondents);
                }
                let x = effective * p;
                let rest = effective * (1.0 - p);
                (
                    beta_quantile(tail, x, rest + 1.0),
                    beta_quantile(1.0 - tail, x + 1.0, rest),
                )
            }
            IntervalMethod::Likelihood { dispersion } => {
                likelihood_limits(p, dispersion * t * t / effective)
            }
        };
        Ok(Interval {
            lower: if sides == Sides::Upper { 0.0 } else { lower },
            upper: if sides == Sides::Lower { 1.0 } else { upper },
            level,
            effective_sample_size: effective,
            at_boundary: false,
        })
    }

    fn boundary(&self, level: f64, tail: f64, sides: Sides) -> Interval {
        let n = self.respondents;
        let effective = n.min(n / self.boundary_design_effect);
        let free = tail.powf(1.0 / effective);
        let (lower, upper) = if self.value == 0.0 {
            (
                0.0,
                if sides == Sides::Lower {
                    1.0
                } else {
                    1.0 - free
                },
            )
        } else {
            (if sides == Sides::Upper { 0.0 } else { free }, 1.0)
        };
        Interval {
            lower,
            upper,
            level,
            effective_sample_size: effective,
            at_boundary: true,
        }
    }
}

pub(super) fn inverse_logit(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// The two solutions p′ of 2 KL(p, p′) = target.
fn likelihood_limits(p: f64, target: f64) -> (f64, f64) {
    let centre = (p / (1.0 - p)).ln();
    // On the logit scale the divergence is p (ln p + ln(1 + e⁻ᵇ)) + (1 − p)(ln(1 − p) + ln(1 + eᵇ)).
    let excess = |b: f64| {
        let softplus = |x: f64| x.max(0.0) + (-x.abs()).exp().ln_1p();
        2.0 * (p * (p.ln() + softplus(-b)) + (1.0 - p) * ((1.0 - p).ln() + softplus(b))) - target
    };
    let solve = |direction: f64| {
        let mut far = 1.0;
        while excess(centre + direction * far) < 0.0 && far < 1e6 {
            far *= 2.0;
        }
        let (mut low, mut high) = (0.0, far);
        for _ in 0..200 {
            let middle = f64::midpoint(low, high);
            if excess(centre + direction * middle) < 0.0 {
                low = middle;
            } else {
                high = middle;
            }
        }
        inverse_logit(centre + direction * f64::midpoint(low, high))
    };
    (solve(-1.0), solve(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn precision(value: f64, standard_error: f64) -> Precision {
        Precision {
            value,
            standard_error,
            degrees_of_freedom: f64::INFINITY,
            respondents: 1000.0,
            boundary_design_effect: 2.0,
        }
    }

    #[test]
    fn the_check_value_of_the_method_note_comes_out() {
        // p = .9 with an effective thousand: .8797 to .9179.
        let exact = precision(0.9, 0.01 * 0.9_f64.sqrt() / 1.0001);
        let interval = exact
            .interval(IntervalMethod::KornGraubard, 0.95, Sides::Both)
            .unwrap();
        assert!((interval.lower - 0.8797).abs() < 5e-5, "{interval:?}");
        assert!((interval.upper - 0.9179).abs() < 5e-5, "{interval:?}");
        assert!((interval.effective_sample_size - 1000.0).abs() < 1e-9);
    }

    #[test]
    fn at_zero_and_one_every_method_gives_the_documented_limit() {
        for method in [
            IntervalMethod::T,
            IntervalMethod::KornGraubard,
            IntervalMethod::Logit,
        ] {
            let none = precision(0.0, 0.0)
                .interval(method, 0.95, Sides::Both)
                .unwrap();
            assert!(none.lower <= 0.0);
            assert!((none.upper - (1.0 - 0.025_f64.powf(1.0 / 500.0))).abs() < 1e-15);
            assert!(none.at_boundary);
            let all = precision(1.0, 0.0)
                .interval(method, 0.95, Sides::Lower)
                .unwrap();
            assert!((all.lower - 0.05_f64.powf(1.0 / 500.0)).abs() < 1e-15);
            assert!(all.upper >= 1.0);
        }
    }

    #[test]
    fn without_variance_the_published_interval_is_that_of_a_simple_random_sample() {
        let fixed = precision(0.9, 0.0);
        let interval = fixed
            .interval(IntervalMethod::KornGraubard, 0.95, Sides::Both)
            .unwrap();
        let binomial = precision(0.9, (0.9_f64 * 0.1 / 1000.0).sqrt())
            .interval(IntervalMethod::KornGraubard, 0.95, Sides::Both)
            .unwrap();
        assert!((interval.effective_sample_size - 1000.0).abs() < 1e-9);
        assert!((interval.lower - binomial.lower).abs() < 1e-9);
        assert!((interval.upper - binomial.upper).abs() < 1e-9);
        assert!(matches!(
            fixed.interval(IntervalMethod::Logit, 0.95, Sides::Both),
            Err(IntervalError::NoVariance { .. })
        ));
    }

    #[test]
    fn a_one_sided_limit_equals_a_two_sided_one_of_half_the_level() {
        let p = precision(0.7, 0.02);
        let both = p
            .interval(IntervalMethod::Wilson, 0.90, Sides::Both)
            .unwrap();
        let lower = p
            .interval(IntervalMethod::Wilson, 0.95, Sides::Lower)
            .unwrap();
        assert!((both.lower - lower.lower).abs() < 1e-12);
        assert!(lower.upper >= 1.0);
    }
}
