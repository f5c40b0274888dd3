//! The members that an analysis document may have. A misspelt member is refused: it would otherwise
//! leave a default in place and change a figure without a word.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::AnalysisError;
use super::document::{DesignSpec, Document, EstimateSpec};

const DOCUMENT: &[&str] = &[
    "schema",
    "id",
    "title",
    "source",
    "notes",
    "data",
    "designs",
    "estimates",
];
const DATA: &[&str] = &["csv", "rows", "missing", "weights_csv", "columns"];
const DESIGN: &[&str] = &[
    "name",
    "kind",
    "ids",
    "strata",
    "weights",
    "probs",
    "fpc",
    "nest",
    "lonely_psu",
    "adjust_domain_lonely",
    "collapse",
    "certainty_psus",
    "pps",
    "variance",
    "steps",
    "repweight_columns",
    "combined_weights",
    "mse",
    "type",
    "rho",
    "scale",
    "rscales",
    "replicates",
    // Answers, and what the fixtures tell about them.
    "expected",
    "warnings",
    "error",
];
const REPLICATE_DESIGN_ONLY: &[&str] = &[
    "repweight_columns",
    "combined_weights",
    "mse",
    "type",
    "rho",
    "scale",
    "rscales",
];
const PPS: &[&str] = &["method", "sum_p2_over_n", "matrix_csv"];
const REPLICATES: &[&str] = &["csv", "n", "scale", "rscales", "mse", "combined", "note"];
const MARGIN: &[&str] = &["vars", "population"];
const CAP: &[&str] = &["upper", "median_plus_iqr", "times_mean", "rounds"];
const COLUMN: &[&str] = &["name", "kind", "var", "value"];
const ANCHOR: &[&str] = &["var", "prevalence"];

/// Members of a step besides `op`.
const STEPS: &[(&str, &[&str])] = &[
    ("poststratify", &["vars", "population"]),
    ("rake", &["margins", "maxit", "epsilon", "trim"]),
    (
        "calibrate",
        &[
            "terms",
            "columns",
            "population",
            "calfun",
            "bounds",
            "epsilon",
        ],
    ),
    (
        "trim",
        &["lower", "upper", "strict", "median_plus_iqr", "times_mean"],
    ),
    ("subset", &["where"]),
    (
        "eligibility",
        &["classes", "known", "minimum_cases", "maximum_factor"],
    ),
    (
        "nonresponse",
        &[
            "classes",
            "responded",
            "eligible",
            "minimum_respondents",
            "maximum_factor",
        ],
    ),
    ("replicate", &["type", "rho", "mse", "replicates", "seed"]),
];

/// Members of an estimate besides `id`, `stat` and `result`: those it needs (one of each
/// alternative `a|b`), and those it may have.
pub(super) struct Statistic {
    pub name: &'static str,
    pub needs: &'static [&'static str],
    pub may: &'static [&'static str],
}

const fn statistic(
    name: &'static str,
    needs: &'static [&'static str],
    may: &'static [&'static str],
) -> Statistic {
    Statistic { name, needs, may }
}

pub(super) const STATISTICS: &[Statistic] = &[
    statistic("proportion", &["design", "var"], &["domain", "sides"]),
    statistic("mean", &["design", "var"], &["domain", "sides"]),
    statistic("ratio", &["design", "num", "den"], &["domain", "sides"]),
    statistic(
        "quantile",
        &["design", "var", "probs"],
        &["qrules", "intervals", "domain"],
    ),
    statistic("chisq", &["design", "row", "col"], &["domain"]),
    statistic("ttest", &["design", "var", "group"], &["domain"]),
    statistic(
        "difference",
        &["design", "var", "a", "b"],
        &["domain", "sides"],
    ),
    statistic("listwise_means", &["design", "vars"], &["domain"]),
    statistic(
        "mean_of_proportions",
        &["design", "vars"],
        &["domain", "sides"],
    ),
    statistic(
        "verdict",
        &["design", "var|vars", "threshold"],
        &["direction", "level", "truth", "domain"],
    ),
    statistic("reliability", &["design", "var|vars"], &["domain"]),
    statistic(
        "crosswise",
        &["design", "var", "prevalence"],
        &["anchor", "domain"],
    ),
    statistic("adjust", &["tests", "method"], &["level"]),
    statistic(
        "size",
        &["threshold|margin"],
        &[
            "truth",
            "power",
            "proportion",
            "level",
            "design_effect",
            "weighting_design_effect",
            "per_psu",
            "rho",
            "population",
            "allocated",
        ],
    ),
    statistic(
        "power",
        &["threshold", "truth", "n"],
        &[
            "direction",
            "level",
            "design_effect",
            "weighting_design_effect",
            "per_psu",
            "rho",
            "population",
            "allocated",
        ],
    ),
];

/// The document, with every member known and of the right type.
pub(super) fn read(document: &Value) -> Result<Document, AnalysisError> {
    let refuse = |reason: String| AnalysisError::Document { reason };
    let top = object(document, "the document").map_err(refuse)?;
    known(top, DOCUMENT, "the document").map_err(refuse)?;
    match top.get("schema") {
        Some(Value::String(schema)) if schema == "minyi-analysis/1" => {}
        other => {
            let found = other.cloned().unwrap_or(Value::Null);
            return Err(refuse(format!("schema {found} is not minyi-analysis/1")));
        }
    }
    let data = top.get("data").unwrap_or(&Value::Null);
    known(object(data, "data").map_err(refuse)?, DATA, "data").map_err(refuse)?;
    let mut parsed = Document {
        data: typed(data).map_err(|reason| refuse(format!("data: {reason}")))?,
        designs: Vec::new(),
        estimates: Vec::new(),
    };
    for (place, entry) in list(top, "designs").map_err(refuse)?.iter().enumerate() {
        let name = label(entry, "name", place);
        let refuse = |reason: String| AnalysisError::Design {
            design: name.clone(),
            reason,
        };
        check_design(entry).map_err(refuse)?;
        let design: DesignSpec = typed(entry).map_err(refuse)?;
        if parsed
            .designs
            .iter()
            .any(|earlier| earlier.name == design.name)
        {
            return Err(refuse("two designs have this name".to_owned()));
        }
        parsed.designs.push(design);
    }
    for (place, entry) in list(top, "estimates").map_err(refuse)?.iter().enumerate() {
        let refuse = |reason: String| AnalysisError::Estimate {
            estimate: label(entry, "id", place),
            reason,
        };
        check_estimate(entry).map_err(refuse)?;
        let estimate: EstimateSpec = typed(entry).map_err(refuse)?;
        parsed.estimates.push(estimate);
    }
    Ok(parsed)
}

/// How an entry of a list calls itself, or its place.
fn label(entry: &Value, member: &str, place: usize) -> String {
    match entry.get(member) {
        Some(Value::String(name)) => name.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => (place + 1).to_string(),
    }
}

fn typed<T: DeserializeOwned>(value: &Value) -> Result<T, String> {
    serde_json::from_value(value.clone()).map_err(|error| error.to_string())
}

fn object<'a>(value: &'a Value, what: &str) -> Result<&'a Map<String, Value>, String> {
    value
        .as_object()
        .ok_or_else(|| format!("{what} is not an object"))
}

/// A list of the document; an absent one is empty.
fn list<'a>(object: &'a Map<String, Value>, member: &str) -> Result<&'a [Value], String> {
    match object.get(member) {
        None | Some(Value::Null) => Ok(&[]),
        Some(Value::Array(entries)) => Ok(entries),
        Some(_) => Err(format!("{member} is not a list")),
    }
}

fn known(object: &Map<String, Value>, members: &[&str], what: &str) -> Result<(), String> {
    match object.keys().find(|key| !members.contains(&key.as_str())) {
        None => Ok(()),
        Some(stranger) => Err(match nearest(stranger, members) {
            Some(meant) => format!("{what} has no member {stranger:?}; is {meant} meant?"),
            None => format!("{what} has no member {stranger:?}"),
        }),
    }
}

/// The member that a misspelt one probably is: at most two letters apart.
fn nearest<'a>(word: &str, members: &[&'a str]) -> Option<&'a str> {
    let distance = |member: &str| {
        let mut row: Vec<usize> = (0..=member.len()).collect();
        for (i, a) in word.bytes().enumerate() {
            let mut diagonal = row[0];
            row[0] = i + 1;
            for (j, b) in member.bytes().enumerate() {
                let replaced = diagonal + usize::from(a != b);
                diagonal = row[j + 1];
                row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
            }
        }
        row[member.len()]
    };
    let closest = members
        .iter()
        .copied()
        .min_by_key(|member| distance(member));
    closest.filter(|member| distance(member) <= 2)
}

fn check_design(entry: &Value) -> Result<(), String> {
    let design = object(entry, "a design")?;
    known(design, DESIGN, "a design")?;
    let given = |member: &str| {
        !matches!(
            design.get(member),
            None | Some(Value::Null | Value::Bool(false))
        )
    };
    let replicated = match design.get("kind") {
        None | Some(Value::Null) => false,
        Some(Value::String(kind)) if kind == "svydesign" => false,
        Some(Value::String(kind)) if kind == "svrepdesign" => true,
        Some(other) => return Err(format!("unknown kind {other}")),
    };
    if replicated {
        let foreign = ["ids", "strata", "probs", "fpc", "pps", "certainty_psus"];
        if let Some(member) = foreign.into_iter().find(|member| {
            given(member)
                && design[*member]
                    .as_array()
                    .is_none_or(|list| !list.is_empty())
        }) {
            return Err(format!("{member} does not go with kind svrepdesign"));
        }
    } else if let Some(member) = REPLICATE_DESIGN_ONLY.iter().find(|member| given(member)) {
        return Err(format!("{member} goes only with kind svrepdesign"));
    }
    if given("variance") && !given("pps") {
        return Err("variance goes only with pps".to_owned());
    }
    let collapsing = design.get("lonely_psu").and_then(Value::as_str) == Some("collapse");
    if given("collapse") != collapsing {
        return Err("lonely_psu: collapse and the member collapse go together".to_owned());
    }
    for (member, members) in [("pps", PPS), ("replicates", REPLICATES)] {
        if given(member) {
            known(object(&design[member], member)?, members, member)?;
        }
    }
    for (place, step) in list(design, "steps")?.iter().enumerate() {
        check_step(step).map_err(|reason| format!("step {}: {reason}", place + 1))?;
    }
    Ok(())
}

fn check_step(entry: &Value) -> Result<(), String> {
    let step = object(entry, "it")?;
    let op = step.get("op").and_then(Value::as_str).unwrap_or_default();
    let Some((_, members)) = STEPS.iter().find(|(name, _)| *name == op) else {
        return Err(format!("unknown op {op:?}"));
    };
    let mut members = members.to_vec();
    members.push("op");
    known(step, &members, op)?;
    for margin in list(step, "margins")? {
        known(object(margin, "a margin")?, MARGIN, "a margin")?;
    }
    if let Some(cap) = step.get("trim").filter(|cap| !cap.is_null()) {
        known(object(cap, "trim")?, CAP, "trim")?;
    }
    if op == "calibrate" {
        for column in list(step, "columns")? {
            known(object(column, "a column")?, COLUMN, "a column")?;
        }
    }
    Ok(())
}

fn check_estimate(entry: &Value) -> Result<(), String> {
    let estimate = object(entry, "it")?;
    let stat = estimate.get("stat").cloned().unwrap_or(Value::Null);
    let Some(statistic) = STATISTICS
        .iter()
        .find(|statistic| stat.as_str() == Some(statistic.name))
    else {
        return Err(format!("unknown stat {stat}"));
    };
    let alternatives = || statistic.needs.iter().flat_map(|need| need.split('|'));
    let mut members = vec!["id", "stat", "result"];
    members.extend(alternatives());
    members.extend(statistic.may);
    known(estimate, &members, &format!("a {}", statistic.name))?;
    let given = |member: &str| match estimate.get(member) {
        None | Some(Value::Null) => false,
        Some(Value::Array(entries)) => !entries.is_empty(),
        Some(Value::Object(entries)) => !entries.is_empty(),
        Some(_) => true,
    };
    for need in statistic.needs {
        match need.split('|').filter(|member| given(member)).count() {
            1 => {}
            0 => {
                let need = need.replace('|', " or ");
                return Err(format!("a {} needs {need}", statistic.name));
            }
            _ => return Err(format!("a {} takes only one of {need}", statistic.name)),
        }
    }
    if let Some(anchor) = estimate.get("anchor").filter(|anchor| !anchor.is_null()) {
        known(object(anchor, "anchor")?, ANCHOR, "anchor")?;
    }
    Ok(())
}
