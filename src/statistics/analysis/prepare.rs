//! From the description of a design to the design with its final weights.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;

use super::document::{DesignSpec, PpsSpec, ReplicatesSpec, StepSpec, SumsOfSquares};
use super::microdata::Microdata;
use super::steps::step_on;
use super::{AnalysisError, Loader};
use crate::statistics::design::{DesignError, SinglePsuPolicy, SurveyDesign};
use crate::statistics::pps::{JointApproximation, JointInclusion, PairwiseVariance, PpsError};
use crate::statistics::replicates::{ReplicateDesign, ReplicateError, ReplicateScales};
use crate::statistics::weighting::{BaseWeightError, WeightDiagnostics, base_weights};

/// A design ready for estimation.
pub(super) enum Prepared {
    Linearised(SurveyDesign),
    Replicated(ReplicateDesign),
}

impl Prepared {
    pub(super) fn weights(&self) -> &[f64] {
        match self {
            Self::Linearised(design) => design.weights(),
            Self::Replicated(design) => design.weights(),
        }
    }

    pub(super) fn degrees_of_freedom(&self) -> usize {
        match self {
            Self::Linearised(design) => design.degrees_of_freedom(),
            Self::Replicated(design) => {
                let positive: Vec<bool> = design.weights().iter().map(|&w| w > 0.0).collect();
                design.degrees_of_freedom(&positive)
            }
        }
    }

    /// Whether control totals tie every row to every other, so that none can be left out.
    pub(super) fn is_calibrated(&self) -> bool {
        matches!(self, Self::Linearised(design) if !design.projections.is_empty())
    }

    pub(super) fn diagnostics(&self) -> WeightDiagnostics {
        WeightDiagnostics::of(self.weights())
    }
}

/// Builds one design and applies its steps; what each step did comes with it.
pub(super) fn prepare(
    spec: &DesignSpec,
    data: &Microdata,
    load: &mut Loader<'_>,
) -> Result<(Prepared, Vec<Value>), AnalysisError> {
    let replicated = spec.kind.as_deref() == Some("svrepdesign");
    let base = base_design(spec, data, load)?;
    // Replicates that lie in a file of their own hold the factors after all steps.
    let stored = spec
        .replicates
        .as_ref()
        .filter(|replicates| !replicated && replicates.csv.is_some());
    let mut prepared = if replicated {
        Prepared::Replicated(given_replicates(spec, data, load)?)
    } else {
        Prepared::Linearised(base.clone())
    };
    let mut reports = Vec::new();
    for step in &spec.steps {
        if stored.is_some() && matches!(step, StepSpec::Replicate { .. }) {
            continue;
        }
        let (next, report) = match prepared {
            Prepared::Linearised(design) => {
                let applied = step_on(spec, step, &design, data)?;
                (applied.prepared, applied.report)
            }
            Prepared::Replicated(design) => {
                let mut report = None;
                let repeated = design.reweighted(|weights| {
                    let replicate = base.reweighted(Arc::new(weights.to_vec()), None);
                    let applied = step_on(spec, step, &replicate, data)?;
                    // The last call is that of the full weights.
                    report = Some(applied.report);
                    match applied.prepared {
                        Prepared::Linearised(design) => Ok(design.weights().to_vec()),
                        Prepared::Replicated(_) => {
                            Err(invalid(spec, "a design can be replicated only once"))
                        }
                    }
                })?;
                (Prepared::Replicated(repeated), report.unwrap_or_default())
            }
        };
        prepared = next;
        reports.push(Value::Object(report));
    }
    if let Some(given) = stored {
        if !spec
            .steps
            .iter()
            .any(|step| matches!(step, StepSpec::Replicate { .. }))
        {
            return Err(invalid(
                spec,
                "replicates.csv needs a step replicate, whose type it states",
            ));
        }
        let file = given.csv.as_deref().unwrap_or_default();
        let factors = replicate_file(file, data.rows, load)?;
        let weights = prepared.weights().to_vec();
        let replicated = stored_replicates(spec, weights, factors, given)?;
        return Ok((Prepared::Replicated(replicated), reports));
    }
    Ok((prepared, reports))
}

pub(super) fn invalid(spec: &DesignSpec, reason: impl std::fmt::Display) -> AnalysisError {
    AnalysisError::Design {
        design: spec.name.clone(),
        reason: reason.to_string(),
    }
}

fn stored_replicates(
    spec: &DesignSpec,
    weights: Vec<f64>,
    factors: Vec<Vec<f64>>,
    given: &ReplicatesSpec,
) -> Result<ReplicateDesign, AnalysisError> {
    let scales = ReplicateScales {
        scale: given.scale.unwrap_or(1.0),
        replicate_scales: given
            .rscales
            .as_ref()
            .map_or_else(|| vec![1.0; factors.len()], |scales| scales.list().to_vec()),
        mse: given.mse,
    };
    let bootstrap = spec.steps.iter().any(
        |step| matches!(step, StepSpec::Replicate { kind, .. } if kind.ends_with("bootstrap")),
    );
    let made = ReplicateDesign::given(weights, factors, given.combined, scales)
        .map_err(|error| invalid(spec, error))?;
    Ok(if bootstrap {
        made.into_bootstrap()
    } else {
        made
    })
}

fn given_replicates(
    spec: &DesignSpec,
    data: &Microdata,
    load: &mut Loader<'_>,
) -> Result<ReplicateDesign, AnalysisError> {
    let weights = match &spec.weights {
        Some(column) => checked_weights(spec, data, column)?,
        None => vec![1.0; data.rows],
    };
    let mut factors = Vec::new();
    for column in spec.repweight_columns.list() {
        factors.push(data.complete(column)?.to_vec());
    }
    let file = spec
        .replicates
        .as_ref()
        .and_then(|given| given.csv.as_deref());
    if let (Some(file), true) = (file, factors.is_empty()) {
        factors = replicate_file(file, data.rows, load)?;
    }
    let count = crate::statistics::count::real(factors.len());
    let rho = spec.rho.unwrap_or(0.0);
    if !(0.0..1.0).contains(&rho) {
        return Err(invalid(spec, ReplicateError::BadRho { rho }));
    }
    let bootstrap = matches!(
        spec.replicate_type.as_deref(),
        Some("bootstrap" | "subbootstrap" | "mrbbootstrap")
    );
    let usual_scale = match spec.replicate_type.as_deref() {
        Some("BRR") => 1.0 / count,
        Some("Fay") => 1.0 / (count * (1.0 - rho) * (1.0 - rho)),
        Some("JK1") => (count - 1.0) / count,
        Some("bootstrap" | "subbootstrap") => 1.0 / (count - 1.0),
        Some("JKn" | "other" | "mrbbootstrap") | None => 1.0,
        Some(other) => return Err(invalid(spec, format!("unknown replicate type {other}"))),
    };
    let made = spec.replicates.as_ref();
    let scales = ReplicateScales {
        scale: spec
            .scale
            .or_else(|| made.and_then(|r| r.scale))
            .unwrap_or(usual_scale),
        replicate_scales: spec
            .rscales
            .as_ref()
            .or_else(|| made.and_then(|replicates| replicates.rscales.as_ref()))
            .map_or_else(|| vec![1.0; factors.len()], |scales| scales.list().to_vec()),
        mse: spec.mse,
    };
    let made = ReplicateDesign::given(weights, factors, spec.combined_weights, scales)
        .map_err(|error| invalid(spec, error))?;
    Ok(if bootstrap {
        made.into_bootstrap()
    } else {
        made
    })
}

/// A column of weights, refused with its row if one is negative.
fn checked_weights(
    spec: &DesignSpec,
    data: &Microdata,
    column: &str,
) -> Result<Vec<f64>, AnalysisError> {
    let weights = data.complete(column)?.to_vec();
    if let Some(row) = weights.iter().position(|&w| w < 0.0) {
        return Err(AnalysisError::NegativeWeight {
            file: data.file.clone(),
            row: row + 1,
            column: column.to_owned(),
            weight: weights[row],
        });
    }
    if weights.iter().sum::<f64>() <= 0.0 {
        let reason = format!("{}, column {column}: the weights sum to zero", data.file);
        return Err(invalid(spec, reason));
    }
    Ok(weights)
}

fn single_psu_policy(spec: &DesignSpec) -> Result<SinglePsuPolicy, AnalysisError> {
    Ok(match spec.lonely_psu.as_deref() {
        None | Some("fail") => SinglePsuPolicy::Fail,
        Some("remove") => SinglePsuPolicy::Remove,
        Some("certainty") => SinglePsuPolicy::Certainty,
        Some("average") => SinglePsuPolicy::Average,
        Some("adjust") => SinglePsuPolicy::Adjust,
        Some("collapse") => SinglePsuPolicy::Collapse {
            neighbours: spec.collapse.clone().into_iter().collect(),
        },
        Some(other) => return Err(invalid(spec, format!("unknown lonely_psu {other}"))),
    })
}

fn base_design(
    spec: &DesignSpec,
    data: &Microdata,
    load: &mut Loader<'_>,
) -> Result<SurveyDesign, AnalysisError> {
    let mut populations = Vec::new();
    for column in spec.fpc.list() {
        populations.push(data.complete(column)?.to_vec());
    }
    let pps = spec.pps.as_ref();
    if pps.is_some() && populations.is_empty() {
        return Err(invalid(spec, "pps needs inclusion probabilities in fpc"));
    }
    let certain = spec.certainty_psus.list();
    if !certain.is_empty() {
        if pps.is_some() || !populations.is_empty() {
            return Err(invalid(spec, "certainty_psus goes without fpc and pps"));
        }
        let psus = spec.ids.list().first();
        let psus = psus.ok_or_else(|| invalid(spec, "certainty_psus needs ids"))?;
        let known = data.factor(psus)?;
        if let Some(unknown) = certain.iter().find(|label| known.code_of(label).is_none()) {
            let reason = format!("{}, column {psus}: there is no PSU {unknown:?}", data.file);
            return Err(invalid(spec, reason));
        }
    }
    let probs = spec.probs.list();
    let weights = match &spec.weights {
        Some(_) if !probs.is_empty() => {
            return Err(invalid(spec, "weights and probs exclude each other"));
        }
        Some(column) => checked_weights(spec, data, column)?,
        None if !probs.is_empty() => weights_from_probabilities(spec, data, probs)?,
        None if pps.is_some() => weights_from_probabilities(spec, data, &spec.fpc.list()[..1])?,
        None => vec![1.0; data.rows],
    };
    let from_population = spec.weights.is_none() && probs.is_empty() && pps.is_none();
    let mut builder = SurveyDesign::builder(weights)
        .single_psu(single_psu_policy(spec)?)
        .certainty_psus(certain.to_vec())
        .adjust_domains(spec.adjust_domain_lonely);
    if spec.strata.list().len() > spec.ids.list().len().max(1) {
        // More columns than stages: together they are the strata of the first.
        builder = builder.strata(data.crossed(spec.strata.list())?);
    } else {
        for column in spec.strata.list() {
            builder = builder.strata(data.factor(column)?.clone());
        }
    }
    for column in spec.ids.list() {
        builder = builder.units(data.factor(column)?.clone());
    }
    if spec.nest {
        builder = builder.nested();
    }
    match pps {
        None => {
            for population in populations {
                builder = builder.population(population);
            }
        }
        Some(pps) => {
            let form = match spec.variance.as_deref() {
                None | Some("HT") => PairwiseVariance::HorvitzThompson,
                Some("YG") => PairwiseVariance::YatesGrundy,
                Some(other) => return Err(invalid(spec, format!("unknown variance {other}"))),
            };
            let probabilities = populations.remove(0);
            builder = match pps.method.as_str() {
                "brewer" => {
                    for population in populations {
                        builder = builder.population(population);
                    }
                    builder.pps_brewer(probabilities)
                }
                "overton" | "HR" | "HR_estimated" => {
                    later_stages(spec, &populations)?;
                    let approximation = approximation(spec, pps, data)?;
                    builder.pps_approximate(probabilities, approximation, form)
                }
                "ppsmat" => {
                    later_stages(spec, &populations)?;
                    let file = pps
                        .matrix_csv
                        .as_deref()
                        .ok_or_else(|| invalid(spec, "ppsmat needs matrix_csv"))?;
                    let columns = replicate_file(file, data.rows, load)?;
                    let joint = JointInclusion::known(&columns, form);
                    builder.pps_joint(joint.map_err(|error| invalid(spec, error))?)
                }
                other => return Err(invalid(spec, format!("unknown pps method {other}"))),
            };
            if pps.method == "brewer" && spec.variance.is_some() {
                return Err(invalid(spec, "pps brewer takes no variance"));
            }
        }
    }
    if from_population {
        builder = builder.weights_from_populations();
    }
    builder.build().map_err(|error| {
        let fpc = |stage: usize| {
            let column = spec.fpc.list().get(stage - 1);
            column.cloned().unwrap_or_default()
        };
        match error {
            DesignError::BadWeight { row, weight } => AnalysisError::NegativeWeight {
                file: data.file.clone(),
                row: row + 1,
                column: spec.weights.clone().unwrap_or_default(),
                weight,
            },
            DesignError::BadPopulation {
                stage,
                row,
                value,
                sampled,
            } => {
                let reason =
                    format!("population {value} at stage {stage}, with {sampled} units sampled");
                data.cell(&fpc(stage), row, reason)
            }
            DesignError::PopulationVaries { stage, row } => {
                let reason = format!("at stage {stage} the population differs within the stratum");
                data.cell(&fpc(stage), row, reason)
            }
            DesignError::Pps(PpsError::ProbabilityVaries { row }) => {
                let reason = "the inclusion probability differs within the PSU".to_owned();
                data.cell(&fpc(1), row, reason)
            }
            other => invalid(spec, format!("{}: {other}", data.file)),
        }
    })
}

/// Joint probabilities describe the first stage; what stands behind it would go unused.
fn later_stages(spec: &DesignSpec, populations: &[Vec<f64>]) -> Result<(), AnalysisError> {
    if populations.is_empty() {
        return Ok(());
    }
    Err(invalid(
        spec,
        "with joint probabilities only the first stage enters the variance: fpc takes one column",
    ))
}

fn approximation(
    spec: &DesignSpec,
    pps: &PpsSpec,
    data: &Microdata,
) -> Result<JointApproximation, AnalysisError> {
    if pps.method != "HR" && pps.sum_p2_over_n.is_some() {
        return Err(invalid(spec, "sum_p2_over_n goes with method HR"));
    }
    let sum_of_squares_over_n = match (pps.method.as_str(), &pps.sum_p2_over_n) {
        ("overton", _) => return Ok(JointApproximation::Overton),
        (_, None) => None,
        (_, Some(SumsOfSquares::One(sum))) if spec.strata.list().is_empty() => Some(vec![*sum]),
        (_, Some(SumsOfSquares::One(_))) => {
            return Err(invalid(
                spec,
                "in a stratified design sum_p2_over_n is an object of stratum = number",
            ));
        }
        (_, Some(SumsOfSquares::ByStratum(sums))) => {
            let strata = data.crossed(spec.strata.list())?;
            let mut given = Vec::with_capacity(sums.len());
            for label in strata.levels() {
                let sum = sums.get(label).copied();
                given.push(sum.ok_or_else(|| {
                    invalid(
                        spec,
                        format!("sum_p2_over_n has no number for stratum {label:?}"),
                    )
                })?);
            }
            Some(given)
        }
    };
    Ok(JointApproximation::HartleyRao {
        sum_of_squares_over_n,
    })
}

/// Base weights from the inclusion probability of every stage.
fn weights_from_probabilities(
    spec: &DesignSpec,
    data: &Microdata,
    columns: &[String],
) -> Result<Vec<f64>, AnalysisError> {
    let mut stages = Vec::with_capacity(columns.len());
    for column in columns {
        stages.push(data.complete(column)?);
    }
    base_weights(&stages).map_err(|error| match error {
        BaseWeightError::BadProbability {
            row,
            stage,
            probability,
        } => data.cell(
            &columns[stage - 1],
            row,
            format!("the inclusion probability {probability} is not above 0 and at most 1"),
        ),
        other @ BaseWeightError::LengthsDiffer { .. } => invalid(spec, other),
    })
}

/// A file of numbers, column by column.
fn replicate_file(
    file: &str,
    rows: usize,
    load: &mut Loader<'_>,
) -> Result<Vec<Vec<f64>>, AnalysisError> {
    let bytes = load(file).map_err(|reason| AnalysisError::Unreadable {
        file: file.to_owned(),
        reason,
    })?;
    let names = csv::Reader::from_reader(bytes.as_slice())
        .headers()
        .map_err(|error| AnalysisError::Unreadable {
            file: file.to_owned(),
            reason: error.to_string(),
        })?
        .clone();
    let wanted = names.iter().map(str::to_owned).collect();
    let table = Microdata::read(file, &bytes, &wanted, &BTreeSet::new())?;
    if table.rows != rows {
        return Err(AnalysisError::Unreadable {
            file: file.to_owned(),
            reason: format!("it has {} rows, the data have {rows}", table.rows),
        });
    }
    let mut columns = Vec::with_capacity(names.len());
    for name in &names {
        columns.push(table.complete(name)?.to_vec());
    }
    Ok(columns)
}
