//! Sampford's selection with probability proportional to size, without replacement and with joint probabilities in closed form.
//!
//! Of `N` units with inclusion probabilities `π` that sum to `n`, the sample `s` is drawn with a probability
//! proportional to `∏ πᵢ/(1 − πᵢ)` over `s` times `n − Σ πᵢ` over `s`. With `S` the number of units that are
//! met when each is taken or left on its own with probability `πᵢ`, and `S₋` the same without units `k` and `l`,
//!
//! `π_kl = π_k π_l Σ_{t=2..n} (t − π_k − π_l) P(S₋ = n − t) / Σ_{t=1..n} t P(S = n − t)`
//!
//! which is Sampford's formula without its powers of `n`: every term is above zero, so that nothing is lost by
//! cancellation, and nothing overflows. For the pairs of `n` units it takes some `N n + n³ log n` steps.
//!
//! A sample is drawn unit by unit from the conditional distribution of `S = n` and taken with a probability proportional to
//! `n − Σ πᵢ`, until one is: few trials, where Sampford's own procedure needs millions once `n²/N` is
//! large.
//!
//! Assumed: `π` above 0 and below 1 (units taken for certain are taken out before), summing to a whole number. Not to be used
//! where waves are to share PSUs: [`pps`](super::pps) moves a sample, this draws another. Nor where the frame is to be
//! spread over by its order: nothing here looks at it.
//!
//! # References
//!
//! Sampford 1967, Biometrika 54, 499–513; Tillé 2006, Sampling Algorithms, section 6.2.2; Chen, Dempster & Liu 1994, Biometrika
//! 81, 457–469 for drawing. Proven by `joint_probabilities_of_sampford_are_the_golden_ones` and
//! `pairs_are_drawn_as_often_as_their_joint_probability_says`.

use rand::{Rng, RngExt};

/// Selects as many units as the probabilities sum to, in their order.
pub fn select(probabilities: &[f64], rng: &mut impl Rng) -> Vec<usize> {
    let count = sample_size(probabilities);
    let tails = tails(probabilities, count);
    let mut sorted = probabilities.to_vec();
    sorted.sort_by(f64::total_cmp);
    let sum: f64 = probabilities.iter().sum();
    let most = sum - sorted.iter().take(count).sum::<f64>();
    loop {
        let selected = select_conditionally(probabilities, count, &tails, rng);
        let left = sum - selected.iter().map(|at| probabilities[*at]).sum::<f64>();
        if rng.random::<f64>() * most < left {
            return selected;
        }
    }
}

/// The probability of two different units being in one sample.
pub fn joint_probability(probabilities: &[f64], one: usize, other: usize) -> f64 {
    joint_probabilities(probabilities, &[one, other])[0][1]
}

/// The probability of every two of these units being in one sample, row by row; on the diagonal that of the one.
pub fn joint_probabilities(probabilities: &[f64], units: &[usize]) -> Vec<Vec<f64>> {
    let count = sample_size(probabilities);
    let all = met(probabilities.iter().copied(), count);
    let below: f64 = (1..=count).map(|t| real(t) * all[count - t]).sum();
    let others = (0..probabilities.len()).filter(|unit| !units.contains(unit));
    let mut before = met(others.map(|unit| probabilities[unit]), count);
    let mut joint = vec![vec![0.0; units.len()]; units.len()];
    for (place, unit) in units.iter().enumerate() {
        let a = probabilities[*unit];
        joint[place][place] = a;
        let later: Vec<usize> = (place + 1..units.len()).collect();
        let of_later = |later: usize| probabilities[units[later]];
        without_each(&before, &later, &of_later, &mut |later, without| {
            let b = of_later(later);
            // By how many units fewer than the sample has, t.
            let fewer = 2..=count;
            let above: f64 = fewer.map(|t| (real(t) - a - b) * without[count - t]).sum();
            joint[place][later] = a * b * above / below;
            joint[later][place] = joint[place][later];
        });
        take(&mut before, a);
    }
    joint
}

/// The distribution with all of these units but one, for each of them: half of them are taken and the others gone through in the
/// same way, so that nothing has to be taken out again.
fn without_each(
    met: &[f64],
    units: &[usize],
    probability: &impl Fn(usize) -> f64,
    found: &mut impl FnMut(usize, &[f64]),
) {
    match units {
        [] => {}
        [unit] => found(*unit, met),
        _ => {
            let (one, other) = units.split_at(units.len() / 2);
            for (left, taken) in [(one, other), (other, one)] {
                let mut with = met.to_owned();
                for unit in taken {
                    take(&mut with, probability(*unit));
                }
                without_each(&with, left, probability, found);
            }
        }
    }
}

fn sample_size(probabilities: &[f64]) -> usize {
    let sum: f64 = probabilities.iter().sum();
    let sizes = 0..=probabilities.len();
    sizes
        .min_by(|one, other| {
            (real(*one) - sum)
                .abs()
                .total_cmp(&(real(*other) - sum).abs())
        })
        .unwrap_or(0)
}

fn real(count: usize) -> f64 {
    super::allocation::real(count as u64)
}

/// The probabilities that 0, 1, … `most` units are met, each taken or left on its own.
fn met(probabilities: impl Iterator<Item = f64>, most: usize) -> Vec<f64> {
    let mut met = vec![0.0; most + 1];
    met[0] = 1.0;
    for probability in probabilities {
        take(&mut met, probability);
    }
    met
}

/// The same with one unit more.
fn take(met: &mut [f64], probability: f64) {
    for number in (0..met.len()).rev() {
        let one_less = number.checked_sub(1).map_or(0.0, |less| met[less]);
        met[number] = met[number] * (1.0 - probability) + one_less * probability;
    }
}

/// For each unit, how many units are met from it on; and none behind the last.
fn tails(probabilities: &[f64], most: usize) -> Vec<Vec<f64>> {
    let mut tails = vec![met(std::iter::empty(), most)];
    for probability in probabilities.iter().rev() {
        let mut tail = tails.last().cloned().unwrap_or_default();
        take(&mut tail, *probability);
        tails.push(tail);
    }
    tails.reverse();
    tails
}

/// A sample of units that are taken or left on their own, among those of this size.
fn select_conditionally(
    probabilities: &[f64],
    count: usize,
    tails: &[Vec<f64>],
    rng: &mut impl Rng,
) -> Vec<usize> {
    let mut selected = Vec::with_capacity(count);
    for (at, probability) in probabilities.iter().enumerate() {
        let Some(needed) = (count - selected.len()).checked_sub(1) else {
            break;
        };
        let taken = probability * tails[at + 1][needed] / tails[at][needed + 1];
        if rng.random::<f64>() < taken {
            selected.push(at);
        }
    }
    selected
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::ChaCha20Rng;

    use super::*;

    fn probabilities(sizes: &[f64], count: f64) -> Vec<f64> {
        let sum: f64 = sizes.iter().sum();
        sizes.iter().map(|size| count * size / sum).collect()
    }

    #[test]
    fn pairs_are_drawn_as_often_as_their_joint_probability_says() {
        let probabilities = probabilities(&[3.0, 1.0, 4.0, 1.5, 6.0, 2.6, 5.3], 3.0);
        let draws = 60_000_u32;
        let mut rng = ChaCha20Rng::seed_from_u64(67);
        let mut drawn = [[0_u32; 7]; 7];
        for _ in 0..draws {
            let selected = select(&probabilities, &mut rng);
            assert_eq!(selected.len(), 3);
            for one in &selected {
                for other in &selected {
                    drawn[*one][*other] += 1;
                }
            }
        }
        for (one, row) in drawn.iter().enumerate() {
            for (other, times) in row.iter().enumerate() {
                let stated = if one == other {
                    probabilities[one]
                } else {
                    joint_probability(&probabilities, one, other)
                };
                let error = (stated * (1.0 - stated) / f64::from(draws)).sqrt();
                let found = f64::from(*times) / f64::from(draws);
                // 28 frequencies: one lies beyond 4.5 standard errors in 5,000 such tests.
                assert!(
                    (found - stated).abs() < 4.5 * error,
                    "{one} {other}: {found} {stated}"
                );
            }
        }
    }

    #[test]
    fn the_pairs_of_a_unit_sum_to_one_unit_less_than_the_sample_also_in_large_strata() {
        let sizes: Vec<f64> = (0..300_u32)
            .map(|at| f64::from(40 + at * 37 % 211))
            .collect();
        for (units, count) in [(40, 6.0), (300, 100.0)] {
            let probabilities = probabilities(&sizes[..units], count);
            let one = units / 3;
            let others = (0..units).filter(|other| *other != one);
            let pairs = others.map(|other| joint_probability(&probabilities, one, other));
            let expected = (count - 1.0) * probabilities[one];
            let found: f64 = pairs.sum();
            assert!((found / expected - 1.0).abs() < 1e-9, "{found} {expected}");
        }
    }

    #[test]
    fn equal_sizes_give_a_simple_random_sample() {
        let joint = joint_probability(&[0.4; 10], 2, 7);
        assert!((joint - 4.0 * 3.0 / 90.0).abs() < 1e-12, "{joint}");
    }
}
