//! The chi-square distribution: P(X ≤ x) with df degrees of freedom is the incomplete gamma function P(df/2, x/2).
//!
//! # References
//!
//! * Abramowitz & Stegun (1964), 26.4.1. Wilson & Hilferty (1931) (where Newton's method begins).
//!
//! Proven by `quantiles_agree_with_sixty_digit_values` and `distribution_functions_agree_in_both_tails`.

use super::incomplete_gamma::gamma_tails;
use super::normal::normal_quantile;
use super::saddle_point::gamma_log_density;

/// P(X ≤ x) for the chi-square distribution with `df` degrees of freedom. NaN unless df > 0.
pub fn chi_square_lower(x: f64, df: f64) -> f64 {
    gamma_tails(df / 2.0, x / 2.0).0
}

/// P(X > x) for the chi-square distribution.
pub fn chi_square_upper(x: f64, df: f64) -> f64 {
    gamma_tails(df / 2.0, x / 2.0).1
}

/// x with P(X ≤ x) = p for the chi-square distribution. NaN unless 0 ≤ p ≤ 1 and df > 0.
pub fn chi_square_quantile(p: f64, df: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    if p == 0.0 {
        return 0.0;
    }
    if p >= 1.0 {
        return f64::INFINITY;
    }
    let a = df / 2.0;
    let by_lower = p <= 0.5;
    let target = if by_lower { p } else { 1.0 - p }.ln();
    let (mut low, mut high) = (-745.0_f64, 709.0_f64);
    let wilson_hilferty = 1.0 - 1.0 / (9.0 * a) + normal_quantile(p) / (3.0 * a.sqrt());
    let mut t = if wilson_hilferty > 0.1 {
        a.ln() + 3.0 * wilson_hilferty.ln()
    } else {
        a.ln().min(0.0)
    };
    for _ in 0..2000 {
        let x = t.exp();
        let (at_lower, at_upper) = gamma_tails(a, x);
        let tail = if by_lower { at_lower } else { at_upper };
        let gap = tail.ln() - target;
        if gap == 0.0 {
            break;
        }
        if (gap > 0.0) == by_lower {
            high = t;
        } else {
            low = t;
        }
        let slope = gamma_log_density(a, x) / tail;
        let newton = t - if by_lower { gap / slope } else { -gap / slope };
        let next = if newton.is_finite() && newton > low && newton < high {
            newton
        } else {
            f64::midpoint(low, high)
        };
        let close = (next - t).abs() <= 1e-15 * t.abs().max(1e-3);
        t = next;
        if close {
            break;
        }
    }
    2.0 * t.exp()
}
