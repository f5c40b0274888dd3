//! How the PSUs of a stratum are selected, and what is known of every two of them.

use std::collections::BTreeSet;

use rand::Rng;
use serde::{Deserialize, Serialize};

use super::draw::{Draw, DrawError, divide};
use super::frame::Frame;
use super::id::{PsuId, StratumId};
use super::pps::{self, Selected};
use super::sampford;

/// How PSUs are selected with probability proportional to their households, without replacement.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Systematically in the order of the frame, which spreads the sample over streets and towns ([`pps`]). Pairs of
    /// neighbours are never drawn, so the variance takes PSUs as drawn with replacement: a little too much.
    #[default]
    Systematic,
    /// By Sampford's method, whatever the order ([`sampford`]). Every pair can be drawn with a known probability, which the
    /// variance uses.
    Sampford,
}

impl Method {
    /// Each, the usual first.
    pub const ALL: [Self; 2] = [Self::Systematic, Self::Sampford];

    /// Its name in a plan, a design and a form.
    pub fn word(self) -> &'static str {
        match self {
            Self::Systematic => "systematic",
            Self::Sampford => "sampford",
        }
    }

    /// What a draw was made with; stored beside its seed.
    pub fn algorithm(self) -> &'static str {
        match self {
            Self::Systematic => "ChaCha20; systematic PPS of PSUs, systematic households",
            Self::Sampford => "ChaCha20; Sampford PPS of PSUs, systematic households",
        }
    }

    /// Whether it is the one that is meant where nothing is said.
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

/// Selects `count` of the units of these sizes by Sampford's method, those first that are certain; in their order.
pub(super) fn select_by_sampford(sizes: &[u64], count: usize, rng: &mut impl Rng) -> Vec<Selected> {
    let probabilities = pps::probabilities(sizes, count);
    let is_certain = |unit: &usize| probabilities[*unit] >= 1.0;
    let (mut selected, rest): (Vec<usize>, Vec<usize>) = (0..sizes.len()).partition(is_certain);
    let of_rest: Vec<f64> = rest.iter().map(|unit| probabilities[*unit]).collect();
    if count > selected.len() {
        let drawn = sampford::select(&of_rest, rng);
        selected.extend(drawn.into_iter().map(|at| rest[at]));
        selected.sort_unstable();
    }
    let chosen = selected.into_iter().map(|unit| Selected {
        index: unit,
        inclusion_probability: probabilities[unit],
        certainty: is_certain(&unit),
    });
    chosen.collect()
}

/// The PSUs of a stratum that were drawn and not certain, with the probability of every two of being drawn together.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawnPairs {
    /// The code of the stratum.
    pub stratum: StratumId,
    /// The codes of the PSUs, two at least, in the order of the frame.
    pub psus: Vec<PsuId>,
    /// Row by row π of both, on the diagonal π of the one.
    pub joint: Vec<Vec<f64>>,
}

/// The joint probabilities of the PSUs that were drawn, stratum by stratum; none where the method gives none, or where a stratum
/// has less than two PSUs that were not certain. `frame` is the one drawn from.
pub fn drawn_pairs(frame: &Frame, drawn: &Draw) -> Result<Vec<DrawnPairs>, DrawError> {
    if drawn.plan.method != Method::Sampford {
        return Ok(Vec::new());
    }
    let parts = divide(frame, &drawn.plan)?;
    let drawn_codes: BTreeSet<&PsuId> = drawn.psus.iter().map(|psu| &psu.code).collect();
    let strata = frame.strata().iter().zip(parts);
    let pairs = strata.filter_map(|(stratum, part)| {
        let units = frame.units_of(&stratum.code);
        let sizes: Vec<u64> = units.iter().map(|unit| unit.households).collect();
        let count = usize::try_from(part).unwrap_or(usize::MAX);
        let probabilities = pps::probabilities(&sizes, count);
        let rest = (0..units.len()).filter(|unit| probabilities[*unit] < 1.0);
        let (of_rest, rest): (Vec<f64>, Vec<&PsuId>) = rest
            .map(|unit| (probabilities[unit], &units[unit].code))
            .unzip();
        let places: Vec<usize> = (0..rest.len())
            .filter(|at| drawn_codes.contains(rest[*at]))
            .collect();
        (places.len() > 1).then(|| DrawnPairs {
            stratum: stratum.code.clone(),
            psus: places.iter().map(|at| rest[*at].clone()).collect(),
            joint: sampford::joint_probabilities(&of_rest, &places),
        })
    });
    Ok(pairs.collect())
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::ChaCha20Rng;

    use super::super::allocation::Allocation;
    use super::super::draw::{SamplePlan, draw};
    use super::super::frame::{FrameStratum, FrameUnit};
    use super::*;
    use questionnaire::Text;

    const SIZES: [u64; 8] = [300, 900, 250, 4_000, 700, 520, 610, 480];

    fn frame() -> Frame {
        let stratum = FrameStratum {
            code: StratumId::new("1"),
            name: Text::from([("zh", "区")]),
            kind: "district".to_owned(),
            population: 20_000,
            expiry: None,
        };
        let units = (1_u64..).zip(SIZES).map(|(number, households)| FrameUnit {
            code: PsuId::new(number.to_string()),
            stratum: StratumId::new("1"),
            name: Text::from([("zh", "社区")]),
            urban: true,
            street: None,
            population: 3 * households,
            households,
        });
        Frame::new(vec![stratum], units.collect())
    }

    fn plan(seed: u64) -> SamplePlan {
        SamplePlan {
            households: 40,
            per_psu: 10,
            allocation: Allocation::Proportional,
            method: Method::Sampford,
            minimum_psus: None,
            seed,
            shift: 0.0,
            reserve: None,
        }
    }

    #[test]
    fn a_unit_that_is_certain_is_always_drawn_and_the_others_as_often_as_they_should_be() {
        let probabilities = pps::probabilities(&SIZES, 4);
        let (mut rng, draws) = (ChaCha20Rng::seed_from_u64(51), 40_000_u32);
        let mut times = [0_u32; 8];
        for _ in 0..draws {
            let selected = select_by_sampford(&SIZES, 4, &mut rng);
            assert_eq!(selected.len(), 4);
            assert!(selected.is_sorted_by(|one, other| one.index < other.index));
            for unit in selected {
                assert!((unit.inclusion_probability - probabilities[unit.index]).abs() < 1e-15);
                assert_eq!(unit.certainty, unit.index == 3);
                times[unit.index] += 1;
            }
        }
        for (times, probability) in times.into_iter().zip(probabilities) {
            let error = (probability * (1.0 - probability) / f64::from(draws)).sqrt();
            let off = (f64::from(times) / f64::from(draws) - probability).abs();
            assert!(off < 4.5 * error + 1e-12, "{times} {probability}");
        }
    }

    #[test]
    fn the_pairs_of_a_draw_are_those_of_its_psus_that_were_not_certain() {
        let frame = frame();
        let drawn = draw(&frame, &plan(3)).unwrap();
        assert_eq!(drawn.algorithm, Method::Sampford.algorithm());
        let pairs = drawn_pairs(&frame, &drawn).unwrap();
        let [pairs] = pairs.as_slice() else {
            panic!("one stratum: {pairs:?}")
        };
        let open: Vec<_> = drawn.psus.iter().filter(|psu| !psu.certainty).collect();
        assert_eq!(open.len(), 3);
        assert_eq!(
            pairs.psus,
            open.iter().map(|psu| psu.code.clone()).collect::<Vec<_>>()
        );
        for (row, psu) in pairs.joint.iter().zip(&open) {
            for (joint, other) in row.iter().zip(&open) {
                let (one, two) = (psu.inclusion_probability, other.inclusion_probability);
                if psu.code == other.code {
                    assert!((joint - one).abs() < 1e-12);
                } else {
                    assert!(*joint > 0.0 && *joint < one * two, "{joint} {one} {two}");
                }
            }
        }
        let systematic = SamplePlan {
            method: Method::Systematic,
            ..plan(3)
        };
        let drawn = draw(&frame, &systematic).unwrap();
        assert_eq!(drawn_pairs(&frame, &drawn), Ok(Vec::new()));
    }

    #[test]
    fn nothing_moves_a_sample_by_sampford() {
        let moved = SamplePlan {
            shift: 0.25,
            ..plan(3)
        };
        assert_eq!(draw(&frame(), &moved), Err(DrawError::NothingToShare));
    }

    #[test]
    fn a_plan_says_its_method_only_where_it_is_not_the_usual_one() {
        let usual = SamplePlan {
            method: Method::Systematic,
            ..plan(1)
        };
        let written = serde_json::to_string(&usual).unwrap();
        assert!(!written.contains("method"), "{written}");
        assert_eq!(serde_json::from_str::<SamplePlan>(&written).unwrap(), usual);
        for method in Method::ALL {
            let word = serde_json::to_value(method).unwrap();
            assert_eq!(word.as_str(), Some(method.word()));
        }
        let written = serde_json::to_string(&plan(1)).unwrap();
        assert!(written.contains(r#""method":"sampford""#), "{written}");
        assert_eq!(
            serde_json::from_str::<SamplePlan>(&written).unwrap(),
            plan(1)
        );
    }
}
