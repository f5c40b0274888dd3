//! PSUs in which far more than elsewhere gave the best answer: what coaching looks like from here.
//!
//! # Design
//!
//! Per indicator on a scale of satisfaction and per PSU, the persons who gave the best answer of the scale are set against those
//! of the other PSUs of the stratum, between which shares differ as much as [`PSU_CORRELATION`] says; and so are those who
//! gave it to every indicator, which is rare where nobody was told to. Of all these comparisons Benjamini and Hochberg's
//! rule keeps the expected share of false ones below [`FALSE_DISCOVERIES`].
//!
//! A place may be content without having been told to be. What is found is a reason to call back some of its
//! households, not a proof, and nobody is left out for it.
//!
//! Proven by `a_coached_psu_is_found_and_clean_cities_are_left_alone` and, with the city of the demonstration, by
//! `over_many_draws_the_results_are_what_theory_says_and_a_coached_community_is_found`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::dataset::{Cell, Dataset};
use crate::odd_groups::{Tally, Together};
use plan::{Counts, Indicator, IndicatorId};
use questionnaire::{ChoiceKind, Code, Questionnaire, ScaleId};
use sampling::{PsuId, StratumId};
use statistics::benjamini_hochberg;

/// The expected share of false ones among the PSUs named.
pub const FALSE_DISCOVERIES: f64 = 0.001;

/// Who rated fewer is not asked whether all were praised.
pub const FEWEST_RATED: usize = 3;

/// How much the share of the best answer differs from PSU to PSU of a stratum: its variance, in units of p(1 − p).
pub const PSU_CORRELATION: f64 = 0.05;

/// A PSU that praises far more than the others of its stratum.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Favoured {
    pub psu: PsuId,
    /// None where it is about all of them together.
    pub indicator: Option<IndicatorId>,
    /// Persons who gave the best answer, to every one that they rated.
    pub best: u64,
    /// Persons who rated it, or [`FEWEST_RATED`] of all.
    pub of: u64,
    /// Best answers at the rate of the others.
    pub expected: f64,
    /// Adjusted for all comparisons.
    pub p_value: f64,
}

/// The PSUs that stand out, the most surprising first.
pub(super) fn favoured(
    questionnaire: &Questionnaire,
    dataset: &Dataset,
    measured: &[&Indicator],
) -> Vec<Favoured> {
    let praised: Vec<(&IndicatorId, Vec<Option<bool>>)> = (measured.iter())
        .filter_map(|indicator| Some((&indicator.id, praise(questionnaire, dataset, indicator)?)))
        .collect();
    let all = (0..dataset.rows()).map(|row| {
        let rated = praised.iter().filter_map(|(_, praised)| praised[row]);
        (rated.clone().count() >= FEWEST_RATED).then(|| rated.clone().all(|best| best))
    });
    let mut found = compare(dataset, None, &all.collect::<Vec<_>>());
    for (indicator, praised) in &praised {
        found.extend(compare(dataset, Some(indicator), praised));
    }
    let p_values: Vec<f64> = found.iter().map(|it| it.p_value).collect();
    for (one, adjusted) in found.iter_mut().zip(benjamini_hochberg(&p_values)) {
        one.p_value = adjusted;
    }
    found.retain(|it| it.p_value < FALSE_DISCOVERIES);
    found.sort_by(|one, other| one.p_value.total_cmp(&other.p_value));
    found
}

/// Every PSU against the others of its stratum, with the chance of so much praise or more.
fn compare(
    dataset: &Dataset,
    indicator: Option<&IndicatorId>,
    praised: &[Option<bool>],
) -> Vec<Favoured> {
    let mut tallies: BTreeMap<(&StratumId, &PsuId), Tally> = BTreeMap::new();
    let rows = dataset.stratum.iter().zip(&dataset.psu).zip(praised);
    for (place, praised) in rows {
        if let Some(best) = praised {
            let tally = tallies.entry(place).or_default();
            tally.successes += u64::from(*best);
            tally.trials += 1;
        }
    }
    let mut strata: BTreeMap<&StratumId, Together> = BTreeMap::new();
    for ((stratum, _), tally) in &tallies {
        strata.entry(stratum).or_default().add(*tally);
    }
    let judged = tallies.into_iter().filter_map(|((stratum, psu), own)| {
        let odd = strata.get(stratum)?.oddness_of(own, PSU_CORRELATION)?;
        Some(Favoured {
            psu: psu.clone(),
            indicator: indicator.cloned(),
            best: own.successes,
            of: own.trials,
            expected: odd.expected,
            p_value: odd.upper,
        })
    });
    judged.collect()
}

/// Row by row, whether the best answer was given to the first question of an indicator, of those who gave one on its scale;
/// none where it is not counted on a scale of satisfaction.
fn praise(
    questionnaire: &Questionnaire,
    dataset: &Dataset,
    indicator: &Indicator,
) -> Option<Vec<Option<bool>>> {
    let measure = indicator.measure.as_ref()?;
    let Counts::Kinds { scale, .. } = &measure.counts else {
        return None;
    };
    let question = measure.questions.first()?;
    let best = best_of(questionnaire, scale)?;
    let cells = dataset.column(question)?;
    let given = cells.iter().enumerate().map(|(row, cell)| match cell {
        Cell::Answered(code) if dataset.scale(question, row) == Some(scale) => Some(*code == best),
        Cell::Answered(_) | Cell::Skipped | Cell::NotAsked => None,
    });
    Some(given.collect())
}

/// The best answer of a scale: at the end at which it is satisfied.
fn best_of(questionnaire: &Questionnaire, scale: &ScaleId) -> Option<Code> {
    let judging = |kind| {
        use ChoiceKind::{Dissatisfied, Neutral, Satisfied};
        matches!(kind, Some(Satisfied | Neutral | Dissatisfied))
    };
    let choices = &questionnaire.scale(scale)?.choices;
    let mut judging = choices.iter().filter(|choice| judging(choice.kind));
    let (first, last) = (judging.next()?, judging.next_back()?);
    let satisfied = |kind| kind == Some(ChoiceKind::Satisfied);
    let ends = [first, last];
    let best = ends.into_iter().find(|choice| satisfied(choice.kind));
    best.map(|choice| choice.code)
}

#[cfg(test)]
mod tests {
    use rand::rngs::ChaCha20Rng;
    use rand::{RngExt, SeedableRng};
    use statistics::distribution::beta_binomial_upper;

    use super::super::review;
    use crate::compute::Inputs;
    use crate::example;
    use fieldwork::{CaseTally, SampledPsu};
    use questionnaire::{Answer, QuestionId};

    use super::*;

    const FORMS: u64 = 20;

    /// Two districts of fifteen PSUs with twenty forms each, of whose households a third is satisfied, as much as PSUs differ.
    fn city(rng: &mut ChaCha20Rng) -> Inputs {
        let mut inputs = example::inputs(1);
        let template = (
            inputs.wave.psus[0].clone(),
            inputs.wave.responses[0].clone(),
        );
        inputs.wave.psus.clear();
        inputs.wave.responses.clear();
        for place in 0..30 {
            let stratum = StratumId::new(if place < 15 { "1" } else { "2" });
            let psu = PsuId::new(format!("{place:02}"));
            inputs.wave.psus.push(SampledPsu {
                code: psu.clone(),
                stratum: stratum.clone(),
                cases: CaseTally {
                    cases: 2 * FORMS,
                    returned: FORMS,
                    silent: FORMS,
                    ..CaseTally::default()
                },
                ..template.0.clone()
            });
            let satisfied = beta_binomial(rng);
            for form in 0..FORMS {
                let mut response = template.1.clone();
                response.stratum = Some(stratum.clone());
                response.psu = Some(psu.clone());
                let code = if form < satisfied { 5 } else { 1 };
                for question in ["Q1", "Q2"] {
                    let answers = &mut response.answers.0;
                    answers.insert(QuestionId::new(question), Answer::Number(code));
                }
                inputs.wave.responses.push(response);
            }
        }
        inputs
    }

    /// A draw by its tail: the most of which so many or more are likelier than chance has it.
    fn beta_binomial(rng: &mut ChaCha20Rng) -> u64 {
        let chance: f64 = rng.random();
        (1..=FORMS)
            .take_while(|k| beta_binomial_upper(*k, FORMS, 0.33, PSU_CORRELATION) > chance)
            .count() as u64
    }

    #[test]
    fn a_coached_psu_is_found_and_clean_cities_are_left_alone() {
        let (mut alarmed, mut found_in) = (0, 0);
        for seed in 0..200 {
            let mut inputs = city(&mut ChaCha20Rng::seed_from_u64(seed));
            let clean = review(&inputs).unwrap().unwrap().favoured;
            alarmed += u64::from(!clean.is_empty());
            let coached = PsuId::new("07");
            for response in &mut inputs.wave.responses {
                if response.psu.as_ref() == Some(&coached) {
                    for question in ["Q1", "Q2"] {
                        let answers = &mut response.answers.0;
                        answers.insert(QuestionId::new(question), Answer::Number(5));
                    }
                }
            }
            let found = review(&inputs).unwrap().unwrap().favoured;
            assert!(
                found.iter().all(|it| it.psu == coached),
                "{seed}: {found:?}"
            );
            if let Some(found) = found.first() {
                assert_eq!((found.best, found.of), (FORMS, FORMS));
                found_in += 1;
            }
        }
        // One in a thousand looks.
        assert!(alarmed <= 2, "{alarmed} of 200 clean cities");
        // A third would have praised by themselves: one indicator alone does not find a coached place everywhere.
        assert!(found_in >= 180, "found in {found_in} of 200 cities");
    }

    #[test]
    fn the_best_answer_stands_at_the_satisfied_end() {
        let mut inputs = example::inputs(1);
        let scale = ScaleId::new("S5");
        let best = |inputs: &Inputs| best_of(&inputs.wave.questionnaire, &scale);
        assert_eq!(best(&inputs), Some(Code(5)));
        inputs.wave.questionnaire.scales[0].choices.reverse();
        assert_eq!(best(&inputs), Some(Code(5)));
        inputs.wave.questionnaire.scales[0]
            .choices
            .retain(|choice| choice.kind != Some(ChoiceKind::Satisfied));
        assert_eq!(best(&inputs), None);
    }
}
