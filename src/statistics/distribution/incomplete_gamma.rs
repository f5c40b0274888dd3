//! The regularised incomplete gamma function: below the mean by its power series, above it by its continued fraction,
//! both in front of Loader's density. Arguments outside their range give NaN at once.
//!
//! # References
//!
//! * Abramowitz & Stegun (1964), 6.5.29, 6.5.31.
//!
//! Proven by `quantiles_agree_with_sixty_digit_values` and `distribution_functions_agree_in_both_tails`.

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
