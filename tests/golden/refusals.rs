//! Bad input gets one clear message, and nothing is written.

use serde_json::{Value, json};
use statistics::analysis::{Analysis, AnalysisError, answer_document};

const DATA: &str = "district,psu,sex,w,y\nA,1,F,1,1\nA,2,M,1,0\nB,3,F,1,1\nB,4,M,1,0\n";

fn document() -> Value {
    json!({
        "schema": "minyi-analysis/1",
        "data": { "csv": "d.csv" },
        "designs": [{
            "name": "raked", "ids": "psu", "strata": ["district"], "weights": "w",
            "steps": [{ "op": "rake", "margins": [
                { "vars": "sex", "population": [{ "sex": "F", "Freq": 3 }, { "sex": "M", "Freq": 2 }] }
            ] }]
        }],
        "estimates": [{ "id": "e1", "stat": "proportion", "design": "raked", "var": "y" }]
    })
}

fn refusal(document: &Value, data: &str) -> String {
    let mut load = |file: &str| match file {
        "d.csv" => Ok(data.as_bytes().to_vec()),
        other => Err(format!("there is no {other}")),
    };
    refused(answer_document(document, &mut load))
}

/// Why a document was refused whole, or else its design, or else its estimate: the first of them.
pub(crate) fn refused(answered: Result<Value, AnalysisError>) -> String {
    let document = match answered {
        Err(error) => return error.to_string(),
        Ok(document) => document,
    };
    let entries = |list: &str| document[list].as_array().cloned().unwrap_or_default();
    let designs = entries("designs").into_iter().map(|it| it["error"].clone());
    let estimates = entries("estimates");
    let estimates = estimates
        .into_iter()
        .map(|it| it["result"]["error"].clone());
    let mut errors = designs.chain(estimates);
    let error = errors.find(Value::is_string).expect("nothing is refused");
    error.as_str().unwrap().to_owned()
}

#[test]
fn a_sound_document_is_answered() {
    let mut load = |_: &str| Ok(DATA.as_bytes().to_vec());
    let answered = answer_document(&document(), &mut load).unwrap();
    let result = &answered["estimates"][0]["result"];
    assert!((result["estimate"].as_f64().unwrap() - 0.6).abs() < 1e-12);
    assert_eq!(answered["designs"][0]["expected"]["df"], 2);
}

#[test]
fn refusals_name_file_row_and_column() {
    let bad_cell = DATA.replace("B,3,F,1,1", "B,3,F,one,1");
    assert_eq!(
        refusal(&document(), &bad_cell),
        "d.csv, row 3, column w: \"one\" is not a number"
    );
    let negative = DATA.replace("B,3,F,1,1", "B,3,F,-1,1");
    assert_eq!(
        refusal(&document(), &negative),
        "d.csv, row 3, column w: the weight -1 is negative"
    );
    let unknown = DATA.replace("B,4,M,1,0", "B,4,X,1,0");
    assert_eq!(
        refusal(&document(), &unknown),
        "d.csv, row 4, column sex: design raked has no control total for \"X\""
    );
    let no_column = DATA.replace("sex", "gender");
    assert_eq!(
        refusal(&document(), &no_column),
        "d.csv: there is no column sex"
    );
    let zero = DATA.replace(",1,1\n", ",0,1\n").replace(",1,0\n", ",0,0\n");
    assert!(refusal(&document(), &zero).contains("column w: the weights sum to zero"));
    let short = DATA.replace("B,4,M,1,0", "B,4,M");
    assert!(refusal(&document(), &short).starts_with("d.csv: "));
}

#[test]
fn unknown_words_are_refused() {
    for (path, value, message) in [
        (
            "/estimates/0/stat",
            json!("median"),
            "estimate e1: unknown variant `median`, expected one of `proportion`",
        ),
        (
            "/estimates/0/design",
            json!("x"),
            "estimate e1: there is no design \"x\"",
        ),
        (
            "/designs/0/steps/0/op",
            json!("twist"),
            "step 1: unknown variant `twist`, expected one of `poststratify`",
        ),
        (
            "/schema",
            json!("other/1"),
            "schema: unknown variant `other/1`, expected `minyi-analysis/1`",
        ),
        (
            "/data/csv",
            json!("gone.csv"),
            "gone.csv: there is no gone.csv",
        ),
    ] {
        let mut document = document();
        *document.pointer_mut(path).unwrap() = value;
        let found = refusal(&document, DATA);
        assert!(found.contains(message), "{found}");
    }
    let mut beyond = document();
    beyond["estimates"][0] =
        json!({ "stat": "quantile", "design": "raked", "var": "y", "probs": 2.0 });
    assert_eq!(
        refusal(&beyond, DATA),
        "estimate 1: probs has 2, which is not between 0 and 1"
    );
    let mut lonely = document();
    lonely["designs"][0]["lonely_psu"] = json!("ignore");
    assert_eq!(
        refusal(&lonely, DATA),
        "design raked: lonely_psu: unknown variant `ignore`, expected one of `fail`, `remove`, \
         `certainty`, `average`, `adjust`, `collapse`"
    );
}

/// Documents that are odd but readable get an error per estimate, or one message; never a panic.
#[test]
fn odd_documents_do_not_panic() {
    let mut load = |_: &str| Ok(DATA.as_bytes().to_vec());
    let mut odd = document();
    odd["estimates"] = json!([
        { "stat": "chisq", "design": "raked", "row": "sex", "col": "district", "domain": { "district": "A" } },
        { "stat": "ttest", "design": "raked", "var": "y", "group": "psu" },
        { "stat": "proportion", "design": "raked", "var": "y", "domain": { "district": "nowhere" } },
        { "stat": "proportion", "design": "raked", "var": "y", "domain": { "psu": 1 } },
        { "stat": "mean", "design": "raked", "var": "y", "domain": [] },
        { "stat": "quantile", "design": "raked", "var": "y", "probs": 1.0, "qrules": "hf7" },
        { "stat": "ratio", "design": "raked", "num": "y", "den": "w", "domain": { "psu": [1, 2] } },
        { "stat": "difference", "design": "raked", "var": "y", "a": { "sex": "F" }, "b": { "sex": "X" } },
    ]);
    let answered = answer_document(&odd, &mut load).unwrap();
    let result = |place: usize| &answered["estimates"][place]["result"];
    assert!(result(0).get("error").is_some());
    assert!(result(1).get("error").is_some());
    assert_eq!(result(2)["empty"], true);
    assert_eq!(result(2)["reason"], "column district has no \"nowhere\"");
    assert!(result(3)["estimate"].is_number());
    assert!(result(4)["se"].is_number());
    assert_eq!(result(5)["quantiles"][0]["quantile"], 1.0);
    assert!(result(6)["estimate"].is_number());
    assert_eq!(result(7)["empty"], true);

    for (design, message) in [
        (
            json!({ "name": "raked", "pps": { "method": "brewer" } }),
            "inclusion probabilities",
        ),
        (
            json!({ "name": "raked", "weights": "w", "steps": [{ "op": "trim", "lower": 3, "upper": "-Inf" }] }),
            "no weight lies within",
        ),
        (
            json!({ "name": "raked", "weights": "w", "fpc": "y" }),
            "d.csv, row 2, column y: population 0 at stage 1, with 4 units sampled",
        ),
        (
            json!({ "name": "raked", "ids": "sex", "strata": "district", "weights": "w" }),
            "lies in strata",
        ),
        (
            json!({ "name": "raked", "weights": "w", "steps": [{ "op": "replicate", "type": "BRR" }] }),
            "not two",
        ),
    ] {
        let mut broken = document();
        broken["designs"][0] = design;
        let found = refusal(&broken, DATA);
        assert!(found.contains(message), "{found}");
    }
}

#[test]
fn proportions_need_zeros_and_ones() {
    let two = DATA.replace("A,2,M,1,0", "A,2,M,1,2");
    assert_eq!(
        refusal(&document(), &two),
        "d.csv, row 2, column y: 2 is neither 0 nor 1, as a proportion needs"
    );
    let mut mean = document();
    mean["estimates"][0]["stat"] = json!("mean");
    let answered = answer_document(&mean, &mut |_: &str| Ok(two.clone().into_bytes())).unwrap();
    assert!(answered["estimates"][0]["result"]["estimate"].is_number());
}

#[test]
fn strangers_and_duplicates_are_refused() {
    let with = |path: &str, member: &str, value: Value| {
        let mut document = document();
        let place = document.pointer_mut(path).unwrap();
        place
            .as_object_mut()
            .unwrap()
            .insert(member.to_owned(), value);
        refusal(&document, DATA)
    };
    for (path, member, value, message) in [
        (
            "",
            "design",
            json!([]),
            "unknown field `design`, expected one of `schema`",
        ),
        (
            "/data",
            "cvs",
            json!("x"),
            "data.cvs: unknown field `cvs`, expected one of `csv`",
        ),
        (
            "/designs/0",
            "lonley_psu",
            json!("remove"),
            "design raked: lonley_psu: unknown field `lonley_psu`, expected one of `name`",
        ),
        (
            "/designs/0",
            "kind",
            json!("twophase"),
            "design raked: kind: unknown variant `twophase`",
        ),
        (
            "/designs/0",
            "variance",
            json!("YG"),
            "variance goes only with pps",
        ),
        (
            "/designs/0",
            "rho",
            json!(0.3),
            "rho goes only with kind svrepdesign",
        ),
        ("/designs/0", "collapse", json!({ "A": "B" }), "go together"),
        (
            "/designs/0",
            "weights",
            json!(7),
            "design raked: weights: invalid type",
        ),
        (
            "/designs/0/steps/0",
            "epsilom",
            json!(1),
            "step 1: epsilom: unknown field `epsilom`, expected one of `margins`",
        ),
        (
            "/designs/0/steps/0/margins/0",
            "Freq",
            json!(1),
            "margins[0].Freq: unknown field `Freq`, expected `vars` or `population`",
        ),
        (
            "/estimates/0",
            "domian",
            json!({}),
            "estimate e1: domian: unknown field `domian`, expected one of `design`",
        ),
        (
            "/estimates/0",
            "anchor",
            json!({}),
            "estimate e1: anchor: unknown field `anchor`, expected one of `design`",
        ),
        (
            "/estimates/0",
            "sides",
            json!("left"),
            "estimate e1: sides: unknown variant `left`, expected one of `both`",
        ),
    ] {
        let found = with(path, member, value);
        assert!(found.contains(message), "{found}");
    }
    let mut twins = document();
    let twin = twins["designs"][0].clone();
    twins["designs"].as_array_mut().unwrap().push(twin);
    assert_eq!(
        refusal(&twins, DATA),
        "design raked: two designs have this name"
    );
    let twice = DATA.replace("sex,w", "w,w");
    assert_eq!(
        refusal(&document(), &twice),
        "d.csv: two columns are called \"w\""
    );
}

#[test]
fn probabilities_and_populations_name_their_cell() {
    for (cell, message) in [
        (
            "0",
            "the inclusion probability 0 is not above 0 and at most 1",
        ),
        (
            "-0.5",
            "the inclusion probability -0.5 is not above 0 and at most 1",
        ),
        (
            "1.5",
            "the inclusion probability 1.5 is not above 0 and at most 1",
        ),
        ("Inf", "\"Inf\" is not a number"),
        ("", "there is no number"),
    ] {
        let data = DATA.replace("B,3,F,1,1", &format!("B,3,F,{cell},1"));
        let mut document = document();
        document["designs"][0] = json!({ "name": "raked", "probs": "w" });
        assert_eq!(
            refusal(&document, &data),
            format!("d.csv, row 3, column w: {message}")
        );
    }
    let varying = "district,psu,sex,w,y\nA,1,F,9,1\nA,2,M,9,0\nB,3,F,8,1\nB,4,M,7,0\n";
    let mut document = document();
    document["designs"][0] = json!({ "name": "raked", "strata": "district", "fpc": "w" });
    assert_eq!(
        refusal(&document, varying),
        "d.csv, row 4, column w: at stage 1 the population differs within the stratum"
    );
}

#[test]
fn replicates_that_cannot_be_made_are_refused() {
    let with = |step: Value| {
        let mut document = document();
        document["designs"][0]["steps"] = json!([step]);
        refusal(&document, DATA)
    };
    for (step, message) in [
        (
            json!({ "op": "replicate", "type": "bootstrap" }),
            "only read from replicates.csv",
        ),
        (
            json!({ "op": "replicate", "type": "mrbbootstrap" }),
            "only read from replicates.csv",
        ),
        (
            json!({ "op": "replicate", "type": "subbootstrap", "replicates": 1 }),
            "at least two",
        ),
        (
            json!({ "op": "replicate", "type": "Fay", "rho": 1 }),
            "rho is 1",
        ),
        (json!({ "op": "replicate", "type": "JK1" }), "use JKn"),
    ] {
        let found = with(step);
        assert!(found.contains(message), "{found}");
    }
}

#[test]
fn a_margin_needs_no_total_for_what_a_subset_removed() {
    let mut document = document();
    document["designs"][0]["steps"] = json!([
        { "op": "subset", "where": { "district": "A" } },
        { "op": "rake", "margins": [
            { "vars": "district", "population": [{ "district": "A", "Freq": 5 }] }] },
    ]);
    let answered = answer_document(&document, &mut |_: &str| Ok(DATA.as_bytes().to_vec())).unwrap();
    assert_eq!(answered["designs"][0]["expected"]["sum_w"], 5.0);
    document["designs"][0]["steps"][0]["where"] = json!({ "sex": "F" });
    assert_eq!(
        refusal(&document, DATA),
        "d.csv, row 3, column district: design raked has no control total for \"B\""
    );
}

#[test]
fn calibration_names_the_column_it_cannot_reach() {
    let mut document = document();
    document["designs"][0]["steps"] = json!([{ "op": "calibrate", "calfun": "raking", "columns": [
        { "name": "sexF", "kind": "indicator", "var": "sex", "value": "F" },
        { "name": "districtC", "kind": "indicator", "var": "district", "value": "C" },
    ], "population": { "sexF": 3, "districtC": 2 } }]);
    let found = refusal(&document, DATA);
    assert!(found.contains("districtC is off by"), "{found}");
}

/// A file cut off within quotation marks would otherwise lose every row behind them.
#[test]
fn files_that_are_not_whole_are_refused() {
    let open = DATA.replace("B,3,F,", "\"B,3,F,");
    let found = refusal(&document(), &open);
    assert!(found.contains("quotation mark"), "{found}");
    let ragged = format!("{DATA}A,1\n");
    let found = refusal(&document(), &ragged);
    assert!(found.contains("has 2 cells, the heading 5"), "{found}");
    assert!(refusal(&document(), "").contains("it is empty"));
    let gap = DATA.replace("B,3,F,", "B,,F,");
    let mut clustered = document();
    clustered["designs"][0]["ids"] = json!("psu");
    let found = refusal(&clustered, &gap);
    assert!(
        found.contains("row 3, column psu: the cell is empty"),
        "{found}"
    );
    let mut counted = document();
    counted["data"]["rows"] = json!(1_000);
    let found = refusal(&counted, DATA);
    assert!(found.contains("says 1000 rows"), "{found}");
}

/// 0/0 is no test, and must not be waited for.
#[test]
fn what_does_not_vary_is_not_tested() {
    let mut document = document();
    let data = "district,psu,sex,w,y\nA,1,F,9,1\nA,2,M,9,1\nB,3,F,7,1\nB,4,M,7,1\n";
    document["designs"][0] = json!({ "name": "plain", "weights": "w" });
    document["estimates"] = json!([
        { "stat": "difference", "design": "plain", "var": "y", "a": { "sex": "F" }, "b": { "sex": "M" } },
        { "stat": "ttest", "design": "plain", "var": "y", "group": "sex" },
    ]);
    let answered = answer_document(&document, &mut |_: &str| Ok(data.as_bytes().to_vec())).unwrap();
    for estimate in answered["estimates"].as_array().unwrap() {
        assert_eq!(estimate["result"]["p_value"], "NaN");
        assert_eq!(
            estimate["result"]["error"],
            "no test: the standard error is 0"
        );
    }
}

/// A misspelt member would otherwise leave a default in place and change a figure without a word.
#[test]
fn every_statistic_and_every_step_refuses_a_member_that_it_does_not_have() {
    let statistics = [
        json!({ "stat": "proportion", "design": "raked", "var": "y" }),
        json!({ "stat": "mean", "design": "raked", "var": "y" }),
        json!({ "stat": "ratio", "design": "raked", "num": "y", "den": "w" }),
        json!({ "stat": "quantile", "design": "raked", "var": "y", "probs": 0.5 }),
        json!({ "stat": "chisq", "design": "raked", "row": "sex", "col": "y" }),
        json!({ "stat": "ttest", "design": "raked", "var": "y", "group": "sex" }),
        json!({ "stat": "difference", "design": "raked", "var": "y", "a": { "sex": "F" },
                "b": { "sex": "M" } }),
        json!({ "stat": "listwise_means", "design": "raked", "vars": ["y", "w"] }),
        json!({ "stat": "mean_of_proportions", "design": "raked", "vars": ["y"] }),
        json!({ "stat": "verdict", "design": "raked", "var": "y", "threshold": 0.5 }),
        json!({ "stat": "reliability", "design": "raked", "vars": "y" }),
        json!({ "stat": "crosswise", "design": "raked", "var": "y", "prevalence": 0.2 }),
        json!({ "stat": "domain_ratio", "design": "raked", "var": "y", "a": { "sex": "F" },
                "b": { "sex": "M" } }),
        json!({ "stat": "contrast", "design": "raked", "terms": [{ "coefficient": 1, "var": "y" }] }),
        json!({ "stat": "trend", "design": "raked", "var": "y", "by": "psu" }),
        json!({ "stat": "regression", "design": "raked", "var": "y", "family": "linear",
                "terms": [{ "kind": "factor", "var": "sex" }] }),
        json!({ "stat": "importance", "design": "raked", "var": "y", "by": "w" }),
        json!({ "stat": "small_areas", "areas": [{ "area": "A", "estimate": 0.5, "variance": 0.1 }] }),
        json!({ "stat": "adjust", "tests": "d", "method": "bh" }),
        json!({ "stat": "size", "margin": 0.02, "proportion": 0.9 }),
        json!({ "stat": "power", "threshold": 0.9, "truth": 0.95, "n": 900 }),
    ];
    for statistic in statistics {
        let mut document = document();
        document["estimates"] = json!([
            statistic,
            { "id": "d", "stat": "difference", "design": "raked", "var": "y",
              "a": { "sex": "F" }, "b": { "sex": "M" } },
        ]);
        Analysis::read(&document).unwrap();
        document["estimates"][0]["stranger"] = json!(1);
        let found = refusal(&document, DATA);
        assert!(
            found.starts_with("estimate 1: stranger: unknown field `stranger`, expected one of `"),
            "{found}"
        );
    }
    let margin = json!({ "vars": "sex", "population": [{ "sex": "F", "Freq": 3 }] });
    let column = json!({ "kind": "numeric", "name": "y", "var": "y" });
    let steps = [
        json!({ "op": "poststratify", "vars": "sex", "population": margin["population"] }),
        json!({ "op": "rake", "margins": [margin], "trim": { "upper": 4 } }),
        json!({ "op": "calibrate", "calfun": "linear", "columns": [column],
                "population": { "y": 3 } }),
        json!({ "op": "trim", "upper": "Inf" }),
        json!({ "op": "subset", "where": { "sex": ["F", "M"] } }),
        json!({ "op": "eligibility", "classes": "district", "known": "y" }),
        json!({ "op": "nonresponse", "classes": "district", "responded": "y" }),
        json!({ "op": "replicate", "type": "JKn" }),
    ];
    for step in steps {
        let mut document = document();
        document["designs"][0]["steps"] = json!([step]);
        Analysis::read(&document).unwrap();
        let mut inner = vec![""];
        inner.extend(step.get("trim").map(|_| "/trim"));
        inner.extend(step.get("margins").map(|_| "/margins/0"));
        inner.extend(step.get("columns").map(|_| "/columns/0"));
        for place in inner {
            let mut wrong = document.clone();
            let entry = wrong.pointer_mut(&format!("/designs/0/steps/0{place}"));
            entry.unwrap()["stranger"] = json!(1);
            let found = refusal(&wrong, DATA);
            assert!(
                found.starts_with("design raked: steps: step 1: "),
                "{found}"
            );
            assert!(
                found.contains("unknown field `stranger`, expected "),
                "{found}"
            );
        }
    }
}
