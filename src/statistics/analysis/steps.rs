//! Weighting steps of an analysis document.

use std::collections::BTreeMap;
use std::sync::Arc;

use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;
use serde_json::{Map, Value};

use super::AnalysisError;
use super::document::{
    DesignSpec, MarginSpec, ModelColumn, Names, StepSpec, cell_matches, label_of,
};
use super::microdata::Microdata;
use super::output::{number, object, text};
use super::prepare::{Prepared, invalid};
use super::request::select;
use crate::statistics::design::SurveyDesign;
use crate::statistics::factor::Factor;
use crate::statistics::replicates::ReplicateDesign;
use crate::statistics::weighting::{
    Calibration, CalibrationDistance, CalibrationError, CollapsingRule, Margin, Raked, Raking,
    RakingError, Trimmed, TrimmingError, WeightCap, adjust_for_nonresponse, calibrate,
    poststratify, rake, rake_and_trim, trim,
};

/// A design after a step, and what the step did.
pub(super) struct Applied {
    pub prepared: Prepared,
    pub report: Map<String, Value>,
}

impl Applied {
    fn new(op: &str, design: SurveyDesign) -> Self {
        let diagnostics = design.weight_diagnostics();
        Self {
            prepared: Prepared::Linearised(design),
            report: object([
                ("op", text(op)),
                ("n_positive", diagnostics.rows.into()),
                ("sum_w", number(diagnostics.sum)),
                ("min_w", number(diagnostics.smallest)),
                ("max_w", number(diagnostics.largest)),
                ("ratio_w", number(diagnostics.ratio())),
                ("deff_kish", number(diagnostics.design_effect)),
                ("ess", number(diagnostics.effective_sample_size)),
            ]),
        }
    }

    fn raked(op: &str, raked: Raked) -> Self {
        let worst = object([
            ("margin", text(&raked.worst.margin)),
            ("level", text(&raked.worst.level)),
            (
                "relative_difference",
                number(raked.worst.relative_difference),
            ),
        ]);
        Self::new(op, raked.design)
            .with("iterations", raked.iterations.into())
            .with("worst", Value::Object(worst))
    }

    /// What was cut off, and whether the cap held in the end.
    fn trimmed(self, trimmed: &Trimmed) -> Self {
        self.with("lower", number(trimmed.lower))
            .with("upper", number(trimmed.upper))
            .with("trimmed_rows", trimmed.trimmed_rows.into())
            .with("trimmed_share", number(trimmed.trimmed_share))
            .with("rounds", trimmed.rounds.into())
            .with("within_bounds", Value::Bool(trimmed.within_bounds))
    }

    fn with(mut self, member: &str, value: Value) -> Self {
        self.report.insert(member.to_owned(), value);
        self
    }
}

/// Applies one step to a design.
pub(super) fn step_on(
    spec: &DesignSpec,
    step: &StepSpec,
    design: &SurveyDesign,
    data: &Microdata,
) -> Result<Applied, AnalysisError> {
    match step {
        StepSpec::Poststratify { vars, population } => {
            let margin = margin(spec, vars, population, data)?;
            let raked = poststratify(design, margin);
            let raked = raked.map_err(|error| raking_error(spec, data, design, &error))?;
            Ok(Applied::raked("poststratify", raked))
        }
        StepSpec::Rake {
            margins,
            maxit,
            epsilon,
            trim,
        } => {
            let raking = raking(spec, margins, *maxit, *epsilon, data)?;
            let Some(cap) = trim else {
                let raked = rake(design, &raking);
                let raked = raked.map_err(|error| raking_error(spec, data, design, &error))?;
                return Ok(Applied::raked("rake", raked));
            };
            let rounds = cap.rounds.unwrap_or(5);
            let cap = weight_cap(spec, cap.upper, cap.median_plus_iqr, cap.times_mean)?
                .ok_or_else(|| invalid(spec, "trim states no cap"))?;
            let (raked, trimmed) =
                rake_and_trim(design, &raking, cap, rounds).map_err(|error| match error {
                    TrimmingError::Raking(error) => raking_error(spec, data, design, &error),
                    other => invalid(spec, other),
                })?;
            Ok(Applied::raked("rake", raked).trimmed(&trimmed))
        }
        StepSpec::Calibrate {
            columns,
            population,
            calfun,
            bounds,
            epsilon,
        } => {
            let bounds = bounds.map(|(lower, upper)| (lower.0, upper.0));
            let calibration = Calibration {
                columns: model_matrix(spec, columns, data)?,
                totals: population_totals(spec, columns, population)?,
                distance: distance(spec, calfun, bounds)?,
                tolerance: epsilon.unwrap_or(1e-11),
            };
            let (design, _) = calibrate(design, &calibration)
                .map_err(|error| calibration_error(spec, columns, data, &error))?;
            Ok(Applied::new("calibrate", design))
        }
        StepSpec::Trim {
            lower,
            upper,
            median_plus_iqr,
            times_mean,
            strict,
        } => {
            let upper = weight_cap(
                spec,
                upper.map(|bound| bound.0),
                *median_plus_iqr,
                *times_mean,
            )?
            .map_or(f64::INFINITY, |cap| cap.of(design.weights()));
            let lower = lower.map_or(f64::NEG_INFINITY, |bound| bound.0);
            let trimmed =
                trim(design, lower, upper, *strict).map_err(|error| invalid(spec, error))?;
            Ok(Applied::new("trim", trimmed.design.clone()).trimmed(&trimmed))
        }
        StepSpec::Eligibility {
            classes,
            known,
            minimum_cases,
            maximum_factor,
        } => {
            let rule = CollapsingRule {
                minimum_respondents: minimum_cases.unwrap_or(20),
                maximum_factor: maximum_factor.unwrap_or(2.0),
            };
            let known = data.marks(known)?;
            in_classes("eligibility", spec, design, classes, &known, rule, data)
        }
        StepSpec::Nonresponse {
            classes,
            responded,
            eligible,
            minimum_respondents,
            maximum_factor,
        } => {
            let rule = CollapsingRule {
                minimum_respondents: minimum_respondents.unwrap_or(20),
                maximum_factor: maximum_factor.unwrap_or(2.0),
            };
            let mut responded = data.marks(responded)?;
            let mut weights = design.weights().to_vec();
            if let Some(column) = eligible {
                let eligible = data.marks(column)?;
                for (row, &eligible) in eligible.iter().enumerate() {
                    if !eligible {
                        weights[row] = 0.0;
                        responded[row] = false;
                    }
                }
            }
            let design = design.reweighted(Arc::new(weights), None);
            in_classes(
                "nonresponse",
                spec,
                &design,
                classes,
                &responded,
                rule,
                data,
            )
        }
        StepSpec::Subset { rows } => {
            let selected = select(rows, data)?;
            let weights = design.weights().iter().zip(&selected);
            let kept: Vec<f64> = weights
                .map(|(&w, &keep)| if keep { w } else { 0.0 })
                .collect();
            if kept.iter().all(|&weight| weight == 0.0) {
                return Err(invalid(spec, "the subset holds no row of positive weight"));
            }
            Ok(Applied::new(
                "subset",
                design.reweighted(Arc::new(kept), None),
            ))
        }
        StepSpec::Replicate {
            kind,
            rho,
            mse,
            replicates,
            seed,
        } => {
            let made = replicate(spec, design, kind, *rho, *mse, *replicates, *seed)?;
            let applied = Applied::new("replicate", design.clone());
            Ok(Applied {
                report: applied
                    .with("replicates", made.replicates().len().into())
                    .report,
                prepared: Prepared::Replicated(made),
            })
        }
    }
}

fn replicate(
    spec: &DesignSpec,
    design: &SurveyDesign,
    kind: &str,
    rho: Option<f64>,
    mse: bool,
    replicates: Option<usize>,
    seed: Option<u64>,
) -> Result<ReplicateDesign, AnalysisError> {
    let made = match kind {
        "JK1" => ReplicateDesign::jk1(design, mse),
        "JKn" => ReplicateDesign::jkn(design, mse),
        "BRR" if rho.is_none_or(|rho| rho == 0.0) => ReplicateDesign::balanced(design, 0.0, mse),
        "BRR" => return Err(invalid(spec, "BRR takes no rho; use Fay")),
        "Fay" => {
            let rho = rho.ok_or_else(|| invalid(spec, "Fay needs rho"))?;
            ReplicateDesign::balanced(design, rho, mse)
        }
        "subbootstrap" | "rao_wu" if mse => {
            return Err(invalid(
                spec,
                "the bootstrap is centred at its mean: mse is not made here",
            ));
        }
        "subbootstrap" | "rao_wu" => {
            let mut rng = ChaCha20Rng::seed_from_u64(seed.unwrap_or(0));
            ReplicateDesign::rao_wu(design, replicates.unwrap_or(500), &mut rng)
        }
        "bootstrap" | "mrbbootstrap" => {
            return Err(invalid(
                spec,
                format!(
                    "{kind} replicates are not made here, only read from replicates.csv; use subbootstrap (Rao-Wu)"
                ),
            ));
        }
        other => return Err(invalid(spec, format!("unknown replicate type {other}"))),
    };
    made.map_err(|error| invalid(spec, error))
}

/// The cap that a step states, if any.
fn weight_cap(
    spec: &DesignSpec,
    upper: Option<f64>,
    median_plus_iqr: Option<f64>,
    times_mean: Option<f64>,
) -> Result<Option<WeightCap>, AnalysisError> {
    match (upper, median_plus_iqr, times_mean) {
        (None, None, None) => Ok(None),
        (Some(cap), None, None) => Ok(Some(WeightCap::At(cap))),
        (None, Some(factor), None) => Ok(Some(WeightCap::MedianPlusIqr(factor))),
        (None, None, Some(factor)) => Ok(Some(WeightCap::TimesMean(factor))),
        _ => Err(invalid(
            spec,
            "upper, median_plus_iqr and times_mean exclude each other",
        )),
    }
}

/// Marked rows stand in for all of their class.
fn in_classes(
    op: &str,
    spec: &DesignSpec,
    design: &SurveyDesign,
    classes: &Names,
    marked: &[bool],
    rule: CollapsingRule,
    data: &Microdata,
) -> Result<Applied, AnalysisError> {
    let classes = data.crossed(classes.list())?;
    if classes.is_empty() {
        return Err(invalid(spec, format!("{op} needs classes")));
    }
    let adjusted = adjust_for_nonresponse(design.weights(), marked, &classes, rule)
        .map_err(|error| invalid(spec, error))?;
    let merged = adjusted.classes.iter().map(|class| {
        let members = class.members.iter();
        let labels = members.map(|&member| text(&classes.levels()[member]));
        Value::Object(object([
            ("classes", Value::Array(labels.collect())),
            ("cases_w", number(class.eligible_weight)),
            ("n", class.respondents.into()),
            ("factor", number(class.factor())),
        ]))
    });
    let merged = Value::Array(merged.collect());
    let design = design.reweighted(Arc::new(adjusted.weights), None);
    Ok(Applied::new(op, design).with("classes", merged))
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
    Margin::new(&name, factor, totals).map_err(|error| {
        let columns = vars.join(", ");
        invalid(spec, format!("{}, column {columns}: {error}", data.file))
    })
}

/// Adds file and row to what raking could not do.
fn raking_error(
    spec: &DesignSpec,
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
    invalid(spec, format!("{}: {error}", data.file))
}

/// Names the column of the model, or the row, that calibration failed on.
fn calibration_error(
    spec: &DesignSpec,
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
            columns[*column].name
        ),
        other => other.to_string(),
    };
    invalid(spec, format!("{}: {reason}", data.file))
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
            "indicator" => {
                let value = column.value.as_ref();
                let value = value
                    .ok_or_else(|| invalid(spec, format!("column {} has no value", column.name)))?;
                indicator(data.factor(var()?)?, value)
            }
            other => return Err(invalid(spec, format!("unknown kind of column {other}"))),
        });
    }
    Ok(matrix)
}

fn indicator(factor: &Factor, value: &Value) -> Vec<f64> {
    let hit: Vec<f64> = factor
        .levels()
        .iter()
        .map(|level| f64::from(u8::from(cell_matches(level, value))))
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
