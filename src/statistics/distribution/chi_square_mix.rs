//! The upper tail of a sum of weighted χ² variables with one degree of freedom each, over an independent χ²/ν.
//!
//! P(Σ λᵢ χ²₁ > x χ²(ν)/ν) is P(T > 0) of T = Σ λᵢ χ²₁ − (x/ν) χ²(ν), whose cumulant function is
//! K(s) = −½ Σ ln(1 − 2 s λᵢ) − ½ ν ln(1 + 2 s x/ν). With the saddle point ŝ, where K′(ŝ) = 0, the tail is
//! Φ̄(w + ln(v/w)/w) for w = sgn(ŝ) √(−2 K(ŝ)) and v = ŝ √K″(ŝ). With one weight the tail is that of F, and is taken from there.
//!
//! Assumed: weights above zero. Near the mean of T (ŝ close to 0) the formula cancels: there Satterthwaite's F stands in its place.
//!
//! # References
//!
//! * Kuonen (1999), *Biometrika* 86, 929–935. Lumley & Scott (2014), *Australian & New Zealand Journal of Statistics* 56, 1–14.
//!
//! Proven by `regressions_agree_with_r` (the tests of several columns), and by
//! `equal_weights_are_nearly_f` below.

use super::{f_upper, normal_upper};

/// Closer to zero the saddle point formula loses its digits.
const NEAR_ZERO: f64 = 1e-4;

/// Bisections of the interval that holds the saddle point: more than a number has digits.
const BISECTIONS: usize = 200;

/// The probability that a sum of χ² variables with these weights is more than `x`, where the scale is estimated with so many
/// degrees of freedom.
pub fn weighted_f_upper(x: f64, weights: &[f64], degrees_of_freedom: f64) -> f64 {
    if let [weight] = weights {
        return f_upper(x / weight, 1.0, degrees_of_freedom);
    }
    saddle_point(x, weights, degrees_of_freedom)
        .unwrap_or_else(|| satterthwaite(x, weights, degrees_of_freedom))
}

fn satterthwaite(x: f64, weights: &[f64], degrees_of_freedom: f64) -> f64 {
    let sum: f64 = weights.iter().sum();
    let squares: f64 = weights.iter().map(|weight| weight * weight).sum();
    f_upper(x / sum, sum * sum / squares, degrees_of_freedom)
}

fn saddle_point(x: f64, weights: &[f64], degrees_of_freedom: f64) -> Option<f64> {
    let largest = weights.iter().copied().fold(0.0, f64::max);
    if largest <= 0.0 || x <= 0.0 {
        return None;
    }
    // In units of the largest weight; the scale has a weight below zero.
    let mut parts: Vec<(f64, f64)> = weights.iter().map(|w| (w / largest, 1.0)).collect();
    parts.push((-x / largest / degrees_of_freedom, degrees_of_freedom));
    let sum = |of: &dyn Fn(f64) -> f64| -> f64 {
        parts
            .iter()
            .map(|&(weight, count)| count * of(weight))
            .sum()
    };
    let slope = |s: f64| sum(&|weight| weight / (1.0 - 2.0 * s * weight));
    let (mut low, mut high) = (-0.5 * largest * degrees_of_freedom / x, 0.5);
    for _ in 0..BISECTIONS {
        let middle = f64::midpoint(low, high);
        if slope(middle) < 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    let s = f64::midpoint(low, high);
    if s.abs() < NEAR_ZERO {
        return None;
    }
    let cumulant = -0.5 * sum(&|weight| (-2.0 * s * weight).ln_1p());
    let curvature = 2.0 * sum(&|weight| (weight / (1.0 - 2.0 * s * weight)).powi(2));
    let w = s.signum() * (-2.0 * cumulant).sqrt();
    let v = s * curvature.sqrt();
    Some(normal_upper(w + (v / w).ln() / w))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::count::real;

    #[test]
    fn one_weight_is_exactly_f() {
        let (ours, f) = (weighted_f_upper(6.0, &[1.5], 40.0), f_upper(4.0, 1.0, 40.0));
        assert!((ours - f).abs() < 1e-15);
    }

    #[test]
    fn equal_weights_are_nearly_f() {
        for x in [1.0, 5.0, 12.0, 30.0, 60.0] {
            let ours = weighted_f_upper(x, &[2.0, 2.0, 2.0], 85.0);
            let f = f_upper(x / 6.0, 3.0, 85.0);
            assert!((ours / f - 1.0).abs() < 0.03, "{x}: {ours} {f}");
            let other = satterthwaite(x, &[2.0; 3], 85.0);
            assert!((other - f).abs() < 1e-12);
        }
    }

    #[test]
    fn the_tail_falls_with_what_is_exceeded() {
        let tails: Vec<f64> = (1..400)
            .map(|x| weighted_f_upper(real(x) / 10.0, &[0.3, 1.0, 1.4], 30.0))
            .collect();
        assert!(tails.is_sorted_by(|one, next| *one > *next - 2e-3));
        assert!(tails.iter().all(|tail| (0.0..=1.0).contains(tail)));
    }
}
