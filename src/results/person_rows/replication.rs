//! Weights and replicate weights that tell of a row nothing besides what stands in it.
//!
//! # Formula
//!
//! Row i begins with the mean weight of its class, rounded. The weight is wᵢ = dᵢ exp(λ·xᵢ), where x are whom the margins count and,
//! for every published rate θ of the city, yᵢ − θ: so that Σ wᵢ(yᵢ − θ) = 0 and the file gives θ again.
//!
//! Replicate r is wᵢ(1 ± s), its signs drawn row by row, calibrated likewise to rates θ + δᵣ in place of θ. The δᵣ are drawn so that
//! Σᵣ δᵣδᵣᵀ · scale is the design-based covariance V of the published rates: with V = `LLᵀ`, δᵣ = L gᵣ / √scale, the columns of g drawn,
//! orthonormal and of sum 0. The scale is D/(R s²), D the average design effect of the published rates against the same rows and
//! weights drawn one by one.
//!
//! # Design
//!
//! Usual replicates (jackknife, bootstrap of PSUs) give rows of one PSU the same ratios to the weight: whoever divides one by the
//! other has the PSUs back, and knows of a person which others live next door. Masked PSUs made of several real ones tell less and
//! cost degrees of freedom: with a hundred persons in each, a city of five thousand has thirty left of three hundred. Here no ratio
//! depends on the PSU at all. It hangs on drawn signs, on the answers that stand in the row, and on figures of the whole city.
//!
//! What it costs: published rates have their published standard errors, and whatever goes with them nearly so; any other estimate has
//! the variance of rows drawn one by one, times the average design effect D. A question that differs more from place to place than
//! the published ones is given too small a standard error, one that differs less too large a one.
//!
//! # References
//!
//! * Kim & Wu (2013), *Survey Methodology* 39, 91–120: replicates calibrated to the variances of key variables.
//! * Fay (1989), *Proceedings of the Survey Research Methods Section*, 212–217: replicates for any variance estimator.
//! * Lu & Sitter (2008), *Statistica Sinica* 18, 1669–1687: what replicate weights disclose.
//!
//! Proven by `replicates_give_the_covariance_that_was_asked_for` and, against whoever looks for PSUs,
//! `psus_are_not_found_in_the_ratios_of_replicates`.

use rand::{Rng, RngExt};

use crate::counting::MISSING;
use statistics::weighting::{Calibration, CalibrationDistance, CalibrationError, g_weights};

/// How many replicates there are at least.
const REPLICATES: usize = 80;

/// So many replicates more than rates.
const SPARE: usize = 20;

/// By how much a replicate of a weight is more or less, before it is calibrated.
const SWING: f64 = 0.5;

/// A replicate of a rate is moved by at most this part of its distance from 0 or 1.
const FURTHEST: f64 = 0.5;

/// The bounds of the average design effect.
const DESIGN_EFFECTS: (f64, f64) = (1.0, 4.0);

/// How exactly totals are met, in rows of mean weight.
const TOLERANCE: f64 = 1e-9;

/// Rows of which a total is kept, and that total.
pub(super) struct Kept {
    pub(super) rows: Vec<bool>,
    pub(super) total: f64,
}

/// A published rate, and which rows count for it: 1, 0 or [`MISSING`].
pub(super) struct Rate {
    pub(super) column: Vec<u8>,
    pub(super) value: f64,
}

/// Rows with their weights.
#[derive(Debug)]
pub(super) struct Weighed {
    pub(super) weights: Vec<f64>,
    /// By replicate, then by row.
    pub(super) replicates: Vec<Vec<f64>>,
    pub(super) scale: f64,
    pub(super) design_effect: f64,
}

/// Weighs rows that begin with these weights. `covariance` is that of the rates, row by row.
pub(super) fn weigh(
    begin: &[f64],
    kept: &[Kept],
    rates: &[Rate],
    covariance: &[Vec<f64>],
    rng: &mut impl Rng,
) -> Result<Weighed, CalibrationError> {
    let unit = begin.iter().sum::<f64>() / count(begin.len());
    let begin: Vec<f64> = begin.iter().map(|weight| weight / unit).collect();
    let values: Vec<f64> = rates.iter().map(|rate| rate.value).collect();
    let to = |values: &[f64]| {
        let whole = kept.iter().map(|kept| {
            let rows = kept.rows.iter();
            rows.map(|row| f64::from(u8::from(*row))).collect()
        });
        let of_rates = rates.iter().zip(values).map(|(rate, value)| {
            let cells = rate.column.iter();
            let residual = |cell: &u8| match *cell {
                MISSING => 0.0,
                cell => f64::from(cell) - value,
            };
            cells.map(residual).collect()
        });
        let totals = kept.iter().map(|kept| kept.total / unit);
        Calibration {
            columns: whole.chain(of_rates).collect(),
            totals: totals.chain(values.iter().map(|_| 0.0)).collect(),
            distance: CalibrationDistance::Raking,
            tolerance: TOLERANCE,
        }
    };
    let calibrated = |weights: &[f64], values: &[f64]| -> Result<Vec<f64>, CalibrationError> {
        let factors = g_weights(weights, &to(values))?;
        Ok(weights.iter().zip(factors).map(|(w, g)| w * g).collect())
    };
    let weights = calibrated(&begin, &values)?;
    let design_effect = average_effect(&weights, rates, covariance);
    let replicates = REPLICATES.max(rates.len() + SPARE);
    let (moves, swing) = moves(&values, covariance, (replicates, design_effect), rng);
    let scale = scale_of(replicates, swing, design_effect);
    let mut all = Vec::with_capacity(replicates);
    for moved in &moves {
        let swung: Vec<f64> = (weights.iter())
            .map(|weight| {
                let up = rng.random::<bool>();
                weight * if up { 1.0 + swing } else { 1.0 - swing }
            })
            .collect();
        let moved: Vec<f64> = values.iter().zip(moved).map(|(v, m)| v + m).collect();
        all.push(times(&calibrated(&swung, &moved)?, unit));
    }
    Ok(Weighed {
        weights: times(&weights, unit),
        replicates: all,
        scale,
        design_effect,
    })
}

fn times(weights: &[f64], unit: f64) -> Vec<f64> {
    weights.iter().map(|weight| weight * unit).collect()
}

fn scale_of(replicates: usize, swing: f64, design_effect: f64) -> f64 {
    design_effect / (count(replicates) * swing * swing)
}

/// The mean over the rates of their variance against that of the same rows and weights drawn one by one.
fn average_effect(weights: &[f64], rates: &[Rate], covariance: &[Vec<f64>]) -> f64 {
    let mut effects = Vec::new();
    for (place, rate) in rates.iter().enumerate() {
        let (mut total, mut squares) = (0.0, 0.0);
        for (weight, cell) in weights.iter().zip(&rate.column) {
            if *cell != MISSING {
                total += weight;
                squares += (weight * (f64::from(*cell) - rate.value)).powi(2);
            }
        }
        if squares > 0.0 {
            effects.push(covariance[place][place] * total * total / squares);
        }
    }
    if effects.is_empty() {
        return DESIGN_EFFECTS.0;
    }
    let mean = effects.iter().sum::<f64>() / count(effects.len());
    mean.clamp(DESIGN_EFFECTS.0, DESIGN_EFFECTS.1)
}

/// By how much each replicate moves every rate, and the swing of weights that goes with it: halved until no rate is moved too
/// close to 0 or 1.
fn moves(
    values: &[f64],
    covariance: &[Vec<f64>],
    (replicates, design_effect): (usize, f64),
    rng: &mut impl Rng,
) -> (Vec<Vec<f64>>, f64) {
    let root = square_root(covariance);
    let drawn = orthonormal(replicates, values.len(), rng);
    let mut swing = SWING;
    loop {
        let length = 1.0 / scale_of(replicates, swing, design_effect).sqrt();
        let moved = drawn.iter().map(|drawn| {
            let of_rate = |row: &Vec<f64>| row.iter().zip(drawn).map(|(l, g)| l * g).sum::<f64>();
            root.iter().map(|row| of_rate(row) * length).collect()
        });
        let moved: Vec<Vec<f64>> = moved.collect();
        let near = moved.iter().all(|moved| {
            let mut both = moved.iter().zip(values);
            both.all(|(moved, value)| moved.abs() <= FURTHEST * value.min(1.0 - value))
        });
        if near || swing < 1e-3 {
            return (moved, swing);
        }
        swing /= 2.0;
    }
}

/// A lower triangle L with `LLᵀ` = V. Where rounding leaves V without one, what lies off its diagonal is made a little smaller.
fn square_root(covariance: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut shrunk = 1.0;
    loop {
        if let Some(root) = cholesky(covariance, shrunk) {
            return root;
        }
        shrunk *= 0.999;
    }
}

fn cholesky(covariance: &[Vec<f64>], shrunk: f64) -> Option<Vec<Vec<f64>>> {
    /// A pivot of this part of its variance, or less, is none: the rate follows from those before it.
    const NOTHING: f64 = 1e-10;
    let size = covariance.len();
    let mut root = vec![vec![0.0; size]; size];
    for row in 0..size {
        for column in 0..=row {
            let known: f64 = (0..column).map(|at| root[row][at] * root[column][at]).sum();
            let own = covariance[row][row];
            if row == column {
                let pivot = own - known;
                if pivot < -NOTHING * own {
                    return None;
                }
                root[row][row] = if pivot > NOTHING * own {
                    pivot.sqrt()
                } else {
                    0.0
                };
            } else if root[column][column] > 0.0 {
                let rest = shrunk * covariance[row][column] - known;
                root[row][column] = rest / root[column][column];
            }
        }
    }
    Some(root)
}

/// So many rows of drawn columns, each of length 1 and sum 0 and at right angles to the others.
fn orthonormal(rows: usize, columns: usize, rng: &mut impl Rng) -> Vec<Vec<f64>> {
    let mut basis: Vec<Vec<f64>> = vec![vec![1.0 / count(rows).sqrt(); rows]];
    while basis.len() <= columns {
        let mut column: Vec<f64> = (0..rows).map(|_| rng.random_range(-1.0..1.0)).collect();
        for _ in 0..2 {
            for other in &basis {
                let along: f64 = column.iter().zip(other).map(|(a, b)| a * b).sum();
                for (value, direction) in column.iter_mut().zip(other) {
                    *value -= along * direction;
                }
            }
        }
        let length = column.iter().map(|value| value * value).sum::<f64>().sqrt();
        if length > 1e-6 {
            basis.push(column.iter().map(|value| value / length).collect());
        }
    }
    let drawn = &basis[1..];
    (0..rows)
        .map(|row| drawn.iter().map(|column| column[row]).collect())
        .collect()
}

fn count(number: usize) -> f64 {
    crate::count::real_count(number as u64)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use rand::SeedableRng;
    use rand::rngs::ChaCha20Rng;

    use super::*;

    /// Rows of twenty PSUs of fifteen persons, in each of which people think alike, and two rates of them.
    fn clustered() -> (Vec<usize>, Vec<Rate>) {
        let psus: Vec<usize> = (0..300).map(|row| row / 15).collect();
        let column = |odd: usize| -> Vec<u8> {
            let row = |row: usize| u8::from((row / 15 * 7 + odd) % 10 < 6 || row % 5 == odd);
            (0..300).map(row).collect()
        };
        let rates = [column(0), column(3)].map(|column| {
            let sum: f64 = column.iter().map(|cell| f64::from(*cell)).sum();
            Rate {
                column,
                value: sum / 300.0,
            }
        });
        (psus, rates.into())
    }

    fn weighed(seed: u64) -> (Vec<usize>, Vec<Rate>, Weighed) {
        let (psus, rates) = clustered();
        let all = Kept {
            rows: vec![true; 300],
            total: 3_000.0,
        };
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let weighed = weigh(
            &[10.0; 300],
            &[all],
            &rates,
            &COVARIANCE.map(Vec::from),
            &mut rng,
        );
        (psus, rates, weighed.unwrap())
    }

    const COVARIANCE: [[f64; 2]; 2] = [[0.0016, 0.0004], [0.0004, 0.0025]];

    fn rate(weights: &[f64], rate: &Rate) -> f64 {
        let all: f64 = weights.iter().sum();
        let satisfied = weights.iter().zip(&rate.column);
        let satisfied: f64 = satisfied.map(|(w, cell)| w * f64::from(*cell)).sum();
        satisfied / all
    }

    #[test]
    fn replicates_give_the_covariance_that_was_asked_for() {
        let (_, rates, weighed) = weighed(1);
        let off = |weights: &[f64]| -> Vec<f64> {
            let both = rates.iter().map(|it| rate(weights, it) - it.value);
            both.collect()
        };
        assert!(off(&weighed.weights).iter().all(|off| off.abs() < 1e-12));
        for (one, row) in COVARIANCE.iter().enumerate() {
            for (other, wanted) in row.iter().enumerate() {
                let products = weighed.replicates.iter().map(|weights| {
                    let off = off(weights);
                    off[one] * off[other]
                });
                let found = products.sum::<f64>() * weighed.scale;
                assert!((found - wanted).abs() < 1e-9, "{found} {wanted}");
            }
        }
        assert!(
            weighed
                .replicates
                .iter()
                .flatten()
                .all(|weight| *weight > 0.0)
        );
    }

    /// The vectors of ratios, replicate over weight, row by row.
    fn ratios(weights: &[f64], replicates: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let row = |row: usize| {
            replicates
                .iter()
                .map(move |of| of[row] / weights[row])
                .collect()
        };
        (0..weights.len()).map(row).collect()
    }

    /// Of how many rows the nearest other row is of the same PSU.
    fn found(psus: &[usize], ratios: &[Vec<f64>]) -> usize {
        let distance =
            |a: &[f64], b: &[f64]| -> f64 { a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum() };
        let nearest = |row: usize| {
            let others = (0..psus.len()).filter(|other| *other != row);
            others.min_by(|a, b| {
                let to = |other: usize| distance(&ratios[row], &ratios[other]);
                to(*a).total_cmp(&to(*b))
            })
        };
        let same = |row: &usize| nearest(*row).is_some_and(|other| psus[other] == psus[*row]);
        (0..psus.len()).filter(same).count()
    }

    /// Whoever divides replicates by weights and joins what is nearest wins against a bootstrap of PSUs and loses here: of 299
    /// others fourteen are of the same PSU, so that chance alone finds fourteen of three hundred.
    #[test]
    fn psus_are_not_found_in_the_ratios_of_replicates() {
        let (psus, _, control) = weighed(2);
        let mut rng = ChaCha20Rng::seed_from_u64(3);
        let bootstrap: Vec<Vec<f64>> = (0..80)
            .map(|_| {
                let mut drawn: BTreeMap<usize, f64> = BTreeMap::new();
                for _ in 0..19 {
                    *drawn.entry(rng.random_range(0..20)).or_default() += 20.0 / 19.0;
                }
                psus.iter()
                    .map(|psu| drawn.get(psu).copied().unwrap_or(0.0))
                    .collect()
            })
            .collect();
        assert_eq!(
            found(&psus, &ratios(&vec![1.0; 300], &bootstrap)),
            300,
            "the control is won"
        );
        let ours = found(&psus, &ratios(&control.weights, &control.replicates));
        assert!(ours < 40, "{ours} of 300");
    }

    #[test]
    fn a_rate_near_one_is_moved_less() {
        let near = vec![vec![0.0004]];
        let mut rng = ChaCha20Rng::seed_from_u64(4);
        let (moves, swing) = moves(&[0.99], &near, (80, 1.0), &mut rng);
        assert!(swing < SWING);
        assert!(moves.iter().all(|moved| moved[0].abs() <= 0.005));
        let sum: f64 = moves.iter().map(|moved| moved[0] * moved[0]).sum();
        assert!((sum * scale_of(80, swing, 1.0) - 0.0004).abs() < 1e-12);
    }

    #[test]
    fn a_rate_that_follows_from_others_needs_no_room_of_its_own() {
        let twice = vec![vec![1.0, 1.0], vec![1.0, 1.0]];
        let root = square_root(&twice);
        assert!(
            (root[1][0] - 1.0).abs() < 1e-9 && root[1][1].abs() < 1e-4,
            "{root:?}"
        );
    }
}
