//! What an estimate asks for, checked and translated.

use super::document::{Document, DomainSpec, EstimateSpec, admitted_levels};
use super::microdata::Microdata;
use super::{AnalysisError, quantiles};
use crate::statistics::domain::Domain;
use crate::statistics::factor::Factor;
use crate::statistics::item_sums::Column;

/// Statistics that can be asked for, with the members each needs.
const STATISTICS: [(&str, &[&str]); 8] = [
    ("proportion", &["var"]),
    ("mean", &["var"]),
    ("ratio", &["num", "den"]),
    ("quantile", &["var", "probs"]),
    ("chisq", &["row", "col"]),
    ("ttest", &["var", "group"]),
    ("difference", &["var", "a", "b"]),
    ("listwise_means", &["vars"]),
];

/// Refuses estimates of unknown kind, of unknown designs, or with members missing.
pub(super) fn check(document: &Document) -> Result<(), AnalysisError> {
    for (place, estimate) in document.estimates.iter().enumerate() {
        let refuse = |reason: String| {
            Err(AnalysisError::Estimate {
                estimate: estimate
                    .id
                    .clone()
                    .unwrap_or_else(|| (place + 1).to_string()),
                reason,
            })
        };
        let Some((_, members)) = STATISTICS.iter().find(|(name, _)| *name == estimate.stat) else {
            return refuse(format!("unknown stat {:?}", estimate.stat));
        };
        if !document
            .designs
            .iter()
            .any(|design| design.name == estimate.design)
        {
            return refuse(format!("there is no design {:?}", estimate.design));
        }
        for member in *members {
            let given = match *member {
                "var" => estimate.var.is_some(),
                "num" => estimate.num.is_some(),
                "den" => estimate.den.is_some(),
                "row" => estimate.row.is_some(),
                "col" => estimate.col.is_some(),
                "group" => estimate.group.is_some(),
                "a" => !estimate.a.is_empty(),
                "b" => !estimate.b.is_empty(),
                "probs" => !estimate.probs.list().is_empty(),
                _ => !estimate.vars.list().is_empty(),
            };
            if !given {
                return refuse(format!("a {} needs {member}", estimate.stat));
            }
        }
        quantiles::check(estimate).or_else(refuse)?;
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
