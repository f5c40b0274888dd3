//! How many PSUs each stratum gets.
//!
//! With `N_h` the size of stratum `h` and `n` units to allocate, the share of a stratum is
//! equal (`n / H`), proportional (`n N_h / N`), by square root (`n √N_h / Σ √N_h`), or a fixed
//! number plus a proportional part. Square root is the usual choice where both the city and
//! its districts are reported: small districts get enough, the city loses little (Kish
//! design effect 1.07 against 1.30 for equal allocation, in the 18 units of Harbin).
//!
//! Shares are made whole by the largest remainder, so that the total is exact.
//!
//! # References
//!
//! Bankier 1988 (power allocation, The American Statistician 42); Cochran 1977, section 5.5.

use serde::{Deserialize, Serialize};

/// How a sample is divided over strata.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
}

/// Why a sample cannot be divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AllocationError {
    /// Nothing to divide it over, or a stratum of size zero.
    #[error("every stratum needs a size above zero")]
    EmptyStratum,
    /// The minimum alone uses up more than there is.
    #[error("{total} units do not give each of {strata} strata its minimum of {minimum}")]
    TooFew {
        /// The units to allocate.
        total: u64,
        /// The number of strata.
        strata: usize,
        /// The minimum of each.
        minimum: u64,
    },
}

/// Divides `total` units over strata of these sizes; every stratum gets at least `minimum`.
pub(crate) fn allocate(
    total: u64,
    sizes: &[u64],
    allocation: Allocation,
    minimum: u64,
) -> Result<Vec<u64>, AllocationError> {
    if sizes.is_empty() || sizes.contains(&0) {
        return Err(AllocationError::EmptyStratum);
    }
    let floor = match allocation {
        Allocation::FixedPlusProportional { fixed } => minimum.max(u64::from(fixed)),
        _ => minimum,
    };
    let strata = sizes.len();
    if floor.saturating_mul(strata as u64) > total {
        return Err(AllocationError::TooFew {
            total,
            strata,
            minimum: floor,
        });
    }
    let weights: Vec<f64> = sizes
        .iter()
        .map(|&size| match allocation {
            Allocation::Equal => 1.0,
            Allocation::SquareRoot => real(size).sqrt(),
            Allocation::Proportional | Allocation::FixedPlusProportional { .. } => real(size),
        })
        .collect();
    if let Allocation::FixedPlusProportional { .. } = allocation {
        let rest = apportion(total - floor * strata as u64, &weights);
        return Ok(rest.into_iter().map(|part| part + floor).collect());
    }
    Ok(with_minimum(total, &weights, floor))
}

/// Divides `total` in proportion to the weights, whole numbers by the largest remainder
/// (the earlier one where remainders are equal); the parts sum to `total`.
pub fn apportion(total: u64, weights: &[f64]) -> Vec<u64> {
    let sum: f64 = weights.iter().sum();
    let shares: Vec<f64> = weights
        .iter()
        .map(|weight| real(total) * weight / sum)
        .collect();
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

/// Strata whose share falls short of the minimum get the minimum; the others share the rest.
fn with_minimum(total: u64, weights: &[f64], minimum: u64) -> Vec<u64> {
    let mut raised = vec![false; weights.len()];
    loop {
        let open: Vec<usize> = (0..weights.len()).filter(|&index| !raised[index]).collect();
        let fixed = minimum * (weights.len() - open.len()) as u64;
        let open_weights: Vec<f64> = open.iter().map(|&index| weights[index]).collect();
        let parts = apportion(total - fixed, &open_weights);
        let short: Vec<usize> = open
            .iter()
            .zip(&parts)
            .filter(|(_, part)| **part < minimum)
            .map(|(&index, _)| index)
            .collect();
        if short.is_empty() {
            let mut result = vec![minimum; weights.len()];
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
        let parts = allocate(5_400, &HARBIN, Allocation::SquareRoot, 0).unwrap();
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
        let deff = |allocation| kish(&HARBIN, &allocate(5_400, &HARBIN, allocation, 0).unwrap());
        assert!((deff(Allocation::Proportional) - 1.00).abs() < 0.005);
        assert!((deff(Allocation::SquareRoot) - 1.07).abs() < 0.005);
        assert!((deff(Allocation::FixedPlusProportional { fixed: 180 }) - 1.11).abs() < 0.02);
        assert!((deff(Allocation::Equal) - 1.30).abs() < 0.005);
    }

    #[test]
    fn a_small_stratum_gets_its_minimum() {
        assert_eq!(
            allocate(20, &[1, 1_000, 1_000], Allocation::Proportional, 2).unwrap(),
            [2, 9, 9]
        );
    }

    #[test]
    fn a_share_of_just_the_minimum_is_not_raised_and_raising_goes_on_until_all_have_it() {
        let parts = |total, sizes: &[u64]| allocate(total, sizes, Allocation::Proportional, 2);
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
        let error = allocate(5, &[1, 1, 1], Allocation::Equal, 2).unwrap_err();
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
            allocate(5, &[1, 0], Allocation::Equal, 0),
            Err(AllocationError::EmptyStratum)
        );
    }

    proptest! {
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
            let parts = allocate(total, &sizes, rules[rule], minimum).unwrap();
            prop_assert_eq!(parts.iter().sum::<u64>(), total);
            prop_assert!(parts.iter().all(|part| *part >= minimum));
        }
    }
}
