//! Base weights: one over the probability of being in the sample.
//!
//! d = 1 / (π₁ π₂ …) over the stages of selection, for every row.
//!
//! Assumed: the probability of every stage is known, given the stages above. Not to be used for people
//! who chose themselves, whose probability nobody knows.
//!
//! # References
//!
//! * Horvitz & Thompson (1952), *JASA* 47, 663–685.
//!
//! Proven by `stages_multiply` and by `base_weights_are_products_over_the_stages` in `requested_weights.rs`.

/// Why there are no base weights.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum BaseWeightError {
    /// A probability is not in (0, 1].
    #[error("row {row}, stage {stage}: inclusion probability {probability}")]
    BadProbability {
        /// Row, counted from zero.
        row: usize,
        /// Stage, counted from one.
        stage: usize,
        /// What was found.
        probability: f64,
    },
    /// The stages differ in length.
    #[error("stage {stage} has {found} rows, the first {expected}")]
    LengthsDiffer {
        /// Stage, counted from one.
        stage: usize,
        /// Rows of the first stage.
        expected: usize,
        /// Rows of this one.
        found: usize,
    },
}

/// The base weight of every row from its inclusion probability at each stage, given the stages
/// above.
pub fn base_weights(stages: &[&[f64]]) -> Result<Vec<f64>, BaseWeightError> {
    let rows = stages.first().map_or(0, |stage| stage.len());
    let mut weights = vec![1.0; rows];
    for (index, probabilities) in stages.iter().enumerate() {
        if probabilities.len() != rows {
            return Err(BaseWeightError::LengthsDiffer {
                stage: index + 1,
                expected: rows,
                found: probabilities.len(),
            });
        }
        for (row, (weight, &probability)) in weights.iter_mut().zip(*probabilities).enumerate() {
            if !(probability > 0.0 && probability <= 1.0) {
                return Err(BaseWeightError::BadProbability {
                    row,
                    stage: index + 1,
                    probability,
                });
            }
            *weight /= probability;
        }
    }
    Ok(weights)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_multiply() {
        let weights = base_weights(&[&[0.1, 0.5], &[0.25, 1.0]]).unwrap();
        assert!((weights[0] - 40.0).abs() < 1e-12 && (weights[1] - 2.0).abs() < 1e-12);
        assert!(matches!(
            base_weights(&[&[0.1, 0.0]]),
            Err(BaseWeightError::BadProbability {
                row: 1,
                stage: 1,
                ..
            })
        ));
    }
}
