//! What calibration removes from the variance: the part of every score that control totals fix.
//!
//! Each weighting step with control totals leaves a projection; scores pass through all of them,
//! in the order of the steps, before they are summed to PSUs. With w the weight right after the
//! step:
//!
//! * post-stratification: the class mean of the score per unit of weight, Σz/Σw, is removed;
//! * raking: unweighted class means of z/w are removed margin by margin, in ten sweeps. (Iterated
//!   to convergence the standard error moves by some millionths; ten sweeps are R's answer.)
//! * calibration with factors g on weights d: z/(g√d) loses its regression on X√d.
//!
//! Assumed: the sample is large against the number of control totals. Not to be used to judge a variable
//! that the control totals fix: what is left of its variance is rounding error.
//!
//! # References
//!
//! * Deville & Särndal (1992), *JASA* 87, 376–382; Deville, Särndal & Sautory (1993), *JASA* 88.
//! * Lumley (2010), *Complex Surveys*, 7.3. R `survey` 4.1, `svyrecvar`.
//!
//! Proven by `every_estimate_of_every_fixture_agrees_with_r` (`api_strat`, `api_clus1`, `citizen_base`), and by
//! replicates that repeat the steps (`jackknife_replicates_made_here_agree_with_r`).

use std::sync::Arc;

use super::orthonormal::Orthonormal;

/// Sweeps over the margins when a raked estimate is linearised.
const RAKING_SWEEPS: usize = 10;

/// One projection; row columns are as long as the design.
#[derive(Debug)]
pub(super) enum Projection {
    Classes(ClassProjection),
    Regression(RegressionProjection),
}

/// Raking or post-stratification: classes of rows.
#[derive(Debug)]
pub(super) struct ClassProjection {
    /// Cell of the cross-classification of all margins, by row.
    pub cell_of_row: Vec<u32>,
    /// Level of every cell on each margin.
    pub margins: Vec<Vec<u32>>,
    /// Weight of every row right after the step.
    pub weights: Arc<Vec<f64>>,
    /// Raked, or post-stratified (one margin, weighted class means).
    pub raked: bool,
    /// Rows of a weight other than zero, by cell.
    pub counts: Vec<f64>,
    /// Sum of the weights, by cell.
    pub weight_sums: Vec<f64>,
}

/// Calibration on auxiliary variables.
#[derive(Debug)]
pub(super) struct RegressionProjection {
    /// g√d of every row.
    pub scale: Vec<f64>,
    /// The columns of X√d.
    pub basis: Orthonormal,
}

impl ClassProjection {
    pub(super) fn new(
        cell_of_row: Vec<u32>,
        margins: Vec<Vec<u32>>,
        weights: Arc<Vec<f64>>,
        raked: bool,
    ) -> Self {
        let cells = margins.first().map_or(0, Vec::len);
        let mut counts = vec![0.0; cells];
        let mut weight_sums = vec![0.0; cells];
        for (&cell, &weight) in cell_of_row.iter().zip(weights.iter()) {
            if weight != 0.0 {
                counts[cell as usize] += 1.0;
                weight_sums[cell as usize] += weight;
            }
        }
        Self {
            cell_of_row,
            margins,
            weights,
            raked,
            counts,
            weight_sums,
        }
    }

    /// What to take off, per unit of weight, in each cell. `sums` holds Σz/w by cell for raking, Σz for
    /// post-stratification.
    fn coefficients(&self, sums: &[f64]) -> Vec<f64> {
        let mut removed = vec![0.0; self.counts.len()];
        let (mass, sweeps) = if self.raked {
            (&self.counts, RAKING_SWEEPS)
        } else {
            (&self.weight_sums, 1)
        };
        let mut rest = sums.to_vec();
        for _ in 0..sweeps {
            for margin in &self.margins {
                let levels = margin.iter().map(|&level| level as usize + 1).max();
                let mut sums = vec![(0.0, 0.0); levels.unwrap_or(0)];
                for ((&level, &value), &size) in margin.iter().zip(&rest).zip(mass) {
                    let (sum, total) = &mut sums[level as usize];
                    *sum += value;
                    *total += size;
                }
                for (cell, &level) in margin.iter().enumerate() {
                    let (sum, total) = sums[level as usize];
                    if total != 0.0 {
                        removed[cell] += sum / total;
                        rest[cell] -= mass[cell] * sum / total;
                    }
                }
            }
        }
        removed
    }
}

/// A projection is z ← z − B c(A z): features A z are formed from the scores, turned into coefficients
/// c, and taken off along B. Every row meets few features: one cell, or the columns of a model.
impl Projection {
    /// How many features a row has.
    pub(super) fn width(&self) -> usize {
        match self {
            Self::Classes(_) => 1,
            Self::Regression(regression) => regression.basis.rank(),
        }
    }

    /// How many features there are.
    pub(super) fn features(&self) -> usize {
        match self {
            Self::Classes(classes) => classes.counts.len(),
            Self::Regression(regression) => regression.basis.rank(),
        }
    }

    /// The row's entry of A for its feature `column`.
    pub(super) fn reads(&self, row: usize, column: usize) -> f64 {
        match self {
            Self::Classes(classes) => match classes.weights[row] {
                0.0 => 0.0,
                weight if classes.raked => 1.0 / weight,
                _ => 1.0,
            },
            Self::Regression(regression) => match regression.scale[row] {
                0.0 => 0.0,
                scale => regression.basis.column(column)[row] / scale,
            },
        }
    }

    /// The row's entry of B for its feature `column`.
    pub(super) fn reaches(&self, row: usize, column: usize) -> f64 {
        match self {
            Self::Classes(classes) => classes.weights[row],
            Self::Regression(regression) => {
                regression.basis.column(column)[row] * regression.scale[row]
            }
        }
    }

    /// What to take off along B, from the features of the scores.
    pub(super) fn coefficients(&self, features: &[f64]) -> Vec<f64> {
        match self {
            Self::Classes(classes) => classes.coefficients(features),
            Self::Regression(_) => features.to_vec(),
        }
    }
}
