//! Regression under a sampling design: what goes with an answer, other columns held alike.
//!
//! With μ = Xβ (linear) or μ = 1/(1 + exp(−Xβ)) (logistic), β solves the weighted equations Σ wₖ xₖ (yₖ − μₖ) = 0. They are the
//! equations of the whole population, so β is that of the city and not of the model: it needs no belief in the model. Scores
//! are A⁻¹ xₖ wₖ (yₖ − μₖ) with A = Σ w v x xᵀ (v = 1, or μ(1 − μ)), and their variance is the design's: Binder's sandwich.
//!
//! | figure | formula |
//! |---|---|
//! | degrees of freedom | those of the design among the rows used, + 1 − columns |
//! | Wald's test of q columns | F = bᵀ V⁻¹ b / q, on q and the residual degrees of freedom |
//! | Rao and Scott's likelihood ratio | the difference of the deviances, weights scaled to the rows used, referred to Σ λᵢ χ²₁ with λ the eigenvalues of V₀⁻¹V, V₀ = A⁻¹ scaled alike |
//! | dispersion | the weighted variance of Pearson's residuals (y − μ)/√v |
//! | predictive margin of a level | the weighted mean of μ with everybody set to that level; its scores take in those of β |
//!
//! Rows with a missing value, or outside the domain, score zero and are never dropped from the design.
//!
//! Assumed: many more PSUs than columns. Not to be used to say what causes what, nor where a column tells the answer exactly
//! (there is no finite β; that is an error), nor with negative weights.
//!
//! # Design
//!
//! Equations are solved in a basis of the columns that is orthonormal under the weights, so that a column far from zero or
//! in other units costs no digits. A column that is a combination of others is an error that names it and is never left out
//! silently: which one is left out would decide what the others mean. Rao and Scott's test compares two models on the same rows; R
//! fits the smaller one on all rows that it can use, which is another comparison (`differences.rs` of the golden tests).
//!
//! # References
//!
//! * Binder (1983), *International Statistical Review* 51, 279–292. Fuller (2009), *Sampling Statistics*, 6.
//! * Lumley & Scott (2014), *Australian & New Zealand Journal of Statistics* 56, 1–14 (likelihood ratios);
//!   Graubard & Korn (1999), *Biometrics* 55, 652–659 (predictive margins).
//! * R `survey` 4.1, `svyglm`, `regTermTest`.
//!
//! Proven by `regressions_agree_with_r`; second routes: `a_regression_on_groups_is_the_difference_of_their_means`,
//! `replicates_and_linearisation_agree_on_coefficients`.

mod columns;
mod fit;
mod margins;

use std::ops::Range;

use crate::association::AssociationTest;
use crate::count::real;
use crate::distribution::{f_upper, student_lower, student_quantile, weighted_f_upper};
use crate::eigen::Eigen;
use crate::estimate::EstimateError;
use crate::linear_solve::solve;

pub use columns::ModelTerms;
pub use margins::PredictiveMargin;

/// How the answer depends on its columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// A number: μ = Xβ.
    Linear,
    /// Yes or no: the log-odds are Xβ.
    Logistic,
}

/// A model: which rows, which answer, which columns.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Model<'a> {
    pub family: Family,
    /// The answer of every row of the design, not a number where it is missing; 0 or 1 in a logistic model.
    pub answer: &'a [f64],
    pub terms: &'a ModelTerms,
    /// The rows of the domain.
    pub selected: &'a [bool],
}

/// A fitted model.
#[derive(Clone, Debug)]
pub struct Regression {
    /// The names of the columns, the constant first.
    pub names: Vec<String>,
    /// The coefficients, in the same order.
    pub coefficients: Vec<f64>,
    /// Their covariance matrix under the design.
    pub covariance: Vec<Vec<f64>>,
    /// Rows that it is fitted to.
    pub rows: usize,
    /// Rows of the domain that have a missing value.
    pub left_out: usize,
    /// PSUs minus strata among the rows used.
    pub design_degrees_of_freedom: usize,
    /// The weighted variance of Pearson's residuals.
    pub dispersion: f64,
    /// 1 − Σ w (y − μ)² / Σ w (y − ȳ)², of a linear model the share of the variance explained.
    pub explained: f64,
    pub(super) terms: Vec<Tested>,
    /// A⁻¹, weights scaled to the rows used.
    naive: Vec<Vec<f64>>,
}

/// A term, and how much worse the model does without it.
#[derive(Clone, Debug)]
pub(super) struct Tested {
    name: String,
    columns: Range<usize>,
    /// The deviance without it less the deviance with it, weights scaled to the rows used.
    deviance: f64,
}

/// Why a model cannot be fitted.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum RegressionError {
    /// A column has another length than the design.
    #[error("{name} has {found} rows, the design has {expected}")]
    LengthsDiffer {
        name: String,
        expected: usize,
        found: usize,
    },
    /// A term that an interaction or a margin is of is not in the model.
    #[error("there is no term {name} in the model")]
    UnknownTerm { name: String },
    /// A factor has fewer than two levels.
    #[error("{name} has fewer than two categories: there is nothing to compare")]
    NothingToCompare { name: String },
    /// A column is a combination of those before it.
    #[error(
        "{name} says nothing that the columns before it do not say (or nobody differs in it): take it out"
    )]
    Dependent { name: String },
    /// Importance is asked of no column, or of too many.
    #[error("the importance of {columns} columns cannot be compared: one to {most} can")]
    ColumnsCompared { columns: usize, most: usize },
    /// There are not more rows than columns.
    #[error("{rows} complete rows are too few for {columns} columns")]
    TooFewRows { rows: usize, columns: usize },
    /// An answer of a logistic model is not 0 or 1.
    #[error("row {row} has {value}: a logistic model needs 0 or 1")]
    NotBinary {
        /// Counted from one.
        row: usize,
        value: f64,
    },
    /// Every row has the same answer.
    #[error("all {rows} complete rows have the same answer: there is nothing to explain")]
    NothingToExplain { rows: usize },
    /// A weight is negative.
    #[error("row {row} has the weight {weight}: a regression needs weights of at least 0")]
    NegativeWeight {
        /// Counted from one.
        row: usize,
        weight: f64,
    },
    /// A combination of columns tells every answer exactly.
    #[error(
        "the columns tell the answers exactly (there are no finite coefficients): take one out"
    )]
    Separated,
    /// A number of the model is too large or too small for a computer.
    #[error(
        "the model could not be solved: a column or weight is beyond what can be computed with"
    )]
    NotSolved,
    /// The design allows no variance.
    #[error(transparent)]
    Estimate(#[from] EstimateError),
}

impl Regression {
    /// Degrees of freedom of tests and intervals; none where there are as many columns as PSUs.
    pub fn residual_degrees_of_freedom(&self) -> Option<usize> {
        let left = (self.design_degrees_of_freedom + 1).checked_sub(self.names.len());
        left.filter(|&left| left > 0)
    }

    fn residual(&self) -> f64 {
        self.residual_degrees_of_freedom().map_or(f64::NAN, real)
    }

    /// The standard error of a coefficient.
    pub fn standard_error(&self, column: usize) -> f64 {
        self.covariance[column][column].sqrt()
    }

    /// Student's t of a coefficient.
    pub fn t(&self, column: usize) -> f64 {
        self.coefficients[column] / self.standard_error(column)
    }

    /// Its two-sided p value; not a number without degrees of freedom.
    pub fn p_value(&self, column: usize) -> f64 {
        match self.residual_degrees_of_freedom() {
            Some(df) => 2.0 * student_lower(-self.t(column).abs(), real(df)),
            None => f64::NAN,
        }
    }

    /// Two-sided confidence limits of a coefficient; not numbers without degrees of freedom.
    pub fn interval(&self, column: usize, level: f64) -> (f64, f64) {
        let Some(df) = self.residual_degrees_of_freedom() else {
            return (f64::NAN, f64::NAN);
        };
        let margin =
            student_quantile(f64::midpoint(1.0, level), real(df)) * self.standard_error(column);
        let value = self.coefficients[column];
        (value - margin, value + margin)
    }

    /// The names of the terms, in their order.
    pub fn terms(&self) -> impl Iterator<Item = &str> {
        self.terms.iter().map(|term| term.name.as_str())
    }

    /// Wald's test that all coefficients of these terms are zero.
    pub fn wald(&self, terms: &[&str]) -> Result<Option<AssociationTest>, RegressionError> {
        let mut columns = Vec::new();
        for name in terms {
            columns.extend(self.term(name)?.columns.clone());
        }
        let (b, v) = (self.part(&columns), matrix_of(&self.covariance, &columns));
        let Some(solved) = solve(&v, std::slice::from_ref(&b)) else {
            return Ok(None);
        };
        let q = real(columns.len());
        let statistic = dot(&b, &solved[0]) / q;
        Ok(Some(AssociationTest {
            statistic,
            degrees_of_freedom: q,
            denominator: Some(self.residual()),
            p_value: self
                .residual_degrees_of_freedom()
                .map_or(f64::NAN, |df| f_upper(statistic, q, real(df))),
        }))
    }

    /// Rao and Scott's likelihood ratio test of a term: the statistic is the difference of the deviances.
    pub fn likelihood_ratio(&self, term: &str) -> Result<Option<LikelihoodRatio>, RegressionError> {
        let term = self.term(term)?;
        let columns: Vec<usize> = term.columns.clone().collect();
        let naive = matrix_of(&self.naive, &columns);
        let actual = matrix_of(&self.covariance, &columns);
        let Some(design_effects) = generalised_eigenvalues(&naive, &actual) else {
            return Ok(None);
        };
        let p_value = self.residual_degrees_of_freedom().map_or(f64::NAN, |df| {
            weighted_f_upper(term.deviance, &design_effects, real(df))
        });
        Ok(Some(LikelihoodRatio {
            statistic: term.deviance,
            design_effects,
            p_value,
        }))
    }

    fn term(&self, name: &str) -> Result<&Tested, RegressionError> {
        let found = self.terms.iter().find(|term| term.name == name);
        found.ok_or_else(|| RegressionError::UnknownTerm {
            name: name.to_owned(),
        })
    }

    fn part(&self, columns: &[usize]) -> Vec<f64> {
        columns.iter().map(|&c| self.coefficients[c]).collect()
    }
}

/// A likelihood ratio test under the design.
#[derive(Clone, Debug, PartialEq)]
pub struct LikelihoodRatio {
    /// The difference of the deviances, weights scaled to the rows used.
    pub statistic: f64,
    /// What it is a sum of χ² variables with, the largest first.
    pub design_effects: Vec<f64>,
    /// The probability of so large a statistic where the term says nothing.
    pub p_value: f64,
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

fn matrix_of(matrix: &[Vec<f64>], places: &[usize]) -> Vec<Vec<f64>> {
    let row = |&i: &usize| places.iter().map(|&j| matrix[i][j]).collect();
    places.iter().map(row).collect()
}

/// The eigenvalues of A⁻¹B for symmetric A (positive) and B, the largest first: those of L⁻¹ B L⁻ᵀ with A = L Lᵀ.
fn generalised_eigenvalues(a: &[Vec<f64>], b: &[Vec<f64>]) -> Option<Vec<f64>> {
    let eigen = Eigen::of(a);
    if eigen.values.iter().any(|value| *value <= 0.0) {
        return None;
    }
    // A^(−½) serves as well as L⁻¹.
    let n = a.len();
    let root = |i: usize, j: usize| -> f64 {
        let parts = eigen.values.iter().zip(&eigen.vectors);
        parts.map(|(value, v)| v[i] * v[j] / value.sqrt()).sum()
    };
    let root: Vec<Vec<f64>> = (0..n)
        .map(|i| (0..n).map(|j| root(i, j)).collect())
        .collect();
    let times = |x: &[Vec<f64>], y: &[Vec<f64>]| -> Vec<Vec<f64>> {
        let entry = |i: usize, j: usize| (0..n).map(|k| x[i][k] * y[k][j]).sum();
        (0..n)
            .map(|i| (0..n).map(|j| entry(i, j)).collect())
            .collect()
    };
    Some(Eigen::of(&times(&times(&root, b), &root)).values)
}
