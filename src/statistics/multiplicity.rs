//! Many comparisons at once: adjusted p values.
//!
//! Holm controls the chance of any false claim; use it before naming a district in public.
//! Benjamini–Hochberg controls the share of false claims among those made, for independent or
//! positively dependent tests.
//!
//! With p₍₁₎ ≤ … ≤ p₍ₘ₎ Holm's adjusted value is the running maximum of (m − i + 1) p₍ᵢ₎, that of
//! Benjamini and Hochberg the running minimum, from above, of m p₍ᵢ₎/i; both at most 1.
//!
//! Assumed: every p value is right on its own, and the family was fixed beforehand.
//!
//! Not to be used for claims that were registered each on its own, nor for "all targets are met", which
//! needs no adjustment (every single test must reject). Leaving tests out of the family after seeing
//! them makes either meaningless.
//!
//! # References
//!
//! * Holm (1979), *Scandinavian Journal of Statistics* 6, 65–70.
//! * Benjamini & Hochberg (1995), *JRSS B* 57, 289–300.
//!
//! Proven by `adjusted_p_values_equal_those_of_r`, and through the door of `minyi analyze` by
//! `p_values_of_a_family_are_adjusted` in `requests.rs`.

use super::count::real;

/// Holm's adjusted p values, in the order given; reject where at most α.
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let order = ascending(p_values);
    let mut adjusted = vec![0.0; p_values.len()];
    let mut running = 0.0_f64;
    for (rank, &index) in order.iter().enumerate() {
        running = running
            .max(p_values[index] * real(p_values.len() - rank))
            .min(1.0);
        adjusted[index] = running;
    }
    adjusted
}

/// Benjamini and Hochberg's adjusted p values, in the order given; reject where at most q.
pub fn benjamini_hochberg(p_values: &[f64]) -> Vec<f64> {
    let order = ascending(p_values);
    let mut adjusted = vec![0.0; p_values.len()];
    let mut running = 1.0_f64;
    for (rank, &index) in order.iter().enumerate().rev() {
        running = running.min(p_values[index] * real(p_values.len()) / real(rank + 1));
        adjusted[index] = running;
    }
    adjusted
}

fn ascending(p_values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|&a, &b| p_values[a].total_cmp(&p_values[b]));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(ours: &[f64], theirs: &[f64]) {
        for (a, b) in ours.iter().zip(theirs) {
            assert!((a - b).abs() < 1e-12, "{ours:?} {theirs:?}");
        }
    }

    #[test]
    fn adjusted_p_values_equal_those_of_r() {
        // p.adjust(c(.01, .04, .03, .005, .5), "holm") and "BH".
        let p = [0.01, 0.04, 0.03, 0.005, 0.5];
        close(&holm(&p), &[0.04, 0.09, 0.09, 0.025, 0.5]);
        close(&benjamini_hochberg(&p), &[0.025, 0.05, 0.05, 0.025, 0.5]);
    }
}
