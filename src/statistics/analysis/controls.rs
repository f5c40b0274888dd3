//! Control totals of an analysis document: margins, and the columns of a model.

use std::collections::BTreeMap;

use super::AnalysisError;
use super::design::Design;
use super::microdata::Microdata;
use super::step::{ControlTotal, Distance, Margin as MarginSpec, ModelColumn};
use super::value::{Level, Number, OneOrMany};
use crate::design::SurveyDesign;
use crate::factor::Factor;
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
    let name = vars.join(" x ");
    let factor = data.crossed(vars)?;
    let mut totals = Vec::with_capacity(population.len());
    for entry in population {
        let mut label = Vec::with_capacity(vars.len());
        for var in vars {
            let value = entry
                .category
                .get(var)
                .ok_or_else(|| spec.invalid(format!("a total of margin {name} has no {var}")))?;
            let known = data
                .factor(var)?
                .levels()
                .iter()
                .find(|cell| value.is_in(cell));
            label.push(known.cloned().unwrap_or_else(|| value.to_string()));
        }
        let label = label.join(":");
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

/// Adds file and row to what raking could not do.
pub(super) fn raking_error(
    spec: &Design,
    data: &Microdata,
    design: &SurveyDesign,
    error: &RakingError,
) -> AnalysisError {
    if let RakingError::LevelWithoutTotal { margin, level, .. } = error {
        let vars: Vec<String> = margin.split(" x ").map(str::to_owned).collect();
        let weights = design.weights();
        if let Ok(factor) = data.crossed(&vars)
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
pub(super) fn calibration(
    spec: &Design,
    columns: &[ModelColumn],
    population: &BTreeMap<String, f64>,
    calfun: Distance,
    bounds: Option<(Number, Number)>,
    epsilon: Option<f64>,
    data: &Microdata,
) -> Result<Calibration, AnalysisError> {
    let bounds = bounds.map(|(lower, upper)| (lower.0, upper.0));
    Ok(Calibration {
        columns: model_matrix(columns, data)?,
        totals: population_totals(spec, columns, population)?,
        distance: distance(spec, calfun, bounds)?,
        tolerance: epsilon.unwrap_or(1e-11),
    })
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
            ModelColumn::Numeric { var, .. } => data.complete(var)?.to_vec(),
            ModelColumn::Indicator { var, value, .. } => indicator(data.factor(var)?, value),
        });
    }
    Ok(matrix)
}

fn indicator(factor: &Factor, value: &Level) -> Vec<f64> {
    let hit: Vec<f64> = factor
        .levels()
        .iter()
        .map(|level| f64::from(u8::from(value.is_in(level))))
        .collect();
    factor
        .codes()
        .iter()
        .map(|&code| hit[code as usize])
        .collect()
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
