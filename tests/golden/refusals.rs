//! Bad input gets one clear message, and nothing is written.

use minyi::statistics::analysis::analyze;
use serde_json::{Value, json};

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
    analyze(document, &mut load).unwrap_err().to_string()
}

#[test]
fn a_sound_document_is_answered() {
    let mut load = |_: &str| Ok(DATA.as_bytes().to_vec());
    let answered = analyze(&document(), &mut load).unwrap();
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
            "estimate e1: unknown stat \"median\"",
        ),
        (
            "/estimates/0/design",
            json!("x"),
            "estimate e1: there is no design \"x\"",
        ),
        (
            "/designs/0/steps/0/op",
            json!("twist"),
            "unknown variant `twist`",
        ),
        ("/schema", json!("other/1"), "schema \"other/1\""),
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
    let mut lonely = document();
    lonely["designs"][0]["lonely_psu"] = json!("ignore");
    assert_eq!(
        refusal(&lonely, DATA),
        "design raked: unknown lonely_psu ignore"
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
        { "stat": "proportion", "design": "raked", "var": "w", "domain": { "district": "nowhere" } },
        { "stat": "proportion", "design": "raked", "var": "psu" },
        { "stat": "mean", "design": "raked", "var": "y", "domain": [] },
        { "stat": "quantile", "design": "raked", "var": "y", "probs": 2.0, "qrules": "hf7" },
        { "stat": "ratio", "design": "raked", "num": "y", "den": "w", "domain": { "psu": [1, 2] } },
        { "stat": "difference", "design": "raked", "var": "y", "a": { "sex": "F" }, "b": { "sex": "X" } },
    ]);
    let answered = analyze(&odd, &mut load).unwrap();
    let result = |place: usize| &answered["estimates"][place]["result"];
    assert!(result(0).get("error").is_some());
    assert!(result(1).get("error").is_some());
    assert_eq!(result(2)["empty"], true);
    assert!(result(3).get("error").is_some());
    assert!(result(4)["se"].is_number());
    assert_eq!(result(5)["quantiles"][0]["quantile"], "NaN");
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
            "population 0",
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
