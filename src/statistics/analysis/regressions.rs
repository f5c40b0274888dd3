//! Regressions and the importance of columns, of linearised and of replicated designs.

use super::AnalysisError;
use super::microdata::Microdata;
use super::statistic::{
    Importance, ImportanceOutcome, Outcome, Regression, RegressionOutcome, RegressionTerm,
};
use crate::design::SurveyDesign;
use crate::importance::Compared;
use crate::regression::{Model, ModelTerms, RegressionError};
use crate::replicates::ReplicateDesign;

/// The terms of a model, from their columns.
fn terms(
    asked: &Regression,
    data: &Microdata,
) -> Result<Result<ModelTerms, RegressionError>, AnalysisError> {
    let mut terms = ModelTerms::default();
    for term in &asked.terms {
        terms = match term {
            RegressionTerm::Number { var } => terms.number(var, data.number(var)?.into_owned()),
            RegressionTerm::Factor { var } => terms.factor(var, data.factor(var)?),
            RegressionTerm::Interaction { vars: [one, other] } => {
                match terms.interaction(one, other) {
                    Ok(terms) => terms,
                    Err(error) => return Ok(Err(error)),
                }
            }
        };
    }
    Ok(Ok(terms))
}

/// Answers, or says why not.
fn outcome(found: Result<Outcome, RegressionError>) -> Outcome {
    found.unwrap_or_else(Outcome::refused)
}

pub(super) fn linearised(
    design: &SurveyDesign,
    data: &Microdata,
    asked: &Regression,
    selected: &[bool],
) -> Result<Outcome, AnalysisError> {
    let terms = match terms(asked, data)? {
        Ok(terms) => terms,
        Err(error) => return Ok(Outcome::refused(error)),
    };
    let model = Model {
        family: asked.family.into(),
        answer: &data.number(&asked.var)?,
        terms: &terms,
        selected,
    };
    let fitted = || -> Result<Outcome, RegressionError> {
        let fitted = design.regression(&model)?;
        let mut margins = Vec::new();
        for factor in asked.margins.list() {
            let (levels, _) = design.predictive_margins(&model, factor)?;
            margins.push((factor.clone(), levels));
        }
        let outcome = RegressionOutcome::of(&fitted, asked, margins)?;
        Ok(Outcome::Regression(outcome))
    };
    Ok(outcome(fitted()))
}

pub(super) fn replicated(
    design: &ReplicateDesign,
    data: &Microdata,
    asked: &Regression,
    selected: &[bool],
) -> Result<Outcome, AnalysisError> {
    if !asked.margins.list().is_empty() {
        return Ok(Outcome::refused(
            "predictive margins are worked out by linearisation only: take margins out, or the step replicate",
        ));
    }
    let terms = match terms(asked, data)? {
        Ok(terms) => terms,
        Err(error) => return Ok(Outcome::refused(error)),
    };
    let model = Model {
        family: asked.family.into(),
        answer: &data.number(&asked.var)?,
        terms: &terms,
        selected,
    };
    let fitted = design.regression(&model);
    let found = fitted.and_then(|fitted| RegressionOutcome::of(&fitted, asked, Vec::new()));
    Ok(outcome(found.map(Outcome::Regression)))
}

/// Which design the importance of columns is worked out under.
#[derive(Clone, Copy)]
pub(super) enum Under<'a> {
    Linearised(&'a SurveyDesign),
    Replicated(&'a ReplicateDesign),
}

pub(super) fn importance(
    under: Under<'_>,
    data: &Microdata,
    asked: &Importance,
    selected: &[bool],
) -> Result<Outcome, AnalysisError> {
    let mut columns = Vec::new();
    for name in asked.by.list() {
        columns.push((name.as_str(), data.number(name)?));
    }
    let columns: Vec<(&str, &[f64])> = columns.iter().map(|(name, it)| (*name, &**it)).collect();
    let compared = Compared {
        answer: &data.number(&asked.var)?,
        columns: &columns,
        selected,
    };
    let found = match under {
        Under::Linearised(design) => design.importance(&compared),
        Under::Replicated(design) => design.importance(&compared),
    };
    Ok(outcome(found.map(|found| {
        Outcome::Importance(ImportanceOutcome::of(&found, asked))
    })))
}
