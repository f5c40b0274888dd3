//! Differences between domains and between waves, with the covariance of shared PSUs.
//!
//! The difference D of pₐ and p′ has the scores zₐ − z′, so that V(D) = V(a) + V(b) − 2 C(a, b) comes out of one
//! variance. For two waves stack both files into one design ([`Factor::stacked`](super::Factor::stacked) joins strata and PSUs
//! by label): a PSU that was met twice is one PSU there, and its covariance is counted. Rake the
//! stacked design to margins crossed with the wave, which rakes each wave to its own totals.
//!
//! The test is Student's t with the degrees of freedom of the design. Where one part is much smaller, as a district of three PSUs
//! beside a city of two hundred, that is too many: nearly all of the variance is the part's, and as badly known. [`Difference::by_parts`]
//! takes Welch's and Satterthwaite's instead, (V(a) + V(b))² / (V(a)²/ν(a) + V(b)²/ν(b)), rounded down and never more than the design's;
//! where the parts share PSUs it is an approximation.
//!
//! Assumed: both estimates come from one tabulation. Not to be used for two releases whose files cannot
//! be stacked, unless no PSU is shared; nor for questions that were not put alike.
//!
//! # References
//!
//! * Kish (1965), *Survey Sampling*, 12.4. Lumley (2010), *Complex Surveys*, 2.2.
//! * Satterthwaite (1946), *Biometrics Bulletin* 2, 110–114. Valliant & Rust (2010), *Journal of Official Statistics* 26, 585–602.
//!
//! Proven by the fixtures `citizen_waves`, `citizen_base`, `api_*` (`difference`) and by
//! `waves_stacked_share_the_covariance_of_their_psus` in `second_routes.rs`.

use super::contrast::Contrast;
use super::count::{real, whole_below};
use super::domain::Domain;
use super::estimate::{EstimateError, Linearized};
use super::tabulation::Tabulation;
use super::variance::VarianceError;

/// A difference of two estimates.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The first estimate.
    pub a: f64,
    /// The second.
    pub b: f64,
    /// Standard error of the first.
    pub standard_error_a: f64,
    /// Standard error of the second.
    pub standard_error_b: f64,
    /// Covariance of the two.
    pub covariance: f64,
    /// Degrees of freedom of the domain of each.
    pub degrees_of_freedom_of_parts: (usize, usize),
    /// a − b, with the degrees of freedom of the design.
    pub contrast: Contrast,
}

impl Difference {
    /// What the standard error would be if the covariance were ignored.
    pub fn standard_error_ignoring_covariance(&self) -> f64 {
        self.standard_error_a.hypot(self.standard_error_b)
    }

    /// The difference with degrees of freedom by Welch and Satterthwaite.
    pub fn by_parts(&self) -> Contrast {
        let (a, b) = self.degrees_of_freedom_of_parts;
        let parts = satterthwaite([(self.standard_error_a, a), (self.standard_error_b, b)]);
        Contrast {
            degrees_of_freedom: parts.min(self.contrast.degrees_of_freedom),
            ..self.contrast
        }
    }
}

/// Degrees of freedom of the sum of two variances that are known with some each, rounded down: of standard errors and degrees of
/// freedom. 0 where a variance is known with none.
pub fn satterthwaite(parts: [(f64, usize); 2]) -> usize {
    let varying = parts.iter().filter(|(error, _)| *error > 0.0);
    let (mut sum, mut squares) = (0.0, 0.0);
    for (error, degrees_of_freedom) in varying {
        let variance = error * error;
        sum += variance;
        squares += variance * variance / real(*degrees_of_freedom);
    }
    // Nothing varies: 0/0. Rounding must not take one of a whole number.
    if squares > 0.0 {
        whole_below(sum * sum / squares * (1.0 + 1e-12))
    } else {
        0
    }
}

impl Tabulation {
    /// The mean of an item in domain `a` minus that in domain `b`.
    pub fn difference(
        &self,
        item: &str,
        a: &Domain,
        b: &Domain,
    ) -> Result<Difference, EstimateError> {
        self.difference_within(item, a, b, &Domain::all())
    }

    /// The same, both domains lying within a third, whose PSUs alone count: degrees of freedom are
    /// its PSUs minus strata.
    pub(crate) fn difference_within(
        &self,
        item: &str,
        a: &Domain,
        b: &Domain,
        within: &Domain,
    ) -> Result<Difference, EstimateError> {
        let first = self.linearize_mean(item, a)?;
        let second = self.linearize_mean(item, b)?;
        let present = self.present_within(within)?;
        let df = self.degrees_of_freedom(within)?;
        Ok(self.contrast(&first, &second, &present, df)?)
    }

    /// The difference of any two estimates of this tabulation; every PSU of the design counts.
    pub fn difference_of(
        &self,
        a: &Linearized,
        b: &Linearized,
    ) -> Result<Difference, VarianceError> {
        let present = vec![true; a.scores.len()];
        self.contrast(a, b, &present, self.design_degrees_of_freedom)
    }

    fn contrast(
        &self,
        a: &Linearized,
        b: &Linearized,
        present: &[bool],
        degrees_of_freedom: usize,
    ) -> Result<Difference, VarianceError> {
        let scores: Vec<f64> = a.scores.iter().zip(&b.scores).map(|(a, b)| a - b).collect();
        let variance = |scores| self.design.variance_of_total(scores, present);
        Ok(Difference {
            a: a.estimate.value,
            b: b.estimate.value,
            standard_error_a: variance(&a.scores)?.sqrt(),
            standard_error_b: variance(&b.scores)?.sqrt(),
            covariance: self
                .design
                .covariance_of_totals(&a.scores, &b.scores, present)?,
            degrees_of_freedom_of_parts: (
                a.estimate.degrees_of_freedom,
                b.estimate.degrees_of_freedom,
            ),
            contrast: Contrast {
                value: a.estimate.value - b.estimate.value,
                standard_error: variance(&scores)?.sqrt(),
                degrees_of_freedom,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::satterthwaite;

    #[test]
    fn degrees_of_freedom_of_parts_are_those_of_the_part_that_varies_most() {
        // Two alike: as many as both have together. One of a thousandth of the variance: those of the other.
        assert_eq!(satterthwaite([(0.1, 7), (0.1, 7)]), 14);
        assert_eq!(satterthwaite([(0.1, 2), (0.001, 200)]), 2);
        // (0.04 + 0.01)² / (0.04²/3 + 0.01²/40) = 4.665…
        assert_eq!(satterthwaite([(0.2, 3), (0.1, 40)]), 4);
    }

    #[test]
    fn a_variance_that_is_not_known_leaves_no_test_and_none_that_is_zero_counts() {
        assert_eq!(satterthwaite([(0.1, 0), (0.1, 50)]), 0);
        assert_eq!(satterthwaite([(0.0, 0), (0.1, 5)]), 5);
        assert_eq!(satterthwaite([(0.0, 3), (0.0, 5)]), 0);
    }
}
