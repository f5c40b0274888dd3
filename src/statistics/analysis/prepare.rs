//! From the description of a design to the design with its final weights.

use std::sync::Arc;

use super::base::{base_design, checked_weights};
use super::design::{Design, DesignKind, Replicates};
use super::microdata::Microdata;
use super::prepared::Prepared;
use super::scales::{Stated, scales_of};
use super::step::{ReplicateType, Step, StepReport};
use super::steps::{apply_step, check_replicate_step};
use super::{AnalysisError, Loader};
use crate::design::SurveyDesign;
use crate::replicates::{ReplicateDesign, ReplicateError};

/// A design with its final weights.
pub(super) struct Ready {
    pub prepared: Prepared,
    /// What every step did.
    pub steps: Vec<StepReport>,
    /// What was assumed that the document does not say.
    pub warnings: Vec<String>,
}

/// Builds one design and applies its steps.
pub(super) fn prepare(
    spec: &Design,
    data: &Microdata,
    load: &mut Loader<'_>,
) -> Result<Ready, AnalysisError> {
    spec.check()?;
    let base = base_design(spec, data, load)?;
    let left_alone = spec.collapse.keys().filter_map(|stratum| {
        let psus = base.layout.psus_of(stratum);
        (psus > 0).then(|| format!("collapse: stratum {stratum} has {psus} PSUs and is left alone"))
    });
    let mut ready = Ready {
        prepared: Prepared::Linearised(base.clone()),
        steps: Vec::new(),
        warnings: left_alone.collect(),
    };
    if spec.kind == DesignKind::Replicates {
        let (given, warning) = given_replicates(spec, data, load)?;
        ready.prepared = Prepared::Replicated(given);
        ready.warnings.extend(warning);
        ready.apply_steps(spec, &base, data, None)?;
        return Ok(ready);
    }
    let described = spec.replicates.as_ref();
    if let Some((given, file)) = described.and_then(|it| Some((it, it.csv.as_deref()?))) {
        let stored = spec.replicate_step();
        ready.apply_steps(spec, &base, data, stored)?;
        let factors = replicate_factors(spec, file, given.n, data, load)?;
        let weights = ready.prepared.weights().to_vec();
        let (replicated, warning) = stored_replicates(spec, weights, factors, given)?;
        ready.prepared = Prepared::Replicated(replicated);
        ready.warnings.extend(warning);
    } else {
        ready.apply_steps(spec, &base, data, None)?;
        if let (Prepared::Replicated(made), Some(described)) = (&ready.prepared, described) {
            check_made(spec, made, described)?;
        }
    }
    Ok(ready)
}

impl Ready {
    /// Applies the steps, but for one whose replicates lie in a file: they hold the factors after all steps.
    fn apply_steps(
        &mut self,
        spec: &Design,
        base: &SurveyDesign,
        data: &Microdata,
        stored: Option<&Step>,
    ) -> Result<(), AnalysisError> {
        for step in &spec.steps {
            match &self.prepared {
                Prepared::Linearised(design)
                    if stored.is_some() && matches!(step, Step::Replicate { .. }) =>
                {
                    check_replicate_step(spec, step, design)?;
                }
                Prepared::Linearised(design) => {
                    let applied = apply_step(spec, step, design, data)?;
                    self.prepared = applied.prepared;
                    self.steps.push(applied.report);
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
                    self.prepared = Prepared::Replicated(repeated);
                    self.steps.extend(report);
                }
            }
        }
        Ok(())
    }
}

/// The columns of a file of replicates, as many as there should be.
fn replicate_factors(
    spec: &Design,
    file: &str,
    stated: Option<usize>,
    data: &Microdata,
    load: &mut Loader<'_>,
) -> Result<Vec<Vec<f64>>, AnalysisError> {
    let columns = Microdata::numbers_of(file, data.rows, load)?;
    let factors: Vec<Vec<f64>> = columns.into_iter().map(|(_, column)| column).collect();
    check_count(spec, "replicates.n", stated, factors.len())?;
    Ok(factors)
}

fn check_count(
    spec: &Design,
    member: &str,
    stated: Option<usize>,
    found: usize,
) -> Result<(), AnalysisError> {
    match stated {
        Some(stated) if stated != found => {
            Err(spec.invalid(format!("{member} is {stated}, there are {found}")))
        }
        _ => Ok(()),
    }
}

/// Replicates that lie in a file, whose step says how they were made.
fn stored_replicates(
    spec: &Design,
    weights: Vec<f64>,
    factors: Vec<Vec<f64>>,
    given: &Replicates,
) -> Result<(ReplicateDesign, Option<String>), AnalysisError> {
    let Some(Step::Replicate {
        kind,
        rho,
        mse,
        replicates,
        ..
    }) = spec.replicate_step()
    else {
        return Err(spec.invalid("replicates.csv needs a step replicate, whose type it states"));
    };
    check_count(spec, "replicates of the step", *replicates, factors.len())?;
    let stated = Stated {
        kind: Some(*kind),
        rho: *rho,
        scale: given.scale,
        rscales: given.rscales.list(),
        mse: *mse || given.mse,
        combined: given.combined,
    };
    replicates_of(spec, weights, factors, &stated)
}

/// Replicates that the data hold, in columns or in a file.
fn given_replicates(
    spec: &Design,
    data: &Microdata,
    load: &mut Loader<'_>,
) -> Result<(ReplicateDesign, Option<String>), AnalysisError> {
    let weights = match &spec.weights {
        Some(column) => checked_weights(spec, data, column)?,
        None => vec![1.0; data.rows],
    };
    let nothing = Replicates::default();
    let described = spec.replicates.as_ref().unwrap_or(&nothing);
    let columns = spec.repweight_columns.list();
    let factors = match &described.csv {
        Some(_) if !columns.is_empty() => {
            return Err(spec.invalid("repweight_columns and replicates.csv exclude each other"));
        }
        Some(file) => replicate_factors(spec, file, described.n, data, load)?,
        None => {
            let mut factors = Vec::with_capacity(columns.len());
            for column in columns {
                factors.push(data.complete(column)?.into_owned());
            }
            check_count(spec, "replicates.n", described.n, factors.len())?;
            factors
        }
    };
    let scale = match (spec.scale, described.scale) {
        (Some(a), Some(b)) if !same(a, b) => {
            return Err(spec.invalid(format!("scale is {a}, replicates.scale {b}")));
        }
        (a, b) => a.or(b),
    };
    let rscales = match (spec.rscales.list(), described.rscales.list()) {
        (a, b) if !a.is_empty() && !b.is_empty() && a != b => {
            return Err(spec.invalid("rscales and replicates.rscales differ"));
        }
        ([], b) => b,
        (a, _) => a,
    };
    let stated = Stated {
        kind: spec.replicate_type,
        rho: spec.rho,
        scale,
        rscales,
        mse: spec.mse || described.mse,
        combined: spec.combined_weights || described.combined,
    };
    replicates_of(spec, weights, factors, &stated)
}

fn replicates_of(
    spec: &Design,
    weights: Vec<f64>,
    factors: Vec<Vec<f64>>,
    stated: &Stated<'_>,
) -> Result<(ReplicateDesign, Option<String>), AnalysisError> {
    if factors.len() < 2 {
        let replicates = factors.len();
        return Err(spec.invalid(ReplicateError::TooFew { replicates }));
    }
    let (scales, warning) = scales_of(stated, &factors).map_err(|reason| spec.invalid(reason))?;
    let made = ReplicateDesign::given(weights, factors, stated.combined, scales)
        .map_err(|error| spec.invalid(error))?;
    let made = if stated.kind.is_some_and(ReplicateType::is_bootstrap) {
        made.into_bootstrap()
    } else {
        made
    };
    Ok((made, warning))
}

/// Replicates that were made have to be those that the document describes.
fn check_made(
    spec: &Design,
    made: &ReplicateDesign,
    described: &Replicates,
) -> Result<(), AnalysisError> {
    let scales = made.scales();
    check_count(spec, "replicates.n", described.n, made.replicates().len())?;
    let differ = |member: &str, stated: f64, found: f64| {
        let reason = format!("replicates.{member} is {stated}, those that are made have {found}");
        spec.invalid(reason)
    };
    if let Some(stated) = described.scale.filter(|&it| !same(it, scales.scale)) {
        return Err(differ("scale", stated, scales.scale));
    }
    // PSUs may come in another order.
    let sorted = |scales: &[f64]| {
        let mut scales = scales.to_vec();
        scales.sort_unstable_by(f64::total_cmp);
        scales
    };
    let (stated, found) = (
        sorted(described.rscales.list()),
        sorted(&scales.replicate_scales),
    );
    if !stated.is_empty() && stated.len() != found.len() {
        let (stated, found) = (stated.len(), found.len());
        let reason =
            format!("replicates.rscales has {stated} scales, there are {found} replicates");
        return Err(spec.invalid(reason));
    }
    if let Some((&a, &b)) = stated.iter().zip(&found).find(|(a, b)| !same(**a, **b)) {
        return Err(differ("rscales", a, b));
    }
    if described.mse && !scales.mse {
        return Err(spec.invalid("replicates.mse is true, that of the step is not"));
    }
    if described.combined {
        return Err(spec.invalid("replicates.combined says what replicates.csv holds"));
    }
    Ok(())
}

/// Equal but for rounding.
fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
}
