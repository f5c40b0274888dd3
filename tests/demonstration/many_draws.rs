//! The city is asked again and again, each time by another sample, from the draw to the results: what theory says of samples
//! must be so of ours.
//!
//! * Intervals hold the truth of the whole city as often as they say.
//! * The weighted share of households that answer is that of all households, which are asked one by one here.
//! * The R-indicator is that of the population.
//! * A look at a clean city is seldom alarmed, and a community that was coached is found in every one.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate};
use fieldwork::merging::merge_small_psus;
use fieldwork::{AtFirst, CaseTally, SampledPsu};
use plan::Counts;
use questionnaire::{
    Answer, Assignment, ChoiceKind, Questionnaire, Submission, Variants, validate,
};
use rand::rngs::ChaCha20Rng;
use rand::{RngExt, SeedableRng};
use results::dataset::ResponseRow;
use results::monitor::{evenness, find_alarms};
use results::prepared::WaveData;
use results::review::review;
use results::{Inputs, compute};
use sampling::{Allocation, DrawnPsu, Method, PsuId, SamplePlan, draw, drawn_pairs};
use simulation::{City, Outcome, fill_in, respond};

use crate::fielded::first;
use crate::{holds, indicators, share, truth};

/// So many samples.
const DRAWS: u64 = 12;
const YEAR: i32 = 2014;
/// Alarms at one look have a chance of 5 % in a clean city: of twelve looks more than three have them once in five hundred.
const MOST_ALARMED: u64 = 3;

#[tokio::test]
async fn over_many_draws_the_results_are_what_theory_says_and_a_coached_community_is_found() {
    let first = first().await;
    let city = &first.demonstration.city;
    let (asked, _) = first.yearly.last().unwrap();
    let questionnaire = &asked.wave.questionnaire;
    let variants = Variants::of(questionnaire).unwrap();
    let truth = truth(city);
    let population = Population::count(city);
    let (mut returned, mut evennesses, mut alarmed) = (vec![], vec![], 0);
    let mut held_by_method = Method::ALL.map(|_| Vec::new());
    for seed in 0..DRAWS {
        let turn = usize::try_from(seed).unwrap() % Method::ALL.len();
        let held = &mut held_by_method[turn];
        let plan = plan(Method::ALL[turn], 300, seed);
        let mut inputs = ask(city, asked, &variants, &plan);
        assert_eq!(inputs.wave.pairs.is_empty(), plan.method.is_usual());
        let release = compute(&inputs, DateTime::UNIX_EPOCH).unwrap();
        for result in indicators(&release) {
            let indicator = inputs.plan.indicators.iter();
            let indicator = indicator.clone().find(|it| it.id == result.indicator);
            let measure = indicator.unwrap().measure.as_ref().unwrap();
            let rate = |stratum| truth.rate(measure, questionnaire, YEAR, stratum).unwrap();
            held.push(holds(result.rate.unwrap(), rate(None)));
            let shown = result.districts.iter();
            held.extend(
                shown.filter_map(|district| {
                    Some(holds(district.figure?, rate(Some(&district.code))))
                }),
            );
        }
        let psus = &inputs.wave.psus;
        returned.push(weighted_return(psus));
        evennesses.push(evenness(psus).unwrap().overall.r);
        let today = NaiveDate::from_ymd_opt(YEAR, 10, 1).unwrap();
        alarmed += u64::from(!find_alarms(psus, &[], today).is_empty());
        let clean = review(&inputs).unwrap().unwrap();
        assert_eq!(clean.favoured, [], "{seed}");

        let coached = psus.iter().max_by_key(|psu| psu.cases.returned).unwrap();
        let coached = coached.code.clone();
        coach(&mut inputs, &coached);
        let found = review(&inputs).unwrap().unwrap().favoured;
        assert!(
            found.iter().any(|it| it.psu == coached),
            "{seed}: {found:?}"
        );
        assert!(
            found.iter().all(|it| it.psu == coached),
            "{seed}: {found:?}"
        );
    }
    for (method, held) in Method::ALL.into_iter().zip(held_by_method) {
        let right = held.iter().filter(|held| **held).count();
        println!(
            "{method:?}: {right} of {} intervals hold the truth",
            held.len()
        );
        assert!(share(right, held.len()) >= 0.94 && held.len() > 1_000);
    }
    let (mean, error) = mean_and_error(&returned);
    println!(
        "{mean:.4} ± {error:.4} of households return, {:.4} do",
        population.returned
    );
    assert!((mean - population.returned).abs() < 4.0 * error);
    let (mean, error) = mean_and_error(&evennesses);
    println!(
        "R is {mean:.4} ± {error:.4}, in the population {:.4}",
        population.r
    );
    assert!((mean - population.r).abs() < 0.03);
    println!("{alarmed} of {DRAWS} clean cities made an alarm");
    assert!(alarmed <= MOST_ALARMED);
}

/// A plan for so many communities.
pub(crate) fn plan(method: Method, psus: u64, seed: u64) -> SamplePlan {
    SamplePlan {
        households: 44 * psus,
        per_psu: 44,
        allocation: Allocation::SquareRoot,
        method,
        minimum_psus: None,
        reserve: None,
        seed,
        shift: 0.0,
    }
}

/// A sample of its own, fielded and closed.
pub(crate) fn ask(city: &City, asked: &Inputs, variants: &Variants, plan: &SamplePlan) -> Inputs {
    let mut rng = ChaCha20Rng::seed_from_u64(plan.seed);
    let questionnaire = &asked.wave.questionnaire;
    let mut psus = Vec::new();
    let mut responses = Vec::new();
    let drawn = draw(city.frame(), plan).unwrap();
    let pairs = drawn_pairs(city.frame(), &drawn).unwrap();
    for drawn in drawn.psus {
        let mut cases = CaseTally::default();
        for household in &drawn.selected {
            cases.cases += 1;
            match respond(city, &drawn.code, *household, YEAR).unwrap() {
                Outcome::NotReturned(disposition) => {
                    *cases.dispositions.entry(disposition).or_default() += 1;
                }
                Outcome::Returns(person) => {
                    cases.returned += 1;
                    let variant = rng.random_range(0..variants.count());
                    let assignment = variants.get(variant).unwrap();
                    let fields = fill_in(&person, questionnaire, assignment, YEAR);
                    responses.push(row(&drawn, questionnaire, assignment, &fields));
                }
            }
        }
        psus.push(sampled(city, drawn, cases));
    }
    let into: BTreeMap<PsuId, PsuId> = merge_small_psus(&psus)
        .into_iter()
        .map(|merger| (merger.psu, merger.into))
        .collect();
    for psu in &mut psus {
        psu.merged_into = into.get(&psu.code).cloned();
    }
    for response in &mut responses {
        if let Some(other) = response.psu.as_ref().and_then(|psu| into.get(psu)) {
            response.psu = Some(other.clone());
        }
    }
    Inputs {
        plan: asked.plan.clone(),
        strata: asked.strata.clone(),
        margins: asked.margins.clone(),
        wave: WaveData {
            wave: asked.wave.wave.clone(),
            questionnaire: questionnaire.clone(),
            responses,
            psus,
            pairs,
        },
        earlier: Vec::new(),
        draw: String::new(),
        reserve: None,
        registration: None,
        corrections: Vec::new(),
    }
}

fn row(
    drawn: &DrawnPsu,
    questionnaire: &Questionnaire,
    assignment: &Assignment,
    fields: &[(String, String)],
) -> ResponseRow {
    let Ok(Submission::Complete { answers, .. }) = validate(questionnaire, assignment, fields)
    else {
        panic!("a simulated resident was refused: {fields:?}")
    };
    ResponseRow {
        stratum: Some(drawn.stratum.clone()),
        psu: Some(drawn.code.clone()),
        mode: None,
        arms: assignment.groups.clone(),
        answers,
    }
}

fn sampled(city: &City, drawn: DrawnPsu, cases: CaseTally) -> SampledPsu {
    let unit = city.frame().units().iter().find(|it| it.code == drawn.code);
    SampledPsu {
        id: 0,
        urban: unit.unwrap().urban,
        code: drawn.code,
        stratum: drawn.stratum,
        households: drawn.households,
        inclusion_probability: drawn.inclusion_probability,
        certainty: drawn.certainty,
        base_weight: drawn.base_weight,
        merged_into: None,
        at_first: AtFirst {
            cases: cases.cases,
            base_weight: drawn.base_weight,
        },
        cases,
    }
}

/// Everybody of a community who was asked praises whatever is measured.
fn coach(inputs: &mut Inputs, psu: &PsuId) {
    let questionnaire = &inputs.wave.questionnaire;
    let measured = inputs.plan.measured_by(&questionnaire.id);
    for response in &mut inputs.wave.responses {
        if response.psu.as_ref() != Some(psu) {
            continue;
        }
        let assignment = Assignment::as_written(questionnaire, &response.arms);
        for measure in measured.iter().filter_map(|it| it.measure.as_ref()) {
            let Counts::Kinds { scale, .. } = &measure.counts else {
                continue;
            };
            let shown = assignment.scale(questionnaire, scale).unwrap();
            let satisfied = |kind| kind == Some(ChoiceKind::Satisfied);
            let mut best = shown.choices.iter().filter(|choice| satisfied(choice.kind));
            let best = best.next().unwrap().code;
            for question in &measure.questions {
                if let Some(answer) = response.answers.0.get_mut(question) {
                    *answer = Answer::chosen(best);
                }
            }
        }
    }
}

/// What is true of all households of the city.
struct Population {
    /// The share of households on the lists that would return a form.
    returned: f64,
    /// The R-indicator over districts and urban or rural parts.
    r: f64,
}

impl Population {
    fn count(city: &City) -> Self {
        let mut classes: BTreeMap<(&str, bool), (f64, f64)> = BTreeMap::new();
        for unit in city.frame().units() {
            let class = (unit.stratum.as_str(), unit.urban);
            let (households, returned) = classes.entry(class).or_default();
            for household in 1..=unit.households {
                *households += 1.0;
                let outcome = respond(city, &unit.code, household, YEAR).unwrap();
                *returned += f64::from(u8::from(matches!(outcome, Outcome::Returns(_))));
            }
        }
        let all: f64 = classes.values().map(|(households, _)| households).sum();
        let returned: f64 = classes.values().map(|(_, returned)| returned).sum();
        let mean = returned / all;
        let spread = classes
            .values()
            .map(|(households, returned)| households * (returned / households - mean).powi(2));
        Self {
            returned: mean,
            r: 1.0 - 2.0 * (spread.sum::<f64>() / all).sqrt(),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a few hundred cases")]
fn weighted_return(psus: &[SampledPsu]) -> f64 {
    let of = |count: fn(&SampledPsu) -> u64| -> f64 {
        psus.iter()
            .map(|psu| psu.base_weight * count(psu) as f64)
            .sum()
    };
    of(|psu| psu.cases.returned) / of(|psu| psu.cases.cases)
}

/// The mean of these and its standard error.
#[expect(clippy::cast_precision_loss, reason = "a dozen draws")]
fn mean_and_error(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (mean, (squares / (count - 1.0) / count).sqrt())
}
