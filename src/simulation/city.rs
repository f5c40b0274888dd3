//! The synthetic city: strata of the census, drawn communities and villages.

use std::collections::BTreeMap;

use super::chance::Key;
use super::opinion::{ITEMS, Item, YEARS};
use questionnaire::{Code, Text};
use sampling::allocation::apportion;
use sampling::{Frame, FrameStratum, FrameUnit, PsuId};

/// Family households per resident: 3,398,900 of 10,635,971 in the 2010 census of Harbin.
const HOUSEHOLDS_PER_RESIDENT: f64 = 0.319_567;

/// Households of a community and of a village, on average.
const COMMUNITY: u64 = 1_900;
const VILLAGE: u64 = 1_200;

/// A city of simulated residents.
#[derive(Debug, Clone)]
pub struct City {
    frame: Frame,
    /// In the order of the frame's units.
    psus: Vec<CityPsu>,
    places: BTreeMap<PsuId, usize>,
}

/// A community or village of the city, with what its residents have in common.
#[derive(Debug, Clone)]
pub struct CityPsu {
    pub(super) key: Key,
    /// The district's code as the questionnaire has it.
    pub(super) district: Code,
    /// The stratum's place in the frame.
    pub(super) stratum: usize,
    /// R28: 1 urban district, 2 county seat, 3 town, 4 village.
    pub(super) place: Code,
    pub(super) households: u64,
    /// Where opinions stand on average, by year and item.
    pub(super) levels: [[f32; ITEMS]; YEARS.len()],
    /// The share of eligible households that return their form.
    pub(super) response: f32,
}

/// What the effects of a stratum are drawn from.
struct District {
    key: Key,
    effects: [f32; ITEMS],
    response: f32,
}

impl City {
    /// Builds the city of these strata from a seed. Populations of the PSUs add up to those
    /// of their strata exactly.
    pub fn build(strata: &[FrameStratum], seed: u64) -> Self {
        let city = Key::new(seed);
        let districts = districts(strata, city);
        let units = strata
            .iter()
            .zip(&districts)
            .flat_map(|(stratum, district)| units(stratum, district.key))
            .collect();
        let frame = Frame::new(strata.to_vec(), units);
        let mut psus = Vec::with_capacity(frame.units().len());
        let mut places = BTreeMap::new();
        let mut at = 0;
        for (stratum, (listed, district)) in strata.iter().zip(&districts).enumerate() {
            for (number, unit) in (0_u64..).zip(frame.units_of(&listed.code)) {
                places.insert(unit.code.clone(), at);
                psus.push(psu(unit, listed, stratum, district, number));
                at += 1;
            }
        }
        Self {
            frame,
            psus,
            places,
        }
    }

    /// The sampling frame of the city; its units are synthetic and named so.
    pub fn frame(&self) -> &Frame {
        &self.frame
    }

    /// The PSU with this code.
    pub fn psu(&self, code: &PsuId) -> Option<&CityPsu> {
        self.places.get(code).map(|&place| &self.psus[place])
    }

    /// Every PSU, in the order of the frame.
    pub(super) fn psus(&self) -> &[CityPsu] {
        &self.psus
    }
}

/// The effects of districts, centred on the city so that its rates stay near the ones planned.
fn districts(strata: &[FrameStratum], city: Key) -> Vec<District> {
    let population: u64 = strata.iter().map(|stratum| stratum.population).sum();
    let mut districts: Vec<District> = (0_u64..)
        .zip(strata)
        .map(|(number, _)| {
            let key = city.with(number);
            let general = 0.15 * key.with(1).normal();
            District {
                key,
                effects: std::array::from_fn(|item| {
                    general + 0.08 * key.with(2).with(item as u64).normal()
                }),
                response: 0.04 * key.with(3).normal().clamp(-1.5, 1.5),
            }
        })
        .collect();
    for item in 0..ITEMS {
        let mean: f32 = strata
            .iter()
            .zip(&districts)
            .map(|(stratum, district)| {
                share(stratum.population, population) * district.effects[item]
            })
            .sum();
        for district in &mut districts {
            district.effects[item] -= mean;
        }
    }
    districts
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a share needs no more than seven digits here"
)]
fn share(part: u64, whole: u64) -> f32 {
    (real(part) / real(whole)) as f32
}

#[expect(clippy::cast_precision_loss, reason = "populations are far below 2^53")]
fn real(count: u64) -> f64 {
    count as f64
}

/// The communities and villages of a stratum.
fn units(stratum: &FrameStratum, key: Key) -> Vec<FrameUnit> {
    let urban_share = match stratum.kind.as_str() {
        "district" => 0.90,
        "county_level_city" => 0.42,
        _ => 0.34,
    };
    let urban_share = urban_share + 0.04 * f64::from(key.with(4).normal().clamp(-1.5, 1.5));
    let residents = apportion(stratum.population, &[urban_share, 1.0 - urban_share]);
    let mut units = units_of_kind(stratum, key.with(5), residents[0], true);
    units.extend(units_of_kind(stratum, key.with(6), residents[1], false));
    units
}

/// The communities, or the villages, that `population` residents of a stratum live in.
fn units_of_kind(stratum: &FrameStratum, key: Key, population: u64, urban: bool) -> Vec<FrameUnit> {
    let (mean, letter, zh, en) = if urban {
        (COMMUNITY, 'C', "模拟社区", "simulated community")
    } else {
        (VILLAGE, 'V', "模拟村", "simulated village")
    };
    let homes = households(population);
    let count = (homes + mean / 2) / mean;
    let weights: Vec<f64> = (0..count.max(1))
        .map(|unit| 0.6 + 0.8 * f64::from(key.with(unit).uniform()))
        .collect();
    let chinese = questionnaire::Language::new("zh");
    let english = questionnaire::Language::new("en");
    (1..)
        .zip(apportion(population, &weights))
        .filter(|(_, residents)| *residents > 0)
        .map(|(number, residents)| FrameUnit {
            code: PsuId::new(format!("{}{letter}{number:03}", stratum.code)),
            stratum: stratum.code.clone(),
            name: Text::from([
                (
                    "zh",
                    format!("{}{zh}{number:03}", stratum.name.get(&chinese)).as_str(),
                ),
                (
                    "en",
                    format!("{} {en} {number:03}", stratum.name.get(&english)).as_str(),
                ),
            ]),
            urban,
            street: None,
            population: residents,
            households: households(residents),
        })
        .collect()
}

fn households(residents: u64) -> u64 {
    apportion(
        residents,
        &[HOUSEHOLDS_PER_RESIDENT, 1.0 - HOUSEHOLDS_PER_RESIDENT],
    )[0]
    .max(1)
}

fn psu(
    unit: &FrameUnit,
    listed: &FrameStratum,
    stratum: usize,
    district: &District,
    number: u64,
) -> CityPsu {
    let key = district.key.with(7).with(number);
    let urban = if unit.urban { -0.04 } else { 0.05 };
    let general = urban + 0.24 * key.with(1).normal();
    let place = Code(match (unit.urban, listed.kind.as_str()) {
        (false, _) => 4,
        (true, "district") => 1,
        (true, _) => {
            if key.with(2).uniform() < 0.5 {
                2
            } else {
                3
            }
        }
    });
    let levels = std::array::from_fn(|year| {
        std::array::from_fn(|item| {
            let own = 0.20 * key.with(3).with(item as u64).normal();
            let entry = Item::of(item);
            entry.mean(year) + district.effects[item] + general * entry.shared + own
        })
    });
    let urbanity = if unit.urban { -0.06 } else { 0.07 };
    CityPsu {
        key,
        district: listed.code.as_str().parse().unwrap_or(Code(0)),
        stratum,
        place,
        households: unit.households,
        levels,
        response: 0.427 + district.response + urbanity + 0.03 * key.with(4).normal(),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use sampling::read_strata;

    pub(crate) fn strata() -> Vec<FrameStratum> {
        read_strata(
            "frame.csv",
            include_bytes!("../../surveys/harbin-2012-2014/frame.csv"),
        )
        .unwrap()
    }

    /// A city of the same shape with a fortieth of the residents.
    pub(crate) fn small_city(seed: u64) -> City {
        let strata: Vec<FrameStratum> = strata()
            .into_iter()
            .map(|stratum| FrameStratum {
                population: stratum.population / 40,
                ..stratum
            })
            .collect();
        City::build(&strata, seed)
    }

    #[test]
    fn psus_add_up_to_the_census_exactly() {
        let city = City::build(&strata(), 1);
        for stratum in city.frame().strata() {
            let sum: u64 = city
                .frame()
                .units_of(&stratum.code)
                .iter()
                .map(|unit| unit.population)
                .sum();
            assert_eq!(sum, stratum.population, "{}", stratum.code);
        }
    }

    #[test]
    fn there_are_about_two_thousand_psus_of_plausible_size() {
        let city = City::build(&strata(), 1);
        let units = city.frame().units();
        assert!((1_900..2_300).contains(&units.len()), "{}", units.len());
        assert!(
            units
                .iter()
                .all(|unit| (500..=3_300).contains(&unit.households))
        );
        let households: u64 = units.iter().map(|unit| unit.households).sum();
        assert!(households.abs_diff(3_398_900) < 2_000, "{households}");
    }

    #[test]
    fn names_say_that_they_are_simulated() {
        let city = small_city(1);
        let unit = &city.frame().units()[0];
        assert!(
            unit.name
                .find(&questionnaire::Language::new("zh"))
                .unwrap()
                .contains("模拟")
        );
        assert!(
            unit.name
                .find(&questionnaire::Language::new("en"))
                .unwrap()
                .contains("simulated")
        );
        assert!(city.psu(&unit.code).is_some() && city.psu(&PsuId::new("nowhere")).is_none());
    }

    #[test]
    fn the_same_seed_builds_the_same_city() {
        assert_eq!(small_city(3).frame(), small_city(3).frame());
        assert_ne!(small_city(3).frame(), small_city(4).frame());
        assert_eq!(
            small_city(3).psus()[5].levels,
            small_city(3).psus()[5].levels
        );
    }
}
