//! Relative importance: how the share of an answer's variance that columns explain together is divided among them.
//!
//! R² of a set of columns is that of the weighted linear regression on them. With p columns:
//!
//! | measure | share of a column |
//! |---|---|
//! | LMG (Shapley) | the mean, over all orders of the columns, of what R² grows by when it enters |
//! | first, last | R² of it alone (its correlation squared); what R² loses without it |
//! | Pratt | standardised coefficient times correlation, which can be negative |
//! | squared coefficient | of the standardised column |
//! | relative weight (Johnson) | R² by the orthogonal columns nearest to all of them, carried back |
//!
//! LMG, Pratt and relative weights sum to R². LMG is published: it is never negative and treats columns alike.
//!
//! All are smooth functions of the weighted covariance matrix S, whose entries have the scores w(xy − S)/Σw, x and y centred; the
//! gradient is taken by differences. With replicate weights they are computed anew in every replicate.
//!
//! Assumed: numbers, or categories in order with scores that may be averaged. Over the rows that have every column.
//!
//! Not to be used to say what would happen if one of them changed: what goes together need not cause each other. Nor with more than
//! sixteen columns, whose 2¹⁶ sets are all fitted.
//!
//! # References
//!
//! * Lindeman, Merenda & Gold (1980), *Introduction to Bivariate and Multivariate Analysis*. Grömping (2006), *Journal of
//!   Statistical Software* 17(1). Johnson (2000), *Multivariate Behavioral Research* 35, 1–19.
//!
//! Proven by `importance_agrees_with_r` (R's package relaimpo 2.2-7), `correlations_agree_with_r`; second route of the standard errors:
//! `importance_by_replicates_is_nearly_that_by_linearisation`.

use super::count::real;
use super::design::SurveyDesign;
use super::eigen::Eigen;
use super::linear_solve::solve;
use super::orthonormal::Orthonormal;
use super::regression::RegressionError;
use super::replicates::ReplicateDesign;

/// The most columns that are compared.
const MOST_COLUMNS: usize = 16;

/// The step by which gradients are taken, of correlations: the differences of it and of half of it leave an error of its fourth
/// power.
const STEP: f64 = 1e-3;

/// The step where columns are so nearly alike that the larger leads beyond them.
const SMALL_STEP: f64 = 1e-5;

/// The measures of importance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ImportanceMeasure {
    /// The correlation with the answer, −1 to 1.
    Correlation,
    /// Shapley's share.
    Lmg,
    /// R² of the column alone.
    First,
    /// What R² loses without it.
    Last,
    /// Standardised coefficient times correlation.
    Pratt,
    /// The squared standardised coefficient.
    SquaredCoefficient,
    /// Johnson's relative weight.
    RelativeWeight,
}

impl ImportanceMeasure {
    /// Every measure, in the order of [`Importance::shares`].
    pub const ALL: [Self; 7] = [
        Self::Correlation,
        Self::Lmg,
        Self::First,
        Self::Last,
        Self::Pratt,
        Self::SquaredCoefficient,
        Self::RelativeWeight,
    ];
}

/// A value with its standard error.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Uncertain {
    pub value: f64,
    pub standard_error: f64,
}

/// The importance of some columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Importance {
    /// Rows that have the answer and every column.
    pub rows: usize,
    /// Rows of the domain that lack one.
    pub left_out: usize,
    /// PSUs minus strata among the rows used.
    pub degrees_of_freedom: usize,
    /// R² of all columns together.
    pub explained: Uncertain,
    /// By measure, in the order of [`ImportanceMeasure::ALL`], then by column.
    pub shares: Vec<Vec<Uncertain>>,
}

impl Importance {
    /// The shares by one measure, by column.
    pub fn by(&self, measure: ImportanceMeasure) -> &[Uncertain] {
        let place = ImportanceMeasure::ALL.iter().position(|it| *it == measure);
        place.map_or(&[], |place| &self.shares[place])
    }
}

/// What is compared: an answer and columns that may go with it, not numbers where they are missing.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Compared<'a> {
    pub answer: &'a [f64],
    /// Names and values.
    pub columns: &'a [(&'a str, &'a [f64])],
    /// The rows of the domain.
    pub selected: &'a [bool],
}

/// The rows that have everything, the answer first among their columns.
struct Complete {
    rows: Vec<usize>,
    left_out: usize,
    columns: Vec<Vec<f64>>,
}

impl Complete {
    fn of(compared: &Compared<'_>, weights: &[f64]) -> Result<Self, RegressionError> {
        let all = [("the answer", compared.answer)].into_iter();
        let all: Vec<(&str, &[f64])> = all.chain(compared.columns.iter().copied()).collect();
        let lengths = all.iter().map(|(name, column)| (*name, column.len()));
        let lengths = lengths.chain([("the domain", compared.selected.len())]);
        for (name, found) in lengths {
            if found != weights.len() {
                return Err(RegressionError::LengthsDiffer {
                    name: name.to_owned(),
                    expected: weights.len(),
                    found,
                });
            }
        }
        let p = compared.columns.len();
        if p == 0 || p > MOST_COLUMNS {
            return Err(RegressionError::ColumnsCompared {
                columns: p,
                most: MOST_COLUMNS,
            });
        }
        let (mut rows, mut left_out) = (Vec::new(), 0);
        for (row, &weight) in weights.iter().enumerate() {
            if !compared.selected[row] || weight == 0.0 {
                continue;
            }
            if weight < 0.0 {
                let row = row + 1;
                return Err(RegressionError::NegativeWeight { row, weight });
            }
            if all.iter().any(|(_, column)| column[row].is_nan()) {
                left_out += 1;
            } else {
                rows.push(row);
            }
        }
        if rows.len() <= p + 1 {
            return Err(RegressionError::TooFewRows {
                rows: rows.len(),
                columns: p + 1,
            });
        }
        let columns: Vec<Vec<f64>> = (all.iter())
            .map(|(_, column)| rows.iter().map(|&row| column[row]).collect())
            .collect();
        if columns[0]
            .iter()
            .all(|value| (value - columns[0][0]).abs() == 0.0)
        {
            return Err(RegressionError::NothingToExplain { rows: rows.len() });
        }
        let explanatory: Vec<Vec<f64>> = [vec![1.0; rows.len()]]
            .into_iter()
            .chain(columns[1..].iter().cloned())
            .collect();
        let dependent = Orthonormal::of(explanatory).first_dependent(p + 1);
        if let Some((name, _)) = dependent.and_then(|column| all.get(column)) {
            return Err(RegressionError::Dependent {
                name: (*name).to_owned(),
            });
        }
        Ok(Self {
            rows,
            left_out,
            columns,
        })
    }

    /// Columns less their weighted mean, over their standard deviation, and their correlations.
    fn standardised(&self, weights: &[f64]) -> (Vec<Vec<f64>>, Vec<Vec<f64>>) {
        let w: Vec<f64> = self.rows.iter().map(|&row| weights[row]).collect();
        let sum: f64 = w.iter().sum();
        let mean =
            |values: &[f64]| -> f64 { w.iter().zip(values).map(|(w, z)| w * z).sum::<f64>() / sum };
        let standardised: Vec<Vec<f64>> = (self.columns.iter())
            .map(|column| {
                let about = column[0];
                let shifted: Vec<f64> = column.iter().map(|z| z - about).collect();
                let centre = mean(&shifted);
                let centred: Vec<f64> = shifted.iter().map(|z| z - centre).collect();
                let squares: Vec<f64> = centred.iter().map(|z| z * z).collect();
                let deviation = mean(&squares).sqrt();
                centred.iter().map(|z| z / deviation).collect()
            })
            .collect();
        let entry = |a: &Vec<f64>, b: &Vec<f64>| {
            let products: Vec<f64> = a.iter().zip(b).map(|(a, b)| a * b).collect();
            mean(&products)
        };
        let correlations = (standardised.iter())
            .map(|a| standardised.iter().map(|b| entry(a, b)).collect())
            .collect();
        (standardised, correlations)
    }
}

/// R² and all shares of a covariance matrix, the answer first: one list, R² first, then measure by measure.
fn shares(covariance: &[Vec<f64>]) -> Option<Vec<f64>> {
    let p = covariance.len() - 1;
    let deviation: Vec<f64> = (0..=p).map(|i| covariance[i][i].sqrt()).collect();
    let r = |i: usize, j: usize| covariance[i][j] / (deviation[i] * deviation[j]);
    let explained: Vec<f64> = (0..1_usize << p)
        .map(|set| {
            let members: Vec<usize> = (1..=p).filter(|j| set >> (j - 1) & 1 == 1).collect();
            let matrix: Vec<Vec<f64>> = (members.iter())
                .map(|&i| members.iter().map(|&j| r(i, j)).collect())
                .collect();
            let right: Vec<f64> = members.iter().map(|&i| r(0, i)).collect();
            let solved = solve(&matrix, std::slice::from_ref(&right))?;
            let r2: f64 = right.iter().zip(&solved[0]).map(|(r, b)| r * b).sum();
            r2.is_finite().then_some(r2)
        })
        .collect::<Option<_>>()?;
    let all = explained.len() - 1;
    let within: Vec<Vec<f64>> = (1..=p)
        .map(|i| (1..=p).map(|j| r(i, j)).collect())
        .collect();
    let correlations: Vec<f64> = (1..=p).map(|j| r(0, j)).collect();
    let standardised = solve(&within, std::slice::from_ref(&correlations))?.pop()?;
    let mut found = vec![explained[all]];
    found.extend(&correlations);
    found.extend((0..p).map(|j| lmg(&explained, p, j)));
    found.extend((0..p).map(|j| explained[1 << j]));
    found.extend((0..p).map(|j| explained[all] - explained[all & !(1 << j)]));
    found.extend((0..p).map(|j| standardised[j] * correlations[j]));
    found.extend(standardised.iter().map(|b| b * b));
    found.extend(relative_weights(&within, &correlations)?);
    Some(found)
}

/// The mean growth of R² by column `j`, over all orders: each set without it counts |S|! (p − |S| − 1)! / p! times.
fn lmg(explained: &[f64], p: usize, j: usize) -> f64 {
    // 1 / (p · (p−1 over |S|)).
    let mut share_of_size = vec![1.0 / real(p)];
    for size in 1..p {
        let before = share_of_size[size - 1];
        share_of_size.push(before * real(size) / real(p - size));
    }
    (0..explained.len())
        .filter(|set| set >> j & 1 == 0)
        .map(|set| {
            let size = set.count_ones() as usize;
            share_of_size[size] * (explained[set | 1 << j] - explained[set])
        })
        .sum()
}

fn relative_weights(within: &[Vec<f64>], correlations: &[f64]) -> Option<Vec<f64>> {
    let p = correlations.len();
    let eigen = Eigen::of(within);
    if eigen.values.iter().any(|value| *value <= 0.0) {
        return None;
    }
    let root = |power: f64, i: usize, j: usize| -> f64 {
        let parts = eigen.values.iter().zip(&eigen.vectors);
        parts
            .map(|(value, v)| v[i] * v[j] * value.powf(power))
            .sum()
    };
    let on_orthogonal: Vec<f64> = (0..p)
        .map(|k| (0..p).map(|j| root(-0.5, k, j) * correlations[j]).sum())
        .collect();
    let weight = |j: usize| {
        (0..p)
            .map(|k| (root(0.5, j, k) * on_orthogonal[k]).powi(2))
            .sum()
    };
    Some((0..p).map(weight).collect())
}

/// How every figure changes with every entry of the covariance matrix on or above the diagonal.
fn gradients(covariance: &[Vec<f64>]) -> Option<Vec<(usize, usize, Vec<f64>)>> {
    let moved = |i: usize, j: usize, by: f64| {
        let mut moved = covariance.to_vec();
        moved[i][j] += by;
        if i != j {
            moved[j][i] += by;
        }
        shares(&moved)
    };
    let entries = (0..covariance.len()).flat_map(|i| (i..covariance.len()).map(move |j| (i, j)));
    entries
        .map(|(i, j)| {
            let by = |step: f64| -> Option<Vec<f64>> {
                let (above, below) = (moved(i, j, step)?, moved(i, j, -step)?);
                let slopes = above.iter().zip(&below);
                Some(
                    slopes
                        .map(|(above, below)| (above - below) / (2.0 * step))
                        .collect(),
                )
            };
            let slopes = match (by(STEP), by(STEP / 2.0)) {
                (Some(whole), Some(half)) => {
                    let both = whole.iter().zip(&half);
                    both.map(|(whole, half)| (4.0 * half - whole) / 3.0)
                        .collect()
                }
                _ => by(SMALL_STEP)?,
            };
            Some((i, j, slopes))
        })
        .collect()
}

fn assembled(
    complete: &Complete,
    found: &[f64],
    standard_errors: &[f64],
    degrees_of_freedom: usize,
) -> Importance {
    let figures: Vec<Uncertain> = (found.iter().zip(standard_errors))
        .map(|(&value, &standard_error)| Uncertain {
            value,
            standard_error,
        })
        .collect();
    let p = complete.columns.len() - 1;
    Importance {
        rows: complete.rows.len(),
        left_out: complete.left_out,
        degrees_of_freedom,
        explained: figures[0],
        shares: figures[1..].chunks(p).map(<[_]>::to_vec).collect(),
    }
}

impl SurveyDesign {
    /// The importance of columns for an answer, standard errors linearised.
    pub fn importance(&self, compared: &Compared<'_>) -> Result<Importance, RegressionError> {
        let complete = Complete::of(compared, self.weights())?;
        let (z, correlations) = complete.standardised(self.weights());
        let dependent = || RegressionError::NotSolved;
        let found = shares(&correlations).ok_or_else(dependent)?;
        let gradients = gradients(&correlations).ok_or_else(dependent)?;
        let sum: f64 = complete.rows.iter().map(|&row| self.weights()[row]).sum();
        let mut influences = vec![vec![0.0; complete.rows.len()]; found.len()];
        for (i, j, slopes) in &gradients {
            for place in 0..complete.rows.len() {
                let moment = (z[*i][place] * z[*j][place] - correlations[*i][*j]) / sum;
                for (influence, slope) in influences.iter_mut().zip(slopes) {
                    influence[place] += slope * moment;
                }
            }
        }
        let mut standard_errors = Vec::with_capacity(found.len());
        for influence in influences {
            let variance = self.covariance_of_influences(&complete.rows, &[influence])?;
            standard_errors.push(variance[0][0].sqrt());
        }
        let mut used = vec![false; self.rows()];
        for &row in &complete.rows {
            used[row] = true;
        }
        let df = self.degrees_of_freedom_among(|row| used[row]);
        Ok(assembled(&complete, &found, &standard_errors, df))
    }
}

impl ReplicateDesign {
    /// The importance of columns for an answer, standard errors by replication.
    pub fn importance(&self, compared: &Compared<'_>) -> Result<Importance, RegressionError> {
        let complete = Complete::of(compared, self.weights())?;
        let of = |weights: &[f64]| shares(&complete.standardised(weights).1);
        let found = of(self.weights()).ok_or(RegressionError::NotSolved)?;
        let replicates: Vec<Vec<f64>> = (self.replicates().iter())
            .map(|weights| of(weights).unwrap_or_else(|| vec![f64::NAN; found.len()]))
            .collect();
        let standard_errors: Vec<f64> = (found.iter().enumerate())
            .map(|(figure, &full)| {
                let values: Vec<f64> = replicates.iter().map(|it| it[figure]).collect();
                self.variance(full, &values).sqrt()
            })
            .collect();
        let mut used = vec![false; self.weights().len()];
        for &row in &complete.rows {
            used[row] = true;
        }
        let df = self.degrees_of_freedom(&used);
        Ok(assembled(&complete, &found, &standard_errors, df))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_uncorrelated_columns_are_their_squared_correlations() {
        let matrix = vec![
            vec![1.0, 0.5, -0.3],
            vec![0.5, 1.0, 0.0],
            vec![-0.3, 0.0, 1.0],
        ];
        let found = shares(&matrix).unwrap();
        assert!((found[0] - 0.34).abs() < 1e-14);
        for measure in 1..7 {
            let pair = &found[1 + 2 * measure..3 + 2 * measure];
            assert!((pair[0] - 0.25).abs() < 1e-14 && (pair[1] - 0.09).abs() < 1e-14);
        }
    }

    #[test]
    fn what_sums_to_the_explained_share_does() {
        let matrix = vec![
            vec![2.0, 0.9, 0.8, 0.1],
            vec![0.9, 1.5, 0.7, 0.2],
            vec![0.8, 0.7, 1.1, 0.3],
            vec![0.1, 0.2, 0.3, 3.0],
        ];
        let found = shares(&matrix).unwrap();
        // LMG, Pratt and relative weights.
        for measure in [1, 4, 6] {
            let sum: f64 = found[1 + 3 * measure..4 + 3 * measure].iter().sum();
            assert!((sum - found[0]).abs() < 1e-14, "{measure}");
        }
    }
}
