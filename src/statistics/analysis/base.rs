//! From the description of a design to the design before any weighting step.

use super::design::{Design, PairVariance, Pps, PpsMethod, SinglePsu, SumsOfSquares};
use super::microdata::Microdata;
use super::{AnalysisError, Loader};
use crate::design::{DesignBuilder, SurveyDesign};
use crate::design_error::DesignError;
use crate::pps::{JointApproximation, JointInclusion, PairedPsus, PairwiseVariance, PpsError};
use crate::single_psu::SinglePsuPolicy;
use crate::weighting::{BaseWeightError, base_weights};

/// The design before any step.
pub(super) fn base_design(
    spec: &Design,
    data: &Microdata,
    load: &mut Loader<'_>,
) -> Result<SurveyDesign, AnalysisError> {
    let mut populations = Vec::new();
    for column in spec.fpc.list() {
        populations.push(data.complete(column)?.into_owned());
    }
    if spec.pps.as_ref().is_some_and(|pps| !pps.is_of_pairs()) && populations.is_empty() {
        return Err(spec.invalid("pps needs inclusion probabilities in fpc"));
    }
    check_certainty(spec, data)?;
    let mut builder = SurveyDesign::builder(weights(spec, data)?)
        .single_psu(single_psu_policy(spec))
        .certainty_psus(spec.certainty_psus.list().to_vec())
        .adjust_domains(spec.adjust_domain_lonely);
    if spec.strata.list().len() > spec.ids.list().len().max(1) {
        // More columns than stages: together they are the strata of the first.
        builder = builder.strata(data.crossed(spec.strata.list())?);
    } else {
        for column in spec.strata.list() {
            builder = builder.strata(data.complete_factor(column)?.clone());
        }
    }
    for column in spec.ids.list() {
        builder = builder.units(data.complete_factor(column)?.clone());
    }
    if spec.nest {
        builder = builder.nested();
    }
    builder = match &spec.pps {
        Some(pps) => with_unequal_probabilities(builder, spec, pps, populations, data, load)?,
        None => populations
            .into_iter()
            .fold(builder, DesignBuilder::population),
    };
    if spec.weights.is_none() && spec.probs.list().is_empty() && spec.pps.is_none() {
        builder = builder.weights_from_populations();
    }
    let mut design = builder
        .build()
        .map_err(|error| design_error(spec, data, error))?;
    if design.psus() == 1 {
        // No rule for a stratum makes a variance of a sample that is one PSU.
        design.single_psu = SinglePsuPolicy::Fail;
    }
    Ok(design)
}

/// PSUs taken with certainty must exist, and have no population of their own.
fn check_certainty(spec: &Design, data: &Microdata) -> Result<(), AnalysisError> {
    let certain = spec.certainty_psus.list();
    if certain.is_empty() {
        return Ok(());
    }
    if spec.pps.as_ref().is_some_and(|pps| !pps.is_of_pairs()) || !spec.fpc.list().is_empty() {
        return Err(spec.invalid("certainty_psus goes without fpc and pps, but for pairs"));
    }
    let psus = spec.ids.list().first();
    let psus = psus.ok_or_else(|| spec.invalid("certainty_psus needs ids"))?;
    let known = data.factor(psus)?;
    match certain.iter().find(|label| known.code_of(label).is_none()) {
        Some(unknown) => {
            let reason = format!("{}, column {psus}: there is no PSU {unknown:?}", data.file);
            Err(spec.invalid(reason))
        }
        None => Ok(()),
    }
}

/// Weights as given, or from inclusion probabilities; one for every row without either.
fn weights(spec: &Design, data: &Microdata) -> Result<Vec<f64>, AnalysisError> {
    let probs = spec.probs.list();
    match &spec.weights {
        Some(_) if !probs.is_empty() => Err(spec.invalid("weights and probs exclude each other")),
        Some(column) => checked_weights(spec, data, column),
        None if !probs.is_empty() => weights_from_probabilities(spec, data, probs),
        None if !spec.fpc.list().is_empty() && spec.pps.is_some() => {
            weights_from_probabilities(spec, data, &spec.fpc.list()[..1])
        }
        None => Ok(vec![1.0; data.rows]),
    }
}

/// PSUs drawn with unequal probabilities without replacement: `populations` holds the probabilities, and
/// for Brewer's approximation the populations of later stages.
fn with_unequal_probabilities(
    builder: DesignBuilder,
    spec: &Design,
    pps: &Pps,
    mut populations: Vec<Vec<f64>>,
    data: &Microdata,
    load: &mut Loader<'_>,
) -> Result<DesignBuilder, AnalysisError> {
    let form = match spec.variance {
        None | Some(PairVariance::HorvitzThompson) => PairwiseVariance::HorvitzThompson,
        Some(PairVariance::YatesGrundy) => PairwiseVariance::YatesGrundy,
    };
    let probabilities = if pps.is_of_pairs() {
        Vec::new()
    } else {
        populations.remove(0)
    };
    match pps.method {
        PpsMethod::Brewer => Ok(populations
            .into_iter()
            .fold(builder, DesignBuilder::population)
            .pps_brewer(probabilities)),
        PpsMethod::Overton | PpsMethod::HartleyRao | PpsMethod::HartleyRaoEstimated => {
            later_stages(spec, &populations)?;
            let approximation = approximation(spec, pps, data)?;
            Ok(builder.pps_approximate(probabilities, approximation, form))
        }
        PpsMethod::Pairs => {
            let pairs = pps.pairs.iter().cloned().map(|pairs| PairedPsus {
                stratum: pairs.stratum,
                psus: pairs.psus,
                joint: pairs.joint,
            });
            Ok(builder.pps_paired(pairs.collect()))
        }
        PpsMethod::Matrix => {
            later_stages(spec, &populations)?;
            let file = pps
                .matrix_csv
                .as_deref()
                .ok_or_else(|| spec.invalid("ppsmat needs matrix_csv"))?;
            let columns = Microdata::numbers_of(file, data.rows, load)?;
            let columns: Vec<Vec<f64>> = columns.into_iter().map(|(_, column)| column).collect();
            let joint = JointInclusion::known(&columns, form);
            Ok(builder.pps_joint(joint.map_err(|error| spec.invalid(error))?))
        }
    }
}

/// Names the cell that makes no design.
fn design_error(spec: &Design, data: &Microdata, error: DesignError) -> AnalysisError {
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
        other => spec.invalid(format!("{}: {other}", data.file)),
    }
}

/// A column of weights, refused with its row if one is negative.
pub(super) fn checked_weights(
    spec: &Design,
    data: &Microdata,
    column: &str,
) -> Result<Vec<f64>, AnalysisError> {
    let weights = data.complete(column)?.into_owned();
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
        return Err(spec.invalid(reason));
    }
    Ok(weights)
}

fn single_psu_policy(spec: &Design) -> SinglePsuPolicy {
    match spec.lonely_psu {
        SinglePsu::Fail => SinglePsuPolicy::Fail,
        SinglePsu::Remove => SinglePsuPolicy::Remove,
        SinglePsu::Certainty => SinglePsuPolicy::Certainty,
        SinglePsu::Average => SinglePsuPolicy::Average,
        SinglePsu::Adjust => SinglePsuPolicy::Adjust,
        SinglePsu::Collapse => SinglePsuPolicy::Collapse {
            neighbours: spec.collapse.clone().into_iter().collect(),
        },
    }
}

/// Joint probabilities describe the first stage; what stands behind it would go unused.
fn later_stages(spec: &Design, populations: &[Vec<f64>]) -> Result<(), AnalysisError> {
    if populations.is_empty() {
        return Ok(());
    }
    Err(spec.invalid(
        "with joint probabilities only the first stage enters the variance: fpc takes one column",
    ))
}

fn approximation(
    spec: &Design,
    pps: &Pps,
    data: &Microdata,
) -> Result<JointApproximation, AnalysisError> {
    let sum_of_squares_over_n = match (pps.method, &pps.sum_p2_over_n) {
        (PpsMethod::Overton, _) => return Ok(JointApproximation::Overton),
        (_, None) => None,
        (_, Some(SumsOfSquares::One(sum))) if spec.strata.list().is_empty() => Some(vec![*sum]),
        (_, Some(SumsOfSquares::One(_))) => {
            return Err(spec
                .invalid("in a stratified design sum_p2_over_n is an object of stratum = number"));
        }
        (_, Some(SumsOfSquares::ByStratum(sums))) => {
            let strata = data.crossed(spec.strata.list())?;
            if let Some(stranger) = sums.keys().find(|it| strata.code_of(it).is_none()) {
                let reason = format!("sum_p2_over_n: there is no stratum {stranger:?}");
                return Err(spec.invalid(reason));
            }
            let mut given = Vec::with_capacity(sums.len());
            for label in strata.levels() {
                let sum = sums.get(label).copied();
                given.push(sum.ok_or_else(|| {
                    spec.invalid(format!("sum_p2_over_n has no number for stratum {label:?}"))
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
    spec: &Design,
    data: &Microdata,
    columns: &[String],
) -> Result<Vec<f64>, AnalysisError> {
    let mut stages = Vec::with_capacity(columns.len());
    for column in columns {
        stages.push(data.complete(column)?);
    }
    let by_stage: Vec<&[f64]> = stages.iter().map(AsRef::as_ref).collect();
    base_weights(&by_stage).map_err(|error| match error {
        BaseWeightError::BadProbability {
            row,
            stage,
            probability,
        } => data.cell(
            &columns[stage - 1],
            row,
            format!("the inclusion probability {probability} is not above 0 and at most 1"),
        ),
        other @ BaseWeightError::LengthsDiffer { .. } => spec.invalid(other),
    })
}
