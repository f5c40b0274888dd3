//! Trends over waves and adjusted p values against R's `survey` and `stats`.

use serde::Deserialize;
use serde_json::{Value, json};
use statistics::analysis::answer_document;
use statistics::{benjamini_hochberg, holm};

use crate::fixtures::load;
use crate::store::{directory, number as cell};
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
    #[serde(rename = "data")]
    _data: Value,
    trends: Vec<Trend>,
    p_adjust: Vec<Adjusted>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Trend {
    id: String,
    y: String,
    domain: String,
    waves: Vec<u32>,
    mean: Vec<f64>,
    cov: Vec<Vec<f64>>,
    degf: usize,
    linear_contrast: Contrast,
    last_minus_first: Contrast,
    last_minus_previous: Contrast,
    last_minus_mean_before: Contrast,
    svyglm_gaussian: Slope,
    svyglm_logit: Option<Slope>,
    any_change: Option<AnyChange>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Contrast {
    #[serde(rename = "contrast")]
    coefficients: Vec<f64>,
    estimate: f64,
    se: f64,
    t: f64,
    df: usize,
    p: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Slope {
    coef: Vec<f64>,
    se: Vec<f64>,
    /// Compared with the other regressions.
    #[serde(default, rename = "vcov")]
    _vcov: Value,
    df: f64,
    p_wave: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AnyChange {
    #[serde(rename = "F")]
    statistic: f64,
    df: f64,
    ddf: f64,
    p: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Adjusted {
    id: u32,
    p: Vec<Value>,
    /// Holm's and Benjamini and Hochberg's are given here, the others not.
    #[serde(rename = "adjusted")]
    by_method: std::collections::BTreeMap<String, Vec<Value>>,
}

fn reference() -> Reference {
    let text = std::fs::read_to_string(directory().join("trend.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn number(value: &Value) -> f64 {
    match value {
        Value::String(text) => cell(text),
        value => value.as_f64().unwrap(),
    }
}

/// The estimates of a trend, in the order in which they are compared.
fn asked(trend: &Trend) -> Vec<Value> {
    let domain = match trend.domain.strip_prefix("district") {
        Some(district) => json!({ "district": district }),
        None => json!({}),
    };
    let contrast = |theirs: &Contrast| {
        let terms = trend.waves.iter().zip(&theirs.coefficients);
        let terms: Vec<Value> = terms
            .map(|(wave, coefficient)| {
                json!({ "coefficient": coefficient, "var": trend.y, "where": { "wave": wave } })
            })
            .collect();
        json!({ "stat": "contrast", "design": "waves", "terms": terms, "domain": domain })
    };
    let regression = |family: &str, kind: &str| {
        json!({
            "stat": "regression", "design": "waves", "var": trend.y, "family": family,
            "terms": [{ "kind": kind, "var": "wave" }], "domain": domain,
        })
    };
    let mut estimates = vec![
        json!({ "stat": "trend", "design": "waves", "var": trend.y, "by": "wave", "domain": domain }),
        contrast(&trend.last_minus_first),
        contrast(&trend.last_minus_previous),
        contrast(&trend.last_minus_mean_before),
        regression("linear", "number"),
    ];
    if trend.svyglm_logit.is_some() {
        estimates.push(regression("logistic", "number"));
        estimates.push(regression("logistic", "factor"));
    }
    estimates
}

#[test]
fn trends_agree_with_r() {
    let mut worst = Worst::default();
    for trend in reference().trends {
        let document = json!({
            "schema": "minyi-analysis/1", "data": { "csv": "trend.csv" },
            "designs": [{ "name": "waves", "ids": "psu", "strata": "district", "weights": "weight" }],
            "estimates": asked(&trend),
        });
        let answered = answer_document(&document, &mut load).unwrap();
        let result = |place: usize| &answered["estimates"][place]["result"];
        compare_means(&mut worst, &trend, result(0));
        let contrasts = [
            &trend.linear_contrast,
            &trend.last_minus_first,
            &trend.last_minus_previous,
            &trend.last_minus_mean_before,
        ];
        for (place, theirs) in contrasts.into_iter().enumerate() {
            let ours = result(place);
            let place = format!("{} {place}", trend.id);
            worst.require("df", &place, ours["df"].as_u64() == Some(theirs.df as u64));
            for (kind, member, theirs, tolerance) in [
                ("contrast", "estimate", theirs.estimate, 1e-9),
                ("contrast se", "se", theirs.se, 1e-9),
                ("contrast t", "t", theirs.t, 1e-9),
                ("contrast p", "p_value", theirs.p, 1e-7),
            ] {
                // R has its coefficients and means to fifteen digits.
                worst.compare(kind, &place, number(&ours[member]), theirs, tolerance, 1e-4);
            }
        }
        let slopes = [Some(&trend.svyglm_gaussian), trend.svyglm_logit.as_ref()];
        for (place, theirs) in slopes.into_iter().enumerate() {
            let Some(theirs) = theirs else { continue };
            let ours = result(4 + place);
            let place = format!("{} {}", trend.id, ["gaussian", "logit"][place]);
            for (column, (coef, se)) in theirs.coef.iter().zip(&theirs.se).enumerate() {
                let found = &ours["coefficients"][column];
                worst.compare(
                    "slope",
                    &place,
                    number(&found["estimate"]),
                    *coef,
                    1e-9,
                    1e-4,
                );
                worst.compare("slope se", &place, number(&found["se"]), *se, 1e-9, 1e-9);
            }
            worst.compare("slope df", &place, number(&ours["df"]), theirs.df, 0.0, 1.0);
            let p = number(&ours["coefficients"][1]["p_value"]);
            worst.compare("slope p", &place, p, theirs.p_wave, 1e-7, 1e-9);
        }
        if let Some(theirs) = &trend.any_change {
            let ours = &result(6)["all"];
            for (member, theirs) in [
                ("statistic", theirs.statistic),
                ("df", theirs.df),
                ("ddf", theirs.ddf),
                ("p_value", theirs.p),
            ] {
                worst.compare(
                    "any change",
                    &trend.id,
                    number(&ours[member]),
                    theirs,
                    1e-7,
                    1e-9,
                );
            }
        }
    }
    worst.report("trends");
}

fn compare_means(worst: &mut Worst, trend: &Trend, ours: &Value) {
    let df = ours["df"].as_u64();
    worst.require("df", &trend.id, df == Some(trend.degf as u64));
    for (place, theirs) in trend.mean.iter().enumerate() {
        let found = &ours["means"][place];
        let at = format!("{} {}", trend.id, trend.waves[place]);
        let wave = trend.waves[place].to_string();
        worst.require("time", &at, found["at"].as_str() == Some(wave.as_str()));
        worst.compare("mean", &at, number(&found["estimate"]), *theirs, 1e-9, 1e-9);
        for (column, theirs) in trend.cov[place].iter().enumerate() {
            let found = number(&ours["vcov"][place][column]);
            let scale = (trend.cov[place][place] * trend.cov[column][column]).sqrt();
            worst.compare("covariance", &at, found / scale, theirs / scale, 1e-9, 1.0);
        }
    }
}

/// Values that are missing in R are no tests here.
#[test]
fn families_of_tests_agree_with_r() {
    let mut worst = Worst::default();
    for case in reference().p_adjust {
        let known: Vec<usize> = (0..case.p.len())
            .filter(|&place| !number(&case.p[place]).is_nan())
            .collect();
        let p: Vec<f64> = known.iter().map(|&place| number(&case.p[place])).collect();
        for (method, ours) in [("holm", holm(&p)), ("BH", benjamini_hochberg(&p))] {
            for (&place, ours) in known.iter().zip(ours) {
                let theirs = number(&case.by_method[method][place]);
                worst.compare(
                    method,
                    &format!("{} {place}", case.id),
                    ours,
                    theirs,
                    1e-12,
                    1e-12,
                );
            }
        }
    }
    worst.report("adjusted p values");
}
