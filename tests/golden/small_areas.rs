//! Small areas against R's `sae` and `emdi`.

use serde::Deserialize;
use serde_json::{Value, json};
use statistics::analysis::answer_document;

use crate::store::directory;
use crate::worst::Worst;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reference {
    #[serde(rename = "schema")]
    _schema: String,
    #[serde(rename = "topic")]
    _topic: String,
    #[serde(rename = "source")]
    _source: Value,
    fay_herriot: Vec<Case>,
    arcsine: Vec<Arcsine>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: String,
    x_names: Vec<String>,
    #[serde(rename = "area")]
    _area: Value,
    y: Vec<f64>,
    psi: Vec<f64>,
    #[serde(rename = "X")]
    x: Vec<Vec<f64>>,
    methods: std::collections::BTreeMap<String, Fit>,
    #[serde(rename = "note")]
    _note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fit {
    converged: bool,
    #[serde(rename = "iterations")]
    _iterations: u32,
    sigma2_v: f64,
    beta: Vec<f64>,
    se_beta: Vec<f64>,
    /// From β and its standard error.
    #[serde(rename = "p_beta")]
    _p_beta: Vec<f64>,
    loglik: f64,
    /// From the log-likelihood.
    #[serde(rename = "AIC")]
    _aic: f64,
    #[serde(rename = "BIC")]
    _bic: f64,
    eblup: Vec<f64>,
    mse: Vec<f64>,
    gamma: Vec<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Arcsine {
    id: String,
    area: Vec<String>,
    p: Vec<f64>,
    n_eff: Vec<f64>,
    x: Vec<f64>,
    share: Vec<f64>,
    transformed: Transformed,
    sin2_of_eblup: Vec<f64>,
    emdi: Emdi,
    benchmark: Benchmark,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Transformed {
    /// What goes in: arcsin √p and 1/(4ñ).
    #[serde(rename = "y")]
    _y: Vec<f64>,
    #[serde(rename = "psi")]
    _psi: Vec<f64>,
    sigma2_v: f64,
    beta: Vec<f64>,
    eblup: Vec<f64>,
    mse: Vec<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Emdi {
    sigma2_v: f64,
    beta: Vec<f64>,
    naive: Vec<f64>,
    bias_corrected: Option<Vec<f64>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Benchmark {
    target: f64,
    /// Of `emdi`'s own variance, which is good to a hundredth.
    #[serde(rename = "emdi")]
    _emdi: Value,
    ratio_formula: Vec<f64>,
    /// Estimates moved by a constant can leave 0 to 1: not given here.
    #[serde(rename = "difference_formula")]
    _difference_formula: Vec<f64>,
}

fn answer(request: Value) -> Value {
    let mut request = request;
    request["stat"] = json!("small_areas");
    let document = json!({
        "schema": "minyi-analysis/1", "data": { "csv": "none.csv" }, "designs": [], "estimates": [request],
    });
    let answered = answer_document(&document, &mut |_: &str| Ok(b"a\n1\n".to_vec())).unwrap();
    answered["estimates"][0]["result"].clone()
}

fn number(value: &Value) -> f64 {
    value
        .as_f64()
        .unwrap_or_else(|| panic!("{value} is no number"))
}

#[test]
fn small_areas_agree_with_sae() {
    let text = std::fs::read_to_string(directory().join("smallarea.json")).unwrap();
    let reference: Reference = serde_json::from_str(&text).unwrap();
    let mut worst = Worst::default();
    for case in &reference.fay_herriot {
        for (method, theirs) in &case.methods {
            let place = format!("{} {method}", case.id);
            let areas: Vec<Value> = (0..case.y.len())
                .map(|area| {
                    json!({
                        "area": area.to_string(), "estimate": case.y[area], "variance": case.psi[area],
                        "columns": case.x[area][1..],
                    })
                })
                .collect();
            let ours = answer(json!({ "areas": areas, "method": method }));
            worst.require("columns", &place, case.x_names.len() == theirs.beta.len());
            worst.require("converged", &place, theirs.converged);
            // Where R stopped on its way to a variance of 0, it takes 0 too.
            let variance = number(&ours["model_variance"]);
            worst.compare(
                "model variance",
                &place,
                variance,
                theirs.sigma2_v,
                1e-8,
                1e-9,
            );
            worst.compare(
                "log-likelihood",
                &place,
                number(&ours["log_likelihood"]),
                theirs.loglik,
                1e-9,
                1e-9,
            );
            for (column, (beta, se)) in theirs.beta.iter().zip(&theirs.se_beta).enumerate() {
                let found = number(&ours["coefficients"][column]);
                worst.compare("coefficient", &place, found, *beta, 1e-9, 1e-3);
                let found = number(&ours["coefficient_se"][column]);
                worst.compare("coefficient se", &place, found, *se, 1e-9, 1e-9);
            }
            for area in 0..case.y.len() {
                let found = &ours["areas"][area];
                let place = format!("{place} {area}");
                for (member, theirs, tolerance) in [
                    ("eblup", theirs.eblup[area], 1e-9),
                    ("mse", theirs.mse[area], 1e-8),
                    ("gamma", theirs.gamma[area], 1e-8),
                    ("estimate", theirs.eblup[area], 1e-9),
                ] {
                    worst.compare(
                        member,
                        &place,
                        number(&found[member]),
                        theirs,
                        tolerance,
                        1e-9,
                    );
                }
            }
        }
    }
    for case in &reference.arcsine {
        compare_arcsine(&mut worst, case);
    }
    worst.report("small areas");
}

fn compare_arcsine(worst: &mut Worst, case: &Arcsine) {
    let areas: Vec<Value> = (0..case.p.len())
        .map(|area| {
            json!({
                "area": case.area[area], "estimate": case.p[area], "effective_n": case.n_eff[area],
                "columns": case.x[area], "share": case.share[area],
            })
        })
        .collect();
    let ours = answer(json!({ "areas": areas, "benchmark": case.benchmark.target }));
    let place = case.id.as_str();
    let variance = number(&ours["model_variance"]);
    worst.compare(
        "model variance",
        place,
        variance,
        case.transformed.sigma2_v,
        1e-8,
        1e-9,
    );
    // emdi finds its variance by a search that ends early.
    worst.compare(
        "emdi variance",
        place,
        variance,
        case.emdi.sigma2_v,
        2e-2,
        1e-4,
    );
    for (column, beta) in case.transformed.beta.iter().enumerate() {
        let found = number(&ours["coefficients"][column]);
        worst.compare("coefficient", place, found, *beta, 1e-9, 1e-9);
        worst.compare(
            "emdi coefficient",
            place,
            found,
            case.emdi.beta[column],
            2e-3,
            1e-9,
        );
    }
    for (area, name) in case.area.iter().enumerate() {
        let found = &ours["areas"][area];
        let place = format!("{place} {name}");
        let corrected = case.emdi.bias_corrected.as_ref().map(|all| all[area]);
        for (kind, member, theirs, tolerance) in [
            ("eblup", "eblup", Some(case.transformed.eblup[area]), 1e-9),
            ("mse", "mse", Some(case.transformed.mse[area]), 1e-8),
            ("sin²", "estimate", Some(case.sin2_of_eblup[area]), 1e-9),
            ("emdi naive", "estimate", Some(case.emdi.naive[area]), 2e-3),
            ("emdi corrected", "bias_corrected", corrected, 2e-3),
            (
                "benchmark",
                "benchmarked",
                Some(case.benchmark.ratio_formula[area]),
                1e-9,
            ),
        ] {
            if let Some(theirs) = theirs {
                worst.compare(
                    kind,
                    &place,
                    number(&found[member]),
                    theirs,
                    tolerance,
                    1e-9,
                );
            }
        }
    }
}
