//! Raking: weights multiplied margin by margin until every margin meets its control totals.
//!
//! w ← w · Tₘₖ / Σ_{k} w over margins m and categories k, repeated until
//! max |Σw/T − 1| over all categories falls below the tolerance. The limit minimises
//! Σ w ln(w/d) − w + d under the totals, so it equals calibration with the raking distance.
//!
//! All the work is done on the cells of the margins' cross-classification: one pass over the rows
//! before and one after, however many rounds it takes.
//!
//! Assumed: totals are known without error, and response depends on the margins without interaction. Margins whose sums
//! differ by rounding (less than a millionth) take the sum of the first.
//!
//! Not to be used with a margin of rare categories (an empty one is an error, a tiny one makes
//! wild weights), nor with control totals that come from the sample itself.
//!
//! # References
//!
//! * Deming & Stephan (1940), *Annals of Mathematical Statistics* 11, 427–444.
//! * Deville, Särndal & Sautory (1993), *JASA* 88, 1013–1020.
//!
//! Proven by the fixtures `api_strat`, `api_clus1`, `citizen_base` and by
//! `raking_equals_calibration_with_the_raking_distance`.

use std::sync::Arc;

use crate::design::SurveyDesign;
use crate::factor::{Factor, cross_codes};
use crate::projection::{ClassProjection, Projection};

use super::WeightDiagnostics;

/// Control totals on one (possibly crossed) categorical column.
#[derive(Clone, Debug)]
pub struct Margin {
    name: String,
    factor: Factor,
    totals: Vec<f64>,
    /// Which categories were given a total; the others must have no weight.
    stated: Vec<bool>,
}

/// Why weights could not be raked.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum RakingError {
    /// There is nothing to rake to.
    #[error("raking needs at least one margin")]
    NoMargins,
    /// A margin has another length than the design.
    #[error("margin {margin} has {found} rows, the design {expected}")]
    LengthsDiffer {
        margin: String,
        /// Rows of the design.
        expected: usize,
        /// Rows of the margin.
        found: usize,
    },
    /// A control total is negative, infinite or not a number.
    #[error("margin {margin}: the control total of {level} is {control_total}")]
    BadTotal {
        margin: String,
        /// Which category.
        level: String,
        /// The total given.
        control_total: f64,
    },
    /// The sample has a category for which no control total was given.
    #[error("margin {margin}: {rows} rows have category {level}, which has no control total")]
    LevelWithoutTotal {
        margin: String,
        /// Which category.
        level: String,
        /// Rows of the sample in it, not weighted.
        rows: usize,
    },
    /// The population has a category that nobody in the sample has.
    #[error(
        "margin {margin}: nobody in the sample has category {level} (control total {control_total}); merge it with another"
    )]
    EmptyMargin {
        margin: String,
        /// Which category.
        level: String,
        /// What the population has in it, though the sample has nobody.
        control_total: f64,
    },
    /// A margin describes a population of nobody.
    #[error("margin {margin}: all its control totals are 0")]
    NobodyInPopulation { margin: String },
    /// Two margins describe populations of different size.
    #[error("the margins disagree: {} sums to {}, {} to {}", first.0, first.1, second.0, second.1)]
    MarginsDisagree {
        /// Name and sum of one margin.
        first: (String, f64),
        /// Name and sum of the other.
        second: (String, f64),
    },
    /// The rounds did not settle, usually because the margins contradict empty cells of the sample.
    #[error("no convergence in {iterations} rounds; the worst category is {} of margin {}, off by {:e}{}", worst.level, worst.margin, worst.relative_difference, empty.as_ref().map(|other| format!("; nobody in it has {other}: merge categories")).unwrap_or_default())]
    NotConverged {
        /// Rounds made.
        iterations: usize,
        /// The category furthest from its control total.
        worst: MarginMisfit,
        /// A category of another margin that nobody in the worst one has, in words.
        empty: Option<String>,
    },
}

/// How far one category is from its control total.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct MarginMisfit {
    pub margin: String,
    /// Which category.
    pub level: String,
    /// |Σw/T − 1|.
    pub relative_difference: f64,
}

impl Margin {
    /// Pairs a column with its control totals, given by label. A category without a total must have no
    /// rows of positive weight when the margin is used.
    pub fn new<S: AsRef<str>>(
        name: &str,
        factor: Factor,
        control_totals: impl IntoIterator<Item = (S, f64)>,
    ) -> Result<Self, RakingError> {
        let mut totals = vec![f64::NAN; factor.levels().len()];
        for (label, total) in control_totals {
            let label = label.as_ref();
            if !(total.is_finite() && total >= 0.0) {
                return Err(RakingError::BadTotal {
                    margin: name.to_owned(),
                    level: label.to_owned(),
                    control_total: total,
                });
            }
            match factor.code_of(label) {
                Some(code) => totals[code as usize] = total,
                None if total > 0.0 => {
                    return Err(RakingError::EmptyMargin {
                        margin: name.to_owned(),
                        level: label.to_owned(),
                        control_total: total,
                    });
                }
                None => {}
            }
        }
        let stated = totals.iter().map(|total| !total.is_nan()).collect();
        for total in &mut totals {
            if total.is_nan() {
                *total = 0.0;
            }
        }
        Ok(Self {
            name: name.to_owned(),
            factor,
            totals,
            stated,
        })
    }

    /// The name given.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn factor(&self) -> &Factor {
        &self.factor
    }

    /// Refuses rows of weight in a category without control total.
    fn check_levels(&self, weights: &[f64]) -> Result<(), RakingError> {
        let Some(code) = self.stated.iter().position(|stated| !stated) else {
            return Ok(());
        };
        let mut rows = vec![0_usize; self.stated.len()];
        for (&level, &weight) in self.factor.codes().iter().zip(weights) {
            rows[level as usize] += usize::from(weight != 0.0);
        }
        match (code..rows.len()).find(|&level| !self.stated[level] && rows[level] > 0) {
            Some(level) => Err(RakingError::LevelWithoutTotal {
                margin: self.name.clone(),
                level: self.factor.levels()[level].clone(),
                rows: rows[level],
            }),
            None => Ok(()),
        }
    }

    /// The misfit of one category of this margin.
    fn misfit(&self, level: usize, sum: f64, grand_total: f64) -> f64 {
        let total = self.totals[level];
        if total > 0.0 {
            (sum / total - 1.0).abs()
        } else {
            sum / grand_total
        }
    }
}

/// How far, relatively, the sums of two margins may lie apart: totals are published rounded.
const ROUNDING: f64 = 1e-6;

/// Margins and when to stop.
#[derive(Clone, Debug)]
pub struct Raking {
    /// The margins, in the order in which they are adjusted.
    pub margins: Vec<Margin>,
    /// Largest |Σw/T − 1| at which raking counts as converged.
    pub tolerance: f64,
    /// Rounds after which it has failed.
    pub max_iterations: usize,
}

impl Raking {
    /// Raking to a tolerance of 10⁻¹⁰ within 1000 rounds.
    pub fn new(margins: Vec<Margin>) -> Self {
        Self {
            margins,
            tolerance: 1e-10,
            max_iterations: 1000,
        }
    }
}

impl Raking {
    /// The margins, all with the sum of the first: totals that were rounded differ in their last digits, and no weights
    /// could meet both.
    fn reconciled(&self) -> Self {
        let mut reconciled = self.clone();
        let sum = |margin: &Margin| margin.totals.iter().sum::<f64>();
        let wanted = reconciled.margins.first().map_or(0.0, sum);
        for margin in &mut reconciled.margins {
            let share = wanted / sum(margin);
            if (share - 1.0).abs() > 1e-14 {
                for total in &mut margin.totals {
                    *total *= share;
                }
            }
        }
        reconciled
    }
}

/// A raked design.
#[derive(Clone, Debug)]
pub struct Raked {
    /// The design with its new weights.
    pub design: SurveyDesign,
    /// What the weights look like now.
    pub diagnostics: WeightDiagnostics,
    /// Rounds made.
    pub iterations: usize,
    /// The category that is furthest from its control total at the end.
    pub worst: MarginMisfit,
}

/// Rakes the weights of a design to its margins.
pub fn rake(design: &SurveyDesign, raking: &Raking) -> Result<Raked, RakingError> {
    check(design, &raking.margins)?;
    let raking = &raking.reconciled();
    let (cell_of_row, margin_of_cell) = cross_margins(&raking.margins);
    let cells = margin_of_cell[0].len();
    let mut base = vec![0.0; cells];
    for (&cell, &weight) in cell_of_row.iter().zip(design.weights()) {
        base[cell as usize] += weight;
    }
    let mut fit = CellFit {
        raking,
        margin_of_cell: &margin_of_cell,
        factors: vec![1.0; cells],
        base,
    };
    let (iterations, worst) = fit.run()?;
    let weights: Vec<f64> = cell_of_row
        .iter()
        .zip(design.weights())
        .map(|(&cell, &weight)| weight * fit.factors[cell as usize])
        .collect();
    let weights = Arc::new(weights);
    let projection = ClassProjection::new(cell_of_row, margin_of_cell, Arc::clone(&weights), true);
    let design = design.reweighted(weights, Some(Projection::Classes(projection)));
    Ok(Raked {
        diagnostics: design.weight_diagnostics(),
        design,
        iterations,
        worst,
    })
}

/// The cell of every row, and the level of every cell on each margin.
pub(super) fn cross_margins(margins: &[Margin]) -> (Vec<u32>, Vec<Vec<u32>>) {
    let first = margins[0].factor();
    let mut cells = first.codes().to_vec();
    let mut levels: Vec<Vec<u32>> = vec![
        (0..first.levels().len())
            .map(crate::factor::level_code)
            .collect(),
    ];
    for margin in &margins[1..] {
        let (crossed, pairs) = cross_codes(
            &cells,
            levels[0].len(),
            margin.factor().codes(),
            margin.factor().levels().len(),
        );
        for known in &mut levels {
            *known = pairs.iter().map(|pair| known[pair.0 as usize]).collect();
        }
        levels.push(pairs.iter().map(|pair| pair.1).collect());
        cells = crossed;
    }
    (cells, levels)
}

fn check(design: &SurveyDesign, margins: &[Margin]) -> Result<(), RakingError> {
    let first = margins.first().ok_or(RakingError::NoMargins)?;
    for margin in margins {
        if margin.factor().len() != design.rows() {
            return Err(RakingError::LengthsDiffer {
                margin: margin.name.clone(),
                expected: design.rows(),
                found: margin.factor().len(),
            });
        }
        margin.check_levels(design.weights())?;
        let (a, b): (f64, f64) = (first.totals.iter().sum(), margin.totals.iter().sum());
        if b <= 0.0 {
            return Err(RakingError::NobodyInPopulation {
                margin: margin.name.clone(),
            });
        }
        if (a - b).abs() > ROUNDING * a {
            return Err(RakingError::MarginsDisagree {
                first: (first.name.clone(), a),
                second: (margin.name.clone(), b),
            });
        }
    }
    Ok(())
}

/// Iterative proportional fitting of the cell sums.
struct CellFit<'a> {
    /// Margins and when to stop.
    raking: &'a Raking,
    /// The level of every cell on each margin.
    margin_of_cell: &'a [Vec<u32>],
    /// Σw of every cell before.
    base: Vec<f64>,
    /// What the weights of every cell are multiplied with.
    factors: Vec<f64>,
}

impl CellFit<'_> {
    /// Adjusts margin after margin; the rounds made and the category furthest from its total at the end.
    fn run(&mut self) -> Result<(usize, MarginMisfit), RakingError> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn two_by_two() -> SurveyDesign {
        SurveyDesign::builder(vec![40.0, 20.0, 30.0, 10.0])
            .build()
            .unwrap()
    }

    fn margin(
        name: &str,
        labels: [&str; 4],
        totals: &[(&str, f64)],
    ) -> Result<Margin, RakingError> {
        Margin::new(name, Factor::from_labels(labels), totals.iter().copied())
    }

    #[test]
    fn a_two_by_two_table_keeps_its_odds_ratio() {
        let rows = margin("row", ["a", "a", "b", "b"], &[("a", 70.0), ("b", 60.0)]).unwrap();
        let columns = margin("column", ["x", "y", "x", "y"], &[("x", 50.0), ("y", 80.0)]).unwrap();
        let raked = rake(&two_by_two(), &Raking::new(vec![rows, columns])).unwrap();
        let w = raked.design.weights();
        assert!((w[0] - 23.823_801_742_685_9).abs() < 1e-8);
        assert!((w[0] * w[3] / (w[1] * w[2]) - 2.0 / 3.0).abs() < 1e-12);
        assert!((w[0] + w[1] - 70.0).abs() < 1e-7);
        assert!(raked.worst.relative_difference < 1e-10);
    }

    #[test]
    fn failures_name_the_category_at_fault() {
        let empty = margin(
            "row",
            ["a", "a", "b", "b"],
            &[("a", 70.0), ("b", 50.0), ("c", 10.0)],
        );
        assert!(matches!(empty, Err(RakingError::EmptyMargin { level, .. }) if level == "c"));
        let missing = margin("row", ["a", "a", "b", "b"], &[("a", 70.0)]).unwrap();
        let missing = Raking::new(vec![missing]);
        assert!(matches!(
            rake(&two_by_two(), &missing),
            Err(RakingError::LevelWithoutTotal { rows: 2, .. })
        ));
        let without_b = two_by_two().reweighted(Arc::new(vec![40.0, 20.0, 0.0, 0.0]), None);
        let raked = rake(&without_b, &missing).unwrap();
        assert!((raked.diagnostics.sum - 70.0).abs() < 1e-9);
        let rows = margin("row", ["a", "a", "b", "b"], &[("a", 70.0), ("b", 60.0)]).unwrap();
        let columns = margin("column", ["x", "y", "x", "y"], &[("x", 50.0), ("y", 81.0)]).unwrap();
        assert!(matches!(
            rake(&two_by_two(), &Raking::new(vec![rows.clone(), columns])),
            Err(RakingError::MarginsDisagree { .. })
        ));
        // Rows a hold only x: the totals of a and x contradict each other.
        let columns = margin("column", ["x", "x", "y", "y"], &[("x", 50.0), ("y", 80.0)]).unwrap();
        assert!(matches!(
            rake(&two_by_two(), &Raking::new(vec![rows, columns])),
            Err(RakingError::NotConverged { .. })
        ));
    }
}
