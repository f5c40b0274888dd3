//! The beta-binomial distribution: how many of n respond where their chance itself differs from group to group.
//!
//! With mean p and intra-class correlation ρ the chance of a group is Beta(a, b), a = p(1 − ρ)/ρ, b = (1 − p)(1 − ρ)/ρ;
//! ρ = 0 is the binomial distribution. The variance of the count is n p(1 − p)(1 + (n − 1)ρ).
//!
//! Not to be used for thousands of trials in a loop: tails are summed.
//!
//! # References
//!
//! * Skellam (1948), *JRSS B* 10, 257–261.
//!
//! Proven by `tails_are_those_of_the_urn` and `without_correlation_it_is_binomial`.

/// P(X ≤ k) for X of n trials with mean p, strictly between 0 and 1, and correlation ρ, 0 to below 1.
pub fn beta_binomial_lower(k: u64, n: u64, mean: f64, correlation: f64) -> f64 {
    masses(n, mean, correlation)
        .take(usize::try_from(k).map_or(usize::MAX, |k| k.saturating_add(1)))
        .sum::<f64>()
        .min(1.0)
}

/// P(X ≥ k), by the trials that fail.
pub fn beta_binomial_upper(k: u64, n: u64, mean: f64, correlation: f64) -> f64 {
    if k > n {
        return 0.0;
    }
    beta_binomial_lower(n - k, n, 1.0 - mean, correlation)
}

/// P(X = 0), P(X = 1) and so on to P(X = n).
fn masses(n: u64, mean: f64, correlation: f64) -> impl Iterator<Item = f64> {
    // Multiplied by ρ/(1 − ρ), so that there is a limit where ρ is 0.
    let step = correlation / (1.0 - correlation);
    let (success, failure) = (mean, 1.0 - mean);
    let none: f64 = (0..n)
        .map(real)
        .map(|i| ((failure + i * step) / (1.0 + i * step)).ln())
        .sum();
    let mut log = none;
    (0..=n).map(move |k| {
        if k > 0 {
            let (i, n) = (real(k - 1), real(n));
            let odds = (success + i * step) / (failure + (n - i - 1.0) * step);
            log += ((n - i) / (i + 1.0) * odds).ln();
        }
        log.exp()
    })
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of cases are far below 2^52"
)]
fn real(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distribution::beta_upper;

    /// By the urn: each response makes the next one likelier.
    fn by_the_urn(n: u64, mean: f64, correlation: f64) -> Vec<f64> {
        let scale = (1.0 - correlation) / correlation;
        let (a, b) = (mean * scale, (1.0 - mean) * scale);
        let mut masses = vec![1.0];
        for i in 0..n {
            let mut next = vec![0.0; masses.len() + 1];
            for (k, mass) in masses.iter().enumerate() {
                let responds = (a + real(k as u64)) / (a + b + real(i));
                next[k + 1] += mass * responds;
                next[k] += mass * (1.0 - responds);
            }
            masses = next;
        }
        masses
    }

    #[test]
    fn tails_are_those_of_the_urn() {
        for (n, mean, correlation) in [(7, 0.3, 0.2), (44, 0.41, 0.05), (12, 0.9, 0.7)] {
            let urn = by_the_urn(n, mean, correlation);
            for k in 0..=n {
                let at = usize::try_from(k).unwrap();
                let lower: f64 = urn[..=at].iter().sum();
                let upper: f64 = urn[at..].iter().sum();
                assert!((beta_binomial_lower(k, n, mean, correlation) - lower).abs() < 1e-12);
                assert!((beta_binomial_upper(k, n, mean, correlation) - upper).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn without_correlation_it_is_binomial() {
        for (k, n, p) in [(3_u64, 10_u64, 0.2), (90, 200, 0.4), (1, 1, 0.5)] {
            // P(X ≥ k) of the binomial is a lower tail of the beta distribution.
            let upper = 1.0 - beta_upper(p, real(k), real(n - k + 1));
            let found = beta_binomial_upper(k, n, p, 0.0);
            assert!((found - upper).abs() < 1e-10, "{found} {upper}");
        }
    }

    #[test]
    fn tails_begin_and_end_at_certainty() {
        assert!((beta_binomial_lower(44, 44, 0.4, 0.05) - 1.0).abs() < 1e-12);
        assert!((beta_binomial_upper(0, 44, 0.4, 0.05) - 1.0).abs() < 1e-12);
        assert!(beta_binomial_upper(45, 44, 0.4, 0.05).abs() < 1e-300);
    }
}
