//! What `minyi analyze` answers beyond R's package, each by another way.

use std::fmt::Write;

use serde_json::{Value, json};
use statistics::analysis::answer_document;

use crate::refusals::refused;
use crate::second_routes::close;
use crate::store;

/// Two districts of six PSUs with eight persons each: y (0/1), z (0/1 with gaps), a sensitive item and
/// its anchor, and what is needed for nonresponse.
pub(crate) fn data() -> String {
    let mut text = String::from(
        "district,psu,sex,w,p1,p2,y,z,same,anchor,known,eligible,responded,none,all\n",
    );
    for district in 0..2_u32 {
        for psu in 0..6_u32 {
            for person in 0..8_u32 {
                let k = (district * 7 + psu * 5 + person * 3) % 11;
                let row = [
                    format!("D{district}"),
                    format!("D{district}P{psu}"),
                    ["F", "M"][person as usize % 2].to_owned(),
                    (10 + k).to_string(),
                    "0.5".to_owned(),
                    (0.1 + 0.02 * f64::from(k)).to_string(),
                    u8::from(k > 2).to_string(),
                    if k == 5 {
                        String::new()
                    } else {
                        u8::from(k > 4).to_string()
                    },
                    u8::from((k + psu) % 11 > 3).to_string(),
                    u8::from((k + 2 * psu) % 11 > 1).to_string(),
                    u8::from(k != 0).to_string(),
                    u8::from(k != 1).to_string(),
                    u8::from(k > 1 && k != 7).to_string(),
                    "0".to_owned(),
                    u8::from(district == 1 || psu < 4).to_string(),
                ];
                text.push_str(&row.join(","));
                text.push('\n');
            }
        }
    }
    text
}

pub(crate) fn design(name: &str, steps: &Value) -> Value {
    json!({ "name": name, "ids": "psu", "strata": "district", "weights": "w", "steps": steps })
}

pub(crate) fn answer(designs: &Value, estimates: &Value) -> Value {
    let document = json!({
        "schema": "minyi-analysis/1", "data": { "csv": "d.csv" },
        "designs": designs, "estimates": estimates,
    });
    answer_document(&document, &mut |_: &str| Ok(data().into_bytes())).unwrap()
}

pub(crate) fn refusal(designs: &Value, estimates: &Value) -> String {
    let document = json!({
        "schema": "minyi-analysis/1", "data": { "csv": "d.csv" },
        "designs": designs, "estimates": estimates,
    });
    refused(answer_document(&document, &mut |_: &str| {
        Ok(data().into_bytes())
    }))
}

fn plain() -> Value {
    json!([design("city", &json!([]))])
}

pub(crate) fn result(answered: &Value, place: usize) -> &Value {
    &answered["estimates"][place]["result"]
}

pub(crate) fn real(value: &Value) -> f64 {
    value
        .as_f64()
        .unwrap_or_else(|| panic!("{value} is not a number"))
}

fn interval<'a>(result: &'a Value, method: &str, level: f64) -> &'a Value {
    let intervals = result["ci"].as_array().unwrap();
    intervals
        .iter()
        .find(|ci| ci["method"] == method && (real(&ci["level"]) - level).abs() < 1e-9)
        .unwrap()
}

#[test]
fn a_verdict_is_read_off_the_published_interval() {
    let answered = answer(
        &plain(),
        &json!([
            { "stat": "proportion", "design": "city", "var": "y" },
            { "stat": "verdict", "design": "city", "var": "y", "threshold": 0.4 },
            { "stat": "verdict", "design": "city", "var": "y", "threshold": 0.95 },
            { "stat": "verdict", "design": "city", "var": "y", "threshold": 0.73,
              "truth": [0.6, 0.73, 0.9] },
            { "stat": "verdict", "design": "city", "var": "y", "threshold": 0.95,
              "direction": "at_most" },
            { "stat": "reliability", "design": "city", "var": "y" },
            { "stat": "reliability", "design": "city", "var": "y",
              "domain": { "psu": ["D0P0", "D0P1", "D0P2"] } },
            { "stat": "reliability", "design": "city", "var": "y", "domain": { "psu": "D0P0" } },
        ]),
    );
    let published = interval(result(&answered, 0), "korn_graubard", 0.95);
    for place in 1..=5 {
        let ci = interval(result(&answered, place), "korn_graubard", 0.95);
        assert_eq!(
            (&ci["lower"], &ci["upper"]),
            (&published["lower"], &published["upper"])
        );
    }
    assert_eq!(result(&answered, 1)["verdict"], "met");
    assert_eq!(result(&answered, 2)["verdict"], "not_met");
    assert_eq!(result(&answered, 3)["verdict"], "undetermined");
    assert_eq!(result(&answered, 4)["verdict"], "met");
    let chances = result(&answered, 3)["operating_characteristic"]
        .as_array()
        .unwrap();
    assert_eq!(chances.len(), 3);
    for chance in chances {
        let sum = real(&chance["met"]) + real(&chance["not_met"]) + real(&chance["undetermined"]);
        close(sum, 1.0, 1e-12);
    }
    assert!(real(&chances[1]["met"]) <= 0.025 && real(&chances[1]["not_met"]) <= 0.025);
    assert!(real(&chances[2]["met"]) > real(&chances[1]["met"]));
    let reliability = result(&answered, 5);
    assert_eq!(reliability["presentation"], "shown");
    assert_eq!(reliability["few_degrees_of_freedom"], false);
    assert_eq!(result(&answered, 6)["presentation"], "unreliable");
    // One PSU leaves no degrees of freedom, hence no interval.
    assert!(result(&answered, 7)["error"].is_string());
}

#[test]
fn one_sided_limits_are_two_sided_ones_of_twice_the_error() {
    let answered = answer(
        &plain(),
        &json!([
            { "stat": "proportion", "design": "city", "var": "y" },
            { "stat": "proportion", "design": "city", "var": "y", "sides": "lower" },
            { "stat": "proportion", "design": "city", "var": "y", "sides": "upper" },
            { "stat": "difference", "design": "city", "var": "y", "a": { "sex": "F" },
              "b": { "sex": "M" }, "sides": "lower" },
        ]),
    );
    for method in [
        "t_domain_df",
        "logit",
        "asin",
        "beta",
        "wilson_4.5",
        "likelihood_exact_R",
    ] {
        let both = interval(result(&answered, 0), method, 0.9);
        let lower = interval(result(&answered, 1), method, 0.95);
        let upper = interval(result(&answered, 2), method, 0.95);
        close(real(&lower["lower"]), real(&both["lower"]), 1e-12);
        close(real(&upper["upper"]), real(&both["upper"]), 1e-12);
    }
    let open = interval(result(&answered, 3), "t_design_df", 0.95);
    assert_eq!(open["upper"], "Inf");
}

#[test]
fn a_mean_of_proportions_is_the_mean_of_its_parts() {
    let bootstrap = json!([{ "op": "replicate", "type": "JKn" }]);
    let estimates = |design: &str| {
        json!([
            { "stat": "proportion", "design": design, "var": "y" },
            { "stat": "proportion", "design": design, "var": "z" },
            { "stat": "mean_of_proportions", "design": design, "vars": ["y", "z"] },
            { "stat": "listwise_means", "design": design, "vars": ["y", "z"] },
        ])
    };
    let mut standard_errors = Vec::new();
    for (name, steps) in [("city", json!([])), ("jackknife", bootstrap)] {
        let answered = answer(&json!([design(name, &steps)]), &estimates(name));
        let both = result(&answered, 2);
        let parts =
            real(&result(&answered, 0)["estimate"]) + real(&result(&answered, 1)["estimate"]);
        close(real(&both["estimate"]), parts / 2.0, 1e-12);
        assert_eq!(both["n"], 96);
        assert!(interval(both, "korn_graubard", 0.95)["lower"].is_number());
        standard_errors.push(real(&both["se"]));
    }
    close(standard_errors[0], standard_errors[1], 0.1);
}

#[test]
fn crosswise_inverts_the_share_and_the_bootstrap_agrees() {
    let steps =
        json!([{ "op": "replicate", "type": "subbootstrap", "replicates": 1000, "seed": 3 }]);
    let designs = json!([design("city", &json!([])), design("bootstrap", &steps)]);
    let anchor = json!({ "var": "anchor", "prevalence": 0.2 });
    let answered = answer(
        &designs,
        &json!([
            { "stat": "proportion", "design": "city", "var": "same" },
            { "stat": "crosswise", "design": "city", "var": "same", "prevalence": 0.25 },
            { "stat": "crosswise", "design": "city", "var": "same", "prevalence": 0.25,
              "anchor": anchor },
            { "stat": "crosswise", "design": "bootstrap", "var": "same", "prevalence": 0.25,
              "anchor": anchor },
            { "stat": "crosswise", "design": "city", "var": "same", "prevalence": 0.5 },
        ]),
    );
    let share = result(&answered, 0);
    let plain = result(&answered, 1);
    close(
        real(&plain["estimate"]),
        (real(&share["estimate"]) - 0.75) / -0.5,
        1e-12,
    );
    close(real(&plain["se"]), real(&share["se"]) * 2.0, 1e-12);
    assert!(
        plain["attention"]
            .as_f64()
            .is_some_and(|share| (share - 1.0).abs() < 1e-12)
    );
    let (delta, bootstrap) = (result(&answered, 2), result(&answered, 3));
    close(
        real(&delta["estimate"]),
        real(&bootstrap["estimate"]),
        1e-12,
    );
    close(
        real(&delta["attention"]),
        real(&bootstrap["attention"]),
        1e-12,
    );
    close(real(&delta["se"]), real(&bootstrap["se"]), 0.25);
    let (by_t, by_draws) = (
        interval(delta, "t_domain_df", 0.95),
        interval(bootstrap, "percentile", 0.95),
    );
    for side in ["lower", "upper"] {
        let gap = (real(&by_t[side]) - real(&by_draws[side])).abs();
        assert!(gap < 0.6 * real(&delta["se"]), "{side}: {by_t} {by_draws}");
    }
    assert!(result(&answered, 4)["error"].is_string());
}

#[test]
fn p_values_of_a_family_are_adjusted() {
    let estimates = json!([
        { "id": "d", "stat": "difference", "design": "city", "var": "y",
          "a": { "district": "D0" }, "b": { "district": "D1" } },
        { "id": "t", "stat": "ttest", "design": "city", "var": "y", "group": "sex" },
        { "id": "c", "stat": "chisq", "design": "city", "row": "sex", "col": "y" },
        { "stat": "adjust", "method": "holm", "tests": ["d", "t", "c"] },
        { "stat": "adjust", "method": "bh", "tests": ["d", "t", "c"] },
    ]);
    let answered = answer(&plain(), &estimates);
    let raw = [
        real(&result(&answered, 0)["p_value"]),
        real(&result(&answered, 1)["p_value"]),
        real(&result(&answered, 2)["tests"][0]["p_value"]),
    ];
    let (holm, bh) = (
        &result(&answered, 3)["p_values"],
        &result(&answered, 4)["p_values"],
    );
    let smallest = (0..3).min_by(|&a, &b| raw[a].total_cmp(&raw[b])).unwrap();
    for place in 0..3 {
        close(real(&holm[place]["p_value"]), raw[place], 1e-15);
        assert!(real(&holm[place]["adjusted"]) >= real(&bh[place]["adjusted"]) - 1e-15);
        assert!(real(&bh[place]["adjusted"]) >= raw[place] - 1e-15);
    }
    let expected = (3.0 * raw[smallest]).min(1.0);
    close(real(&holm[smallest]["adjusted"]), expected, 1e-12);
    let mut wrong = estimates.clone();
    wrong[3]["tests"] = json!(["d", "x"]);
    assert!(refusal(&plain(), &wrong).contains("there is no estimate \"x\""));
    wrong[3]["tests"] = json!(["d"]);
    wrong[3]["method"] = json!("bonferroni");
    assert!(refusal(&plain(), &wrong).contains("expected `holm` or `bh`"));
}

#[test]
fn sizes_and_power_are_those_of_the_method_note() {
    let answered = answer(
        &plain(),
        &json!([
            { "stat": "size", "threshold": 0.9, "truth": [0.92, 0.93], "power": 0.8 },
            { "stat": "size", "margin": 0.02, "proportion": 0.9, "design_effect": 1.8 },
            { "stat": "size", "margin": 0.03, "proportion": 0.75,
              "weighting_design_effect": 1.25, "per_psu": 10, "rho": 0.05 },
            { "stat": "power", "threshold": 0.9, "truth": [0.9, 0.93], "n": 1295,
              "design_effect": 1.8 },
            { "stat": "size", "margin": 0.03, "proportion": 0.75,
              "population": [100, 300], "allocated": [20, 20] },
        ]),
    );
    let sizes = &result(&answered, 0)["sizes"];
    close(real(&sizes[0]["effective_n"]), 1666.0, 1e-3);
    close(real(&sizes[1]["effective_n"]), 716.0, 1e-3);
    close(real(&result(&answered, 1)["sizes"][0]["n"]), 1556.0, 1e-3);
    close(real(&result(&answered, 2)["design_effect"]), 1.8125, 1e-12);
    let chances = &result(&answered, 3)["operating_characteristic"];
    assert!(real(&chances[0]["met"]) <= 0.025);
    assert!((real(&chances[1]["met"]) - 0.8).abs() < 0.05, "{chances}");
    close(real(&result(&answered, 4)["design_effect"]), 1.25, 1e-12);
    for (estimate, message) in [
        (
            json!({ "stat": "size", "threshold": 0.9 }),
            "threshold needs truth",
        ),
        (
            json!({ "stat": "size", "margin": 0.02, "threshold": 0.9 }),
            "exclude each other",
        ),
        (
            json!({ "stat": "power", "threshold": 0.9, "truth": 0.9 }),
            "missing field `n`",
        ),
        (
            json!({ "stat": "size", "margin": 2, "proportion": 0.9 }),
            "strictly between",
        ),
        (
            json!({ "stat": "size", "margin": 0.02, "proportion": 0.9, "per_psu": 10 }),
            "go together",
        ),
    ] {
        let found = refusal(&plain(), &json!([estimate]));
        assert!(found.contains(message), "{found}");
    }
}

#[test]
fn rows_removed_by_a_subset_stay_removed() {
    let steps = json!([
        { "op": "subset", "where": { "district": "D1" } },
        { "op": "rake", "margins": [
            { "vars": "district", "population": [{ "district": "D1", "Freq": 500 }] }] },
        { "op": "trim", "lower": 8, "upper": 12 },
    ]);
    let answered = answer(&json!([design("city", &steps)]), &json!([]));
    let expected = &answered["designs"][0]["expected"];
    assert_eq!(expected["n_positive"], 48);
    close(real(&expected["sum_w"]), 500.0, 1e-9);
    let empty = json!([{ "op": "subset", "where": { "district": "nowhere" } }]);
    let found = refusal(&json!([design("city", &empty)]), &json!([]));
    assert!(found.contains("no row of positive weight"), "{found}");
}

#[test]
fn a_design_without_weights_and_populations_weighs_every_row_alike() {
    let bare = json!([{ "name": "bare", "ids": "psu", "strata": "district" }]);
    let answered = answer(
        &bare,
        &json!([{ "stat": "mean", "design": "bare", "var": "y" }]),
    );
    let expected = &answered["designs"][0]["expected"];
    close(real(&expected["sum_w"]), 96.0, 1e-15);
    assert!(real(&result(&answered, 0)["se"]) > 0.0);
}

#[test]
fn given_replicates_go_through_the_steps_too() {
    // The jackknife of a tiny sample, given by columns, then raked.
    let rows = ["a,1", "a,0", "b,1", "b,1", "b,0", "a,1"];
    let mut text = String::from("g,y,w,r1,r2,r3,r4,r5,r6\n");
    for (row, cells) in rows.iter().enumerate() {
        let factors: Vec<String> = (0..6)
            .map(|r| {
                if r == row {
                    "0".to_owned()
                } else {
                    "1.2".to_owned()
                }
            })
            .collect();
        writeln!(text, "{cells},10,{}", factors.join(",")).unwrap();
    }
    let margins = json!([{ "vars": "g", "population": [
        { "g": "a", "Freq": 40 }, { "g": "b", "Freq": 20 }] }]);
    let rake = json!([{ "op": "rake", "margins": margins }]);
    let document = json!({
        "schema": "minyi-analysis/1", "data": { "csv": "d.csv" },
        "designs": [
            { "name": "given", "kind": "svrepdesign", "type": "JK1", "weights": "w",
              "repweight_columns": ["r1", "r2", "r3", "r4", "r5", "r6"], "steps": rake },
            { "name": "made", "weights": "w", "steps": [
                { "op": "replicate", "type": "JK1" }, rake[0].clone()] },
        ],
        "estimates": [
            { "stat": "mean", "design": "given", "var": "y" },
            { "stat": "mean", "design": "made", "var": "y" },
        ],
    });
    let answered =
        answer_document(&document, &mut |_: &str| Ok(text.clone().into_bytes())).unwrap();
    let (given, made) = (result(&answered, 0), result(&answered, 1));
    close(
        real(&given["estimate"]),
        40.0 / 60.0 * (2.0 / 3.0) + 20.0 / 60.0 * (2.0 / 3.0),
        1e-12,
    );
    close(real(&given["se"]), real(&made["se"]), 1e-12);
    let mut single = document.clone();
    single["designs"][0]["repweight_columns"] = json!(["r1"]);
    let found = refused(answer_document(&single, &mut |_: &str| {
        Ok(text.clone().into_bytes())
    }));
    assert!(found.contains("at least two"), "{found}");
}

#[test]
fn a_unanimous_domain_uses_the_design_effect_of_the_city_under_replicates_too() {
    let steps = json!([{ "op": "replicate", "type": "JKn" }]);
    let designs = json!([design("city", &json!([])), design("jackknife", &steps)]);
    let estimate = |design: &str, domain: Value| json!({ "stat": "proportion", "design": design, "var": "all", "domain": domain });
    let answered = answer(
        &designs,
        &json!([
            estimate("city", json!({ "district": "D1" })),
            estimate("jackknife", json!({ "district": "D1" })),
            estimate("city", json!({})),
        ]),
    );
    let city = real(&result(&answered, 2)["deff_replace"]);
    assert!(city > 1.05, "{city}");
    for place in 0..2 {
        let ci = interval(result(&answered, place), "korn_graubard", 0.95);
        let free: f64 = 0.025_f64.powf(city.max(1.0) / 48.0);
        close(
            real(&ci["lower"]),
            free,
            if place == 0 { 1e-12 } else { 0.05 },
        );
        assert!((real(&ci["upper"]) - 1.0).abs() < 1e-15);
    }
}

#[test]
fn the_golden_documents_have_no_unknown_members() {
    let text = std::fs::read(store::directory().join("citizen_base.json")).unwrap();
    let mut document: Value = serde_json::from_slice(&text).unwrap();
    document["designs"][0]["wieghts"] = json!("w");
    let never_read = |_: &str| -> Result<Vec<u8>, String> { Err("never read".to_owned()) };
    let found = answer_document(&document, &mut { never_read }).unwrap_err();
    assert!(
        found.to_string().contains("unknown field `wieghts`"),
        "{found}"
    );
}
