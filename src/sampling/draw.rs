//! The draw of a wave: PSUs with their base weights, and households within them.

use std::collections::BTreeSet;

use rand::rngs::ChaCha20Rng;
use rand::{RngExt, SeedableRng};
use serde::{Deserialize, Serialize};

use super::allocation::{Allocation, AllocationError, allocate, real};
use super::frame::Frame;
use super::id::{PsuId, StratumId};
use super::method::{self, Method};
use super::pps;

/// The fewest PSUs of a stratum where a plan does not say: one PSU alone has no variance.
const MINIMUM_PSUS: u64 = 2;

/// What is to be drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SamplePlan {
    /// Households to invite, over all strata.
    pub households: u64,
    /// Households to invite in each PSU.
    pub per_psu: u64,
    /// How the PSUs are divided over strata.
    pub allocation: Allocation,
    /// How they are selected within.
    #[serde(default, skip_serializing_if = "Method::is_usual")]
    pub method: Method,
    /// The fewest PSUs of a stratum; two where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_psus: Option<u64>,
    /// Starts the generator; the same for all waves that are to share PSUs.
    pub seed: u64,
    /// How far this wave is moved from the first, in median PSU sizes; see [`pps`]. Zero with another method than the
    /// systematic one, which nothing moves.
    pub shift: f64,
    /// Households that are drawn beside those invited at first, for the case that fewer answer than expected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reserve: Option<Reserve>,
}

/// Replicates of households held in reserve. Each is released whole or not at all, in their order: whoever could pick
/// households one by one would pick those that answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reserve {
    /// How many replicates.
    pub replicates: u64,
    /// The households of a replicate in each PSU.
    pub per_psu: u64,
}

impl SamplePlan {
    /// The fewest PSUs of a stratum.
    pub fn minimum_psus(&self) -> u64 {
        self.minimum_psus.unwrap_or(MINIMUM_PSUS)
    }

    /// Seed and shift of a later sample that keeps this share of the PSUs, 0 to 1, and asks other households of them.
    pub fn followed_by(&self, kept: f64) -> (u64, f64) {
        (self.seed, self.shift + (1.0 - kept))
    }
}

/// A sample, and how it came about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draw {
    /// The codes of the strata drawn from, in the order of the frame.
    pub strata: Vec<StratumId>,
    /// The PSUs drawn, in the order of the frame.
    pub psus: Vec<DrawnPsu>,
    /// What was asked for, seed and shift included: with the same frame it gives the same draw.
    pub plan: SamplePlan,
    /// [`Frame::hash`] of the frame drawn from.
    pub frame_hash: String,
    /// The generator and the method ([`Method::algorithm`]).
    pub algorithm: String,
}

/// A PSU that was drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DrawnPsu {
    /// Its code in the frame.
    pub code: PsuId,
    /// The code of its stratum.
    pub stratum: StratumId,
    /// π1, the probability with which the PSU was drawn from its stratum, 0 to 1.
    pub inclusion_probability: f64,
    /// Taken for certain; each of its responses is then a variance unit of its own.
    pub certainty: bool,
    /// The households on its list, `M_i`.
    pub households: u64,
    /// The households to invite, by their number on the list, from 1.
    pub selected: Vec<u64>,
    /// The households of each replicate in reserve; fewer than asked for, or none, where the list is short.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reserves: Vec<Vec<u64>>,
    /// 1 / (π1 π2), the same for every household of the PSU, while no replicate is released.
    pub base_weight: f64,
}

/// Why a sample cannot be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum DrawError {
    /// A stratum has no unit in the frame.
    EmptyStratum { stratum: StratumId },
    /// A unit has no household.
    NonPositiveSize { unit: PsuId },
    /// A stratum has fewer units than the fewest it is to get.
    SampleExceedsFrame {
        stratum: StratumId,
        /// The fewest PSUs of a stratum.
        requested: u64,
        /// The units it has.
        available: u64,
    },
    /// No household per PSU, or a shift that is not a number of at least zero.
    UnusablePlan,
    /// A sample that is to share PSUs with an earlier one, by a method that nothing moves.
    NothingToShare,
    /// The PSUs cannot be divided over the strata.
    Allocation(AllocationError),
}

/// How many PSUs each stratum of the frame gets, in its order: divided by population, as the plan says.
pub fn divide(frame: &Frame, plan: &SamplePlan) -> Result<Vec<u64>, DrawError> {
    if plan.per_psu == 0 || !plan.shift.is_finite() || plan.shift < 0.0 {
        return Err(DrawError::UnusablePlan);
    }
    if plan.method == Method::Sampford && plan.shift > 0.0 {
        return Err(DrawError::NothingToShare);
    }
    let minimum = plan.minimum_psus();
    let (mut populations, mut available) = (Vec::new(), Vec::new());
    for stratum in frame.strata() {
        let units = frame.units_of(&stratum.code);
        if units.is_empty() {
            return Err(DrawError::EmptyStratum {
                stratum: stratum.code.clone(),
            });
        }
        if (units.len() as u64) < minimum {
            return Err(DrawError::SampleExceedsFrame {
                stratum: stratum.code.clone(),
                requested: minimum,
                available: units.len() as u64,
            });
        }
        if let Some(unit) = units.iter().find(|unit| unit.households == 0) {
            return Err(DrawError::NonPositiveSize {
                unit: unit.code.clone(),
            });
        }
        populations.push(stratum.population);
        available.push(units.len() as u64);
    }
    let psus = plan.households.div_ceil(plan.per_psu);
    let divided = allocate(psus, &populations, &plan.allocation, minimum, &available);
    divided.map_err(DrawError::Allocation)
}

/// Draws a sample: PSUs are divided over strata ([`divide`]), selected with probability proportional to size by the plan's
/// method, and households within them systematically.
///
/// The same frame and plan give the same draw. With another shift the PSUs overlap as
/// [`pps`] says, and a PSU that is met again gives other households, as long as the shift
/// moves its list by a household or more. Replicates in reserve are drawn systematically one after the
/// other from the households that are left: with those invited at first, the first `k` of them are a sample
/// in which every household of the PSU has the same probability, its size over that of the list.
///
/// Proven by `replicates_released_in_order_give_every_household_the_same_probability` and `every_unit_and_household_is_drawn_as_often_as_its_probability_says`.
pub fn draw(frame: &Frame, plan: &SamplePlan) -> Result<Draw, DrawError> {
    let parts = divide(frame, plan)?;
    let mut rng = ChaCha20Rng::seed_from_u64(plan.seed);
    let mut reserve_rng = ChaCha20Rng::seed_from_u64(plan.seed ^ RESERVE_SEED);
    let mut drawn = Vec::new();
    for (stratum, part) in frame.strata().iter().zip(parts) {
        let units = frame.units_of(&stratum.code);
        let sizes: Vec<u64> = units.iter().map(|unit| unit.households).collect();
        let start: f64 = rng.random();
        // One start for every unit of the frame, drawn or not: a unit has the same one in
        // every wave, so that the shift alone decides which of its households are met.
        let starts: Vec<f64> = units.iter().map(|_| rng.random()).collect();
        let replicates = plan.reserve.map_or(0, |reserve| reserve.replicates);
        let reserve_starts: Vec<Vec<f64>> = (units.iter())
            .map(|_| (0..replicates).map(|_| reserve_rng.random()).collect())
            .collect();
        let count = usize::try_from(part).unwrap_or(usize::MAX);
        let selected = match plan.method {
            Method::Systematic => pps::select(&sizes, count, start, plan.shift),
            Method::Sampford => method::select_by_sampford(&sizes, count, &mut rng),
        };
        for chosen in selected {
            let unit = &units[chosen.index];
            let selected = pps::households(
                unit.households,
                plan.per_psu,
                (starts[chosen.index] + plan.shift).fract(),
            );
            let per_replicate = plan.reserve.map_or(0, |reserve| reserve.per_psu);
            let reserves = draw_reserves(
                unit.households,
                &selected,
                per_replicate,
                &reserve_starts[chosen.index],
            );
            let second_stage = real(selected.len() as u64) / real(unit.households);
            drawn.push(DrawnPsu {
                code: unit.code.clone(),
                stratum: stratum.code.clone(),
                inclusion_probability: chosen.inclusion_probability,
                certainty: chosen.certainty,
                households: unit.households,
                selected,
                reserves,
                base_weight: 1.0 / (chosen.inclusion_probability * second_stage),
            });
        }
    }
    Ok(Draw {
        strata: frame
            .strata()
            .iter()
            .map(|stratum| stratum.code.clone())
            .collect(),
        psus: drawn,
        plan: plan.clone(),
        frame_hash: frame.hash(),
        algorithm: plan.method.algorithm().to_owned(),
    })
}

/// What the seed of a draw is mixed with for its reserve, so that households invited at first are the same with and without
/// one: "reserves" in ASCII.
const RESERVE_SEED: u64 = 0x7265_7365_7276_6573;

/// The households of a replicate for each start, drawn from those that neither `selected` nor an earlier replicate has.
fn draw_reserves(
    listed: u64,
    selected: &[u64],
    per_replicate: u64,
    starts: &[f64],
) -> Vec<Vec<u64>> {
    let mut left: Vec<u64> = (1..=listed).collect();
    let mut taken: BTreeSet<u64> = selected.iter().copied().collect();
    let mut replicates = Vec::with_capacity(starts.len());
    for start in starts {
        left.retain(|household| !taken.contains(household));
        let places = pps::households(left.len() as u64, per_replicate, *start).into_iter();
        let places = places.filter_map(|place| usize::try_from(place - 1).ok());
        let replicate: Vec<u64> = places.map(|place| left[place]).collect();
        taken = replicate.iter().copied().collect();
        replicates.push(replicate);
    }
    replicates
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::frame::{FrameStratum, FrameUnit};
    use super::*;
    use questionnaire::Text;

    /// The first stratum of [`frame`].
    fn first() -> StratumId {
        StratumId::new("1")
    }

    fn frame() -> Frame {
        let strata = (1..=3_u64).map(|number| FrameStratum {
            code: StratumId::new(number.to_string()),
            name: Text::from([("zh", "区")]),
            kind: "district".to_owned(),
            population: number * 100_000,
            expiry: None,
        });
        let units = (1..=3_u64).flat_map(|stratum| {
            (0..40 * stratum).map(move |number| FrameUnit {
                code: PsuId::new(format!("{stratum}-{number:03}")),
                stratum: StratumId::new(stratum.to_string()),
                name: Text::from([("zh", "社区")]),
                urban: number % 3 != 0,
                street: None,
                population: 3_000,
                households: 500 + (number * 7_919) % 2_500,
            })
        });
        Frame::new(strata.collect(), units.collect())
    }

    fn plan(seed: u64, shift: f64) -> SamplePlan {
        SamplePlan {
            households: 1_320,
            per_psu: 44,
            allocation: Allocation::SquareRoot,
            method: Method::Systematic,
            minimum_psus: None,
            seed,
            shift,
            reserve: None,
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_draw() {
        assert_eq!(
            draw(&frame(), &plan(7, 0.25)).unwrap(),
            draw(&frame(), &plan(7, 0.25)).unwrap()
        );
        assert_ne!(
            draw(&frame(), &plan(7, 0.0)).unwrap(),
            draw(&frame(), &plan(8, 0.0)).unwrap()
        );
    }

    #[test]
    fn weights_of_a_stratum_are_equal_and_sum_to_its_households() {
        let frame = frame();
        let draw = draw(&frame, &plan(1, 0.0)).unwrap();
        assert_eq!(draw.psus.len(), 30);
        for stratum in &draw.strata {
            let listed: u64 = frame
                .units_of(stratum)
                .iter()
                .map(|unit| unit.households)
                .sum();
            let of_stratum: Vec<&DrawnPsu> = draw
                .psus
                .iter()
                .filter(|psu| &psu.stratum == stratum)
                .collect();
            let weighted: f64 = of_stratum
                .iter()
                .map(|psu| psu.base_weight * real(psu.selected.len() as u64))
                .sum();
            assert!(
                (weighted / real(listed) - 1.0).abs() < 1e-9,
                "{stratum}: {weighted} of {listed}"
            );
            assert!(
                of_stratum
                    .windows(2)
                    .all(|pair| (pair[0].base_weight / pair[1].base_weight - 1.0).abs() < 1e-9)
            );
        }
    }

    #[test]
    fn a_shifted_wave_keeps_probabilities_and_brings_new_households() {
        let (first, second) = (
            draw(&frame(), &plan(3, 0.0)).unwrap(),
            draw(&frame(), &plan(3, 0.25)).unwrap(),
        );
        let mut common = 0;
        for one in &first.psus {
            let Some(other) = second.psus.iter().find(|other| other.code == one.code) else {
                continue;
            };
            common += 1;
            assert!((one.inclusion_probability - other.inclusion_probability).abs() < 1e-12);
            assert!(
                one.selected
                    .iter()
                    .all(|household| !other.selected.contains(household))
            );
        }
        assert!(
            (15..=29).contains(&common),
            "{common} of 30 PSUs are common"
        );
    }

    #[test]
    fn more_psus_than_units_are_refused() {
        let frame = Frame::new(
            frame().strata().to_vec(),
            frame().units_of(&first())[..1].to_vec(),
        );
        let refused = draw(&frame, &plan(1, 0.0)).unwrap_err();
        assert_eq!(
            refused,
            DrawError::SampleExceedsFrame {
                stratum: first(),
                requested: 2,
                available: 1
            }
        );
    }

    #[test]
    fn a_stratum_gets_no_more_psus_than_it_has_units_and_the_others_get_the_rest() {
        let mut units = frame().units().to_vec();
        let kept = units.iter().filter(|unit| unit.stratum == first()).take(4);
        let kept: Vec<FrameUnit> = kept.cloned().collect();
        units.retain(|unit| unit.stratum != first());
        units.extend(kept);
        let small = Frame::new(frame().strata().to_vec(), units);
        assert_eq!(divide(&frame(), &plan(1, 0.0)).unwrap(), [7, 10, 13]);
        assert_eq!(divide(&small, &plan(1, 0.0)).unwrap(), [4, 12, 14]);
        let all = SamplePlan {
            households: 44 * 205,
            ..plan(1, 0.0)
        };
        let refused = AllocationError::TooMany {
            total: 205,
            available: 204,
        };
        assert_eq!(divide(&small, &all), Err(DrawError::Allocation(refused)));
    }

    #[test]
    fn a_plan_may_ask_for_more_psus_of_each_stratum() {
        let more = SamplePlan {
            minimum_psus: Some(9),
            ..plan(1, 0.0)
        };
        assert_eq!(divide(&frame(), &more).unwrap(), [9, 9, 12]);
    }

    #[test]
    fn a_later_sample_keeps_the_share_of_psus_that_was_asked_for() {
        let earlier = plan(3, 0.5);
        let (mut kept, mut all) = (0, 0);
        for seed in 0..40 {
            let earlier = SamplePlan {
                seed,
                ..earlier.clone()
            };
            let (seed, shift) = earlier.followed_by(0.75);
            let later = SamplePlan {
                seed,
                shift,
                ..earlier.clone()
            };
            let (earlier, later) = (
                draw(&frame(), &earlier).unwrap(),
                draw(&frame(), &later).unwrap(),
            );
            let common = |psu: &&DrawnPsu| later.psus.iter().any(|other| other.code == psu.code);
            kept += earlier.psus.iter().filter(common).count();
            all += earlier.psus.len();
        }
        let share = real(kept as u64) / real(all as u64);
        assert!((0.68..0.82).contains(&share), "{share}");
    }

    #[test]
    fn every_unit_and_household_is_drawn_as_often_as_its_probability_says() {
        let draws = 4_000_u32;
        // A giant, which is taken for certain, and a list shorter than what is asked of a PSU.
        let mut units: Vec<FrameUnit> = frame().units().to_vec();
        units.retain(|unit| unit.code.as_str().ends_with('4') || unit.stratum == first());
        units.first_mut().unwrap().households = 90_000;
        units.last_mut().unwrap().households = 40;
        let frame = Frame::new(frame().strata().to_vec(), units);
        let mut drawn: BTreeMap<PsuId, (f64, u32)> = BTreeMap::new();
        let mut households: BTreeMap<(PsuId, u64), (f64, u32)> = BTreeMap::new();
        for seed in 0..u64::from(draws) {
            let plan = SamplePlan {
                households: 8 * 44,
                ..plan(seed, 0.3)
            };
            for psu in draw(&frame, &plan).unwrap().psus {
                let (stated, times) = drawn
                    .entry(psu.code.clone())
                    .or_insert((psu.inclusion_probability, 0));
                assert!((*stated - psu.inclusion_probability).abs() < 1e-12);
                assert!(!psu.certainty || *stated >= 1.0);
                *times += 1;
                // The first and the last of a list, where an interval that is cut off would show.
                for household in [1, psu.households]
                    .into_iter()
                    .filter(|it| psu.selected.contains(it))
                {
                    let stated = 1.0 / psu.base_weight;
                    households
                        .entry((psu.code.clone(), household))
                        .or_insert((stated, 0))
                        .1 += 1;
                }
            }
        }
        let certain = drawn.values().filter(|(stated, _)| *stated >= 1.0).count();
        assert_eq!(certain, 1, "{drawn:?}");
        let sum: f64 = drawn.values().map(|(stated, _)| stated).sum();
        assert!((sum - 8.0).abs() < 1e-9, "{sum}");
        let draws = f64::from(draws);
        let far = |(stated, times): (f64, u32)| {
            let error = (stated * (1.0 - stated) / draws).sqrt().max(1e-12);
            (f64::from(times) / draws - stated).abs() / error
        };
        // Some 300 frequencies: one of them lies beyond 4.5 standard errors in 500 such tests.
        for (unit, frequency) in drawn {
            assert!(far(frequency) < 4.5, "{unit} {frequency:?}");
        }
        assert!(households.len() > 60, "{}", households.len());
        for (household, frequency) in households {
            assert!(far(frequency) < 4.5, "{household:?} {frequency:?}");
        }
    }

    #[test]
    fn psus_are_rounded_up_and_a_small_stratum_gets_two() {
        let more = SamplePlan {
            households: 1_321,
            ..plan(1, 0.0)
        };
        assert_eq!(draw(&frame(), &more).unwrap().psus.len(), 31);
        let mut strata = frame().strata().to_vec();
        strata[0].population = 1;
        let frame = Frame::new(strata, frame().units().to_vec());
        let drawn = draw(&frame, &plan(1, 0.0)).unwrap();
        let of_first = drawn.psus.iter().filter(|psu| psu.stratum == first());
        assert_eq!(of_first.count(), 2);
    }

    #[test]
    fn a_whole_stratum_of_short_lists_is_asked_for_with_a_weight_of_one() {
        let strata = frame().strata()[..1].to_vec();
        let mut units = frame().units_of(&first())[..2].to_vec();
        for unit in &mut units {
            unit.households = 20;
        }
        let whole = SamplePlan {
            households: 88,
            ..plan(1, 0.0)
        };
        let drawn = draw(&Frame::new(strata.clone(), units.clone()), &whole).unwrap();
        assert_eq!(drawn.psus.len(), 2);
        for psu in &drawn.psus {
            assert_eq!(psu.selected.len(), 20);
            assert!((psu.base_weight - 1.0).abs() < 1e-12, "{psu:?}");
        }
        units[1].households = 0;
        let unit = units[1].code.clone();
        assert_eq!(
            draw(&Frame::new(strata, units), &whole),
            Err(DrawError::NonPositiveSize { unit })
        );
    }

    #[test]
    fn a_stratum_without_units_is_refused() {
        let frame = Frame::new(frame().strata().to_vec(), Vec::new());
        assert_eq!(
            draw(&frame, &plan(1, 0.0)),
            Err(DrawError::EmptyStratum { stratum: first() })
        );
    }

    #[test]
    fn a_reserve_changes_nothing_of_who_is_invited_at_first_and_draws_others() {
        let reserve = Some(Reserve {
            replicates: 2,
            per_psu: 10,
        });
        let with = SamplePlan {
            reserve,
            ..plan(3, 0.25)
        };
        let without = draw(&frame(), &plan(3, 0.25)).unwrap();
        let with = draw(&frame(), &with).unwrap();
        for (with, without) in with.psus.iter().zip(&without.psus) {
            assert_eq!(with.selected, without.selected);
            assert_eq!(without.reserves, [[0_u64; 0]; 0]);
            let [one, other] = with.reserves.as_slice() else {
                panic!("two replicates: {with:?}")
            };
            let all: BTreeSet<&u64> = with.selected.iter().chain(one).chain(other).collect();
            assert_eq!((one.len(), other.len(), all.len()), (10, 10, 44 + 20));
        }
        // Nine are left of a short list: five, then four, then none.
        let short = draw_reserves(12, &[1, 4, 9], 5, &[0.9, 0.1, 0.4]);
        assert_eq!(short.iter().map(Vec::len).collect::<Vec<_>>(), [5, 4, 0]);
    }

    #[test]
    fn replicates_released_in_order_give_every_household_the_same_probability() {
        let (listed, first, per_replicate, draws) = (23_u64, 5, 4, 40_000_u32);
        let mut rng = ChaCha20Rng::seed_from_u64(26);
        let mut released = vec![[0_u32; 3]; 23];
        for _ in 0..draws {
            let selected = pps::households(listed, first, rng.random());
            let starts = [rng.random(), rng.random()];
            let reserves = draw_reserves(listed, &selected, per_replicate, &starts);
            let replicates = [&selected, &reserves[0], &reserves[1]];
            for (at, replicate) in replicates.into_iter().enumerate() {
                for household in replicate {
                    let place = usize::try_from(household - 1).unwrap();
                    // Counted with every number of replicates that it is among.
                    for count in &mut released[place][at..] {
                        *count += 1;
                    }
                }
            }
        }
        for (household, counts) in released.iter().enumerate() {
            for (count, size) in counts.iter().zip([5.0, 9.0, 13.0]) {
                let stated = size / real(listed);
                let error = (stated * (1.0 - stated) / f64::from(draws)).sqrt();
                let found = f64::from(*count) / f64::from(draws);
                // Some seventy frequencies: one lies beyond 4.5 standard errors in 2,000 such tests.
                assert!(
                    (found - stated).abs() < 4.5 * error,
                    "{household} {found} {stated}"
                );
            }
        }
    }

    #[test]
    fn a_plan_without_households_is_refused() {
        let unusable = SamplePlan {
            per_psu: 0,
            ..plan(1, 0.0)
        };
        assert_eq!(draw(&frame(), &unusable), Err(DrawError::UnusablePlan));
        for shift in [f64::NAN, -0.25] {
            let refused = draw(&frame(), &plan(1, shift));
            assert_eq!(refused, Err(DrawError::UnusablePlan), "{shift}");
        }
    }
}
