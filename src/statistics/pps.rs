//! Unequal probabilities without replacement: variances from joint inclusion probabilities.
//!
//! With Δ̌ᵢⱼ = 1 − πᵢπⱼ/πᵢⱼ and weighted scores z, Horvitz–Thompson is Σᵢⱼ Δ̌ᵢⱼ zᵢ zⱼ and
//! Yates–Grundy −½ Σᵢⱼ Δ̌ᵢⱼ (zᵢ − zⱼ)². When joint probabilities are unknown they are approximated
//! from the inclusion probabilities alone (Hartley–Rao, Overton).
//!
//! Not to be used for large samples: the cost is quadratic in the number of sampled units.
//!
//! # References
//!
//! * Hartley & Rao (1962), *Annals of Mathematical Statistics* 33, 350–374.
//! * Overton (1985), in Stehman & Overton (1989), *Survey Research Methods Section, ASA*, 733–738.
//! * Yates & Grundy (1953), *JRSS B* 15, 235–261. Brewer (2002), *Combined Survey Sampling
//!   Inference*, chapter 9.
//!
//! Proven by the fixture `pps_small`.

use super::count::real;

/// Horvitz–Thompson or Yates–Grundy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PairwiseVariance {
    /// Σᵢⱼ Δ̌ᵢⱼ zᵢ zⱼ.
    #[default]
    HorvitzThompson,
    /// −½ Σᵢⱼ Δ̌ᵢⱼ (zᵢ − zⱼ)²; for samples of fixed size.
    YatesGrundy,
}

/// Why joint probabilities cannot be used.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PpsError {
    /// A probability is outside (0, 1].
    #[error("row {row} has inclusion probability {probability}")]
    BadProbability {
        /// Row, counted from zero.
        row: usize,
        /// What was found.
        probability: f64,
    },
    /// The matrix does not match the rows.
    #[error("{rows} sampled units, but joint probabilities for {found}")]
    WrongSize {
        /// Sampled units of the design.
        rows: usize,
        /// Size of the matrix.
        found: usize,
    },
}

/// The matrix Δ̌ of a sample, and the variance formed from it.
#[derive(Clone, Debug)]
pub struct JointInclusion {
    size: usize,
    delta: Vec<f64>,
    variance: PairwiseVariance,
}

impl JointInclusion {
    fn from_pairs(
        probabilities: &[f64],
        variance: PairwiseVariance,
        delta: impl Fn(usize, usize) -> f64,
    ) -> Result<Self, PpsError> {
        if let Some(row) = probabilities.iter().position(|p| !(*p > 0.0 && *p <= 1.0)) {
            return Err(PpsError::BadProbability {
                row,
                probability: probabilities[row],
            });
        }
        let size = probabilities.len();
        let mut matrix = vec![0.0; size * size];
        for i in 0..size {
            for j in 0..size {
                matrix[i * size + j] = if i == j {
                    1.0 - probabilities[i]
                } else {
                    delta(i, j)
                };
            }
        }
        Ok(Self {
            size,
            delta: matrix,
            variance,
        })
    }

    /// Hartley and Rao's approximation; `sum_of_squares_over_n` is Σπ²/n over the population, or
    /// estimated by Σπ/n over the sample when unknown.
    pub fn hartley_rao(
        probabilities: &[f64],
        sum_of_squares_over_n: Option<f64>,
        variance: PairwiseVariance,
    ) -> Result<Self, PpsError> {
        let n = real(probabilities.len());
        let correction =
            sum_of_squares_over_n.unwrap_or_else(|| probabilities.iter().sum::<f64>() / n);
        Self::from_pairs(probabilities, variance, |i, j| {
            1.0 - (n - probabilities[i] - probabilities[j] + correction) / (n - 1.0)
        })
    }

    /// Overton's approximation.
    pub fn overton(probabilities: &[f64], variance: PairwiseVariance) -> Result<Self, PpsError> {
        let n = real(probabilities.len());
        Self::from_pairs(probabilities, variance, |i, j| {
            1.0 - (n - f64::midpoint(probabilities[i], probabilities[j])) / (n - 1.0)
        })
    }

    /// Known joint inclusion probabilities, row by row; the diagonal holds πᵢ.
    pub fn known(joint: &[Vec<f64>], variance: PairwiseVariance) -> Result<Self, PpsError> {
        let size = joint.len();
        if let Some(row) = joint.iter().find(|row| row.len() != size) {
            return Err(PpsError::WrongSize {
                rows: size,
                found: row.len(),
            });
        }
        let probabilities: Vec<f64> = (0..size).map(|i| joint[i][i]).collect();
        Self::from_pairs(&probabilities, variance, |i, j| {
            1.0 - probabilities[i] * probabilities[j] / joint[i][j]
        })
    }

    pub(super) fn check(&self, rows: usize) -> Result<(), PpsError> {
        if self.size == rows {
            Ok(())
        } else {
            Err(PpsError::WrongSize {
                rows,
                found: self.size,
            })
        }
    }

    /// The covariance of the totals of two columns of weighted scores.
    pub(super) fn covariance(&self, a: &[f64], b: &[f64]) -> f64 {
        let mut sum = 0.0;
        for (i, row) in self.delta.chunks_exact(self.size).enumerate() {
            for (j, &delta) in row.iter().enumerate() {
                sum += match self.variance {
                    PairwiseVariance::HorvitzThompson => delta * a[i] * b[j],
                    PairwiseVariance::YatesGrundy => -0.5 * delta * (a[i] - a[j]) * (b[i] - b[j]),
                };
            }
        }
        sum
    }
}
