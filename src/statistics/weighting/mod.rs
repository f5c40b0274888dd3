//! From base weights to final weights, one step at a time.
//!
//! Every step takes a design (or weights) and hands back another, together with
//! [`WeightDiagnostics`]; steps compose in the order in which they are applied. Steps with control
//! totals also lower the variance of what those totals explain (see `projection.rs`).
//!
//! The usual order: base weights, unknown eligibility, nonresponse, control totals, trimming, control totals again. Of
//! final weights are told: their range, largest over smallest, Kish's design effect n Σw²/(Σw)² and effective n.
//!
//! Assumed: a step sees only what was known before its answers were read. Not to be used in another order without a
//! reason that is written down.
//!
//! # References
//!
//! * Valliant, Dever & Kreuter (2018), *Practical Tools for Designing and Weighting Survey Samples*, 2nd edition,
//!   chapters 13 and 14. Kish (1965), 11.7.
//!
//! Proven by `final_weights_agree_row_by_row` and, for the diagnostics of every design,
//! `every_estimate_of_every_fixture_agrees_with_r`.

mod base;
mod calibration;
mod nonresponse;
mod poststratification;
mod raking;
mod trimming;

pub use base::{BaseWeightError, base_weights};
pub use calibration::{Calibration, CalibrationDistance, CalibrationError, calibrate, g_weights};
pub use nonresponse::{
    CollapsingRule, MergedClass, NonresponseAdjustment, NonresponseError, ResponseClass,
    adjust_for_nonresponse, merge_response_classes,
};
pub use poststratification::poststratify;
pub use raking::{Margin, MarginMisfit, Raked, Raking, RakingError, rake};
pub use trimming::{Trimmed, TrimmingError, WeightCap, rake_and_trim, trim};

use super::count::real;
use super::design::SurveyDesign;

/// What a column of weights looks like; zero weights are left out. The negative weights that regression calibration can
/// make are weights like any other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightDiagnostics {
    /// Rows of a weight other than zero.
    pub rows: usize,
    /// Those of them whose weight is negative.
    pub negative: usize,
    /// Their sum.
    pub sum: f64,
    /// The smallest weight that is not zero (negative only after linear calibration).
    pub smallest: f64,
    /// The largest weight.
    pub largest: f64,
    /// Kish's design effect of unequal weighting, n Σw² / (Σw)² = 1 + cv²(w).
    pub design_effect: f64,
    /// Kish's effective sample size (Σw)² / Σw².
    pub effective_sample_size: f64,
}

impl WeightDiagnostics {
    /// Looks at a column of weights.
    pub fn of(weights: &[f64]) -> Self {
        let (mut rows, mut negative) = (0, 0);
        let (mut sum, mut squares) = (0.0, 0.0);
        let (mut smallest, mut largest) = (f64::INFINITY, 0.0_f64);
        for &weight in weights.iter().filter(|&&weight| weight != 0.0) {
            rows += 1;
            negative += usize::from(weight < 0.0);
            sum += weight;
            squares += weight * weight;
            smallest = smallest.min(weight);
            largest = largest.max(weight);
        }
        Self {
            rows,
            negative,
            sum,
            smallest,
            largest,
            design_effect: real(rows) * squares / (sum * sum),
            effective_sample_size: sum * sum / squares,
        }
    }

    /// The largest weight over the smallest.
    pub fn ratio(&self) -> f64 {
        self.largest / self.smallest
    }
}

impl SurveyDesign {
    /// Diagnostics of the current weights.
    pub fn weight_diagnostics(&self) -> WeightDiagnostics {
        WeightDiagnostics::of(self.weights())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn negative_weights_enter_the_sum_and_zero_weights_nothing() {
        let diagnostics = WeightDiagnostics::of(&[4.0, 0.0, -1.0, 3.0]);
        assert_eq!((diagnostics.rows, diagnostics.negative), (3, 1));
        assert!((diagnostics.sum - 6.0).abs() < 1e-15);
        assert!((diagnostics.smallest + 1.0).abs() < 1e-15);
        assert!((diagnostics.effective_sample_size - 36.0 / 26.0).abs() < 1e-15);
        assert!((diagnostics.design_effect - 3.0 * 26.0 / 36.0).abs() < 1e-15);
    }
}
