//! Contrasts: weighted sums of estimates of one tabulation, of domains, items or waves alike.
//!
//! C = Σ cᵢ θᵢ has the scores Σ cᵢ zᵢ, so its variance takes in every covariance. A difference is one (`difference.rs`); the
//! linear trend over waves at times tᵢ is C with cᵢ = (tᵢ − t̄)/Σ(t − t̄)², the slope of the line through the estimates that treats
//! them alike: it does not hang on how many answered in which wave.
//!
//! The test is Student's t with the degrees of freedom of the domain that all of them lie in.
//!
//! Assumed: the coefficients were chosen before the estimates were seen. Stack waves into one design, as for differences: a PSU met
//! twice is one PSU. Not to be used for waves that asked otherwise, nor to foresee a wave that is still to come.
//!
//! # References
//!
//! * Kish (1965), *Survey Sampling*, 12.4. Lumley (2010), *Complex Surveys*, 2.2; R `survey` 4.1, `svycontrast`.
//!
//! Proven by `trends_agree_with_r`.

use super::count::real;
use super::distribution::{student_lower, student_quantile};
use super::domain::Domain;
use super::estimate::{EstimateError, Linearized};
use super::tabulation::Tabulation;

/// A weighted sum of estimates.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Contrast {
    pub value: f64,
    pub standard_error: f64,
    pub degrees_of_freedom: usize,
}

impl Contrast {
    /// Student's t.
    pub fn t(&self) -> f64 {
        self.value / self.standard_error
    }

    /// Two-sided p value. Not a number where there is no test: the standard error is zero or there are no degrees of freedom.
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
    /// The contrast of estimates whose domains lie within `within`.
    pub fn contrast_of(
        &self,
        terms: &[(f64, &Linearized)],
        within: &Domain,
    ) -> Result<Contrast, EstimateError> {
        let mut scores = vec![0.0; self.design.layout.variance_units()];
        let mut value = 0.0;
        for (coefficient, term) in terms {
            value += coefficient * term.estimate.value;
            for (sum, score) in scores.iter_mut().zip(&term.scores) {
                *sum += coefficient * score;
            }
        }
        let present = self.present_within(within)?;
        let variance = self.design.variance_of_total(&scores, &present)?;
        Ok(Contrast {
            value,
            standard_error: variance.sqrt(),
            degrees_of_freedom: self.degrees_of_freedom(within)?,
        })
    }
}

/// The coefficients of the linear trend over these times, per unit of time; none where all times are the same.
pub fn trend_coefficients(times: &[f64]) -> Option<Vec<f64>> {
    let mean = times.iter().sum::<f64>() / real(times.len());
    let squares: f64 = times.iter().map(|time| (time - mean) * (time - mean)).sum();
    (squares > 0.0).then(|| times.iter().map(|time| (time - mean) / squares).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trend_over_two_waves_is_their_difference_by_year() {
        assert_eq!(trend_coefficients(&[2012.0, 2014.0]), Some(vec![-0.5, 0.5]));
        assert_eq!(trend_coefficients(&[2012.0, 2012.0]), None);
        assert_eq!(trend_coefficients(&[]), None);
    }

    #[test]
    fn a_straight_line_has_its_own_slope() {
        let times = [2010.0, 2012.0, 2013.0, 2014.0];
        let coefficients = trend_coefficients(&times).unwrap();
        let slope: f64 = (coefficients.iter().zip(&times))
            .map(|(c, time)| c * (0.4 + 0.03 * (time - 2010.0)))
            .sum();
        assert!((slope - 0.03).abs() < 1e-15);
    }
}
