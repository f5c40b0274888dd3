//! Differences between domains and between waves, with the covariance of shared PSUs.
//!
//! The difference D of pₐ and p′ has the scores zₐ − z′, so that V(D) = V(a) + V(b) − 2 C(a, b) comes out of one
//! variance. For two waves stack both files into one design ([`Factor::stacked`](super::Factor::stacked) joins strata and PSUs
//! by label): a PSU that was met twice is one PSU there, and its covariance is counted. Rake the
//! stacked design to margins crossed with the wave, which rakes each wave to its own totals.
//!
//! The test is Student's t with the degrees of freedom of the design.
//!
//! Assumed: both estimates come from one tabulation. Not to be used for two releases whose files cannot
//! be stacked, unless no PSU is shared; nor for questions that were not put alike.
//!
//! # References
//!
//! * Kish (1965), *Survey Sampling*, 12.4. Lumley (2010), *Complex Surveys*, 2.2.
//!
//! Proven by the fixtures `citizen_waves`, `citizen_base`, `api_*` (`difference`) and by
//! `waves_stacked_share_the_covariance_of_their_psus` in `second_routes.rs`.

use super::count::real;
use super::distribution::{student_lower, student_quantile};
use super::domain::Domain;
use super::estimate::{EstimateError, Linearized};
use super::tabulation::Tabulation;
use super::variance::VarianceError;

/// A difference of two estimates.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
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
    /// a − b.
    pub value: f64,
    pub standard_error: f64,
    /// Degrees of freedom of the design.
    pub degrees_of_freedom: usize,
}

impl Difference {
    /// What the standard error would be if the covariance were ignored.
    pub fn standard_error_ignoring_covariance(&self) -> f64 {
        self.standard_error_a.hypot(self.standard_error_b)
    }

    /// Student's t.
    pub fn t(&self) -> f64 {
        self.value / self.standard_error
    }

    /// Two-sided p value. NaN where there is no test: the standard error is zero or there are no degrees of freedom.
    pub fn p_value(&self) -> f64 {
        if self.standard_error == 0.0 {
            return f64::NAN;
        }
        2.0 * student_lower(-self.t().abs(), real(self.degrees_of_freedom))
    }

    /// Two-sided confidence limits.
    pub fn interval(&self, level: f64) -> (f64, f64) {
        let t = student_quantile(f64::midpoint(1.0, level), real(self.degrees_of_freedom));
        let margin = t * self.standard_error;
        (self.value - margin, self.value + margin)
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
            value: a.estimate.value - b.estimate.value,
            standard_error: variance(&scores)?.sqrt(),
            degrees_of_freedom,
        })
    }
}
