//! Small areas: the direct estimate of a district drawn towards what its neighbours and its columns let expect.
//!
//! Fay and Herriot's model has yᵢ = xᵢᵀβ + vᵢ + eᵢ with V(eᵢ) = ψᵢ known and V(vᵢ) = σ² the same for all areas. With
//! γᵢ = σ²/(σ² + ψᵢ) the estimate is γᵢ yᵢ + (1 − γᵢ) xᵢᵀβ: where few answered, the model speaks; where many did, the answers.
//!
//! | figure | formula |
//! |---|---|
//! | β | (Xᵀ V⁻¹ X)⁻¹ Xᵀ V⁻¹ y, V = diag(σ² + ψ) |
//! | σ², REML | root of −tr P + yᵀPPy; ML: of −Σ 1/(σ² + ψ) + Σ r²/(σ² + ψ)²; moments: of Σ r²/(σ² + ψ) − (m − p) |
//! | mean squared error | g₁ + g₂ + 2 g₃ (less the bias of σ², with ML and moments) |
//! | g₁, g₂, g₃ | γψ; (1 − γ)² xᵀ(XᵀV⁻¹X)⁻¹x; (1 − γ)² V(σ²)/(σ² + ψ) |
//!
//! Where the likelihood is highest at σ² = 0 that is the answer: the columns tell all, and every estimate is xᵀβ.
//!
//! A proportion with the effective size ñ is taken as arcsin √p, whose variance is 1/(4ñ) whatever p; estimates come back by sin²,
//! limits as well. [`Benchmark`] makes them agree with the city.
//!
//! Assumed: ψ is known, the areas differ from the model alike, and there are a dozen areas at least. Not to be used for a
//! verdict: an area without any answers would get one.
//!
//! # References
//!
//! * Fay & Herriot (1979), *JASA* 74, 269–277. Prasad & Rao (1990), *JASA* 85, 163–171. Datta & Lahiri (2000), *Statistica
//!   Sinica* 10, 613–627. Rao & Molina (2015), *Small Area Estimation*, 2nd edition, 6 and 7.
//!
//! Proven by `small_areas_agree_with_sae` (R's packages sae 1.3 and emdi 2.2.2), and by `without_variance_between_areas_the_model_speaks_alone`.

use std::f64::consts::{FRAC_PI_2, PI};

use super::count::real;
use super::linear_solve::solve;

/// How the variance between areas is estimated.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
pub enum AreaVariance {
    /// By the restricted likelihood, which counts the coefficients: what is published.
    #[default]
    #[serde(rename = "REML")]
    Reml,
    /// By the likelihood.
    #[serde(rename = "ML")]
    Ml,
    /// By Fay and Herriot's moments.
    #[serde(rename = "FH")]
    Moments,
}

/// Why there are no estimates of small areas.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum SmallAreaError {
    /// A column has another length than the areas.
    #[error("{name} has {found} values, there are {areas} areas")]
    LengthsDiffer {
        name: String,
        areas: usize,
        found: usize,
    },
    /// A variance is not above zero, or a number is not finite.
    #[error("area {area}: estimates and columns have to be numbers, variances above 0")]
    NotUsable {
        /// Counted from one.
        area: usize,
    },
    /// There are not more areas than columns.
    #[error("{areas} areas are too few for {columns} columns")]
    TooFew { areas: usize, columns: usize },
    /// The columns are combinations of each other.
    #[error("the columns are combinations of each other: take one out")]
    Dependent,
}

/// Fay and Herriot's model of some areas.
#[derive(Clone, Debug, PartialEq)]
pub struct SmallAreas {
    /// σ², the variance between areas that the columns do not tell.
    pub model_variance: f64,
    /// β.
    pub coefficients: Vec<f64>,
    /// The standard errors of β.
    pub standard_errors: Vec<f64>,
    /// The log-likelihood at these values.
    pub log_likelihood: f64,
    /// The areas, in the order given.
    pub areas: Vec<SmallArea>,
}

/// The estimate of an area.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SmallArea {
    /// γ y + (1 − γ) xᵀβ.
    pub value: f64,
    /// What the model alone expects, xᵀβ.
    pub expected: f64,
    /// Its mean squared error.
    pub mean_squared_error: f64,
    /// γ, the part of the direct estimate.
    pub share_of_direct: f64,
}

/// The sums that every step needs, at one σ².
struct AtVariance {
    coefficients: Vec<f64>,
    /// (Xᵀ V⁻¹ X)⁻¹.
    spread: Vec<Vec<f64>>,
    residuals: Vec<f64>,
    /// 1/(σ² + ψ).
    precision: Vec<f64>,
}

struct Areas<'a> {
    direct: &'a [f64],
    variances: &'a [f64],
    /// By column.
    columns: &'a [Vec<f64>],
}

impl Areas<'_> {
    fn check(&self) -> Result<(), SmallAreaError> {
        let areas = self.direct.len();
        let lengths = [("variances", self.variances.len())];
        let lengths = lengths
            .into_iter()
            .chain(self.columns.iter().map(|column| ("a column", column.len())));
        for (name, found) in lengths {
            if found != areas {
                return Err(SmallAreaError::LengthsDiffer {
                    name: name.to_owned(),
                    areas,
                    found,
                });
            }
        }
        let usable = |area: &usize| {
            let columns = self.columns.iter().map(|column| column[*area]);
            let psi = self.variances[*area];
            psi > 0.0 && columns.chain([self.direct[*area], psi]).all(f64::is_finite)
        };
        if let Some(area) = (0..areas).find(|area| !usable(area)) {
            return Err(SmallAreaError::NotUsable { area: area + 1 });
        }
        if areas <= self.columns.len() {
            return Err(SmallAreaError::TooFew {
                areas,
                columns: self.columns.len(),
            });
        }
        Ok(())
    }

    /// Σ f x xᵀ over the areas.
    fn weighted(&self, factor: impl Fn(usize) -> f64) -> Vec<Vec<f64>> {
        let entry = |a: &Vec<f64>, b: &Vec<f64>| -> f64 {
            let both = a.iter().zip(b).enumerate();
            both.map(|(area, (a, b))| factor(area) * a * b).sum()
        };
        let rows = self.columns.iter();
        rows.map(|a| self.columns.iter().map(|b| entry(a, b)).collect())
            .collect()
    }

    fn at(&self, variance: f64) -> Result<AtVariance, SmallAreaError> {
        let precision: Vec<f64> = self
            .variances
            .iter()
            .map(|psi| 1.0 / (variance + psi))
            .collect();
        let p = self.columns.len();
        let normal = self.weighted(|area| precision[area]);
        let unit = (0..p).map(|i| (0..p).map(|j| f64::from(u8::from(i == j))).collect());
        let unit: Vec<Vec<f64>> = unit.collect();
        let spread = solve(&normal, &unit).filter(|it| {
            let all = it.iter().flatten();
            all.clone().all(|value| value.is_finite())
        });
        let spread = spread.ok_or(SmallAreaError::Dependent)?;
        let right: Vec<f64> = (self.columns.iter())
            .map(|column| {
                let areas = column.iter().zip(self.direct).zip(&precision);
                areas.map(|((x, y), v)| x * y * v).sum()
            })
            .collect();
        let coefficients: Vec<f64> = (0..p)
            .map(|i| (0..p).map(|j| spread[i][j] * right[j]).sum())
            .collect();
        let residuals = (0..self.direct.len())
            .map(|area| self.direct[area] - self.expected(area, &coefficients))
            .collect();
        Ok(AtVariance {
            coefficients,
            spread,
            residuals,
            precision,
        })
    }

    fn expected(&self, area: usize, coefficients: &[f64]) -> f64 {
        let columns = self.columns.iter().zip(coefficients);
        columns.map(|(column, c)| column[area] * c).sum()
    }

    /// A function of σ² whose root is the estimate; above zero below it.
    fn score(&self, method: AreaVariance, variance: f64) -> Result<f64, SmallAreaError> {
        let at = self.at(variance)?;
        let squares = |power: i32| -> f64 {
            let areas = at.residuals.iter().zip(&at.precision);
            areas.map(|(r, v)| r * r * v.powi(power)).sum()
        };
        let precision: f64 = at.precision.iter().sum();
        Ok(match method {
            AreaVariance::Reml => {
                let second = self.weighted(|area| at.precision[area].powi(2));
                squares(2) - (precision - trace_of_product(&at.spread, &second))
            }
            AreaVariance::Ml => squares(2) - precision,
            AreaVariance::Moments => {
                squares(1) - (real(self.direct.len()) - real(self.columns.len()))
            }
        })
    }

    /// The root of the score, by bisection on the logarithm: no start decides where it ends.
    fn variance(&self, method: AreaVariance) -> Result<f64, SmallAreaError> {
        if self.score(method, 0.0)? <= 0.0 {
            return Ok(0.0);
        }
        let smallest = self.variances.iter().copied().fold(f64::INFINITY, f64::min);
        let (mut low, mut high) = (0.0, smallest);
        while self.score(method, high)? > 0.0 && high.is_finite() {
            (low, high) = (high, 2.0 * high);
        }
        for _ in 0..200 {
            let middle = f64::midpoint(low, high);
            if self.score(method, middle)? > 0.0 {
                low = middle;
            } else {
                high = middle;
            }
        }
        Ok(f64::midpoint(low, high))
    }
}

/// Estimates of areas from their direct estimates, the variances of these, and columns that are known of every area (the first
/// of them constant, as a rule).
pub fn fay_herriot(
    direct: &[f64],
    variances: &[f64],
    columns: &[Vec<f64>],
    method: AreaVariance,
) -> Result<SmallAreas, SmallAreaError> {
    let areas = Areas {
        direct,
        variances,
        columns,
    };
    areas.check()?;
    let variance = areas.variance(method)?;
    let at = areas.at(variance)?;
    let m = real(direct.len());
    let sum: f64 = at.precision.iter().sum();
    let squares: f64 = at.precision.iter().map(|v| v * v).sum();
    // The variance of σ², and what the mean squared error is too large by for the bias of σ².
    let (spread_of_variance, bias) = match method {
        AreaVariance::Reml => (2.0 / squares, 0.0),
        AreaVariance::Ml => {
            let second = areas.weighted(|area| at.precision[area].powi(2));
            (
                2.0 / squares,
                -trace_of_product(&at.spread, &second) / squares,
            )
        }
        AreaVariance::Moments => (
            2.0 * m / (sum * sum),
            2.0 * (m * squares - sum * sum) / sum.powi(3),
        ),
    };
    let estimate = |area: usize| {
        let (psi, precision) = (variances[area], at.precision[area]);
        let expected = areas.expected(area, &at.coefficients);
        let of_model = psi * precision;
        let p = columns.len();
        let along: f64 = (0..p)
            .flat_map(|i| (0..p).map(move |j| (i, j)))
            .map(|(i, j)| columns[i][area] * at.spread[i][j] * columns[j][area])
            .sum();
        let square = of_model * of_model;
        SmallArea {
            value: expected + variance * precision * (direct[area] - expected),
            expected,
            mean_squared_error: psi * variance * precision
                + square * (along + 2.0 * spread_of_variance * precision - bias),
            share_of_direct: variance * precision,
        }
    };
    let log_likelihood = -0.5
        * (at.residuals.iter().zip(&at.precision))
            .map(|(r, v)| (2.0 * PI / v).ln() + r * r * v)
            .sum::<f64>();
    Ok(SmallAreas {
        model_variance: variance,
        standard_errors: (0..columns.len()).map(|i| at.spread[i][i].sqrt()).collect(),
        log_likelihood,
        areas: (0..direct.len()).map(estimate).collect(),
        coefficients: at.coefficients,
    })
}

fn trace_of_product(a: &[Vec<f64>], b: &[Vec<f64>]) -> f64 {
    let n = a.len();
    (0..n)
        .flat_map(|i| (0..n).map(move |j| (i, j)))
        .map(|(i, j)| a[i][j] * b[j][i])
        .sum()
}

/// A proportion on the arcsine scale: its value there, and its variance with this effective sample size.
pub fn arcsine(proportion: f64, effective_sample_size: f64) -> (f64, f64) {
    (
        proportion.clamp(0.0, 1.0).sqrt().asin(),
        0.25 / effective_sample_size,
    )
}

/// The proportion that belongs to a value of the arcsine scale; values beyond its ends are taken for the ends.
pub fn from_arcsine(value: f64) -> f64 {
    value.clamp(0.0, FRAC_PI_2).sin().powi(2)
}

/// The mean of the proportion where its value on the arcsine scale is normal with this variance: (1 − exp(−2s²) cos 2μ)/2.
pub fn mean_from_arcsine(value: f64, variance: f64) -> f64 {
    0.5 * (1.0 - (-2.0 * variance).exp() * (2.0 * value).cos())
}

/// What estimates are multiplied by so that their mean by population shares is the city's figure.
///
/// A proportion that would come above 1 is taken for 1, and the others are multiplied by as much more: then all agree still.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Benchmark {
    factor: f64,
    /// Above it nothing goes: 1 for proportions.
    most: f64,
}

impl Benchmark {
    /// Of proportions. None where no estimate or no share is above zero, or not even ones throughout would come to the city's.
    pub fn of(estimates: &[f64], shares: &[f64], city: f64) -> Option<Self> {
        let mut benchmark = Self::unbounded(estimates, shares, city)?;
        benchmark.most = 1.0;
        let whole: f64 = shares.iter().sum();
        // Each round takes at least one more for 1, else it is the last.
        for _ in 0..=estimates.len() {
            let (mut at_most, mut below) = (0.0, 0.0);
            for (estimate, share) in estimates.iter().zip(shares) {
                if estimate * benchmark.factor >= 1.0 {
                    at_most += share;
                } else {
                    below += estimate * share;
                }
            }
            let left = city * whole - at_most;
            if at_most == 0.0 || left <= 0.0 || below == 0.0 {
                break;
            }
            let factor = left / below;
            if factor <= benchmark.factor {
                break;
            }
            benchmark.factor = factor;
        }
        Some(benchmark)
    }

    /// Of estimates that may be of any size. None where their mean or the sum of shares is not above zero.
    pub fn unbounded(estimates: &[f64], shares: &[f64], city: f64) -> Option<Self> {
        let areas = estimates.iter().zip(shares);
        let all: f64 = areas.map(|(estimate, share)| estimate * share).sum();
        let factor = city * shares.iter().sum::<f64>() / all;
        (all > 0.0 && factor.is_finite()).then_some(Self {
            factor,
            most: f64::INFINITY,
        })
    }

    /// The estimate, or a limit of it, as it agrees with the city.
    pub fn agreeing(&self, estimate: f64) -> f64 {
        (estimate * self.factor).min(self.most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_variance_between_areas_the_model_speaks_alone() {
        // All areas lie as close together as if they were one.
        let direct = [0.70, 0.71, 0.69, 0.70, 0.705, 0.695];
        let psi = [0.01; 6];
        let found = fay_herriot(&direct, &psi, &[vec![1.0; 6]], AreaVariance::Reml).unwrap();
        assert!(found.model_variance.abs() < 1e-300);
        for area in found.areas {
            assert!((area.value - 0.7).abs() < 1e-12);
            assert!(area.share_of_direct.abs() < 1e-300);
            // The variance of a mean of six, and what σ² is not known by.
            let expected = 0.01 / 6.0 + 2.0 * 2.0 * 0.01 / 6.0;
            assert!((area.mean_squared_error - expected).abs() < 1e-15);
        }
    }

    #[test]
    fn where_areas_differ_much_the_direct_estimates_stand() {
        let direct = [0.1, 0.9, 0.2, 0.8, 0.3, 0.7];
        let found = fay_herriot(&direct, &[1e-8; 6], &[vec![1.0; 6]], AreaVariance::Reml).unwrap();
        for (area, direct) in found.areas.iter().zip(direct) {
            assert!((area.value - direct).abs() < 1e-6);
            assert!((area.mean_squared_error / 1e-8 - 1.0).abs() < 1e-3);
        }
    }

    #[test]
    fn unusable_areas_are_refused() {
        let constant = |areas| vec![vec![1.0; areas]];
        let fit = |direct: &[f64], psi: &[f64], columns: &[Vec<f64>]| {
            fay_herriot(direct, psi, columns, AreaVariance::Reml).unwrap_err()
        };
        let few = fit(&[0.5], &[0.1], &constant(1));
        assert_eq!(
            few,
            SmallAreaError::TooFew {
                areas: 1,
                columns: 1
            }
        );
        let zero = fit(&[0.5, 0.6], &[0.1, 0.0], &constant(2));
        assert_eq!(zero, SmallAreaError::NotUsable { area: 2 });
        let gap = fit(&[0.5, f64::NAN], &[0.1, 0.1], &constant(2));
        assert_eq!(gap, SmallAreaError::NotUsable { area: 2 });
        let twice = [vec![1.0; 4], vec![2.0; 4]];
        assert_eq!(fit(&[0.5; 4], &[0.1; 4], &twice), SmallAreaError::Dependent);
    }

    #[test]
    fn the_arcsine_and_back_is_the_same() {
        for p in [0.0, 0.03, 0.5, 0.925, 1.0] {
            assert!((from_arcsine(arcsine(p, 50.0).0) - p).abs() < 1e-15);
            assert!((mean_from_arcsine(arcsine(p, 50.0).0, 0.0) - p).abs() < 1e-15);
        }
        assert!((from_arcsine(2.0) - 1.0).abs() < 1e-15 && from_arcsine(-0.1).abs() < 1e-15);
    }

    fn mean(estimates: &[f64], shares: &[f64], benchmark: Benchmark) -> f64 {
        let agreeing = estimates.iter().map(|it| benchmark.agreeing(*it));
        let sum: f64 = agreeing.zip(shares).map(|(it, share)| it * share).sum();
        sum / shares.iter().sum::<f64>()
    }

    #[test]
    fn benchmarked_estimates_agree_with_the_city_whatever_shares_sum_to() {
        let (estimates, shares) = ([0.6, 0.7, 0.9], [20.0, 30.0, 50.0]);
        let benchmark = Benchmark::of(&estimates, &shares, 0.72).unwrap();
        assert!((mean(&estimates, &shares, benchmark) - 0.72).abs() < 1e-15);
    }

    #[test]
    fn a_proportion_is_not_multiplied_above_one_and_the_others_make_up_for_it() {
        let (estimates, shares) = ([0.5, 0.9, 0.99], [0.4, 0.3, 0.3]);
        let benchmark = Benchmark::of(&estimates, &shares, 0.85).unwrap();
        assert!((mean(&estimates, &shares, benchmark) - 0.85).abs() < 1e-15);
        let agreeing = estimates.map(|it| benchmark.agreeing(it));
        assert!((agreeing[1] - 1.0).abs() < 1e-15 && (agreeing[2] - 1.0).abs() < 1e-15);
        assert!((agreeing[0] - 0.625).abs() < 1e-15);
    }

    #[test]
    fn nothing_is_multiplied_to_agree_where_all_is_zero() {
        assert_eq!(Benchmark::of(&[0.0, 0.0], &[0.5, 0.5], 0.7), None);
        assert_eq!(Benchmark::of(&[0.3, 0.2], &[0.0, 0.0], 0.7), None);
        assert_eq!(Benchmark::unbounded(&[-1.0, 1.0], &[0.5, 0.5], 0.7), None);
    }
}
