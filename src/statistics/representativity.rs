//! How evenly the cases of a sample have responded: R-indicator, coefficient of variation of the response propensities, and
//! what each variable has to do with it.
//!
//! ```text
//! ρᵢ      response propensity of case i, fitted on variables known of every case
//! ρ̄, S²   Σ wᵢρᵢ / N,   b · Σ wᵢ(ρᵢ − ρ̄)² / (N − 1)     N = Σ wᵢ, b the factor that takes the noise of the fit away
//! R       1 − 2S        1: everybody is equally likely to respond
//! CV      S/ρ̄           bounds the bias of a mean that is not adjusted, in standard deviations
//! Pu(Z)   √(b Σₖ Nₖ(ρ̄ₖ − ρ̄)² / N)      variation between the categories of Z
//! Pc(Z)   √(b Σ wᵢ(ρᵢ − ρ̄ of its cell by all other variables)² / N)      what Z alone adds
//! ```
//!
//! Assumed: the weights are inverse inclusion probabilities, and the model holds the variables that matter. Clusters are not counted
//! in standard errors, which are too small where PSUs differ; those of partial indicators are not given.
//!
//! Not to be used to compare samples of which different variables are known, nor as proof that results are not biased: it
//! sees nothing that the frame does not hold.
//!
//! # References
//!
//! * Schouten, Cobben & Bethlehem (2009), *Survey Methodology* 35, 101–113.
//! * de Heij, Schouten & Shlomo (2015), *RISQ manual 2.1*, whose formulas these are.
//!
//! Proven by `representativity_is_that_of_risq` in `tests/golden`: every indicator of `rindicator`, the published example among them.

use crate::count::real;
use crate::factor::Factor;
use crate::linear_solve::solve;

/// The most steps of the fit; a category in which nobody responds needs about thirty.
const STEPS: usize = 60;
/// The fit is done when no propensity moves by more.
const TOLERANCE: f64 = 1e-13;

/// How propensities follow from the variables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PropensityModel {
    /// Logistic regression.
    Logistic,
    /// Linear regression: propensities may leave 0 to 1.
    Linear,
}

/// How the cases were drawn, for what the sample adds to the variation.
#[derive(Clone, Copy, Debug)]
pub enum CaseSampling<'a> {
    /// Simple random without replacement, or within these strata.
    Simple(Option<&'a Factor>),
    /// With unequal probabilities, by the formula with replacement.
    Unequal,
}

/// All cases of a sample, responded or not, one row each.
#[derive(Clone, Copy, Debug)]
pub struct CaseRows<'a> {
    /// Whether the case responded.
    pub responded: &'a [bool],
    /// Inverse inclusion probabilities.
    pub weights: &'a [f64],
    /// The variables of the model, by their main effects; cross them for an interaction.
    pub variables: &'a [&'a Factor],
    /// How the cases were drawn.
    pub sampling: CaseSampling<'a>,
}

/// Why there is no indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RepresentativityError {
    /// Columns differ in length, or there are fewer than two rows.
    #[error("the columns are not of one length, or hold fewer than two cases")]
    Rows,
    /// Everybody responded, or nobody: all propensities are one.
    #[error("all cases responded alike")]
    AllAlike,
    /// The variables determine each other.
    #[error("the variables determine each other")]
    Collinear,
}

/// How evenly the cases responded.
#[derive(Clone, Debug, PartialEq)]
pub struct Representativity {
    /// R, at most 1.
    pub r: f64,
    /// R before the noise of the fit is taken away.
    pub r_unadjusted: f64,
    /// Of R, clusters not counted.
    pub r_standard_error: f64,
    /// b, 0 to 1.
    pub bias_factor: f64,
    /// CV.
    pub cv: f64,
    /// CV before the noise of the fit is taken away.
    pub cv_unadjusted: f64,
    /// Of CV.
    pub cv_standard_error: f64,
    /// ρ̄, the weighted response rate.
    pub response_rate: f64,
    propensities: Vec<f64>,
    weights: Vec<f64>,
}

/// What one variable has to do with uneven response.
#[derive(Clone, Debug, PartialEq)]
pub struct PartialIndicator {
    /// Pu.
    pub unconditional: f64,
    /// Pc.
    pub conditional: f64,
    /// Pu before the noise of the fit is taken away.
    pub unconditional_unadjusted: f64,
    /// Pc before that.
    pub conditional_unadjusted: f64,
    /// Its categories, in the factor's order.
    pub categories: Vec<PartialCategory>,
}

/// What one category has to do with it, the noise of the fit not taken away.
#[derive(Clone, Debug, PartialEq)]
pub struct PartialCategory {
    /// The category.
    pub label: String,
    /// √(Nₖ/N) (ρ̄ₖ − ρ̄): below zero where fewer respond than on average.
    pub unconditional: f64,
    /// √(Σ over the category of wᵢ(ρᵢ − ρ̄ of its cell)² / N).
    pub conditional: f64,
}

impl CaseRows<'_> {
    /// Fits propensities and measures how they vary.
    pub fn representativity(
        &self,
        model: PropensityModel,
    ) -> Result<Representativity, RepresentativityError> {
        let rows = self.responded.len();
        let columns = self.variables.iter().map(|factor| factor.len());
        let mut lengths = columns.chain([self.weights.len()]);
        if rows < 2 || !lengths.all(|length| length == rows) {
            return Err(RepresentativityError::Rows);
        }
        if self.responded.iter().all(|one| *one == self.responded[0]) {
            return Err(RepresentativityError::AllAlike);
        }
        let fit = self.fit(model)?;
        Ok(self.measure(&fit))
    }

    /// The columns that are 1 in a row: the intercept, and one for each category but the first.
    fn design(&self) -> (Vec<Vec<usize>>, usize) {
        let mut width = 1;
        let mut rows = vec![vec![0]; self.responded.len()];
        for factor in self.variables {
            for (row, &code) in rows.iter_mut().zip(factor.codes()) {
                if code > 0 {
                    row.push(width + code as usize - 1);
                }
            }
            width += factor.levels().len() - 1;
        }
        (rows, width)
    }

    fn fit(&self, model: PropensityModel) -> Result<Fit, RepresentativityError> {
        let (ones, width) = self.design();
        if is_collinear(&ones, width) {
            return Err(RepresentativityError::Collinear);
        }
        let mean = self.weights.iter().sum::<f64>() / real(self.weights.len());
        let mut coefficients = vec![0.0; width];
        let mut fitted = propensities(&ones, &coefficients, model);
        for _ in 0..STEPS {
            let mut information = vec![vec![0.0; width]; width];
            let mut score = vec![0.0; width];
            for (row, ones) in ones.iter().enumerate() {
                let weight = self.weights[row] / mean;
                let spread = weight * slope(fitted[row], model);
                let gap = weight * (f64::from(self.responded[row]) - fitted[row]);
                for &i in ones {
                    score[i] += gap;
                    for &j in ones {
                        information[i][j] += spread;
                    }
                }
            }
            let step = solve(&information, &[score]).ok_or(RepresentativityError::Collinear)?;
            for (coefficient, step) in coefficients.iter_mut().zip(&step[0]) {
                *coefficient += step;
            }
            let next = propensities(&ones, &coefficients, model);
            let moves = next.iter().zip(&fitted).map(|(a, b)| (a - b).abs());
            let moved = moves.fold(0.0, f64::max);
            fitted = next;
            if !moved.is_finite() {
                return Err(RepresentativityError::Collinear);
            }
            if moved <= TOLERANCE {
                break;
            }
        }
        let mut information = vec![vec![0.0; width]; width];
        let mut residual = 0.0;
        for (row, ones) in ones.iter().enumerate() {
            let weight = self.weights[row] / mean;
            let gap = f64::from(self.responded[row]) - fitted[row];
            residual += weight * gap * gap;
            for &i in ones {
                for &j in ones {
                    information[i][j] += weight * slope(fitted[row], model);
                }
            }
        }
        let unit = |at: usize| (0..width).map(|i| f64::from(i == at)).collect();
        let units: Vec<Vec<f64>> = (0..width).map(unit).collect();
        let mut covariance = solve(&information, &units).ok_or(RepresentativityError::Collinear)?;
        if model == PropensityModel::Linear {
            let dispersion = residual / (real(ones.len()) - real(width));
            covariance
                .iter_mut()
                .flatten()
                .for_each(|value| *value *= dispersion);
        }
        let slopes = fitted.iter().map(|p| slope(*p, model)).collect();
        Ok(Fit {
            ones,
            fitted,
            slopes,
            covariance,
        })
    }

    fn measure(&self, fit: &Fit) -> Representativity {
        let (weights, p) = (self.weights, &fit.fitted);
        let total: f64 = weights.iter().sum();
        let mean = weighted_mean(p, weights);
        let squares: f64 = (p.iter().zip(weights))
            .map(|(p, w)| w * (p - mean).powi(2))
            .sum();
        let variance = squares / (total - 1.0);
        // What the noise of the fit adds to the variance, and what drawing the sample takes from it.
        let noise: f64 = (0..p.len())
            .map(|row| weights[row] * fit.variance_of(row))
            .sum();
        let bias = (noise - self.variance_of_total(p) / total) / total;
        let bias_factor = if variance > 0.0 {
            (1.0 - bias / variance).max(0.0)
        } else {
            0.0
        };
        let spread = (variance * bias_factor).sqrt();
        let r_standard_error = self.standard_error(fit, mean, squares / total, total);
        let cv = spread / mean;
        let through_r = r_standard_error / (2.0 * mean);
        Representativity {
            r: 1.0 - 2.0 * spread,
            r_unadjusted: 1.0 - 2.0 * variance.sqrt(),
            r_standard_error,
            bias_factor,
            cv,
            cv_unadjusted: variance.sqrt() / mean,
            cv_standard_error: (through_r.powi(2) + cv.powi(4) / real(p.len())).sqrt(),
            response_rate: mean,
            propensities: p.clone(),
            weights: weights.to_vec(),
        }
    }

    /// √((4 aᵀΣa + 2 tr(BΣBΣ) + V)/S²): the fit through a and B, the sample through V.
    fn standard_error(&self, fit: &Fit, mean: f64, variance: f64, total: f64) -> f64 {
        let (width, weights) = (fit.covariance.len(), self.weights);
        let mut means = vec![0.0; width];
        for (row, ones) in fit.ones.iter().enumerate() {
            for &at in ones {
                means[at] += weights[row] * fit.slopes[row] / total;
            }
        }
        let mut a = vec![0.0; width];
        let mut b = vec![vec![0.0; width]; width];
        for (row, ones) in fit.ones.iter().enumerate() {
            let mut centred: Vec<f64> = means.iter().map(|mean| -mean).collect();
            for &at in ones {
                centred[at] += fit.slopes[row];
            }
            let weight = weights[row] / total;
            for i in 0..width {
                a[i] += weight * centred[i] * (fit.fitted[row] - mean);
                for j in 0..width {
                    b[i][j] += weight * centred[i] * centred[j];
                }
            }
        }
        let product: Vec<Vec<f64>> = (b.iter())
            .map(|row| (0..width).map(|j| dot(row, &fit.covariance[j])).collect())
            .collect();
        let through_a: f64 = (0..width).map(|i| a[i] * dot(&a, &fit.covariance[i])).sum();
        let trace: f64 = (0..width)
            .map(|i| {
                (0..width)
                    .map(|j| product[i][j] * product[j][i])
                    .sum::<f64>()
            })
            .sum();
        let squares: Vec<f64> = fit.fitted.iter().map(|p| (p - mean).powi(2)).collect();
        let sampled = self.variance_of_total(&squares) / (total * total);
        ((4.0 * through_a + 2.0 * trace + sampled) / variance).sqrt()
    }

    /// The sampling variance of the estimated total of a column.
    fn variance_of_total(&self, column: &[f64]) -> f64 {
        let all = real(column.len());
        let strata = match self.sampling {
            CaseSampling::Unequal => {
                let weighted = column.iter().zip(self.weights).map(|(value, w)| value * w);
                let sum: f64 = weighted.clone().sum();
                let squares: f64 = weighted.map(|value| (all * value - sum).powi(2)).sum();
                return squares / all / (all - 1.0);
            }
            CaseSampling::Simple(strata) => strata,
        };
        let levels = strata.map_or(1, |strata| strata.levels().len());
        let code = |row: usize| strata.map_or(0, |strata| strata.codes()[row] as usize);
        let mut sums = vec![(0.0, 0.0, 0.0); levels];
        for (row, value) in column.iter().enumerate() {
            let (cases, population, sum) = &mut sums[code(row)];
            *cases += 1.0;
            *population += self.weights[row];
            *sum += value;
        }
        let mut squares = vec![0.0; levels];
        for (row, value) in column.iter().enumerate() {
            let (cases, _, sum) = sums[code(row)];
            squares[code(row)] += (value - sum / cases).powi(2);
        }
        let strata = sums
            .iter()
            .zip(squares)
            .filter(|((cases, ..), _)| *cases > 1.0);
        strata
            .map(|((cases, population, _), squares)| {
                population * population * (1.0 - cases / population) * squares
                    / (cases - 1.0)
                    / cases
            })
            .sum()
    }
}

/// A fitted model: for each row the columns that are 1, its propensity and the slope of that.
struct Fit {
    ones: Vec<Vec<usize>>,
    fitted: Vec<f64>,
    slopes: Vec<f64>,
    covariance: Vec<Vec<f64>>,
}

impl Fit {
    /// The variance of the propensity of a row.
    fn variance_of(&self, row: usize) -> f64 {
        let ones = &self.ones[row];
        let pairs = ones.iter().flat_map(|&i| ones.iter().map(move |&j| (i, j)));
        let sum: f64 = pairs.map(|(i, j)| self.covariance[i][j]).sum();
        self.slopes[row] * self.slopes[row] * sum
    }
}

impl Representativity {
    /// What a variable has to do with uneven response, beside the other variables known.
    ///
    /// # Panics
    ///
    /// Where a factor is not as long as the cases.
    pub fn partial(&self, variable: &Factor, others: &[&Factor]) -> PartialIndicator {
        let (p, weights) = (&self.propensities, &self.weights);
        let total: f64 = weights.iter().sum();
        let constant = Factor::constant(p.len(), "");
        let cells = if others.is_empty() {
            constant
        } else {
            Factor::crossed(others)
        };
        let (of_cell, _) = means_by(p, weights, &cells);
        let (of_category, sizes) = means_by(p, weights, variable);
        let mut within = vec![0.0; variable.levels().len()];
        for row in 0..p.len() {
            let cell = cells.codes()[row] as usize;
            within[variable.codes()[row] as usize] +=
                weights[row] * (p[row] - of_cell[cell]).powi(2) / total;
        }
        let unconditional =
            |at: usize| (sizes[at] / total).sqrt() * (of_category[at] - self.response_rate);
        let occurring = (0..within.len()).filter(|&at| sizes[at] > 0.0);
        let categories: Vec<PartialCategory> = occurring
            .map(|at| PartialCategory {
                label: variable.levels()[at].clone(),
                unconditional: unconditional(at),
                conditional: within[at].sqrt(),
            })
            .collect();
        let norm = |value: fn(&PartialCategory) -> f64| -> f64 {
            let squares = categories.iter().map(|category| value(category).powi(2));
            squares.sum::<f64>().sqrt()
        };
        let between = norm(|category| category.unconditional);
        let alone = norm(|category| category.conditional);
        let kept = self.bias_factor.sqrt();
        PartialIndicator {
            unconditional: between * kept,
            conditional: alone * kept,
            unconditional_unadjusted: between,
            conditional_unadjusted: alone,
            categories,
        }
    }
}

fn propensities(ones: &[Vec<usize>], coefficients: &[f64], model: PropensityModel) -> Vec<f64> {
    let fitted = ones.iter().map(|ones| {
        let sum: f64 = ones.iter().map(|&at| coefficients[at]).sum();
        match model {
            PropensityModel::Logistic => 1.0 / (1.0 + (-sum).exp()),
            PropensityModel::Linear => sum,
        }
    });
    fitted.collect()
}

/// Whether columns of zeros and ones determine each other: a pivot of their cross-products vanishes beside its column.
fn is_collinear(ones: &[Vec<usize>], width: usize) -> bool {
    let mut products = vec![vec![0.0; width]; width];
    for row in ones {
        for &i in row {
            for &j in row {
                products[i][j] += 1.0;
            }
        }
    }
    let sizes: Vec<f64> = (0..width).map(|i| products[i][i]).collect();
    for step in 0..width {
        if products[step][step] <= 1e-9 * sizes[step] {
            return true;
        }
        let pivot = products[step].clone();
        for row in &mut products[step + 1..] {
            let factor = row[step] / pivot[step];
            for (value, above) in row.iter_mut().zip(&pivot).skip(step) {
                *value -= factor * above;
            }
        }
    }
    false
}

fn slope(p: f64, model: PropensityModel) -> f64 {
    match model {
        PropensityModel::Logistic => p * (1.0 - p),
        PropensityModel::Linear => 1.0,
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn weighted_mean(values: &[f64], weights: &[f64]) -> f64 {
    dot(values, weights) / weights.iter().sum::<f64>()
}

/// Weighted means by level, and the sums of the weights.
fn means_by(values: &[f64], weights: &[f64], by: &Factor) -> (Vec<f64>, Vec<f64>) {
    let levels = by.levels().len();
    let (mut sums, mut sizes) = (vec![0.0; levels], vec![0.0; levels]);
    for (row, &code) in by.codes().iter().enumerate() {
        sums[code as usize] += weights[row] * values[row];
        sizes[code as usize] += weights[row];
    }
    let means = sums.iter().zip(&sizes).map(|(sum, size)| sum / size);
    (means.collect(), sizes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows<'a>(
        responded: &'a [bool],
        weights: &'a [f64],
        variables: &'a [&'a Factor],
    ) -> CaseRows<'a> {
        CaseRows {
            responded,
            weights,
            variables,
            sampling: CaseSampling::Simple(None),
        }
    }

    #[test]
    fn a_group_in_which_nobody_responds_has_no_propensity() {
        let group = Factor::from_labels(["a", "a", "b", "b", "b", "b"].repeat(20));
        let responded = [false, false, true, false, true, false].repeat(20);
        let weights = [10.0; 120];
        let variables = [&group];
        let cases = rows(&responded, &weights, &variables);
        let found = cases.representativity(PropensityModel::Logistic).unwrap();
        let spread = (2.0_f64 / 9.0).sqrt() * 0.5;
        assert!(
            (found.r_unadjusted - (1.0 - 2.0 * spread)).abs() < 1e-3,
            "{found:?}"
        );
        let partial = found.partial(&group, &[]);
        assert!(partial.categories[0].unconditional < 0.0);
        assert!((partial.unconditional_unadjusted - spread).abs() < 1e-9);
    }

    #[test]
    fn without_variation_or_sense_there_is_no_indicator() {
        let group = Factor::from_labels(["a", "b", "a", "b"]);
        let variables = [&group];
        let alike =
            rows(&[true; 4], &[1.0; 4], &variables).representativity(PropensityModel::Logistic);
        assert_eq!(alike, Err(RepresentativityError::AllAlike));
        let twice = [&group, &group];
        let responded = [true, false, false, true];
        let collinear =
            rows(&responded, &[1.0; 4], &twice).representativity(PropensityModel::Linear);
        assert_eq!(collinear, Err(RepresentativityError::Collinear));
        let short =
            rows(&responded, &[1.0; 3], &variables).representativity(PropensityModel::Linear);
        assert_eq!(short, Err(RepresentativityError::Rows));
    }
}
