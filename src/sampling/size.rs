//! How many responses a question needs.
//!
//! For a margin of error `e` at a rate near `p`:
//! `n = deff · z² p (1 − p) / e²`, with `z` the normal quantile of the confidence.
//!
//! To show that a rate reaches `t` when the truth is `p₁ > t`, with the given power, by the
//! lower bound of the two-sided interval:
//! `n = deff · [(z_conf √(t (1 − t)) + z_power √(p₁ (1 − p₁))) / (p₁ − t)]²`.
//!
//! Both rest on the normal approximation and plan a sample; they judge nothing. Do not use
//! them for rates within a few responses of 0 or 1.
//!
//! # References
//!
//! Cochran 1977, section 4.4; Fleiss, Levin & Paik 2003, section 2.5 (one proportion against a
//! standard). Tested against the values of the survey plan.

use statrs::distribution::{ContinuousCDF, Normal};

use super::allocation::whole;

/// Why no size can be given.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum SizeError {
    /// Rates, confidence and power lie strictly between 0 and 1.
    #[error("{0} does not lie strictly between 0 and 1")]
    NotAProportion(f64),
    /// A margin of error or a distance to the threshold of zero or less.
    #[error("{0} is not above zero")]
    NotPositive(f64),
    /// A design effect is a number above zero.
    #[error("{0} is not a design effect")]
    NotADesignEffect(f64),
}

/// The responses needed for a margin of error (half the width of the interval) at a rate
/// near `rate`.
pub fn for_margin_of_error(
    rate: f64,
    margin_of_error: f64,
    confidence: f64,
    design_effect: f64,
) -> Result<u64, SizeError> {
    let rate = proportion(rate)?;
    let z = quantile(0.5 + proportion(confidence)? / 2.0);
    let margin = positive(margin_of_error)?;
    Ok(rounded_up(
        deff(design_effect)? * z * z * rate * (1.0 - rate) / (margin * margin),
    ))
}

/// The responses needed to show, with this power, that a rate reaches `threshold` where the
/// truth is `truth`, above the threshold.
pub fn for_verdict(
    threshold: f64,
    truth: f64,
    power: f64,
    confidence: f64,
    design_effect: f64,
) -> Result<u64, SizeError> {
    let (threshold, truth) = (proportion(threshold)?, proportion(truth)?);
    let distance = positive(truth - threshold)?;
    let z_confidence = quantile(0.5 + proportion(confidence)? / 2.0);
    let z_power = quantile(proportion(power)?);
    let root = z_confidence * (threshold * (1.0 - threshold)).sqrt()
        + z_power * (truth * (1.0 - truth)).sqrt();
    Ok(rounded_up(deff(design_effect)? * (root / distance).powi(2)))
}

fn quantile(probability: f64) -> f64 {
    Normal::standard().inverse_cdf(probability)
}

fn proportion(value: f64) -> Result<f64, SizeError> {
    if value > 0.0 && value < 1.0 {
        Ok(value)
    } else {
        Err(SizeError::NotAProportion(value))
    }
}

fn positive(value: f64) -> Result<f64, SizeError> {
    if value > 0.0 && value.is_finite() {
        Ok(value)
    } else {
        Err(SizeError::NotPositive(value))
    }
}

fn deff(value: f64) -> Result<f64, SizeError> {
    if value > 0.0 && value.is_finite() {
        Ok(value)
    } else {
        Err(SizeError::NotADesignEffect(value))
    }
}

fn rounded_up(size: f64) -> u64 {
    whole(size.ceil())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn margins_of_error_need_the_published_sizes() {
        for (rate, margin, simple, clustered) in [
            (0.9, 0.02, 865, 1_556),
            (0.9, 0.03, 385, 692),
            (0.75, 0.03, 801, 1_441),
        ] {
            assert_eq!(for_margin_of_error(rate, margin, 0.95, 1.0), Ok(simple));
            assert_eq!(for_margin_of_error(rate, margin, 0.95, 1.8), Ok(clustered));
        }
    }

    #[test]
    fn verdicts_need_the_published_effective_sizes() {
        for (threshold, truth, published) in [
            (0.90, 0.92, 1_666),
            (0.90, 0.93, 716),
            (0.85, 0.88, 1_053),
            (0.75, 0.79, 888),
        ] {
            let size = for_verdict(threshold, truth, 0.8, 0.95, 1.0).unwrap();
            assert!(
                size.abs_diff(published) <= 1,
                "{threshold} against {truth}: {size}, not {published}"
            );
        }
    }

    #[test]
    fn a_truth_below_the_threshold_is_refused() {
        assert!(matches!(
            for_verdict(0.9, 0.88, 0.8, 0.95, 1.0),
            Err(SizeError::NotPositive(_))
        ));
    }

    #[test]
    fn rates_outside_zero_and_one_are_refused() {
        assert_eq!(
            for_margin_of_error(1.0, 0.02, 0.95, 1.0),
            Err(SizeError::NotAProportion(1.0))
        );
        assert!(for_margin_of_error(f64::NAN, 0.02, 0.95, 1.0).is_err());
        assert!(for_margin_of_error(0.9, 0.02, 0.95, 0.0).is_err());
    }
}
