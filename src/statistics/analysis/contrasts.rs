//! Contrasts and trends, of linearised and of replicated designs.

use super::AnalysisError;
use super::microdata::Microdata;
use super::selection::{domain, narrowed};
use super::statistic::{AskedLimits, Contrast, ContrastOutcome, Outcome, TermOutcome, Trend};
use super::value::{Conditions, Level, Number, OneOrMany};
use crate::contrast::trend_coefficients;
use crate::design::SurveyDesign;
use crate::domain::Domain;
use crate::estimate::{Estimate, EstimateError, Linearized};
use crate::tabulation::Tabulation;

/// A sum of means as it is worked out.
pub(super) struct Sum<'a> {
    pub terms: Vec<Term<'a>>,
    pub within: &'a Conditions,
    pub limits: AskedLimits,
}

/// One mean of it.
pub(super) struct Term<'a> {
    pub coefficient: f64,
    pub var: &'a str,
    pub rows: Conditions,
    pub at: Option<String>,
}

impl Term<'_> {
    pub(super) fn outcome(&self, mean: &Estimate) -> TermOutcome {
        TermOutcome {
            at: self.at.clone(),
            coefficient: self.coefficient,
            n: mean.respondents,
            estimate: Number(mean.value),
            se: Number(mean.standard_error),
        }
    }
}

impl<'a> Sum<'a> {
    pub(super) fn of_contrast(asked: &'a Contrast) -> Self {
        let terms = asked.terms.iter().map(|term| Term {
            coefficient: term.coefficient,
            var: &term.var,
            rows: term.rows.clone(),
            at: None,
        });
        Self {
            terms: terms.collect(),
            within: &asked.domain,
            limits: asked.limits(),
        }
    }

    /// The trend over the times that the domain has; refused where one of them is no number, or all are the same.
    pub(super) fn of_trend(
        asked: &'a Trend,
        data: &Microdata,
        selected: &[bool],
    ) -> Result<Result<Self, String>, AnalysisError> {
        let by = data.factor(&asked.by)?;
        let mut met = vec![false; by.levels().len()];
        for (&code, &keep) in by.codes().iter().zip(selected) {
            met[code as usize] |= keep;
        }
        let labels = by.levels().iter().zip(met);
        let labels: Vec<&String> = labels
            .filter(|(label, met)| *met && !label.is_empty())
            .map(|(label, _)| label)
            .collect();
        let mut times = Vec::with_capacity(labels.len());
        for label in labels {
            match label.parse::<f64>() {
                Ok(time) if time.is_finite() => times.push((time, label)),
                _ => {
                    return Ok(Err(format!(
                        "{} has {label:?}, which is no time: it needs numbers",
                        asked.by
                    )));
                }
            }
        }
        times.sort_by(|a, b| a.0.total_cmp(&b.0));
        let moments: Vec<f64> = times.iter().map(|(time, _)| *time).collect();
        let Some(coefficients) = trend_coefficients(&moments) else {
            return Ok(Err(format!(
                "{} has fewer than two times: there is no trend",
                asked.by
            )));
        };
        let terms = times.into_iter().zip(coefficients);
        let terms = terms.map(|((_, label), coefficient)| Term {
            coefficient,
            var: &asked.var,
            rows: Conditions(
                [(asked.by.clone(), OneOrMany::One(Level::Text(label.clone())))].into(),
            ),
            at: Some(label.clone()),
        });
        Ok(Ok(Self {
            terms: terms.collect(),
            within: &asked.domain,
            limits: asked.limits(),
        }))
    }

    /// The sum by linearisation, in a table of its own.
    pub(super) fn linearised(
        &self,
        design: &SurveyDesign,
        data: &Microdata,
    ) -> Result<Result<Outcome, EstimateError>, AnalysisError> {
        let within = domain(self.within, data)?;
        let mut domains = Vec::with_capacity(self.terms.len());
        let (mut items, mut classes): (Vec<&str>, Vec<&String>) = (Vec::new(), Vec::new());
        for term in &self.terms {
            domains.push(narrowed(&within, &domain(&term.rows, data)?));
            if !items.contains(&term.var) {
                items.push(term.var);
            }
            for column in term.rows.0.keys().chain(self.within.0.keys()) {
                if !classes.contains(&column) {
                    classes.push(column);
                }
            }
        }
        let mut builder = Tabulation::builder();
        for column in classes {
            builder = builder.classification(column, data.factor(column)?);
        }
        for item in items {
            builder = builder.item(item, data.numbers(item)?.column());
        }
        let table = builder
            .build(design)
            .map_err(|error| AnalysisError::Document {
                reason: error.to_string(),
            })?;
        Ok(self.answer(&table, &domains, &within))
    }

    fn answer(
        &self,
        table: &Tabulation,
        domains: &[Domain],
        within: &Domain,
    ) -> Result<Outcome, EstimateError> {
        let (mut means, mut refused) = (Vec::new(), None);
        for (term, domain) in self.terms.iter().zip(domains) {
            match table.linearize_mean(term.var, domain) {
                Err(EstimateError::Variance {
                    reason,
                    point: Some(point),
                }) => {
                    refused = Some(reason);
                    means.push(Linearized {
                        estimate: *point,
                        scores: Vec::new(),
                    });
                }
                found => means.push(found?),
            }
        }
        let outcomes = self.terms.iter().zip(&means);
        let outcomes: Vec<TermOutcome> = outcomes
            .map(|(term, mean)| term.outcome(&mean.estimate))
            .collect();
        if let Some(reason) = refused {
            let terms = self.terms.iter().zip(&means);
            let value = terms.map(|(term, mean)| term.coefficient * mean.estimate.value);
            let contrast = crate::contrast::Contrast {
                value: value.sum(),
                standard_error: f64::NAN,
                degrees_of_freedom: table.degrees_of_freedom(within)?,
            };
            let unknown = vec![vec![f64::NAN; means.len()]; means.len()];
            let outcome = ContrastOutcome::of(&contrast, outcomes, &unknown, self.limits);
            return Ok(Outcome::Contrast(outcome.without_variance(&reason)));
        }
        let terms: Vec<(f64, &Linearized)> = (self.terms.iter().zip(&means))
            .map(|(term, mean)| (term.coefficient, mean))
            .collect();
        let contrast = table.contrast_of(&terms, within)?;
        let covariance = table.covariance_matrix(&means, within)?;
        Ok(Outcome::Contrast(ContrastOutcome::of(
            &contrast,
            outcomes,
            &covariance,
            self.limits,
        )))
    }
}
