//! Which rows and columns an estimate is of.

use std::borrow::Cow;

use super::AnalysisError;
use super::microdata::Microdata;
use super::statistic::{Difference, Outcome, Statistic, Ttest};
use super::value::{Conditions, Level, OneOrMany};
use crate::domain::Domain;
use crate::factor::Factor;

/// Refuses what the columns of a statistic do not allow: proportions need zeros and ones.
pub(super) fn check_columns(statistic: &Statistic, data: &Microdata) -> Result<(), AnalysisError> {
    for column in statistic.number_columns() {
        data.numbers(column)?;
        if statistic.is_of_proportions() {
            data.zeros_and_ones(column)?;
        }
    }
    for column in statistic.classifications() {
        data.factor(column)?;
    }
    Ok(())
}

/// The labels of a column that a condition admits.
fn admitted<'a>(
    column: &str,
    condition: &OneOrMany<Level>,
    data: &'a Microdata,
) -> Result<Vec<&'a String>, AnalysisError> {
    let mut admitted = Vec::new();
    for value in condition.list() {
        admitted.extend(data.labels_named(column, value)?);
    }
    Ok(admitted)
}

/// The domain of some conditions.
pub(super) fn domain(conditions: &Conditions, data: &Microdata) -> Result<Domain, AnalysisError> {
    let mut domain = Domain::all();
    for (column, condition) in &conditions.0 {
        domain = domain.and_any(column, admitted(column, condition, data)?);
    }
    Ok(domain)
}

/// What a condition on one column leaves of those who have a category there.
pub(super) fn rest_of(
    conditions: &Conditions,
    data: &Microdata,
) -> Result<Conditions, AnalysisError> {
    let mut rest = Conditions::default();
    for (column, condition) in &conditions.0 {
        let admitted = admitted(column, condition, data)?;
        let levels = data.factor(column)?.levels().iter();
        let others = levels.filter(|level| !level.is_empty() && !admitted.contains(level));
        let others = others.map(|level| Level::Text(level.clone())).collect();
        rest.0.insert(column.clone(), OneOrMany::Many(others));
    }
    Ok(rest)
}

/// The domain that a difference is taken from: as it is stated, or what the other leaves.
pub(super) fn other_domain(
    asked: &Difference,
    data: &Microdata,
) -> Result<Conditions, AnalysisError> {
    if asked.rest {
        rest_of(&asked.a, data)
    } else {
        Ok(asked.b.clone())
    }
}

/// The first level that a domain asks for and its column does not have, in words.
fn unknown_level(
    conditions: &Conditions,
    data: &Microdata,
) -> Result<Option<String>, AnalysisError> {
    for (column, condition) in &conditions.0 {
        for value in condition.list() {
            if data.labels_named(column, value)?.is_empty() {
                return Ok(Some(format!("column {column} has no {}", value.quoted())));
            }
        }
    }
    Ok(None)
}

/// A domain without rows, and why if it asks for what the data do not have.
pub(super) fn empty(statistic: &Statistic, data: &Microdata) -> Result<Outcome, AnalysisError> {
    let domain = statistic.place().map(|(_, domain)| domain);
    let both = match statistic {
        Statistic::Difference(asked) => Some([&asked.a, &asked.b]),
        Statistic::DomainRatio(asked) => Some([&asked.a, &asked.b]),
        _ => None,
    };
    let mut reason = None;
    for conditions in domain.into_iter().chain(both.into_iter().flatten()) {
        reason = reason.or(unknown_level(conditions, data)?);
    }
    Ok(Outcome::Empty {
        empty: true,
        n: 0,
        reason,
    })
}

/// The rows that meet some conditions.
pub(super) fn select(
    conditions: &Conditions,
    data: &Microdata,
) -> Result<Vec<bool>, AnalysisError> {
    let mut selected = vec![true; data.rows];
    for (column, condition) in &conditions.0 {
        let factor = data.factor(column)?;
        let admitted = admitted(column, condition, data)?;
        let levels = factor.levels().iter();
        let keep: Vec<bool> = levels.map(|level| admitted.contains(&level)).collect();
        for (here, &code) in selected.iter_mut().zip(factor.codes()) {
            *here &= keep[code as usize];
        }
    }
    Ok(selected)
}

/// Both conditions at once.
pub(super) fn narrowed(outer: &Domain, inner: &Domain) -> Domain {
    let mut both = outer.clone();
    for (name, levels) in inner.conditions() {
        both = both.and_any(name, levels);
    }
    both
}

/// The two groups of a column, and what the difference of their means is called.
pub(super) struct TwoGroups {
    pub first: String,
    pub second: String,
    pub difference: String,
}

/// The two groups of a t test, in order of their labels (numbers by size); refused where there are not two.
pub(super) fn two_groups(column: &str, factor: &Factor) -> Result<TwoGroups, String> {
    let mut levels: Vec<&String> = factor.levels().iter().filter(|l| !l.is_empty()).collect();
    let numeric: Option<Vec<f64>> = levels.iter().map(|level| level.parse().ok()).collect();
    if numeric.is_some() {
        let size = |level: &str| level.parse::<f64>().unwrap_or(f64::NAN);
        levels.sort_by(|a, b| size(a).total_cmp(&size(b)));
    }
    match levels.as_slice() {
        [first, second] => Ok(TwoGroups {
            first: (*first).clone(),
            second: (*second).clone(),
            difference: format!("mean({column}={second}) - mean({column}={first})"),
        }),
        _ => Err(format!("{column} does not have two groups")),
    }
}

/// The rows of a t test's domain that have both an answer and a group.
pub(super) fn answered_within(asked: &Ttest, data: &Microdata) -> Result<Vec<bool>, AnalysisError> {
    let mut selected = select(&asked.domain, data)?;
    let (values, groups) = (data.number(&asked.var)?, data.factor(&asked.group)?);
    let gap = groups.code_of("");
    let rows = values.iter().zip(groups.codes());
    for (keep, (value, &group)) in selected.iter_mut().zip(rows) {
        *keep &= !value.is_nan() && Some(group) != gap;
    }
    Ok(selected)
}

/// Columns with a gap wherever any of them has one.
pub(super) fn listwise(columns: Vec<Cow<'_, [f64]>>) -> Vec<Vec<f64>> {
    let mut masked: Vec<Vec<f64>> = columns.into_iter().map(Cow::into_owned).collect();
    for row in 0..masked.first().map_or(0, Vec::len) {
        if masked.iter().any(|column| column[row].is_nan()) {
            for column in &mut masked {
                column[row] = f64::NAN;
            }
        }
    }
    masked
}
