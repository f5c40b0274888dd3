//! Calibration: the smallest change of the weights that reproduces totals of auxiliary variables.
//!
//! New weights are d·F(xᵀλ), with λ solving Σ d F(xᵀλ) x = T by Newton's method. The distance
//! chooses F: linear 1 + u (regression estimator, GREG), raking eᵘ, logit a curve between the
//! bounds. With bounds and the linear distance, F is cut at the bounds.
//!
//! Linear calibration can make weights negative or zero: state bounds, or use raking or logit. Such
//! weights can be estimated with, but not calibrated again: a second step is refused, naming the row.
//!
//! Assumed: totals are known without error, and columns mean the same in the sample and in the population.
//!
//! Not to be used with more columns than a small share of the PSUs, with totals that come from the
//! sample itself, or with columns that are missing for some rows.
//!
//! # References
//!
//! * Deville & Särndal (1992), *JASA* 87, 376–382 (cases 1, 2, 6 and 7 of their table).
//!
//! Proven by `final_weights_agree_row_by_row` (`greg`, `cal_raking`, `cal_logit`, `cal_linbound` of `api_*` and
//! `citizen_base`).

use std::sync::Arc;

use crate::design::SurveyDesign;
use crate::orthonormal::Orthonormal;
use crate::projection::{Projection, RegressionProjection};

use super::WeightDiagnostics;

/// How the distance between old and new weights is measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CalibrationDistance {
    /// Chi-square distance: the regression estimator.
    Linear,
    /// The linear distance with g = new/old weight kept within bounds.
    LinearBounded {
        /// Smallest g.
        lower: f64,
        /// Largest g.
        upper: f64,
    },
    /// Raking distance: g is always positive.
    Raking,
    /// Logit distance: g stays strictly within the bounds, which must lie around one.
    Logit {
        /// Smallest g.
        lower: f64,
        /// Largest g.
        upper: f64,
    },
}

/// Auxiliary variables and their population totals.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Calibration {
    /// Columns of the model matrix, each as long as the design (an intercept is a column of ones).
    pub columns: Vec<Vec<f64>>,
    /// The population total of each column.
    pub totals: Vec<f64>,
    pub distance: CalibrationDistance,
    /// Largest |misfit| / (1 + |total|) at which calibration counts as done.
    pub tolerance: f64,
}

/// Why weights could not be calibrated.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CalibrationError {
    /// Columns and totals do not fit each other or the design.
    #[error("calibration needs one total per column and one value per row")]
    ShapesDiffer,
    /// A weight is negative, as unbounded linear calibration can leave it: no distance from such a
    /// weight is defined.
    #[error("row {}: the weight {weight} is negative; state bounds in the calibration before, or use raking or logit there", row + 1)]
    NegativeWeight {
        /// Row, counted from zero.
        row: usize,
        /// Below zero.
        weight: f64,
    },
    /// The bounds do not lie around one.
    #[error("the bounds {lower} and {upper} do not lie around 1")]
    BadBounds {
        /// Lower bound.
        lower: f64,
        /// Upper bound.
        upper: f64,
    },
    /// The totals cannot be reached (within the bounds).
    #[error(
        "the totals were not reached in {iterations} rounds; column {column} is off by {misfit:e}"
    )]
    NotConverged {
        /// Rounds made.
        iterations: usize,
        /// The column furthest from its total, counted from zero.
        column: usize,
        /// Its misfit |Σwx − T| / (1 + |T|).
        misfit: f64,
    },
}

impl CalibrationDistance {
    /// F(u) and its derivative.
    fn factor(self, u: f64) -> (f64, f64) {
        /// Below this g is 0 but for rounding: the row has no weight.
        const NOTHING: f64 = 1e-12;
        match self {
            Self::Linear if (1.0 + u).abs() < NOTHING => (0.0, 1.0),
            Self::Linear => (1.0 + u, 1.0),
            Self::LinearBounded { lower, upper } => {
                let g = 1.0 + u;
                let inside = g > lower && g < upper;
                (g.clamp(lower, upper), f64::from(u8::from(inside)))
            }
            Self::Raking => (u.exp(), u.exp()),
            Self::Logit { lower, upper } => {
                let a = (upper - lower) / ((upper - 1.0) * (1.0 - lower));
                let e = (a * u).exp();
                if e.is_infinite() {
                    return (upper, 0.0);
                }
                let bottom = upper - 1.0 + (1.0 - lower) * e;
                let g = (lower * (upper - 1.0) + upper * (1.0 - lower) * e) / bottom;
                let slope =
                    (upper - 1.0) * (1.0 - lower) * (upper - lower) * a * e / (bottom * bottom);
                (g, slope)
            }
        }
    }

    fn check(self) -> Result<(), CalibrationError> {
        match self {
            Self::Logit { lower, upper } | Self::LinearBounded { lower, upper }
                if !(lower < 1.0 && upper > 1.0) =>
            {
                Err(CalibrationError::BadBounds { lower, upper })
            }
            _ => Ok(()),
        }
    }
}

/// Calibrates the weights of a design; the new design carries the regression projection.
pub fn calibrate(
    design: &SurveyDesign,
    calibration: &Calibration,
) -> Result<(SurveyDesign, WeightDiagnostics), CalibrationError> {
    let g = g_weights(design.weights(), calibration)?;
    let root: Vec<f64> = design.weights().iter().map(|w| w.sqrt()).collect();
    let basis = Orthonormal::of(scaled(&calibration.columns, &root));
    let scale = g.iter().zip(&root).map(|(g, root)| g * root).collect();
    let weights = g.iter().zip(design.weights()).map(|(g, w)| g * w).collect();
    let projection = Projection::Regression(RegressionProjection { scale, basis });
    let design = design.reweighted(Arc::new(weights), Some(projection));
    let diagnostics = design.weight_diagnostics();
    Ok((design, diagnostics))
}

fn scaled(columns: &[Vec<f64>], scale: &[f64]) -> Vec<Vec<f64>> {
    columns
        .iter()
        .map(|column| column.iter().zip(scale).map(|(x, s)| x * s).collect())
        .collect()
}

/// The calibration factors g = new/old weight, for weights that need no design.
pub fn g_weights(weights: &[f64], calibration: &Calibration) -> Result<Vec<f64>, CalibrationError> {
    /// Newton's method doubles the digits every round; this is ample.
    const MAX_ITERATIONS: usize = 200;
    let columns = &calibration.columns;
    if columns.len() != calibration.totals.len()
        || columns.iter().any(|column| column.len() != weights.len())
    {
        return Err(CalibrationError::ShapesDiffer);
    }
    calibration.distance.check()?;
    if let Some(row) = weights.iter().position(|&weight| weight < 0.0) {
        return Err(CalibrationError::NegativeWeight {
            row,
            weight: weights[row],
        });
    }
    let mut lambda = vec![0.0; columns.len()];
    let mut fit = Fit::at(weights, calibration, &lambda);
    for _ in 0..MAX_ITERATIONS {
        if fit.misfit <= calibration.tolerance {
            return Ok(fit.g);
        }
        let root: Vec<f64> = fit
            .slopes
            .iter()
            .zip(weights)
            .map(|(slope, weight)| (slope * weight).sqrt())
            .collect();
        let step = Orthonormal::of(scaled(columns, &root)).solve_normal_equations(&fit.missing);
        let mut length = 1.0;
        loop {
            let trial: Vec<f64> = lambda
                .iter()
                .zip(&step)
                .map(|(l, s)| l + length * s)
                .collect();
            let next = Fit::at(weights, calibration, &trial);
            if next.misfit < fit.misfit || length < 1e-3 {
                lambda = trial;
                fit = next;
                break;
            }
            length /= 2.0;
        }
    }
    Err(CalibrationError::NotConverged {
        iterations: MAX_ITERATIONS,
        column: fit.worst_column,
        misfit: fit.misfit,
    })
}

/// Factors at one λ, and what they miss.
struct Fit {
    g: Vec<f64>,
    slopes: Vec<f64>,
    missing: Vec<f64>,
    misfit: f64,
    worst_column: usize,
}

impl Fit {
    fn at(weights: &[f64], calibration: &Calibration, lambda: &[f64]) -> Self {
        let mut linear = vec![0.0; weights.len()];
        for (column, &coefficient) in calibration.columns.iter().zip(lambda) {
            for (value, &x) in linear.iter_mut().zip(column) {
                *value += coefficient * x;
            }
        }
        let (g, slopes): (Vec<f64>, Vec<f64>) = linear
            .iter()
            .map(|&u| calibration.distance.factor(u))
            .unzip();
        let mut fit = Self {
            g,
            slopes,
            missing: Vec::with_capacity(lambda.len()),
            misfit: 0.0,
            worst_column: 0,
        };
        for (index, (column, &total)) in calibration
            .columns
            .iter()
            .zip(&calibration.totals)
            .enumerate()
        {
            let sum: f64 = column
                .iter()
                .zip(weights)
                .zip(&fit.g)
                .map(|((x, w), g)| x * w * g)
                .sum();
            let misfit = (total - sum).abs() / (1.0 + total.abs());
            if misfit > fit.misfit || misfit.is_nan() {
                fit.misfit = misfit;
                fit.worst_column = index;
            }
            fit.missing.push(total - sum);
        }
        fit
    }
}
