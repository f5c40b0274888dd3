//! Weighting steps of an analysis document.

use std::collections::BTreeMap;
use std::sync::Arc;

use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;
use serde_json::Value;

use super::AnalysisError;
use super::document::{
    DesignSpec, MarginSpec, ModelColumn, Names, StepSpec, cell_matches, label_of,
};
use super::microdata::Microdata;
use super::prepare::{Prepared, invalid};
use super::request::select;
use crate::statistics::design::SurveyDesign;
use crate::statistics::factor::Factor;
use crate::statistics::replicates::ReplicateDesign;
use crate::statistics::weighting::{
    Calibration, CalibrationDistance, Margin, Raking, RakingError, calibrate, poststratify, rake,
    trim,
};

/// Applies one step to a design.
pub(super) fn linearised_step(
    spec: &DesignSpec,
    step: &StepSpec,
    design: &SurveyDesign,
    data: &Microdata,
) -> Result<Prepared, AnalysisError> {
    let design = match step {
        StepSpec::Poststratify { vars, population } => {
            let margin = margin(spec, vars, population, data)?;
            poststratify(design, margin)
                .map_err(|error| raking_error(spec, data, &error))?
                .design
        }
        StepSpec::Rake {
            margins,
            maxit,
            epsilon,
        } => {
            let raking = raking(spec, margins, *maxit, *epsilon, data)?;
            rake(design, &raking)
                .map_err(|error| raking_error(spec, data, &error))?
                .design
        }
        StepSpec::Calibrate {
            columns,
            population,
            calfun,
            bounds,
            epsilon,
        } => {
            let calibration = Calibration {
                columns: model_matrix(spec, columns, data)?,
                totals: population_totals(spec, columns, population)?,
                distance: distance(
                    spec,
                    calfun,
                    bounds.map(|(lower, upper)| (lower.0, upper.0)),
                )?,
                tolerance: epsilon.unwrap_or(1e-11),
            };
            calibrate(design, &calibration)
                .map_err(|error| invalid(spec, error))?
                .0
        }
        StepSpec::Trim {
            lower,
            upper,
            strict,
        } => {
            trim(
                design,
                lower.map_or(f64::NEG_INFINITY, |bound| bound.0),
                upper.map_or(f64::INFINITY, |bound| bound.0),
                *strict,
            )
            .map_err(|error| invalid(spec, error))?
            .design
        }
        StepSpec::Subset { rows } => {
            let selected = select(rows, data)?;
            let weights = design.weights().iter().zip(&selected);
            let kept = weights
                .map(|(&w, &keep)| if keep { w } else { 0.0 })
                .collect();
            design.reweighted(Arc::new(kept), None)
        }
        StepSpec::Replicate {
            kind,
            rho,
            mse,
            replicates,
            seed,
        } => {
            let made = match kind.as_str() {
                "JK1" => ReplicateDesign::jk1(design, *mse),
                "JKn" => Ok(ReplicateDesign::jkn(design, *mse)),
                "BRR" => ReplicateDesign::balanced(design, 0.0, *mse),
                "Fay" => ReplicateDesign::balanced(design, rho.unwrap_or(0.0), *mse),
                "bootstrap" | "subbootstrap" | "mrbbootstrap" => {
                    let mut rng = ChaCha20Rng::seed_from_u64(seed.unwrap_or(0));
                    Ok(ReplicateDesign::rao_wu(
                        design,
                        replicates.unwrap_or(500),
                        &mut rng,
                    ))
                }
                other => return Err(invalid(spec, format!("unknown replicate type {other}"))),
            };
            return made
                .map(Prepared::Replicated)
                .map_err(|error| invalid(spec, error));
        }
    };
    Ok(Prepared::Linearised(design))
}

fn raking(
    spec: &DesignSpec,
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
fn margin(
    spec: &DesignSpec,
    vars: &Names,
    population: &[BTreeMap<String, Value>],
    data: &Microdata,
) -> Result<Margin, AnalysisError> {
    let vars = vars.list();
    let name = vars.join(" x ");
    let factor = data.crossed(vars)?;
    let mut totals = Vec::with_capacity(population.len());
    for entry in population {
        let total = entry
            .get("Freq")
            .and_then(Value::as_f64)
            .ok_or_else(|| invalid(spec, format!("a total of margin {name} has no Freq")))?;
        let mut label = Vec::with_capacity(vars.len());
        for var in vars {
            let value = entry
                .get(var)
                .ok_or_else(|| invalid(spec, format!("a total of margin {name} has no {var}")))?;
            let known = data
                .factor(var)?
                .levels()
                .iter()
                .find(|cell| cell_matches(cell, value));
            label.push(known.cloned().unwrap_or_else(|| label_of(value)));
        }
        totals.push((label.join(":"), total));
    }
    Margin::new(&name, factor, totals).map_err(|error| raking_error(spec, data, &error))
}

/// Adds file and row to what raking could not do.
fn raking_error(spec: &DesignSpec, data: &Microdata, error: &RakingError) -> AnalysisError {
    if let RakingError::LevelWithoutTotal { margin, level, .. } = error {
        let vars: Vec<String> = margin.split(" x ").map(str::to_owned).collect();
        if let Ok(factor) = data.crossed(&vars)
            && let Some(code) = factor.code_of(level)
            && let Some(row) = factor.codes().iter().position(|&c| c == code)
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
    invalid(spec, error)
}

fn model_matrix(
    spec: &DesignSpec,
    columns: &[ModelColumn],
    data: &Microdata,
) -> Result<Vec<Vec<f64>>, AnalysisError> {
    let mut matrix = Vec::with_capacity(columns.len());
    for column in columns {
        let var = || {
            column
                .var
                .as_deref()
                .ok_or_else(|| invalid(spec, format!("column {} has no var", column.name)))
        };
        matrix.push(match column.kind.as_str() {
            "intercept" => vec![1.0; data.rows],
            "numeric" => data.complete(var()?)?.to_vec(),
            "indicator" => indicator(data.factor(var()?)?, column.value.as_ref()),
            other => return Err(invalid(spec, format!("unknown kind of column {other}"))),
        });
    }
    Ok(matrix)
}

fn indicator(factor: &Factor, value: Option<&Value>) -> Vec<f64> {
    let hit: Vec<f64> = factor
        .levels()
        .iter()
        .map(|level| f64::from(u8::from(value.is_some_and(|v| cell_matches(level, v)))))
        .collect();
    factor
        .codes()
        .iter()
        .map(|&code| hit[code as usize])
        .collect()
}

fn population_totals(
    spec: &DesignSpec,
    columns: &[ModelColumn],
    population: &BTreeMap<String, f64>,
) -> Result<Vec<f64>, AnalysisError> {
    columns
        .iter()
        .map(|column| {
            population.get(&column.name).copied().ok_or_else(|| {
                invalid(
                    spec,
                    format!("there is no population total of {}", column.name),
                )
            })
        })
        .collect()
}

fn distance(
    spec: &DesignSpec,
    calfun: &str,
    bounds: Option<(f64, f64)>,
) -> Result<CalibrationDistance, AnalysisError> {
    match (calfun, bounds) {
        ("linear", None) => Ok(CalibrationDistance::Linear),
        ("linear" | "raking", Some((lower, upper)))
            if lower.is_infinite() && upper.is_infinite() =>
        {
            distance(spec, calfun, None)
        }
        ("linear", Some((lower, upper))) => Ok(CalibrationDistance::LinearBounded { lower, upper }),
        ("raking", None) => Ok(CalibrationDistance::Raking),
        ("logit", Some((lower, upper))) => Ok(CalibrationDistance::Logit { lower, upper }),
        ("logit", None) => Err(invalid(spec, "logit calibration needs bounds")),
        ("raking", Some(_)) => Err(invalid(spec, "raking calibration takes no bounds")),
        (other, _) => Err(invalid(spec, format!("unknown calfun {other}"))),
    }
}
