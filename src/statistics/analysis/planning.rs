//! Sample sizes and power, which need no data.

use super::answers::{Chances, Outcome, PowerOutcome, SizeEntry, SizeOutcome};
use super::document::{Number, OneOrMany};
use super::statistic::{LEVEL, Power, Size, strictly_between};
use crate::verdict::{
    allocation_design_effect, effective_size_for_verdict, operating_characteristic,
    planned_design_effect, size_for_margin,
};

/// Refuses a size that cannot be planned for.
pub(super) fn check_size(size: &Size) -> Result<(), String> {
    strictly_between("power", size.power)?;
    strictly_between("proportion", size.proportion)?;
    strictly_between("margin", size.margin)?;
    let refuse = |reason: &str| Err(reason.to_owned());
    match (size.threshold, size.margin) {
        (Some(_), Some(_)) => return refuse("threshold and margin exclude each other"),
        (None, None) => return refuse("it needs threshold or margin"),
        (Some(_), None) if size.truth.list().is_empty() => {
            return refuse("threshold needs truth");
        }
        (Some(threshold), None) if size.truth.list().contains(&threshold) => {
            return refuse("truth and threshold are equal: no size tells them apart");
        }
        (None, Some(_)) if size.proportion.is_none() => {
            return refuse("margin needs proportion");
        }
        _ => {}
    }
    size.planned().map(|_| ())
}

/// Refuses a power that cannot be worked out.
pub(super) fn check_power(power: &Power) -> Result<(), String> {
    if !(power.n >= 1.0 && power.n.is_finite()) {
        return Err("n is not at least 1".to_owned());
    }
    power.planned().map(|_| ())
}

impl Size {
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
pub(super) fn size(asked: &Size) -> Outcome {
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
pub(super) fn power(asked: &Power) -> Outcome {
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

/// An effective sample size in whole persons.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "rounded down on purpose; more than four thousand million persons count as that many"
)]
pub(super) fn whole(size: f64) -> u32 {
    // A size that is whole but for rounding errors is not rounded down.
    (size * (1.0 + 1e-12)).floor() as u32
}
