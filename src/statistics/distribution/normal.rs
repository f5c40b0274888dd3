//! The standard normal distribution.
//!
//! P(Z ≤ z) = ½ (1 ± P(½, z²/2)), by the gamma distribution; quantiles by Wichura's rational approximations, good to
//! sixteen digits.
//!
//! # References
//!
//! * Wichura (1988), algorithm AS 241, *Applied Statistics* 37, 477–484.
//!
//! Proven by the closed-form grids `quantiles_checked` and `cdf` of `tests/golden`.

use super::gamma::gamma_tails;

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

fn rational(r: f64, numerator: [f64; 8], denominator: [f64; 8]) -> f64 {
    let horner = |coefficients: [f64; 8]| coefficients.iter().fold(0.0, |sum, c| sum * r + c);
    horner(numerator) / horner(denominator)
}

/// z with P(Z ≤ z) = p (Wichura's AS 241). NaN outside [0, 1], infinite at its ends.
#[expect(
    clippy::excessive_precision,
    clippy::unreadable_literal,
    reason = "published coefficients, kept as printed"
)]
pub fn normal_quantile(p: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let central = rational(
            0.180625 - q * q,
            [
                2509.0809287301226727,
                33430.575583588128105,
                67265.770927008700853,
                45921.953931549871457,
                13731.693765509461125,
                1971.5909503065514427,
                133.14166789178437745,
                3.387132872796366608,
            ],
            [
                5226.495278852545925,
                28729.085735721942674,
                39307.89580009271061,
                21213.794301586595867,
                5394.1960214247511077,
                687.1870074920579083,
                42.313330701600911252,
                1.0,
            ],
        );
        return q * central;
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    if tail == 0.0 {
        return f64::INFINITY.copysign(q);
    }
    let r = (-tail.ln()).sqrt();
    let z = if r <= 5.0 {
        rational(
            r - 1.6,
            [
                7.7454501427834140764e-4,
                0.0227238449892691845833,
                0.24178072517745061177,
                1.27045825245236838258,
                3.64784832476320460504,
                5.7694972214606914055,
                4.6303378461565452959,
                1.42343711074968357734,
            ],
            [
                1.05075007164441684324e-9,
                5.475938084995344946e-4,
                0.0151986665636164571966,
                0.14810397642748007459,
                0.68976733498510000455,
                1.6763848301838038494,
                2.05319162663775882187,
                1.0,
            ],
        )
    } else {
        rational(
            r - 5.0,
            [
                2.01033439929228813265e-7,
                2.71155556874348757815e-5,
                0.0012426609473880784386,
                0.026532189526576123093,
                0.29656057182850489123,
                1.7848265399172913358,
                5.4637849111641143699,
                6.6579046435011037772,
            ],
            [
                2.04426310338993978564e-15,
                1.4215117583164458887e-7,
                1.8463183175100546818e-5,
                7.868691311456132591e-4,
                0.0148753612908506148525,
                0.13692988092273580531,
                0.59983220655588793769,
                1.0,
            ],
        )
    };
    z.copysign(q)
}
