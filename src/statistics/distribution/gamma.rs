//! The chi-square distribution, by the regularised incomplete gamma function.
//!
//! P(X ≤ x) with df degrees of freedom is P(df/2, x/2): below the mean by its power series, above it by its continued
//! fraction, both in front of Loader's density. Arguments outside their range give NaN at once.
//!
//! # References
//!
//! * Abramowitz & Stegun (1964), 6.5.29, 6.5.31, 26.4.1. Wilson & Hilferty (1931) (where Newton's method begins).
//!
//! Proven by `quantiles_agree_with_sixty_digit_values` and `distribution_functions_agree_in_both_tails`.

use super::normal::normal_quantile;
use super::saddle_point::gamma_log_density;

/// Both tails of the gamma distribution with shape `a` and scale one.
pub(super) fn gamma_tails(a: f64, x: f64) -> (f64, f64) {
    if x.is_nan() || a.is_nan() || a <= 0.0 {
        return (f64::NAN, f64::NAN);
    }
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if x.is_infinite() {
        return (1.0, 0.0);
    }
    let density = gamma_log_density(a, x);
    if x < a + 1.0 {
        let lower = (density * lower_series(a, x)).min(1.0);
        (lower, 1.0 - lower)
    } else {
        let upper = (density * upper_fraction(a, x)).min(1.0);
        (1.0 - upper, upper)
    }
}

fn lower_series(a: f64, x: f64) -> f64 {
    let mut term = 1.0 / a;
    let mut sum = term;
    let mut shape = a;
    loop {
        shape += 1.0;
        term *= x / shape;
        sum += term;
        if term <= sum * 1e-17 {
            return sum;
        }
    }
}

fn upper_fraction(a: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away_from_zero = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / away_from_zero(b);
    let mut fraction = d;
    let mut i = 1.0;
    while i < 1e7 {
        let an = -i * (i - a);
        b += 2.0;
        d = 1.0 / away_from_zero(an * d + b);
        c = away_from_zero(b + an / c);
        let step = d * c;
        fraction *= step;
        if (step - 1.0).abs() < 2e-16 {
            break;
        }
        i += 1.0;
    }
    fraction
}

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
