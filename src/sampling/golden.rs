//! Draws and allocations with right answers (`tests/golden/data/sampling.json.xz`, `planning.json.xz`), made with R's
//! `sampling`, `stratallo` and `PracTools`, and by dynamic programming: ours are the same, in
//! `systematic_draws_are_exactly_the_golden_ones`, `allocations_are_the_golden_ones` and the other tests of this file.
//!
//! What is in these files and is not done here: joint probabilities of Tillé, maximum entropy and Midzuno, since
//! PSUs are drawn systematically, and Sampford's are those that go furthest from it; allocation by cost and the cluster size of least cost, since offices are paid by letter and by
//! PSU at one price; samples for two independent groups, since waves share PSUs; sizes for a margin in a finite population
//! and by Wilson, since a city is large and its verdict needs more than its margin; Spencer's
//! design effect, which needs answers. What is about verdicts is compared in
//! `tests/golden/planning.rs`.

use std::io::Cursor;

use serde::Deserialize;
use serde_json::Value;

use super::allocation::{apportion, least_variance, power_weight, real, shares};
use super::pps;
use super::sampford;

/// A topic of one of the two files.
fn golden<T: for<'a> Deserialize<'a>>(packed: &[u8], topic: &str) -> Vec<T> {
    let mut text = Vec::new();
    lzma_rs::xz_decompress(&mut Cursor::new(packed), &mut text).unwrap();
    let mut file: Value = serde_json::from_slice(&text).unwrap();
    serde_json::from_value(file[topic].take()).unwrap()
}

const SAMPLING: &[u8] = include_bytes!("../../tests/golden/data/sampling.json.xz");
const PLANNING: &[u8] = include_bytes!("../../tests/golden/data/planning.json.xz");

#[derive(Deserialize)]
struct Inclusion {
    id: String,
    size: Vec<u64>,
    n: usize,
    pi: Vec<f64>,
    certainty: Vec<usize>,
}

#[test]
fn inclusion_probabilities_are_the_golden_ones() {
    let cases: Vec<Inclusion> = golden(SAMPLING, "inclusion");
    assert_eq!(cases.len(), 10);
    for case in cases {
        let mut met = vec![false; case.size.len()];
        for step in 0..4_000_u32 {
            for unit in pps::select(&case.size, case.n, f64::from(step) / 4_000.0, 0.0) {
                let expected = case.pi[unit.index];
                let difference = (unit.inclusion_probability - expected).abs();
                assert!(difference < 1e-9, "{} {unit:?} {expected}", case.id);
                let certain = case.certainty.contains(&unit.index);
                assert_eq!(unit.certainty, certain, "{} {unit:?}", case.id);
                met[unit.index] = true;
            }
        }
        for (met, expected) in met.iter().zip(&case.pi) {
            assert_eq!(*met, *expected > 0.0, "{}", case.id);
        }
    }
}

#[test]
fn systematic_draws_are_exactly_the_golden_ones() {
    #[derive(Deserialize)]
    struct Drawn {
        frame: String,
        u: f64,
        selected: Vec<usize>,
    }
    let frames: Vec<Inclusion> = golden(SAMPLING, "inclusion");
    let cases: Vec<Drawn> = golden(SAMPLING, "systematic");
    assert_eq!(cases.len(), 30);
    for case in cases {
        let frame = frames.iter().find(|frame| frame.id == case.frame).unwrap();
        let selected: Vec<usize> = (pps::select(&frame.size, frame.n, case.u, 0.0).iter())
            .map(|unit| unit.index)
            .collect();
        assert_eq!(selected, case.selected, "{} {}", case.frame, case.u);
    }
}

/// The joint probabilities of a design.
#[derive(Deserialize)]
struct Joint {
    id: String,
    method: String,
    pi: Vec<f64>,
    #[serde(rename = "joint")]
    pairs: Vec<Vec<f64>>,
}

/// The five designs by a method.
fn joint(method: &str) -> Vec<Joint> {
    let mut cases: Vec<Joint> = golden(SAMPLING, "joint");
    cases.retain(|case| case.method == method);
    assert_eq!(cases.len(), 5, "{method}");
    cases
}

#[test]
fn joint_probabilities_of_sampford_are_the_golden_ones() {
    for case in joint("sampford") {
        for (one, row) in case.pairs.iter().enumerate() {
            let others = row.iter().enumerate().filter(|(other, _)| *other != one);
            for (other, expected) in others {
                let found = sampford::joint_probability(&case.pi, one, other);
                let difference = (found - expected).abs();
                assert!(
                    difference < 1e-9 * expected,
                    "{} {found} {expected}",
                    case.id
                );
            }
        }
    }
}

#[test]
fn pairs_are_drawn_systematically_as_often_as_in_the_golden_designs() {
    for case in joint("systematic") {
        let count = case.pi.iter().sum::<f64>().round();
        // Sizes are whole: fifteen digits of the probabilities.
        let sizes: Vec<u64> = (case.pi.iter())
            .map(|pi| format!("{:.0}", pi * 1e15).parse().unwrap())
            .collect();
        // Between two of these starts the selection is the same.
        let mut ends = vec![0.0, 1.0];
        let mut reached = 0.0;
        for pi in &case.pi {
            reached += pi;
            ends.push(reached - f64::floor(reached));
        }
        ends.sort_by(f64::total_cmp);
        let mut found = vec![vec![0.0; case.pi.len()]; case.pi.len()];
        for pair in ends.windows(2) {
            let number = format!("{count}").parse().unwrap();
            let drawn = pps::select(&sizes, number, f64::midpoint(pair[0], pair[1]), 0.0);
            for one in &drawn {
                for other in &drawn {
                    found[one.index][other.index] += pair[1] - pair[0];
                }
            }
        }
        for (found, expected) in found.iter().flatten().zip(case.pairs.iter().flatten()) {
            assert!(
                (found - expected).abs() < 1e-9,
                "{} {found} {expected}",
                case.id
            );
        }
    }
}

/// Whether two lists agree to nine digits.
fn agree(found: &[f64], expected: &[f64], what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(
            (found / expected - 1.0).abs() < 1e-9,
            "{what}: {found} {expected}"
        );
    }
}

fn reals(sizes: &[u64]) -> Vec<f64> {
    sizes.iter().map(|&size| real(size)).collect()
}

fn products(ones: &[u64], others: &[f64]) -> Vec<f64> {
    let pairs = ones.iter().zip(others);
    pairs.map(|(&one, other)| real(one) * other).collect()
}

#[test]
#[expect(non_snake_case, reason = "the names of the file")]
fn allocations_are_the_golden_ones() {
    #[derive(Deserialize)]
    struct Plain {
        id: String,
        N: Vec<u64>,
        S: Vec<f64>,
        n: u64,
        proportional: Vec<f64>,
        neyman: Vec<f64>,
    }
    #[derive(Deserialize)]
    struct Whole {
        id: String,
        N: Vec<u64>,
        S: Vec<f64>,
        X: Vec<f64>,
        cv: Vec<f64>,
        n: u64,
        lower: Vec<u64>,
        upper: Vec<u64>,
        proportional: Vec<f64>,
        square_root: Vec<f64>,
        equal: Vec<f64>,
        proportional_rounded: Vec<u64>,
        square_root_rounded: Vec<u64>,
        bankier_power: std::collections::BTreeMap<String, Vec<f64>>,
        neyman_integer_bounded: Vec<u64>,
        objective: f64,
    }
    let plain: Vec<Plain> = golden(SAMPLING, "allocation");
    assert_eq!(plain.len(), 6);
    for case in plain {
        agree(
            &shares(case.n, &reals(&case.N)),
            &case.proportional,
            &case.id,
        );
        agree(
            &shares(case.n, &products(&case.N, &case.S)),
            &case.neyman,
            &case.id,
        );
    }
    let whole: Vec<Whole> = golden(PLANNING, "allocation");
    assert_eq!(whole.len(), 8);
    for case in whole {
        let (id, sizes) = (&case.id, reals(&case.N));
        let roots: Vec<f64> = sizes.iter().map(|size| size.sqrt()).collect();
        agree(&shares(case.n, &sizes), &case.proportional, id);
        agree(&shares(case.n, &roots), &case.square_root, id);
        agree(&shares(case.n, &vec![1.0; sizes.len()]), &case.equal, id);
        assert_eq!(apportion(case.n, &sizes), case.proportional_rounded, "{id}");
        assert_eq!(apportion(case.n, &roots), case.square_root_rounded, "{id}");
        for (exponent, expected) in &case.bankier_power {
            let exponent = exponent.parse().unwrap();
            let weights: Vec<f64> = (case.X.iter().zip(&case.cv))
                .map(|(total, cv)| power_weight(*total, *cv, exponent))
                .collect();
            agree(&shares(case.n, &weights), expected, id);
        }
        let weights = products(&case.N, &case.S);
        let parts = least_variance(case.n, &weights, &case.lower, &case.upper);
        assert_eq!(parts, case.neyman_integer_bounded, "{id}");
        agree(
            &[objective(&weights, &reals(&parts))],
            &[case.objective],
            id,
        );
    }
}

/// What Neyman's allocation makes least.
fn objective(weights: &[f64], parts: &[f64]) -> f64 {
    let terms = weights.iter().zip(parts);
    terms.map(|(weight, part)| weight * weight / part).sum()
}

/// The golden optimum is of real numbers; no whole ones are better, and ours lie beside it.
#[test]
#[expect(non_snake_case, reason = "the names of the file")]
fn whole_allocations_lie_beside_the_golden_optimum_within_bounds() {
    #[derive(Deserialize)]
    struct Bounded {
        id: String,
        N: Vec<u64>,
        S: Vec<f64>,
        n: u64,
        lower: Vec<u64>,
        upper: Vec<u64>,
        nh: Vec<f64>,
        objective: f64,
    }
    let cases: Vec<Bounded> = golden(SAMPLING, "bounded_allocation");
    assert_eq!(cases.len(), 8);
    for case in cases {
        let weights = products(&case.N, &case.S);
        agree(
            &[objective(&weights, &case.nh)],
            &[case.objective],
            &case.id,
        );
        let parts = least_variance(case.n, &weights, &case.lower, &case.upper);
        assert_eq!(parts.iter().sum::<u64>(), case.n, "{}", case.id);
        let parts = reals(&parts);
        let found = objective(&weights, &parts);
        assert!(found >= case.objective * (1.0 - 1e-12), "{}", case.id);
        for (part, expected) in parts.iter().zip(&case.nh) {
            assert!(
                (part - expected).abs() < 1.5,
                "{} {part} {expected}",
                case.id
            );
        }
    }
}
