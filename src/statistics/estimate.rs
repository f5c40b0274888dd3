//! An estimate: its value, and what is known about its precision.
//!
//! With n respondents, weights w, mean p = Σwy/Σw and spread S² = n/(n − 1) · Σw(y − p)²/Σw (which is
//! n/(n − 1) · p(1 − p) of a proportion):
//!
//! | figure | formula |
//! |---|---|
//! | design effect | V / [(1 − n/Σw) S²/n] |
//! | the same with replacement | V / (S²/n) |
//! | Kish's design effect of the weights | n Σw² / (Σw)² |
//! | Kish's effective n | (Σw)² / Σw² |
//! | effective n of a proportion | p(1 − p) / V |
//!
//! Assumed: weights sum to the population, else the first design effect has no meaning (with Σw ≤ n it is infinite or
//! negative, as in R). Kish's figures assume weights unrelated to the answers: not to be used where strata were
//! oversampled because they differ.
//!
//! # References
//!
//! * Kish (1965), *Survey Sampling*, 8.2 (design effect), 11.7 (unequal weights).
//!
//! Proven by `every_estimate_of_every_fixture_agrees_with_r` (`deff`, `deff_replace`, `deff_kish` and `ess`).

use super::count::real;
use super::variance::VarianceError;

/// An estimate and what is known about its precision.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// The estimate; a proportion is 0..=1.
    pub value: f64,
    /// Its standard error under the design.
    pub standard_error: f64,
    /// PSUs minus strata, among those with rows in the domain.
    pub degrees_of_freedom: usize,
    /// PSUs minus strata of the whole design.
    pub design_degrees_of_freedom: usize,
    /// Persons in the domain who answered (weight other than zero).
    pub respondents: usize,
    /// Rows of a weight other than zero in the domain, answered or not.
    pub domain_rows: usize,
    /// Σ w over the respondents.
    pub sum_of_weights: f64,
    /// Σ w y over the respondents.
    pub weighted_total: f64,
    /// Σ y over the respondents: of a 0/1 item, how many said yes.
    pub unweighted_total: f64,
    /// Variance over that of a simple random sample of as many respondents without replacement
    /// from a population of Σ w; undefined for one respondent or without any spread.
    pub design_effect: Option<f64>,
    /// The same against sampling with replacement.
    pub design_effect_with_replacement: Option<f64>,
    /// Kish's design effect of the weights, n Σw² / (Σw)².
    pub weighting_design_effect: f64,
}

impl Estimate {
    /// The square of the standard error.
    pub fn variance(&self) -> f64 {
        self.standard_error * self.standard_error
    }

    /// Kish's effective sample size (Σw)² / Σw²: what unequal weights alone leave.
    pub(crate) fn kish_effective_sample_size(&self) -> f64 {
        real(self.respondents) / self.weighting_design_effect
    }

    /// Effective sample size of a proportion, p(1 − p)/V; undefined at 0 and 1.
    pub fn effective_sample_size(&self) -> Option<f64> {
        let spread = self.value * (1.0 - self.value);
        (spread > 0.0 && self.standard_error > 0.0).then(|| spread / self.variance())
    }
}

/// Why there is no estimate.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum EstimateError {
    /// The tabulation has no such item.
    #[error("there is no item {item}")]
    UnknownItem {
        /// The name asked for.
        item: String,
    },
    /// The domain refers to an unknown classification.
    #[error("there is no classification {name}")]
    UnknownClassification {
        /// The name asked for.
        name: String,
    },
    /// Nobody in the domain answered.
    #[error("nobody in the domain ({domain}) answered {item}")]
    NoAnswers {
        item: String,
        /// The domain, in words.
        domain: String,
        /// Rows of the domain (zero: the domain is empty).
        rows: usize,
    },
    /// Numerator and denominator of a ratio were answered by different rows.
    #[error("{numerator} and {denominator} were not answered by the same rows: mask both")]
    RowsDiffer {
        /// Item above.
        numerator: String,
        /// Item below.
        denominator: String,
    },
    /// The design does not allow a variance.
    #[error("{reason}")]
    Variance {
        /// Why not.
        reason: VarianceError,
        /// The estimate without it, its standard error not a number; none where several estimates were to be compared.
        point: Option<Box<Estimate>>,
    },
}

impl EstimateError {
    /// An estimate that has no variance.
    pub(super) fn without_variance(reason: VarianceError, point: Estimate) -> Self {
        Self::Variance {
            reason,
            point: Some(Box::new(point)),
        }
    }
}

impl From<VarianceError> for EstimateError {
    fn from(reason: VarianceError) -> Self {
        Self::Variance {
            reason,
            point: None,
        }
    }
}

/// An estimate together with the scores that vary like it, from which covariances with other
/// estimates of the same tabulation follow.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Linearized {
    pub estimate: Estimate,
    /// Projected score of every variance unit.
    pub(super) scores: Vec<f64>,
}

impl Linearized {
    /// The estimate, whether it has a variance or not, and why not.
    pub(super) fn point_of(
        estimated: Result<Self, EstimateError>,
    ) -> Result<(Estimate, Option<VarianceError>), EstimateError> {
        match estimated {
            Ok(linearized) => Ok((linearized.estimate, None)),
            Err(EstimateError::Variance {
                reason,
                point: Some(point),
            }) => Ok((*point, Some(reason))),
            Err(error) => Err(error),
        }
    }
}

impl Estimate {
    /// Compares the variance with that of simple random samples, `unit_variance` being the
    /// variance of one answer.
    pub(super) fn set_design_effects(&mut self, variance: f64, unit_variance: f64) {
        let n = real(self.respondents);
        let finite = unit_variance.is_finite() && unit_variance > 0.0;
        let with_replacement = finite.then(|| variance / (unit_variance / n));
        self.design_effect_with_replacement = with_replacement;
        self.design_effect =
            with_replacement.map(|effect| effect * self.sum_of_weights / (self.sum_of_weights - n));
    }
}
