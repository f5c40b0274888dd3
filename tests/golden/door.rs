//! Small documents that try every word of the door, with what R answers to them (`door.R`).

use std::collections::BTreeMap;

use serde_json::Value;
use statistics::analysis::answer_document;

use crate::differences::Difference;
use crate::drivers::compare_regressions;
use crate::fixtures::{compare, compare_jackknife, load};
use crate::store;
use crate::worst::Worst;

/// The document of a case, answered.
fn answered(case: &str) -> Value {
    let document = serde_json::from_slice(&load(&format!("{case}.json")).unwrap()).unwrap();
    answer_document(&document, &mut load).unwrap()
}

fn design<'a>(answered: &'a Value, name: &str) -> &'a Value {
    let designs = answered["designs"].as_array().unwrap();
    designs.iter().find(|it| it["name"] == name).unwrap()
}

fn result<'a>(answered: &'a Value, id: &str) -> &'a Value {
    let estimates = answered["estimates"].as_array().unwrap();
    &estimates.iter().find(|it| it["id"] == id).unwrap()["result"]
}

fn number(value: &Value) -> f64 {
    match value {
        Value::Number(number) => number.as_f64().unwrap(),
        Value::String(text) => store::number(text),
        _ => f64::NAN,
    }
}

/// What stands in our answer where `door.R` has a number.
fn member<'a>(result: &'a Value, name: &str) -> &'a Value {
    match name {
        "statistic" => &result["tests"][0][name],
        "p_value" if result["tests"].is_array() => &result["tests"][0][name],
        "quantile" => &result["quantiles"][0][name],
        _ => &result[name],
    }
}

/// What R answers otherwise, by document, and design or estimate.
fn difference(document: &str, design: &str, estimate: &str) -> Option<Difference> {
    match (document, design, estimate) {
        ("door_calibrate_gap", ..) => Some(Difference::GapInCalibration),
        ("door_given_replicates", "n", _) => Some(Difference::TypeOfReplicates),
        ("door_replicate_late", "rake_then_rep", _) => {
            Some(Difference::ReplicatesOfCalibratedWeights)
        }
        ("door_negative_weights", "d", "p" | "q") => Some(Difference::WeightOfExactlyZero),
        ("door_negative_weights", "e", "qe") => Some(Difference::QuantileOfNegativeWeights),
        ("door_negative_weights", "e", "me") => Some(Difference::FixedByTotals),
        ("door_lonely", "fail_taylor", "fail_taylor") => Some(Difference::PointWithoutVariance),
        ("door_far_from_zero", _, "dy" | "jy") => Some(Difference::FarFromZero),
        ("door_single_row", ..) => Some(Difference::SampleOfOnePsu),
        _ => None,
    }
}

/// What holds where R answers otherwise.
fn ruled(difference: Difference, answered: &Value, name: &str, id: &str) -> bool {
    let built = design(answered, name);
    match difference {
        Difference::GapInCalibration
        | Difference::TypeOfReplicates
        | Difference::ReplicatesOfCalibratedWeights => built["error"].is_string(),
        Difference::FarFromZero => {
            let other = result(answered, &id.replace('y', "z"));
            let same = |member: &str| {
                let found = number(&result(answered, id)[member]);
                (found / number(&other[member]) - 1.0).abs() < 1e-9
            };
            same("se") && same("deff")
        }
        Difference::QuantileOfNegativeWeights => {
            let error = result(answered, id)["error"].as_str();
            error.is_some_and(|it| it.contains("row 1 has a negative weight"))
        }
        Difference::FixedByTotals => number(&result(answered, id)["se"]) < 1e-6,
        _ => built["expected"].is_object(),
    }
}

fn compare_door(worst: &mut Worst) {
    let mut documents = BTreeMap::new();
    for row in &store::rows("door_answers.csv")[1..] {
        let [document, name, id, kind, theirs] = row.as_slice() else {
            panic!("{row:?}");
        };
        let answered = documents
            .entry(document.clone())
            .or_insert_with(|| answered(document));
        let place = format!("{document} {name} {id} {kind}");
        if let Some(difference) = difference(document, name, id) {
            let ruled = ruled(difference, answered, name, id);
            worst.differ(difference, &place, ruled);
            continue;
        }
        let built = design(answered, name);
        let found = match (id.as_str(), kind.as_str()) {
            ("", "error") => {
                worst.require("design refused", &place, built["error"].is_string());
                continue;
            }
            ("", kind) => number(&built["expected"][kind]),
            (id, kind) => number(member(result(answered, id), kind)),
        };
        let theirs = store::number(theirs);
        if kind == "deff" && !(theirs.is_finite() && theirs.abs() < 1e12) {
            let none = !found.is_finite() || found.abs() > 1e12;
            worst.differ(Difference::DesignEffectUndefined, &place, none);
            continue;
        }
        worst.compare(&format!("door {kind}"), &place, found, theirs, 1e-9, 1e-6);
    }
}

#[test]
fn the_door_answers_as_r_does() {
    let mut worst = Worst::default();
    compare_door(&mut worst);
    worst.report("the door");
}

/// A difference that is met nowhere has no place in the list, and none is made beside it.
#[test]
fn every_difference_of_the_list_is_met() {
    let mut worst = Worst::default();
    compare(&mut worst);
    compare_jackknife(&mut worst);
    compare_door(&mut worst);
    compare_regressions(&mut worst);
    for difference in Difference::ALL {
        assert!(worst.met(difference) > 0, "{difference:?} is met nowhere");
    }
    worst.report("everything that R answers");
}

#[test]
fn what_the_door_refuses_it_says_where_and_what_to_do() {
    for (case, name, message) in [
        (
            "door_calibrate_gap",
            "d",
            "door_calibrate_gap.csv, row 2, column g: the cell is empty",
        ),
        (
            "door_empty_population",
            "d",
            "margin a: all its control totals are 0",
        ),
        (
            "door_given_replicates",
            "n",
            "type is missing: it tells the scales of the replicates; state it, or scale and rscales",
        ),
        ("door_lonely", "fail", "stratum 413 has only one PSU"),
        ("door_one_design_fails", "bad", "stratum b has only one PSU"),
        (
            "door_replicate_late",
            "rake_then_rep",
            "put replicate before poststratify, rake and calibrate",
        ),
    ] {
        let answered = answered(case);
        let refused = design(&answered, name);
        let error = refused["error"].as_str().unwrap();
        assert!(error.contains(message), "{error}");
        assert!(refused.get("expected").is_none());
        let estimates = answered["estimates"].as_array().unwrap().iter();
        for estimate in estimates.filter(|it| it["design"] == name) {
            let said = estimate["result"]["error"].as_str().unwrap();
            assert!(said.starts_with(&format!("design {name}: ")), "{said}");
            assert!(said.contains(message), "{said}");
        }
    }
}

#[test]
fn a_design_that_fails_costs_its_own_estimates() {
    let answered = answered("door_one_design_fails");
    assert!(result(&answered, "0")["estimate"].is_number());
    assert!(result(&answered, "adjusted")["se"].is_number());
    assert!(result(&answered, "lost")["error"].is_string());
}

#[test]
fn a_point_stands_where_its_variance_is_refused() {
    let alone = answered("door_single_row");
    for id in ["p", "m"] {
        let result = result(&alone, id);
        assert!((number(&result["estimate"]) - 1.0).abs() < 1e-15);
        assert_eq!(result["se"], "NaN");
        assert_eq!(result["ci"].as_array().unwrap().len(), 0);
        assert_eq!(result["error"], "the sample has only one PSU at stage 1");
    }
    let lonely = answered("door_lonely");
    let lonely = result(&lonely, "fail_taylor");
    assert!((number(&lonely["estimate"]) - 644.169_398_907_104).abs() < 1e-9);
    assert_eq!(lonely["error"], "stratum 413 has only one PSU at stage 1");
}

#[test]
fn what_is_assumed_of_given_replicates_is_said() {
    let answered = answered("door_given_replicates");
    let warnings = &design(&answered, "d")["warnings"];
    assert_eq!(
        warnings[0],
        "rscales is missing: (n - 1)/n is taken from the factors of every replicate"
    );
    assert!(design(&answered, "b").get("warnings").is_none());
}

#[test]
fn codes_of_text_and_gaps_keep_to_one_rule() {
    let codes = answered("door_text_codes");
    assert!((number(&result(&codes, "p")["estimate"]) - 0.3).abs() < 1e-12);
    let gaps = answered("door_text_gaps");
    let cells = result(&gaps, "c")["table"].as_array().unwrap();
    let columns: std::collections::BTreeSet<&str> = cells
        .iter()
        .map(|cell| cell["g"].as_str().unwrap())
        .collect();
    assert_eq!(columns.into_iter().collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(result(&gaps, "t")["difference"], "mean(g=b) - mean(g=a)");
}
