//! Planning: the power of a verdict, the size it takes, the interval to expect and the design effect, against R's `qbeta`
//! and `pbinom`, scipy, and R's `PracTools` (`planning.json`, `sampling.json`). Draws and allocations of the same files are
//! compared in `src/sampling/golden.rs`.

use serde_json::Value;

use statistics::{
    Direction, IntervalMethod, Precision, Sides, allocation_design_effect,
    effective_size_for_verdict, operating_characteristic, planned_design_effect, size_for_margin,
};

use crate::store::directory;

fn cases(file: &str, topic: &str, count: usize) -> Vec<Value> {
    let text = std::fs::read(directory().join(file)).unwrap();
    let file: Value = serde_json::from_slice(&text).unwrap();
    let cases = file[topic].as_array().unwrap().clone();
    assert_eq!(cases.len(), count, "{topic}");
    cases
}

fn real(case: &Value, member: &str) -> f64 {
    case[member].as_f64().unwrap()
}

fn whole(case: &Value, member: &str) -> u32 {
    u32::try_from(case[member].as_u64().unwrap()).unwrap()
}

fn near(found: f64, expected: f64, case: &Value) {
    let difference = (found - expected).abs();
    assert!(
        difference <= 1e-9 * expected.abs().max(1e-3),
        "{found} {expected} {case}"
    );
}

fn chance_of_met(truth: f64, target: f64, size: u32) -> f64 {
    operating_characteristic(truth, target, Direction::AtLeast, size, 0.95).met
}

#[test]
fn the_power_of_a_verdict_is_the_golden_one() {
    for case in cases("planning.json", "verdict_power", 168) {
        let size = whole(&case, "n_eff");
        let (truth, target) = (real(&case, "truth"), real(&case, "target"));
        let found = operating_characteristic(truth, target, Direction::AtLeast, size, 0.95);
        near(found.met, real(&case, "p_met"), &case);
        near(found.not_met, real(&case, "p_not_met"), &case);
        near(found.undetermined, real(&case, "p_undetermined"), &case);
        let n = f64::from(size);
        if let Some(from) = found.met_from {
            near(from * n, real(&case, "x_met_from"), &case);
        } else {
            assert!(
                case["x_met_from"].is_null() || real(&case, "x_met_from") > n,
                "{case}"
            );
        }
        if let Some(to) = found.not_met_up_to {
            near(to * n, real(&case, "x_not_met_to"), &case);
        } else {
            assert!(
                case["x_not_met_to"].is_null() || real(&case, "x_not_met_to") < 0.0,
                "{case}"
            );
        }
    }
}

/// Power is saw-toothed: it is reached first at one size and never lost again only from a larger one on.
#[test]
fn sizes_for_a_power_are_the_golden_ones() {
    for case in cases("planning.json", "n_for_power", 18) {
        let (truth, target, power) = (
            real(&case, "truth"),
            real(&case, "target"),
            real(&case, "power"),
        );
        let planned = effective_size_for_verdict(truth, target, 0.95, power);
        near(planned, real(&case, "n_eff_normal"), &case);
        let first = whole(&case, "n_eff_exact_first");
        assert!(chance_of_met(truth, target, first) >= power, "{case}");
        for size in first.saturating_sub(30).max(2)..first {
            assert!(chance_of_met(truth, target, size) < power, "{size} {case}");
        }
        let always = whole(&case, "n_eff_exact_always_from");
        assert!(chance_of_met(truth, target, always - 1) < power, "{case}");
        for size in always..always + 30 {
            assert!(chance_of_met(truth, target, size) >= power, "{size} {case}");
        }
    }
}

#[test]
fn intervals_to_expect_are_the_golden_ones() {
    for case in cases("planning.json", "expected_interval", 50) {
        let (p, n) = (real(&case, "p"), real(&case, "n"));
        let expected = Precision {
            value: p,
            standard_error: (p * (1.0 - p) / n).sqrt(),
            degrees_of_freedom: n - 1.0,
            respondents: n,
            boundary_design_effect: 1.0,
        };
        let level = real(&case, "level");
        let interval = expected
            .interval(IntervalMethod::KornGraubard, level, Sides::Both)
            .unwrap();
        near(interval.lower, real(&case, "lower"), &case);
        near(interval.upper, real(&case, "upper"), &case);
    }
}

#[test]
fn design_effects_are_the_golden_ones() {
    for case in cases("planning.json", "design_effect", 64) {
        let effect =
            planned_design_effect(real(&case, "deff_w"), real(&case, "m"), real(&case, "rho"));
        near(effect, real(&case, "deff"), &case);
        let persons = effect * real(&case, "n_eff");
        near(persons, real(&case, "n"), &case);
        // One part in 10¹² is rounding, no person more.
        assert_eq!(
            (persons * (1.0 - 1e-12)).ceil().to_string(),
            case["n_ceiled"].to_string(),
            "{case}"
        );
    }
    for case in cases("planning.json", "allocation", 8) {
        let population = reals(&case, "N");
        for (allocation, expected) in case["kish_deff"].as_object().unwrap() {
            let effect = allocation_design_effect(&population, &reals(&case, allocation));
            near(effect.unwrap(), expected.as_f64().unwrap(), &case);
        }
    }
    // Kish's design effect of weights is that of strata of one person each.
    let weights = &cases("sampling.json", "deff", 2)[0];
    let kish = allocation_design_effect(&reals(weights, "w"), &[1.0; 200]);
    near(kish.unwrap(), real(weights, "deff"), weights);
}

fn reals(case: &Value, member: &str) -> Vec<f64> {
    let list = case[member].as_array().unwrap().iter();
    list.map(|number| number.as_f64().unwrap()).collect()
}

#[test]
fn sizes_for_a_margin_in_a_large_city_are_the_golden_ones() {
    let all = cases("sampling.json", "size_precision", 112);
    let large: Vec<&Value> = all.iter().filter(|case| case["N"] == "NA").collect();
    assert_eq!(large.len(), 28);
    for case in large {
        let level = 1.0 - real(case, "alpha");
        let found = size_for_margin(real(case, "p"), real(case, "e"), level, 1.0);
        near(found, real(case, "wald"), case);
    }
}
