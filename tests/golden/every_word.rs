//! Every member of a document is honoured or refused: none is accepted and ignored.

use serde_json::{Value, json};
use statistics::analysis::answer_document;

use crate::refusals::refused;
use crate::second_routes::close;

const DATA: &str = "\
district,psu,sex,code,n,w,p,y,x,r1,r2,r3,r4
A,1,F,01,9,2,0.5,1,10,0,2,1,1
A,2,M,1,9,2,0.5,0,20,2,0,1,1
B,3,F,1.0,9,1,0.5,1,-9,1,1,0,2
B,4,M,NA,9,3,0.5,0,40,1,1,2,0
";

fn load(file: &str) -> Result<Vec<u8>, String> {
    match file {
        "d.csv" => Ok(DATA.as_bytes().to_vec()),
        "w.csv" => Ok(b"plain,other\n2,7\n2,7\n1,7\n3,7\n".to_vec()),
        "off.csv" => Ok(b"plain\n2\n2\n1.01\n3\n".to_vec()),
        "stranger.csv" => Ok(b"other\n2\n2\n1\n3\n".to_vec()),
        "r.csv" => Ok(b"r1,r2\n0,2\n2,0\n0,2\n2,0\n".to_vec()),
        other => Err(format!("there is no {other}")),
    }
}

fn document(data: &Value, design: &Value, estimate: &Value) -> Value {
    let mut described = json!({ "csv": "d.csv" });
    let members = data.as_object().unwrap().clone();
    described.as_object_mut().unwrap().extend(members);
    json!({ "schema": "minyi-analysis/1", "data": described, "designs": [design], "estimates": [estimate] })
}

fn plain() -> Value {
    json!({ "name": "plain", "weights": "w" })
}

fn mean(var: &str) -> Value {
    json!({ "id": "e", "stat": "mean", "design": "plain", "var": var })
}

fn answer(data: &Value, design: &Value, estimate: &Value) -> Value {
    answer_document(&document(data, design, estimate), &mut |file: &str| {
        load(file)
    })
    .unwrap()
}

fn with(members: &Value) -> Value {
    let mut design = plain();
    let members = members.as_object().unwrap().clone();
    design.as_object_mut().unwrap().extend(members);
    design
}

fn refusal(data: &Value, design: &Value, estimate: &Value) -> String {
    let document = document(data, design, estimate);
    refused(answer_document(&document, &mut |file: &str| load(file)))
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of members")]
fn members_that_nothing_would_be_made_of_are_refused() {
    let steps = |step: Value| json!({ "steps": [step] });
    let calibrate = |extra: Value| {
        let mut step = json!({ "op": "calibrate", "calfun": "linear", "population": { "i": 8 },
            "columns": [{ "kind": "intercept", "name": "i" }] });
        let extra = extra.as_object().unwrap().clone();
        step.as_object_mut().unwrap().extend(extra);
        steps(step)
    };
    let given = json!({ "kind": "svrepdesign", "type": "BRR", "repweight_columns": ["r1", "r2", "r3", "r4"] });
    let given_with = |extra: Value| {
        let mut design = given.clone();
        let extra = extra.as_object().unwrap().clone();
        design.as_object_mut().unwrap().extend(extra);
        design
    };
    let jackknife = json!({ "op": "replicate", "type": "JKn" });
    let described = |members: Value| json!({ "strata": "district", "ids": "psu", "steps": [jackknife], "replicates": members });
    let total = |category: Value| {
        steps(
            json!({ "op": "rake", "margins": [{ "vars": "sex", "population": [category, { "sex": "M", "Freq": 4 }] }] }),
        )
    };
    for (members, message) in [
        (
            json!({ "fpc": ["n", "n"] }),
            "fpc has 2 columns for 1 stage: one for each column of ids",
        ),
        (
            json!({ "ids": "psu", "fpc": ["n", "n"] }),
            "fpc has 2 columns for 1 stage",
        ),
        (
            json!({ "nest": true, "ids": "psu" }),
            "nest says that labels of ids repeat between strata",
        ),
        (
            json!({ "adjust_domain_lonely": true }),
            "adjust_domain_lonely needs a lonely_psu",
        ),
        (
            json!({ "strata": "district", "lonely_psu": "adjust", "adjust_domain_lonely": true, "steps": [jackknife] }),
            "replicates do not follow it",
        ),
        (
            json!({ "replicates": { "n": 4 } }),
            "replicates needs a step replicate",
        ),
        (
            json!({ "fpc": "p", "pps": { "method": "brewer", "sum_p2_over_n": 3 } }),
            "sum_p2_over_n goes with method HR",
        ),
        (
            json!({ "fpc": "p", "pps": { "method": "overton", "matrix_csv": "m.csv" } }),
            "matrix_csv goes with method ppsmat",
        ),
        (
            json!({ "fpc": "p", "pps": { "method": "overton" }, "lonely_psu": "remove" }),
            "lonely_psu does not go with joint",
        ),
        (
            json!({ "strata": "district", "fpc": "p",
                "pps": { "method": "HR", "sum_p2_over_n": { "A": 1, "B": 1, "C": 1 } } }),
            "sum_p2_over_n: there is no stratum \"C\"",
        ),
        (
            calibrate(json!({ "population": { "i": 8, "sexM": 4 } })),
            "population has a total of sexM, which is no column",
        ),
        (
            calibrate(json!({ "terms": ["sex"] })),
            "terms has sex, of which the model has no column",
        ),
        (
            calibrate(
                json!({ "terms": "sex", "population": { "x": 8, "s": 4 }, "columns": [
                { "kind": "numeric", "name": "x", "var": "x" },
                { "kind": "indicator", "name": "s", "var": "sex", "value": "F" }] }),
            ),
            "the model has a column of x, which terms has not",
        ),
        (
            calibrate(
                json!({ "columns": [{ "kind": "intercept", "name": "i" }, { "kind": "intercept", "name": "i" }] }),
            ),
            "two columns of the model are called i",
        ),
        (
            calibrate(json!({ "population": { "c": 1 }, "columns": [
                { "kind": "indicator", "name": "c", "var": "code", "value": "1" }] })),
            "d.csv, row 4, column code: the cell is empty, or holds what stands for a gap",
        ),
        (
            total(json!({ "sex": "F", "age": "old", "Freq": 4 })),
            "names age, which is no column of it",
        ),
        (
            steps(json!({ "op": "poststratify", "vars": [], "population": [] })),
            "the vars of a margin are empty",
        ),
        (
            steps(json!({ "op": "poststratify", "vars": "sex", "population": [
                { "sex": "F", "Freq": 0 }, { "sex": "M", "Freq": 0 }] })),
            "margin sex: all its control totals are 0",
        ),
        (
            steps(json!({ "op": "trim" })),
            "trim states neither lower nor upper",
        ),
        (
            steps(json!({ "op": "trim", "strict": true })),
            "trim states neither lower nor upper",
        ),
        (
            steps(json!({ "op": "replicate", "type": "JK1", "rho": 0.5 })),
            "JK1 takes no rho",
        ),
        (
            steps(json!({ "op": "replicate", "type": "JK1", "seed": 1 })),
            "seed goes only with a bootstrap",
        ),
        (
            steps(json!({ "op": "replicate", "type": "JK1", "replicates": 9 })),
            "replicates goes only with a bootstrap",
        ),
        (
            given_with(json!({ "nest": true })),
            "nest does not go with kind svrepdesign",
        ),
        (
            given_with(json!({ "lonely_psu": "remove" })),
            "lonely_psu does not go with kind svrepdesign",
        ),
        (
            given_with(json!({ "variance": "HT" })),
            "variance does not go with kind svrepdesign",
        ),
        (
            given_with(json!({ "rho": 0.3 })),
            "rho goes only with type Fay",
        ),
        (given_with(json!({ "type": "Fay" })), "Fay needs rho"),
        (
            given_with(json!({ "type": "JKn", "combined_weights": true })),
            "combined JKn weights need rscales",
        ),
        (
            given_with(json!({ "type": "other", "rscales": [1, 1] })),
            "4 replicates, but 2 scales",
        ),
        (
            given_with(json!({ "scale": -1 })),
            "a scale of the replicates is negative",
        ),
        (
            given_with(json!({ "scale": 1, "replicates": { "scale": 2 } })),
            "scale is 1, replicates.scale 2",
        ),
        (
            given_with(json!({ "replicates": { "n": 5 } })),
            "replicates.n is 5, there are 4",
        ),
        (
            described(json!({ "n": 9 })),
            "replicates.n is 9, there are 4",
        ),
        (
            described(json!({ "scale": 2 })),
            "replicates.scale is 2, those that are made have 1",
        ),
        (
            described(json!({ "rscales": [0.5, 0.5, 0.5, 0.9] })),
            "replicates.rscales is 0.9",
        ),
        (
            described(json!({ "mse": true })),
            "replicates.mse is true, that of the step is not",
        ),
        (
            described(json!({ "combined": true })),
            "replicates.combined says what replicates.csv holds",
        ),
        (
            described(json!({ "csv": "r.csv", "n": 3 })),
            "replicates.n is 3, there are 2",
        ),
    ] {
        let found = refusal(&json!({}), &with(&members), &mean("y"));
        assert!(found.contains(message), "{members}: {found}");
    }
}

#[test]
fn a_step_replicate_comes_before_steps_with_totals() {
    let population = json!([{ "sex": "F", "Freq": 4 }, { "sex": "M", "Freq": 4 }]);
    let replicate = json!({ "op": "replicate", "type": "JK1" });
    let totals = [
        json!({ "op": "rake", "margins": [{ "vars": "sex", "population": population }] }),
        json!({ "op": "poststratify", "vars": "sex", "population": population }),
        json!({ "op": "calibrate", "calfun": "linear", "population": { "i": 8 },
            "columns": [{ "kind": "intercept", "name": "i" }] }),
    ];
    for step in totals {
        let trim = json!({ "op": "trim", "upper": 5 });
        let late = with(&json!({ "steps": [step, trim, replicate] }));
        let found = refusal(&json!({}), &late, &mean("y"));
        assert!(found.contains("put replicate before"), "{found}");
        let stored = with(&json!({ "steps": [step, replicate], "replicates": { "csv": "r.csv" } }));
        let found = refusal(&json!({}), &stored, &mean("y"));
        assert!(found.contains("put replicate before"), "{found}");
        let early = with(&json!({ "steps": [replicate, step] }));
        assert!(answer(&json!({}), &early, &mean("y"))["designs"][0]["expected"].is_object());
    }
}

#[test]
fn final_weights_are_held_to_those_of_the_file() {
    let answered = answer(&json!({ "weights_csv": "w.csv" }), &plain(), &mean("y"));
    assert!(answered["designs"][0]["expected"].is_object());
    let found = refusal(&json!({ "weights_csv": "off.csv" }), &plain(), &mean("y"));
    assert_eq!(
        found,
        "off.csv, row 3, column plain: the weight is 1.01, that of the design 1"
    );
    for (file, message) in [
        (
            "stranger.csv",
            "stranger.csv: no column names a design (data.weights_csv)",
        ),
        ("gone.csv", "gone.csv: there is no gone.csv"),
    ] {
        assert_eq!(
            refusal(&json!({ "weights_csv": file }), &plain(), &mean("y")),
            message
        );
    }
}

#[test]
fn gaps_are_what_the_document_says_in_every_column() {
    let n = |missing: Value| {
        let data = missing.is_null().then(|| json!({}));
        let data = data.unwrap_or_else(|| json!({ "missing": missing }));
        let result = answer(&data, &plain(), &mean("x"))["estimates"][0]["result"].clone();
        result["n"].as_u64().unwrap()
    };
    assert_eq!(n(Value::Null), 4);
    assert_eq!(n(json!("-9")), 3);
    assert_eq!(n(json!(-9.0)), 3);
    assert_eq!(n(json!(["-9", 40])), 2);
    let labels = |missing: Value| {
        let table =
            json!({ "id": "e", "stat": "chisq", "design": "plain", "row": "code", "col": "sex" });
        let answered = answer(&json!({ "missing": missing }), &plain(), &table);
        let result = &answered["estimates"][0]["result"];
        let cells = result["table"]
            .as_array()
            .unwrap_or_else(|| panic!("{result}"));
        let mut labels: Vec<String> = cells
            .iter()
            .map(|it| it["code"].as_str().unwrap().to_owned())
            .collect();
        labels.sort();
        labels.dedup();
        labels
    };
    assert_eq!(labels(json!([])), ["01", "1", "1.0"]);
    assert_eq!(labels(json!("")), ["01", "1", "1.0", "NA"]);
    let whole = json!({ "missing": "" });
    assert_eq!(
        refusal(&whole, &plain(), &mean("code")),
        "d.csv, row 4, column code: \"NA\" is not a number"
    );
}

#[test]
fn columns_hold_what_the_document_says() {
    let df = |holds: &str, design: Value| {
        let data = json!({ "missing": "", "columns": [{ "name": "code", "type": holds }] });
        let answered = answer(&data, &with(&design), &mean("y"));
        answered["designs"][0]["expected"]["df"].as_u64()
    };
    let clustered = json!({ "ids": "code" });
    assert_eq!(df("string", clustered.clone()), Some(3));
    let data = json!({ "columns": [{ "name": "code", "type": "number" }] });
    let found = refusal(&data, &with(&clustered), &mean("y"));
    assert!(
        found.contains("row 4, column code: the cell is empty"),
        "{found}"
    );
    let one = json!({ "steps": [{ "op": "subset", "where": { "code": 1 } }] });
    let kept = |data: Value, code: Value| {
        let mut design = one.clone();
        design["steps"][0]["where"]["code"] = code;
        let answered = answer(&data, &with(&design), &mean("y"));
        answered["designs"][0]["expected"]["n_positive"].as_u64()
    };
    let text = json!({ "columns": [{ "name": "code", "type": "string" }] });
    assert_eq!(kept(data.clone(), json!(1)), Some(3));
    assert_eq!(kept(data, json!("1")), Some(3));
    assert_eq!(kept(text.clone(), json!(1)), Some(1));
    assert_eq!(kept(text.clone(), json!("01")), Some(1));
    // Where nothing is said, a text is a text and a number a number.
    assert_eq!(kept(json!({}), json!("1")), Some(1));
    assert_eq!(kept(json!({}), json!(1)), Some(3));
    assert_eq!(
        refusal(&text, &plain(), &mean("code")),
        "d.csv, column code: data.columns says that it holds text, and numbers are needed"
    );
    for (columns, message) in [
        (
            json!([{ "name": "cod", "type": "string" }]),
            "data.columns names \"cod\", and there is no such column",
        ),
        (
            json!([{ "name": "x", "type": "string" }, { "name": "x", "type": "number" }]),
            "data.columns names \"x\" twice",
        ),
        (
            json!([{ "name": "x", "type": "integer" }]),
            "unknown variant `integer`, expected `string` or `number`",
        ),
        (
            json!([{ "name": "x", "type": "string", "unit": "m" }]),
            "unknown field `unit`",
        ),
    ] {
        let found = refusal(&json!({ "columns": columns }), &plain(), &mean("y"));
        assert!(found.contains(message), "{found}");
    }
}

/// 1 may be the category "1" or "1.0" of a column of which nothing is said.
#[test]
fn a_total_of_two_categories_is_refused() {
    let population = json!([{ "code": 1, "Freq": 4 }, { "code": "NA", "Freq": 4 }]);
    let design = with(
        &json!({ "steps": [{ "op": "poststratify", "vars": "code", "population": population }] }),
    );
    let found = refusal(&json!({ "missing": "" }), &design, &mean("y"));
    assert!(
        found.contains("may be either; say in data.columns what code holds"),
        "{found}"
    );
}

#[test]
fn what_is_wrong_with_a_column_costs_those_that_need_it() {
    let document = json!({
        "schema": "minyi-analysis/1", "data": { "csv": "d.csv", "missing": "" },
        "designs": [plain(), { "name": "coded", "weights": "code" }, { "name": "gone", "ids": "village" }],
        "estimates": [mean("y"), mean("code"), mean("height"),
            { "stat": "proportion", "design": "plain", "var": "x" },
            { "stat": "mean", "design": "coded", "var": "y" }, { "stat": "mean", "design": "gone", "var": "y" }],
    });
    let answered = answer_document(&document, &mut |file: &str| load(file)).unwrap();
    let error = |place: usize| answered["estimates"][place]["result"]["error"].as_str();
    assert_eq!(error(0), None);
    close(
        answered["estimates"][0]["result"]["estimate"]
            .as_f64()
            .unwrap(),
        3.0 / 8.0,
        1e-12,
    );
    assert_eq!(
        error(1),
        Some("d.csv, row 4, column code: \"NA\" is not a number")
    );
    assert_eq!(error(2), Some("d.csv: there is no column height"));
    assert_eq!(
        error(3),
        Some("d.csv, row 1, column x: 10 is neither 0 nor 1, as a proportion needs")
    );
    assert_eq!(
        error(4),
        Some("design coded: d.csv, row 4, column code: \"NA\" is not a number")
    );
    assert_eq!(
        error(5),
        Some("design gone: d.csv: there is no column village")
    );
}

#[test]
fn answers_of_an_earlier_run_are_replaced() {
    let mut document = document(&json!({}), &with(&json!({ "ids": "village" })), &mean("y"));
    document["designs"][0]["expected"] = json!({ "df": 7 });
    document["designs"][0]["warnings"] = json!(["old"]);
    let refused = answer_document(&document, &mut |file: &str| load(file)).unwrap();
    let design = &refused["designs"][0];
    assert_eq!(design["error"], "d.csv: there is no column village");
    assert!(design.get("expected").is_none() && design.get("warnings").is_none());
    let mut mended = refused.clone();
    mended["designs"][0]["ids"] = json!("psu");
    let answered = answer_document(&mended, &mut |file: &str| load(file)).unwrap();
    let design = &answered["designs"][0];
    assert!(design.get("error").is_none() && design["expected"]["df"] == 3);
}

/// The scales of replicates that the data hold, as R takes or guesses them (the fixture `door_given_replicates` has numbers of R).
#[test]
fn given_replicates_need_their_scales() {
    let se = |members: Value| {
        let mut design = json!({ "name": "plain", "kind": "svrepdesign", "weights": "p",
            "repweight_columns": ["r1", "r2", "r3", "r4"] });
        let members = members.as_object().unwrap().clone();
        design.as_object_mut().unwrap().extend(members);
        let answered = answer(&json!({}), &design, &mean("y"));
        let se = answered["estimates"][0]["result"]["se"].as_f64().unwrap();
        (se, answered["designs"][0]["warnings"].is_array())
    };
    let sum_of_squares = 0.25;
    for (members, scale, guessed) in [
        (json!({ "type": "JKn" }), 0.5, true),
        (
            json!({ "type": "JKn", "rscales": [0.5, 0.5, 0.5, 0.5] }),
            0.5,
            false,
        ),
        (json!({ "type": "JK1" }), 0.5, true),
        (
            json!({ "type": "JK1", "combined_weights": true }),
            0.75,
            true,
        ),
        (json!({ "type": "other" }), 1.0, true),
        (
            json!({ "type": "other", "scale": 0.3, "rscales": [1, 1, 1, 1] }),
            0.3,
            false,
        ),
        (json!({ "scale": 0.3, "rscales": [1, 1, 1, 1] }), 0.3, false),
        (json!({ "type": "bootstrap" }), 1.0 / 3.0, false),
        (json!({ "type": "BRR" }), 0.25, false),
    ] {
        let (found, warned) = se(members.clone());
        close(found, f64::sqrt(scale * sum_of_squares), 1e-12);
        assert_eq!(warned, guessed, "{members}");
    }
}

#[test]
fn estimates_that_say_too_much_are_refused() {
    for (estimate, message) in [
        (
            json!({ "stat": "mean", "design": "plain", "var": "y", "domain": { "sex": [] } }),
            "domain: the condition on sex admits no value",
        ),
        (
            json!({ "stat": "size", "margin": 0.02, "proportion": 0.9, "power": 0.9 }),
            "truth and power go with threshold",
        ),
        (
            json!({ "stat": "size", "threshold": 0.9, "truth": 0.95, "proportion": 0.9 }),
            "proportion goes with margin",
        ),
    ] {
        let found = refusal(&json!({}), &plain(), &estimate);
        assert!(found.contains(message), "{found}");
    }
}

#[test]
fn a_stratum_that_needs_no_collapsing_is_told() {
    let design = with(
        &json!({ "ids": "psu", "strata": "district", "lonely_psu": "collapse",
        "collapse": { "A": "B" } }),
    );
    let answered = answer(&json!({}), &design, &mean("y"));
    assert_eq!(
        answered["designs"][0]["warnings"],
        json!(["collapse: stratum A has 2 PSUs and is left alone"])
    );
}

/// Interval types that R takes for another under replicates are told.
#[test]
fn an_interval_that_is_found_otherwise_says_so() {
    let design = with(&json!({ "steps": [{ "op": "replicate", "type": "JK1" }] }));
    let asked = json!({ "id": "e", "stat": "quantile", "design": "plain", "var": "x", "probs": 0.5,
        "intervals": ["mean", "beta"] });
    let answered = answer(&json!({}), &design, &asked);
    let quantiles = &answered["estimates"][0]["result"]["quantiles"];
    assert!(quantiles[0].get("note").is_none());
    assert!(
        quantiles[2]["note"].as_str().unwrap().contains("as in R"),
        "{quantiles}"
    );
}
