//! Regressions, importance, contrasts, trends, ratios of domains and small areas by other routes, and what is refused of them.

use serde_json::{Value, json};
use statistics::{
    Column, Compared, Domain, Factor, Family, ImportanceMeasure, Model, ModelTerms,
    ReplicateDesign, SurveyDesign, Tabulation,
};

use crate::requests::{answer, design, real, refusal, result};
use crate::second_routes::{close, indicator};
use crate::survey::Survey;

fn everybody(survey: &Survey) -> Vec<bool> {
    vec![true; survey.rows()]
}

fn terms(survey: &Survey) -> ModelTerms {
    ModelTerms::default()
        .factor("sex", &Survey::factor(&survey.sex))
        .factor("age", &Survey::factor(&survey.age))
        .number("q1", survey.answers[1].clone())
}

fn model<'a>(
    survey: &'a Survey,
    terms: &'a ModelTerms,
    selected: &'a [bool],
    family: Family,
) -> Model<'a> {
    Model {
        family,
        answer: &survey.answers[0],
        terms,
        selected,
    }
}

/// Half of both groups say yes: the answer to the equations is zero, and none of its size can be compared with a step.
#[test]
fn a_regression_whose_coefficients_are_all_zero_is_solved() {
    let survey = Survey::simulate(21, 4, 6, 2);
    let rows = survey.rows() / 4 * 4;
    let psus = (0..rows).map(|row| format!("{}", row % 10));
    let psus: Vec<String> = psus.collect();
    let groups: Vec<&str> = (0..rows).map(|row| ["a", "b"][row / 2 % 2]).collect();
    let answers: Vec<f64> = (0..rows)
        .map(|row| f64::from(u8::from(row % 2 == 0)))
        .collect();
    let design = SurveyDesign::builder(vec![3.7; rows])
        .units(Factor::from_labels(psus.iter().map(String::as_str)))
        .build()
        .unwrap();
    let group = Factor::from_labels(groups.iter().copied());
    let terms = ModelTerms::default().factor("group", &group);
    for (family, constant) in [(Family::Logistic, 0.0), (Family::Linear, 0.5)] {
        let found = design.regression(&Model {
            family,
            answer: &answers,
            terms: &terms,
            selected: &vec![true; rows],
        });
        let found = found.unwrap();
        assert!((found.coefficients[0] - constant).abs() < 1e-12);
        assert!(found.coefficients[1].abs() < 1e-12);
    }
}

#[test]
fn a_regression_on_groups_is_the_difference_of_their_means() {
    let survey = Survey::simulate(21, 4, 6, 2);
    let design = survey.design();
    let sex = Survey::factor(&survey.sex);
    let terms = ModelTerms::default().factor("sex", &sex);
    let all = everybody(&survey);
    let linear = design
        .regression(&model(&survey, &terms, &all, Family::Linear))
        .unwrap();
    let table = Tabulation::builder()
        .classification("sex", &sex)
        .item("q0", Column::Numeric(&survey.answers[0]))
        .build(&design)
        .unwrap();
    let difference = table
        .difference("q0", &Domain::of("sex", "M"), &Domain::of("sex", "F"))
        .unwrap();
    assert_eq!(linear.names, ["(Intercept)", "sexM"]);
    close(linear.coefficients[0], difference.b, 1e-12);
    close(linear.coefficients[1], difference.contrast.value, 1e-10);
    let error = difference.contrast.standard_error;
    close(linear.standard_error(1), error, 1e-10);
    // The logistic one has the log-odds of the same means, and Wald's test of one column is t squared.
    let logistic = design
        .regression(&model(&survey, &terms, &all, Family::Logistic))
        .unwrap();
    let log_odds = |p: f64| (p / (1.0 - p)).ln();
    close(logistic.coefficients[0], log_odds(difference.b), 1e-10);
    close(
        logistic.coefficients[1],
        log_odds(difference.a) - log_odds(difference.b),
        1e-8,
    );
    let wald = logistic.wald(&["sex"]).unwrap().unwrap();
    close(wald.statistic, logistic.t(1).powi(2), 1e-10);
    close(wald.p_value, logistic.p_value(1), 1e-8);
    // Margins of a model with nothing else are the means themselves.
    let (margins, _) = design
        .predictive_margins(&model(&survey, &terms, &all, Family::Logistic), "sex")
        .unwrap();
    close(margins[0].value, difference.b, 1e-10);
    close(margins[1].standard_error, difference.standard_error_a, 1e-9);
}

#[test]
fn replicates_and_linearisation_agree_on_coefficients() {
    let survey = Survey::simulate(22, 8, 10, 2);
    let design = survey.design();
    let (terms, all) = (terms(&survey), everybody(&survey));
    for family in [Family::Linear, Family::Logistic] {
        let model = model(&survey, &terms, &all, family);
        let linearised = design.regression(&model).unwrap();
        let jackknife = ReplicateDesign::jkn(&design, false).unwrap();
        let replicated = jackknife.regression(&model).unwrap();
        for column in 0..linearised.names.len() {
            close(
                linearised.coefficients[column],
                replicated.coefficients[column],
                1e-12,
            );
            close(
                linearised.standard_error(column),
                replicated.standard_error(column),
                0.03,
            );
        }
    }
}

/// The margin, and the model refitted in every replicate.
#[test]
fn predictive_margins_agree_with_their_jackknife() {
    let survey = Survey::simulate(23, 6, 10, 2);
    let design = survey.design();
    let (terms, all) = (terms(&survey), everybody(&survey));
    let model = model(&survey, &terms, &all, Family::Logistic);
    let (margins, covariance) = design.predictive_margins(&model, "age").unwrap();
    let jackknife = ReplicateDesign::jkn(&design, false).unwrap();
    let margin = |weights: &[f64], level: &str| {
        let design = SurveyDesign::builder(weights.to_vec()).build().unwrap();
        let fitted = design.regression(&model).unwrap();
        let (mut sum, mut all) = (0.0, 0.0);
        for (row, weight) in weights.iter().enumerate() {
            let q1 = survey.answers[1][row];
            if survey.answers[0][row].is_nan() || q1.is_nan() {
                continue;
            }
            let x = [
                1.0,
                f64::from(u8::from(survey.sex[row] == "M")),
                f64::from(u8::from(level == "young")),
                q1,
            ];
            let eta: f64 = x.iter().zip(&fitted.coefficients).map(|(x, b)| x * b).sum();
            sum += weight / (1.0 + (-eta).exp());
            all += weight;
        }
        sum / all
    };
    for (place, level) in ["old", "young"].into_iter().enumerate() {
        assert_eq!(margins[place].level, level);
        let (full, each) = jackknife.estimate_all(|weights| margin(weights, level));
        close(margins[place].value, full, 1e-10);
        let replicated = jackknife.variance(full, &each).sqrt();
        close(margins[place].standard_error, replicated, 0.03);
        close(
            covariance[place][place].sqrt(),
            margins[place].standard_error,
            1e-12,
        );
    }
}

#[test]
fn units_and_origins_of_columns_change_no_test() {
    let survey = Survey::simulate(24, 4, 6, 2);
    let (design, all) = (survey.design(), everybody(&survey));
    let size: Vec<f64> = (0..survey.rows())
        .map(|row| f64::from(u8::try_from((row * 7) % 13).unwrap()))
        .collect();
    let fit = |scale: f64, origin: f64| {
        let moved = size.iter().map(|x| origin + scale * x).collect();
        let terms = terms(&survey).number("size", moved);
        design
            .regression(&model(&survey, &terms, &all, Family::Logistic))
            .unwrap()
    };
    let plain = fit(1.0, 0.0);
    for (scale, origin) in [(1e-6, 0.0), (1e6, 0.0), (1.0, 1e6), (-3.0, -2e5)] {
        let moved = fit(scale, origin);
        for column in 1..plain.names.len() {
            close(plain.t(column).abs(), moved.t(column).abs(), 1e-6);
        }
        close(plain.coefficients[4] / scale, moved.coefficients[4], 1e-6);
        let ratio = |fitted: &statistics::Regression| {
            fitted.likelihood_ratio("size").unwrap().unwrap().statistic
        };
        close(ratio(&plain), ratio(&moved), 1e-6);
    }
}

#[test]
fn what_one_column_explains_is_its_correlation_squared() {
    let survey = Survey::simulate(25, 4, 6, 3);
    let (design, all) = (survey.design(), everybody(&survey));
    let columns = [("q1", survey.answers[1].as_slice())];
    let compared = Compared {
        answer: &survey.answers[0],
        columns: &columns,
        selected: &all,
    };
    let found = design.importance(&compared).unwrap();
    let correlation = found.by(ImportanceMeasure::Correlation)[0].value;
    for measure in [
        ImportanceMeasure::Lmg,
        ImportanceMeasure::First,
        ImportanceMeasure::Last,
        ImportanceMeasure::Pratt,
        ImportanceMeasure::RelativeWeight,
    ] {
        close(found.by(measure)[0].value, correlation * correlation, 1e-9);
    }
    let terms = ModelTerms::default().number("q1", survey.answers[1].clone());
    let fitted = design
        .regression(&model(&survey, &terms, &all, Family::Linear))
        .unwrap();
    close(found.explained.value, fitted.explained, 1e-9);
    assert_eq!((found.rows, found.left_out), (fitted.rows, fitted.left_out));
}

fn city() -> Value {
    json!([
        design("city", &json!([])),
        design("jackknife", &json!([{ "op": "replicate", "type": "JKn" }])),
    ])
}

#[test]
fn the_rest_of_a_domain_is_all_that_it_leaves() {
    let ask = |design: &str, b: Value| {
        let mut asked = json!({ "stat": "difference", "design": design, "var": "y", "a": { "psu": ["D0P0", "D0P1"] } });
        asked
            .as_object_mut()
            .unwrap()
            .extend(b.as_object().unwrap().clone());
        asked
    };
    let others: Vec<String> = (0..12)
        .map(|psu| format!("D{}P{}", psu / 6, psu % 6))
        .filter(|psu| !["D0P0", "D0P1"].contains(&psu.as_str()))
        .collect();
    for design in ["city", "jackknife"] {
        let stated = ask(design, json!({ "b": { "psu": others } }));
        let answered = answer(
            &city(),
            &json!([stated, ask(design, json!({ "rest": true }))]),
        );
        assert_eq!(result(&answered, 0), result(&answered, 1));
        assert!(real(&result(&answered, 0)["se"]) > 0.0);
    }
    // The rest of a district that is all is nobody.
    let nobody = json!({ "stat": "difference", "design": "city", "var": "y", "a": { "all": [0, 1] }, "rest": true });
    let answered = answer(&city(), &json!([nobody]));
    assert!(result(&answered, 0)["estimate"].is_null(), "{answered}");
}

#[test]
fn a_contrast_of_two_is_their_difference_and_a_trend_over_two_times_too() {
    for design in ["city", "jackknife"] {
        let answered = answer(
            &city(),
            &json!([
                { "stat": "difference", "design": design, "var": "y", "a": { "sex": "F" }, "b": { "sex": "M" }, "level": 0.99 },
                { "stat": "contrast", "design": design, "level": 0.99, "terms": [
                    { "coefficient": 1, "var": "y", "where": { "sex": "F" } },
                    { "coefficient": -1, "var": "y", "where": { "sex": "M" } }] },
                { "stat": "trend", "design": design, "var": "y", "by": "all" },
                { "stat": "difference", "design": design, "var": "y", "a": { "all": 1 }, "b": { "all": 0 } },
                { "stat": "domain_ratio", "design": design, "var": "y", "a": { "sex": "F" }, "b": { "sex": "M" } },
            ]),
        );
        for (one, other) in [(0, 1), (3, 2)] {
            for member in ["estimate", "se", "t", "p_value"] {
                let (one, other) = (result(&answered, one), result(&answered, other));
                close(real(&one[member]), real(&other[member]), 1e-9);
            }
        }
        let (difference, contrast) = (result(&answered, 0), result(&answered, 1));
        assert_eq!(contrast["ci"].as_array().unwrap().len(), 6);
        for place in 0..6 {
            let (one, other) = (&difference["ci"][place], &contrast["ci"][place]);
            assert_eq!(one["level"], other["level"]);
            close(real(&one["lower"]), real(&other["lower"]), 1e-9);
        }
        close(
            real(&contrast["vcov"][0][1]),
            real(&difference["cov_ab"]),
            1e-9,
        );
        let ratio = result(&answered, 4);
        let (a, b) = (
            real(&difference["estimate_a"]),
            real(&difference["estimate_b"]),
        );
        close(real(&ratio["estimate"]), a / b, 1e-12);
        // By the delta method, from the variances of both means.
        let (va, vb) = (
            real(&difference["se_a"]).powi(2),
            real(&difference["se_b"]).powi(2),
        );
        let cov = real(&difference["cov_ab"]);
        let se = a / b * (va / (a * a) + vb / (b * b) - 2.0 * cov / (a * b)).sqrt();
        let tolerance = if design == "city" { 1e-9 } else { 0.02 };
        close(real(&ratio["se"]), se, tolerance);
        assert!(real(&ratio["ci"][0]["lower"]) < a / b && a / b < real(&ratio["ci"][0]["upper"]));
    }
}

#[test]
fn a_one_sided_quantile_limit_is_that_of_twice_the_error() {
    for design in ["city", "jackknife"] {
        let ask = |sides: &str, level: f64| json!({ "stat": "quantile", "design": design, "var": "w", "probs": 0.5, "sides": sides, "level": level });
        let answered = answer(
            &city(),
            &json!([ask("both", 0.8), ask("lower", 0.9), ask("upper", 0.9)]),
        );
        let entry = |place: usize, level: f64| {
            let quantiles = result(&answered, place)["quantiles"].as_array().unwrap();
            let found = quantiles
                .iter()
                .find(|it| (real(&it["level"]) - level).abs() < 1e-12);
            found.unwrap_or_else(|| panic!("{quantiles:?}")).clone()
        };
        assert_eq!(entry(0, 0.8)["lower"], entry(1, 0.9)["lower"]);
        assert_eq!(entry(0, 0.8)["upper"], entry(2, 0.9)["upper"]);
        assert_eq!(
            (&entry(1, 0.9)["upper"], &entry(2, 0.9)["lower"]),
            (&json!("Inf"), &json!("-Inf"))
        );
    }
}

fn regression(members: Value) -> Value {
    let mut asked = json!({ "stat": "regression", "design": "city", "var": "y", "family": "logistic",
        "terms": [{ "kind": "factor", "var": "sex" }, { "kind": "number", "var": "w" }] });
    asked.as_object_mut().unwrap().extend(object(members));
    asked
}

fn object(value: Value) -> serde_json::Map<String, Value> {
    match value {
        Value::Object(members) => members,
        other => panic!("{other} has no members"),
    }
}

#[test]
fn regressions_that_make_no_sense_are_refused() {
    let number = |var: &str| json!({ "kind": "number", "var": var });
    for (members, message) in [
        (json!({ "terms": [] }), "terms is empty"),
        (
            json!({ "terms": [number("w"), number("w")] }),
            "terms has w twice",
        ),
        (json!({ "terms": [number("y")] }), "y cannot explain itself"),
        (
            json!({ "terms": [number("w"), { "kind": "interaction", "vars": ["w", "z"] }] }),
            "the interaction of z needs the term z before it",
        ),
        (
            json!({ "margins": "w" }),
            "margins has w, which is no factor of terms",
        ),
        (
            json!({ "level": 1 }),
            "level is not strictly between 0 and 1",
        ),
        (
            json!({ "terms": [{ "kind": "number", "var": "w", "reference": "x" }] }),
            "unknown field `reference`",
        ),
        (
            json!({ "terms": [{ "kind": "spline", "var": "w" }] }),
            "unknown variant `spline`",
        ),
        (json!({ "family": "probit" }), "unknown variant `probit`"),
        (
            json!({ "terms": [number("w"), { "kind": "factor", "var": "none" }] }),
            "none has fewer than two categories",
        ),
        (
            json!({ "terms": [number("w"), number("none")] }),
            "none says nothing",
        ),
        (json!({ "terms": [number("y2")] }), "there is no column y2"),
        (
            json!({ "var": "w", "terms": [number("z")] }),
            "a logistic model needs 0 or 1",
        ),
        (
            json!({ "var": "none", "terms": [number("w")] }),
            "have the same answer",
        ),
        (
            json!({ "terms": [number("same"), number("y"), number("w")], "var": "z" }),
            "",
        ),
        (
            json!({ "var": "all", "terms": [{ "kind": "factor", "var": "psu" }] }),
            "tell the answers exactly",
        ),
        (
            json!({ "domain": { "psu": "D0P0" }, "terms": [{ "kind": "factor", "var": "sex" }, number("w"),
                number("p2"), number("same"), number("anchor"), number("known"), number("responded")] }),
            "",
        ),
        (
            json!({ "design": "jackknife", "margins": "sex" }),
            "predictive margins are worked out by linearisation only",
        ),
    ] {
        if message.is_empty() {
            // Answered or refused, but never a panic.
            answer(&city(), &json!([regression(members)]));
            continue;
        }
        let found = refusal(&city(), &json!([regression(members.clone())]));
        assert!(found.contains(message), "{members}: {found}");
    }
}

#[test]
fn other_requests_that_make_no_sense_are_refused() {
    let place = |var: &str| json!({ "stat": "mean", "design": "city", "var": var });
    let area = |name: &str, more: Value| {
        let mut area = json!({ "area": name, "estimate": 0.5 });
        area.as_object_mut().unwrap().extend(object(more));
        area
    };
    let areas = |areas: Vec<Value>| json!({ "stat": "small_areas", "areas": areas });
    for (asked, message) in [
        (
            json!({ "stat": "contrast", "design": "city", "terms": [] }),
            "terms is empty",
        ),
        (
            json!({ "stat": "trend", "design": "city", "var": "y", "by": "sex" }),
            "which is no time",
        ),
        (
            json!({ "stat": "trend", "design": "city", "var": "y", "by": "none" }),
            "fewer than two times",
        ),
        (
            json!({ "stat": "difference", "design": "city", "var": "y", "a": { "sex": "F" } }),
            "b is empty",
        ),
        (
            json!({ "stat": "difference", "design": "city", "var": "y", "a": { "sex": "F" }, "b": { "sex": "M" }, "rest": true }),
            "b and rest exclude each other",
        ),
        (
            json!({ "stat": "difference", "design": "city", "var": "y", "a": { "sex": "F", "all": 1 }, "rest": true }),
            "rest needs an a of one column",
        ),
        (
            json!({ "stat": "domain_ratio", "design": "city", "var": "none", "a": { "sex": "F" }, "b": { "sex": "M" } }),
            "there is no ratio",
        ),
        (
            json!({ "stat": "domain_ratio", "design": "city", "var": "y", "a": {}, "b": { "sex": "M" } }),
            "a is empty",
        ),
        (
            json!({ "stat": "importance", "design": "city", "var": "y", "by": [] }),
            "by is empty",
        ),
        (
            json!({ "stat": "importance", "design": "city", "var": "y", "by": ["y"] }),
            "y cannot explain itself",
        ),
        (
            json!({ "stat": "importance", "design": "city", "var": "y", "by": ["w", "w"] }),
            "by has w twice",
        ),
        (
            json!({ "stat": "importance", "design": "city", "var": "y", "by": ["w", "none"] }),
            "none says nothing",
        ),
        (areas(vec![]), "areas is empty"),
        (
            areas(vec![area("A", json!({}))]),
            "area A: it needs variance or effective_n",
        ),
        (
            areas(vec![area("A", json!({ "variance": 1, "effective_n": 9 }))]),
            "variance and effective_n exclude each other",
        ),
        (
            areas(vec![
                area("A", json!({ "variance": 1 })),
                area("B", json!({ "effective_n": 9 })),
            ]),
            "area B: it needs variance, as the first area",
        ),
        (
            areas(vec![area("A", json!({ "effective_n": 0 }))]),
            "effective_n is not above 0",
        ),
        (
            areas(vec![area("A", json!({ "variance": 1 }))]),
            "1 areas are too few for 1 columns",
        ),
        (
            areas(vec![
                area("A", json!({ "variance": 0 })),
                area("B", json!({ "variance": 1 })),
            ]),
            "area 1: estimates and columns have to be numbers, variances above 0",
        ),
        (
            json!({ "stat": "small_areas", "benchmark": 0.7, "areas": [area("A", json!({ "variance": 1 }))] }),
            "benchmark needs the share of every area",
        ),
        (
            json!({ "stat": "proportion", "design": "city", "var": "y", "level": 0 }),
            "level is not strictly between 0 and 1",
        ),
    ] {
        let found = refusal(&city(), &json!([asked.clone(), place("y")]));
        assert!(found.contains(message), "{asked}: {found}");
    }
}

#[test]
fn shares_that_are_all_zero_are_no_benchmark() {
    let area = |name: &str| json!({ "area": name, "estimate": 0.5, "effective_n": 9, "share": 0 });
    let areas = json!([area("A"), area("B")]);
    let asked = json!({ "stat": "small_areas", "benchmark": 0.7, "areas": areas });
    let mean = json!({ "stat": "mean", "design": "city", "var": "y" });
    let found = refusal(&city(), &json!([asked, mean]));
    let message = "benchmark: shares and the mean of the estimates have to be above 0";
    assert!(found.contains(message), "{found}");
}

/// The test of a part of few PSUs has their degrees of freedom, by either kind of variance.
#[test]
fn the_difference_of_a_small_part_has_its_degrees_of_freedom() {
    for design in ["city", "jackknife"] {
        let small = json!({ "psu": ["D0P0", "D0P1"] });
        let mut asked =
            json!({ "stat": "difference", "design": design, "var": "y", "a": small, "rest": true });
        let whole = asked.clone();
        asked["df"] = json!("parts");
        let answered = answer(&city(), &json!([asked, whole]));
        let (parts, whole) = (result(&answered, 0), result(&answered, 1));
        let (a, b) = (real(&parts["se_a"]).powi(2), real(&parts["se_b"]).powi(2));
        // Two PSUs of the first district; four others there and six of the other district.
        let expected = ((a + b).powi(2) / (a * a + b * b / 8.0)).floor();
        // Replicates count their own degrees of freedom.
        if design == "city" {
            assert!((real(&parts["df"]) - expected).abs() < 1e-9, "{parts}");
        }
        assert!(real(&parts["df"]) < real(&whole["df"]));
        assert!(real(&parts["p_value"]) > real(&whole["p_value"]));
        assert_eq!(parts["ci"][0]["method"], "t_parts_df");
        assert_eq!(whole["ci"][0]["method"], "t_design_df");
    }
}

/// A value beyond what can be computed with is refused or answered, and never a panic or a silent nonsense.
#[test]
fn adversarial_columns_are_refused_or_answered() {
    let survey = Survey::simulate(26, 3, 5, 2);
    let (design, all) = (survey.design(), everybody(&survey));
    let rows = survey.rows();
    let hostile: [Vec<f64>; 6] = [
        vec![f64::NAN; rows],
        vec![1e308; rows],
        (0..rows)
            .map(|row| if row == 0 { 1e300 } else { 0.0 })
            .collect(),
        (0..rows)
            .map(|row| f64::from(u32::try_from(row).unwrap()) * 1e-320)
            .collect(),
        (0..rows)
            .map(|row| if row % 2 == 0 { f64::INFINITY } else { 1.0 })
            .collect(),
        indicator(&survey.sex, "M"),
    ];
    for column in hostile {
        let terms = ModelTerms::default()
            .factor("sex", &Survey::factor(&survey.sex))
            .number("x", column.clone());
        for family in [Family::Linear, Family::Logistic] {
            if let Ok(fitted) = design.regression(&model(&survey, &terms, &all, family)) {
                assert!(
                    fitted.coefficients.iter().all(|b| b.is_finite()),
                    "{fitted:?}"
                );
            }
        }
        let columns = [("x", column.as_slice())];
        let compared = Compared {
            answer: &survey.answers[0],
            columns: &columns,
            selected: &all,
        };
        if let Ok(found) = design.importance(&compared) {
            assert!(found.explained.value.is_finite(), "{found:?}");
        }
    }
}
