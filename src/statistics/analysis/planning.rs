//! Sample sizes and power, which need no data.

use serde_json::Value;

use super::document::EstimateSpec;
use super::judged::{characteristic, direction, whole};
use super::output::{number, object};
use super::refused;
use crate::verdict::{
    Direction, allocation_design_effect, effective_size_for_verdict, operating_characteristic,
    planned_design_effect, size_for_margin,
};

/// Refuses what cannot be planned for.
pub(super) fn check(spec: &EstimateSpec) -> Result<(), String> {
    if !matches!(spec.stat.as_str(), "size" | "power") {
        return Ok(());
    }
    for (member, value) in [
        ("power", spec.power),
        ("proportion", spec.proportion),
        ("margin", spec.margin),
    ] {
        if value.is_some_and(|value| !(value > 0.0 && value < 1.0)) {
            return Err(format!("{member} is not strictly between 0 and 1"));
        }
    }
    if spec.stat == "size" {
        let need = |given: bool, member: &str| {
            if given {
                Ok(())
            } else {
                Err(format!("a size needs {member}"))
            }
        };
        match spec.threshold {
            Some(threshold) => {
                need(!spec.truth.list().is_empty(), "truth with threshold")?;
                if spec.truth.list().contains(&threshold) {
                    return Err(
                        "truth and threshold are equal: no size tells them apart".to_owned()
                    );
                }
            }
            None => need(spec.proportion.is_some(), "proportion with margin")?,
        }
    } else if spec.n.is_some_and(|n| !(n >= 1.0 && n.is_finite())) {
        return Err("n is not at least 1".to_owned());
    }
    design_effect(spec).map(|_| ())
}

/// The planned design effect: as stated, or that of the weights times that of the allocation times
/// that of the clusters.
fn design_effect(spec: &EstimateSpec) -> Result<f64, String> {
    let (population, allocated) = (spec.population.list(), spec.allocated.list());
    let parts = spec.weighting_design_effect.is_some()
        || spec.per_psu.is_some()
        || spec.rho.is_some()
        || !population.is_empty()
        || !allocated.is_empty();
    if let Some(stated) = spec.design_effect {
        if parts {
            return Err("design_effect excludes what it is made of".to_owned());
        }
        if !(stated > 0.0 && stated.is_finite()) {
            return Err("design_effect is not above 0".to_owned());
        }
        return Ok(stated);
    }
    let (per_psu, rho) = match (spec.per_psu, spec.rho) {
        (None, None) => (1.0, 0.0),
        (Some(per_psu), Some(rho)) if per_psu >= 1.0 && (-1.0..=1.0).contains(&rho) => {
            (per_psu, rho)
        }
        (Some(_), Some(_)) => return Err("per_psu is at least 1 and rho at most 1".to_owned()),
        _ => return Err("per_psu and rho go together".to_owned()),
    };
    let allocation = if population.is_empty() && allocated.is_empty() {
        1.0
    } else {
        allocation_design_effect(population, allocated)
            .ok_or("population and allocated are lists of equal length, above 0")?
    };
    let weighting = spec.weighting_design_effect.unwrap_or(1.0) * allocation;
    if weighting.is_nan() || weighting < 1.0 {
        return Err("weighting_design_effect is not at least 1".to_owned());
    }
    Ok(planned_design_effect(weighting, per_psu, rho))
}

/// The persons needed for a verdict with some power, or for a margin of error.
pub(super) fn size(spec: &EstimateSpec) -> Value {
    let design_effect = match design_effect(spec) {
        Ok(effect) => effect,
        Err(reason) => return refused(&reason),
    };
    let level = spec.level.unwrap_or(0.95);
    let effective: Vec<(Option<f64>, f64)> = match (spec.threshold, spec.margin) {
        (Some(threshold), _) => {
            let power = spec.power.unwrap_or(0.8);
            let size = |truth| effective_size_for_verdict(truth, threshold, level, power);
            let truths = spec.truth.list().iter();
            truths.map(|&truth| (Some(truth), size(truth))).collect()
        }
        (None, margin) => {
            let p = spec.proportion.unwrap_or(f64::NAN);
            let margin = margin.unwrap_or(f64::NAN);
            vec![(None, size_for_margin(p, margin, level, 1.0))]
        }
    };
    let entries = effective.into_iter().map(|(truth, effective)| {
        let mut entry = object([
            ("effective_n", number(effective)),
            ("n", number((design_effect * effective).ceil())),
        ]);
        if let Some(truth) = truth {
            entry.insert("truth".to_owned(), number(truth));
        }
        Value::Object(entry)
    });
    let entries = Value::Array(entries.collect());
    Value::Object(object([
        ("design_effect", number(design_effect)),
        ("sizes", entries),
    ]))
}

/// The chance of each verdict for a number of persons.
pub(super) fn power(spec: &EstimateSpec) -> Value {
    let design_effect = match design_effect(spec) {
        Ok(effect) => effect,
        Err(reason) => return refused(&reason),
    };
    let effective = spec.n.unwrap_or(f64::NAN) / design_effect;
    let persons = whole(effective);
    if persons == 0 {
        return refused(&"the design effect leaves no whole person");
    }
    let direction = direction(spec).unwrap_or(Direction::AtLeast);
    let (threshold, level) = (
        spec.threshold.unwrap_or(f64::NAN),
        spec.level.unwrap_or(0.95),
    );
    let chances = spec.truth.list().iter().map(|&truth| {
        let chance = operating_characteristic(truth, threshold, direction, persons, level);
        characteristic(truth, &chance)
    });
    let chances = Value::Array(chances.collect());
    Value::Object(object([
        ("design_effect", number(design_effect)),
        ("effective_n", number(effective)),
        ("operating_characteristic", chances),
    ]))
}
