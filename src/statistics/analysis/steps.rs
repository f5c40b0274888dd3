//! Weighting steps of an analysis document.

use std::sync::Arc;

use super::AnalysisError;
use super::controls::{CalibrationRequest, calibration_error, margin, raking, raking_error};
use super::design::Design;
use super::microdata::Microdata;
use super::prepared::Prepared;
use super::selection::select;
use super::step::{
    Cap, MergedClass, ReplicateType, Step, StepName, StepReport, TrimReport, Weights, WorstCategory,
};
use super::value::{Number, OneOrMany};
use crate::design::SurveyDesign;
use crate::replicates::ReplicateDesign;
use crate::weighting::{
    CollapsingRule, Raked, Raking, RakingError, Trimmed, TrimmingError, WeightCap,
    adjust_for_nonresponse, calibrate, poststratify, rake, rake_and_trim, trim,
};
use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;

/// A design after a step, and what the step did.
pub(super) struct Applied {
    pub prepared: Prepared,
    pub report: StepReport,
}

impl Applied {
    fn new(op: StepName, design: SurveyDesign) -> Self {
        let diagnostics = design.weight_diagnostics();
        Self {
            prepared: Prepared::Linearised(design),
            report: StepReport {
                op,
                weights: Weights::from(&diagnostics),
                ratio_w: Number(diagnostics.ratio()),
                iterations: None,
                worst: None,
                trimmed: None,
                classes: None,
                replicates: None,
            },
        }
    }

    fn raked(op: StepName, raked: Raked) -> Self {
        let mut applied = Self::new(op, raked.design);
        applied.report.iterations = Some(raked.iterations);
        applied.report.worst = Some(WorstCategory {
            margin: raked.worst.margin,
            level: raked.worst.level,
            relative_difference: Number(raked.worst.relative_difference),
        });
        applied
    }

    /// What was cut off, and whether the cap held in the end.
    fn trimmed(mut self, trimmed: &Trimmed) -> Self {
        self.report.trimmed = Some(TrimReport {
            lower: Number(trimmed.lower),
            upper: Number(trimmed.upper),
            trimmed_rows: trimmed.trimmed_rows,
            trimmed_share: Number(trimmed.trimmed_share),
            rounds: trimmed.rounds,
            within_bounds: trimmed.within_bounds,
        });
        self
    }
}

/// Applies one step to a design.
pub(super) fn apply_step(
    spec: &Design,
    step: &Step,
    design: &SurveyDesign,
    data: &Microdata,
) -> Result<Applied, AnalysisError> {
    match step {
        Step::Poststratify { vars, population } => {
            let margin = margin(spec, vars, population, data)?;
            let raked = poststratify(design, margin);
            let raked = raked.map_err(|error| raking_error(spec, data, design, &[vars], &error))?;
            Ok(Applied::raked(StepName::Poststratify, raked))
        }
        Step::Rake {
            margins,
            maxit,
            epsilon,
            trim,
        } => {
            let raking = raking(spec, margins, *maxit, *epsilon, data)?;
            let columns: Vec<_> = margins.iter().map(|margin| &margin.vars).collect();
            let faulty = |error: &RakingError| raking_error(spec, data, design, &columns, error);
            raked(spec, design, &raking, trim.as_ref(), &faulty)
        }
        Step::Calibrate {
            columns,
            population,
            calfun,
            bounds,
            epsilon,
            terms,
        } => {
            let request = CalibrationRequest {
                terms,
                columns,
                population,
                calfun: *calfun,
                bounds: *bounds,
                epsilon: *epsilon,
            };
            calibrated(spec, design, &request, data)
        }
        Step::Trim {
            lower,
            upper,
            median_plus_iqr,
            times_mean,
            strict,
        } => {
            let upper = upper.map(|bound| bound.0);
            let upper = weight_cap(spec, upper, *median_plus_iqr, *times_mean)?;
            if upper.is_none() && lower.is_none() {
                return Err(spec.invalid("trim states neither lower nor upper"));
            }
            let upper = upper.map_or(f64::INFINITY, |cap| cap.of(design.weights()));
            let lower = lower.map_or(f64::NEG_INFINITY, |bound| bound.0);
            trim_to(spec, design, (lower, upper), *strict)
        }
        Step::Eligibility {
            classes,
            known,
            minimum_cases,
            maximum_factor,
        } => {
            let rule = collapsing(*minimum_cases, *maximum_factor);
            let known = data.marks(known)?;
            let op = StepName::Eligibility;
            in_classes(op, spec, design, classes, &known, rule, data)
        }
        Step::Nonresponse {
            classes,
            responded,
            eligible,
            minimum_respondents,
            maximum_factor,
        } => {
            let rule = collapsing(*minimum_respondents, *maximum_factor);
            let mut responded = data.marks(responded)?;
            let eligible = match eligible {
                Some(column) => data.marks(column)?,
                None => vec![true; data.rows],
            };
            for (responded, &eligible) in responded.iter_mut().zip(&eligible) {
                *responded &= eligible;
            }
            let kept = kept_rows(design, &eligible);
            let op = StepName::Nonresponse;
            in_classes(op, spec, &kept, classes, &responded, rule, data)
        }
        Step::Subset { rows } => subset(spec, design, &select(rows, data)?),
        Step::Replicate {
            kind,
            rho,
            mse,
            replicates,
            seed,
        } => {
            check_replicate_step(spec, step, design)?;
            let made = replicate(spec, design, *kind, *rho, *mse, *replicates, *seed)?;
            let mut applied = Applied::new(StepName::Replicate, design.clone());
            applied.report.replicates = Some(made.replicates().len());
            applied.prepared = Prepared::Replicated(made);
            Ok(applied)
        }
    }
}

fn subset(spec: &Design, design: &SurveyDesign, rows: &[bool]) -> Result<Applied, AnalysisError> {
    let kept = kept_rows(design, rows);
    if kept.weights().iter().all(|&weight| weight == 0.0) {
        return Err(spec.invalid("the subset holds no row of positive weight"));
    }
    Ok(Applied::new(StepName::Subset, kept))
}

fn trim_to(
    spec: &Design,
    design: &SurveyDesign,
    (lower, upper): (f64, f64),
    strict: bool,
) -> Result<Applied, AnalysisError> {
    let trimmed = trim(design, lower, upper, strict).map_err(|error| spec.invalid(error))?;
    Ok(Applied::new(StepName::Trim, trimmed.design.clone()).trimmed(&trimmed))
}

/// Refuses a step `replicate` that comes too late, and members that its type does not have.
pub(super) fn check_replicate_step(
    spec: &Design,
    step: &Step,
    design: &SurveyDesign,
) -> Result<(), AnalysisError> {
    let Step::Replicate {
        kind,
        rho,
        replicates,
        seed,
        ..
    } = step
    else {
        return Ok(());
    };
    if !design.projections.is_empty() {
        return Err(spec.invalid(
            "replicate comes after a step with totals: replicates of such weights do not meet the totals, and what the \
             totals fix would get a variance; put replicate before poststratify, rake and calibrate, which are then \
             repeated in every replicate",
        ));
    }
    match kind {
        ReplicateType::Balanced if rho.is_some_and(|rho| rho != 0.0) => {
            Err(spec.invalid("BRR takes no rho; use Fay"))
        }
        ReplicateType::Fay | ReplicateType::Balanced => Ok(()),
        _ if rho.is_some() => Err(spec.invalid(format!("{kind} takes no rho"))),
        _ => Ok(()),
    }?;
    if !kind.is_bootstrap() && (replicates.is_some() || seed.is_some()) {
        let member = if seed.is_some() { "seed" } else { "replicates" };
        return Err(spec.invalid(format!(
            "{member} goes only with a bootstrap, not with {kind}"
        )));
    }
    Ok(())
}

fn replicate(
    spec: &Design,
    design: &SurveyDesign,
    kind: ReplicateType,
    rho: Option<f64>,
    mse: bool,
    replicates: Option<usize>,
    seed: Option<u64>,
) -> Result<ReplicateDesign, AnalysisError> {
    let made = match kind {
        ReplicateType::JK1 => ReplicateDesign::jk1(design, mse),
        ReplicateType::JKn => ReplicateDesign::jkn(design, mse),
        ReplicateType::Balanced => ReplicateDesign::balanced(design, 0.0, mse),
        ReplicateType::Fay => {
            let rho = rho.ok_or_else(|| spec.invalid("Fay needs rho"))?;
            ReplicateDesign::balanced(design, rho, mse)
        }
        ReplicateType::RaoWu if mse => {
            return Err(spec.invalid("the bootstrap is centred at its mean: mse is not made here"));
        }
        ReplicateType::RaoWu => {
            let mut rng = ChaCha20Rng::seed_from_u64(seed.unwrap_or(0));
            ReplicateDesign::rao_wu(design, replicates.unwrap_or(500), &mut rng)
        }
        ReplicateType::Bootstrap | ReplicateType::MultistageBootstrap | ReplicateType::Other => {
            return Err(spec.invalid(format!(
                    "{kind} replicates are not made here, only read from replicates.csv; use subbootstrap (Rao-Wu)"
                ),
            ));
        }
    };
    made.map_err(|error| spec.invalid(error))
}

fn calibrated(
    spec: &Design,
    design: &SurveyDesign,
    request: &CalibrationRequest<'_>,
    data: &Microdata,
) -> Result<Applied, AnalysisError> {
    let calibration = request.calibration(spec, data)?;
    let (design, _) = calibrate(design, &calibration)
        .map_err(|error| calibration_error(spec, request.columns, data, &error))?;
    Ok(Applied::new(StepName::Calibrate, design))
}

/// Rakes, and caps the weights if that is asked for.
fn raked(
    spec: &Design,
    design: &SurveyDesign,
    raking: &Raking,
    cap: Option<&Cap>,
    faulty: &dyn Fn(&RakingError) -> AnalysisError,
) -> Result<Applied, AnalysisError> {
    let Some(cap) = cap else {
        let raked = rake(design, raking).map_err(|error| faulty(&error))?;
        return Ok(Applied::raked(StepName::Rake, raked));
    };
    let rounds = cap.rounds.unwrap_or(5);
    if rounds == 0 {
        return Err(spec.invalid("rounds is 0: nothing would be cut"));
    }
    let cap = weight_cap(spec, cap.upper, cap.median_plus_iqr, cap.times_mean)?
        .ok_or_else(|| spec.invalid("trim states no cap"))?;
    let (raked, trimmed) =
        rake_and_trim(design, raking, cap, rounds).map_err(|error| match error {
            TrimmingError::Raking(error) => faulty(&error),
            other => spec.invalid(other),
        })?;
    Ok(Applied::raked(StepName::Rake, raked).trimmed(&trimmed))
}

/// The design with weight zero outside the marked rows.
fn kept_rows(design: &SurveyDesign, marked: &[bool]) -> SurveyDesign {
    let weights = design.weights().iter().zip(marked);
    let kept = weights
        .map(|(&weight, &keep)| if keep { weight } else { 0.0 })
        .collect();
    design.reweighted(Arc::new(kept), None)
}

/// The cap that a step states, if any.
fn weight_cap(
    spec: &Design,
    upper: Option<f64>,
    median_plus_iqr: Option<f64>,
    times_mean: Option<f64>,
) -> Result<Option<WeightCap>, AnalysisError> {
    match (upper, median_plus_iqr, times_mean) {
        (None, None, None) => Ok(None),
        (Some(cap), None, None) => Ok(Some(WeightCap::At(cap))),
        (None, Some(factor), None) => Ok(Some(WeightCap::MedianPlusIqr(factor))),
        (None, None, Some(factor)) => Ok(Some(WeightCap::TimesMean(factor))),
        _ => Err(spec.invalid("upper, median_plus_iqr and times_mean exclude each other")),
    }
}

/// When classes are merged, where the step says it.
fn collapsing(minimum: Option<usize>, maximum_factor: Option<f64>) -> CollapsingRule {
    let usual = CollapsingRule::default();
    CollapsingRule {
        minimum_respondents: minimum.unwrap_or(usual.minimum_respondents),
        maximum_factor: maximum_factor.unwrap_or(usual.maximum_factor),
    }
}

/// Marked rows stand in for all of their class.
fn in_classes(
    op: StepName,
    spec: &Design,
    design: &SurveyDesign,
    classes: &OneOrMany<String>,
    marked: &[bool],
    rule: CollapsingRule,
    data: &Microdata,
) -> Result<Applied, AnalysisError> {
    let classes = data.crossed(classes.list())?;
    if classes.is_empty() {
        return Err(spec.invalid("classes is empty"));
    }
    let adjusted = adjust_for_nonresponse(design.weights(), marked, &classes, rule)
        .map_err(|error| spec.invalid(error))?;
    let merged = adjusted.classes.iter().map(|class| {
        let members = class.members.iter();
        MergedClass {
            classes: members
                .map(|&member| classes.levels()[member].clone())
                .collect(),
            cases_w: Number(class.eligible_weight),
            n: class.respondents,
            factor: Number(class.factor()),
        }
    });
    let merged = merged.collect();
    let design = design.reweighted(Arc::new(adjusted.weights), None);
    let mut applied = Applied::new(op, design);
    applied.report.classes = Some(merged);
    Ok(applied)
}
