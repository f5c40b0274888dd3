//! The equations of a model, solved for one set of weights, and the variance of their solution.

use super::{Family, Model, Regression, RegressionError, Tested, dot};
use crate::count::real;
use crate::design::SurveyDesign;
use crate::domain::Domain;
use crate::factor::Factor;
use crate::item_sums::Column;
use crate::linear_solve::solve;
use crate::orthonormal::Orthonormal;
use crate::replicates::ReplicateDesign;
use crate::tabulation::{Tabulation, TabulationError};

/// A column as close to the span of the others counts as dependent, as in R's `glm`.
const TOLERANCE: f64 = 1e-11;

/// Newton's steps after which there is no solution: where there is one, ten suffice.
const STEPS: usize = 60;

/// A step that moves the predictors by no more than this share of their size, or of the size of the answers, is the last: a solution
/// may be zero.
const SMALL_STEP: f64 = 1e-13;

/// The rows of a model in a basis of its columns that is orthonormal under the full weights.
pub(super) struct Equations {
    family: Family,
    /// The rows of the design that are used.
    pub rows: Vec<usize>,
    pub left_out: usize,
    answer: Vec<f64>,
    /// The columns of the basis, by row used.
    basis: Vec<Vec<f64>>,
    /// Column j of the model is Σᵢ `triangle`ᵢⱼ times the basis: coefficients go back through it.
    decomposition: Orthonormal,
}

/// A solution in the basis.
pub(super) struct Solution {
    coordinates: Vec<f64>,
    /// Σ w v u uᵀ.
    information: Vec<Vec<f64>>,
}

impl Equations {
    pub(super) fn of(model: &Model<'_>, weights: &[f64]) -> Result<Self, RegressionError> {
        let rows = weights.len();
        model.terms.check(rows)?;
        for (name, found) in [
            ("the answer", model.answer.len()),
            ("the domain", model.selected.len()),
        ] {
            if found != rows {
                return Err(RegressionError::LengthsDiffer {
                    name: name.to_owned(),
                    expected: rows,
                    found,
                });
            }
        }
        let (names, terms) = model.terms.names();
        if let Some((name, _)) = terms.iter().find(|(_, columns)| columns.is_empty()) {
            return Err(RegressionError::NothingToCompare { name: name.clone() });
        }
        let mut used = Vec::new();
        let mut columns: Vec<Vec<f64>> = vec![Vec::new(); names.len()];
        let (mut left_out, mut values) = (0, Vec::new());
        for (row, &weight) in weights.iter().enumerate() {
            if !model.selected[row] || weight == 0.0 {
                continue;
            }
            if weight < 0.0 {
                return Err(RegressionError::NegativeWeight {
                    row: row + 1,
                    weight,
                });
            }
            model.terms.row(row, None, &mut values);
            if model.answer[row].is_nan() || values.iter().any(|value| value.is_nan()) {
                left_out += 1;
                continue;
            }
            let value = model.answer[row];
            if model.family == Family::Logistic && ![0.0, 1.0].contains(&value) {
                return Err(RegressionError::NotBinary {
                    row: row + 1,
                    value,
                });
            }
            used.push(row);
            for (column, value) in columns.iter_mut().zip(&values) {
                column.push(value * weight.sqrt());
            }
        }
        if used.len() <= names.len() {
            return Err(RegressionError::TooFewRows {
                rows: used.len(),
                columns: names.len(),
            });
        }
        let answer: Vec<f64> = used.iter().map(|&row| model.answer[row]).collect();
        if answer.iter().all(|y| (y - answer[0]).abs() == 0.0) {
            return Err(RegressionError::NothingToExplain { rows: used.len() });
        }
        let decomposition = Orthonormal::with_tolerance(columns, TOLERANCE);
        if let Some(name) = decomposition.first_dependent(names.len()) {
            return Err(RegressionError::Dependent {
                name: names[name].clone(),
            });
        }
        let basis = (0..names.len())
            .map(|column| {
                let column = decomposition.column(column).iter().zip(&used);
                column.map(|(q, &row)| q / weights[row].sqrt()).collect()
            })
            .collect();
        Ok(Self {
            family: model.family,
            rows: used,
            left_out,
            answer,
            basis,
            decomposition,
        })
    }

    fn mean(&self, coordinates: &[f64], row: usize) -> f64 {
        let along = self.basis.iter().zip(coordinates);
        let eta: f64 = along.map(|(u, c)| u[row] * c).sum();
        mean_of(self.family, eta)
    }

    /// Solves the equations for these weights of the design.
    fn solve(&self, weights: &[f64], start: &[f64]) -> Result<Solution, RegressionError> {
        let mut coordinates = start.to_vec();
        let size = self.size_of_answers(weights);
        let mut deviance = self.deviance(weights, &coordinates);
        for _ in 0..STEPS {
            let (gradient, information) = self.derivatives(weights, &coordinates);
            let step = solve(&information, &[gradient]).and_then(|mut it| it.pop());
            let step = step.filter(|step| step.iter().all(|it| it.is_finite()));
            let Some(step) = step else {
                return Err(self.without_solution(&coordinates));
            };
            let mut share = 1.0;
            loop {
                let mut tried = coordinates.clone();
                for (coordinate, step) in tried.iter_mut().zip(&step) {
                    *coordinate += share * step;
                }
                let reached = self.deviance(weights, &tried);
                // Rounding may raise the deviance of the last step by a few units of its last digit.
                if reached <= deviance + 1e-12 * deviance.abs() || share < 1e-6 {
                    coordinates = tried;
                    deviance = reached;
                    break;
                }
                share /= 2.0;
            }
            let length = dot(&step, &step).sqrt();
            if length <= SMALL_STEP * (dot(&coordinates, &coordinates).sqrt() + size) {
                let (_, information) = self.derivatives(weights, &coordinates);
                return Ok(Solution {
                    coordinates,
                    information,
                });
            }
        }
        Err(self.without_solution(&coordinates))
    }

    /// √Σ w y² of a linear answer; of a logistic one √Σ w, its predictor being of the order of one.
    fn size_of_answers(&self, weights: &[f64]) -> f64 {
        let rows = self.rows.iter().zip(&self.answer);
        let squares = rows.map(|(&row, y)| match self.family {
            Family::Linear => weights[row] * y * y,
            Family::Logistic => weights[row],
        });
        squares.sum::<f64>().sqrt()
    }

    /// Why there is none: where every answer is told exactly, coefficients grow without end.
    fn without_solution(&self, coordinates: &[f64]) -> RegressionError {
        let told = |row: usize| {
            let mean = self.mean(coordinates, row);
            !(1e-6..=1.0 - 1e-6).contains(&mean)
        };
        if self.family == Family::Logistic && (0..self.rows.len()).any(told) {
            RegressionError::Separated
        } else {
            RegressionError::NotSolved
        }
    }

    /// Σ w u (y − μ) and Σ w v u uᵀ.
    fn derivatives(&self, weights: &[f64], coordinates: &[f64]) -> (Vec<f64>, Vec<Vec<f64>>) {
        let columns = self.basis.len();
        let mut gradient = vec![0.0; columns];
        let mut information = vec![vec![0.0; columns]; columns];
        for (place, &row) in self.rows.iter().enumerate() {
            let mean = self.mean(coordinates, place);
            let residual = weights[row] * (self.answer[place] - mean);
            let spread = weights[row] * spread_of(self.family, mean);
            for i in 0..columns {
                let u = self.basis[i][place];
                gradient[i] += u * residual;
                for (entry, other) in information[i].iter_mut().zip(&self.basis).take(i + 1) {
                    *entry += spread * u * other[place];
                }
            }
        }
        let whole = (0..columns).map(|i| {
            let row = (0..columns).map(|j| information[i.max(j)][i.min(j)]);
            row.collect()
        });
        (gradient, whole.collect())
    }

    /// Twice what the likelihood is below that of a model which tells every answer.
    fn deviance(&self, weights: &[f64], coordinates: &[f64]) -> f64 {
        let rows = self.rows.iter().enumerate();
        let sum: f64 = rows
            .map(|(place, &row)| {
                let along = self.basis.iter().zip(coordinates);
                let eta: f64 = along.map(|(u, c)| u[place] * c).sum();
                let y = self.answer[place];
                weights[row]
                    * match self.family {
                        Family::Linear => (y - eta) * (y - eta),
                        // −2 ln of the probability of the answer, without overflow.
                        Family::Logistic => {
                            let against = if y > 0.0 { -eta } else { eta };
                            2.0 * (against.max(0.0) + (-against.abs()).exp().ln_1p())
                        }
                    }
            })
            .sum();
        sum
    }

    /// The coefficients of the model's own columns.
    fn coefficients(&self, coordinates: &[f64]) -> Vec<f64> {
        self.decomposition
            .combination(coordinates.to_vec(), self.basis.len())
    }

    /// A⁻¹ with the model's own columns to the left and the basis to the right; none where it is singular.
    fn inverse(&self, solution: &Solution) -> Option<Vec<Vec<f64>>> {
        let columns = self.basis.len();
        let unit: Vec<Vec<f64>> = (0..columns)
            .map(|i| (0..columns).map(|j| f64::from(u8::from(i == j))).collect())
            .collect();
        let inverse = solve(&solution.information, &unit)?;
        let through: Vec<Vec<f64>> = inverse.iter().map(|it| self.coefficients(it)).collect();
        Some(
            (0..columns)
                .map(|own| through.iter().map(|column| column[own]).collect())
                .collect(),
        )
    }

    /// A⁻¹ x (y − μ) of every row used, by column of the model: what weights times it sum to varies like the coefficient.
    fn influences(&self, solution: &Solution, inverse: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let residuals: Vec<f64> = (0..self.rows.len())
            .map(|place| self.answer[place] - self.mean(&solution.coordinates, place))
            .collect();
        let of = |row: &Vec<f64>| -> Vec<f64> {
            let places = residuals.iter().enumerate();
            places
                .map(|(place, residual)| {
                    let along = self.basis.iter().zip(row);
                    residual * along.map(|(u, c)| u[place] * c).sum::<f64>()
                })
                .collect()
        };
        inverse.iter().map(of).collect()
    }

    pub(super) fn describe(
        &self,
        model: &Model<'_>,
        weights: &[f64],
    ) -> Result<Fitted, RegressionError> {
        let columns = self.basis.len();
        let solution = self.solve(weights, &vec![0.0; columns])?;
        let inverse = self
            .inverse(&solution)
            .ok_or_else(|| self.without_solution(&solution.coordinates))?;
        let own: Vec<Vec<f64>> = inverse.iter().map(|row| self.coefficients(row)).collect();
        let (names, ranges) = model.terms.names();
        let used: Vec<f64> = self.rows.iter().map(|&row| weights[row]).collect();
        let sum: f64 = used.iter().sum();
        let mean_weight = sum / real(used.len());
        let whole = self.deviance(weights, &solution.coordinates);
        let mut terms = Vec::with_capacity(ranges.len());
        for (name, range) in ranges {
            let without = self.deviance_without(model, weights, &range)?;
            terms.push(Tested {
                name,
                columns: range,
                deviance: (without - whole) / mean_weight,
            });
        }
        let centre = dot(&used, &self.answer) / sum;
        let (mut left, mut spread, mut pearson) = (0.0, 0.0, Vec::with_capacity(used.len()));
        for (place, &weight) in used.iter().enumerate() {
            let mean = self.mean(&solution.coordinates, place);
            let residual = self.answer[place] - mean;
            left += weight * residual * residual;
            spread += weight * (self.answer[place] - centre) * (self.answer[place] - centre);
            pearson.push(residual / spread_of(self.family, mean).sqrt());
        }
        let middle = dot(&used, &pearson) / sum;
        let squares = pearson.iter().map(|r| (r - middle) * (r - middle));
        let squares: Vec<f64> = squares.collect();
        let n = real(used.len());
        Ok(Fitted {
            regression: Regression {
                names,
                coefficients: self.coefficients(&solution.coordinates),
                covariance: Vec::new(),
                rows: used.len(),
                left_out: self.left_out,
                design_degrees_of_freedom: 0,
                dispersion: dot(&used, &squares) / sum * n / (n - 1.0),
                explained: 1.0 - left / spread,
                terms,
                naive: own
                    .into_iter()
                    .map(|row| row.into_iter().map(|it| it * mean_weight).collect())
                    .collect(),
            },
            influences: self.influences(&solution, &inverse),
            coordinates: solution.coordinates,
        })
    }

    /// The deviance of the model without some of its columns, on the same rows.
    fn deviance_without(
        &self,
        model: &Model<'_>,
        weights: &[f64],
        without: &std::ops::Range<usize>,
    ) -> Result<f64, RegressionError> {
        let mut values = Vec::new();
        let mut columns = vec![Vec::with_capacity(self.rows.len()); self.basis.len()];
        for &row in &self.rows {
            model.terms.row(row, None, &mut values);
            for (column, value) in columns.iter_mut().zip(&values) {
                column.push(value * weights[row].sqrt());
            }
        }
        let kept = columns.into_iter().enumerate();
        let kept: Vec<Vec<f64>> = kept
            .filter(|(column, _)| !without.contains(column))
            .map(|(_, values)| values)
            .collect();
        let decomposition = Orthonormal::with_tolerance(kept, TOLERANCE);
        let basis: Vec<Vec<f64>> = (0..decomposition.rank())
            .map(|column| {
                let column = decomposition.column(column).iter().zip(&self.rows);
                column.map(|(q, &row)| q / weights[row].sqrt()).collect()
            })
            .collect();
        let smaller = Self {
            family: self.family,
            rows: self.rows.clone(),
            left_out: self.left_out,
            answer: self.answer.clone(),
            basis,
            decomposition,
        };
        let solution = smaller.solve(weights, &vec![0.0; smaller.basis.len()])?;
        Ok(smaller.deviance(weights, &solution.coordinates))
    }
}

/// A fitted model with what varies like its coefficients.
pub(super) struct Fitted {
    pub regression: Regression,
    /// By column of the model, of every row used.
    pub influences: Vec<Vec<f64>>,
    pub coordinates: Vec<f64>,
}

pub(super) fn mean_of(family: Family, eta: f64) -> f64 {
    match family {
        Family::Linear => eta,
        Family::Logistic if eta < 0.0 => {
            let odds = eta.exp();
            odds / (1.0 + odds)
        }
        Family::Logistic => 1.0 / (1.0 + (-eta).exp()),
    }
}

/// The slope of the mean, which is the variance of an answer as the model has it.
pub(super) fn spread_of(family: Family, mean: f64) -> f64 {
    match family {
        Family::Linear => 1.0,
        Family::Logistic => mean * (1.0 - mean),
    }
}

impl SurveyDesign {
    /// Fits a model, its variance linearised.
    pub fn regression(&self, model: &Model<'_>) -> Result<Regression, RegressionError> {
        let equations = Equations::of(model, self.weights())?;
        let fitted = equations.describe(model, self.weights())?;
        let covariance = self.covariance_of_influences(&equations.rows, &fitted.influences)?;
        Ok(self.finished(&equations, fitted.regression, covariance))
    }

    fn finished(
        &self,
        equations: &Equations,
        regression: Regression,
        covariance: Vec<Vec<f64>>,
    ) -> Regression {
        let mut used = vec![false; self.rows()];
        for &row in &equations.rows {
            used[row] = true;
        }
        Regression {
            covariance,
            design_degrees_of_freedom: self.degrees_of_freedom_among(|row| used[row]),
            ..regression
        }
    }

    /// The covariance matrix of Σ w z for columns z over some of the rows; all others score zero.
    pub(crate) fn covariance_of_influences(
        &self,
        rows: &[usize],
        influences: &[Vec<f64>],
    ) -> Result<Vec<Vec<f64>>, RegressionError> {
        const USED: &str = "used";
        let mut used = vec![0_u32; self.rows()];
        let mut columns = vec![vec![f64::NAN; self.rows()]; influences.len()];
        for (place, &row) in rows.iter().enumerate() {
            used[row] = 1;
            for (column, influence) in columns.iter_mut().zip(influences) {
                column[row] = influence[place];
            }
        }
        let used = Factor::new(used, vec!["no".to_owned(), "yes".to_owned()])
            .expect("there are two codes and two labels");
        let mut builder = Tabulation::builder().classification(USED, &used);
        for (name, column) in columns.iter().enumerate() {
            builder = builder.item(&name.to_string(), Column::Numeric(column));
        }
        let table = builder.build(self).map_err(|error| match error {
            TabulationError::LengthsDiffer {
                name,
                expected,
                found,
            } => RegressionError::LengthsDiffer {
                name,
                expected,
                found,
            },
            TabulationError::UnknownItem { name } => RegressionError::UnknownTerm { name },
        })?;
        let within = Domain::of(USED, "yes");
        let mut totals = Vec::with_capacity(columns.len());
        for name in 0..columns.len() {
            totals.push(table.linearize_total(&name.to_string(), &within)?);
        }
        Ok(table.covariance_matrix(&totals, &within)?)
    }
}

impl ReplicateDesign {
    /// Fits a model, its variance by replication: a replicate without a solution is left out, as in all estimates by
    /// replicates.
    pub fn regression(&self, model: &Model<'_>) -> Result<Regression, RegressionError> {
        let equations = Equations::of(model, self.weights())?;
        let fitted = equations.describe(model, self.weights())?;
        let columns = fitted.regression.names.len();
        let replicates: Vec<Vec<f64>> = (self.replicates().iter())
            .map(|weights| {
                let negative = equations.rows.iter().any(|&row| weights[row] < 0.0);
                let solution = equations.solve(weights, &fitted.coordinates).ok();
                let solution = solution.filter(|_| !negative);
                solution.map_or_else(
                    || vec![f64::NAN; columns],
                    |solution| equations.coefficients(&solution.coordinates),
                )
            })
            .collect();
        let by_column: Vec<Vec<f64>> = (0..columns)
            .map(|column| replicates.iter().map(|it| it[column]).collect())
            .collect();
        let full = &fitted.regression.coefficients;
        let covariance = (0..columns)
            .map(|i| {
                let one = (full[i], by_column[i].as_slice());
                (0..columns)
                    .map(|j| self.covariance(one, (full[j], by_column[j].as_slice())))
                    .collect()
            })
            .collect();
        let mut used = vec![false; self.weights().len()];
        for &row in &equations.rows {
            used[row] = true;
        }
        Ok(Regression {
            covariance,
            design_degrees_of_freedom: self.degrees_of_freedom(&used),
            ..fitted.regression
        })
    }
}
