//! Systematic selection with probability proportional to size.
//!
//! Lay the units end to end on a line, each as long as its size `M_i`; the line is `M` long.
//! Cut it into `a` intervals of length `I = M / a`, take a start `s` uniform on `[0, I)` and
//! select the units that contain the points `s, s + I, …, s + (a − 1) I`. A unit no longer
//! than `I` is selected at most once, with `π_i = a M_i / M`. Longer units would be selected
//! for certain: they are taken out first, with `π = 1`, and the rest is drawn with what is
//! left of `a`; this repeats until no unit of the rest is as long as an interval.
//!
//! # Overlap between waves
//!
//! A later wave uses the same random number and moves every point by `shift` times the median
//! size: `s = (u I + shift · median) mod I`. Moving all points by a constant around the line
//! leaves `s` uniform, so each wave alone has exactly the same `π`; a point leaves its unit
//! of size `M_i` with probability `shift · median / M_i`, so that about `1 − shift` of the units
//! are common to both. The shifts of two waves count by their difference: 0, 0.25, 0.5 keep
//! three quarters from wave to wave and half from the first to the third.
//!
//! When not to use: with a periodic order of the frame, or where an unbiased variance without
//! assumptions is needed; systematic selection has none, and the usual estimate (PSUs drawn
//! with replacement) is slightly too large.
//!
//! # References
//!
//! Madow 1949, Annals of Mathematical Statistics 20; Cochran 1977, section 9A.10; Särndal,
//! Swensson & Wretman 1992, section 3.6.2. Proven by `units_are_selected_as_often_as_their_probability_says`,
//! `exactly_the_asked_number_is_selected_once_each` and `probabilities_are_proportional_to_size_and_sum_to_the_count`.

use super::allocation::{real, whole};

/// A unit that was selected.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Selected {
    /// Its place in the list of sizes.
    pub index: usize,
    /// π, above 0 and at most 1.
    pub inclusion_probability: f64,
    /// Taken for certain, before the draw.
    pub certainty: bool,
}

/// Selects `count` of the units with these sizes, in their order. `start` is uniform on
/// [0, 1) and `shift` moves the selection, in median sizes.
///
/// `count` is at most the number of units, and sizes are above zero; a larger `count` selects
/// every unit.
pub fn select(sizes: &[u64], count: usize, start: f64, shift: f64) -> Vec<Selected> {
    let certain = certainty_units(sizes, count);
    let rest: Vec<usize> = (0..sizes.len()).filter(|&index| !certain[index]).collect();
    let left = count.saturating_sub(sizes.len() - rest.len());
    let length: f64 = rest.iter().map(|&index| real(sizes[index])).sum();

    let mut selected: Vec<Selected> = (0..sizes.len())
        .filter(|&index| certain[index])
        .map(|index| Selected {
            index,
            inclusion_probability: 1.0,
            certainty: true,
        })
        .collect();
    if left > 0 && !rest.is_empty() {
        let interval = length / real(left as u64);
        let mut point = (start * interval + shift * median(&rest, sizes)).rem_euclid(interval);
        let mut reached = 0.0;
        let mut taken = 0;
        for (place, &index) in rest.iter().enumerate() {
            reached += real(sizes[index]);
            // Rounding must not carry the last point past the end of the line.
            let needed = rest.len() - place == left - taken;
            if taken < left && (point < reached || needed) {
                selected.push(Selected {
                    index,
                    inclusion_probability: real(sizes[index]) / interval,
                    certainty: false,
                });
                taken += 1;
                point += interval;
            }
        }
    }
    selected.sort_by_key(|unit| unit.index);
    selected
}

/// The probability of every unit of these sizes of being among `count` of them: 1 for those that are certain, whatever the
/// method that draws the others.
pub(crate) fn probabilities(sizes: &[u64], count: usize) -> Vec<f64> {
    let certain = certainty_units(sizes, count);
    let rest = |of: &usize| !certain[*of];
    let left = count.saturating_sub(certain.iter().filter(|it| **it).count());
    let length: f64 = (0..sizes.len())
        .filter(rest)
        .map(|it| real(sizes[it]))
        .sum();
    let interval = length / real(left as u64);
    (0..sizes.len())
        .map(|unit| {
            if certain[unit] {
                1.0
            } else {
                real(sizes[unit]) / interval
            }
        })
        .collect()
}

/// Which units are as long as an interval of what is left once they are taken out.
fn certainty_units(sizes: &[u64], count: usize) -> Vec<bool> {
    let mut certain = vec![false; sizes.len()];
    loop {
        let taken = certain.iter().filter(|taken| **taken).count();
        let left = count.saturating_sub(taken) as u64;
        let length: u64 = sizes
            .iter()
            .zip(&certain)
            .filter(|(_, taken)| !**taken)
            .map(|(size, _)| size)
            .sum();
        let long: Vec<usize> = (0..sizes.len())
            .filter(|&index| !certain[index] && left > 0 && left * sizes[index] >= length)
            .collect();
        if long.is_empty() {
            return certain;
        }
        for index in long {
            certain[index] = true;
        }
    }
}

/// The median size of these units; the upper one of an even number.
fn median(units: &[usize], sizes: &[u64]) -> f64 {
    let mut sorted: Vec<u64> = units.iter().map(|&index| sizes[index]).collect();
    sorted.sort_unstable();
    real(sorted[sorted.len() / 2])
}

/// Selects `count` of `listed` households systematically; `start` is uniform on [0, 1).
/// Households are numbered from 1, and everyone has the probability `count / listed`.
pub fn households(listed: u64, count: u64, start: f64) -> Vec<u64> {
    let count = count.min(listed);
    let step = real(listed) / real(count.max(1));
    (0..count)
        .map(|turn| (whole((start + real(turn)) * step) + 1).min(listed))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn proportion_of(part: f64, units: usize) -> usize {
        usize::try_from(whole(part * real(units as u64)).max(1)).unwrap()
    }

    fn probability(sizes: &[u64], count: usize, index: usize) -> f64 {
        // Every start of a fine grid, instead of a random one.
        let grid = 20_000_u32;
        let hits = (0..grid)
            .filter(|step| {
                let start = (f64::from(*step) + 0.5) / f64::from(grid);
                select(sizes, count, start, 0.3)
                    .iter()
                    .any(|unit| unit.index == index)
            })
            .count();
        real(hits as u64) / f64::from(grid)
    }

    #[test]
    fn units_are_selected_as_often_as_their_probability_says() {
        let sizes = [100, 250, 400, 900, 120, 330];
        let stated: Vec<f64> = {
            let length = 2_100.0;
            sizes
                .iter()
                .map(|&size| 2.0 * real(size) / length)
                .collect()
        };
        for (index, stated) in stated.iter().enumerate() {
            assert!(
                (probability(&sizes, 2, index) - stated).abs() < 2e-4,
                "unit {index}"
            );
        }
    }

    #[test]
    fn a_unit_longer_than_an_interval_is_taken_for_certain() {
        let chosen = select(&[10, 10, 1_000, 10, 10], 3, 0.5, 0.0);
        assert_eq!(chosen.len(), 3);
        let giant = chosen.iter().find(|unit| unit.index == 2).unwrap();
        assert!(giant.certainty);
        assert!(
            chosen
                .iter()
                .filter(|unit| unit.index != 2)
                .all(|unit| (unit.inclusion_probability - 0.5).abs() < 1e-12)
        );
    }

    #[test]
    fn a_unit_just_as_long_as_an_interval_is_taken_for_certain() {
        let chosen = select(&[5, 10, 5], 2, 0.9, 0.0);
        let certain: Vec<bool> = chosen.iter().map(|unit| unit.certainty).collect();
        assert_eq!(certain, [true, false], "{chosen:?}");
        assert_eq!(chosen[0].index, 1);
    }

    #[test]
    fn a_point_on_a_border_takes_the_unit_after_it() {
        assert_eq!(select(&[5, 5, 5, 5], 1, 0.5, 0.0)[0].index, 2);
    }

    #[test]
    fn of_an_even_number_the_upper_median_is_the_step_of_a_shift() {
        assert!((median(&[0, 1, 2, 3], &[10, 40, 20, 30]) - 30.0).abs() < 1e-12);
    }

    #[test]
    fn rounding_does_not_lose_the_last_unit() {
        let sizes = [
            12, 28, 5, 19, 26, 10, 14, 9, 17, 10, 24, 14, 23, 9, 14, 11, 25, 30, 16,
        ];
        assert_eq!(select(&sizes, 8, 1.0 - f64::EPSILON / 2.0, 0.0).len(), 8);
    }

    #[test]
    fn taking_out_one_giant_can_make_another() {
        let chosen = select(&[1_000, 90, 10, 10, 10], 3, 0.1, 0.0);
        assert_eq!(chosen.iter().filter(|unit| unit.certainty).count(), 2);
    }

    #[test]
    fn asking_for_every_unit_takes_every_unit() {
        assert_eq!(select(&[3, 4, 5], 3, 0.9, 0.2).len(), 3);
        assert_eq!(select(&[3, 4, 5], 7, 0.9, 0.2).len(), 3);
    }

    #[test]
    fn about_one_minus_shift_of_the_units_stay() {
        let sizes: Vec<u64> = (0..400).map(|unit| 500 + (unit * 7919) % 2_500).collect();
        for (shift, low, high) in [(0.25, 0.65, 0.85), (0.5, 0.40, 0.62)] {
            let mut common = 0;
            for start in 0..200 {
                let start = f64::from(start) / 200.0;
                let first = select(&sizes, 40, start, 0.0);
                let second = select(&sizes, 40, start, shift);
                common += first
                    .iter()
                    .filter(|one| second.iter().any(|other| other.index == one.index))
                    .count();
            }
            let share = real(common as u64) / (200.0 * 40.0);
            assert!((low..high).contains(&share), "shift {shift} keeps {share}");
        }
    }

    #[test]
    fn households_are_spread_over_the_list_and_distinct() {
        let chosen = households(1_000, 44, 0.999_999);
        assert_eq!(chosen.len(), 44);
        assert!(chosen.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(
            chosen
                .iter()
                .all(|household| (1..=1_000).contains(household))
        );
        assert_eq!(households(3, 5, 0.5), [1, 2, 3]);
    }

    proptest! {
        #[test]
        fn exactly_the_asked_number_is_selected_once_each(
            sizes in prop::collection::vec(1_u64..3_000, 1..80),
            part in 0.01_f64..1.0,
            start in 0.0_f64..1.0,
            shift in 0.0_f64..2.0,
        ) {
            let count = proportion_of(part, sizes.len());
            let chosen = select(&sizes, count, start, shift);
            prop_assert_eq!(chosen.len(), count);
            prop_assert!(chosen.windows(2).all(|pair| pair[0].index < pair[1].index));
        }

        #[test]
        fn probabilities_are_proportional_to_size_and_sum_to_the_count(
            sizes in prop::collection::vec(1_u64..3_000, 2..80),
            part in 0.01_f64..1.0,
        ) {
            let count = proportion_of(part, sizes.len());
            // A unit's π does not depend on the start: gather each from the starts that select it.
            let mut stated = vec![None; sizes.len()];
            for step in 0..2_000 {
                for unit in select(&sizes, count, f64::from(step) / 2_000.0, 0.0) {
                    stated[unit.index] = Some((unit.inclusion_probability, unit.certainty));
                }
            }
            let ratios: Vec<f64> = stated.iter().zip(&sizes)
                .filter_map(|(stated, size)| stated.filter(|(_, certainty)| !certainty).map(|(pi, _)| pi / real(*size)))
                .collect();
            prop_assert!(ratios.windows(2).all(|pair| (pair[0] / pair[1] - 1.0).abs() < 1e-9));
            if let Some(ratio) = ratios.first() {
                let certain: Vec<bool> = certainty_units(&sizes, count);
                let sum: f64 = sizes.iter().zip(&certain)
                    .map(|(size, certain)| if *certain { 1.0 } else { ratio * real(*size) })
                    .sum();
                prop_assert!((sum - real(count as u64)).abs() < 1e-6);
            }
        }
    }
}
