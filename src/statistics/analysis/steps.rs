//! Weighting steps of an analysis document.

use std::sync::Arc;

use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;
use serde_json::{Map, Value};

use super::AnalysisError;
use super::controls::{calibration, calibration_error, margin, raking, raking_error};
use super::document::{CapSpec, DesignSpec, Names, StepSpec};
use super::microdata::Microdata;
use super::output::{number, object, text};
use super::prepare::{Prepared, invalid};
use super::request::select;
use crate::design::SurveyDesign;
use crate::replicates::ReplicateDesign;
use crate::weighting::{
    CollapsingRule, Raked, Raking, Trimmed, TrimmingError, WeightCap, adjust_for_nonresponse,
    calibrate, poststratify, rake, rake_and_trim, trim,
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
            raked(spec, design, &raking, trim.as_ref(), data)
        }
        StepSpec::Calibrate {
            columns,
            population,
            calfun,
            bounds,
            epsilon,
        } => {
            let calibration =
                calibration(spec, columns, population, calfun, *bounds, *epsilon, data)?;
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
            let rule = collapsing(*minimum_cases, *maximum_factor);
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
            in_classes("nonresponse", spec, &kept, classes, &responded, rule, data)
        }
        StepSpec::Subset { rows } => subset(spec, design, &select(rows, data)?),
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

fn subset(
    spec: &DesignSpec,
    design: &SurveyDesign,
    rows: &[bool],
) -> Result<Applied, AnalysisError> {
    let kept = kept_rows(design, rows);
    if kept.weights().iter().all(|&weight| weight == 0.0) {
        return Err(invalid(spec, "the subset holds no row of positive weight"));
    }
    Ok(Applied::new("subset", kept))
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

/// Rakes, and caps the weights if that is asked for.
fn raked(
    spec: &DesignSpec,
    design: &SurveyDesign,
    raking: &Raking,
    cap: Option<&CapSpec>,
    data: &Microdata,
) -> Result<Applied, AnalysisError> {
    let Some(cap) = cap else {
        let raked = rake(design, raking);
        let raked = raked.map_err(|error| raking_error(spec, data, design, &error))?;
        return Ok(Applied::raked("rake", raked));
    };
    let rounds = cap.rounds.unwrap_or(5);
    let cap = weight_cap(spec, cap.upper, cap.median_plus_iqr, cap.times_mean)?
        .ok_or_else(|| invalid(spec, "trim states no cap"))?;
    let (raked, trimmed) =
        rake_and_trim(design, raking, cap, rounds).map_err(|error| match error {
            TrimmingError::Raking(error) => raking_error(spec, data, design, &error),
            other => invalid(spec, other),
        })?;
    Ok(Applied::raked("rake", raked).trimmed(&trimmed))
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
