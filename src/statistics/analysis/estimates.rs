//! Estimates of a linearised design.

use std::collections::BTreeSet;

use super::contrasts::Sum;
use super::microdata::Microdata;
use super::regressions::{self, Under};
use super::selection::{
    answered_within, domain, empty, listwise, narrowed, other_domain, select, two_groups,
};
use super::statistic::{
    AskedLimits, Chisq, Crosswise, DifferenceOutcome, DomainRatio, DomainRatioOutcome,
    ListwiseMeans, MeanOutcome, MeansOutcome, Outcome, ProportionContext, ProportionOutcome, Ratio,
    RatioOutcome, Reliability, Statistic, TTestOutcome, Ttest, crosswise_outcome,
};
use super::value::Conditions;
use super::{AnalysisError, contingency, quantiles};
use crate::contrast::Contrast;
use crate::count::real;
use crate::crosswise::{CrosswiseError, CrosswiseEstimate, crosswise, crosswise_value};
use crate::design::SurveyDesign;
use crate::difference::Difference;
use crate::domain::Domain;
use crate::estimate::{Estimate, EstimateError, Linearized};
use crate::item_sums::Column;
use crate::tabulation::{Tabulation, TabulationError};
use crate::variance::VarianceError;

/// Why two means have no ratio.
pub(super) const NO_RATIO: &str = "a mean is not above 0: there is no ratio";

/// All means of one design, tabulated in one pass.
pub(super) struct LinearisedTable<'a> {
    design: &'a SurveyDesign,
    data: &'a Microdata,
    table: Tabulation,
}

/// A mean, with its total if it has one.
struct Rate {
    mean: Estimate,
    total: Option<Estimate>,
    /// Why neither has a variance.
    refused: Option<VarianceError>,
}

/// The name of "answered any of these".
fn composite(items: &[&str]) -> String {
    format!("any of {}", items.join("\u{1f}"))
}

fn tabulation_error(error: &TabulationError) -> AnalysisError {
    AnalysisError::Document {
        reason: error.to_string(),
    }
}

impl<'a> LinearisedTable<'a> {
    pub(super) fn build<'e>(
        design: &'a SurveyDesign,
        data: &'a Microdata,
        statistics: impl Iterator<Item = &'e Statistic>,
    ) -> Result<Self, AnalysisError> {
        let mut items = BTreeSet::new();
        let mut composites = BTreeSet::new();
        let mut classifications = BTreeSet::new();
        for statistic in statistics.filter(|statistic| statistic.is_tabulated()) {
            items.extend(statistic.items().iter().chain(statistic.anchor()));
            if statistic.items().len() > 1 {
                composites.insert(statistic.items());
            }
            classifications.extend(statistic.classifications());
        }
        let mut builder = Tabulation::builder();
        for column in classifications {
            builder = builder.classification(column, data.factor(column)?);
        }
        for item in items {
            builder = builder.item(item, data.numbers(item)?.column());
        }
        for parts in composites {
            let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
            builder = builder.any_of(&composite(&parts), &parts);
        }
        let table = builder
            .build(design)
            .map_err(|error| tabulation_error(&error))?;
        Ok(Self {
            design,
            data,
            table,
        })
    }

    /// A table of its own for a few columns.
    fn table_of(
        &self,
        columns: &[Vec<f64>],
        conditions: &Conditions,
    ) -> Result<Tabulation, AnalysisError> {
        let mut builder = Tabulation::builder();
        for column in conditions.0.keys() {
            builder = builder.classification(column, self.data.factor(column)?);
        }
        for (index, column) in columns.iter().enumerate() {
            builder = builder.item(&index.to_string(), Column::Numeric(column));
        }
        builder
            .build(self.design)
            .map_err(|error| tabulation_error(&error))
    }

    pub(super) fn outcome(&self, statistic: &Statistic) -> Result<Outcome, AnalysisError> {
        let everybody = Conditions::default();
        let conditions = statistic.place().map_or(&everybody, |(_, domain)| domain);
        let within = domain(conditions, self.data)?;
        let computed = match statistic {
            Statistic::Proportion(asked) => {
                self.proportion(statistic.items(), &within, asked.limits())
            }
            Statistic::MeanOfProportions(asked) => {
                self.proportion(statistic.items(), &within, asked.limits())
            }
            Statistic::Verdict(asked) => self
                .published(statistic.items(), &within)
                .map(|(estimate, effect)| asked.of(&estimate, effect)),
            Statistic::Reliability(_) => self
                .published(statistic.items(), &within)
                .map(|(estimate, effect)| Reliability::of(&estimate, effect)),
            Statistic::Crosswise(asked) => self.crosswise(asked, &within),
            Statistic::Mean(asked) => self.rate(statistic.items(), &within).map(|rate| {
                let outcome = MeanOutcome::of(&rate.mean, rate.total.as_ref(), asked.limits());
                Outcome::Mean(match &rate.refused {
                    Some(reason) => outcome.without_variance(reason),
                    None => outcome,
                })
            }),
            Statistic::Ratio(asked) => self.ratio(asked, &within)?,
            Statistic::Quantile(asked) => {
                quantiles::linearised(self.design, self.data, asked, conditions)?
            }
            Statistic::Chisq(asked) => self.chi_square(asked, &within)?,
            Statistic::Ttest(asked) => self.t_test(asked, &within)?,
            Statistic::Difference(asked) => {
                let a = narrowed(&within, &domain(&asked.a, self.data)?);
                let b = other_domain(asked, self.data)?;
                let b = narrowed(&within, &domain(&b, self.data)?);
                let computed = self.difference(&asked.var, &a, &b, &within);
                computed.map(|(found, refused)| {
                    let outcome = DifferenceOutcome::of(&found, asked);
                    Outcome::Difference(match &refused {
                        Some(reason) => outcome.without_variance(reason),
                        None => outcome,
                    })
                })
            }
            Statistic::DomainRatio(asked) => {
                let a = narrowed(&within, &domain(&asked.a, self.data)?);
                let b = narrowed(&within, &domain(&asked.b, self.data)?);
                self.domain_ratio(asked, (&a, &b), &within)
            }
            Statistic::ListwiseMeans(asked) => self.listwise_means(asked, &within)?,
            Statistic::Contrast(asked) => {
                Sum::of_contrast(asked).linearised(self.design, self.data)?
            }
            Statistic::Trend(asked) => {
                let selected = select(conditions, self.data)?;
                match Sum::of_trend(asked, self.data, &selected)? {
                    Ok(sum) => sum.linearised(self.design, self.data)?,
                    Err(reason) => Ok(Outcome::refused(reason)),
                }
            }
            Statistic::Regression(asked) => {
                let selected = select(conditions, self.data)?;
                let answered = regressions::linearised(self.design, self.data, asked, &selected)?;
                Ok(answered)
            }
            Statistic::Importance(asked) => {
                let under = Under::Linearised(self.design);
                let selected = select(conditions, self.data)?;
                Ok(regressions::importance(under, self.data, asked, &selected)?)
            }
            Statistic::Adjust(_)
            | Statistic::Size(_)
            | Statistic::Power(_)
            | Statistic::SmallAreas(_) => Ok(Outcome::refused("it is of no design")),
        };
        Ok(match computed {
            Ok(outcome) => outcome,
            Err(EstimateError::NoAnswers { rows: 0, .. }) => empty(statistic, self.data)?,
            Err(error) => Outcome::Refused {
                n: matches!(error, EstimateError::NoAnswers { .. }).then_some(0),
                error: error.to_string(),
            },
        })
    }

    /// Rows of the design as R counts them: calibrated and PPS designs keep the rows outside a
    /// domain.
    fn design_rows(&self, domain_rows: usize) -> usize {
        if self.design.projections.is_empty() && !self.design.unequal_probabilities {
            domain_rows
        } else {
            self.design.rows()
        }
    }

    /// A mean and its total. With joint inclusion probabilities R takes design effects against all
    /// rows of the design, those outside the domain too, and for totals against a single row.
    fn mean_and_total(&self, item: &str, domain: &Domain) -> Result<Rate, EstimateError> {
        let (mut mean, refused) = Linearized::point_of(self.table.linearize_mean(item, domain))?;
        let (mut total, _) = Linearized::point_of(self.table.linearize_total(item, domain))?;
        if self.design.joint_inclusion.is_some() {
            let rows = real(self.design.rows());
            let (n, all) = (real(mean.respondents), mean.sum_of_weights);
            let replace = mean
                .design_effect_with_replacement
                .map(|effect| effect * rows / n);
            mean.design_effect_with_replacement = replace;
            mean.design_effect = replace.map(|effect| effect * all / (all - rows));
            total.design_effect = total
                .design_effect_with_replacement
                .map(|effect| effect / n);
        }
        Ok(Rate {
            mean,
            total: Some(total),
            refused,
        })
    }

    /// A proportion, or a mean of several, with its total if it has one.
    fn rate(&self, items: &[String], domain: &Domain) -> Result<Rate, EstimateError> {
        match items {
            [item] => self.mean_and_total(item, domain),
            several => {
                let several: Vec<&str> = several.iter().map(String::as_str).collect();
                let mean = self.table.mean_of(&several, &composite(&several), domain);
                let (mean, refused) = Linearized::point_of(mean)?;
                Ok(Rate {
                    mean,
                    total: None,
                    refused,
                })
            }
        }
    }

    /// A proportion, and the design effect that serves if it is 0 or 1: that of the item in the whole
    /// population, or 1 where that is 0 or 1 as well.
    fn published(
        &self,
        items: &[String],
        domain: &Domain,
    ) -> Result<(Estimate, f64), EstimateError> {
        let rate = self.rate(items, domain)?;
        if let Some(reason) = rate.refused {
            return Err(reason.into());
        }
        let design_effect = self.boundary_design_effect(items, &rate.mean)?;
        Ok((rate.mean, design_effect))
    }

    fn boundary_design_effect(
        &self,
        items: &[String],
        mean: &Estimate,
    ) -> Result<f64, EstimateError> {
        if mean.value > 0.0 && mean.value < 1.0 {
            return Ok(1.0);
        }
        let city = self.rate(items, &Domain::all())?.mean;
        Ok(city.design_effect_with_replacement.unwrap_or(1.0))
    }

    fn proportion(
        &self,
        items: &[String],
        domain: &Domain,
        limits: AskedLimits,
    ) -> Result<Outcome, EstimateError> {
        let rate = self.rate(items, domain)?;
        let mean = &rate.mean;
        let context = ProportionContext {
            design_rows: self.design_rows(mean.domain_rows),
            boundary_design_effect: self.boundary_design_effect(items, mean)?,
            logit_standard_error: None,
            likelihood: true,
            published_degrees_of_freedom: mean.degrees_of_freedom,
            limits,
        };
        let outcome = ProportionOutcome::of(mean, rate.total.as_ref(), &context);
        Ok(Outcome::Proportion(match &rate.refused {
            Some(reason) => outcome.without_variance(reason),
            None => outcome,
        }))
    }

    fn crosswise(&self, asked: &Crosswise, domain: &Domain) -> Result<Outcome, EstimateError> {
        let prevalence = asked.prevalence;
        let same = self.table.linearize_mean(&asked.var, domain);
        let (share, mut refused) = Linearized::point_of(same.clone())?;
        let Some(anchor) = &asked.anchor else {
            let estimate = crosswise(share.value, share.standard_error, prevalence);
            return Ok(crosswise_answer(estimate, &share, None, refused.as_ref()));
        };
        let anchor_same = self.table.linearize_mean(&anchor.var, domain);
        let (anchor_share, why) = Linearized::point_of(anchor_same.clone())?;
        refused = refused.or(why);
        let mut estimate = crosswise_value(
            share.value,
            prevalence,
            anchor_share.value,
            anchor.prevalence,
        )
        .map(|(value, attention)| CrosswiseEstimate {
            value,
            standard_error: f64::NAN,
            attention,
        });
        if let (Ok(same), Ok(anchor_same)) = (&same, &anchor_same) {
            let found =
                self.table
                    .crosswise_with_anchor(same, prevalence, anchor_same, anchor.prevalence);
            match found {
                Err(CrosswiseError::Variance(reason)) => refused = Some(reason),
                found => estimate = found,
            }
        }
        let anchor = Some(&anchor_share);
        Ok(crosswise_answer(estimate, &share, anchor, refused.as_ref()))
    }

    /// The difference of the means of two domains; without a variance where the design allows none.
    fn difference(
        &self,
        item: &str,
        a: &Domain,
        b: &Domain,
        within: &Domain,
    ) -> Result<(Difference, Option<VarianceError>), EstimateError> {
        let reason = match self.table.difference_within(item, a, b, within) {
            Err(EstimateError::Variance { reason, .. }) => reason,
            found => return Ok((found?, None)),
        };
        let mean = |domain| -> Result<Estimate, EstimateError> {
            let (mean, _) = Linearized::point_of(self.table.linearize_mean(item, domain))?;
            Ok(mean)
        };
        let (a, b) = (mean(a)?, mean(b)?);
        let difference = Difference {
            a: a.value,
            b: b.value,
            standard_error_a: f64::NAN,
            standard_error_b: f64::NAN,
            covariance: f64::NAN,
            degrees_of_freedom_of_parts: (a.degrees_of_freedom, b.degrees_of_freedom),
            contrast: Contrast {
                value: a.value - b.value,
                standard_error: f64::NAN,
                degrees_of_freedom: self.table.degrees_of_freedom(within)?,
            },
        };
        Ok((difference, Some(reason)))
    }

    fn domain_ratio(
        &self,
        asked: &DomainRatio,
        (a, b): (&Domain, &Domain),
        within: &Domain,
    ) -> Result<Outcome, EstimateError> {
        let above = self.table.linearize_mean(&asked.var, a)?;
        let below = self.table.linearize_mean(&asked.var, b)?;
        let (a, b) = (above.estimate.value, below.estimate.value);
        if a <= 0.0 || b <= 0.0 {
            return Ok(Outcome::refused(NO_RATIO));
        }
        let terms = [(1.0 / a, &above), (-1.0 / b, &below)];
        let logarithm = Contrast {
            value: (a / b).ln(),
            ..self.table.contrast_of(&terms, within)?
        };
        let outcome = DomainRatioOutcome::of(a, b, &logarithm, asked.limits());
        Ok(Outcome::DomainRatio(outcome))
    }

    fn ratio(
        &self,
        asked: &Ratio,
        domain: &Domain,
    ) -> Result<Result<Outcome, EstimateError>, AnalysisError> {
        let numerator = self.data.number(&asked.num)?;
        let denominator = self.data.number(&asked.den)?;
        let mut columns = listwise(vec![numerator, denominator]);
        let table = self.table_of(&columns, &asked.domain)?;
        let ratio = table.linearize_ratio("0", "1", domain);
        let ratio = match Linearized::point_of(ratio) {
            Ok((ratio, None)) => ratio,
            Ok((ratio, Some(reason))) => {
                let outcome = RatioOutcome::of(&ratio, None, asked.limits());
                return Ok(Ok(Outcome::Ratio(outcome.without_variance(&reason))));
            }
            Err(error) => return Ok(Err(error)),
        };
        let below = columns.pop().unwrap_or_default();
        for (x, y) in columns[0].iter_mut().zip(&below) {
            *x -= ratio.value * y;
        }
        // The design effect of a ratio is that of the total of its residuals.
        let residuals = self.table_of(&columns, &asked.domain)?;
        Ok(residuals.total("0", domain).map(|total| {
            Outcome::Ratio(RatioOutcome::of(
                &ratio,
                total.design_effect,
                asked.limits(),
            ))
        }))
    }

    fn t_test(
        &self,
        asked: &Ttest,
        within: &Domain,
    ) -> Result<Result<Outcome, EstimateError>, AnalysisError> {
        let groups = match two_groups(&asked.group, self.data.factor(&asked.group)?) {
            Ok(groups) => groups,
            Err(reason) => return Ok(Ok(Outcome::refused(reason))),
        };
        let a = within.clone().and(&asked.group, &groups.second);
        let b = within.clone().and(&asked.group, &groups.first);
        let computed = self.difference(&asked.var, &a, &b, within);
        let selected = answered_within(asked, self.data)?;
        let df = self.design.degrees_of_freedom_among(|row| selected[row]);
        Ok(computed.map(|(found, refused)| {
            let outcome = TTestOutcome::of(&found, df, groups.difference);
            Outcome::TTest(match &refused {
                Some(reason) => outcome.without_variance(reason),
                None => outcome,
            })
        }))
    }

    fn listwise_means(
        &self,
        asked: &ListwiseMeans,
        domain: &Domain,
    ) -> Result<Result<Outcome, EstimateError>, AnalysisError> {
        let mut columns = Vec::new();
        for name in asked.vars.list() {
            columns.push(self.data.number(name)?);
        }
        let count = columns.len();
        let table = self.table_of(&listwise(columns), &asked.domain)?;
        Ok(match means_with_covariance(&table, count, domain) {
            Ok((means, covariance)) => {
                let values: Vec<f64> = means.iter().map(|mean| mean.estimate.value).collect();
                Ok(Outcome::Means(MeansOutcome::of(&values, &covariance)))
            }
            Err(EstimateError::Variance { reason, .. }) => {
                points(&table, count, domain).map(|means| {
                    let values: Vec<f64> = means.iter().map(|mean| mean.value).collect();
                    Outcome::Means(MeansOutcome::without_variance(&values, &reason))
                })
            }
            Err(error) => Err(error),
        })
    }

    fn chi_square(
        &self,
        asked: &Chisq,
        domain: &Domain,
    ) -> Result<Result<Outcome, EstimateError>, AnalysisError> {
        let selected = select(&asked.domain, self.data)?;
        let cells = contingency::Cells::of(&asked.row, &asked.col, self.data, &selected)?;
        if cells.is_trivial() {
            return Ok(Ok(Outcome::refused(
                "a table needs two rows and two columns",
            )));
        }
        let table = self.table_of(&cells.indicators, &asked.domain)?;
        let count = cells.indicators.len();
        let computed =
            means_with_covariance(&table, count, domain).and_then(|(means, covariance)| {
                let first = &means[0].estimate;
                let totals = contingency::CellTotals {
                    shares: means.iter().map(|mean| mean.estimate.value).collect(),
                    covariance,
                    totals: means
                        .iter()
                        .map(|mean| mean.estimate.weighted_total)
                        .collect(),
                    total_covariance: totals_covariance(&table, count, domain)?,
                    shown_totals: means
                        .iter()
                        .map(|mean| mean.estimate.weighted_total)
                        .collect(),
                    rows: real(self.design_rows(first.domain_rows)),
                    degrees_of_freedom: first.degrees_of_freedom,
                };
                Ok(Outcome::Table(cells.result(&totals)))
            });
        Ok(match computed {
            Err(EstimateError::Variance { reason, .. }) => {
                points(&table, count, domain).map(|means| {
                    let totals: Vec<f64> = means.iter().map(|mean| mean.weighted_total).collect();
                    let df = means.first().map_or(0, |mean| mean.degrees_of_freedom);
                    Outcome::Table(cells.without_variance(&totals, df, &reason))
                })
            }
            computed => computed,
        })
    }
}

/// A prevalence behind "same" answers, or why there is none.
fn crosswise_answer(
    estimate: Result<CrosswiseEstimate, CrosswiseError>,
    same: &Estimate,
    anchor: Option<&Estimate>,
    refused: Option<&VarianceError>,
) -> Outcome {
    estimate.map_or_else(Outcome::refused, |estimate| {
        let outcome = crosswise_outcome(&estimate, same, anchor);
        Outcome::Crosswise(match refused {
            Some(reason) => outcome.without_variance(reason),
            None => outcome,
        })
    })
}

/// Means of all items of a table that has no variances.
fn points(
    table: &Tabulation,
    items: usize,
    domain: &Domain,
) -> Result<Vec<Estimate>, EstimateError> {
    let mut means = Vec::with_capacity(items);
    for item in 0..items {
        let mean = table.linearize_mean(&item.to_string(), domain);
        means.push(Linearized::point_of(mean)?.0);
    }
    Ok(means)
}

/// Means of all items of a table, and their covariance matrix.
fn means_with_covariance(
    table: &Tabulation,
    items: usize,
    domain: &Domain,
) -> Result<(Vec<Linearized>, Vec<Vec<f64>>), EstimateError> {
    let mut means = Vec::with_capacity(items);
    for item in 0..items {
        means.push(table.linearize_mean(&item.to_string(), domain)?);
    }
    let covariance = table.covariance_matrix(&means, domain)?;
    Ok((means, covariance))
}

fn totals_covariance(
    table: &Tabulation,
    items: usize,
    domain: &Domain,
) -> Result<Vec<Vec<f64>>, EstimateError> {
    let mut totals = Vec::with_capacity(items);
    for item in 0..items {
        totals.push(table.linearize_total(&item.to_string(), domain)?);
    }
    table.covariance_matrix(&totals, domain)
}
