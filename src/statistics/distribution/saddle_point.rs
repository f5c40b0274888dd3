//! Loader's pieces: the error of Stirling's formula and the deviance, both without cancellation.
//!
//! δ(n) = ln Γ(n + 1) − (n + ½) ln n + n − ½ ln 2π by its asymptotic series, and x ln(x/m) + m − x by a series in
//! (x − m)/(x + m) where the two are close. Beta and gamma densities are products of these.
//!
//! Assumed: positive, finite arguments; the distribution functions see to that.
//!
//! # References
//!
//! * Loader (2000), *Fast and accurate computation of binomial probabilities*, sections 2 to 4.
//!
//! Proven through the distributions by `quantiles_agree_with_sixty_digit_values` and
//! `distribution_functions_agree_in_both_tails`.

use std::f64::consts::PI;

/// ln Γ(n + 1) − [(n + ½) ln n − n + ½ ln 2π], for n > 0.
fn stirling_error(n: f64) -> f64 {
    if n <= 15.0 {
        return stirling_error(n + 1.0) + (n + 0.5) * (1.0 / n).ln_1p() - 1.0;
    }
    let square = n * n;
    let series = [
        1.0 / 12.0,
        1.0 / 360.0,
        1.0 / 1260.0,
        1.0 / 1680.0,
        1.0 / 1188.0,
        691.0 / 360_360.0,
        1.0 / 156.0,
    ];
    series
        .iter()
        .rev()
        .fold(0.0, |tail, coefficient| coefficient - tail / square)
        / n
}

/// x ln(x / m) + m − x, accurate when x is close to m.
fn deviance(x: f64, m: f64) -> f64 {
    let difference = x - m;
    if difference.abs() >= 0.1 * (x + m) {
        return x * (x / m).ln() + m - x;
    }
    let v = difference / (x + m);
    let mut sum = difference * v;
    let mut term = 2.0 * x * v;
    let mut odd = 3.0;
    loop {
        term *= v * v;
        sum += term / odd;
        if (term / odd).abs() <= sum.abs() * 1e-17 {
            return sum;
        }
        odd += 2.0;
    }
}

/// xᵃ yᵇ / B(a, b) for x + y = 1: the derivative of the beta distribution function with respect
/// to the logit of x.
pub(super) fn beta_logit_density(a: f64, b: f64, x: f64, y: f64) -> f64 {
    if x <= 0.0 || y <= 0.0 {
        return 0.0;
    }
    let n = a + b;
    let log_binomial = stirling_error(n)
        - stirling_error(a)
        - stirling_error(b)
        - deviance(a, n * x)
        - deviance(b, n * y);
    (a * b / n) * (n / (2.0 * PI * a * b)).sqrt() * log_binomial.exp()
}

/// xᵃ e⁻ˣ / Γ(a): the derivative of the gamma distribution function with respect to ln x.
pub(super) fn gamma_log_density(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    a * (-stirling_error(a) - deviance(a, x)).exp() / (2.0 * PI * a).sqrt()
}
