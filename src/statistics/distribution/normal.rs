//! The standard normal distribution.
//!
//! P(Z ≤ z) = ½ (1 ± P(½, z²/2)), by the gamma distribution, which has the digits far out that the error function of
//! `statrs` lacks; its quantile is within 2.2e-16 of the sixty-digit values of the grid, and taken from there.
//!
//! Proven by `quantiles_agree_with_sixty_digit_values` and `distribution_functions_agree_in_both_tails`.

use statrs::distribution::{ContinuousCDF, Normal};

use super::incomplete_gamma::gamma_tails;

/// P(Z ≤ z).
pub fn normal_lower(z: f64) -> f64 {
    let (inside, outside) = gamma_tails(0.5, z * z / 2.0);
    if z < 0.0 {
        outside / 2.0
    } else {
        f64::midpoint(1.0, inside)
    }
}

/// P(Z > z).
pub fn normal_upper(z: f64) -> f64 {
    normal_lower(-z)
}

/// z with P(Z ≤ z) = p. NaN outside [0, 1], infinite at its ends.
pub fn normal_quantile(p: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) {
        f64::NAN
    } else if p > 0.0 && p < 1.0 {
        Normal::standard().inverse_cdf(p)
    } else {
        f64::INFINITY.copysign(p - 0.5)
    }
}
