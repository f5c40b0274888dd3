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
//! # References
//!
//! * Deville & Särndal (1992), *JASA* 87, 376–382; Deville, Särndal & Sautory (1993), *JASA* 88.
//! * Lumley (2010), *Complex Surveys*, 7.3. R `survey` 4.1, `svyrecvar`.
//!
//! Proven by the fixtures `api_strat`, `api_clus1`, `citizen_base`.

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
    /// Rows of positive weight, by cell.
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
            if weight > 0.0 {
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

    /// What to take off, per unit of weight, in each cell. `per_weight` holds Σz/w by cell,
    /// `plain` Σz; raking needs the first, post-stratification the second.
    pub(super) fn coefficients(&self, per_weight: &[f64], plain: &[f64]) -> Vec<f64> {
        let mut removed = vec![0.0; self.counts.len()];
        let (source, mass, sweeps) = if self.raked {
            (per_weight, &self.counts, RAKING_SWEEPS)
        } else {
            (plain, &self.weight_sums, 1)
        };
        let mut rest = source.to_vec();
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
                    if total > 0.0 {
                        removed[cell] += sum / total;
                        rest[cell] -= mass[cell] * sum / total;
                    }
                }
            }
        }
        removed
    }

    fn apply(&self, scores: &mut [f64]) {
        let mut per_weight = vec![0.0; self.counts.len()];
        let mut plain = vec![0.0; self.counts.len()];
        for ((&cell, &weight), &score) in self
            .cell_of_row
            .iter()
            .zip(self.weights.iter())
            .zip(&*scores)
        {
            if weight > 0.0 {
                per_weight[cell as usize] += score / weight;
                plain[cell as usize] += score;
            }
        }
        let removed = self.coefficients(&per_weight, &plain);
        for ((&cell, &weight), score) in
            self.cell_of_row.iter().zip(self.weights.iter()).zip(scores)
        {
            *score -= weight * removed[cell as usize];
        }
    }
}

impl Projection {
    /// Projects scores given by row.
    pub(super) fn apply(&self, scores: &mut [f64]) {
        match self {
            Self::Classes(classes) => classes.apply(scores),
            Self::Regression(regression) => {
                for (score, &scale) in scores.iter_mut().zip(&regression.scale) {
                    *score = if scale == 0.0 { 0.0 } else { *score / scale };
                }
                regression.basis.remove_from(scores);
                for (score, &scale) in scores.iter_mut().zip(&regression.scale) {
                    *score *= scale;
                }
            }
        }
    }
}
