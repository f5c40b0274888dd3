//! The draw of a wave: PSUs with their base weights, and households within them.

use rand::rngs::ChaCha20Rng;
use rand::{RngExt, SeedableRng};
use serde::{Deserialize, Serialize};

use super::allocation::{Allocation, AllocationError, allocate, real};
use super::frame::Frame;
use super::id::{PsuId, StratumId};
use super::pps;

/// What a draw was made with; stored beside its seed.
pub const ALGORITHM: &str = "ChaCha20; systematic PPS of PSUs, systematic households";

/// The fewest PSUs of a stratum: one PSU alone has no variance.
const MINIMUM_PSUS: u64 = 2;

/// What is to be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SamplePlan {
    /// Households to invite, over all strata.
    pub households: u64,
    /// Households to invite in each PSU.
    pub per_psu: u64,
    /// How the PSUs are divided over strata.
    pub allocation: Allocation,
    /// Starts the generator; the same for all waves that are to share PSUs.
    pub seed: u64,
    /// How far this wave is moved from the first, in median PSU sizes; see [`pps`].
    pub shift: f64,
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
    /// The generator and the method ([`ALGORITHM`]).
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
    /// 1 / (π1 π2), the same for every household of the PSU.
    pub base_weight: f64,
}

/// Why a sample cannot be drawn.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum DrawError {
    /// A stratum has no unit in the frame.
    #[error("the stratum {stratum} has no unit in the frame")]
    EmptyStratum { stratum: StratumId },
    /// A unit has no household.
    #[error("the unit {unit} has no household")]
    NonPositiveSize { unit: PsuId },
    /// A stratum has fewer units than it was given.
    #[error("the stratum {stratum} has {available} units, {requested} are asked for")]
    SampleExceedsFrame {
        stratum: StratumId,
        /// The PSUs allocated to it.
        requested: u64,
        /// The units it has.
        available: u64,
    },
    /// No household per PSU, or a shift that is not a number of at least zero.
    #[error("a sample needs households in each PSU and a shift of at least zero")]
    UnusablePlan,
    /// The PSUs cannot be divided over the strata.
    #[error(transparent)]
    Allocation(#[from] AllocationError),
}

/// Draws a sample: PSUs are divided over strata by population, selected by systematic PPS,
/// and households within them systematically.
///
/// The same frame and plan give the same draw. With another shift the PSUs overlap as
/// [`pps`] says, and a PSU that is met again gives other households, as long as the shift
/// moves its list by a household or more.
pub fn draw(frame: &Frame, plan: &SamplePlan) -> Result<Draw, DrawError> {
    if plan.per_psu == 0 || !plan.shift.is_finite() || plan.shift < 0.0 {
        return Err(DrawError::UnusablePlan);
    }
    let populations: Vec<u64> = frame
        .strata()
        .iter()
        .map(|stratum| stratum.population)
        .collect();
    let psus = plan.households.div_ceil(plan.per_psu);
    let parts = allocate(psus, &populations, plan.allocation, MINIMUM_PSUS)?;

    let mut rng = ChaCha20Rng::seed_from_u64(plan.seed);
    let mut drawn = Vec::new();
    for (stratum, part) in frame.strata().iter().zip(parts) {
        let units = frame.units_of(&stratum.code);
        let available = units.len() as u64;
        if available == 0 {
            return Err(DrawError::EmptyStratum {
                stratum: stratum.code.clone(),
            });
        }
        if part > available {
            return Err(DrawError::SampleExceedsFrame {
                stratum: stratum.code.clone(),
                requested: part,
                available,
            });
        }
        if let Some(unit) = units.iter().find(|unit| unit.households == 0) {
            return Err(DrawError::NonPositiveSize {
                unit: unit.code.clone(),
            });
        }
        let sizes: Vec<u64> = units.iter().map(|unit| unit.households).collect();
        let start: f64 = rng.random();
        // One start for every unit of the frame, drawn or not: a unit has the same one in
        // every wave, so that the shift alone decides which of its households are met.
        let starts: Vec<f64> = units.iter().map(|_| rng.random()).collect();
        let count = usize::try_from(part).unwrap_or(usize::MAX);
        for chosen in pps::select(&sizes, count, start, plan.shift) {
            let unit = &units[chosen.index];
            let selected = pps::households(
                unit.households,
                plan.per_psu,
                (starts[chosen.index] + plan.shift).fract(),
            );
            let second_stage = real(selected.len() as u64) / real(unit.households);
            drawn.push(DrawnPsu {
                code: unit.code.clone(),
                stratum: stratum.code.clone(),
                inclusion_probability: chosen.inclusion_probability,
                certainty: chosen.certainty,
                households: unit.households,
                selected,
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
        plan: *plan,
        frame_hash: frame.hash(),
        algorithm: ALGORITHM.to_owned(),
    })
}

#[cfg(test)]
mod tests {
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
            seed,
            shift,
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
                requested: 7,
                available: 1
            }
        );
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
