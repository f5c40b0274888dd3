//! What becomes of a sampled household: whether its form comes back, and what stands in it.

use super::chance::Key;
use super::city::{City, CityPsu};
use super::opinion::{Answers as Answering, CORRUPTION, Item, YEARS};
use super::person::{Address, Household, Person};
use fieldwork::Disposition;
use questionnaire::{
    Answer, Answers, Assignment, Code, Question, QuestionId, Questionnaire, route,
};
use sampling::PsuId;

/// What becomes of an invitation.
#[derive(Debug, Clone, Copy)]
pub enum Outcome<'c> {
    /// The adult with the next birthday answers.
    Returns(Person<'c>),
    /// Nothing comes back.
    NotReturned(Disposition),
}

/// The chance that the harmless statement of the crosswise question is true.
const BIRTHDAY: f32 = 60.0 / 365.25;

/// The share of households that was told how to answer.
const COACHED: f32 = 0.004;

/// What becomes of the invitation to a household (its number on the PSU's list) in a year;
/// none where the city has no such PSU.
///
/// Whether a household answers depends on its district and on whether it is a village, not
/// on its opinions.
pub fn respond<'c>(city: &'c City, psu: &PsuId, household: u64, year: i32) -> Option<Outcome<'c>> {
    let psu: &'c CityPsu = city.psu(psu)?;
    let household = Household::of(psu, household);
    let fate = household.key.with(50).with(year_part(year));
    let unknown = fate.with(1).uniform() < 0.3;
    let disposition = match household.address {
        Address::Inhabited => {
            return Some(match household.next_birthday() {
                Some(person) if fate.uniform() < psu.response => Outcome::Returns(person),
                _ => Outcome::NotReturned(not_returned(fate.with(2))),
            });
        }
        _ if unknown => Disposition::OtherUnknown,
        Address::Vacant => Disposition::Vacant,
        Address::NotHousing => Disposition::NotHousing,
        Address::NobodyEligible => Disposition::NoEligiblePerson,
    };
    Some(Outcome::NotReturned(disposition))
}

fn not_returned(fate: Key) -> Disposition {
    match fate.pick(&[0.24, 0.27, 0.08, 0.05, 0.03, 0.002, 0.03, 0.03]) {
        0 => Disposition::Refusal,
        1 => Disposition::NonContact,
        2 => Disposition::NobodyHome,
        3 => Disposition::RespondentAway,
        4 => Disposition::Unable,
        5 => Disposition::Dead,
        6 => Disposition::NoAccess,
        7 => Disposition::AddressNotFound,
        _ => Disposition::OtherUnknown,
    }
}

/// What a respondent sends in a year, by question id: the fields of the questions that this assignment asks,
/// some of them skipped, and a few answers that are not the true ones.
pub fn fill_in(
    person: &Person<'_>,
    questionnaire: &Questionnaire,
    assignment: &Assignment,
    year: i32,
) -> Vec<(String, String)> {
    let sheet = person.key.with(60).with(year_part(year));
    let answers = Answers(
        questionnaire
            .questions
            .iter()
            .filter_map(|question| {
                let code = chosen_answer(person, questionnaire, assignment, question, year, sheet)?;
                Some((question.id.clone(), Answer::chosen(code)))
            })
            .collect(),
    );
    let path = route(questionnaire, assignment, &answers);
    // One in eighty tires on the way and sends what there is.
    let tired = sheet.with(1).uniform() < 0.0125;
    let patience = if tired {
        14 + sheet.with(2).pick(&[0.1; 9])
    } else {
        usize::MAX
    };
    path.asked
        .iter()
        .enumerate()
        .filter(|(place, question)| {
            question.required || (*place < patience && !skips(&question.id, sheet))
        })
        .filter_map(|(_, question)| {
            let code = answers.code(&question.id)?;
            Some((question.id.to_string(), code.to_string()))
        })
        .collect()
}

/// Skipped without a word: more often where the matter is delicate.
fn skips(question: &QuestionId, sheet: Key) -> bool {
    let share = match question.as_str() {
        "R08" | "R09" | "R10" => 0.025,
        "R29" => 0.02,
        _ => 0.010,
    };
    let number = question
        .as_str()
        .bytes()
        .fold(0_u64, |number, byte| number * 31 + u64::from(byte));
    sheet.with(8).with(number).uniform() < share
}

/// What the person would answer if asked; none where the city knows nothing of the question.
fn chosen_answer(
    person: &Person<'_>,
    questionnaire: &Questionnaire,
    assignment: &Assignment,
    question: &Question,
    year: i32,
    sheet: Key,
) -> Option<Code> {
    let place = YEARS
        .iter()
        .position(|known| *known == year)
        .unwrap_or(YEARS.len() - 1);
    let coached = person.key.with(61).with(year_part(year)).uniform() < COACHED;
    if let Some(item) = Item::index(&question.id) {
        let four = match question.answer.scale() {
            Some(scale) => assignment.scale(questionnaire, scale)?.id.as_str() == "S4",
            None => false,
        };
        let told = coached && Item::of(item).answers == Answering::Satisfaction;
        let best = Code(if four { 4 } else { 5 });
        return Some(if told {
            best
        } else {
            person.answer(item, place, four)
        });
    }
    factual_answer(person, &question.id, place, coached, sheet)
}

/// The answer to a question that asks for no opinion on a scale.
fn factual_answer(
    person: &Person<'_>,
    question: &QuestionId,
    year: usize,
    coached: bool,
    sheet: Key,
) -> Option<Code> {
    let facts = person.key.with(3);
    let pick =
        |key: Key, shares: &[f32]| Code(i64::try_from(key.pick(shares) + 1).unwrap_or(i64::MAX));
    Some(match question.as_str() {
        "R01" => person.age,
        "R02" => pick(facts.with(1), &[0.0, 0.03, 0.12]),
        "R03" => person.psu.district,
        "R09" => pick(sheet.with(20), &[0.16, 0.33, 0.22, 0.05, 0.02, 0.08]),
        "R10" => {
            let dissatisfied = person.opinion(CORRUPTION, year).dissatisfied();
            let birthday = sheet.with(21).uniform() < BIRTHDAY;
            Code(if dissatisfied == birthday { 1 } else { 2 })
        }
        "R17" => pick(sheet.with(22), &[0.78, 0.08, 0.13]),
        "R24" => Code(match (coached, sheet.with(23).uniform()) {
            (true, draw) if draw < 0.8 => 2,
            (false, draw) if draw < 0.004 => 2,
            (false, draw) if draw < 0.015 => 3,
            _ => 1,
        }),
        "R25" => person.sex,
        "R26" => person.education,
        "R27" => pick(facts.with(2), &[0.76, 0.10, 0.12]),
        "R28" => person.psu.place,
        "R29" if sheet.with(24).uniform() < 0.01 => Code(4),
        "R29" => person.employer,
        "R30" => Code(person.adults.try_into().ok()?),
        _ => return None,
    })
}

/// A year as part of a draw's address.
fn year_part(year: i32) -> u64 {
    u64::from(year.unsigned_abs())
}

#[cfg(test)]
pub(super) mod tests {
    use std::collections::BTreeMap;

    use super::super::city::tests::{small_city, strata};
    use super::super::truth::Truth;
    use super::*;
    use format::read;
    use questionnaire::{Submission, Variants, validate};
    use sampling::{Allocation, SamplePlan, draw};

    pub(crate) fn questionnaire() -> Questionnaire {
        let content = include_bytes!("../../surveys/harbin-2012-2014/residents.toml");
        let reading = read("residents.toml", content);
        assert!(reading.findings.is_empty(), "{:?}", reading.findings);
        reading
            .questionnaire
            .expect("a file without findings is a questionnaire")
    }

    fn real(count: usize) -> f64 {
        f64::from(u32::try_from(count).unwrap())
    }

    /// Every outcome of a wave in the whole city.
    fn wave(city: &City, year: i32) -> Vec<Outcome<'_>> {
        let plan = SamplePlan {
            households: 13_200,
            per_psu: 44,
            allocation: Allocation::SquareRoot,
            method: sampling::Method::Systematic,
            minimum_psus: None,
            seed: 1,
            shift: 0.0,
            reserve: None,
        };
        let draw = draw(city.frame(), &plan).unwrap();
        let households = draw
            .psus
            .iter()
            .flat_map(|psu| psu.selected.iter().map(move |number| (&psu.code, *number)));
        households
            .map(|(psu, number)| respond(city, psu, number, year).unwrap())
            .collect()
    }

    #[test]
    fn about_two_fifths_return_and_the_rest_have_dispositions_of_every_group() {
        let city = City::build(&strata(), 1);
        let outcomes = wave(&city, 2012);
        let mut dispositions: BTreeMap<Disposition, usize> = BTreeMap::new();
        for outcome in &outcomes {
            if let Outcome::NotReturned(disposition) = outcome {
                *dispositions.entry(*disposition).or_default() += 1;
            }
        }
        let returned = outcomes.len() - dispositions.values().sum::<usize>();
        assert!(
            (5_200..5_600).contains(&returned),
            "{returned} of {}",
            outcomes.len()
        );
        assert!(dispositions.len() >= 10, "{dispositions:?}");
    }

    #[test]
    fn every_form_is_accepted_in_every_variant() {
        let (city, questionnaire) = (small_city(1), questionnaire());
        let variants = Variants::of(&questionnaire).unwrap();
        let people: Vec<Person<'_>> = (1..=150)
            .filter_map(|number| Household::of(&city.psus()[2], number).next_birthday())
            .collect();
        for assignment in variants.iter() {
            for person in &people {
                let form = fill_in(person, &questionnaire, assignment, 2013);
                let taken = validate(&questionnaire, assignment, &form);
                assert!(
                    matches!(taken, Ok(Submission::Complete { .. })),
                    "{taken:?}"
                );
            }
        }
    }

    #[test]
    fn a_form_filled_in_twice_is_the_same() {
        let (city, questionnaire) = (small_city(1), questionnaire());
        let person = Household::of(&city.psus()[0], 2).next_birthday().unwrap();
        let form = || fill_in(&person, &questionnaire, &Assignment::default(), 2012);
        assert_eq!(form(), form());
    }

    #[test]
    fn some_questions_are_skipped_and_few_residents_say_they_were_coached() {
        let (city, questionnaire) = (small_city(1), questionnaire());
        let (mut forms, mut fields, mut coached) = (0, 0, 0);
        let assignment = Variants::of(&questionnaire)
            .unwrap()
            .get(0)
            .unwrap()
            .clone();
        for psu in city.psus() {
            for person in (1..=60).filter_map(|number| Household::of(psu, number).next_birthday()) {
                let form = fill_in(&person, &questionnaire, &assignment, 2014);
                forms += 1;
                fields += form.len();
                coached += usize::from(form.contains(&("R24".to_owned(), "2".to_owned())));
            }
        }
        let answered = real(fields) / (29.0 * real(forms));
        assert!((0.97..0.99).contains(&answered), "{answered}");
        let coached = real(coached) / real(forms);
        assert!((0.003..0.02).contains(&coached), "{coached}");
    }

    #[test]
    fn the_crosswise_question_recovers_the_true_dissatisfaction() {
        let (city, questionnaire) = (small_city(1), questionnaire());
        let groups = BTreeMap::from([("anticorruption".to_owned(), "crosswise".to_owned())]);
        let assignment = Assignment::as_written(&questionnaire, &groups);
        let (mut same, mut all) = (0, 0);
        for psu in city.psus() {
            for household in (1..=psu.households).map(|number| Household::of(psu, number)) {
                for person in household.persons() {
                    let form = fill_in(&person, &questionnaire, &assignment, 2012);
                    let answer = form.iter().find(|(question, _)| question == "R10");
                    all += usize::from(answer.is_some());
                    same += usize::from(answer.is_some_and(|(_, code)| code == "1"));
                }
            }
        }
        let prevalence = f64::from(BIRTHDAY);
        let estimate = (real(same) / real(all) + prevalence - 1.0) / (2.0 * prevalence - 1.0);
        let truth = Truth::count(&city)
            .dissatisfied_with_anti_corruption(2012)
            .unwrap();
        assert!((estimate - truth).abs() < 0.01, "{estimate} for {truth}");
    }
}
