//! From the description of a design to the design with its final weights.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::document::{DesignSpec, ReplicatesSpec};
use super::microdata::Microdata;
use super::steps::linearised_step;
use super::{AnalysisError, Loader};
use crate::statistics::design::{DesignError, SinglePsuPolicy, SurveyDesign};
use crate::statistics::pps::{JointInclusion, PairwiseVariance};
use crate::statistics::replicates::{ReplicateDesign, ReplicateScales};
use crate::statistics::weighting::WeightDiagnostics;

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

/// Builds one design and applies its steps.
pub(super) fn prepare(
    spec: &DesignSpec,
    data: &Microdata,
    load: &mut Loader<'_>,
) -> Result<Prepared, AnalysisError> {
    if spec.kind.as_deref() == Some("svrepdesign") {
        return given_replicates(spec, data).map(Prepared::Replicated);
    }
    let mut prepared = Prepared::Linearised(base_design(spec, data, load)?);
    for step in &spec.steps {
        prepared = match prepared {
            Prepared::Linearised(design) => linearised_step(spec, step, &design, data)?,
            Prepared::Replicated(design) => {
                let layout = base_design(spec, data, load)?;
                let repeated = design.reweighted(|weights| {
                    let replicate = layout.reweighted(Arc::new(weights.to_vec()), None);
                    match linearised_step(spec, step, &replicate, data)? {
                        Prepared::Linearised(design) => Ok(design.weights().to_vec()),
                        Prepared::Replicated(_) => {
                            Err(invalid(spec, "a design can be replicated only once"))
                        }
                    }
                })?;
                Prepared::Replicated(repeated)
            }
        };
    }
    if let (Prepared::Replicated(made), Some(given)) = (&prepared, &spec.replicates)
        && let Some(csv) = &given.csv
    {
        let factors = replicate_file(csv, data.rows, load)?;
        let replicated = stored_replicates(spec, made.weights().to_vec(), factors, given)?;
        return Ok(Prepared::Replicated(replicated));
    }
    Ok(prepared)
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
    ReplicateDesign::given(weights, factors, given.combined, scales)
        .map_err(|error| invalid(spec, error))
}

fn given_replicates(spec: &DesignSpec, data: &Microdata) -> Result<ReplicateDesign, AnalysisError> {
    let weights = match &spec.weights {
        Some(column) => checked_weights(spec, data, column)?,
        None => vec![1.0; data.rows],
    };
    let mut factors = Vec::new();
    for column in spec.repweight_columns.list() {
        factors.push(data.complete(column)?.to_vec());
    }
    let count = crate::statistics::count::real(factors.len());
    let rho = spec.rho.unwrap_or(0.0);
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
    ReplicateDesign::given(weights, factors, spec.combined_weights, scales)
        .map_err(|error| invalid(spec, error))
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
    let weights = match (&spec.weights, &spec.probs) {
        (Some(column), _) => checked_weights(spec, data, column)?,
        (None, Some(column)) => data.complete(column)?.iter().map(|p| 1.0 / p).collect(),
        (None, None) if pps.is_some() => populations[0].iter().map(|p| 1.0 / p).collect(),
        (None, None) => vec![1.0; data.rows],
    };
    let from_population = spec.weights.is_none() && spec.probs.is_none() && pps.is_none();
    let mut builder = SurveyDesign::builder(weights)
        .single_psu(single_psu_policy(spec)?)
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
            let probabilities = populations.swap_remove(0);
            let joint = match pps.method.as_str() {
                "brewer" => None,
                "overton" => Some(JointInclusion::overton(&probabilities, form)),
                "HR" | "HR_estimated" => Some(JointInclusion::hartley_rao(
                    &probabilities,
                    pps.sum_p2_over_n,
                    form,
                )),
                "ppsmat" => {
                    let file = pps
                        .matrix_csv
                        .as_deref()
                        .ok_or_else(|| invalid(spec, "ppsmat needs matrix_csv"))?;
                    let columns = replicate_file(file, data.rows, load)?;
                    Some(JointInclusion::known(&columns, form))
                }
                other => return Err(invalid(spec, format!("unknown pps method {other}"))),
            };
            builder = match joint {
                None => builder.pps_brewer(probabilities),
                Some(joint) => builder.pps_joint(joint.map_err(|error| invalid(spec, error))?),
            };
        }
    }
    if from_population {
        builder = builder.weights_from_populations();
    }
    builder.build().map_err(|error| match error {
        DesignError::BadWeight { row, weight } => AnalysisError::NegativeWeight {
            file: data.file.clone(),
            row: row + 1,
            column: spec.weights.clone().unwrap_or_default(),
            weight,
        },
        other => invalid(spec, format!("{}: {other}", data.file)),
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
