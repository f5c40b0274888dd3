//! Who answered, by district and by way.
//!
//! ```text
//! RR3 = I / D,  D = I + P + R + NC + O + e(UH + UO)        e of the class
//! V   = Σₕ aₕ/(aₕ − 1) Σⱼ (zₕⱼ − z̄ₕ)²,  zₕⱼ = (Iₕⱼ − RR3·Dₕⱼ)/D      aₕ PSUs of stratum h, those merged as one
//! ```
//!
//! The interval is RR3 ± t(Σ(aₕ − 1)) √V, within 0 and 1: how far response would differ if other communities had been drawn. e
//! counts as known. Cases are counted each once, by no weight, as AAPOR's rates are.
//!
//! # Design
//!
//! A district of which no indicator shows a figure is not told of alone, since how many answered there is what is hidden. All such are one
//! class: that many persons are what the city's figures leave anyway. Likewise ways to answer.

use std::collections::BTreeMap;

use super::{DistrictResponse, ModeResponse};
use crate::count::real_count;
use crate::dataset::Dataset;
use crate::estimates::LEVEL;
use crate::prepared::Prepared;
use crate::release::{Class, GroupTable, GroupedBy, IndicatorResult};
use fieldwork::disposition::{Group, OutcomeCounts};
use fieldwork::{AnswerMode, SampledPsu};
use sampling::{FrameStratum, PsuId, StratumId};
use statistics::distribution::student_quantile;

/// Districts that are told of together.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DistrictClass {
    pub(super) districts: Vec<StratumId>,
    /// Whether nothing else is told of these.
    pub(super) hidden: bool,
}

/// The name that a PSU's responses go by.
fn name_of(psu: &SampledPsu) -> &PsuId {
    psu.merged_into.as_ref().unwrap_or(&psu.code)
}

/// Which districts are told of alone, in the order of the frame, and then which together.
pub(super) fn district_classes(
    strata: &[FrameStratum],
    now: &Prepared<'_>,
    indicators: &[IndicatorResult],
) -> Vec<DistrictClass> {
    let interviews = |code: &StratumId| {
        let rows = now.dataset.stratum.iter();
        rows.filter(|stratum| *stratum == code).count()
    };
    let shown = |code: &StratumId| {
        let districts = indicators.iter().flat_map(|result| &result.districts);
        let mut of_it = districts.filter(|district| district.code == *code);
        of_it.any(|district| district.figure.is_some())
    };
    let codes = strata.iter().map(|stratum| &stratum.code);
    let (mut apart, mut hidden): (Vec<&StratumId>, Vec<&StratumId>) =
        codes.partition(|code| shown(code) || interviews(code) == 0);
    if hidden.len() == 1 {
        let others = apart.iter().filter(|code| interviews(code) > 0);
        if let Some(smallest) = others.min_by_key(|code| interviews(code)).copied() {
            apart.retain(|code| *code != smallest);
            hidden.push(smallest);
        }
    }
    let alone = apart.into_iter().map(|code| DistrictClass {
        districts: vec![code.clone()],
        hidden: false,
    });
    let together = (!hidden.is_empty()).then(|| DistrictClass {
        districts: hidden.into_iter().cloned().collect(),
        hidden: true,
    });
    alone.chain(together).collect()
}

/// Response by these classes.
pub(super) fn by_district(classes: &[DistrictClass], now: &Prepared<'_>) -> Vec<DistrictResponse> {
    let psus = outcomes_of(&now.data.psus, &now.dataset);
    let told = classes.iter().map(|class| {
        let mut total = OutcomeCounts::default();
        let mut strata: BTreeMap<&StratumId, Vec<OutcomeCounts>> = BTreeMap::new();
        for (stratum, counts) in psus.values() {
            if class.districts.contains(stratum) {
                add(&mut total, counts);
                strata.entry(*stratum).or_default().push(*counts);
            }
        }
        let sampled = now.data.psus.iter();
        let sampled = sampled.filter(|psu| class.districts.contains(&psu.stratum));
        let rates = total.response_rates();
        let strata: Vec<Vec<OutcomeCounts>> = strata.into_values().collect();
        DistrictResponse {
            districts: class.districts.clone(),
            cases: sampled.map(|psu| psu.cases.cases).sum(),
            interviews: total.complete + total.partial,
            rr1: rates.rr1,
            rr3: rates.rr3,
            interval: rates
                .rr3
                .and_then(|rate| interval(&strata, rate, rates.eligible_share)),
        }
    });
    told.collect()
}

/// What became of the cases of every PSU, those merged as one, by the name that its responses carry.
fn outcomes_of<'a>(
    psus: &'a [SampledPsu],
    dataset: &Dataset,
) -> BTreeMap<&'a PsuId, (&'a StratumId, OutcomeCounts)> {
    let mut outcomes: BTreeMap<&PsuId, (&StratumId, OutcomeCounts)> = BTreeMap::new();
    for psu in psus {
        let (_, counts) = outcomes
            .entry(name_of(psu))
            .or_insert_with(|| (&psu.stratum, OutcomeCounts::default()));
        for (disposition, cases) in &psu.cases.dispositions {
            counts.add(disposition.group(), *cases);
        }
        counts.add(Group::UnknownOther, psu.cases.silent);
    }
    for (psu, complete) in dataset.psu.iter().zip(&dataset.is_complete) {
        if let Some((_, counts)) = outcomes.get_mut(psu) {
            let group = if *complete {
                Group::Complete
            } else {
                Group::Partial
            };
            counts.add(group, 1);
        }
    }
    for (psu, forms) in &dataset.break_offs_of {
        if let Some((_, counts)) = outcomes.get_mut(psu) {
            counts.add(Group::Refusal, *forms);
        }
    }
    outcomes
}

fn add(sum: &mut OutcomeCounts, counts: &OutcomeCounts) {
    for (group, cases) in [
        (Group::Complete, counts.complete),
        (Group::Partial, counts.partial),
        (Group::Refusal, counts.refusal),
        (Group::NonContact, counts.non_contact),
        (Group::Other, counts.other),
        (Group::UnknownHousehold, counts.unknown_household),
        (Group::UnknownOther, counts.unknown_other),
        (Group::NotEligible, counts.not_eligible),
    ] {
        sum.add(group, cases);
    }
}

/// What stands below the line of RR3.
fn below_the_line(counts: &OutcomeCounts, eligible_share: f64) -> f64 {
    let interviews = counts.complete + counts.partial;
    let eligible = interviews + counts.refusal + counts.non_contact + counts.other;
    let unknown = counts.unknown_household + counts.unknown_other;
    real_count(eligible) + eligible_share * real_count(unknown)
}

fn interval(
    strata: &[Vec<OutcomeCounts>],
    rate: f64,
    eligible_share: Option<f64>,
) -> Option<(f64, f64)> {
    let share = eligible_share.unwrap_or(1.0);
    let all = strata.iter().flatten();
    let whole: f64 = all.map(|counts| below_the_line(counts, share)).sum();
    let (mut variance, mut degrees) = (0.0, 0_u64);
    for psus in strata.iter().filter(|psus| psus.len() > 1) {
        let score = |counts: &OutcomeCounts| {
            (real_count(counts.complete) - rate * below_the_line(counts, share)) / whole
        };
        let scores: Vec<f64> = psus.iter().map(score).collect();
        let many = real_count(psus.len() as u64);
        let mean = scores.iter().sum::<f64>() / many;
        let squares: f64 = scores.iter().map(|score| (score - mean).powi(2)).sum();
        variance += many / (many - 1.0) * squares;
        degrees += psus.len() as u64 - 1;
    }
    if degrees == 0 {
        return None;
    }
    let half = student_quantile(0.5 + LEVEL / 2.0, real_count(degrees)) * variance.sqrt();
    Some(((rate - half).max(0.0), (rate + half).min(1.0)))
}

/// Interviews by how they came.
pub(super) fn by_mode(now: &Prepared<'_>, indicators: &[IndicatorResult]) -> Vec<ModeResponse> {
    let dataset = &now.dataset;
    let weights = now.weighted.design.weights();
    let all: f64 = weights.iter().sum();
    let told = mode_classes(dataset, indicators).into_iter().map(|class| {
        let is_here = |mode: &Option<AnswerMode>| match mode {
            Some(mode) => class.0.contains(mode),
            None => class.1,
        };
        let rows = (0..dataset.rows()).filter(|row| is_here(&dataset.mode[*row]));
        let rows: Vec<usize> = rows.collect();
        ModeResponse {
            interviews: rows.len() as u64,
            complete: rows.iter().filter(|row| dataset.is_complete[**row]).count() as u64,
            weighted: rows.iter().map(|row| weights[*row]).sum::<f64>() / all,
            modes: class.0,
            not_told: class.1,
        }
    });
    told.collect()
}

/// Ways to answer, and whether those are among them of which it is not told.
type ModeClass = (Vec<AnswerMode>, bool);

fn mode_classes(dataset: &Dataset, indicators: &[IndicatorResult]) -> Vec<ModeClass> {
    let there = |mode: &AnswerMode| dataset.mode.contains(&Some(*mode));
    let modes: Vec<AnswerMode> = AnswerMode::ALL.into_iter().filter(there).collect();
    let not_told = dataset.mode.contains(&None);
    let tables = indicators.iter().flat_map(|result| &result.groups);
    let tables: Vec<&GroupTable> = tables.filter(|table| table.by == GroupedBy::Mode).collect();
    let Some(first) = tables.first() else {
        return vec![(modes, not_told)];
    };
    let (mut apart, mut hidden): (Vec<ModeClass>, Vec<ModeClass>) = (Vec::new(), Vec::new());
    for class in &first.classes {
        let mut same = tables.iter().flat_map(|table| &table.classes);
        let shown = same.any(|it| it.class == class.class && it.figure.is_some());
        let modes = match &class.class {
            Class::Mode(mode) => vec![*mode],
            Class::Titled(_) | Class::NotStated => Vec::new(),
        };
        let with_not_told = class.with_not_stated || class.class == Class::NotStated;
        let place = if shown { &mut apart } else { &mut hidden };
        place.push((modes, with_not_told));
    }
    // One that is hidden by itself would be what the others leave.
    if hidden.len() == 1 {
        hidden.extend(apart.pop());
    }
    let joined = hidden.into_iter().reduce(|(mut modes, not_told), other| {
        modes.extend(other.0);
        (modes, not_told || other.1)
    });
    apart.into_iter().chain(joined).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::of;
    use super::*;
    use crate::example;

    #[test]
    fn districts_without_a_figure_are_one_class() {
        // A hundred persons in each of two districts, and fifteen in each.
        let report = of(&example::inputs(200));
        assert_eq!(report.districts.len(), 2);
        assert_eq!(report.districts[0].interviews, 100);
        assert_eq!(report.districts[0].cases, 110);
        let few = of(&example::inputs(32));
        assert_eq!(few.districts.len(), 1);
        assert_eq!(few.districts[0].districts.len(), 2);
        assert_eq!(few.districts[0].interviews, 32);
        assert!(few.balance.is_empty(), "{:?}", few.balance);
    }

    #[test]
    fn the_cases_of_all_districts_are_those_of_the_city() {
        let inputs = example::inputs(200);
        let release = crate::compute(&inputs, chrono::DateTime::UNIX_EPOCH).unwrap();
        let (method, report) = release.quality().unwrap();
        let sum = |of: fn(&DistrictResponse) -> u64| report.districts.iter().map(of).sum::<u64>();
        assert_eq!(sum(|class| class.cases), method.invitations);
        assert_eq!(sum(|class| class.interviews), release.respondents);
        // Two alike: each has the rate of the city.
        for class in &report.districts {
            assert_eq!(class.rr3, method.response_rates.rr3);
            assert_eq!(class.rr1, method.response_rates.rr1);
        }
    }

    #[test]
    fn response_that_differs_between_communities_has_an_interval() {
        let counts = |complete: u64| OutcomeCounts {
            complete,
            unknown_other: 10 - complete,
            ..OutcomeCounts::default()
        };
        // R = 10/20 in two PSUs of 4 and 6: z = ∓1/20, V = 2 · 2 · (1/20)² = 0.01, t(1) = 12.7.
        let (lower, upper) = interval(&[vec![counts(4), counts(6)]], 0.5, Some(1.0)).unwrap();
        assert!((lower, upper) == (0.0, 1.0), "{lower} {upper}");
        let four = vec![counts(4), counts(6), counts(5), counts(5)];
        // V = 4/3 · 2 · (1/40)², t(3) = 3.182.
        let (lower, upper) = interval(&[four], 0.5, Some(1.0)).unwrap();
        let half = 3.182_446_305_284_263 * (4.0_f64 / 3.0 * 2.0 / 1600.0).sqrt();
        assert!((lower - (0.5 - half)).abs() < 1e-9, "{lower}");
        assert!((upper - (0.5 + half)).abs() < 1e-9, "{upper}");
        assert_eq!(interval(&[vec![counts(4)]], 0.4, Some(1.0)), None);
    }
}
