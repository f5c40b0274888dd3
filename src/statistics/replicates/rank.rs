//! The rank of replicate weights, which R counts as degrees of freedom, at the cost of PSUs and not of rows.
//!
//! The triangle R of a QR decomposition depends on `WᵀW` alone, W having a row for every person and a column for every
//! replicate. Persons whose weight is multiplied by the same factors f in all replicates, which are those of a PSU (and,
//! once every replicate is raked, of a cell of the margins in it), add (Σw²) f fᵀ: together they are one row √(Σw²) f.
//!
//! Where nearly every row has factors of its own, as after calibration on a number, some of the rows mostly show
//! already that all columns are independent; columns that are independent within some rows are so within all.
//!
//! Proven by `rows_of_the_same_factors_count_as_one` and by the degrees of freedom of the fixtures `api_*`,
//! `replicates_*` and `citizen_*`.

use std::collections::HashMap;

use crate::factor::level_code;
use crate::orthonormal::Orthonormal;

/// As in R, a replicate this close to a combination of others adds nothing.
const TOLERANCE: f64 = 1e-5;

/// Rows that have the same factors in all replicates.
#[derive(Clone, Debug)]
pub(super) struct Patterns {
    of_row: Vec<u32>,
    /// By replicate the factor of every pattern.
    factors: Vec<Vec<f64>>,
}

/// A replicate weight over the full one; of a row whose full weight is 0, the replicate weight itself.
fn factor(replicate: f64, weight: f64) -> f64 {
    if weight == 0.0 {
        replicate
    } else {
        replicate / weight
    }
}

impl Patterns {
    pub(super) fn of(weights: &[f64], replicates: &[Vec<f64>]) -> Self {
        let mut marks = vec![(0_u64, 0_u64); weights.len()];
        for replicate in replicates {
            for ((mark, &value), &weight) in marks.iter_mut().zip(replicate).zip(weights) {
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "rounded on purpose: a quotient of equal factors differs in its last digit"
                )]
                let rounded = factor(value, weight) as f32;
                let bits = u64::from((rounded + 0.0).to_bits());
                mark.0 = (mark.0.rotate_left(5) ^ bits).wrapping_mul(0x9e37_79b9_7f4a_7c15);
                mark.1 = (mark.1.rotate_left(23) ^ bits).wrapping_mul(0xc2b2_ae3d_27d4_eb4f);
            }
        }
        let mut known = HashMap::new();
        let mut first_rows = Vec::new();
        let mut of_row = Vec::with_capacity(weights.len());
        for (row, (mark, &weight)) in marks.into_iter().zip(weights).enumerate() {
            let code = *known.entry((mark, weight == 0.0)).or_insert_with(|| {
                first_rows.push(row);
                level_code(first_rows.len() - 1)
            });
            of_row.push(code);
        }
        let of_patterns = |replicate: &Vec<f64>| {
            let rows = first_rows.iter();
            rows.map(|&row| factor(replicate[row], weights[row]))
                .collect()
        };
        Self {
            of_row,
            factors: replicates.iter().map(of_patterns).collect(),
        }
    }

    /// How many replicates are linearly independent among the selected rows.
    pub(super) fn rank(&self, weights: &[f64], selected: &[bool]) -> usize {
        let mut squares = vec![0.0; self.factors.first().map_or(0, Vec::len)];
        for ((&pattern, &weight), &keep) in self.of_row.iter().zip(weights).zip(selected) {
            if keep {
                squares[pattern as usize] += if weight == 0.0 { 1.0 } else { weight * weight };
            }
        }
        let met: Vec<usize> = (0..squares.len()).filter(|&it| squares[it] > 0.0).collect();
        let columns = |patterns: &[usize]| -> Vec<Vec<f64>> {
            let column = |factors: &Vec<f64>| {
                let patterns = patterns.iter();
                patterns
                    .map(|&it| factors[it] * squares[it].sqrt())
                    .collect()
            };
            self.factors.iter().map(column).collect()
        };
        let replicates = self.factors.len();
        let whole = columns(&met);
        let enough = 4 * replicates;
        if met.len() > 2 * enough {
            let some: Vec<usize> = met.iter().copied().step_by(met.len() / enough).collect();
            let basis = Orthonormal::with_tolerance(columns(&some), TOLERANCE);
            if basis.is_independent_among(&whole, TOLERANCE) {
                return replicates;
            }
        }
        Orthonormal::with_tolerance(whole, TOLERANCE).rank()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Six PSUs of a thousand persons, each left out once: as many patterns, whatever the weights.
    #[test]
    fn rows_of_the_same_factors_count_as_one() {
        let weights: Vec<f64> = (0..6000_u32).map(|row| 1.0 + f64::from(row % 7)).collect();
        let replicates: Vec<Vec<f64>> = (0..6)
            .map(|left_out| {
                let factor = |row: usize| if row % 6 == left_out { 0.0 } else { 1.2 };
                let rows = weights.iter().enumerate();
                rows.map(|(row, weight)| weight * factor(row)).collect()
            })
            .collect();
        let patterns = Patterns::of(&weights, &replicates);
        assert_eq!(patterns.factors[0].len(), 6);
        assert_eq!(patterns.rank(&weights, &[true; 6000]), 6);
        let two: Vec<bool> = (0..6000).map(|row| row % 6 < 2).collect();
        assert_eq!(patterns.rank(&weights, &two), 2);
        let rows = Orthonormal::with_tolerance(replicates, TOLERANCE);
        assert_eq!(rows.rank(), 6);
    }

    /// Rows with factors of their own, and one replicate that is the sum of two others.
    #[test]
    fn a_dependent_replicate_is_found_among_many_patterns() {
        let weights = vec![1.0; 400];
        let column = |seed: f64| -> Vec<f64> {
            (0..400_u32)
                .map(|row| (f64::from(row) * seed).sin() + 2.0)
                .collect()
        };
        let (a, b) = (column(1.3), column(2.7));
        let sum = a.iter().zip(&b).map(|(a, b)| a + b).collect();
        let mut replicates = vec![a, b, column(0.9)];
        let all = vec![true; 400];
        assert_eq!(Patterns::of(&weights, &replicates).rank(&weights, &all), 3);
        replicates.push(sum);
        assert_eq!(Patterns::of(&weights, &replicates).rank(&weights, &all), 3);
    }
}
