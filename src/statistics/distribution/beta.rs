//! The beta family: beta, Student's t and Snedecor's F.
//!
//! Lower and upper tail are computed side by side, the smaller one by the continued fraction of the incomplete beta
//! function in front of Loader's density. P(T ≤ t) is half a beta tail at df/(df + t²), P(F ≤ x) one at
//! d₁x/(d₁x + d₂). Quantiles solve the logarithm of the smaller tail by Newton's method on the logit, with bisection as a
//! fence; above 200,000 degrees of freedom Student's t is expanded around the normal distribution.
//!
//! Arguments outside their range, and anything that is not a number, give NaN at once.
//!
//! # References
//!
//! * Abramowitz & Stegun (1964), 26.5.8, 26.6.2, 26.7.1, 26.7.5. Lentz (1976), *Applied Optics* 15, 668–671.
//!
//! Proven by `quantiles_agree_with_sixty_digit_values`, `distribution_functions_agree_in_both_tails` and, for
//! `binomial_ci`, `intervals_agree_with_their_formulas_on_grids`.

use super::normal::{normal_lower, normal_quantile};
use super::saddle_point::beta_logit_density;
use super::{chi_square_lower, chi_square_quantile, chi_square_upper};

/// Above this many degrees of freedom Student's t is expanded around the normal distribution.
const MANY_DEGREES_OF_FREEDOM: f64 = 2e5;

/// Both tails of the beta distribution at x = 1 − y, neither as a difference from one unless it
/// is the larger.
fn beta_tails(a: f64, b: f64, x: f64, y: f64) -> (f64, f64) {
    if [a, b, x, y].iter().any(|it| it.is_nan()) || a <= 0.0 || b <= 0.0 {
        return (f64::NAN, f64::NAN);
    }
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if y <= 0.0 {
        return (1.0, 0.0);
    }
    let density = beta_logit_density(a, b, x, y);
    if x < (a + 1.0) / (a + b + 2.0) {
        let lower = (density * beta_fraction(a, b, x) / a).min(1.0);
        (lower, 1.0 - lower)
    } else {
        let upper = (density * beta_fraction(b, a, y) / b).min(1.0);
        (1.0 - upper, upper)
    }
}

/// The continued fraction of the incomplete beta function (Lentz's method).
fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away_from_zero = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    let mut m = 1.0;
    while m < 1e7 {
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away_from_zero(1.0 + even * d);
        c = away_from_zero(1.0 + even / c);
        fraction *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away_from_zero(1.0 + odd * d);
        c = away_from_zero(1.0 + odd / c);
        let step = d * c;
        fraction *= step;
        if (step - 1.0).abs() < 2e-16 {
            break;
        }
        m += 1.0;
    }
    fraction
}

/// P(X ≤ x) for X ~ Beta(a, b). NaN unless a, b > 0.
pub fn beta_lower(x: f64, a: f64, b: f64) -> f64 {
    beta_tails(a, b, x, 1.0 - x).0
}

/// P(X > x) for X ~ Beta(a, b).
pub fn beta_upper(x: f64, a: f64, b: f64) -> f64 {
    beta_tails(a, b, x, 1.0 - x).1
}

/// The logit of the beta quantile with the given lower and upper tail (which sum to one).
fn beta_logit_quantile(lower: f64, upper: f64, a: f64, b: f64) -> f64 {
    let by_lower = lower <= upper;
    let target = if by_lower { lower } else { upper }.ln();
    // Beyond ±745 the smaller of x and 1 − x is no longer a number.
    let (mut low, mut high) = (-745.0_f64, 745.0_f64);
    let mut t = (a / b).ln().clamp(-700.0, 700.0);
    for _ in 0..2000 {
        let x = 1.0 / (1.0 + (-t).exp());
        let y = 1.0 / (1.0 + t.exp());
        let (at_lower, at_upper) = beta_tails(a, b, x, y);
        let tail = if by_lower { at_lower } else { at_upper };
        let gap = tail.ln() - target;
        let too_high = (gap > 0.0) == by_lower;
        if gap == 0.0 {
            return t;
        }
        if too_high {
            high = t;
        } else {
            low = t;
        }
        let slope = beta_logit_density(a, b, x, y) / tail;
        let step = if by_lower { gap / slope } else { -gap / slope };
        let newton = t - step;
        let next = if newton.is_finite() && newton > low && newton < high {
            newton
        } else {
            f64::midpoint(low, high)
        };
        if (next - t).abs() <= 1e-15 * t.abs().max(1e-3) {
            return next;
        }
        t = next;
    }
    t
}

/// x with P(X ≤ x) = p for X ~ Beta(a, b). Degenerate shapes are limits: a = 0 puts all mass at
/// zero, b = 0 at one. NaN for p outside [0, 1] or negative shapes.
pub fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) || a.is_nan() || b.is_nan() || a < 0.0 || b < 0.0 {
        return f64::NAN;
    }
    if p == 0.0 || a == 0.0 {
        return 0.0;
    }
    if p >= 1.0 || b == 0.0 {
        return 1.0;
    }
    let t = beta_logit_quantile(p, 1.0 - p, a, b);
    1.0 / (1.0 + (-t).exp())
}

/// P(T ≤ t) for Student's t with `df` degrees of freedom (infinite: normal). NaN unless df > 0.
pub fn student_lower(t: f64, df: f64) -> f64 {
    if df.is_infinite() {
        return normal_lower(t);
    }
    if t == 0.0 && df > 0.0 {
        return 0.5;
    }
    if t.is_infinite() && df > 0.0 {
        return if t < 0.0 { 0.0 } else { 1.0 };
    }
    let square = t * t;
    let x = df / (df + square);
    let y = square / (df + square);
    let outside = beta_tails(df / 2.0, 0.5, x, y).0;
    if t < 0.0 {
        outside / 2.0
    } else {
        1.0 - outside / 2.0
    }
}

/// P(T > t) for Student's t.
pub fn student_upper(t: f64, df: f64) -> f64 {
    student_lower(-t, df)
}

/// t with P(T ≤ t) = p for Student's t. NaN unless 0 ≤ p ≤ 1 and df > 0.
pub fn student_quantile(p: f64, df: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    let z = normal_quantile(p);
    if z.is_infinite() || df.is_infinite() {
        return z;
    }
    if df > MANY_DEGREES_OF_FREEDOM.max(1e4 * z * z) {
        return expand_around_normal(z, df);
    }
    let tail = p.min(1.0 - p);
    if tail >= 0.5 {
        return 0.0;
    }
    let logit = beta_logit_quantile(2.0 * tail, 1.0 - 2.0 * tail, df / 2.0, 0.5);
    let t = df.sqrt() * (-logit / 2.0).exp();
    if p < 0.5 { -t } else { t }
}

/// Abramowitz & Stegun 26.7.5.
fn expand_around_normal(z: f64, df: f64) -> f64 {
    let s = z * z;
    let g1 = (s + 1.0) / 4.0;
    let g2 = ((5.0 * s + 16.0) * s + 3.0) / 96.0;
    let g3 = (((3.0 * s + 19.0) * s + 17.0) * s - 15.0) / 384.0;
    let g4 = ((((79.0 * s + 776.0) * s + 1482.0) * s - 1920.0) * s - 945.0) / 92_160.0;
    z + z * (g1 + (g2 + (g3 + g4 / df) / df) / df) / df
}

/// P(F ≤ x) for Snedecor's F with `d1` and `d2` degrees of freedom (`d2` may be infinite).
pub fn f_lower(x: f64, d1: f64, d2: f64) -> f64 {
    if d2.is_infinite() {
        return chi_square_lower(x * d1, d1);
    }
    let (u, v) = (d1 * x / (d1 * x + d2), d2 / (d1 * x + d2));
    beta_tails(d1 / 2.0, d2 / 2.0, u, v).0
}

/// P(F > x) for Snedecor's F.
pub fn f_upper(x: f64, d1: f64, d2: f64) -> f64 {
    if d2.is_infinite() {
        return chi_square_upper(x * d1, d1);
    }
    let (u, v) = (d1 * x / (d1 * x + d2), d2 / (d1 * x + d2));
    beta_tails(d1 / 2.0, d2 / 2.0, u, v).1
}

/// x with P(F ≤ x) = p for Snedecor's F. NaN for arguments outside their range.
pub fn f_quantile(p: f64, d1: f64, d2: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) || d1.is_nan() || d2.is_nan() || d1 <= 0.0 || d2 <= 0.0 {
        return f64::NAN;
    }
    if p == 0.0 {
        return 0.0;
    }
    if p >= 1.0 {
        return f64::INFINITY;
    }
    if d2.is_infinite() {
        return chi_square_quantile(p, d1) / d1;
    }
    let logit = beta_logit_quantile(p, 1.0 - p, d1 / 2.0, d2 / 2.0);
    d2 / d1 * logit.exp()
}
