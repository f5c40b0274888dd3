//! Sample sizes and power, which need no data.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Outcome;
use super::limits::LEVEL;
use super::members::{check_level, given, proportion, strictly_between, truths};
use super::verdict::{Chances, whole};
use crate::analysis::value::{Number, OneOrMany, is_default};
use crate::verdict::{
    Direction, allocation_design_effect, effective_size_for_verdict, operating_characteristic,
    planned_design_effect, size_for_margin,
};

/// How many persons are needed for a verdict, or for a margin of error.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Size {
    /// The target that is to be proven or disproven.
    #[serde(default, skip_serializing_if = "is_default")]
    pub threshold: Option<f64>,
    /// With `threshold`: true proportions.
    #[serde(default, skip_serializing_if = "is_default")]
    pub truth: OneOrMany<f64>,
    /// With `threshold`: the power (0.8).
    #[serde(default, skip_serializing_if = "is_default")]
    pub power: Option<f64>,
    /// Instead of `threshold`: the margin of error.
    #[serde(default, skip_serializing_if = "is_default")]
    pub margin: Option<f64>,
    /// With `margin`: the true proportion.
    #[serde(default, skip_serializing_if = "is_default")]
    pub proportion: Option<f64>,
    /// The level of the interval (0.95).
    #[serde(default, skip_serializing_if = "is_default")]
    pub level: Option<f64>,
    /// The design effect; else the product of those below.
    #[serde(default, skip_serializing_if = "is_default")]
    pub design_effect: Option<f64>,
    /// That of unequal weights.
    #[serde(default, skip_serializing_if = "is_default")]
    pub weighting_design_effect: Option<f64>,
    /// Persons per PSU, with `rho`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub per_psu: Option<f64>,
    /// The intraclass correlation, with `per_psu`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub rho: Option<f64>,
    /// Population by stratum, with `allocated`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub population: OneOrMany<f64>,
    /// Sample by stratum, with `population`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub allocated: OneOrMany<f64>,
}

/// How likely each verdict is for a number of persons.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Power {
    /// The target.
    pub threshold: f64,
    /// True proportions.
    pub truth: OneOrMany<f64>,
    /// Persons.
    pub n: f64,
    /// Which side of the threshold is good.
    #[serde(default)]
    pub direction: Direction,
    /// The level of the interval (0.95).
    #[serde(default, skip_serializing_if = "is_default")]
    pub level: Option<f64>,
    /// The design effect; else the product of those below.
    #[serde(default, skip_serializing_if = "is_default")]
    pub design_effect: Option<f64>,
    /// That of unequal weights.
    #[serde(default, skip_serializing_if = "is_default")]
    pub weighting_design_effect: Option<f64>,
    /// Persons per PSU, with `rho`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub per_psu: Option<f64>,
    /// The intraclass correlation, with `per_psu`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub rho: Option<f64>,
    /// Population by stratum, with `allocated`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub population: OneOrMany<f64>,
    /// Sample by stratum, with `population`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub allocated: OneOrMany<f64>,
}

impl Size {
    /// Refuses a size that cannot be planned for.
    pub(super) fn check(&self) -> Result<(), String> {
        self.threshold
            .map_or(Ok(()), |threshold| proportion("threshold", threshold))?;
        truths(&self.truth)?;
        check_level(self.level)?;
        strictly_between("power", self.power)?;
        strictly_between("proportion", self.proportion)?;
        strictly_between("margin", self.margin)?;
        let refuse = |reason: &str| Err(reason.to_owned());
        match (self.threshold, self.margin) {
            (Some(_), Some(_)) => return refuse("threshold and margin exclude each other"),
            (None, None) => return refuse("it needs threshold or margin"),
            (Some(_), None) if self.truth.list().is_empty() => {
                return refuse("threshold needs truth");
            }
            (Some(threshold), None) if self.truth.list().contains(&threshold) => {
                return refuse("truth and threshold are equal: no size tells them apart");
            }
            (Some(_), None) if self.proportion.is_some() => {
                return refuse("proportion goes with margin, truth with threshold");
            }
            (None, Some(_)) if self.proportion.is_none() => {
                return refuse("margin needs proportion");
            }
            (None, Some(_)) if self.power.is_some() || !self.truth.list().is_empty() => {
                return refuse("truth and power go with threshold");
            }
            _ => {}
        }
        self.planned().map(|_| ())
    }

    fn planned(&self) -> Result<f64, String> {
        design_effect(
            self.design_effect,
            self.weighting_design_effect,
            (self.per_psu, self.rho),
            (&self.population, &self.allocated),
        )
    }
}

impl Power {
    /// Refuses a power that cannot be worked out.
    pub(super) fn check(&self) -> Result<(), String> {
        proportion("threshold", self.threshold)?;
        given("truth", self.truth.list())?;
        truths(&self.truth)?;
        check_level(self.level)?;
        if !(self.n >= 1.0 && self.n.is_finite()) {
            return Err("n is not at least 1".to_owned());
        }
        self.planned().map(|_| ())
    }

    fn planned(&self) -> Result<f64, String> {
        design_effect(
            self.design_effect,
            self.weighting_design_effect,
            (self.per_psu, self.rho),
            (&self.population, &self.allocated),
        )
    }
}

/// The planned design effect: as stated, or that of the weights times that of the allocation times
/// that of the clusters.
fn design_effect(
    stated: Option<f64>,
    weighting: Option<f64>,
    clusters: (Option<f64>, Option<f64>),
    (population, allocated): (&OneOrMany<f64>, &OneOrMany<f64>),
) -> Result<f64, String> {
    let (population, allocated) = (population.list(), allocated.list());
    let even = population.is_empty() && allocated.is_empty();
    if let Some(stated) = stated {
        if weighting.is_some() || clusters != (None, None) || !even {
            return Err("design_effect excludes what it is made of".to_owned());
        }
        if !(stated > 0.0 && stated.is_finite()) {
            return Err("design_effect is not above 0".to_owned());
        }
        return Ok(stated);
    }
    let (per_psu, rho) = match clusters {
        (None, None) => (1.0, 0.0),
        (Some(per_psu), Some(rho)) if per_psu >= 1.0 && (-1.0..=1.0).contains(&rho) => {
            (per_psu, rho)
        }
        (Some(_), Some(_)) => return Err("per_psu is at least 1 and rho at most 1".to_owned()),
        _ => return Err("per_psu and rho go together".to_owned()),
    };
    let allocation = if even {
        1.0
    } else {
        allocation_design_effect(population, allocated)
            .ok_or("population and allocated are lists of equal length, above 0")?
    };
    let weighting = weighting.unwrap_or(1.0) * allocation;
    if weighting.is_nan() || weighting < 1.0 {
        return Err("weighting_design_effect is not at least 1".to_owned());
    }
    Ok(planned_design_effect(weighting, per_psu, rho))
}

/// The persons needed for a verdict with some power, or for a margin of error.
pub(in crate::analysis) fn size(asked: &Size) -> Outcome {
    let design_effect = match asked.planned() {
        Ok(effect) => effect,
        Err(reason) => return Outcome::refused(reason),
    };
    let level = asked.level.unwrap_or(LEVEL);
    let effective: Vec<(Option<f64>, f64)> = if let Some(threshold) = asked.threshold {
        let power = asked.power.unwrap_or(0.8);
        let size = |truth| effective_size_for_verdict(truth, threshold, level, power);
        let truths = asked.truth.list().iter();
        truths.map(|&truth| (Some(truth), size(truth))).collect()
    } else {
        let p = asked.proportion.unwrap_or(f64::NAN);
        let margin = asked.margin.unwrap_or(f64::NAN);
        vec![(None, size_for_margin(p, margin, level, 1.0))]
    };
    let entries = effective.into_iter().map(|(truth, effective)| SizeEntry {
        effective_n: Number(effective),
        n: Number((design_effect * effective).ceil()),
        truth: truth.map(Number),
    });
    Outcome::Size(SizeOutcome {
        design_effect: Number(design_effect),
        sizes: entries.collect(),
    })
}

/// The chance of each verdict for a number of persons.
pub(in crate::analysis) fn power(asked: &Power) -> Outcome {
    let design_effect = match asked.planned() {
        Ok(effect) => effect,
        Err(reason) => return Outcome::refused(reason),
    };
    let effective = asked.n / design_effect;
    let persons = whole(effective);
    if persons == 0 {
        return Outcome::refused("the design effect leaves no whole person");
    }
    let level = asked.level.unwrap_or(LEVEL);
    let chances = asked.truth.list().iter().map(|&truth| {
        let (threshold, direction) = (asked.threshold, asked.direction);
        let chance = operating_characteristic(truth, threshold, direction, persons, level);
        Chances::of(truth, &chance)
    });
    Outcome::Power(PowerOutcome {
        design_effect: Number(design_effect),
        effective_n: Number(effective),
        operating_characteristic: chances.collect(),
    })
}

/// Persons needed.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SizeOutcome {
    /// The design effect planned with.
    pub design_effect: Number,
    /// One entry per truth, or one for a margin of error.
    pub sizes: Vec<SizeEntry>,
}

/// Persons needed at one truth.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SizeEntry {
    /// The effective sample size.
    pub effective_n: Number,
    /// The sample size.
    pub n: Number,
    /// The true proportion.
    #[serde(skip_serializing_if = "is_default")]
    pub truth: Option<Number>,
}

/// The chance of each verdict.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PowerOutcome {
    /// The design effect planned with.
    pub design_effect: Number,
    /// The effective sample size.
    pub effective_n: Number,
    /// One entry per truth.
    pub operating_characteristic: Vec<Chances>,
}
