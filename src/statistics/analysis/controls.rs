//! Control totals of an analysis document: margins, and the columns of a model.

use std::collections::BTreeMap;

use super::AnalysisError;
use super::design::Design;
use super::microdata::Microdata;
use super::step::{ControlTotal, Distance, Margin as MarginSpec, ModelColumn};
use super::value::{Level, Number, OneOrMany};
use crate::design::SurveyDesign;
use crate::factor::crossed_label;
use crate::weighting::{
    Calibration, CalibrationDistance, CalibrationError, Margin, Raking, RakingError,
};

pub(super) fn raking(
    spec: &Design,
    margins: &[MarginSpec],
    maxit: Option<usize>,
    epsilon: Option<f64>,
    data: &Microdata,
) -> Result<Raking, AnalysisError> {
    let mut built = Vec::with_capacity(margins.len());
    for description in margins {
        built.push(margin(
            spec,
            &description.vars,
            &description.population,
            data,
        )?);
    }
    let mut raking = Raking::new(built);
    raking.max_iterations = maxit.unwrap_or(raking.max_iterations);
    raking.tolerance = epsilon.unwrap_or(raking.tolerance);
    Ok(raking)
}

/// Control totals, whose labels are matched to the cells of the data.
pub(super) fn margin(
    spec: &Design,
    vars: &OneOrMany<String>,
    population: &[ControlTotal],
    data: &Microdata,
) -> Result<Margin, AnalysisError> {
    let vars = vars.list();
    if vars.is_empty() {
        return Err(spec.invalid("the vars of a margin are empty"));
    }
    let name = vars.join(" x ");
    let factor = data.crossed(vars)?;
    let mut totals: Vec<(String, f64)> = Vec::with_capacity(population.len());
    for entry in population {
        if let Some(stranger) = entry.category.keys().find(|key| !vars.contains(key)) {
            let reason =
                format!("a total of margin {name} names {stranger}, which is no column of it");
            return Err(spec.invalid(reason));
        }
        let mut parts = Vec::with_capacity(vars.len());
        for var in vars {
            let value = entry
                .category
                .get(var)
                .ok_or_else(|| spec.invalid(format!("a total of margin {name} has no {var}")))?;
            parts.push(match data.labels_named(var, value)?.as_slice() {
                [] => value.to_string(),
                [label] => (*label).clone(),
                [one, other, ..] => {
                    return Err(spec.invalid(format!(
                        "margin {name}: {var} has {one:?} and {other:?}, and {} may be either; say in data.columns what {var} holds",
                        value.quoted()
                    )));
                }
            });
        }
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let label = crossed_label(&parts);
        if totals.iter().any(|(known, _)| *known == label) {
            let reason = format!("margin {name} states two totals for {label:?}");
            return Err(spec.invalid(reason));
        }
        totals.push((label, entry.total));
    }
    Margin::new(&name, factor, totals).map_err(|error| {
        let columns = vars.join(", ");
        spec.invalid(format!("{}, column {columns}: {error}", data.file))
    })
}

/// Adds file and row to what raking to margins of these columns could not do.
pub(super) fn raking_error(
    spec: &Design,
    data: &Microdata,
    design: &SurveyDesign,
    columns: &[&OneOrMany<String>],
    error: &RakingError,
) -> AnalysisError {
    if let RakingError::LevelWithoutTotal { margin, level, .. } = error {
        let weights = design.weights();
        let vars = columns.iter().map(|vars| vars.list());
        if let Some(vars) = vars.into_iter().find(|vars| vars.join(" x ") == *margin)
            && let Ok(factor) = data.crossed(vars)
            && let Some(code) = factor.code_of(level)
            && let Some(row) =
                (0..data.rows).find(|&row| factor.codes()[row] == code && weights[row] != 0.0)
        {
            return AnalysisError::LevelWithoutTotal {
                design: spec.name.clone(),
                file: data.file.clone(),
                row: row + 1,
                column: margin.clone(),
                level: level.clone(),
            };
        }
    }
    spec.invalid(format!("{}: {error}", data.file))
}

/// What a step `calibrate` asks for.
pub(super) struct CalibrationRequest<'a> {
    pub terms: &'a OneOrMany<String>,
    pub columns: &'a [ModelColumn],
    pub population: &'a BTreeMap<String, f64>,
    pub calfun: Distance,
    pub bounds: Option<(Number, Number)>,
    pub epsilon: Option<f64>,
}

impl CalibrationRequest<'_> {
    pub(super) fn calibration(
        &self,
        spec: &Design,
        data: &Microdata,
    ) -> Result<Calibration, AnalysisError> {
        self.check(spec)?;
        let bounds = self.bounds.map(|(lower, upper)| (lower.0, upper.0));
        Ok(Calibration {
            columns: model_matrix(self.columns, data)?,
            totals: population_totals(spec, self.columns, self.population)?,
            distance: distance(spec, self.calfun, bounds)?,
            tolerance: self.epsilon.unwrap_or(1e-11),
        })
    }

    /// Columns, totals and terms speak of the same.
    fn check(&self, spec: &Design) -> Result<(), AnalysisError> {
        let mut names: Vec<&str> = Vec::with_capacity(self.columns.len());
        for column in self.columns {
            if names.contains(&column.name()) {
                let reason = format!("two columns of the model are called {}", column.name());
                return Err(spec.invalid(reason));
            }
            names.push(column.name());
        }
        let mut totals = self.population.keys();
        if let Some(stranger) = totals.find(|total| !names.contains(&total.as_str())) {
            let reason =
                format!("population has a total of {stranger}, which is no column of the model");
            return Err(spec.invalid(reason));
        }
        let vars: Vec<&str> = self.columns.iter().filter_map(ModelColumn::var).collect();
        let terms = self.terms.list();
        if let Some(absent) = terms.iter().find(|term| !vars.contains(&term.as_str())) {
            let reason = format!("terms has {absent}, of which the model has no column");
            return Err(spec.invalid(reason));
        }
        let stranger = vars.iter().find(|var| !terms.iter().any(|it| it == *var));
        match stranger.filter(|_| !terms.is_empty()) {
            Some(var) => {
                let reason = format!("the model has a column of {var}, which terms has not");
                Err(spec.invalid(reason))
            }
            None => Ok(()),
        }
    }
}

/// Names the column of the model, or the row, that calibration failed on.
pub(super) fn calibration_error(
    spec: &Design,
    columns: &[ModelColumn],
    data: &Microdata,
    error: &CalibrationError,
) -> AnalysisError {
    let reason = match error {
        CalibrationError::NotConverged {
            iterations,
            column,
            misfit,
        } => format!(
            "the totals were not reached in {iterations} rounds; {} is off by {misfit:e}",
            columns[*column].name()
        ),
        other => other.to_string(),
    };
    spec.invalid(format!("{}: {reason}", data.file))
}

fn model_matrix(columns: &[ModelColumn], data: &Microdata) -> Result<Vec<Vec<f64>>, AnalysisError> {
    let mut matrix = Vec::with_capacity(columns.len());
    for column in columns {
        matrix.push(match column {
            ModelColumn::Intercept { .. } => vec![1.0; data.rows],
            ModelColumn::Numeric { var, .. } => data.complete(var)?.into_owned(),
            ModelColumn::Indicator { var, value, .. } => indicator(var, value, data)?,
        });
    }
    Ok(matrix)
}

/// One where a column without gaps holds a value. A gap is no category, and not the reference category either.
fn indicator(var: &str, value: &Level, data: &Microdata) -> Result<Vec<f64>, AnalysisError> {
    let factor = data.complete_factor(var)?;
    let named = data.labels_named(var, value)?;
    let hits = factor.levels().iter();
    let hits: Vec<f64> = hits
        .map(|level| f64::from(u8::from(named.contains(&level))))
        .collect();
    let codes = factor.codes().iter();
    Ok(codes.map(|&code| hits[code as usize]).collect())
}

fn population_totals(
    spec: &Design,
    columns: &[ModelColumn],
    population: &BTreeMap<String, f64>,
) -> Result<Vec<f64>, AnalysisError> {
    columns
        .iter()
        .map(|column| {
            let name = column.name();
            population
                .get(name)
                .copied()
                .ok_or_else(|| spec.invalid(format!("there is no population total of {name}")))
        })
        .collect()
}

fn distance(
    spec: &Design,
    calfun: Distance,
    bounds: Option<(f64, f64)>,
) -> Result<CalibrationDistance, AnalysisError> {
    let unbounded = |(lower, upper): &(f64, f64)| lower.is_infinite() && upper.is_infinite();
    match (calfun, bounds) {
        (Distance::Logit, Some((lower, upper))) => Ok(CalibrationDistance::Logit { lower, upper }),
        (Distance::Logit, None) => Err(spec.invalid("logit calibration needs bounds")),
        (Distance::Linear, Some((lower, upper))) if !unbounded(&(lower, upper)) => {
            Ok(CalibrationDistance::LinearBounded { lower, upper })
        }
        (Distance::Raking, Some(bounds)) if !unbounded(&bounds) => {
            Err(spec.invalid("raking calibration takes no bounds"))
        }
        (Distance::Linear, _) => Ok(CalibrationDistance::Linear),
        (Distance::Raking, _) => Ok(CalibrationDistance::Raking),
    }
}
