//! Interval formulas on grids, and tiny designs worked out by hand.

use serde_json::Value;
use statistics::weighting::{Margin, poststratify};
use statistics::{
    Column, Domain, Factor, IntervalMethod, Precision, Sides, SinglePsuPolicy, SurveyDesign,
    Tabulation,
};

use crate::store::{directory, number, rows};
use crate::worst::Worst;

struct GridRow<'a>(&'a [String], &'a [String]);

impl GridRow<'_> {
    fn get(&self, column: &str) -> f64 {
        let place = self.0.iter().position(|name| name == column).unwrap();
        number(&self.1[place])
    }
}

fn grid(file: &str, mut check: impl FnMut(&GridRow<'_>)) {
    let table = rows(file);
    for row in &table[1..] {
        check(&GridRow(&table[0], row));
    }
}

fn precision(row: &GridRow<'_>, respondents: f64) -> Precision {
    Precision {
        value: row.get("p"),
        standard_error: row.get("se"),
        degrees_of_freedom: row.get("df"),
        respondents,
        boundary_design_effect: 1.0,
    }
}

/// Compares both limits; floor for limits that are practically zero.
fn limits(
    worst: &mut Worst,
    kind: &str,
    precision: Precision,
    method: IntervalMethod,
    level: f64,
    expected: (f64, f64),
) {
    let found = precision.interval(method, level, Sides::Both).unwrap();
    let place = format!("{precision:?} {level}");
    // The grid's Wilson limits near zero are differences that cancel: hence its floor.
    let floor = if method == IntervalMethod::Wilson {
        1e-6
    } else {
        1e-12
    };
    worst.compare(kind, &place, found.lower, expected.0, 1e-9, floor);
    worst.compare(kind, &place, found.upper, expected.1, 1e-9, floor);
}

#[test]
fn intervals_agree_with_their_formulas_on_grids() {
    let mut worst = Worst::default();
    grid("korn_graubard.csv", |row| {
        let (n, level) = (row.get("n"), row.get("level"));
        let theirs = (row.get("lower_R"), row.get("upper_R"));
        let method = IntervalMethod::KornGraubardUncapped;
        limits(
            &mut worst,
            "Korn-Graubard uncapped",
            precision(row, n),
            method,
            level,
            theirs,
        );
        let theirs = (row.get("lower_nchs"), row.get("upper_nchs"));
        let method = IntervalMethod::KornGraubard;
        limits(
            &mut worst,
            "Korn-Graubard capped",
            precision(row, n),
            method,
            level,
            theirs,
        );
    });
    grid("wilson_deff.csv", |row| {
        let theirs = (row.get("lower"), row.get("upper"));
        let method = IntervalMethod::Wilson;
        limits(
            &mut worst,
            "Wilson",
            precision(row, 1.0),
            method,
            row.get("level"),
            theirs,
        );
    });
    grid("logit_ci.csv", |row| {
        for (name, method) in [
            ("wald", IntervalMethod::T),
            ("logit", IntervalMethod::Logit),
            ("asin", IntervalMethod::Asin),
        ] {
            let theirs = (
                row.get(&format!("{name}_lower")),
                row.get(&format!("{name}_upper")),
            );
            limits(
                &mut worst,
                name,
                precision(row, 1.0),
                method,
                row.get("level"),
                theirs,
            );
        }
    });
    let table = rows("binomial_ci.csv");
    for row in &table[1..] {
        let (x, n, level) = (number(&row[1]), number(&row[2]), number(&row[3]));
        let method = match row[0].as_str() {
            "wald" => IntervalMethod::T,
            "wilson" => IntervalMethod::Wilson,
            "clopper_pearson" => IntervalMethod::KornGraubard,
            _ => continue,
        };
        let p = x / n;
        let at_boundary = x == 0.0 || x >= n;
        if at_boundary && row[0] != "clopper_pearson" {
            continue;
        }
        let simple = Precision {
            value: p,
            standard_error: (p * (1.0 - p) / n).sqrt(),
            degrees_of_freedom: f64::INFINITY,
            respondents: n,
            boundary_design_effect: 1.0,
        };
        let theirs = (number(&row[4]), number(&row[5]));
        limits(
            &mut worst,
            &format!("binomial {}", row[0]),
            simple,
            method,
            level,
            theirs,
        );
    }
    worst.report("intervals");
}

fn numbers(value: &Value) -> Vec<f64> {
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|v| v.as_f64().unwrap())
        .collect()
}

fn tabulate(design: &SurveyDesign, y: &[f64]) -> Tabulation {
    Tabulation::builder()
        .item("y", Column::Numeric(y))
        .build(design)
        .unwrap()
}

fn by_length(lists: &[Vec<f64>]) -> Factor {
    let labels = lists.iter().enumerate();
    Factor::from_labels(labels.flat_map(|(h, list)| vec![h.to_string(); list.len()]))
}

#[test]
fn tiny_designs_agree_with_arithmetic() {
    let text = std::fs::read(directory().join("hand_cases.json")).unwrap();
    let cases: Value = serde_json::from_slice(&text).unwrap();
    let mut worst = Worst::default();
    let mut check = |kind: &str, ours: f64, theirs: &Value| {
        worst.compare(kind, kind, ours, theirs.as_f64().unwrap(), 1e-12, 1e-12);
    };
    let all = Domain::all();

    let case = &cases["srs_fpc"];
    let y = numbers(&case["y"]);
    let design = SurveyDesign::builder(vec![1.0; y.len()])
        .population(vec![case["N"].as_f64().unwrap(); y.len()])
        .weights_from_populations()
        .build()
        .unwrap();
    let table = tabulate(&design, &y);
    let (mean, total) = (
        table.mean("y", &all).unwrap(),
        table.total("y", &all).unwrap(),
    );
    check("srs mean", mean.value, &case["mean"]);
    check("srs se", mean.standard_error, &case["se"]);
    check("srs deff", mean.design_effect.unwrap(), &case["deff"]);
    check("srs total", total.value, &case["total"]);
    check("srs total se", total.standard_error, &case["total_se"]);

    let case = &cases["stratified"];
    let lists: Vec<Vec<f64>> = case["y"].as_array().unwrap().iter().map(numbers).collect();
    let sizes = numbers(&case["N"]);
    let population = lists
        .iter()
        .zip(&sizes)
        .flat_map(|(l, &n)| vec![n; l.len()])
        .collect();
    let y = lists.concat();
    let design = SurveyDesign::builder(vec![1.0; y.len()])
        .strata(by_length(&lists))
        .population(population)
        .weights_from_populations()
        .build()
        .unwrap();
    let mean = tabulate(&design, &y).mean("y", &all).unwrap();
    check("stratified mean", mean.value, &case["mean"]);
    check("stratified se", mean.standard_error, &case["se"]);

    let case = &cases["cluster_equal_weight"];
    let lists: Vec<Vec<f64>> = case["clusters"]
        .as_array()
        .unwrap()
        .iter()
        .map(numbers)
        .collect();
    let y = lists.concat();
    let design = SurveyDesign::builder(vec![7.0; y.len()])
        .units(by_length(&lists))
        .build()
        .unwrap();
    let mean = tabulate(&design, &y).mean("y", &all).unwrap();
    check("cluster mean", mean.value, &case["mean"]);
    check("cluster se", mean.standard_error, &case["se"]);

    let case = &cases["kish"];
    let design = SurveyDesign::builder(numbers(&case["w"])).build().unwrap();
    let diagnostics = design.weight_diagnostics();
    check("kish n", diagnostics.effective_sample_size, &case["ess"]);
    check("kish deff", diagnostics.design_effect, &case["deff_kish"]);

    let case = &cases["poststrat_srs"];
    let y = [3.0, 5.0, 10.0, 14.0, 12.0];
    let classes = Factor::from_labels(["1", "1", "2", "2", "2"]);
    let margin = Margin::new("g", classes, [("1", 40.0), ("2", 60.0)]).unwrap();
    let base = SurveyDesign::builder(vec![20.0; 5]).build().unwrap();
    let design = poststratify(&base, margin).unwrap().design;
    let mean = tabulate(&design, &y).mean("y", &all).unwrap();
    check("post-stratified mean", mean.value, &case["mean"]);
    check("post-stratified se", mean.standard_error, &case["se"]);

    // Scores −1.5, .5 in stratum A and 1 in stratum B: values that are their own scores.
    let case = &cases["lonely"];
    for (name, policy) in [
        ("remove", SinglePsuPolicy::Remove),
        ("adjust", SinglePsuPolicy::Adjust),
        ("average", SinglePsuPolicy::Average),
    ] {
        let design = SurveyDesign::builder(vec![1.0; 3])
            .strata(Factor::from_labels(["A", "A", "B"]))
            .single_psu(policy)
            .build()
            .unwrap();
        let table = tabulate(&design, &[-1.5, 0.5, 1.0]);
        let total = table.total("y", &all).unwrap();
        check(&format!("lonely {name}"), total.variance(), &case[name]);
    }
    worst.report("hand cases");
}
