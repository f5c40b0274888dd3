//! How many PSUs each stratum gets.
//!
//! With `N_h` the size of stratum `h` and `n` units to allocate, the share of a stratum is
//!
//! | allocation | in proportion to | usual purpose |
//! |---|---|---|
//! | equal | 1 | districts are compared |
//! | proportional | `N_h` | the city alone |
//! | square root | `√N_h` | city and districts |
//! | fixed plus proportional | a fixed number, the rest by `N_h` | the same |
//! | Neyman | `N_h S_h` | the city, where strata differ in spread |
//! | power | `(N_h p_h)^q S_h / p_h` | districts as exact in relation to their rate, the more so the nearer `q` is to 0 |
//!
//! with `p_h` the rate assumed of a stratum and `S_h = √(p_h (1 − p_h))`. Square root is the usual choice where both the
//! city and its districts are reported: small districts get enough, the city loses little (Kish
//! design effect 1.07 against 1.30 for equal allocation, in the 18 units of Harbin).
//!
//! Every stratum gets at least its minimum and at most the units it has. Shares are made whole by the largest remainder,
//! so that the total is exact; those of Neyman one unit at a time, each where it lowers `Σ (N_h S_h)² / n_h` most, which
//! finds its least value among whole numbers. When not to use Neyman or power: where the assumed rates are guesses of
//! one indicator, and others matter as much.
//!
//! # References
//!
//! Bankier 1988 (power allocation, The American Statistician 42); Cochran 1977, sections 5.5 and 5.9; Wright 2012 (exact
//! optimal allocation, The American Statistician 66). Proven by `allocations_are_the_golden_ones`.

use serde::{Deserialize, Serialize};

/// How a sample is divided over strata.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Allocation {
    /// The same number everywhere.
    Equal,
    /// In proportion to the population.
    Proportional,
    /// In proportion to the square root of the population.
    SquareRoot,
    /// A fixed number everywhere, the rest in proportion to the population.
    FixedPlusProportional {
        /// What every stratum gets first.
        fixed: u32,
    },
    /// So that a rate of the whole varies least.
    Neyman {
        /// The rate assumed of each stratum, in the order of the frame, above 0 and below 1.
        rates: Vec<f64>,
    },
    /// Between equally exact strata (0) and an exact whole (1).
    Power {
        /// The power `q` of a stratum's total, 0 to 1.
        exponent: f64,
        /// The rate assumed of each stratum, in the order of the frame, above 0 and below 1.
        rates: Vec<f64>,
    },
}

/// Why a sample cannot be divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AllocationError {
    /// Nothing to divide it over, or a stratum of size zero.
    EmptyStratum,
    /// The minimum alone uses up more than there is.
    TooFew {
        /// The units to allocate.
        total: u64,
        /// The number of strata.
        strata: usize,
        /// The minimum of each.
        minimum: u64,
    },
    /// All strata together have fewer units.
    TooMany {
        /// The units to allocate.
        total: u64,
        /// The units there are.
        available: u64,
    },
    /// Not one rate above 0 and below 1 for each stratum, or a power outside 0 to 1.
    UnusableRates,
}

impl Allocation {
    /// What the shares of strata of these sizes are in proportion to; of a fixed number, what the rest is.
    fn weights(&self, sizes: &[u64]) -> Result<Vec<f64>, AllocationError> {
        let of_size =
            |weight: fn(f64) -> f64| sizes.iter().map(|&size| weight(real(size))).collect();
        let of_rate = |rates: &[f64], weight: &dyn Fn(f64, f64) -> f64| {
            let usable =
                rates.len() == sizes.len() && rates.iter().all(|rate| *rate > 0.0 && *rate < 1.0);
            if !usable {
                return Err(AllocationError::UnusableRates);
            }
            let strata = sizes.iter().zip(rates);
            Ok(strata
                .map(|(&size, &rate)| weight(real(size), rate))
                .collect())
        };
        match self {
            Self::Equal => Ok(of_size(|_| 1.0)),
            Self::SquareRoot => Ok(of_size(f64::sqrt)),
            Self::Proportional | Self::FixedPlusProportional { .. } => Ok(of_size(|size| size)),
            Self::Neyman { rates } => of_rate(rates, &|size, rate| size * spread(rate)),
            Self::Power { exponent, .. } if !(0.0..=1.0).contains(exponent) => {
                Err(AllocationError::UnusableRates)
            }
            Self::Power { exponent, rates } => of_rate(rates, &|size, rate| {
                power_weight(size * rate, spread(rate) / rate, *exponent)
            }),
        }
    }
}

/// The standard deviation of an answer of yes or no.
fn spread(rate: f64) -> f64 {
    (rate * (1.0 - rate)).sqrt()
}

/// Bankier's weight of a stratum with this total and coefficient of variation.
pub(super) fn power_weight(total: f64, variation: f64, exponent: f64) -> f64 {
    total.powf(exponent) * variation
}

/// Divides `total` units over strata of these sizes; every stratum gets at least `minimum` and at most what is
/// `available` in it.
pub(crate) fn allocate(
    total: u64,
    sizes: &[u64],
    allocation: &Allocation,
    minimum: u64,
    available: &[u64],
) -> Result<Vec<u64>, AllocationError> {
    if sizes.is_empty() || sizes.contains(&0) {
        return Err(AllocationError::EmptyStratum);
    }
    let floor = match *allocation {
        Allocation::FixedPlusProportional { fixed } => minimum.max(u64::from(fixed)),
        _ => minimum,
    };
    let strata = sizes.len();
    let least: Vec<u64> = available.iter().map(|&units| floor.min(units)).collect();
    if least.iter().sum::<u64>() > total {
        return Err(AllocationError::TooFew {
            total,
            strata,
            minimum: floor,
        });
    }
    let units: u64 = available.iter().sum();
    if total > units {
        return Err(AllocationError::TooMany {
            total,
            available: units,
        });
    }
    let weights = allocation.weights(sizes)?;
    Ok(match allocation {
        Allocation::FixedPlusProportional { .. } => {
            let room: Vec<u64> = available
                .iter()
                .zip(&least)
                .map(|(units, part)| units - part)
                .collect();
            let rest = within(
                total - least.iter().sum::<u64>(),
                &weights,
                &vec![0; strata],
                &room,
            );
            rest.iter()
                .zip(&least)
                .map(|(part, least)| part + least)
                .collect()
        }
        Allocation::Neyman { .. } => least_variance(total, &weights, &least, available),
        _ => within(total, &weights, &least, available),
    })
}

/// The whole numbers between these bounds, summing to `total`, of which `Σ w² / n` is least; of equal ones those that give more to the
/// earlier stratum.
pub(super) fn least_variance(total: u64, weights: &[f64], least: &[u64], most: &[u64]) -> Vec<u64> {
    let mut parts = least.to_vec();
    for _ in parts.iter().sum::<u64>()..total {
        // What one unit more takes off the sum.
        let gain = |index: usize| {
            let part = real(parts[index]);
            weights[index] * weights[index] / (part * (part + 1.0))
        };
        let open = (0..parts.len()).filter(|&index| parts[index] < most[index]);
        let best = open.reduce(|best, next| if gain(next) > gain(best) { next } else { best });
        let Some(best) = best else { break };
        parts[best] += 1;
    }
    parts
}

/// Each one's share of `total` in proportion to the weights.
pub(super) fn shares(total: u64, weights: &[f64]) -> Vec<f64> {
    let sum: f64 = weights.iter().sum();
    weights
        .iter()
        .map(|weight| real(total) * weight / sum)
        .collect()
}

/// Divides `total` in proportion to the weights, whole numbers by the largest remainder
/// (the earlier one where remainders are equal); the parts sum to `total`.
pub fn apportion(total: u64, weights: &[f64]) -> Vec<u64> {
    let shares = shares(total, weights);
    let mut parts: Vec<u64> = shares.iter().map(|share| whole(*share)).collect();
    let given: u64 = parts.iter().sum();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by(|&one, &other| {
        let remainder = |index: usize| shares[index] - shares[index].floor();
        remainder(other)
            .total_cmp(&remainder(one))
            .then(one.cmp(&other))
    });
    let left = usize::try_from(total.saturating_sub(given)).unwrap_or(usize::MAX);
    for &index in order.iter().take(left) {
        parts[index] += 1;
    }
    parts
}

/// Shares in proportion to the weights, between these bounds: strata that would get more than there is get all there is, the
/// others share the rest.
fn within(total: u64, weights: &[f64], least: &[u64], most: &[u64]) -> Vec<u64> {
    let mut parts = most.to_vec();
    let mut open: Vec<usize> = (0..weights.len()).collect();
    loop {
        let of_open = |all: &[u64]| -> Vec<u64> { open.iter().map(|&index| all[index]).collect() };
        let open_weights: Vec<f64> = open.iter().map(|&index| weights[index]).collect();
        let full: u64 = most.iter().sum::<u64>() - of_open(most).iter().sum::<u64>();
        let shared = at_least(total - full, &open_weights, &of_open(least));
        let before = open.len();
        let places: Vec<(usize, u64)> = open.iter().copied().zip(shared).collect();
        open.retain(|index| {
            places
                .iter()
                .any(|(place, part)| place == index && *part <= most[*index])
        });
        if open.len() == before {
            for (index, part) in places {
                parts[index] = part;
            }
            return parts;
        }
    }
}

/// Strata whose share falls short of their minimum get the minimum; the others share the rest.
fn at_least(total: u64, weights: &[f64], least: &[u64]) -> Vec<u64> {
    let mut raised = vec![false; weights.len()];
    loop {
        let open: Vec<usize> = (0..weights.len()).filter(|&index| !raised[index]).collect();
        let fixed: u64 = (0..weights.len())
            .filter(|&index| raised[index])
            .map(|index| least[index])
            .sum();
        let open_weights: Vec<f64> = open.iter().map(|&index| weights[index]).collect();
        let parts = apportion(total - fixed, &open_weights);
        let short: Vec<usize> = open
            .iter()
            .zip(&parts)
            .filter(|(index, part)| **part < least[**index])
            .map(|(&index, _)| index)
            .collect();
        if short.is_empty() {
            let mut result = least.to_vec();
            for (index, part) in open.into_iter().zip(parts) {
                result[index] = part;
            }
            return result;
        }
        for index in short {
            raised[index] = true;
        }
    }
}

/// A count as a real number; counts here are far below 2⁵³.
#[expect(
    clippy::cast_precision_loss,
    reason = "populations and samples are far below 2^53"
)]
pub(super) fn real(count: u64) -> f64 {
    count as f64
}

/// The whole part of a share that is not negative.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "shares are at least zero and at most the total they divide"
)]
pub(super) fn whole(share: f64) -> u64 {
    share.floor() as u64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HARBIN: [u64; 18] = [
        923_762, 1_343_857, 906_421, 190_253, 236_848, 916_408, 764_534, 596_856, 388_319, 203_853,
        551_271, 590_555, 277_685, 210_650, 242_455, 825_634, 585_386, 881_224,
    ];

    /// Without an upper bound.
    fn allocate(
        total: u64,
        sizes: &[u64],
        allocation: &Allocation,
        minimum: u64,
    ) -> Result<Vec<u64>, AllocationError> {
        super::allocate(total, sizes, allocation, minimum, &vec![total; sizes.len()])
    }

    fn kish(sizes: &[u64], parts: &[u64]) -> f64 {
        let n: f64 = parts.iter().map(|&part| real(part)).sum();
        let population: f64 = sizes.iter().map(|&size| real(size)).sum();
        let squares: f64 = sizes
            .iter()
            .zip(parts)
            .map(|(&size, &part)| real(size) * real(size) / real(part))
            .sum();
        n * squares / (population * population)
    }

    #[test]
    fn square_root_gives_harbin_the_published_example() {
        let parts = allocate(5_400, &HARBIN, &Allocation::SquareRoot, 0).unwrap();
        assert_eq!(parts.iter().sum::<u64>(), 5_400);
        let tens: Vec<u64> = parts.iter().map(|part| (part + 5) / 10 * 10).collect();
        assert_eq!(
            tens,
            [
                390, 470, 390, 180, 200, 390, 360, 310, 250, 180, 300, 310, 210, 190, 200, 370,
                310, 380
            ]
        );
    }

    #[test]
    fn design_effects_of_the_four_rules_are_as_published() {
        let deff = |allocation| kish(&HARBIN, &allocate(5_400, &HARBIN, &allocation, 0).unwrap());
        assert!((deff(Allocation::Proportional) - 1.00).abs() < 0.005);
        assert!((deff(Allocation::SquareRoot) - 1.07).abs() < 0.005);
        assert!((deff(Allocation::FixedPlusProportional { fixed: 180 }) - 1.11).abs() < 0.02);
        assert!((deff(Allocation::Equal) - 1.30).abs() < 0.005);
    }

    #[test]
    fn a_small_stratum_gets_its_minimum() {
        assert_eq!(
            allocate(20, &[1, 1_000, 1_000], &Allocation::Proportional, 2).unwrap(),
            [2, 9, 9]
        );
    }

    #[test]
    fn a_share_of_just_the_minimum_is_not_raised_and_raising_goes_on_until_all_have_it() {
        let parts = |total, sizes: &[u64]| allocate(total, sizes, &Allocation::Proportional, 2);
        assert_eq!(parts(16, &[7, 4, 1, 12]).unwrap(), [4, 3, 2, 7]);
        assert_eq!(parts(7, &[7, 3, 1]).unwrap(), [3, 2, 2]);
        assert_eq!(parts(6, &[9, 1, 1]).unwrap(), [2, 2, 2]);
    }

    #[test]
    fn of_equal_remainders_the_earlier_stratum_gets_the_unit() {
        assert_eq!(apportion(5, &[1.0, 1.0, 1.0]), [2, 2, 1]);
    }

    #[test]
    fn too_few_units_for_the_minimum_are_refused() {
        let error = allocate(5, &[1, 1, 1], &Allocation::Equal, 2).unwrap_err();
        assert_eq!(
            error,
            AllocationError::TooFew {
                total: 5,
                strata: 3,
                minimum: 2
            }
        );
    }

    #[test]
    fn a_stratum_of_size_zero_is_refused() {
        assert_eq!(
            allocate(5, &[1, 0], &Allocation::Equal, 0),
            Err(AllocationError::EmptyStratum)
        );
    }

    #[test]
    fn rates_must_be_given_for_every_stratum_and_lie_between_nothing_and_all() {
        for rates in [
            vec![0.5],
            vec![0.5, 1.0],
            vec![0.0, 0.5],
            vec![0.5, f64::NAN],
        ] {
            let neyman = Allocation::Neyman {
                rates: rates.clone(),
            };
            let refused = allocate(9, &[1, 2], &neyman, 0);
            assert_eq!(refused, Err(AllocationError::UnusableRates), "{rates:?}");
        }
        for exponent in [-0.1, 1.1, f64::NAN] {
            let rates = vec![0.5, 0.5];
            let refused = allocate(9, &[1, 2], &Allocation::Power { exponent, rates }, 0);
            assert_eq!(refused, Err(AllocationError::UnusableRates), "{exponent}");
        }
    }

    #[test]
    fn neyman_gives_more_where_opinions_differ_and_power_of_nothing_forgets_the_size() {
        let rates = vec![0.5, 0.9];
        let neyman = Allocation::Neyman {
            rates: rates.clone(),
        };
        // 0.5 to 0.3.
        assert_eq!(allocate(80, &[10, 10], &neyman, 2).unwrap(), [50, 30]);
        let power = Allocation::Power {
            exponent: 0.0,
            rates,
        };
        // √(0.5 / 0.5) to √(0.1 / 0.9), whatever the sizes.
        assert_eq!(allocate(80, &[10, 1_000], &power, 2).unwrap(), [60, 20]);
    }

    proptest! {
        #[test]
        fn every_stratum_gets_at_least_its_minimum_and_at_most_what_it_has(
            strata in prop::collection::vec((1_u64..3_000_000, 3_u64..60), 1..30),
            part in 0.0_f64..=1.0,
            minimum in 0_u64..=3,
            rule in 0_usize..6,
        ) {
            let (sizes, available): (Vec<u64>, Vec<u64>) = strata.into_iter().unzip();
            let rates = vec![0.3; sizes.len()];
            let rules = [
                Allocation::Equal,
                Allocation::Proportional,
                Allocation::SquareRoot,
                Allocation::FixedPlusProportional { fixed: 3 },
                Allocation::Neyman { rates: rates.clone() },
                Allocation::Power { exponent: 0.5, rates },
            ];
            let least = 3 * sizes.len() as u64;
            let total = least + whole(part * real(available.iter().sum::<u64>() - least));
            let parts = super::allocate(total, &sizes, &rules[rule], minimum, &available).unwrap();
            prop_assert_eq!(parts.iter().sum::<u64>(), total);
            for (part, available) in parts.iter().zip(&available) {
                prop_assert!(*part >= minimum && part <= available, "{:?}", parts);
            }
        }

        #[test]
        fn the_total_is_exact_and_the_minimum_kept(
            sizes in prop::collection::vec(1_u64..3_000_000, 1..40),
            extra in 0_u64..5_000,
            minimum in 0_u64..5,
            rule in 0_usize..4,
        ) {
            let rules = [
                Allocation::Equal,
                Allocation::Proportional,
                Allocation::SquareRoot,
                Allocation::FixedPlusProportional { fixed: 3 },
            ];
            let total = extra + 5 * sizes.len() as u64;
            let parts = allocate(total, &sizes, &rules[rule], minimum).unwrap();
            prop_assert_eq!(parts.iter().sum::<u64>(), total);
            prop_assert!(parts.iter().all(|part| *part >= minimum));
        }
    }
}
