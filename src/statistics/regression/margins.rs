//! Predictive margins: the mean that is to be expected were everybody of one category, all else as it is.

use super::columns::SetTo;
use super::fit::{Equations, mean_of, spread_of};
use super::{Model, RegressionError, dot};
use crate::design::SurveyDesign;

/// The predictive margin of a level of a factor.
#[derive(Clone, Debug, PartialEq)]
pub struct PredictiveMargin {
    /// The level.
    pub level: String,
    /// The mean, in the answer's unit; 0 to 1 of a logistic model.
    pub value: f64,
    /// Its standard error: it varies with the coefficients and with whom the sample holds.
    pub standard_error: f64,
}

impl SurveyDesign {
    /// The predictive margins of the levels of a factor of the model, in their order, with their covariance matrix.
    pub fn predictive_margins(
        &self,
        model: &Model<'_>,
        factor: &str,
    ) -> Result<(Vec<PredictiveMargin>, Vec<Vec<f64>>), RegressionError> {
        let term = model.terms.place(factor)?;
        let levels = model.terms.levels(term);
        if levels.is_empty() {
            return Err(RegressionError::NothingToCompare {
                name: factor.to_owned(),
            });
        }
        let weights = self.weights();
        let equations = Equations::of(model, weights)?;
        let fitted = equations.describe(model, weights)?;
        let coefficients = &fitted.regression.coefficients;
        let sum: f64 = equations.rows.iter().map(|&row| weights[row]).sum();
        let (mut values, mut influences) = (Vec::new(), Vec::new());
        let mut row_values = Vec::new();
        for level in (0_u32..).zip(levels).map(|(level, _)| level) {
            let set = Some(SetTo { term, level });
            let mut means = Vec::with_capacity(equations.rows.len());
            let mut slopes = vec![0.0; coefficients.len()];
            for &row in &equations.rows {
                model.terms.row(row, set, &mut row_values);
                let mean = mean_of(model.family, dot(&row_values, coefficients));
                let slope = weights[row] / sum * spread_of(model.family, mean);
                for (total, value) in slopes.iter_mut().zip(&row_values) {
                    *total += slope * value;
                }
                means.push(mean);
            }
            let rows = equations.rows.iter().zip(&means);
            let value = rows.map(|(&row, mean)| weights[row] * mean).sum::<f64>() / sum;
            let influence = means.iter().enumerate().map(|(place, mean)| {
                let along = slopes.iter().zip(&fitted.influences);
                let by_coefficients: f64 = along.map(|(slope, it)| slope * it[place]).sum();
                (mean - value) / sum + by_coefficients
            });
            influences.push(influence.collect());
            values.push(value);
        }
        let covariance = self.covariance_of_influences(&equations.rows, &influences)?;
        let margins = levels.iter().zip(values).enumerate();
        let margins = margins.map(|(place, (level, value))| PredictiveMargin {
            level: level.clone(),
            value,
            standard_error: covariance[place][place].sqrt(),
        });
        Ok((margins.collect(), covariance))
    }
}
