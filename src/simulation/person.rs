//! Households and persons of the synthetic city, computed when asked for.

use super::chance::Key;
use super::city::CityPsu;
use super::opinion::{Answers, CONCEALING, CORRUPTION, HOUSEHOLD, Item, Opinion, PERSON, opinion};
use questionnaire::Code;

/// What every address of a PSU is: of a household with adults, or of none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Address {
    /// Adults live there.
    Inhabited,
    /// Nobody lives there.
    Vacant,
    /// Not a dwelling.
    NotHousing,
    /// Nobody there is 18 and has lived in the city for six months.
    NobodyEligible,
}

/// An address of a PSU, and who lives there.
#[derive(Debug, Clone, Copy)]
pub struct Household<'c> {
    pub(super) psu: &'c CityPsu,
    pub(super) key: Key,
    pub(super) address: Address,
    /// Adults who have lived there for six months; none where the address is not inhabited.
    pub(super) adults: u64,
    effect: f32,
}

/// An adult of the synthetic city.
#[derive(Debug, Clone, Copy)]
pub struct Person<'c> {
    pub(super) psu: &'c CityPsu,
    pub(super) key: Key,
    /// R30.
    pub(super) adults: u64,
    /// R25: 1 male, 2 female.
    pub(super) sex: Code,
    /// R01: 2 (18–29) to 6 (70 or over).
    pub(super) age: Code,
    /// R26: 1 (no schooling) to 6 (bachelor or higher).
    pub(super) education: Code,
    /// R29: 1 yes, 2 no, 3 retired.
    pub(super) employer: Code,
    /// What household and person add to every opinion.
    general: f32,
    /// How often the person does not know, compared with most.
    unsure: f32,
}

impl<'c> Household<'c> {
    /// The household at this number of the PSU's list, from 1.
    pub fn of(psu: &'c CityPsu, number: u64) -> Self {
        let key = psu.key.with(1_000_000 + number);
        let address = match key.with(1).pick(&[0.022, 0.003, 0.005]) {
            0 => Address::Vacant,
            1 => Address::NotHousing,
            2 => Address::NobodyEligible,
            _ => Address::Inhabited,
        };
        let adults = if address == Address::Inhabited {
            1 + key.with(2).pick(&[0.20, 0.47, 0.19, 0.10, 0.03]) as u64
        } else {
            0
        };
        Self {
            psu,
            key,
            address,
            adults,
            effect: HOUSEHOLD * key.with(3).normal(),
        }
    }

    /// The adults of the household.
    pub fn persons(&self) -> impl Iterator<Item = Person<'c>> {
        let household = *self;
        (0..self.adults).map(move |number| Person::of(&household, number))
    }

    /// Whoever has the next birthday, the household's respondent.
    pub(crate) fn next_birthday(&self) -> Option<Person<'c>> {
        self.persons()
            .min_by_key(|person| person.key.with(4).bits())
    }
}

impl<'c> Person<'c> {
    fn of(household: &Household<'c>, number: u64) -> Self {
        let key = household.key.with(10 + number);
        let facts = key.with(1);
        let age = 2 + index(facts.with(1).pick(&[0.22, 0.30, 0.29, 0.12]));
        let education = 1 + index(facts.with(2).pick(match age {
            2 => &[0.002, 0.02, 0.28, 0.25, 0.22],
            3 => &[0.005, 0.06, 0.42, 0.22, 0.15],
            4 => &[0.015, 0.18, 0.42, 0.22, 0.09],
            5 => &[0.05, 0.35, 0.33, 0.16, 0.06],
            _ => &[0.20, 0.42, 0.22, 0.10, 0.03],
        }));
        let employer = match facts.with(3).uniform() {
            draw if draw < 0.12 => {
                if age >= 5 {
                    3
                } else {
                    1
                }
            }
            _ => 2,
        };
        let age_effect = match age {
            2 => -0.08,
            5 | 6 => 0.10,
            _ => 0.0,
        };
        let school_effect = if education == 6 { -0.08 } else { 0.0 };
        let employer_effect = if employer == 2 { -0.01 } else { 0.12 };
        Self {
            psu: household.psu,
            key,
            adults: household.adults,
            sex: Code(if facts.with(4).uniform() < 0.508_454 {
                1
            } else {
                2
            }),
            age: Code(age),
            education: Code(education),
            employer: Code(employer),
            general: household.effect
                + PERSON * key.with(2).normal()
                + age_effect
                + school_effect
                + employer_effect,
            unsure: if age == 6 || education <= 2 { 1.7 } else { 1.0 },
        }
    }

    /// What the person thinks of an item in a year (by its place among the years).
    pub(super) fn opinion(&self, item: usize, year: usize) -> Opinion {
        let level = self.psu.levels[year][item] + self.general;
        opinion(item, level, self.unsure, self.draw(item, year).bits())
    }

    /// The true answer to an item, on the four-point scale if `four`. To the direct question
    /// about corruption it is the answer that would be given, which some of the dissatisfied
    /// soften.
    pub(super) fn answer(&self, item: usize, year: usize, four: bool) -> Code {
        let entry = Item::of(item);
        let thought = self.opinion(item, year);
        let second = self.draw(item, year).with(1);
        match entry.answers {
            Answers::Reach => thought.reached(second.uniform()),
            Answers::Turnout => thought.voted(second.uniform()),
            Answers::Satisfaction
                if entry.not_applicable > 0.0 && second.uniform() < entry.not_applicable =>
            {
                Code(97)
            }
            Answers::Satisfaction => {
                let conceals =
                    item == CORRUPTION && thought.dissatisfied() && second.uniform() < CONCEALING;
                let said = if conceals { Opinion::At(0.1) } else { thought };
                if four { said.on_four() } else { said.on_five() }
            }
        }
    }

    /// The draw of an item in a year.
    fn draw(&self, item: usize, year: usize) -> Key {
        self.key.with(100 + 32 * year as u64 + item as u64)
    }
}

/// The place of a choice, to count codes from.
fn index(place: usize) -> i64 {
    i64::try_from(place).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::city::tests::small_city;
    use super::*;

    #[test]
    fn a_household_is_the_same_whenever_it_is_asked_for() {
        let city = small_city(1);
        let psu = &city.psus()[3];
        let once: Vec<(Code, Code)> = Household::of(psu, 17)
            .persons()
            .map(|person| (person.age, person.sex))
            .collect();
        let again: Vec<(Code, Code)> = Household::of(psu, 17)
            .persons()
            .map(|person| (person.age, person.sex))
            .collect();
        assert_eq!(once, again);
    }

    #[test]
    fn every_adult_is_equally_likely_to_have_the_next_birthday() {
        let city = small_city(1);
        let mut first = 0;
        let mut pairs = 0;
        for psu in city.psus() {
            for number in 1..=200 {
                let household = Household::of(psu, number);
                if household.adults == 2 {
                    let chosen = household.next_birthday().unwrap();
                    pairs += 1;
                    first += u32::from(chosen.key == household.persons().next().unwrap().key);
                }
            }
        }
        let share = f64::from(first) / f64::from(pairs);
        assert!((share - 0.5).abs() < 0.02, "{share} of {pairs}");
    }

    #[test]
    fn men_are_the_share_the_census_says() {
        let city = small_city(2);
        let sexes: Vec<Code> = city
            .psus()
            .iter()
            .flat_map(|psu| (1..=psu.households).map(move |number| Household::of(psu, number)))
            .flat_map(|household| {
                household
                    .persons()
                    .map(|person| person.sex)
                    .collect::<Vec<_>>()
            })
            .collect();
        let men = sexes.iter().filter(|sex| **sex == Code(1)).count();
        #[expect(clippy::cast_precision_loss, reason = "a small city")]
        let share = men as f64 / sexes.len() as f64;
        assert!((share - 0.5085).abs() < 0.005, "{share}");
    }
}
