//! What an estimate asks for, checked and translated.

use std::collections::BTreeSet;

use serde_json::Value;

use super::document::{Document, DomainSpec, EstimateSpec, admitted_levels, cell_matches};
use super::microdata::Microdata;
use super::{AnalysisError, judged, planning, quantiles, several};
use crate::domain::Domain;
use crate::factor::Factor;
use crate::interval::Sides;
use crate::item_sums::Column;

/// Refuses estimates of unknown designs, and members that say nothing known.
pub(super) fn check(document: &Document) -> Result<(), AnalysisError> {
    for (place, estimate) in document.estimates.iter().enumerate() {
        let refuse = |reason: String| {
            Err(AnalysisError::Estimate {
                estimate: name(estimate, place),
                reason,
            })
        };
        if let Some(wanted) = &estimate.design
            && !document.designs.iter().any(|design| design.name == *wanted)
        {
            return refuse(format!("there is no design {wanted:?}"));
        }
        quantiles::check(estimate).or_else(refuse)?;
        sides(estimate).map(|_| ()).or_else(refuse)?;
        judged::check(estimate).or_else(refuse)?;
        planning::check(estimate).or_else(refuse)?;
        several::check(estimate, document).or_else(refuse)?;
    }
    Ok(())
}

/// What an estimate is called in messages: its id, or its place in the list.
pub(super) fn name(estimate: &EstimateSpec, place: usize) -> String {
    estimate
        .id
        .clone()
        .unwrap_or_else(|| (place + 1).to_string())
}

/// Which limits an estimate asks for.
pub(super) fn sides(estimate: &EstimateSpec) -> Result<Sides, String> {
    match estimate.sides.as_deref() {
        None | Some("both") => Ok(Sides::Both),
        Some("lower") => Ok(Sides::Lower),
        Some("upper") => Ok(Sides::Upper),
        Some(other) => Err(format!("unknown sides {other:?}")),
    }
}

/// Proportions need columns of zeros and ones.
pub(super) fn check_columns(document: &Document, data: &Microdata) -> Result<(), AnalysisError> {
    const PROPORTIONS: [&str; 5] = [
        "proportion",
        "mean_of_proportions",
        "verdict",
        "reliability",
        "crosswise",
    ];
    let mut checked = BTreeSet::new();
    for estimate in &document.estimates {
        if !PROPORTIONS.contains(&estimate.stat.as_str()) {
            continue;
        }
        let anchor = estimate.anchor.as_ref().map(|anchor| &anchor.var);
        for column in estimate.items().iter().chain(anchor) {
            if checked.insert(column) {
                data.zeros_and_ones(column)?;
            }
        }
    }
    Ok(())
}

/// A number column as compactly as it can be kept.
pub(super) enum Packed<'a> {
    Binary(Vec<u8>),
    Numeric(&'a [f64]),
}

impl<'a> Packed<'a> {
    pub(super) fn of(values: &'a [f64]) -> Self {
        let mut packed = Vec::with_capacity(values.len());
        for &value in values {
            packed.push(if value.is_nan() {
                Column::MISSING
            } else if value.to_bits() == 0.0_f64.to_bits() {
                0
            } else if value.to_bits() == 1.0_f64.to_bits() {
                1
            } else {
                return Self::Numeric(values);
            });
        }
        Self::Binary(packed)
    }

    pub(super) fn column(&self) -> Column<'_> {
        match self {
            Self::Binary(values) => Column::Binary(values),
            Self::Numeric(values) => Column::Numeric(values),
        }
    }
}

/// The domain of a specification; levels are matched as text or as numbers.
pub(super) fn domain(spec: &DomainSpec, data: &Microdata) -> Result<Domain, AnalysisError> {
    let mut domain = Domain::all();
    for (column, condition) in spec {
        let levels = data.factor(column)?.levels();
        domain = domain.and_any(column, admitted_levels(levels, condition));
    }
    Ok(domain)
}

/// The first level that a domain asks for and its column does not have, in words.
pub(super) fn unknown_level(
    spec: &DomainSpec,
    data: &Microdata,
) -> Result<Option<String>, AnalysisError> {
    for (column, condition) in spec {
        let levels = data.factor(column)?.levels();
        let wanted = match condition {
            Value::Array(values) => values.as_slice(),
            one => std::slice::from_ref(one),
        };
        for value in wanted {
            if !levels.iter().any(|level| cell_matches(level, value)) {
                return Ok(Some(format!("column {column} has no {value}")));
            }
        }
    }
    Ok(None)
}

/// The rows of a domain.
pub(super) fn select(spec: &DomainSpec, data: &Microdata) -> Result<Vec<bool>, AnalysisError> {
    let mut selected = vec![true; data.rows];
    for (column, condition) in spec {
        let factor = data.factor(column)?;
        let admitted = admitted_levels(factor.levels(), condition);
        let levels = factor.levels().iter();
        let keep: Vec<bool> = levels.map(|level| admitted.contains(level)).collect();
        for (here, &code) in selected.iter_mut().zip(factor.codes()) {
            *here &= keep[code as usize];
        }
    }
    Ok(selected)
}

/// The domain of an estimate.
pub(super) fn domain_of(spec: &EstimateSpec, data: &Microdata) -> Result<Domain, AnalysisError> {
    match &spec.domain {
        Some(conditions) => domain(conditions, data),
        None => Ok(Domain::all()),
    }
}

/// Both conditions at once.
pub(super) fn narrowed(outer: &Domain, inner: &Domain) -> Domain {
    let mut both = outer.clone();
    for (name, levels) in inner.conditions() {
        both = both.and_any(name, levels);
    }
    both
}

/// The two groups of a t test, in order of their labels (numbers by size).
pub(super) fn two_groups(factor: &Factor) -> Option<(String, String)> {
    let mut levels: Vec<&String> = factor.levels().iter().filter(|l| !l.is_empty()).collect();
    let numeric: Option<Vec<f64>> = levels.iter().map(|level| level.parse().ok()).collect();
    if numeric.is_some() {
        let size = |level: &str| level.parse::<f64>().unwrap_or(f64::NAN);
        levels.sort_by(|a, b| size(a).total_cmp(&size(b)));
    }
    match levels.as_slice() {
        [first, second] => Some(((*first).clone(), (*second).clone())),
        _ => None,
    }
}

/// Columns with a gap wherever any of them has one.
pub(super) fn listwise(columns: &[&[f64]]) -> Vec<Vec<f64>> {
    let mut masked: Vec<Vec<f64>> = columns.iter().map(|column| column.to_vec()).collect();
    for row in 0..columns.first().map_or(0, |column| column.len()) {
        if columns.iter().any(|column| column[row].is_nan()) {
            for column in &mut masked {
                column[row] = f64::NAN;
            }
        }
    }
    masked
}
