//! PSUs in which far more than elsewhere gave the best answer: what coaching looks like from here.
//!
//! # Design
//!
//! Per indicator on a scale of satisfaction and per PSU, the persons who gave the best answer of the scale are set against those
//! of the other PSUs of the stratum, between which shares differ as much as [`PSU_CORRELATION`] says. Of all these
//! comparisons Benjamini and Hochberg's rule keeps the expected share of false ones below [`FALSE_DISCOVERIES`].
//!
//! A place may be content without having been told to be. What is found is a reason to call back some of its
//! households, not a proof, and nobody is left out for it.
//!
//! Proven by `a_coached_psu_is_found_and_clean_cities_are_left_alone`.

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

/// How much the share of the best answer differs from PSU to PSU of a stratum: its variance, in units of p(1 − p).
pub const PSU_CORRELATION: f64 = 0.05;

/// A PSU that praises far more than the others of its stratum.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Favoured {
    pub psu: PsuId,
    pub indicator: IndicatorId,
    /// Persons who gave the best answer.
    pub best: u64,
    /// Persons who gave any of the scale.
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
    let mut found = Vec::new();
    for indicator in measured {
        let tallies = best_answers(questionnaire, dataset, indicator);
        let mut strata: BTreeMap<&StratumId, Together> = BTreeMap::new();
        for ((stratum, _), tally) in &tallies {
            strata.entry(stratum).or_default().add(*tally);
        }
        for ((stratum, psu), own) in tallies {
            let together = strata.get(stratum);
            if let Some(odd) = together.and_then(|all| all.oddness_of(own, PSU_CORRELATION)) {
                found.push(Favoured {
                    psu: psu.clone(),
                    indicator: indicator.id.clone(),
                    best: own.successes,
                    of: own.trials,
                    expected: odd.expected,
                    p_value: odd.upper,
                });
            }
        }
    }
    let p_values: Vec<f64> = found.iter().map(|it| it.p_value).collect();
    for (one, adjusted) in found.iter_mut().zip(benjamini_hochberg(&p_values)) {
        one.p_value = adjusted;
    }
    found.retain(|it| it.p_value < FALSE_DISCOVERIES);
    found.sort_by(|one, other| one.p_value.total_cmp(&other.p_value));
    found
}

/// Best answers to the first question of an indicator by PSU.
fn best_answers<'a>(
    questionnaire: &Questionnaire,
    dataset: &'a Dataset,
    indicator: &Indicator,
) -> BTreeMap<(&'a StratumId, &'a PsuId), Tally> {
    let mut tallies = BTreeMap::new();
    let Some(measure) = &indicator.measure else {
        return tallies;
    };
    let (Counts::Kinds { scale, .. }, Some(question)) =
        (&measure.counts, measure.questions.first())
    else {
        return tallies;
    };
    let (Some(best), Some(cells)) = (best_of(questionnaire, scale), dataset.column(question))
    else {
        return tallies;
    };
    let rows = dataset.stratum.iter().zip(&dataset.psu).zip(cells);
    for (row, ((stratum, psu), cell)) in rows.enumerate() {
        if let Cell::Answered(code) = cell
            && dataset.scale(question, row) == Some(scale)
        {
            let tally: &mut Tally = tallies.entry((stratum, psu)).or_default();
            tally.successes += u64::from(*code == best);
            tally.trials += 1;
        }
    }
    tallies
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
        let mut alarmed = 0;
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
            let named: Vec<&PsuId> = found.iter().map(|it| &it.psu).collect();
            assert!(named.contains(&&coached), "{seed}: {found:?}");
            assert_eq!((found[0].best, found[0].of), (FORMS, FORMS));
        }
        // One in a thousand looks.
        assert!(alarmed <= 2, "{alarmed} of 200 clean cities");
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
