//! Is a row variable related to a column variable? Tests for two-way tables.
//!
//! * **Rao–Scott**: Pearson's X² of the weighted table, scaled to the number of rows of the data,
//!   divided by the mean eigenvalue of the generalised design effects Δ (first order, χ²), or
//!   referred to F with d₀ = (tr Δ)²/tr Δ² and d₀ν degrees of freedom (second order).
//! * **Wald**: the quadratic form of the deviations from independence in the inverse of their
//!   covariance; the adjusted form is more careful when PSUs are few.
//!
//! Assumed: enough PSUs that covariances of cells are estimated at all, and every cell expected to be met.
//!
//! ν is the number of PSUs minus strata. Prefer the second-order Rao–Scott test; Wald misleads
//! with many cells and few PSUs. Not to be used for a table with empty rows or columns, nor one whose
//! cells control totals fix.
//!
//! # References
//!
//! * Rao & Scott (1984), *Annals of Statistics* 12, 46–60; Thomas & Rao (1987), *JASA* 82,
//!   630–636.
//! * Koch, Freeman & Freeman (1975), *International Statistical Review* 43, 59–78.
//!
//! Proven by `every_estimate_of_every_fixture_agrees_with_r` (`chisq` of `api_*`, `citizen_base`,
//! `replicates_small`); second route: `on_a_simple_random_sample_rao_scott_is_pearson`.

use super::count::real;
use super::distribution::{chi_square_upper, f_upper};
use super::linear_solve::solve;
use super::orthonormal::Orthonormal;

/// An estimated two-way table; cells run through the rows first.
#[derive(Clone, Debug)]
pub struct TwoWayTable {
    /// Number of row categories.
    pub rows: usize,
    /// Number of column categories.
    pub columns: usize,
    /// Estimated share of every cell; they sum to one.
    pub shares: Vec<f64>,
    /// Covariance matrix of the shares.
    pub share_covariance: Vec<Vec<f64>>,
    /// Estimated total of every cell.
    pub totals: Vec<f64>,
    /// Covariance matrix of the totals.
    pub total_covariance: Vec<Vec<f64>>,
    /// Rows of the data.
    pub sample_size: f64,
    /// PSUs minus strata.
    pub degrees_of_freedom: usize,
}

/// A test statistic and its p value.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct AssociationTest {
    pub statistic: f64,
    /// Degrees of freedom (of the numerator).
    pub degrees_of_freedom: f64,
    /// Degrees of freedom of the denominator, if it is an F test.
    pub denominator: Option<f64>,
    /// Probability of so large a statistic without association.
    pub p_value: f64,
}

impl TwoWayTable {
    fn cell(&self, row: usize, column: usize) -> usize {
        row + self.rows * column
    }

    fn margins(&self, values: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let mut by_row = vec![0.0; self.rows];
        let mut by_column = vec![0.0; self.columns];
        for (row, row_sum) in by_row.iter_mut().enumerate() {
            for (column, column_sum) in by_column.iter_mut().enumerate() {
                *row_sum += values[self.cell(row, column)];
                *column_sum += values[self.cell(row, column)];
            }
        }
        (by_row, by_column)
    }

    /// Pearson's X² of the table scaled to the sample size.
    pub fn pearson(&self) -> f64 {
        let (by_row, by_column) = self.margins(&self.shares);
        let mut sum = 0.0;
        for (row, p_row) in by_row.iter().enumerate() {
            for (column, p_column) in by_column.iter().enumerate() {
                let independent = p_row * p_column;
                let gap = self.shares[self.cell(row, column)] - independent;
                sum += gap * gap / independent;
            }
        }
        self.sample_size * sum
    }

    /// The matrix Δ of generalised design effects of the interactions.
    fn design_effects(&self) -> Option<Vec<Vec<f64>>> {
        let cells = self.rows * self.columns;
        let indicator = |test: &dyn Fn(usize, usize) -> bool| -> Vec<f64> {
            (0..cells)
                .map(|cell| f64::from(u8::from(test(cell % self.rows, cell / self.rows))))
                .collect()
        };
        let mut main_effects = vec![vec![1.0; cells]];
        main_effects.extend((1..self.rows).map(|r| indicator(&move |row, _| row == r)));
        main_effects.extend((1..self.columns).map(|c| indicator(&move |_, column| column == c)));
        let main_effects = Orthonormal::of(main_effects);
        let mut interactions = Vec::new();
        for c in 1..self.columns {
            for r in 1..self.rows {
                let mut column = indicator(&move |row, column| row == r && column == c);
                main_effects.remove_from(&mut column);
                interactions.push(column);
            }
        }
        let inverse: Vec<f64> = self
            .shares
            .iter()
            .map(|&p| if p == 0.0 { 0.0 } else { 1.0 / p })
            .collect();
        let weighted: Vec<Vec<f64>> = interactions
            .iter()
            .map(|column| column.iter().zip(&inverse).map(|(x, i)| x * i).collect())
            .collect();
        let dot = |a: &[f64], b: &[f64]| -> f64 { a.iter().zip(b).map(|(x, y)| x * y).sum() };
        let simple: Vec<Vec<f64>> = interactions
            .iter()
            .map(|a| {
                weighted
                    .iter()
                    .map(|b| dot(a, b) / self.sample_size)
                    .collect()
            })
            .collect();
        let actual: Vec<Vec<f64>> = weighted
            .iter()
            .map(|b| {
                let spread: Vec<f64> = self
                    .share_covariance
                    .iter()
                    .map(|row| dot(row, b))
                    .collect();
                weighted.iter().map(|a| dot(a, &spread)).collect()
            })
            .collect();
        solve(&simple, &actual)
    }

    /// Rao and Scott's test with second-order (Satterthwaite) correction, referred to F.
    pub fn rao_scott_second_order(&self) -> Option<AssociationTest> {
        let delta = self.design_effects()?;
        let trace: f64 = (0..delta.len()).map(|i| delta[i][i]).sum();
        let mut square = 0.0;
        for (i, column) in delta.iter().enumerate() {
            for (j, value) in column.iter().enumerate() {
                square += value * delta[j][i];
            }
        }
        let numerator = trace * trace / square;
        let denominator = numerator * real(self.degrees_of_freedom);
        let statistic = self.pearson() / trace;
        Some(AssociationTest {
            statistic,
            degrees_of_freedom: numerator,
            denominator: Some(denominator),
            p_value: f_upper(statistic, numerator, denominator),
        })
    }

    /// Rao and Scott's test with first-order correction; the statistic is Pearson's X² before the
    /// correction, as R reports it.
    pub fn rao_scott_first_order(&self) -> Option<AssociationTest> {
        let delta = self.design_effects()?;
        let cells = real(delta.len());
        let mean_effect = (0..delta.len()).map(|i| delta[i][i]).sum::<f64>() / cells;
        let statistic = self.pearson();
        Some(AssociationTest {
            statistic,
            degrees_of_freedom: cells,
            denominator: None,
            p_value: chi_square_upper(statistic / mean_effect, cells),
        })
    }

    /// Wald's test of independence, referred to F; `adjusted` takes off degrees of freedom for the
    /// number of cells.
    pub fn wald(&self, adjusted: bool) -> Option<AssociationTest> {
        let (by_row, by_column) = self.margins(&self.totals);
        let all: f64 = self.totals.iter().sum();
        let cells = self.rows * self.columns;
        // Derivatives of Tᵢⱼ − Rᵢ Cⱼ / N with respect to every cell total.
        let gradient = |row: usize, column: usize| -> Vec<f64> {
            (0..cells)
                .map(|cell| {
                    let (r, c) = (cell % self.rows, cell / self.rows);
                    let mut slope = by_row[row] * by_column[column] / (all * all);
                    if r == row {
                        slope -= by_column[column] / all;
                    }
                    if c == column {
                        slope -= by_row[row] / all;
                    }
                    if r == row && c == column {
                        slope += 1.0;
                    }
                    slope
                })
                .collect()
        };
        let mut gradients = Vec::new();
        let mut deviations = Vec::new();
        for (column, column_sum) in by_column.iter().enumerate().skip(1) {
            for (row, row_sum) in by_row.iter().enumerate().skip(1) {
                gradients.push(gradient(row, column));
                let independent = row_sum * column_sum / all;
                deviations.push(self.totals[self.cell(row, column)] - independent);
            }
        }
        let dot = |a: &[f64], b: &[f64]| -> f64 { a.iter().zip(b).map(|(x, y)| x * y).sum() };
        let covariance: Vec<Vec<f64>> = gradients
            .iter()
            .map(|a| {
                let spread: Vec<f64> = self
                    .total_covariance
                    .iter()
                    .map(|row| dot(row, a))
                    .collect();
                gradients.iter().map(|b| dot(b, &spread)).collect()
            })
            .collect();
        let solved = solve(&covariance, std::slice::from_ref(&deviations))?;
        let numerator = real(deviations.len());
        let nu = real(self.degrees_of_freedom);
        let wald = dot(&deviations, &solved[0]);
        let (statistic, denominator) = if adjusted {
            let rest = nu - numerator + 1.0;
            (wald * rest / (numerator * nu), rest)
        } else {
            (wald / numerator, nu)
        };
        Some(AssociationTest {
            statistic,
            degrees_of_freedom: numerator,
            denominator: Some(denominator),
            p_value: f_upper(statistic, numerator, denominator),
        })
    }
}
