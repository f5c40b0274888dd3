//! Estimates of a design with replicate weights.

use std::cell::RefCell;
use std::collections::HashMap;

use super::contrasts::Sum;
use super::estimates::NO_RATIO;
use super::microdata::Microdata;
use super::regressions::{self, Under};
use super::selection::{answered_within, empty, listwise, other_domain, select, two_groups};
use super::statistic::{
    AskedLimits, Chisq, ContrastOutcome, Crosswise, DifferenceOutcome, DomainRatio,
    DomainRatioOutcome, LEVELS, Limits, LimitsMethod, MeanOutcome, MeansOutcome, Outcome,
    ProportionContext, ProportionOutcome, Ratio, RatioOutcome, Reliability, Statistic,
    TTestOutcome, Ttest, crosswise_outcome,
};
use super::value::Conditions;
use super::{AnalysisError, contingency, quantiles};
use crate::contrast;
use crate::count::real;
use crate::crosswise::{CrosswiseError, CrosswiseEstimate, crosswise, crosswise_value};
use crate::difference::Difference;
use crate::estimate::Estimate;
use crate::item_sums::ItemSums;
use crate::replicates::ReplicateDesign;

/// Estimates by going through all rows once per replicate.
pub(super) struct ReplicatedTable<'a> {
    design: &'a ReplicateDesign,
    data: &'a Microdata,
    degrees_of_freedom: RefCell<HashMap<Vec<bool>, usize>>,
}

/// A full-sample value and its replicates, all less the origin: a variance is of what is left.
struct Replicates {
    origin: f64,
    full: f64,
    values: Vec<f64>,
}

impl Replicates {
    /// The value of the full sample.
    fn value(&self) -> f64 {
        self.origin + self.full
    }

    /// The value of a replicate.
    fn replicate(&self, replicate: usize) -> f64 {
        self.origin + self.values[replicate]
    }
}

/// What the selected answers are measured from: near their mean, and 0 where all are zeros and ones.
fn origin(values: &[f64], selected: &[bool]) -> f64 {
    let (mut sum, mut count, mut binary) = (0.0, 0_usize, true);
    for (&y, _) in values
        .iter()
        .zip(selected)
        .filter(|(y, keep)| **keep && !y.is_nan())
    {
        sum += y;
        count += 1;
        binary &= [0.0, 1.0].contains(&y);
    }
    if binary { 0.0 } else { sum / real(count) }
}

/// A mean with its replicates.
struct Rate {
    mean: Estimate,
    total: Option<Estimate>,
    replicates: Replicates,
}

fn unanswered(items: &[String]) -> Outcome {
    let items = items.join(", ");
    Outcome::refused(format!("nobody in the domain answered {items}"))
}

impl<'a> ReplicatedTable<'a> {
    pub(super) fn new(design: &'a ReplicateDesign, data: &'a Microdata) -> Self {
        Self {
            design,
            data,
            degrees_of_freedom: RefCell::default(),
        }
    }

    pub(super) fn outcome(&self, statistic: &Statistic) -> Result<Outcome, AnalysisError> {
        let everybody = Conditions::default();
        let conditions = statistic.place().map_or(&everybody, |(_, domain)| domain);
        let selected = select(conditions, self.data)?;
        if !selected.contains(&true) {
            return empty(statistic, self.data);
        }
        match statistic {
            Statistic::Proportion(asked) => {
                self.proportion(statistic.items(), &selected, asked.limits())
            }
            Statistic::MeanOfProportions(asked) => {
                self.proportion(statistic.items(), &selected, asked.limits())
            }
            Statistic::Mean(asked) => {
                let rate = self.rate(statistic.items(), &selected)?;
                let mean =
                    |rate: Rate| MeanOutcome::of(&rate.mean, rate.total.as_ref(), asked.limits());
                Ok(rate.map_or_else(
                    || unanswered(statistic.items()),
                    |rate| Outcome::Mean(mean(rate)),
                ))
            }
            Statistic::Verdict(asked) => {
                let published = self.published(statistic.items(), &selected)?;
                Ok(published.map_or_else(
                    || unanswered(statistic.items()),
                    |(estimate, effect)| asked.of(&estimate, effect),
                ))
            }
            Statistic::Reliability(_) => {
                let published = self.published(statistic.items(), &selected)?;
                Ok(published.map_or_else(
                    || unanswered(statistic.items()),
                    |(estimate, effect)| Reliability::of(&estimate, effect),
                ))
            }
            Statistic::Crosswise(asked) => self.crosswise(asked, &selected),
            Statistic::Ratio(asked) => self.ratio(asked, &selected),
            Statistic::Quantile(asked) => {
                quantiles::replicated(self.design, self.data, asked, &selected)
            }
            Statistic::Chisq(asked) => self.chi_square(asked, &selected),
            Statistic::Ttest(asked) => self.t_test(asked, &selected),
            Statistic::Difference(asked) => {
                let values = self.data.number(&asked.var)?;
                let both = |inner: Vec<bool>| -> Vec<bool> {
                    let rows = inner.iter().zip(&selected);
                    rows.map(|(a, b)| *a && *b).collect()
                };
                let a = both(select(&asked.a, self.data)?);
                let b = both(select(&other_domain(asked, self.data)?, self.data)?);
                let difference = self.difference_of(&values, &a, &b, &selected);
                let outcome = DifferenceOutcome::of(&difference, asked);
                Ok(Outcome::Difference(outcome))
            }
            Statistic::DomainRatio(asked) => self.domain_ratio(asked, &selected),
            Statistic::ListwiseMeans(asked) => self.listwise_means(asked.vars.list(), &selected),
            Statistic::Contrast(asked) => self.contrast(&Sum::of_contrast(asked), &selected),
            Statistic::Trend(asked) => match Sum::of_trend(asked, self.data, &selected)? {
                Ok(sum) => self.contrast(&sum, &selected),
                Err(reason) => Ok(Outcome::refused(reason)),
            },
            Statistic::Regression(asked) => {
                regressions::replicated(self.design, self.data, asked, &selected)
            }
            Statistic::Importance(asked) => {
                let under = Under::Replicated(self.design);
                regressions::importance(under, self.data, asked, &selected)
            }
            Statistic::Adjust(_)
            | Statistic::Size(_)
            | Statistic::Power(_)
            | Statistic::SmallAreas(_) => Ok(Outcome::refused("it is of no design")),
        }
    }

    fn degrees_of_freedom(&self, selected: &[bool]) -> usize {
        if let Some(&known) = self.degrees_of_freedom.borrow().get(selected) {
            return known;
        }
        let found = self.design.degrees_of_freedom(selected);
        self.degrees_of_freedom
            .borrow_mut()
            .insert(selected.to_vec(), found);
        found
    }

    fn variance(&self, replicates: &Replicates) -> f64 {
        self.design.variance(replicates.full, &replicates.values)
    }

    fn covariance(&self, a: &Replicates, b: &Replicates) -> f64 {
        self.design
            .covariance((a.full, &a.values), (b.full, &b.values))
    }

    fn replicate(&self, origin: f64, estimator: impl FnMut(&[f64]) -> f64) -> Replicates {
        let (full, values) = self.design.estimate_all(estimator);
        Replicates {
            origin,
            full,
            values,
        }
    }

    /// The mean of the answered values among the selected rows.
    fn means(&self, values: &[f64], selected: &[bool]) -> Replicates {
        let origin = origin(values, selected);
        self.replicate(origin, |weights| {
            let (mut sum, mut weight) = (0.0, 0.0);
            for ((&w, &y), &keep) in weights.iter().zip(values).zip(selected) {
                if keep && !y.is_nan() {
                    sum += w * (y - origin);
                    weight += w;
                }
            }
            sum / weight
        })
    }

    fn totals(&self, values: &[f64], selected: &[bool]) -> Replicates {
        self.replicate(0.0, |weights| {
            let rows = weights.iter().zip(values).zip(selected);
            rows.filter(|((_, y), keep)| **keep && !y.is_nan())
                .map(|((w, y), _)| w * y)
                .sum()
        })
    }

    /// Counts, weights and sums of the selected rows, without any variance.
    fn describe(&self, values: &[f64], selected: &[bool]) -> Option<(Estimate, f64)> {
        let mut sums = ItemSums::about(origin(values, selected));
        let mut respondents = 0;
        for ((&w, &y), &keep) in self.design.weights().iter().zip(values).zip(selected) {
            if keep && !y.is_nan() && w != 0.0 {
                respondents += 1;
                sums.add(w, y);
            }
        }
        if respondents == 0 {
            return None;
        }
        let n = real(respondents);
        let estimate = Estimate {
            value: sums.mean(),
            standard_error: f64::NAN,
            degrees_of_freedom: self.degrees_of_freedom(selected),
            design_degrees_of_freedom: self.degrees_of_freedom(&vec![true; self.data.rows]),
            respondents,
            domain_rows: selected.iter().filter(|&&keep| keep).count(),
            sum_of_weights: sums.weight,
            weighted_total: sums.weighted_total(),
            unweighted_total: sums.unweighted_total(),
            design_effect: None,
            design_effect_with_replacement: None,
            weighting_design_effect: n * sums.weight_squares / (sums.weight * sums.weight),
        };
        Some((estimate, sums.unit_variance()))
    }

    /// A mean, or the mean of several means, with its total if it has one.
    fn rate(&self, items: &[String], selected: &[bool]) -> Result<Option<Rate>, AnalysisError> {
        let mut columns = Vec::with_capacity(items.len());
        for item in items {
            columns.push(self.data.number(item)?);
        }
        if let [values] = columns.as_slice() {
            let Some((mut mean, unit_variance)) = self.describe(values, selected) else {
                return Ok(None);
            };
            let replicates = self.means(values, selected);
            let variance = self.variance(&replicates);
            mean.standard_error = variance.sqrt();
            mean.set_design_effects(variance, unit_variance);
            let totals = self.totals(values, selected);
            let total_variance = self.variance(&totals);
            let mut total = Estimate {
                value: totals.value(),
                standard_error: total_variance.sqrt(),
                ..mean.clone()
            };
            let squared_population = mean.sum_of_weights * mean.sum_of_weights;
            total.set_design_effects(total_variance / squared_population, unit_variance);
            return Ok(Some(Rate {
                mean,
                total: Some(total),
                replicates,
            }));
        }
        // Persons who answered any of the items are the n of their mean.
        let any: Vec<f64> = (0..self.data.rows)
            .map(|row| {
                let answered = columns.iter().any(|column| !column[row].is_nan());
                if answered { 1.0 } else { f64::NAN }
            })
            .collect();
        let Some((mut mean, _)) = self.describe(&any, selected) else {
            return Ok(None);
        };
        let parts: Vec<Replicates> = columns
            .iter()
            .map(|column| self.means(column, selected))
            .collect();
        let count = real(parts.len());
        let average = |of: &dyn Fn(&Replicates) -> f64| parts.iter().map(of).sum::<f64>() / count;
        let values = (0..self.design.replicates().len())
            .map(|replicate| average(&|part| part.values[replicate]))
            .collect();
        let replicates = Replicates {
            origin: average(&|part| part.origin),
            full: average(&|part| part.full),
            values,
        };
        let variance = self.variance(&replicates);
        let value = replicates.value();
        mean.value = value;
        mean.weighted_total = value * mean.sum_of_weights;
        mean.standard_error = variance.sqrt();
        mean.set_design_effects(variance, value * (1.0 - value));
        Ok(Some(Rate {
            mean,
            total: None,
            replicates,
        }))
    }

    /// The design effect that serves if a proportion is 0 or 1: that of the whole population, or 1
    /// where that is 0 or 1 as well.
    fn boundary_design_effect(
        &self,
        items: &[String],
        mean: &Estimate,
    ) -> Result<f64, AnalysisError> {
        if mean.value > 0.0 && mean.value < 1.0 {
            return Ok(1.0);
        }
        let city = self.rate(items, &vec![true; self.data.rows])?;
        let design_effect = city.and_then(|city| city.mean.design_effect_with_replacement);
        Ok(design_effect.unwrap_or(1.0))
    }

    fn published(
        &self,
        items: &[String],
        selected: &[bool],
    ) -> Result<Option<(Estimate, f64)>, AnalysisError> {
        let Some(rate) = self.rate(items, selected)? else {
            return Ok(None);
        };
        let design_effect = self.boundary_design_effect(items, &rate.mean)?;
        let mean = Estimate {
            degrees_of_freedom: self.design.published_degrees_of_freedom(selected),
            ..rate.mean
        };
        Ok(Some((mean, design_effect)))
    }

    fn proportion(
        &self,
        items: &[String],
        selected: &[bool],
        limits: AskedLimits,
    ) -> Result<Outcome, AnalysisError> {
        let Some(rate) = self.rate(items, selected)? else {
            return Ok(unanswered(items));
        };
        let logit = |p: f64| (p / (1.0 - p)).ln();
        let shares = &rate.replicates;
        let logits = Replicates {
            origin: 0.0,
            full: logit(shares.value()),
            values: (0..shares.values.len())
                .map(|replicate| logit(shares.replicate(replicate)))
                .collect(),
        };
        let context = ProportionContext {
            design_rows: rate.mean.domain_rows,
            boundary_design_effect: self.boundary_design_effect(items, &rate.mean)?,
            logit_standard_error: Some(self.variance(&logits).sqrt()),
            likelihood: false,
            published_degrees_of_freedom: self.design.published_degrees_of_freedom(selected),
            limits,
        };
        let outcome = ProportionOutcome::of(&rate.mean, rate.total.as_ref(), &context);
        Ok(Outcome::Proportion(outcome))
    }

    fn crosswise(&self, asked: &Crosswise, selected: &[bool]) -> Result<Outcome, AnalysisError> {
        let prevalence = asked.prevalence;
        let share = |var: &str| -> Result<Result<(Estimate, Replicates), Outcome>, AnalysisError> {
            let values = self.data.number(var)?;
            let Some((mut estimate, _)) = self.describe(&values, selected) else {
                return Ok(Err(unanswered(&[var.to_owned()])));
            };
            let replicates = self.means(&values, selected);
            estimate.standard_error = self.variance(&replicates).sqrt();
            Ok(Ok((estimate, replicates)))
        };
        let (same, replicates) = match share(&asked.var)? {
            Ok(found) => found,
            Err(refusal) => return Ok(refusal),
        };
        let mut anchor_share = None;
        if let Some(anchor) = &asked.anchor {
            let found = match share(&anchor.var)? {
                Ok(found) => found,
                Err(refusal) => return Ok(refusal),
            };
            anchor_share = Some((found, anchor.prevalence));
        }
        let value = |same: f64, anchor: Option<f64>| -> Result<(f64, f64), CrosswiseError> {
            match (&anchor_share, anchor) {
                (Some((_, anchor_prevalence)), Some(anchor)) => {
                    crosswise_value(same, prevalence, anchor, *anchor_prevalence)
                }
                _ => Ok((crosswise(same, 0.0, prevalence)?.value, 1.0)),
            }
        };
        let anchored = anchor_share.as_ref().map(|((_, replicates), _)| replicates);
        let (full, attention) = match value(replicates.value(), anchored.map(Replicates::value)) {
            Ok(found) => found,
            Err(error) => return Ok(Outcome::refused(error)),
        };
        // A replicate in which nobody seems attentive has no value, and is left out.
        let each = (0..replicates.values.len()).map(|index| {
            let anchor = anchored.map(|anchor| anchor.replicate(index));
            value(replicates.replicate(index), anchor).map_or(f64::NAN, |v| v.0)
        });
        let corrected = Replicates {
            origin: 0.0,
            full,
            values: each.collect(),
        };
        let estimate = CrosswiseEstimate {
            value: full,
            standard_error: self.variance(&corrected).sqrt(),
            attention,
        };
        let anchor = anchor_share.as_ref().map(|((estimate, _), _)| estimate);
        let mut outcome = crosswise_outcome(&estimate, &same, anchor);
        outcome.ci.extend(LEVELS.into_iter().filter_map(|level| {
            let found = self.design.percentile_interval(&corrected.values, level)?;
            let method = LimitsMethod::Percentile;
            Some(Limits::new(method, level, f64::INFINITY, found))
        }));
        Ok(Outcome::Crosswise(outcome))
    }

    fn ratio(&self, asked: &Ratio, selected: &[bool]) -> Result<Outcome, AnalysisError> {
        let (above, below) = (self.data.number(&asked.num)?, self.data.number(&asked.den)?);
        let columns = listwise(vec![above, below]);
        let (x, y) = (
            self.totals(&columns[0], selected),
            self.totals(&columns[1], selected),
        );
        let value = x.value() / y.value();
        let residuals: Vec<f64> = columns[0]
            .iter()
            .zip(&columns[1])
            .map(|(x, y)| x - value * y)
            .collect();
        // Σ w x / Σ w y is R + Σ w (x − R y) / Σ w y, which loses no digits where x and y lie far from zero.
        let rest = self.totals(&residuals, selected);
        let ratio = Replicates {
            origin: value,
            full: rest.full / y.full,
            values: (rest.values.iter().zip(&y.values))
                .map(|(rest, y)| rest / y)
                .collect(),
        };
        let Some((mut estimate, unit_variance)) = self.describe(&residuals, selected) else {
            return Ok(Outcome::refused("nobody in the domain answered both"));
        };
        let residual_variance = self.variance(&rest);
        let squared_population = estimate.sum_of_weights * estimate.sum_of_weights;
        estimate.set_design_effects(residual_variance / squared_population, unit_variance);
        estimate.value = value;
        estimate.standard_error = self.variance(&ratio).sqrt();
        let outcome = RatioOutcome::of(&estimate, estimate.design_effect, asked.limits());
        Ok(Outcome::Ratio(outcome))
    }

    /// The difference of two means within the selected rows.
    fn difference_of(&self, values: &[f64], a: &[bool], b: &[bool], within: &[bool]) -> Difference {
        let degrees_of_freedom_of_parts = (self.degrees_of_freedom(a), self.degrees_of_freedom(b));
        let (a, b) = (self.means(values, a), self.means(values, b));
        let total = Replicates {
            origin: a.origin - b.origin,
            full: a.full - b.full,
            values: a.values.iter().zip(&b.values).map(|(a, b)| a - b).collect(),
        };
        Difference {
            a: a.value(),
            b: b.value(),
            standard_error_a: self.variance(&a).sqrt(),
            standard_error_b: self.variance(&b).sqrt(),
            covariance: self.covariance(&a, &b),
            degrees_of_freedom_of_parts,
            contrast: contrast::Contrast {
                value: total.value(),
                standard_error: self.variance(&total).sqrt(),
                degrees_of_freedom: self.degrees_of_freedom(within),
            },
        }
    }

    fn domain_ratio(&self, asked: &DomainRatio, within: &[bool]) -> Result<Outcome, AnalysisError> {
        let values = self.data.number(&asked.var)?;
        let mut means = Vec::new();
        for conditions in [&asked.a, &asked.b] {
            let rows = select(conditions, self.data)?;
            let selected: Vec<bool> = rows.iter().zip(within).map(|(a, b)| *a && *b).collect();
            if self.describe(&values, &selected).is_none() {
                return Ok(unanswered(std::slice::from_ref(&asked.var)));
            }
            means.push(self.means(&values, &selected));
        }
        let (a, b) = (means[0].value(), means[1].value());
        if a <= 0.0 || b <= 0.0 {
            return Ok(Outcome::refused(NO_RATIO));
        }
        let logarithm = |a: f64, b: f64| (a / b).ln();
        let logarithms = Replicates {
            origin: 0.0,
            full: logarithm(a, b),
            values: (0..self.design.replicates().len())
                .map(|replicate| {
                    logarithm(means[0].replicate(replicate), means[1].replicate(replicate))
                })
                .collect(),
        };
        let contrast = contrast::Contrast {
            value: logarithms.full,
            standard_error: self.variance(&logarithms).sqrt(),
            degrees_of_freedom: self.degrees_of_freedom(within),
        };
        let outcome = DomainRatioOutcome::of(a, b, &contrast, asked.limits());
        Ok(Outcome::DomainRatio(outcome))
    }

    fn contrast(&self, sum: &Sum<'_>, within: &[bool]) -> Result<Outcome, AnalysisError> {
        let (mut means, mut outcomes) = (Vec::new(), Vec::new());
        for term in &sum.terms {
            let values = self.data.number(term.var)?;
            let rows = select(&term.rows, self.data)?;
            let selected: Vec<bool> = rows.iter().zip(within).map(|(a, b)| *a && *b).collect();
            let Some((mut estimate, _)) = self.describe(&values, &selected) else {
                return Ok(unanswered(&[term.var.to_owned()]));
            };
            let mean = self.means(&values, &selected);
            estimate.standard_error = self.variance(&mean).sqrt();
            outcomes.push(term.outcome(&estimate));
            means.push(mean);
        }
        let summed = |of: &dyn Fn(&Replicates) -> f64| -> f64 {
            let terms = sum.terms.iter().zip(&means);
            terms.map(|(term, mean)| term.coefficient * of(mean)).sum()
        };
        let total = Replicates {
            origin: summed(&|mean| mean.origin),
            full: summed(&|mean| mean.full),
            values: (0..self.design.replicates().len())
                .map(|replicate| summed(&|mean| mean.values[replicate]))
                .collect(),
        };
        let contrast = contrast::Contrast {
            value: total.value(),
            standard_error: self.variance(&total).sqrt(),
            degrees_of_freedom: self.degrees_of_freedom(within),
        };
        let covariance = self.matrix(&means);
        let outcome = ContrastOutcome::of(&contrast, outcomes, &covariance, sum.limits);
        Ok(Outcome::Contrast(outcome))
    }

    fn t_test(&self, asked: &Ttest, within: &[bool]) -> Result<Outcome, AnalysisError> {
        let values = self.data.number(&asked.var)?;
        let factor = self.data.factor(&asked.group)?;
        let groups = match two_groups(&asked.group, factor) {
            Ok(groups) => groups,
            Err(reason) => return Ok(Outcome::refused(reason)),
        };
        let rows_of = |level: &str| -> Vec<bool> {
            let code = factor.code_of(level);
            let rows = factor.codes().iter().zip(within);
            rows.map(|(&c, &keep)| keep && Some(c) == code).collect()
        };
        let (a, b) = (rows_of(&groups.second), rows_of(&groups.first));
        let difference = self.difference_of(&values, &a, &b, within);
        let df = self.degrees_of_freedom(&answered_within(asked, self.data)?);
        let outcome = TTestOutcome::of(&difference, df, groups.difference);
        Ok(Outcome::TTest(outcome))
    }

    /// The covariance matrix of several estimators.
    fn matrix(&self, columns: &[Replicates]) -> Vec<Vec<f64>> {
        let row = |a| columns.iter().map(|b| self.covariance(a, b)).collect();
        columns.iter().map(row).collect()
    }

    fn listwise_means(&self, vars: &[String], selected: &[bool]) -> Result<Outcome, AnalysisError> {
        let mut columns = Vec::new();
        for name in vars {
            columns.push(self.data.number(name)?);
        }
        let means: Vec<Replicates> = listwise(columns)
            .iter()
            .map(|column| self.means(column, selected))
            .collect();
        let values: Vec<f64> = means.iter().map(Replicates::value).collect();
        let outcome = MeansOutcome::of(&values, &self.matrix(&means));
        Ok(Outcome::Means(outcome))
    }

    fn chi_square(&self, asked: &Chisq, selected: &[bool]) -> Result<Outcome, AnalysisError> {
        let cells = contingency::Cells::of(&asked.row, &asked.col, self.data, selected)?;
        if cells.is_trivial() {
            return Ok(Outcome::refused("a table needs two rows and two columns"));
        }
        let means: Vec<Replicates> = cells
            .indicators
            .iter()
            .map(|cell| self.means(cell, selected))
            .collect();
        let totals: Vec<Replicates> = cells
            .indicators
            .iter()
            .map(|cell| self.totals(cell, selected))
            .collect();
        let all: f64 = self
            .design
            .weights()
            .iter()
            .zip(selected)
            .filter_map(|(weight, keep)| keep.then_some(weight))
            .sum();
        let totals = contingency::CellTotals {
            shown_totals: means.iter().map(|mean| mean.value() * all).collect(),
            shares: means.iter().map(Replicates::value).collect(),
            covariance: self.matrix(&means),
            totals: totals.iter().map(Replicates::value).collect(),
            total_covariance: self.matrix(&totals),
            rows: real(selected.iter().filter(|&&keep| keep).count()),
            degrees_of_freedom: self.degrees_of_freedom(selected),
        };
        Ok(Outcome::Table(cells.result(&totals)))
    }
}
