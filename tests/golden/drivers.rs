//! Regressions, importance and correlations against R's `survey`, `relaimpo` and `stats`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};
use statistics::analysis::{Analysis, answer_document};

use crate::differences::Difference;
use crate::fixtures::load;
use crate::store::{directory, number as cell, rows};
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
    data: Data,
    margins: BTreeMap<String, Value>,
    domains: BTreeMap<String, Value>,
    fits: Vec<Fit>,
    /// Proportional odds are not fitted here.
    #[serde(rename = "ordinal")]
    _ordinal: Value,
    importance: Vec<Shares>,
    correlation: Vec<Correlation>,
    /// Nor are polychoric correlations.
    #[serde(rename = "polychoric")]
    _polychoric: Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    csv: String,
    rows: usize,
    #[serde(rename = "raked_weights_csv")]
    _raked_weights_csv: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fit {
    id: String,
    design: String,
    #[serde(rename = "model")]
    _model: String,
    formula: String,
    family: String,
    domain: String,
    n_used: usize,
    n_dropped_missing: usize,
    /// Of the domain, rows with gaps included; what tests rest on is `df_residual`.
    #[serde(rename = "degf_design")]
    _degf_design: usize,
    df_residual: usize,
    coef_names: Vec<String>,
    coef: Vec<f64>,
    vcov: Vec<Vec<f64>>,
    se: Vec<f64>,
    t: Vec<f64>,
    p: Vec<f64>,
    ci95: Vec<(f64, f64)>,
    dispersion: f64,
    wald_terms: Vec<Wald>,
    wald_all: Wald,
    #[serde(default)]
    lrt_terms: Vec<LikelihoodRatio>,
    /// Cox and Snell's and Nagelkerke's are not given here.
    #[serde(rename = "pseudo_r2")]
    _pseudo_r2: Option<Value>,
    r2: Option<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wald {
    term: Option<String>,
    #[serde(rename = "F")]
    statistic: f64,
    df: f64,
    ddf: f64,
    p: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LikelihoodRatio {
    term: String,
    chisq: f64,
    lambda: Vec<f64>,
    #[serde(rename = "ddf")]
    _ddf: f64,
    p: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shares {
    id: String,
    y: String,
    x: Vec<String>,
    weights: String,
    n: usize,
    r2: f64,
    /// A weighted variance that only scales the others.
    #[serde(rename = "var_y")]
    _var_y: f64,
    lmg: BTreeMap<String, f64>,
    first: BTreeMap<String, f64>,
    last: BTreeMap<String, f64>,
    pratt: BTreeMap<String, f64>,
    betasq: BTreeMap<String, f64>,
    johnson_relative_weights: BTreeMap<String, f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Correlation {
    design: String,
    a: String,
    b: String,
    n: usize,
    r: f64,
    jkn_estimate: f64,
    jkn_se: f64,
    degf: usize,
}

fn reference() -> Reference {
    let text = std::fs::read_to_string(directory().join("drivers.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The designs of the reference, and one with equal weights.
fn designs(reference: &Reference) -> Value {
    let margins = reference.margins.iter();
    let margins: Vec<Value> = margins
        .map(|(column, totals)| json!({ "vars": column, "population": totals }))
        .collect();
    let rake = json!({ "op": "rake", "margins": margins, "maxit": 500, "epsilon": 1e-12 });
    let jackknife = json!({ "op": "replicate", "type": "JKn" });
    let clustered = |name: &str, steps: &[&Value]| json!({ "name": name, "ids": "psu", "strata": "district", "weights": "weight", "steps": steps });
    json!([
        { "name": "srs", "weights": "weight" },
        clustered("strat_cluster", &[]),
        clustered("raked", &[&rake]),
        clustered("jkn", &[&jackknife]),
        clustered("jkn_raked", &[&jackknife, &rake]),
        { "name": "equal", "weights": "one" },
    ])
}

/// The reference's data, with a column of ones.
fn data(file: &str) -> Result<Vec<u8>, String> {
    let text = String::from_utf8(load(file)?).unwrap();
    let lines = text.lines().enumerate();
    let lines = lines.map(|(place, line)| match place {
        0 => format!("{line},one\n"),
        _ => format!("{line},1\n"),
    });
    Ok(lines.collect::<String>().into_bytes())
}

fn answers(reference: &Reference, estimates: &[Value]) -> Vec<Value> {
    let document = json!({
        "schema": "minyi-analysis/1",
        "data": { "csv": reference.data.csv, "rows": reference.data.rows },
        "designs": designs(reference), "estimates": estimates,
    });
    let answered = answer_document(&document, &mut data).unwrap();
    let estimates = answered["estimates"].as_array().unwrap().iter();
    estimates
        .map(|estimate| estimate["result"].clone())
        .collect()
}

const FACTORS: [&str; 2] = ["sex", "age"];

/// What a formula of R asks for; main effects come before interactions.
fn regression(fit: &Fit, domains: &BTreeMap<String, Value>) -> Value {
    let (answer, right) = fit.formula.split_once('~').unwrap();
    let (mut terms, mut interactions) = (Vec::new(), Vec::new());
    for term in right.split('+').map(str::trim) {
        let names: Vec<&str> = term.split('*').map(str::trim).collect();
        terms.extend(names.iter().map(|name| {
            let kind = if FACTORS.contains(name) {
                "factor"
            } else {
                "number"
            };
            json!({ "kind": kind, "var": name })
        }));
        if let [one, other] = names.as_slice() {
            interactions.push(json!({ "kind": "interaction", "vars": [one, other] }));
        }
    }
    terms.extend(interactions);
    let family = match fit.family.as_str() {
        "gaussian" => "linear",
        "quasibinomial" => "logistic",
        other => panic!("no family is called {other}"),
    };
    json!({
        "stat": "regression", "design": fit.design, "var": answer.trim(), "family": family,
        "terms": terms, "domain": domains.get(&fit.domain).unwrap_or(&json!({})),
    })
}

#[test]
fn regressions_agree_with_r() {
    let mut worst = Worst::default();
    compare_regressions(&mut worst);
    worst.report("regressions");
}

/// Compares every regression with R.
pub(crate) fn compare_regressions(worst: &mut Worst) {
    let reference = reference();
    let asked: Vec<Value> = (reference.fits.iter())
        .map(|fit| regression(fit, &reference.domains))
        .collect();
    for (fit, ours) in reference.fits.iter().zip(answers(&reference, &asked)) {
        let scale = scale_of_weights(fit, &reference.domains);
        compare_fit(worst, fit, &ours, scale);
        for theirs in &fit.lrt_terms {
            compare_likelihood_ratio(worst, fit, theirs, &ours, scale);
        }
    }
}

fn numbers(values: &Value) -> Vec<f64> {
    values.as_array().unwrap().iter().map(number).collect()
}

fn number(value: &Value) -> f64 {
    match value {
        Value::String(text) => cell(text),
        value => value.as_f64().unwrap(),
    }
}

fn compare_fit(worst: &mut Worst, fit: &Fit, ours: &Value, scale: f64) {
    let place = fit.id.as_str();
    let count = |member: &str| ours[member].as_u64();
    worst.require("rows", place, count("n") == Some(fit.n_used as u64));
    // A raked design keeps the rows outside a domain, and R counts their gaps.
    if fit.domain == "all" || fit.design != "raked" {
        let theirs = Some(fit.n_dropped_missing as u64);
        worst.require("rows left out", place, count("left_out") == theirs);
    }
    let df = f64::from(u32::try_from(fit.df_residual).unwrap());
    worst.require("df", place, (number(&ours["df"]) - df).abs() < 1e-9);
    // R ends its iterations where the deviance no longer moves, which leaves nine digits of a logistic fit.
    let exact = fit.family == "gaussian" && !fit.design.contains("raked");
    let variance = if exact { 1e-9 } else { 1e-7 };
    // R scales Pearson's residuals by the weights of rows with gaps as well.
    let dispersion = number(&ours["dispersion"]) * scale;
    if fit.design.contains("jkn") || fit.design == "raked" {
        worst.differ(Difference::DispersionBesideGaps, place, dispersion > 0.0);
    } else {
        worst.compare("dispersion", place, dispersion, fit.dispersion, 1e-9, 1e-9);
    }
    if let Some(theirs) = fit.r2 {
        worst.compare("r2", place, number(&ours["r2"]), theirs, 1e-9, 1e-9);
    }
    let coefficients = ours["coefficients"].as_array().unwrap();
    worst.require("columns", place, coefficients.len() == fit.coef.len());
    for (index, found) in coefficients.iter().enumerate() {
        let place = format!("{place} {}", fit.coef_names[index]);
        worst.require(
            "name",
            &place,
            found["name"] == fit.coef_names[index].as_str(),
        );
        let limits = &found["ci"][0];
        for (kind, found, theirs, tolerance) in [
            ("coefficient", &found["estimate"], fit.coef[index], 1e-9),
            ("standard error", &found["se"], fit.se[index], variance),
            ("t", &found["t"], fit.t[index], variance),
            ("p value", &found["p_value"], fit.p[index], 1e-6),
            ("limit", &limits["lower"], fit.ci95[index].0, variance),
            ("limit", &limits["upper"], fit.ci95[index].1, variance),
        ] {
            worst.compare(kind, &place, number(found), theirs, tolerance, 1e-6);
        }
        for (column, theirs) in fit.vcov[index].iter().enumerate() {
            let found = number(&ours["vcov"][index][column]);
            // Of tiny entries the last digits are those of far larger sums.
            let scale = fit.se[index] * fit.se[column];
            worst.compare(
                "covariance",
                &place,
                found / scale,
                theirs / scale,
                1e-7,
                1.0,
            );
        }
    }
    for theirs in fit.wald_terms.iter().chain([&fit.wald_all]) {
        let found = match &theirs.term {
            None => &ours["all"],
            Some(term) => {
                let mut tests = ours["tests"].as_array().unwrap().iter();
                &tests.find(|test| test["term"] == term.as_str()).unwrap()["wald"]
            }
        };
        let place = format!("{place} {}", theirs.term.as_deref().unwrap_or("all"));
        for (kind, member, theirs, tolerance) in [
            ("Wald F", "statistic", theirs.statistic, 1e-7),
            ("Wald df", "df", theirs.df, 0.0),
            ("Wald ddf", "ddf", theirs.ddf, 0.0),
            ("Wald p", "p_value", theirs.p, 1e-6),
        ] {
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

/// R scales weights to the rows of its design, here they are scaled to the rows used: what ratio that makes.
fn scale_of_weights(fit: &Fit, domains: &BTreeMap<String, Value>) -> f64 {
    let table = rows("drivers.csv");
    let place = |name: &str| table[0].iter().position(|it| it == name).unwrap();
    let raked = rows("drivers_raked.weights.csv");
    let weights: Vec<f64> = (table[1..].iter().zip(&raked[1..]))
        .map(|(row, raked)| match fit.design.as_str() {
            "raked" => cell(raked[1].trim()),
            _ => cell(&row[place("weight")]),
        })
        .collect();
    let within = |row: &Vec<String>| {
        let domain = domains.get(&fit.domain).and_then(Value::as_object);
        domain.is_none_or(|domain| {
            let mut conditions = domain.iter();
            conditions.all(|(column, value)| {
                let value = value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned);
                row[place(column)] == value
            })
        })
    };
    let names = fit.formula.split(['~', '+', '*']).map(str::trim);
    let columns: Vec<usize> = names.map(place).collect();
    let used = |row: &Vec<String>| within(row) && columns.iter().all(|&it| !row[it].is_empty());
    let mean = |keep: &dyn Fn(&Vec<String>) -> bool, of_all: bool| {
        let kept = table[1..].iter().zip(&weights).filter(|(row, _)| keep(row));
        let kept: Vec<f64> = kept.map(|(_, weight)| *weight).collect();
        let count = if of_all { weights.len() } else { kept.len() };
        kept.iter().sum::<f64>() / f64::from(u32::try_from(count).unwrap())
    };
    // Rows outside a domain stay in a raked design, with the weight 0.
    mean(&used, false) / mean(&within, fit.design == "raked")
}

fn compare_likelihood_ratio(
    worst: &mut Worst,
    fit: &Fit,
    theirs: &LikelihoodRatio,
    ours: &Value,
    scale: f64,
) {
    let mut tests = ours["tests"].as_array().unwrap().iter();
    let found = tests
        .find(|test| test["term"] == theirs.term.as_str())
        .unwrap();
    let found = &found["likelihood_ratio"];
    let place = format!("{} {}", fit.id, theirs.term);
    let effects = numbers(&found["design_effects"]);
    worst.require(
        "design effects",
        &place,
        effects.len() == theirs.lambda.len(),
    );
    for (ours, theirs) in effects.iter().zip(&theirs.lambda) {
        worst.compare("design effect", &place, ours * scale, *theirs, 1e-7, 1e-9);
    }
    // Without a column of items the smaller model has rows that the larger one has not.
    let gaps = theirs.term.contains("item") && !fit.formula.contains('*');
    if gaps {
        let statistic = number(&found["statistic"]) * scale;
        let more = (statistic / theirs.chisq - 1.0).abs() > 1e-6;
        worst.differ(Difference::SmallerModelOnOtherRows, &place, more);
        return;
    }
    let statistic = number(&found["statistic"]) * scale;
    worst.compare(
        "likelihood ratio",
        &place,
        statistic,
        theirs.chisq,
        1e-7,
        1e-6,
    );
    let p = number(&found["p_value"]);
    if theirs.lambda.len() > 1 {
        worst.compare("likelihood ratio p", &place, p, theirs.p, 1e-5, 1e-9);
    } else {
        // R approximates what is exactly F.
        let near = (p / theirs.p - 1.0).abs() < 0.25;
        worst.differ(Difference::SaddlePointOfOne, &place, near);
    }
}

#[test]
fn weights_of_the_raked_design_are_those_of_r() {
    let reference = reference();
    let document = json!({
        "schema": "minyi-analysis/1", "data": { "csv": "drivers.csv" },
        "designs": designs(&reference), "estimates": [],
    });
    let analysis = Analysis::read(&document).unwrap();
    let mut worst = Worst::default();
    let theirs = rows("drivers_raked.weights.csv");
    for (design, weights) in analysis.final_weights(&mut data).unwrap() {
        if design == "raked" {
            for (ours, theirs) in weights.iter().zip(&theirs[1..]) {
                worst.compare(
                    "weight",
                    &theirs[0],
                    *ours,
                    cell(theirs[1].trim()),
                    1e-9,
                    1e-9,
                );
            }
        }
    }
    worst.report("raked weights");
}

#[test]
fn importance_agrees_with_r() {
    let reference = reference();
    let design = |weights: &str| match weights {
        "weight" => "strat_cluster",
        "raked" => "raked",
        "equal" => "equal",
        other => panic!("no weights are called {other}"),
    };
    let asked: Vec<Value> = (reference.importance.iter())
        .map(|it| json!({ "stat": "importance", "design": design(&it.weights), "var": it.y, "by": it.x }))
        .collect();
    let mut worst = Worst::default();
    for (theirs, ours) in reference.importance.iter().zip(answers(&reference, &asked)) {
        let place = theirs.id.as_str();
        worst.require("rows", place, ours["n"].as_u64() == Some(theirs.n as u64));
        let r2 = number(&ours["r2"]["estimate"]);
        worst.compare("r2", place, r2, theirs.r2, 1e-9, 1e-9);
        for column in ours["columns"].as_array().unwrap() {
            let name = column["var"].as_str().unwrap();
            for (measure, theirs) in [
                ("lmg", &theirs.lmg),
                ("first", &theirs.first),
                ("last", &theirs.last),
                ("pratt", &theirs.pratt),
                ("squared_coefficient", &theirs.betasq),
                ("relative_weight", &theirs.johnson_relative_weights),
            ] {
                let ours = number(&column[measure]["estimate"]);
                let place = format!("{place} {name}");
                worst.compare(measure, &place, ours, theirs[name], 1e-9, 1e-6);
            }
        }
    }
    worst.report("importance");
}

#[test]
fn correlations_agree_with_r() {
    let reference = reference();
    let replicated = |design: &str| match design {
        "strat_cluster" => "jkn",
        "raked" => "jkn_raked",
        other => panic!("no design is called {other}"),
    };
    let asked: Vec<Value> = (reference.correlation.iter())
        .flat_map(|it| {
            let ask = |design: &str| {
                json!({ "stat": "importance", "design": design, "var": it.a, "by": it.b })
            };
            [ask(&it.design), ask(replicated(&it.design))]
        })
        .collect();
    let mut worst = Worst::default();
    let answers = answers(&reference, &asked);
    for (theirs, ours) in reference.correlation.iter().zip(answers.chunks(2)) {
        let place = format!("{} {} {}", theirs.design, theirs.a, theirs.b);
        let of =
            |answer: &Value, member: &str| number(&answer["columns"][0]["correlation"][member]);
        worst.require(
            "rows",
            &place,
            ours[0]["n"].as_u64() == Some(theirs.n as u64),
        );
        worst.require(
            "df",
            &place,
            ours[0]["df"].as_u64() == Some(theirs.degf as u64),
        );
        for (kind, ours, theirs, tolerance) in [
            ("correlation", of(&ours[0], "estimate"), theirs.r, 1e-9),
            (
                "by replicates",
                of(&ours[1], "estimate"),
                theirs.jkn_estimate,
                1e-9,
            ),
            ("standard error", of(&ours[1], "se"), theirs.jkn_se, 1e-7),
            // The other route: a few per cent with ninety degrees of freedom.
            ("linearised", of(&ours[0], "se"), theirs.jkn_se, 0.05),
        ] {
            worst.compare(kind, &place, ours, theirs, tolerance, 1e-9);
        }
    }
    worst.report("correlations");
}

#[test]
fn importance_by_replicates_is_nearly_that_by_linearisation() {
    let reference = reference();
    let by = ["item1", "item2", "item3", "item4", "item5"];
    let ask =
        |design| json!({ "stat": "importance", "design": design, "var": "overall", "by": by });
    let answers = answers(&reference, &[ask("strat_cluster"), ask("jkn")]);
    for measure in [
        "lmg",
        "first",
        "last",
        "pratt",
        "relative_weight",
        "correlation",
    ] {
        for column in 0..by.len() {
            let se = |answer: &Value| number(&answer["columns"][column][measure]["se"]);
            let (linearised, replicated) = (se(&answers[0]), se(&answers[1]));
            // A share near zero is no longer linear in the covariances.
            let apart = (linearised - replicated).abs();
            assert!(
                apart < 0.1 * replicated.max(0.005),
                "{measure} {column}: {linearised} {replicated}"
            );
        }
    }
}
