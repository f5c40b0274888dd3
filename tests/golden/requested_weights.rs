//! The steps of weighting that `minyi analyze` takes beyond R's package.

use serde_json::{Value, json};

use crate::requests::{answer, data, design, real, refusal, result};
use crate::second_routes::close;

#[test]
fn base_weights_are_products_over_the_stages() {
    let mut two_stages = design("city", &json!([]));
    two_stages.as_object_mut().unwrap().remove("weights");
    two_stages["probs"] = json!(["p1", "p2"]);
    let answered = answer(
        &json!([two_stages]),
        &json!([{ "stat": "mean", "design": "city", "var": "y" }]),
    );
    let (mut sum, mut weighted) = (0.0, 0.0);
    for line in data().lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let number = |place: usize| -> f64 { cells[place].parse().unwrap() };
        let weight = 1.0 / (number(4) * number(5));
        sum += weight;
        weighted += weight * number(6);
    }
    close(
        real(&answered["designs"][0]["expected"]["sum_w"]),
        sum,
        1e-12,
    );
    close(
        real(&result(&answered, 0)["estimate"]),
        weighted / sum,
        1e-12,
    );
}

#[test]
fn eligibility_and_nonresponse_carry_the_weight_of_those_not_there() {
    let steps = json!([
        { "op": "eligibility", "classes": "district", "known": "known" },
        { "op": "nonresponse", "classes": ["district"], "responded": "responded",
          "eligible": "eligible", "minimum_respondents": 5 },
    ]);
    let answered = answer(&json!([design("city", &steps)]), &json!([]));
    let expected = &answered["designs"][0]["expected"];
    let reports = expected["steps"].as_array().unwrap();
    assert_eq!(reports.len(), 2);
    let mut all = 0.0;
    let (mut by_district, mut eligible) = ([[0.0; 2]; 2], 0.0);
    let cells = |line: &str| -> Vec<String> { line.split(',').map(str::to_owned).collect() };
    let lines: Vec<Vec<String>> = data().lines().skip(1).map(cells).collect();
    for line in &lines {
        let weight: f64 = line[3].parse().unwrap();
        let district = usize::from(line[0] == "D1");
        all += weight;
        by_district[district][0] += weight;
        if line[10] == "1" {
            by_district[district][1] += weight;
        }
    }
    for line in &lines {
        let weight: f64 = line[3].parse().unwrap();
        let [whole, known] = by_district[usize::from(line[0] == "D1")];
        if line[10] == "1" && line[11] == "1" {
            eligible += weight * whole / known;
        }
    }
    close(real(&reports[0]["sum_w"]), all, 1e-12);
    close(real(&reports[1]["sum_w"]), eligible, 1e-12);
    close(real(&expected["sum_w"]), eligible, 1e-12);
    assert_eq!(reports[1]["classes"].as_array().unwrap().len(), 2);
    let nobody = json!([{ "op": "nonresponse", "classes": "district", "responded": "none" }]);
    let found = refusal(&json!([design("city", &nobody)]), &json!([]));
    assert!(found.contains("nobody responded"), "{found}");
}

#[test]
fn trimming_at_median_and_iqr_rakes_again_and_says_whether_the_cap_held() {
    let margins = json!([
        { "vars": "district", "population": [
            { "district": "D0", "Freq": 700 }, { "district": "D1", "Freq": 1100 }] },
        { "vars": "sex", "population": [
            { "sex": "F", "Freq": 600 }, { "sex": "M", "Freq": 1200 }] },
    ]);
    let raked = |trim: Value| {
        let steps = json!([{ "op": "rake", "margins": margins, "trim": trim }]);
        let answered = answer(&json!([design("city", &steps)]), &json!([]));
        answered["designs"][0]["expected"]["steps"][0].clone()
    };
    let wide = raked(json!({ "median_plus_iqr": 6 }));
    assert_eq!(wide["trimmed_rows"], 0);
    assert_eq!(wide["within_bounds"], true);
    assert!(real(&wide["worst"]["relative_difference"]) < 1e-9);
    assert!(wide["iterations"].as_u64().unwrap() >= 1);
    let tight = raked(json!({ "times_mean": 1.75, "rounds": 60 }));
    assert!(tight["trimmed_rows"].as_u64().unwrap() > 0, "{tight}");
    assert!(real(&tight["max_w"]) < real(&wide["max_w"]));
    assert_eq!(tight["within_bounds"], true, "{tight}");
    // One round is not enough: raking lifts weights above the cap again, and that is said.
    let once = raked(json!({ "times_mean": 1.75, "rounds": 1 }));
    assert_eq!(once["within_bounds"], false, "{once}");
    close(real(&once["sum_w"]), 1800.0, 1e-9);
}
