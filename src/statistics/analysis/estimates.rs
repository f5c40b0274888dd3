//! Estimates of a linearised design.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::document::EstimateSpec;
use super::microdata::Microdata;
use super::output::{
    ProportionContext, difference_result, empty, mean_result, means_result, number, object,
    proportion_result, stat_block, t_test_result,
};
use super::request::{Packed, domain, domain_of, listwise, narrowed, select, sides, two_groups};
use super::{AnalysisError, contingency, judged, quantiles, refused};
use crate::count::real;
use crate::crosswise::crosswise;
use crate::design::SurveyDesign;
use crate::domain::Domain;
use crate::estimate::{Estimate, EstimateError, Linearized};
use crate::item_sums::Column;
use crate::tabulation::{Tabulation, TabulationError};

/// All means of one design, tabulated in one pass.
pub(super) struct LinearisedTable<'a> {
    design: &'a SurveyDesign,
    data: &'a Microdata,
    table: Tabulation,
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
        estimates: impl Iterator<Item = &'e EstimateSpec>,
    ) -> Result<Self, AnalysisError> {
        let mut items = BTreeSet::new();
        let mut composites = BTreeSet::new();
        let mut classifications = BTreeSet::new();
        for estimate in estimates {
            if matches!(
                estimate.stat.as_str(),
                "proportion"
                    | "mean"
                    | "difference"
                    | "ttest"
                    | "mean_of_proportions"
                    | "verdict"
                    | "reliability"
                    | "crosswise"
            ) {
                items.extend(estimate.items());
                items.extend(estimate.anchor.iter().map(|anchor| &anchor.var));
                if estimate.items().len() > 1 {
                    composites.insert(estimate.items());
                }
                classifications.extend(&estimate.group);
                let conditions = estimate.domain.iter().flat_map(BTreeMap::keys);
                classifications.extend(conditions);
                classifications.extend(estimate.a.keys().chain(estimate.b.keys()));
            }
        }
        let mut packed = Vec::new();
        for item in items {
            packed.push((item, Packed::of(data.number(item)?)));
        }
        let mut builder = Tabulation::builder();
        for column in classifications {
            builder = builder.classification(column, data.factor(column)?);
        }
        for (item, column) in &packed {
            builder = builder.item(item, column.column());
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
        spec: &EstimateSpec,
    ) -> Result<Tabulation, AnalysisError> {
        let mut builder = Tabulation::builder();
        for column in spec.domain.iter().flat_map(BTreeMap::keys) {
            builder = builder.classification(column, self.data.factor(column)?);
        }
        for (index, column) in columns.iter().enumerate() {
            builder = builder.item(&index.to_string(), Column::Numeric(column));
        }
        builder
            .build(self.design)
            .map_err(|error| tabulation_error(&error))
    }

    pub(super) fn result(&self, spec: &EstimateSpec) -> Result<Value, AnalysisError> {
        let domain = domain_of(spec, self.data)?;
        let computed = match spec.stat.as_str() {
            "proportion" | "mean_of_proportions" => self.proportion(spec, &domain),
            "verdict" | "reliability" => self
                .published(spec, &domain)
                .map(|(estimate, design_effect)| judged::result(spec, &estimate, design_effect)),
            "crosswise" => self.crosswise(spec, &domain),
            "mean" => self.mean(spec, &domain),
            "ratio" => self.ratio(spec, &domain)?,
            "quantile" => quantiles::linearised(self.design, self.data, spec, &domain)?,
            "chisq" => self.chi_square(spec, &domain)?,
            "ttest" => self.t_test(spec, &domain)?,
            "difference" => self.difference(spec, &domain)?,
            _ => self.listwise_means(spec, &domain)?,
        };
        Ok(match computed {
            Ok(value) => value,
            Err(EstimateError::NoAnswers { rows: 0, .. }) => empty(spec, self.data)?,
            Err(error @ EstimateError::NoAnswers { .. }) => {
                let mut result = refused(&error);
                result["n"] = 0.into();
                result
            }
            Err(error) => refused(&error),
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
    fn mean_and_total(
        &self,
        item: &str,
        domain: &Domain,
    ) -> Result<(Estimate, Estimate), EstimateError> {
        let mut mean = self.table.mean(item, domain)?;
        let mut total = self.table.total(item, domain)?;
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
        Ok((mean, total))
    }

    /// A proportion, or a mean of several, with its total if it has one.
    fn rate(
        &self,
        spec: &EstimateSpec,
        domain: &Domain,
    ) -> Result<(Estimate, Option<Estimate>), EstimateError> {
        match spec.items() {
            [item] => {
                let (mean, total) = self.mean_and_total(item, domain)?;
                Ok((mean, Some(total)))
            }
            several => {
                let several: Vec<&str> = several.iter().map(String::as_str).collect();
                let mean = self.table.mean_of(&several, &composite(&several), domain)?;
                Ok((mean.estimate, None))
            }
        }
    }

    /// A proportion, and the design effect that serves if it is 0 or 1: that of the item in the whole
    /// population, or 1 where that is 0 or 1 as well.
    fn published(
        &self,
        spec: &EstimateSpec,
        domain: &Domain,
    ) -> Result<(Estimate, f64), EstimateError> {
        let (mean, _) = self.rate(spec, domain)?;
        let design_effect = self.boundary_design_effect(spec, &mean)?;
        Ok((mean, design_effect))
    }

    fn boundary_design_effect(
        &self,
        spec: &EstimateSpec,
        mean: &Estimate,
    ) -> Result<f64, EstimateError> {
        if mean.value > 0.0 && mean.value < 1.0 {
            return Ok(1.0);
        }
        let (city, _) = self.rate(spec, &Domain::all())?;
        Ok(city.design_effect_with_replacement.unwrap_or(1.0))
    }

    fn proportion(&self, spec: &EstimateSpec, domain: &Domain) -> Result<Value, EstimateError> {
        let (mean, total) = self.rate(spec, domain)?;
        let context = ProportionContext {
            design_rows: self.design_rows(mean.domain_rows),
            boundary_design_effect: self.boundary_design_effect(spec, &mean)?,
            logit_standard_error: None,
            likelihood: true,
            published_degrees_of_freedom: mean.degrees_of_freedom,
            sides: sides(spec).unwrap_or_default(),
        };
        Ok(Value::Object(proportion_result(
            &mean,
            total.as_ref(),
            &context,
        )))
    }

    fn crosswise(&self, spec: &EstimateSpec, domain: &Domain) -> Result<Value, EstimateError> {
        let item = spec.var.as_deref().unwrap_or_default();
        let prevalence = spec.prevalence.unwrap_or(f64::NAN);
        let same = self.table.linearize_mean(item, domain)?;
        let (estimate, anchor) = match &spec.anchor {
            None => {
                let share = &same.estimate;
                let estimate = crosswise(share.value, share.standard_error, prevalence);
                (estimate, None)
            }
            Some(anchor) => {
                let anchor_same = self.table.linearize_mean(&anchor.var, domain)?;
                let estimate = self.table.crosswise_with_anchor(
                    &same,
                    prevalence,
                    &anchor_same,
                    anchor.prevalence,
                );
                (estimate, Some(anchor_same.estimate))
            }
        };
        Ok(match estimate {
            Ok(estimate) => judged::crosswise_result(
                &estimate,
                &same.estimate,
                anchor.as_ref(),
                same.estimate.degrees_of_freedom,
            ),
            Err(error) => refused(&error),
        })
    }

    fn mean(&self, spec: &EstimateSpec, domain: &Domain) -> Result<Value, EstimateError> {
        let item = spec.var.as_deref().unwrap_or_default();
        let (mean, total) = self.mean_and_total(item, domain)?;
        let sides = sides(spec).unwrap_or_default();
        Ok(Value::Object(mean_result(&mean, Some(&total), sides)))
    }

    fn ratio(
        &self,
        spec: &EstimateSpec,
        domain: &Domain,
    ) -> Result<Result<Value, EstimateError>, AnalysisError> {
        let numerator = self.data.number(spec.num.as_deref().unwrap_or_default())?;
        let denominator = self.data.number(spec.den.as_deref().unwrap_or_default())?;
        let mut columns = listwise(&[numerator, denominator]);
        let table = self.table_of(&columns, spec)?;
        let ratio = match table.linearize_ratio("0", "1", domain) {
            Ok(ratio) => ratio.estimate,
            Err(error) => return Ok(Err(error)),
        };
        let below = columns.pop().unwrap_or_default();
        for (x, y) in columns[0].iter_mut().zip(&below) {
            *x -= ratio.value * y;
        }
        // The design effect of a ratio is that of the total of its residuals.
        let residuals = self.table_of(&columns, spec)?;
        Ok(residuals.total("0", domain).map(|total| {
            let estimate = &ratio;
            let mut result = object([
                ("df", estimate.degrees_of_freedom.into()),
                ("df_full", estimate.design_degrees_of_freedom.into()),
                ("n", estimate.respondents.into()),
            ]);
            result.extend(stat_block(estimate, sides(spec).unwrap_or_default()));
            let deff = number(total.design_effect.unwrap_or(f64::NAN));
            result.insert("deff".to_owned(), deff);
            Value::Object(result)
        }))
    }

    fn difference(
        &self,
        spec: &EstimateSpec,
        within: &Domain,
    ) -> Result<Result<Value, EstimateError>, AnalysisError> {
        let item = spec.var.as_deref().unwrap_or_default();
        let a = narrowed(within, &domain(&spec.a, self.data)?);
        let b = narrowed(within, &domain(&spec.b, self.data)?);
        let computed = self.table.difference_within(item, &a, &b, within);
        let sides = sides(spec).unwrap_or_default();
        Ok(computed.map(|difference| difference_result(&difference, sides)))
    }

    fn t_test(
        &self,
        spec: &EstimateSpec,
        within: &Domain,
    ) -> Result<Result<Value, EstimateError>, AnalysisError> {
        let item = spec.var.as_deref().unwrap_or_default();
        let group = spec.group.as_deref().unwrap_or_default();
        let Some((first, second)) = two_groups(self.data.factor(group)?) else {
            return Ok(Ok(refused(&format!("{group} does not have two groups"))));
        };
        let a = within.clone().and(group, &second);
        let b = within.clone().and(group, &first);
        let label = format!("mean({group}={second}) - mean({group}={first})");
        let computed = self.table.difference_within(item, &a, &b, within);
        Ok(computed
            .map(|difference| t_test_result(&difference, difference.degrees_of_freedom, &label)))
    }

    fn listwise_means(
        &self,
        spec: &EstimateSpec,
        domain: &Domain,
    ) -> Result<Result<Value, EstimateError>, AnalysisError> {
        let mut columns = Vec::new();
        for name in spec.vars.list() {
            columns.push(self.data.number(name)?);
        }
        let table = self.table_of(&listwise(&columns), spec)?;
        Ok(
            means_with_covariance(&table, columns.len(), domain).map(|(means, covariance)| {
                let values: Vec<f64> = means.iter().map(|mean| mean.estimate.value).collect();
                means_result(&values, &covariance)
            }),
        )
    }

    fn chi_square(
        &self,
        spec: &EstimateSpec,
        domain: &Domain,
    ) -> Result<Result<Value, EstimateError>, AnalysisError> {
        let selected = match &spec.domain {
            Some(domain) => select(domain, self.data)?,
            None => vec![true; self.data.rows],
        };
        let cells = contingency::Cells::of(spec, self.data, &selected)?;
        if cells.is_trivial() {
            return Ok(Ok(refused(&"a table needs two rows and two columns")));
        }
        let table = self.table_of(&cells.indicators, spec)?;
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
                Ok(cells.result(&totals))
            });
        Ok(computed)
    }
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
