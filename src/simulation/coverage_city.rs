//! A city for judging intervals: every adult's true answers are stored, so that the true
//! proportion of every district is known exactly.

use rand::rngs::ChaCha20Rng;
use rand::{RngExt, SeedableRng};

/// What the four yes/no items are meant to be about, in the city as a whole.
pub(super) const PROPORTIONS: [f64; 4] = [0.5, 0.75, 0.9, 0.97];

/// Sex × age classes that the weights are raked to.
pub(super) const CLASSES: u32 = 8;

/// PSUs drawn in every district, smallest first.
pub(super) const PSUS_DRAWN: [usize; 18] = [
    10, 10, 10, 10, 10, 10, 14, 14, 16, 16, 20, 20, 26, 26, 28, 28, 30, 30,
];

/// Spread of the PSUs on the logit scale; with it ρ is about .05.
const PSU_SPREAD: f64 = 0.45;

/// One adult.
#[derive(Clone, Copy, Debug)]
pub(super) struct Adult {
    /// Sex × age, below [`CLASSES`].
    pub class: u8,
    /// Bit j is the true answer to item j.
    pub answers: u8,
}

/// One community: adults, household by household.
#[derive(Debug)]
pub(super) struct Community {
    /// Where each household begins in `adults`; one more entry than households.
    pub starts: Vec<usize>,
    pub adults: Vec<Adult>,
    /// Urban communities answer less readily; known for every community.
    pub urban: bool,
}

/// The city and what is true in it.
#[derive(Debug)]
pub(super) struct CoverageCity {
    /// Communities of every district.
    pub districts: Vec<Vec<Community>>,
    /// Adults of every district.
    pub adults: Vec<f64>,
    /// Adults of every class.
    pub classes: [f64; CLASSES as usize],
    /// True proportions: the city first, then the districts; by item.
    pub truth: Vec<[f64; 4]>,
}

impl Community {
    pub(super) fn households(&self) -> usize {
        self.starts.len() - 1
    }
}

/// A draw from the standard normal distribution, near enough for a spread.
fn standard_normal(rng: &mut ChaCha20Rng) -> f64 {
    (0..12).map(|_| rng.random::<f64>()).sum::<f64>() - 6.0
}

impl CoverageCity {
    /// Builds the city; the same seed gives the same city.
    pub(super) fn build(seed: u64) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let mut city = Self {
            districts: Vec::new(),
            adults: Vec::new(),
            classes: [0.0; CLASSES as usize],
            truth: Vec::new(),
        };
        let mut city_yes = [0.0; 4];
        for drawn in PSUS_DRAWN {
            let shift = 0.15 * standard_normal(&mut rng);
            let communities: Vec<Community> = (0..drawn * 6)
                .map(|_| Community::build(shift, &mut rng))
                .collect();
            let mut yes = [0.0; 4];
            let mut count = 0.0;
            for adult in communities.iter().flat_map(|community| &community.adults) {
                count += 1.0;
                city.classes[usize::from(adult.class)] += 1.0;
                for (item, sum) in yes.iter_mut().enumerate() {
                    *sum += f64::from(adult.answers >> item & 1);
                }
            }
            for (all, part) in city_yes.iter_mut().zip(yes) {
                *all += part;
            }
            city.truth.push(yes.map(|sum| sum / count));
            city.adults.push(count);
            city.districts.push(communities);
        }
        let all: f64 = city.adults.iter().sum();
        city.truth.insert(0, city_yes.map(|sum| sum / all));
        city
    }
}

impl Community {
    fn build(district_shift: f64, rng: &mut ChaCha20Rng) -> Self {
        let urban = rng.random_bool(0.6);
        let effects: [f64; 4] =
            std::array::from_fn(|_| district_shift + PSU_SPREAD * standard_normal(rng));
        let mut community = Self {
            starts: vec![0],
            adults: Vec::new(),
            urban,
        };
        for _ in 0..rng.random_range(150..450) {
            for _ in 0..rng.random_range(1..=4) {
                let class = rng.random_range(0..8_u8);
                let mut answers = 0;
                for (item, (proportion, effect)) in PROPORTIONS.iter().zip(effects).enumerate() {
                    let older = if class >= 4 { 0.25 } else { -0.25 };
                    let logit = (proportion / (1.0 - proportion)).ln() + effect + older;
                    let chance = 1.0 / (1.0 + (-logit).exp());
                    answers |= u8::from(rng.random_bool(chance)) << item;
                }
                community.adults.push(Adult { class, answers });
            }
            community.starts.push(community.adults.len());
        }
        community
    }
}
