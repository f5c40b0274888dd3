//! From the description of a design to the design with its final weights.

use std::sync::Arc;

use super::base::{base_design, checked_weights};
use super::design::{Design, DesignKind, Replicates};
use super::microdata::Microdata;
use super::prepared::Prepared;
use super::step::{ReplicateType, Step, StepReport};
use super::steps::apply_step;
use super::value::OneOrMany;
use super::{AnalysisError, Loader};
use crate::replicates::{ReplicateDesign, ReplicateError, ReplicateScales};

/// Builds one design and applies its steps; what each step did comes with it.
pub(super) fn prepare(
    spec: &Design,
    data: &Microdata,
    load: &mut Loader<'_>,
) -> Result<(Prepared, Vec<StepReport>), AnalysisError> {
    let replicated = spec.kind == DesignKind::Replicates;
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
        if stored.is_some() && matches!(step, Step::Replicate { .. }) {
            continue;
        }
        let (next, report) = match prepared {
            Prepared::Linearised(design) => {
                let applied = apply_step(spec, step, &design, data)?;
                (applied.prepared, Some(applied.report))
            }
            Prepared::Replicated(design) => {
                let mut report = None;
                let repeated = design.reweighted(|weights| {
                    let replicate = base.reweighted(Arc::new(weights.to_vec()), None);
                    let applied = apply_step(spec, step, &replicate, data)?;
                    // The last call is that of the full weights.
                    report = Some(applied.report);
                    match applied.prepared {
                        Prepared::Linearised(design) => Ok(design.weights().to_vec()),
                        Prepared::Replicated(_) => {
                            Err(spec.invalid("a design can be replicated only once"))
                        }
                    }
                })?;
                (Prepared::Replicated(repeated), report)
            }
        };
        prepared = next;
        reports.extend(report);
    }
    if let Some(given) = stored {
        if !spec
            .steps
            .iter()
            .any(|step| matches!(step, Step::Replicate { .. }))
        {
            return Err(spec.invalid("replicates.csv needs a step replicate, whose type it states"));
        }
        let file = given.csv.as_deref().unwrap_or_default();
        let factors = Microdata::numbers_of(file, data.rows, load)?;
        let weights = prepared.weights().to_vec();
        let replicated = stored_replicates(spec, weights, factors, given)?;
        return Ok((Prepared::Replicated(replicated), reports));
    }
    Ok((prepared, reports))
}

fn stored_replicates(
    spec: &Design,
    weights: Vec<f64>,
    factors: Vec<Vec<f64>>,
    given: &Replicates,
) -> Result<ReplicateDesign, AnalysisError> {
    let scales = ReplicateScales {
        scale: given.scale.unwrap_or(1.0),
        replicate_scales: replicate_scales(&[&given.rscales], factors.len()),
        mse: given.mse,
    };
    let bootstrap = spec
        .steps
        .iter()
        .any(|step| matches!(step, Step::Replicate { kind, .. } if kind.is_bootstrap()));
    let made = ReplicateDesign::given(weights, factors, given.combined, scales)
        .map_err(|error| spec.invalid(error))?;
    Ok(if bootstrap {
        made.into_bootstrap()
    } else {
        made
    })
}

fn given_replicates(
    spec: &Design,
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
    match file {
        Some(_) if !factors.is_empty() => {
            return Err(spec.invalid("repweight_columns and replicates.csv exclude each other"));
        }
        Some(file) => factors = Microdata::numbers_of(file, data.rows, load)?,
        None => {}
    }
    let stated = spec.replicates.as_ref().and_then(|given| given.n);
    if let Some(stated) = stated.filter(|&stated| stated != factors.len()) {
        let reason = format!("replicates.n is {stated}, there are {}", factors.len());
        return Err(spec.invalid(reason));
    }
    let count = crate::count::real(factors.len());
    let rho = spec.rho.unwrap_or(0.0);
    if !(0.0..1.0).contains(&rho) {
        return Err(spec.invalid(ReplicateError::BadRho { rho }));
    }
    let kind = spec.replicate_type.unwrap_or(ReplicateType::Other);
    let usual_scale = match kind {
        ReplicateType::Balanced => 1.0 / count,
        ReplicateType::Fay => 1.0 / (count * (1.0 - rho) * (1.0 - rho)),
        ReplicateType::JK1 => (count - 1.0) / count,
        ReplicateType::Bootstrap | ReplicateType::RaoWu => 1.0 / (count - 1.0),
        ReplicateType::JKn | ReplicateType::MultistageBootstrap | ReplicateType::Other => 1.0,
    };
    let made = spec.replicates.as_ref();
    let mut scales = vec![&spec.rscales];
    scales.extend(made.map(|made| &made.rscales));
    let scales = ReplicateScales {
        scale: spec
            .scale
            .or_else(|| made.and_then(|r| r.scale))
            .unwrap_or(usual_scale),
        replicate_scales: replicate_scales(&scales, factors.len()),
        mse: spec.mse || made.is_some_and(|given| given.mse),
    };
    let combined = spec.combined_weights || made.is_some_and(|given| given.combined);
    let made = ReplicateDesign::given(weights, factors, combined, scales)
        .map_err(|error| spec.invalid(error))?;
    Ok(if kind.is_bootstrap() {
        made.into_bootstrap()
    } else {
        made
    })
}

/// The first scales that are stated; one for every replicate if none are.
fn replicate_scales(stated: &[&OneOrMany<f64>], replicates: usize) -> Vec<f64> {
    let first = stated.iter().find(|scales| !scales.list().is_empty());
    first.map_or_else(|| vec![1.0; replicates], |scales| scales.list().to_vec())
}
