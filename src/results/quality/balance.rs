//! Whether those who responded are like those who were sampled, in what the frame knows of every household.
//!
//! ```text
//! share of a class k:   sample  Σₖ d / Σ d over all cases    respondents  the same over cases that returned a form
//! standardised          (respondents − sample) / √(sample (1 − sample))
//! ```
//!
//! d is the base weight, so that the sample's share estimates that of the frame. Nothing is adjusted: this is what weighting has to
//! make up for. A standardised difference of 0.1 is commonly taken as the first that matters.
//!
//! # References
//!
//! * Groves (2006), *Public Opinion Quarterly* 70, 646–675: comparing respondents and sample on the frame.
//! * Austin (2009), *Statistics in Medicine* 28, 3083–3107: the standardised difference of a share.
//!
//! # Design
//!
//! Classes of fewer than forty interviews are not told of: a hidden cell must not be known to within ten persons. Where districts are
//! hidden, a class tells of them by what the others leave; then it is told of only if there are as many of it in districts that are
//! shown and hold other classes too, of which nobody knows how many they are.

use std::collections::BTreeMap;

use super::response::DistrictClass;
use super::{BalanceRow, FrameClass, FrameVariable};
use crate::count::real_count;
use crate::monitor::sizes;
use crate::prepared::Prepared;
use crate::suppression::{FEWEST_SHOWN, KNOWN_WITHIN};
use fieldwork::SampledPsu;
use sampling::{FrameStratum, PsuId, StratumId};

/// Classes of fewer interviews are not told of.
const FEWEST_APART: u64 = FEWEST_SHOWN + KNOWN_WITHIN;

/// The classes of all variables.
pub(super) fn rows(
    strata: &[FrameStratum],
    classes: &[DistrictClass],
    now: &Prepared<'_>,
) -> Vec<BalanceRow> {
    let psus = &now.data.psus;
    let population = |codes: &[StratumId]| -> u64 {
        let of_it = strata.iter().filter(|it| codes.contains(&it.code));
        of_it.map(|stratum| stratum.population).sum()
    };
    let all: Vec<StratumId> = strata.iter().map(|it| it.code.clone()).collect();
    let share = |codes: &[StratumId]| {
        let whole = population(&all);
        (whole > 0).then(|| real_count(population(codes)) / real_count(whole))
    };
    let mut interviews: BTreeMap<&PsuId, u64> = BTreeMap::new();
    for psu in &now.dataset.psu {
        *interviews.entry(psu).or_default() += 1;
    }
    let mut rows = Vec::new();
    if classes.len() > 1 {
        rows.extend(classes.iter().filter_map(|class| {
            let is_here = |psu: &SampledPsu| class.districts.contains(&psu.stratum);
            let name = FrameClass::Districts(class.districts.clone());
            row(psus, name, share(&class.districts), &is_here)
        }));
    }
    let size_of = sizes(psus);
    let kind_of = |psu: &SampledPsu| {
        let mut of_it = strata.iter().filter(|it| it.code == psu.stratum);
        of_it.next().map_or("", |stratum| stratum.kind.as_str())
    };
    for variable in [
        FrameVariable::Kind,
        FrameVariable::Settlement,
        FrameVariable::Size,
    ] {
        let class_of = |psu: &SampledPsu| match variable {
            FrameVariable::District | FrameVariable::Kind => {
                FrameClass::Kind(kind_of(psu).to_owned())
            }
            FrameVariable::Settlement if psu.urban => FrameClass::Urban,
            FrameVariable::Settlement => FrameClass::Rural,
            FrameVariable::Size => match size_of(psu) {
                "small" => FrameClass::Small,
                "middle" => FrameClass::Middle,
                _ => FrameClass::Large,
            },
        };
        for class in told(classes, (psus, &interviews), &class_of) {
            let of_kind = |code: &StratumId| {
                let mut kinds = strata.iter().filter(|it| it.code == *code);
                kinds.any(|it| FrameClass::Kind(it.kind.clone()) == class)
            };
            let frame = matches!(class, FrameClass::Kind(_)).then(|| {
                let codes = all.iter().filter(|code| of_kind(code));
                share(&codes.cloned().collect::<Vec<_>>())
            });
            let is_here = |psu: &SampledPsu| class_of(psu) == class;
            rows.extend(row(psus, class.clone(), frame.flatten(), &is_here));
        }
    }
    rows
}

/// The classes of a variable in the order of the draw; none where it has one alone, or where they are not to be told of.
fn told(
    districts: &[DistrictClass],
    (psus, interviews): (&[SampledPsu], &BTreeMap<&PsuId, u64>),
    class_of: &impl Fn(&SampledPsu) -> FrameClass,
) -> Vec<FrameClass> {
    let mut classes: Vec<FrameClass> = Vec::new();
    for psu in psus {
        let class = class_of(psu);
        if !classes.contains(&class) {
            classes.push(class);
        }
    }
    let hidden: Vec<&StratumId> = (districts.iter().filter(|class| class.hidden))
        .flat_map(|class| &class.districts)
        .collect();
    // A district of one class alone says of it how many answered there.
    let is_mixed = |stratum: &StratumId| {
        let mut of_it = psus.iter().filter(|psu| psu.stratum == *stratum);
        let first = of_it.next().map(class_of);
        of_it.any(|psu| Some(class_of(psu)) != first)
    };
    let counts = |psu: &&SampledPsu| {
        hidden.is_empty() || (!hidden.contains(&&psu.stratum) && is_mixed(&psu.stratum))
    };
    let interviews_of = |class: &FrameClass| {
        let of_it = psus.iter().filter(|psu| class_of(psu) == *class);
        // Responses of PSUs that were merged carry the name of one of them.
        let of_it = of_it.filter(counts);
        let persons = of_it.filter_map(|psu| interviews.get(&psu.code));
        persons.sum::<u64>()
    };
    let is_enough = |class: &FrameClass| interviews_of(class) >= FEWEST_APART;
    if classes.len() > 1 && classes.iter().all(is_enough) {
        classes
    } else {
        Vec::new()
    }
}

/// A class by its shares; none where it is all of the sample or nothing.
fn row(
    psus: &[SampledPsu],
    class: FrameClass,
    frame: Option<f64>,
    is_here: &impl Fn(&SampledPsu) -> bool,
) -> Option<BalanceRow> {
    let share = |cases: fn(&SampledPsu) -> u64| {
        let weight = |psu: &SampledPsu| psu.base_weight * real_count(cases(psu));
        let whole: f64 = psus.iter().map(weight).sum();
        let part: f64 = psus.iter().filter(|psu| is_here(psu)).map(weight).sum();
        part / whole
    };
    let (sample, respondents) = (
        share(|psu| psu.cases.cases),
        share(|psu| psu.cases.returned),
    );
    let deviation = (sample * (1.0 - sample)).sqrt();
    (deviation > 0.0).then(|| BalanceRow {
        class,
        frame,
        sample,
        respondents,
        standardised: (respondents - sample) / deviation,
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::of;
    use super::*;
    use crate::example;

    #[test]
    fn a_district_that_returns_less_has_less_of_the_respondents_than_of_the_sample() {
        let mut inputs = example::inputs(400);
        for psu in &mut inputs.wave.psus {
            if psu.stratum == StratumId::new("2") {
                psu.cases.cases += 105;
                psu.cases.silent += 105;
            }
        }
        let report = of(&inputs);
        let row = report
            .balance
            .iter()
            .find(|row| row.class == FrameClass::Districts(vec![StratumId::new("2")]));
        let row = row.unwrap();
        assert_eq!(row.frame, Some(0.5));
        assert!((row.sample - 2.0 / 3.0).abs() < 1e-12, "{row:?}");
        assert!((row.respondents - 0.5).abs() < 1e-12, "{row:?}");
        let standardised = -(1.0 / 6.0) / (2.0_f64 / 9.0).sqrt();
        assert!((row.standardised - standardised).abs() < 1e-12, "{row:?}");
    }

    /// The first PSU of each district of so many is a village.
    fn villages(persons: usize, districts: &[&str]) -> Vec<FrameClass> {
        let mut inputs = example::inputs(persons);
        for psu in &mut inputs.wave.psus {
            psu.urban =
                !(psu.code.as_str().ends_with('a') && districts.contains(&psu.stratum.as_str()));
        }
        let rows = of(&inputs).balance.into_iter().map(|row| row.class);
        rows.filter(|class| class.variable() == FrameVariable::Settlement)
            .collect()
    }

    #[test]
    fn a_class_of_fewer_than_forty_interviews_is_not_told_of() {
        assert_eq!(
            villages(160, &["1"]),
            [FrameClass::Rural, FrameClass::Urban]
        );
        assert_eq!(villages(156, &["1"]), []);
        // Where no district is shown, the city alone is told of.
        assert_eq!(villages(48, &["1", "2"]), []);
    }
}
