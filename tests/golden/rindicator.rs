//! R-indicators against the RISQ project's own R functions.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use statistics::{CaseRows, CaseSampling, Factor, PropensityModel};

use crate::store::{directory, number, rows};
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
    cases: Vec<Indicators>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Indicators {
    id: String,
    model: String,
    family: String,
    n: usize,
    sampling: String,
    sum_w: f64,
    response_rate: f64,
    #[serde(rename = "R")]
    r: f64,
    #[serde(rename = "R_unadjusted")]
    r_unadjusted: f64,
    #[serde(rename = "R_se")]
    r_se: f64,
    bias_factor: f64,
    #[serde(rename = "CV")]
    cv: f64,
    #[serde(rename = "CV_unadjusted")]
    cv_unadjusted: f64,
    #[serde(rename = "CV_se")]
    cv_se: f64,
    // Propensities are compared by what is made of them: coefficients depend on the coding of the factors.
    #[serde(rename = "coef_names")]
    _coef_names: Vec<String>,
    #[serde(rename = "coef")]
    _coef: Vec<f64>,
    /// None where the model has one variable: RISQ stops there.
    partial: Option<Vec<Partial>>,
    partial_by_category: Option<BTreeMap<String, Vec<ByCategory>>>,
    partial_cv: Option<Vec<PartialCv>>,
    partial_cv_by_category: Option<BTreeMap<String, Vec<ByCategoryCv>>>,
    published: Option<Published>,
    data: Data,
}

/// Standard errors of partial indicators are not given by us (`representativity.rs` says so).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Partial {
    variable: String,
    #[serde(rename = "Pu")]
    unconditional: f64,
    #[serde(rename = "PuUnadj")]
    unconditional_unadjusted: f64,
    #[serde(rename = "PuSE")]
    _unconditional_se: f64,
    #[serde(rename = "Pc")]
    conditional: Option<f64>,
    #[serde(rename = "PcUnadj")]
    conditional_unadjusted: Option<f64>,
    #[serde(rename = "PcSEApprox")]
    _conditional_se: Option<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ByCategory {
    category: String,
    #[serde(rename = "PuUnadj")]
    unconditional: f64,
    #[serde(rename = "PuUnadjSE")]
    _unconditional_se: f64,
    #[serde(rename = "PcUnadj")]
    conditional: f64,
    #[serde(rename = "PcUnadjSE")]
    _conditional_se: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PartialCv {
    variable: String,
    #[serde(rename = "CVu")]
    unconditional: f64,
    #[serde(rename = "CVuUnadj")]
    unconditional_unadjusted: f64,
    #[serde(rename = "CVuSE")]
    _unconditional_se: f64,
    #[serde(rename = "CVc")]
    conditional: f64,
    #[serde(rename = "CVcUnadj")]
    conditional_unadjusted: f64,
    #[serde(rename = "CVcSEApprox")]
    _conditional_se: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ByCategoryCv {
    category: String,
    #[serde(rename = "CVuUnadj")]
    unconditional: f64,
    #[serde(rename = "CVuUnadjSE")]
    _unconditional_se: f64,
    #[serde(rename = "CVcUnadj")]
    conditional: f64,
    #[serde(rename = "CVcUnadjSE")]
    _conditional_se: f64,
}

/// What the manual prints, to seven digits; its partial indicators come from an earlier version (0.4 % at most).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Published {
    #[serde(rename = "source")]
    _source: String,
    #[serde(rename = "R")]
    r: f64,
    #[serde(rename = "R_unadjusted")]
    r_unadjusted: f64,
    response_rate: f64,
    partial: Vec<Partial>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    csv: String,
    weights: Option<String>,
    strata: Option<String>,
    /// Counts of equal rows instead of rows.
    form: Option<String>,
}

/// The rows of a sample, those of counts repeated.
struct Sample {
    heading: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Sample {
    fn read(data: &Data) -> Self {
        let file = match data.csv.as_str() {
            counts @ "risq_test_counts.csv" => counts.to_owned(),
            csv => format!("rindicator_{csv}"),
        };
        let mut table = rows(&file).into_iter();
        let heading = table.next().unwrap();
        let sample = Self {
            heading,
            rows: table.collect(),
        };
        if data.form.is_none() {
            return sample;
        }
        let count = sample.place("n");
        let repeated = sample.rows.iter().flat_map(|row| {
            let count: usize = row[count].parse().unwrap();
            std::iter::repeat_n(row.clone(), count)
        });
        Self {
            rows: repeated.collect(),
            heading: sample.heading.clone(),
        }
    }

    fn place(&self, name: &str) -> usize {
        self.heading.iter().position(|cell| cell == name).unwrap()
    }

    fn cells(&self, name: &str) -> impl Iterator<Item = &str> {
        let at = self.place(name);
        self.rows.iter().map(move |row| row[at].as_str())
    }

    fn factor(&self, name: &str) -> Factor {
        Factor::from_labels(self.cells(name))
    }
}

/// The variables of a model, and the terms that it is made of: `age * urban` is one, crossed.
fn terms(model: &str) -> (String, Vec<Vec<String>>) {
    let (response, right) = model.split_once('~').unwrap();
    let terms = right
        .split('+')
        .map(|term| term.split('*').map(|name| name.trim().to_owned()).collect());
    (response.trim().to_owned(), terms.collect())
}

#[test]
#[expect(clippy::too_many_lines, reason = "one comparison after the other")]
fn representativity_is_that_of_risq() {
    let text = std::fs::read_to_string(directory().join("rindicator.json")).unwrap();
    let reference: Reference = serde_json::from_str(&text).unwrap();
    let mut worst = Worst::default();
    for case in reference.cases {
        let sample = Sample::read(&case.data);
        let (response, terms) = terms(&case.model);
        let variables: BTreeMap<&str, Factor> = terms
            .iter()
            .flatten()
            .map(|name| (name.as_str(), sample.factor(name)))
            .collect();
        let crossed: Vec<Factor> = terms
            .iter()
            .map(|names| {
                Factor::crossed(
                    &names
                        .iter()
                        .map(|name| &variables[name.as_str()])
                        .collect::<Vec<_>>(),
                )
            })
            .collect();
        let responded: Vec<bool> = sample.cells(&response).map(|cell| cell == "1").collect();
        let weights: Vec<f64> = match &case.data.weights {
            Some(column) => sample.cells(column).map(number).collect(),
            None => vec![1.0; responded.len()],
        };
        let strata = case
            .data
            .strata
            .as_ref()
            .map(|column| sample.factor(column));
        let sampling = match case.sampling.as_str() {
            "SI" | "STSI" => CaseSampling::Simple(strata.as_ref()),
            "PPS (with-replacement formula)" => CaseSampling::Unequal,
            other => panic!("no sampling is called {other}"),
        };
        let model = match case.family.as_str() {
            "binomial" => PropensityModel::Logistic,
            "gaussian" => PropensityModel::Linear,
            other => panic!("no model is called {other}"),
        };
        let cases = CaseRows {
            responded: &responded,
            weights: &weights,
            variables: &crossed.iter().collect::<Vec<_>>(),
            sampling,
        };
        let ours = cases.representativity(model).unwrap();
        worst.require("rows", &case.id, responded.len() == case.n);
        let sum: f64 = weights.iter().sum();
        for (kind, ours, theirs) in [
            ("sum of weights", sum, case.sum_w),
            ("response rate", ours.response_rate, case.response_rate),
            ("R", ours.r, case.r),
            ("R unadjusted", ours.r_unadjusted, case.r_unadjusted),
            ("bias factor", ours.bias_factor, case.bias_factor),
            ("CV", ours.cv, case.cv),
            ("CV unadjusted", ours.cv_unadjusted, case.cv_unadjusted),
        ] {
            worst.compare(kind, &case.id, ours, theirs, 1e-9, 1e-9);
        }
        worst.compare(
            "R standard error",
            &case.id,
            ours.r_standard_error,
            case.r_se,
            1e-8,
            1e-9,
        );
        worst.compare(
            "CV standard error",
            &case.id,
            ours.cv_standard_error,
            case.cv_se,
            1e-8,
            1e-9,
        );
        if let Some(published) = &case.published {
            for (ours, theirs) in [
                (ours.r, published.r),
                (ours.r_unadjusted, published.r_unadjusted),
                (ours.response_rate, published.response_rate),
            ] {
                worst.require("as published", &case.id, (ours - theirs).abs() < 0.5e-7);
            }
        }
        let partial = |variable: &str| {
            let others = variables.iter().filter(|(name, _)| **name != variable);
            let others: Vec<&Factor> = others.map(|(_, factor)| factor).collect();
            ours.partial(&variables[variable], &others)
        };
        worst.require(
            "partials of more than one variable",
            &case.id,
            case.partial.is_some() == (variables.len() > 1),
        );
        let published = case
            .published
            .iter()
            .flat_map(|it| &it.partial)
            .map(|it| (it, 4e-3));
        let computed = case.partial.iter().flatten().map(|it| (it, 1e-9));
        for (theirs, tolerance) in computed.chain(published) {
            let ours = partial(&theirs.variable);
            let place = format!("{} {}", case.id, theirs.variable);
            let unadjusted = theirs.conditional_unadjusted.unwrap();
            for (kind, ours, theirs) in [
                ("Pu", ours.unconditional, theirs.unconditional),
                (
                    "Pu unadjusted",
                    ours.unconditional_unadjusted,
                    theirs.unconditional_unadjusted,
                ),
                ("Pc", ours.conditional, theirs.conditional.unwrap()),
                ("Pc unadjusted", ours.conditional_unadjusted, unadjusted),
            ] {
                worst.compare(kind, &place, ours, theirs, tolerance, 1e-9);
            }
        }
        for theirs in case.partial_cv.iter().flatten() {
            let partial = partial(&theirs.variable);
            let place = format!("{} {}", case.id, theirs.variable);
            for (value, theirs) in [
                (partial.unconditional, theirs.unconditional),
                (
                    partial.unconditional_unadjusted,
                    theirs.unconditional_unadjusted,
                ),
                (partial.conditional, theirs.conditional),
                (
                    partial.conditional_unadjusted,
                    theirs.conditional_unadjusted,
                ),
            ] {
                worst.compare(
                    "partial CV",
                    &place,
                    value / ours.response_rate,
                    theirs,
                    1e-9,
                    1e-9,
                );
            }
        }
        for (variable, theirs) in case.partial_by_category.iter().flatten() {
            let partial = partial(variable);
            worst.require(
                "categories",
                &case.id,
                partial.categories.len() == theirs.len(),
            );
            for theirs in theirs {
                let mut categories = partial.categories.iter();
                let ours = categories.find(|it| it.label == theirs.category).unwrap();
                let place = format!("{} {variable} {}", case.id, theirs.category);
                worst.compare(
                    "Pu of a category",
                    &place,
                    ours.unconditional,
                    theirs.unconditional,
                    1e-9,
                    1e-9,
                );
                worst.compare(
                    "Pc of a category",
                    &place,
                    ours.conditional,
                    theirs.conditional,
                    1e-9,
                    1e-9,
                );
            }
        }
        for (variable, theirs) in case.partial_cv_by_category.iter().flatten() {
            let partial = partial(variable);
            worst.require(
                "categories",
                &case.id,
                partial.categories.len() == theirs.len(),
            );
            for theirs in theirs {
                let mut categories = partial.categories.iter();
                let found = categories.find(|it| it.label == theirs.category).unwrap();
                let place = format!("{} {variable} {}", case.id, theirs.category);
                for (value, theirs) in [
                    (found.unconditional, theirs.unconditional),
                    (found.conditional, theirs.conditional),
                ] {
                    worst.compare(
                        "partial CV of a category",
                        &place,
                        value / ours.response_rate,
                        theirs,
                        1e-9,
                        1e-9,
                    );
                }
            }
        }
    }
    worst.report("representativity");
}
