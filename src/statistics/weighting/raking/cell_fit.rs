//! The fit on the cells of the margins' cross-classification, one round after the other.

use super::{MarginMisfit, Raking, RakingError};

/// Iterative proportional fitting of the cell sums.
pub(super) struct CellFit<'a> {
    /// Margins and when to stop.
    pub(super) raking: &'a Raking,
    /// The level of every cell on each margin.
    pub(super) margin_of_cell: &'a [Vec<u32>],
    /// Σw of every cell before.
    pub(super) base: Vec<f64>,
    /// What the weights of every cell are multiplied with.
    pub(super) factors: Vec<f64>,
}

impl CellFit<'_> {
    /// Adjusts margin after margin; the rounds made and the category furthest from its total at the end.
    pub(super) fn run(&mut self) -> Result<(usize, MarginMisfit), RakingError> {
        self.check_weight_everywhere()?;
        for iteration in 1..=self.raking.max_iterations {
            for index in 0..self.raking.margins.len() {
                self.adjust(index);
            }
            let worst = self.worst();
            if worst.relative_difference < self.raking.tolerance {
                return Ok((iteration, worst));
            }
        }
        let worst = self.worst();
        Err(RakingError::NotConverged {
            iterations: self.raking.max_iterations,
            empty: self.empty_beside(&worst),
            worst,
        })
    }

    /// The first category of another margin that nobody of a category has.
    fn empty_beside(&self, category: &MarginMisfit) -> Option<String> {
        let margins = &self.raking.margins;
        let own = margins.iter().position(|it| it.name == category.margin)?;
        let code = margins[own].factor.code_of(&category.level)?;
        let others = margins.iter().enumerate().filter(|(it, _)| *it != own);
        others
            .flat_map(|(at, margin)| (0..margin.totals.len()).map(move |level| (at, margin, level)))
            .find(|&(at, margin, level)| {
                let cells = self.margin_of_cell[own]
                    .iter()
                    .zip(&self.margin_of_cell[at]);
                let met = cells
                    .zip(&self.base)
                    .any(|((&a, &b), &base)| a == code && b as usize == level && base > 0.0);
                margin.totals[level] > 0.0 && !met
            })
            .map(|(_, margin, level)| {
                format!(
                    "{} of margin {}",
                    margin.factor.levels()[level],
                    margin.name
                )
            })
    }

    fn sums(&self, index: usize) -> Vec<f64> {
        let mut sums = vec![0.0; self.raking.margins[index].totals.len()];
        for ((&level, &base), &factor) in self.margin_of_cell[index]
            .iter()
            .zip(&self.base)
            .zip(&self.factors)
        {
            sums[level as usize] += base * factor;
        }
        sums
    }

    fn adjust(&mut self, index: usize) {
        let sums = self.sums(index);
        let totals = &self.raking.margins[index].totals;
        for (&level, factor) in self.margin_of_cell[index].iter().zip(&mut self.factors) {
            let sum = sums[level as usize];
            if sum > 0.0 {
                *factor *= totals[level as usize] / sum;
            }
        }
    }

    /// A category may have rows, but all of weight zero.
    fn check_weight_everywhere(&self) -> Result<(), RakingError> {
        for (index, margin) in self.raking.margins.iter().enumerate() {
            let sums = self.sums(index);
            for (level, (&sum, &total)) in sums.iter().zip(&margin.totals).enumerate() {
                if total > 0.0 && sum <= 0.0 {
                    return Err(RakingError::EmptyMargin {
                        margin: margin.name.clone(),
                        level: margin.factor.levels()[level].clone(),
                        control_total: total,
                    });
                }
            }
        }
        Ok(())
    }

    fn worst(&self) -> MarginMisfit {
        let mut worst = MarginMisfit {
            margin: self.raking.margins[0].name.clone(),
            level: String::new(),
            relative_difference: -1.0,
        };
        for (index, margin) in self.raking.margins.iter().enumerate() {
            let grand_total: f64 = margin.totals.iter().sum();
            for (level, &sum) in self.sums(index).iter().enumerate() {
                let misfit = margin.misfit(level, sum, grand_total);
                if misfit > worst.relative_difference {
                    worst.margin.clone_from(&margin.name);
                    worst.level.clone_from(&margin.factor.levels()[level]);
                    worst.relative_difference = misfit;
                }
            }
        }
        worst
    }
}
