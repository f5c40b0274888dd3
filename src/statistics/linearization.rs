//! Proportions, means, totals and ratios with their linearised variance.
//!
//! | estimator | value | score z of a row |
//! |---|---|---|
//! | total | Σ w y | w y |
//! | mean, proportion | p = Σ w y / Σ w | w (y − p) / Σ w |
//! | ratio | R = Σ w x / Σ w y | w (x − R y) / Σ w y |
//! | mean of means | p̄ = Σⱼ pⱼ / J | Σⱼ zⱼ / J |
//!
//! Sums run over the rows of the domain that answered; all other rows score zero. After
//! calibration, scores lose what the control totals fix (`projection.rs`); then they are summed to
//! variance units and enter `variance.rs`.
//!
//! Assumed: the sample is not tiny (linearisation is a first-order argument). Not to be used to
//! judge a proportion of exactly 0 or 1 by its standard error, which is zero there: see
//! `interval.rs`.
//!
//! # References
//!
//! * Woodruff (1971), *JASA* 66, 411–414. Särndal, Swensson & Wretman (1992), 5.5–5.8.
//! * Kish (1965), *Survey Sampling*, 8.2 (design effect), 11.7 (unequal weights).
//!
//! Proven by all fixtures (`every_estimate_of_every_fixture_agrees_with_r`); second routes: the jackknife
//! (`jackknife_bootstrap_and_linearisation_agree`), a domain by zeroing (`a_domain_mean_is_a_ratio_of_totals`).

use super::count::{real, whole_below};
use super::domain::Domain;
use super::estimate::{Estimate, EstimateError, Linearized};
use super::item_sums::ItemSums;
use super::tabulation::{ItemTable, Tabulation};
use super::variance::VarianceError;

/// What a linear estimator does with the sums of a group.
#[derive(Clone, Copy)]
enum Statistic {
    Mean,
    Total,
}

/// A domain worked out on the groups of a tabulation.
pub(super) struct Selection {
    selected: Vec<bool>,
    rows: usize,
    degrees_of_freedom: usize,
}

impl Tabulation {
    /// The mean of an item (of a 0/1 item: the proportion) in a domain.
    pub fn mean(&self, item: &str, domain: &Domain) -> Result<Estimate, EstimateError> {
        Ok(self.linearize_mean(item, domain)?.estimate)
    }

    /// The weighted total of an item in a domain.
    pub fn total(&self, item: &str, domain: &Domain) -> Result<Estimate, EstimateError> {
        Ok(self.linearize_total(item, domain)?.estimate)
    }

    /// The mean of an item in a domain, ready for comparisons.
    pub fn linearize_mean(&self, item: &str, domain: &Domain) -> Result<Linearized, EstimateError> {
        let selection = self.selection(domain)?;
        self.linearize(item, domain, &selection, Statistic::Mean)
    }

    /// The weighted total of an item in a domain, ready for comparisons.
    pub(crate) fn linearize_total(
        &self,
        item: &str,
        domain: &Domain,
    ) -> Result<Linearized, EstimateError> {
        let selection = self.selection(domain)?;
        self.linearize(item, domain, &selection, Statistic::Total)
    }

    /// The means of many items in many domains: one row of results per domain.
    pub fn means(
        &self,
        items: &[&str],
        domains: &[Domain],
    ) -> Vec<Vec<Result<Estimate, EstimateError>>> {
        domains
            .iter()
            .map(|domain| {
                let selection = self.selection(domain);
                items
                    .iter()
                    .map(|item| {
                        let selection = selection.as_ref().map_err(Clone::clone)?;
                        Ok(self
                            .linearize(item, domain, selection, Statistic::Mean)?
                            .estimate)
                    })
                    .collect()
            })
            .collect()
    }

    /// The unweighted mean of the means of several items, each with its own denominator, as one
    /// estimate. `any_of` names the composite made by [`TabulationBuilder::any_of`]: its
    /// respondents are the persons who answered at least one of the items.
    ///
    /// Design effects are taken against the binomial variance p̄(1 − p̄)/n.
    ///
    /// [`TabulationBuilder::any_of`]: super::TabulationBuilder::any_of
    pub fn mean_of(
        &self,
        items: &[&str],
        any_of: &str,
        domain: &Domain,
    ) -> Result<Linearized, EstimateError> {
        let selection = self.selection(domain)?;
        let count = real(items.len());
        let mut combined = match self.linearize(any_of, domain, &selection, Statistic::Mean) {
            Err(EstimateError::Variance {
                reason,
                point: Some(mut point),
            }) => {
                let mut sum_of_means = 0.0;
                for item in items {
                    let part = self.linearize(item, domain, &selection, Statistic::Mean);
                    sum_of_means += Linearized::point_of(part)?.0.value;
                }
                point.value = sum_of_means / count;
                point.weighted_total = point.value * point.sum_of_weights;
                return Err(EstimateError::without_variance(reason, *point));
            }
            found => found?,
        };
        combined.scores.fill(0.0);
        let mut sum_of_means = 0.0;
        for item in items {
            let part = self.linearize(item, domain, &selection, Statistic::Mean)?;
            sum_of_means += part.estimate.value;
            for (sum, score) in combined.scores.iter_mut().zip(&part.scores) {
                *sum += score / count;
            }
        }
        let present = self.present(&self.known_item(any_of)?.sums, &selection.selected);
        let variance = self.design.variance_of_total(&combined.scores, &present)?;
        let value = sum_of_means / count;
        let estimate = &mut combined.estimate;
        estimate.value = value;
        estimate.weighted_total = value * estimate.sum_of_weights;
        estimate.standard_error = variance.sqrt();
        estimate.set_design_effects(variance, value * (1.0 - value));
        Ok(combined)
    }

    /// The ratio of the totals of two items in a domain. Both must be answered by the same rows:
    /// mask each with the other's missing answers beforehand.
    pub fn linearize_ratio(
        &self,
        numerator: &str,
        denominator: &str,
        domain: &Domain,
    ) -> Result<Linearized, EstimateError> {
        let selection = self.selection(domain)?;
        let (upper, lower) = (self.known_item(numerator)?, self.known_item(denominator)?);
        let (above, below) = (&upper.sums, &lower.sums);
        let (x, y) = (
            Self::sum_selected(above, &selection.selected),
            Self::sum_selected(below, &selection.selected),
        );
        if above
            .iter()
            .zip(below)
            .any(|(a, b)| (a.weight - b.weight).abs() > 1e-9 * a.weight.abs())
        {
            return Err(EstimateError::RowsDiffer {
                numerator: numerator.to_owned(),
                denominator: denominator.to_owned(),
            });
        }
        if x.count == 0.0 {
            return Err(no_answers(numerator, domain, &selection));
        }
        let base = y.weighted_total();
        let ratio = x.weighted_total() / base;
        // Σw (x − R y) = 0 says what the origins o of both totals leave, oₓ − R o_y, without the cancellation of both.
        let rest = (ratio * y.weighted - x.weighted) / x.weight;
        let origin = |g: usize| {
            let from = (above[g].origin - x.origin) - ratio * (below[g].origin - y.origin);
            from + rest
        };
        let scores = self.project(
            &selection.selected,
            |g| {
                let residuals = above[g].weighted - ratio * below[g].weighted;
                (residuals + origin(g) * above[g].weight) / base
            },
            |projection, g, place| {
                let a = upper.answers[projection][place];
                let residuals = a - ratio * lower.answers[projection][place];
                (residuals + origin(g) * upper.ones[projection][place]) / base
            },
        );
        let present = self.present(above, &selection.selected);
        let mut estimate = self.describe(&x, &selection);
        estimate.value = ratio;
        let variance = self.design.variance_of_total(&scores, &present);
        let variance =
            variance.map_err(|why| EstimateError::without_variance(why, estimate.clone()))?;
        estimate.standard_error = variance.sqrt();
        Ok(Linearized { estimate, scores })
    }

    /// The variance of Σ cᵢ θᵢ for estimates of this tabulation, covariances included. Every PSU of
    /// the design counts.
    pub(crate) fn variance_of_contrast(
        &self,
        terms: &[(f64, &Linearized)],
    ) -> Result<f64, VarianceError> {
        let mut scores = vec![0.0; self.design.layout.variance_units()];
        for (coefficient, term) in terms {
            for (sum, score) in scores.iter_mut().zip(&term.scores) {
                *sum += coefficient * score;
            }
        }
        let present = vec![true; scores.len()];
        self.design.variance_of_total(&scores, &present)
    }

    /// The covariance matrix of estimates whose domains lie within `within`.
    pub(crate) fn covariance_matrix(
        &self,
        estimates: &[Linearized],
        within: &Domain,
    ) -> Result<Vec<Vec<f64>>, EstimateError> {
        let present = self.present_within(within)?;
        let mut matrix = vec![vec![0.0; estimates.len()]; estimates.len()];
        for i in 0..estimates.len() {
            for j in 0..=i {
                let (a, b) = (&estimates[i].scores, &estimates[j].scores);
                matrix[i][j] = self.design.covariance_of_totals(a, b, &present)?;
                matrix[j][i] = matrix[i][j];
            }
        }
        Ok(matrix)
    }

    /// Variance units that hold rows of a domain (all of them once the design is calibrated).
    pub(super) fn present_within(&self, domain: &Domain) -> Result<Vec<bool>, EstimateError> {
        let units = self.design.layout.variance_units();
        if !self.design.projections.is_empty() {
            return Ok(vec![true; units]);
        }
        let selected = self
            .select(domain)
            .map_err(|name| EstimateError::UnknownClassification { name })?;
        let mut present = vec![false; units];
        for (g, _) in selected.iter().enumerate().filter(|(_, keep)| **keep) {
            present[self.groups.unit[g] as usize] = true;
        }
        Ok(present)
    }

    /// Degrees of freedom of a domain: PSUs minus strata, among those with rows in it.
    pub fn degrees_of_freedom(&self, domain: &Domain) -> Result<usize, EstimateError> {
        Ok(self.selection(domain)?.degrees_of_freedom)
    }

    fn known_item(&self, item: &str) -> Result<&ItemTable, EstimateError> {
        self.item(item).ok_or_else(|| EstimateError::UnknownItem {
            item: item.to_owned(),
        })
    }

    fn selection(&self, domain: &Domain) -> Result<Selection, EstimateError> {
        let selected = self
            .select(domain)
            .map_err(|name| EstimateError::UnknownClassification { name })?;
        let mut present = vec![false; self.design.layout.variance_units()];
        let mut rows = 0;
        for (g, _) in selected.iter().enumerate().filter(|(_, keep)| **keep) {
            rows += self.groups.present[g];
            present[self.groups.unit[g] as usize] |= self.groups.present[g] > 0;
        }
        Ok(Selection {
            selected,
            rows,
            degrees_of_freedom: self.design.layout.degrees_of_freedom(&present),
        })
    }

    fn sum_selected(item: &[ItemSums], selected: &[bool]) -> ItemSums {
        let parts = item.iter().zip(selected);
        ItemSums::total(parts.filter_map(|(part, keep)| keep.then_some(part)))
    }

    fn linearize(
        &self,
        item: &str,
        domain: &Domain,
        selection: &Selection,
        statistic: Statistic,
    ) -> Result<Linearized, EstimateError> {
        let table = self.known_item(item)?;
        let sums = &table.sums;
        let all = Self::sum_selected(sums, &selection.selected);
        if all.count == 0.0 {
            return Err(no_answers(item, domain, selection));
        }
        // What the answers are compared with, less the origin of a group's sums.
        let centre = |g: usize| match statistic {
            Statistic::Mean => all.mean_from_origin() - (sums[g].origin - all.origin),
            Statistic::Total => -sums[g].origin,
        };
        let scale = match statistic {
            Statistic::Mean => 1.0 / all.weight,
            Statistic::Total => 1.0,
        };
        let scores = self.project(
            &selection.selected,
            |g| (sums[g].weighted - centre(g) * sums[g].weight) * scale,
            |projection, g, place| {
                let ones = table.ones[projection][place];
                (table.answers[projection][place] - centre(g) * ones) * scale
            },
        );
        let present = self.present(sums, &selection.selected);
        let mut estimate = self.describe(&all, selection);
        if let Statistic::Total = statistic {
            estimate.value = all.weighted_total();
        }
        let variance = self.design.variance_of_total(&scores, &present);
        let variance =
            variance.map_err(|why| EstimateError::without_variance(why, estimate.clone()))?;
        estimate.standard_error = variance.sqrt();
        let per_person = match statistic {
            Statistic::Mean => variance,
            Statistic::Total => variance / (all.weight * all.weight),
        };
        estimate.set_design_effects(per_person, all.unit_variance());
        Ok(Linearized { estimate, scores })
    }

    fn describe(&self, all: &ItemSums, selection: &Selection) -> Estimate {
        let respondents = whole_below(all.count);
        Estimate {
            value: all.mean(),
            standard_error: f64::NAN,
            degrees_of_freedom: selection.degrees_of_freedom,
            design_degrees_of_freedom: self.design_degrees_of_freedom,
            respondents,
            domain_rows: selection.rows,
            sum_of_weights: all.weight,
            weighted_total: all.weighted_total(),
            unweighted_total: all.unweighted_total(),
            design_effect: None,
            design_effect_with_replacement: None,
            weighting_design_effect: all.count * all.weight_squares / (all.weight * all.weight),
        }
    }

    /// Variance units that take part in the variance: those with answers in the domain, or all of
    /// them once calibration has tied every row to every other.
    fn present(&self, item: &[ItemSums], selected: &[bool]) -> Vec<bool> {
        let units = self.design.layout.variance_units();
        if !self.design.projections.is_empty() {
            return vec![true; units];
        }
        let mut present = vec![false; units];
        for (g, sums) in item.iter().enumerate() {
            if selected[g] && sums.count > 0.0 {
                present[self.groups.unit[g] as usize] = true;
            }
        }
        present
    }

    /// Scores summed to variance units, less what control totals fix. `score` is Σ z of a selected
    /// group; `feature` is Σ a z of a projection in a group, at a place among its groups and features.
    fn project(
        &self,
        selected: &[bool],
        score: impl Fn(usize) -> f64,
        feature: impl Fn(usize, usize, usize) -> f64,
    ) -> Vec<f64> {
        let groups = &self.groups;
        let mut units = vec![0.0; self.design.layout.variance_units()];
        for (g, &unit) in groups.unit.iter().enumerate() {
            if selected[g] {
                units[unit as usize] += score(g);
            }
        }
        let mut removed: Vec<Vec<f64>> = Vec::with_capacity(groups.projections.len());
        for (index, grouped) in groups.projections.iter().enumerate() {
            let width = grouped.width;
            let mut features = vec![0.0; grouped.projection.features()];
            for (g, &offset) in grouped.offset.iter().enumerate() {
                let into = &mut features[offset as usize..offset as usize + width];
                if selected[g] {
                    for (column, sum) in into.iter_mut().enumerate() {
                        *sum += feature(index, g, g * width + column);
                    }
                }
                // What earlier projections took off is not there any more.
                for (before, products) in grouped.earlier.iter().enumerate() {
                    let deep = groups.projections[before].width;
                    let from = groups.projections[before].offset[g] as usize;
                    let taken = &removed[before][from..from + deep];
                    let products = &products[g * width * deep..(g + 1) * width * deep];
                    for (sum, row) in into.iter_mut().zip(products.chunks_exact(deep.max(1))) {
                        *sum -= row.iter().zip(taken).map(|(a, c)| a * c).sum::<f64>();
                    }
                }
            }
            let coefficients = grouped.projection.coefficients(&features);
            for (g, &unit) in groups.unit.iter().enumerate() {
                let from = grouped.offset[g] as usize;
                let reaches = &grouped.reaches[g * width..(g + 1) * width];
                let along = reaches.iter().zip(&coefficients[from..from + width]);
                units[unit as usize] -= along.map(|(b, c)| b * c).sum::<f64>();
            }
            removed.push(coefficients);
        }
        units
    }
}

fn no_answers(item: &str, domain: &Domain, selection: &Selection) -> EstimateError {
    EstimateError::NoAnswers {
        item: item.to_owned(),
        domain: domain.to_string(),
        rows: selection.rows,
    }
}
