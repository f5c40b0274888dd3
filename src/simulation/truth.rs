//! The true rates of the synthetic city: the opinions of every adult, counted.

use std::panic::resume_unwind;
use std::thread;

use super::city::{City, CityPsu};
use super::opinion::{Answers, CORRUPTION, COUNTED, Item, YEARS};
use super::person::{Household, Person};
use plan::{Counts, Measure};
use questionnaire::{ChoiceKind, Code, Questionnaire, ScaleId};
use sampling::StratumId;

/// Codes of the scales in the order they are counted; yes/no items use the first five.
const CODES: [Code; 6] = [Code(1), Code(2), Code(3), Code(4), Code(5), Code(98)];

/// The places of R28.
const PLACES: usize = 4;

/// How many adults give each answer, by stratum, place, year, item and scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Truth {
    strata: Vec<StratumId>,
    tallies: Vec<[Tally; PLACES]>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Tally {
    /// By year and item: answers on the scale of the headline.
    five: [[[u64; CODES.len()]; COUNTED]; YEARS.len()],
    /// The same on the four-point scale.
    four: [[[u64; CODES.len()]; COUNTED]; YEARS.len()],
    /// By year: adults truly dissatisfied with the work against corruption, and all adults.
    dissatisfied: [u64; YEARS.len()],
    adults: u64,
}

impl Truth {
    /// Asks every adult of the city everything, on all processors.
    pub fn count(city: &City) -> Self {
        let workers = thread::available_parallelism().map_or(1, usize::from);
        let strata = city.frame().strata();
        let psus = city.psus();
        let share = psus.len().div_ceil(workers).max(1);
        let partial: Vec<Vec<[Tally; PLACES]>> = thread::scope(|scope| {
            let workers: Vec<_> = psus
                .chunks(share)
                .map(|psus| scope.spawn(move || tally(psus, strata.len())))
                .collect();
            workers
                .into_iter()
                .map(|worker| worker.join().unwrap_or_else(|panic| resume_unwind(panic)))
                .collect()
        });
        let mut tallies = vec![[Tally::default(); PLACES]; strata.len()];
        for part in &partial {
            for (into, from) in tallies.iter_mut().flatten().zip(part.iter().flatten()) {
                into.add(from);
            }
        }
        Self {
            strata: strata.iter().map(|stratum| stratum.code.clone()).collect(),
            tallies,
        }
    }

    /// The true rate of an indicator's measure in a year, in the city or in one stratum;
    /// none where the city has no opinion on it.
    pub fn rate(
        &self,
        measure: &Measure,
        questionnaire: &Questionnaire,
        year: i32,
        stratum: Option<&StratumId>,
    ) -> Option<f64> {
        let (numerator, denominator) = match &measure.counts {
            Counts::Kinds {
                scale,
                numerator,
                denominator,
            } => (
                codes(questionnaire, scale, numerator)?,
                codes(questionnaire, scale, denominator)?,
            ),
            Counts::Codes {
                numerator,
                denominator,
            } => (numerator.clone(), denominator.clone()),
        };
        self.mean(measure, year, stratum, &numerator, &denominator, false)
    }

    /// The same on the scale of the national formula.
    #[cfg(test)]
    pub(crate) fn bridge_rate(
        &self,
        measure: &Measure,
        questionnaire: &Questionnaire,
        year: i32,
        stratum: Option<&StratumId>,
    ) -> Option<f64> {
        let bridge = measure.bridge.as_ref()?;
        let numerator = codes(questionnaire, &bridge.scale, &bridge.numerator)?;
        let denominator = codes(questionnaire, &bridge.scale, &bridge.denominator)?;
        self.mean(measure, year, stratum, &numerator, &denominator, true)
    }

    /// The share of adults truly dissatisfied with the work against corruption, whatever
    /// they say when asked directly: what the crosswise question estimates.
    #[cfg(test)]
    pub(crate) fn dissatisfied_with_anti_corruption(&self, year: i32) -> Option<f64> {
        let year = place_of(year)?;
        let tallies = || self.tallies.iter().flatten();
        let dissatisfied: u64 = tallies().map(|tally| tally.dissatisfied[year]).sum();
        ratio(dissatisfied, tallies().map(|tally| tally.adults).sum())
    }

    /// The adults of the city, or of one stratum.
    pub fn adults(&self, stratum: Option<&StratumId>) -> u64 {
        self.within(stratum)
            .flatten()
            .map(|tally| tally.adults)
            .sum()
    }

    fn within<'a>(
        &'a self,
        stratum: Option<&'a StratumId>,
    ) -> impl Iterator<Item = &'a [Tally; PLACES]> {
        self.strata
            .iter()
            .zip(&self.tallies)
            .filter(move |(code, _)| stratum.is_none_or(|wanted| wanted == *code))
            .map(|(_, tally)| tally)
    }

    fn mean(
        &self,
        measure: &Measure,
        year: i32,
        stratum: Option<&StratumId>,
        numerator: &[Code],
        denominator: &[Code],
        four: bool,
    ) -> Option<f64> {
        let year = place_of(year)?;
        let places: Vec<Code> = match &measure.among {
            None => (1..=4).map(Code).collect(),
            Some(among) if among.question.as_str() == "R28" => among.codes.clone(),
            Some(_) => return None,
        };
        let mut sum = 0.0;
        let mut questions = 0.0;
        for question in &measure.questions {
            let item = Item::index(question).filter(|item| *item < COUNTED)?;
            let (mut hits, mut all) = (0, 0);
            for (place, tally) in self
                .within(stratum)
                .flat_map(|tallies| (1..).map(Code).zip(tallies))
            {
                if !places.contains(&place) {
                    continue;
                }
                let answers = if four { &tally.four } else { &tally.five }[year][item];
                for (code, count) in CODES.iter().zip(answers) {
                    hits += if numerator.contains(code) { count } else { 0 };
                    all += if denominator.contains(code) { count } else { 0 };
                }
            }
            sum += ratio(hits, all)?;
            questions += 1.0;
        }
        (questions > 0.0).then_some(sum / questions)
    }
}

impl Tally {
    fn add(&mut self, other: &Self) {
        for year in 0..YEARS.len() {
            for item in 0..COUNTED {
                for code in 0..CODES.len() {
                    self.five[year][item][code] += other.five[year][item][code];
                    self.four[year][item][code] += other.four[year][item][code];
                }
            }
            self.dissatisfied[year] += other.dissatisfied[year];
        }
        self.adults += other.adults;
    }

    fn ask(&mut self, person: &Person<'_>) {
        self.adults += 1;
        for year in 0..YEARS.len() {
            for item in 0..COUNTED {
                let opinion = person.opinion(item, year);
                if item == CORRUPTION {
                    self.dissatisfied[year] += u64::from(opinion.dissatisfied());
                }
                // Only what is not an opinion alone needs a second draw.
                let plain =
                    Item::of(item).answers == Answers::Satisfaction && !opinion.dissatisfied();
                let (five, four) = if plain {
                    (opinion.on_five(), opinion.on_four())
                } else {
                    (
                        person.answer(item, year, false),
                        person.answer(item, year, true),
                    )
                };
                self.five[year][item][index_of_code(five)] += 1;
                self.four[year][item][index_of_code(four)] += 1;
            }
        }
    }
}

fn tally(psus: &[CityPsu], strata: usize) -> Vec<[Tally; PLACES]> {
    let mut tallies = vec![[Tally::default(); PLACES]; strata];
    for psu in psus {
        let tally = &mut tallies[psu.stratum][index_of_code(psu.place).min(PLACES - 1)];
        for number in 1..=psu.households {
            for person in Household::of(psu, number).persons() {
                tally.ask(&person);
            }
        }
    }
    tallies
}

/// The place of a code among those counted.
fn index_of_code(code: Code) -> usize {
    match code.0 {
        place @ 1..=5 => usize::try_from(place - 1).unwrap_or_default(),
        _ => CODES.len() - 1,
    }
}

fn place_of(year: i32) -> Option<usize> {
    YEARS.iter().position(|known| *known == year)
}

/// The codes of a scale's choices of these kinds.
fn codes(
    questionnaire: &Questionnaire,
    scale: &ScaleId,
    kinds: &[ChoiceKind],
) -> Option<Vec<Code>> {
    let choices = &questionnaire.scale(scale)?.choices;
    let of_kind = choices
        .iter()
        .filter(|choice| choice.kind.is_some_and(|kind| kinds.contains(&kind)));
    Some(of_kind.map(|choice| choice.code).collect())
}

#[expect(
    clippy::cast_precision_loss,
    reason = "adults of a city are far below 2^53"
)]
fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

#[cfg(test)]
mod tests {
    use super::super::city::tests::small_city;
    use super::super::respondent::tests::questionnaire;
    use super::*;
    use questionnaire::QuestionId;

    fn satisfaction(questions: &[&str]) -> Measure {
        let kinds = [
            ChoiceKind::Satisfied,
            ChoiceKind::Neutral,
            ChoiceKind::Dissatisfied,
            ChoiceKind::DontKnow,
        ];
        Measure {
            questionnaire: "residents".to_owned(),
            questions: questions.iter().copied().map(QuestionId::new).collect(),
            counts: Counts::Kinds {
                scale: ScaleId::new("S5"),
                numerator: vec![ChoiceKind::Satisfied],
                denominator: kinds.to_vec(),
            },
            bridge: Some(plan::Bridge {
                scale: ScaleId::new("S4"),
                numerator: vec![ChoiceKind::Satisfied],
                denominator: kinds.to_vec(),
            }),
            cross_check: false,
            among: None,
            crosswise: None,
            drivers: Vec::new(),
        }
    }

    #[test]
    fn counting_twice_gives_the_same() {
        assert_eq!(Truth::count(&small_city(1)), Truth::count(&small_city(1)));
    }

    #[test]
    fn some_targets_are_met_some_missed_and_some_close() {
        let (truth, questionnaire) = (Truth::count(&small_city(2012)), questionnaire());
        let rate = |questions: &[&str], year| {
            truth
                .rate(&satisfaction(questions), &questionnaire, year, None)
                .unwrap()
        };
        assert!(rate(&["R18"], 2014) > 0.77, "education is met");
        assert!(rate(&["R13"], 2014) > 0.87, "culture is met");
        assert!(rate(&["R11"], 2014) < 0.87, "integrity is missed");
        assert!(
            (rate(&["R04", "R05", "R06"], 2014) - 0.90).abs() < 0.02,
            "efficiency is close"
        );
        assert!(
            (rate(&["R16"], 2014) - 0.85).abs() < 0.02,
            "window conduct is close"
        );
        assert!(
            rate(&["R20"], 2014) - rate(&["R20"], 2012) > 0.06,
            "the environment improves"
        );
    }

    #[test]
    fn districts_average_to_the_city() {
        let (truth, questionnaire) = (Truth::count(&small_city(1)), questionnaire());
        let measure = satisfaction(&["R11"]);
        let mean: f64 = truth
            .strata
            .iter()
            .map(|code| {
                let share = ratio(truth.adults(Some(code)), truth.adults(None)).unwrap();
                share
                    * truth
                        .rate(&measure, &questionnaire, 2013, Some(code))
                        .unwrap()
            })
            .sum();
        assert!((mean - truth.rate(&measure, &questionnaire, 2013, None).unwrap()).abs() < 1e-12);
    }

    #[test]
    fn the_national_scale_counts_more_as_satisfied() {
        let (truth, questionnaire) = (Truth::count(&small_city(1)), questionnaire());
        let measure = satisfaction(&["R20"]);
        let five = truth.rate(&measure, &questionnaire, 2012, None).unwrap();
        assert!(
            truth
                .bridge_rate(&measure, &questionnaire, 2012, None)
                .unwrap()
                > five + 0.03
        );
    }

    #[test]
    fn more_are_dissatisfied_about_corruption_than_say_so() {
        let (truth, questionnaire) = (Truth::count(&small_city(1)), questionnaire());
        let mut said = satisfaction(&["R08"]);
        if let Counts::Kinds { numerator, .. } = &mut said.counts {
            *numerator = vec![ChoiceKind::Dissatisfied];
        }
        let said = truth.rate(&said, &questionnaire, 2012, None).unwrap();
        assert!(truth.dissatisfied_with_anti_corruption(2012).unwrap() > said * 1.15);
    }

    #[test]
    fn what_the_city_does_not_know_has_no_rate() {
        let (truth, questionnaire) = (Truth::count(&small_city(1)), questionnaire());
        assert_eq!(
            truth.rate(&satisfaction(&["R99"]), &questionnaire, 2012, None),
            None
        );
        assert_eq!(
            truth.rate(&satisfaction(&["R11"]), &questionnaire, 1999, None),
            None
        );
    }

    #[test]
    fn opinions_within_a_psu_are_correlated_by_about_a_twentieth() {
        // Analysis of variance with PSUs as groups of equal size.
        let city = super::super::city::City::build(&super::super::city::tests::strata(), 1);
        let item = Item::index(&QuestionId::new("R11")).unwrap();
        let size = 60.0;
        let means: Vec<f64> = city
            .psus()
            .iter()
            .map(|psu| {
                let adults =
                    (1..=400).filter_map(|number| Household::of(psu, number).next_birthday());
                let satisfied = adults
                    .take(60)
                    .filter(|person| person.answer(item, 0, false) >= Code(4));
                satisfied
                    .filter(|person| person.answer(item, 0, false) <= Code(5))
                    .count()
            })
            .map(|satisfied| ratio(satisfied as u64, 60).unwrap())
            .collect();
        let groups = ratio(means.len() as u64, 1).unwrap();
        let mean = means.iter().sum::<f64>() / groups;
        let between = size
            * means
                .iter()
                .map(|value| (value - mean).powi(2))
                .sum::<f64>()
            / (groups - 1.0);
        let within = size * means.iter().map(|value| value * (1.0 - value)).sum::<f64>()
            / (groups * (size - 1.0));
        let correlation = (between - within) / (between + (size - 1.0) * within);
        assert!((0.035..0.075).contains(&correlation), "{correlation}");
    }
}
