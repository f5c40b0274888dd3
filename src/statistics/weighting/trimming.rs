//! Trimming: extreme weights are capped and the excess is given to the others.
//!
//! The excess is shared equally (not proportionally) over the rows that were within bounds, so the
//! sum of weights is kept; rows of weight zero (removed by a subset) stay zero and take no share;
//! strict trimming repeats until nothing is outside. Trimming adds no
//! variance of its own and leaves the projections of earlier calibration as they are. It trades a
//! small bias for less variance: report how much was trimmed.
//!
//! Assumed: the largest weights are large by chance and not because few stand for many.
//!
//! Not to be used to hide an error in the base weights, nor with a cap near the mean: the excess then has
//! nowhere to go, and strict trimming does not settle.
//!
//! # References
//!
//! * Potter (1990), *Proceedings of the Survey Research Methods Section, ASA*, 225–230.
//! * R `survey` 4.1, `trimWeights`.
//!
//! Proven by the fixtures `api_strat/trim`, `api_clus1/greg_trim`, `citizen_base/rake2_trim`; raking
//! after trimming by `raking_after_trimming_keeps_margins_and_cap` and
//! `trimming_at_median_and_iqr_rakes_again_and_says_whether_the_cap_held`.

use crate::count::real;
use crate::design::SurveyDesign;

use super::WeightDiagnostics;
use super::raking::{Raked, Raking, RakingError, rake};

use std::sync::Arc;

/// Why weights could not be trimmed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum TrimmingError {
    /// Every weight is outside the bounds, so nobody can take the excess.
    #[error("no weight lies within {lower} and {upper}")]
    NothingWithin {
        /// Lower bound.
        lower: f64,
        /// Upper bound.
        upper: f64,
    },
    /// Strict trimming pushed weights back and forth.
    #[error("weights do not settle between {lower} and {upper}: the mean weight is {mean}")]
    NotSettled {
        /// Lower bound.
        lower: f64,
        /// Upper bound.
        upper: f64,
        /// Mean weight, which must lie well within the bounds.
        mean: f64,
    },
    /// Raking after trimming failed.
    #[error(transparent)]
    Raking(#[from] RakingError),
}

/// A trimmed design.
#[derive(Clone, Debug)]
pub struct Trimmed {
    /// The design with its new weights.
    pub design: SurveyDesign,
    /// What the weights look like now.
    pub diagnostics: WeightDiagnostics,
    /// Rows whose weight was outside the bounds in the first round.
    pub trimmed_rows: usize,
    /// Share of the sum of weights that was taken off in the first round.
    pub trimmed_share: f64,
    /// The lower bound.
    pub lower: f64,
    /// The upper bound or cap.
    pub upper: f64,
    /// Rounds of trimming made.
    pub rounds: usize,
    /// Whether every weight lies within the bounds in the end. Without strict trimming shares of the
    /// excess may lift a weight above the cap; so may raking after the last round.
    pub within_bounds: bool,
}

/// Trims the weights of a design to `lower..=upper`, repeatedly if `strict`.
pub fn trim(
    design: &SurveyDesign,
    lower: f64,
    upper: f64,
    strict: bool,
) -> Result<Trimmed, TrimmingError> {
    /// More rounds than any settling trimming needs.
    const MAX_ROUNDS: usize = 10_000;
    if lower.is_nan() || upper.is_nan() || lower > upper {
        return Err(TrimmingError::NothingWithin { lower, upper });
    }
    let mut weights = design.weights().to_vec();
    let first = trim_once(&mut weights, lower, upper)?;
    let mut outside = first.0;
    let mut rounds = usize::from(outside > 0);
    while strict && outside > 0 {
        outside = trim_once(&mut weights, lower, upper)?.0;
        rounds += usize::from(outside > 0);
        if rounds > MAX_ROUNDS {
            return Err(TrimmingError::NotSettled {
                lower,
                upper,
                mean: weights.iter().sum::<f64>()
                    / real(weights.iter().filter(|&&w| w != 0.0).count()),
            });
        }
    }
    let sum: f64 = design.weights().iter().sum();
    let design = design.reweighted(Arc::new(weights), None);
    Ok(Trimmed {
        lower,
        upper,
        rounds,
        within_bounds: within(design.weights(), lower, upper),
        diagnostics: design.weight_diagnostics(),
        design,
        trimmed_rows: first.0,
        trimmed_share: first.1 / sum,
    })
}

/// Whether all weights but zeros lie within bounds, rounding errors aside.
fn within(weights: &[f64], lower: f64, upper: f64) -> bool {
    let slack = 1e-9;
    weights.iter().all(|&w| {
        w == 0.0 || (w >= lower - slack * lower.abs() && w <= upper + slack * upper.abs())
    })
}

/// One round: how many rows were outside, and the weight cut off above. Rows of weight zero have
/// been removed: they are neither outside nor take a share.
fn trim_once(weights: &mut [f64], lower: f64, upper: f64) -> Result<(usize, f64), TrimmingError> {
    let is_outside = |w: f64| w != 0.0 && (w < lower || w > upper);
    let present = weights.iter().filter(|&&w| w != 0.0).count();
    let outside = weights.iter().filter(|&&w| is_outside(w)).count();
    if outside == 0 {
        return Ok((0, 0.0));
    }
    if outside == present {
        return Err(TrimmingError::NothingWithin { lower, upper });
    }
    let excess: f64 = weights
        .iter()
        .filter(|&&w| is_outside(w))
        .map(|&w| w - w.clamp(lower, upper))
        .sum();
    let cut: f64 = weights
        .iter()
        .filter(|&&w| w != 0.0)
        .map(|&w| (w - upper).max(0.0))
        .sum();
    let share = excess / real(present - outside);
    for weight in weights.iter_mut().filter(|w| **w != 0.0) {
        *weight = if is_outside(*weight) {
            weight.clamp(lower, upper)
        } else {
            *weight + share
        };
    }
    Ok((outside, cut))
}

/// Where to cap weights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum WeightCap {
    /// At the median plus this many interquartile ranges.
    MedianPlusIqr(f64),
    /// At this multiple of the mean.
    TimesMean(f64),
    /// At a fixed weight.
    At(f64),
}

impl WeightCap {
    /// The cap for a column of weights (zeros left out).
    pub fn of(self, weights: &[f64]) -> f64 {
        match self {
            Self::At(cap) => cap,
            Self::TimesMean(factor) => {
                let diagnostics = WeightDiagnostics::of(weights);
                factor * diagnostics.sum / real(diagnostics.rows)
            }
            Self::MedianPlusIqr(factor) => {
                let mut sorted: Vec<f64> = weights.iter().copied().filter(|&w| w > 0.0).collect();
                sorted.sort_unstable_by(f64::total_cmp);
                let quartile = |quarters: usize| {
                    let below = (sorted.len() - 1) * quarters / 4;
                    let rest = real((sorted.len() - 1) * quarters % 4) / 4.0;
                    let above = (below + 1).min(sorted.len() - 1);
                    sorted[below] + rest * (sorted[above] - sorted[below])
                };
                quartile(2) + factor * (quartile(3) - quartile(1))
            }
        }
    }
}

/// Rakes, caps and rakes again, at most `rounds` times, until raking no longer lifts a weight
/// above the cap. The trimmed weights stand in for the base weights of the last raking, whose
/// residuals alone enter the variance. [`Trimmed::within_bounds`] says whether the cap held after the
/// last raking.
pub fn rake_and_trim(
    design: &SurveyDesign,
    raking: &Raking,
    cap: WeightCap,
    rounds: usize,
) -> Result<(Raked, Trimmed), TrimmingError> {
    let mut raked = rake(design, raking)?;
    let upper = cap.of(raked.design.weights());
    let mut report: Option<Trimmed> = None;
    let mut made = 0;
    while made < rounds && !within(raked.design.weights(), 0.0, upper) {
        made += 1;
        let trimmed = trim(&raked.design, 0.0, upper, true)?;
        let base = design.reweighted(Arc::clone(&trimmed.design.weights), None);
        raked = rake(&base, raking)?;
        report.get_or_insert(trimmed);
    }
    let first = report.as_ref();
    let report = Trimmed {
        design: raked.design.clone(),
        diagnostics: raked.diagnostics,
        trimmed_rows: first.map_or(0, |trimmed| trimmed.trimmed_rows),
        trimmed_share: first.map_or(0.0, |trimmed| trimmed.trimmed_share),
        lower: 0.0,
        upper,
        rounds: made,
        within_bounds: within(raked.design.weights(), 0.0, upper),
    };
    Ok((raked, report))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::factor::Factor;
    use crate::weighting::Margin;

    #[test]
    fn the_excess_is_shared_equally_and_the_total_kept() {
        let design = SurveyDesign::builder(vec![1.0, 2.0, 3.0, 14.0])
            .build()
            .unwrap();
        let trimmed = trim(&design, 0.0, 8.0, true).unwrap();
        assert_eq!(trimmed.design.weights(), [3.0, 4.0, 5.0, 8.0]);
        assert_eq!(trimmed.trimmed_rows, 1);
        assert!((trimmed.trimmed_share - 0.3).abs() < 1e-12);
    }

    #[test]
    fn raking_after_trimming_keeps_margins_and_cap() {
        let mut weights = vec![10.0; 40];
        weights[3] = 200.0;
        let labels: Vec<&str> = (0..40).map(|row| ["a", "b"][row % 2]).collect();
        let factor = Factor::from_labels(&labels);
        let margin = Margin::new("m", factor.clone(), [("a", 300.0), ("b", 500.0)]).unwrap();
        let design = SurveyDesign::builder(weights).build().unwrap();
        let raking = Raking::new(vec![margin]);
        let (raked, report) =
            rake_and_trim(&design, &raking, WeightCap::TimesMean(2.0), 20).unwrap();
        assert_eq!(report.trimmed_rows, 1);
        assert!(raked.diagnostics.largest < 41.0, "{:?}", raked.diagnostics);
        assert!(raked.worst.relative_difference < 1e-10);
        let nothing = rake_and_trim(&design, &raking, WeightCap::At(1e9), 5).unwrap();
        assert_eq!(nothing.1.trimmed_rows, 0);
    }

    #[test]
    fn removed_rows_stay_removed() {
        let design = SurveyDesign::builder(vec![1.0, 0.0, 2.0, 3.0, 0.0, 14.0])
            .build()
            .unwrap();
        let capped = trim(&design, f64::NEG_INFINITY, 8.0, true).unwrap();
        assert_eq!(capped.design.weights(), [3.0, 0.0, 4.0, 5.0, 0.0, 8.0]);
        assert_eq!(capped.trimmed_rows, 1);
        let raised = trim(&design, 2.0, 14.0, false).unwrap();
        let third = 1.0 / 3.0;
        assert_eq!(
            raised.design.weights(),
            [2.0, 0.0, 2.0 - third, 3.0 - third, 0.0, 14.0 - third]
        );
    }

    #[test]
    fn bounds_tighter_than_the_mean_are_refused() {
        let design = SurveyDesign::builder(vec![1.0, 2.0, 3.0, 14.0])
            .build()
            .unwrap();
        assert!(trim(&design, 0.0, 4.0, true).is_err());
    }
}
