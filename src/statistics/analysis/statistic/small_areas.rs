//! Small areas: direct estimates drawn towards what a model expects. They need no data but these estimates.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Outcome;
use super::members::given;
use crate::analysis::value::{Number, OneOrMany, is_default};
use crate::small_area::{
    AreaVariance, Benchmark, arcsine, fay_herriot, from_arcsine, mean_from_arcsine,
};

/// Estimates of small areas by Fay and Herriot's model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SmallAreas {
    /// The areas.
    pub areas: Vec<Area>,
    /// How the variance between areas is estimated.
    #[serde(default, skip_serializing_if = "is_default")]
    pub method: AreaVariance,
    /// The figure of the whole, which the estimates are multiplied to agree with; then every area has a `share`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub benchmark: Option<f64>,
}

/// One area.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// What it is called.
    pub area: String,
    /// Its direct estimate.
    pub estimate: f64,
    /// The variance of the direct estimate; then the model is of the estimates as they are.
    #[serde(default, skip_serializing_if = "is_default")]
    pub variance: Option<f64>,
    /// Instead: the effective sample size of a proportion; then the model is of arcsin √p.
    #[serde(default, skip_serializing_if = "is_default")]
    pub effective_n: Option<f64>,
    /// What is known of it beside the constant, in the same order for all areas.
    #[serde(default, skip_serializing_if = "is_default")]
    pub columns: OneOrMany<f64>,
    /// Its share of the whole.
    #[serde(default, skip_serializing_if = "is_default")]
    pub share: Option<f64>,
}

impl SmallAreas {
    pub(super) fn check(&self) -> Result<(), String> {
        given("areas", &self.areas)?;
        let columns = self.areas[0].columns.list().len();
        let arcsine = self.on_arcsine();
        for area in &self.areas {
            let refuse = |why: &str| Err(format!("area {}: {why}", area.area));
            match (area.variance, area.effective_n) {
                (Some(_), Some(_)) => return refuse("variance and effective_n exclude each other"),
                (None, None) => return refuse("it needs variance or effective_n"),
                (Some(_), None) if arcsine => {
                    return refuse("it needs effective_n, as the first area");
                }
                (None, Some(_)) if !arcsine => {
                    return refuse("it needs variance, as the first area");
                }
                (None, Some(n)) if !(n > 0.0 && n.is_finite()) => {
                    return refuse("effective_n is not above 0");
                }
                _ => {}
            }
            if arcsine && !(0.0..=1.0).contains(&area.estimate) {
                return refuse("with effective_n the estimate is a proportion, 0 to 1");
            }
            if area.columns.list().len() != columns {
                return refuse("columns has not as many numbers as that of the first area");
            }
            if self.benchmark.is_some() && !area.share.is_some_and(|share| share >= 0.0) {
                return refuse("benchmark needs the share of every area, at least 0");
            }
        }
        Ok(())
    }

    fn on_arcsine(&self) -> bool {
        self.areas
            .first()
            .is_some_and(|area| area.effective_n.is_some())
    }
}

/// Estimates of small areas.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SmallAreasOutcome {
    /// The variance between areas that the columns do not tell; 0 where the model tells all.
    pub model_variance: Number,
    /// The coefficients, the constant first.
    pub coefficients: Vec<Number>,
    /// Their standard errors.
    pub coefficient_se: Vec<Number>,
    /// The log-likelihood.
    pub log_likelihood: Number,
    /// The areas, in the order asked for.
    pub areas: Vec<AreaOutcome>,
}

/// The estimate of an area; on the scale of the model, and as a proportion where that is of arcsin √p.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct AreaOutcome {
    /// The area.
    pub area: String,
    /// The estimate on the model's scale.
    pub eblup: Number,
    /// Its mean squared error.
    pub mse: Number,
    /// The part of the direct estimate in it.
    pub gamma: Number,
    /// What the model alone expects.
    pub expected: Number,
    /// The proportion that belongs to the estimate, or the estimate.
    pub estimate: Number,
    /// The mean of the proportion, taking in that its arcsine is uncertain.
    #[serde(skip_serializing_if = "is_default")]
    pub bias_corrected: Option<Number>,
    /// The 95 % limits, ± 1.96 root mean squared errors on the model's scale.
    pub lower: Number,
    /// The upper limit.
    pub upper: Number,
    /// The estimate multiplied so that all agree with the whole.
    #[serde(skip_serializing_if = "is_default")]
    pub benchmarked: Option<Number>,
    /// Its lower limit, multiplied likewise.
    #[serde(skip_serializing_if = "is_default")]
    pub benchmarked_lower: Option<Number>,
    /// Its upper limit, multiplied likewise.
    #[serde(skip_serializing_if = "is_default")]
    pub benchmarked_upper: Option<Number>,
}

/// The areas asked for, by the model.
pub(in crate::analysis) fn small_areas(asked: &SmallAreas) -> Outcome {
    let arc = asked.on_arcsine();
    let (direct, variances): (Vec<f64>, Vec<f64>) = (asked.areas.iter())
        .map(|area| match area.effective_n {
            Some(n) => arcsine(area.estimate, n),
            None => (area.estimate, area.variance.unwrap_or(f64::NAN)),
        })
        .unzip();
    let count = asked
        .areas
        .first()
        .map_or(0, |area| area.columns.list().len());
    let mut columns = vec![vec![1.0; direct.len()]];
    columns.extend((0..count).map(|column| {
        let areas = asked.areas.iter();
        areas.map(|area| area.columns.list()[column]).collect()
    }));
    let found = match fay_herriot(&direct, &variances, &columns, asked.method) {
        Ok(found) => found,
        Err(error) => return Outcome::refused(error),
    };
    let back = |value: f64| if arc { from_arcsine(value) } else { value };
    let estimates: Vec<f64> = found.areas.iter().map(|area| back(area.value)).collect();
    let shares: Vec<f64> = (asked.areas.iter())
        .map(|area| area.share.unwrap_or(0.0))
        .collect();
    let benchmark = |city: f64| {
        if arc {
            Benchmark::of(&estimates, &shares, city)
        } else {
            Benchmark::unbounded(&estimates, &shares, city)
        }
    };
    let multiplied = match asked.benchmark.map(benchmark) {
        Some(None) => {
            return Outcome::refused(
                "benchmark: shares and the mean of the estimates have to be above 0",
            );
        }
        found => found.flatten(),
    };
    let z = crate::distribution::normal_quantile(0.975);
    let areas = asked.areas.iter().zip(&found.areas).enumerate();
    let areas = areas.map(|(place, (area, estimate))| {
        let margin = z * estimate.mean_squared_error.sqrt();
        let spread = estimate.share_of_direct * variances[place];
        AreaOutcome {
            area: area.area.clone(),
            eblup: Number(estimate.value),
            mse: Number(estimate.mean_squared_error),
            gamma: Number(estimate.share_of_direct),
            expected: Number(back(estimate.expected)),
            estimate: Number(estimates[place]),
            bias_corrected: arc.then(|| Number(mean_from_arcsine(estimate.value, spread))),
            lower: Number(back(estimate.value - margin)),
            upper: Number(back(estimate.value + margin)),
            benchmarked: multiplied.map(|it| Number(it.agreeing(estimates[place]))),
            benchmarked_lower: multiplied
                .map(|it| Number(it.agreeing(back(estimate.value - margin)))),
            benchmarked_upper: multiplied
                .map(|it| Number(it.agreeing(back(estimate.value + margin)))),
        }
    });
    Outcome::SmallAreas(SmallAreasOutcome {
        model_variance: Number(found.model_variance),
        coefficients: found.coefficients.iter().copied().map(Number).collect(),
        coefficient_se: found.standard_errors.iter().copied().map(Number).collect(),
        log_likelihood: Number(found.log_likelihood),
        areas: areas.collect(),
    })
}
