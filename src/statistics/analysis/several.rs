//! Several tests at once: p values adjusted for their number.

use serde_json::Value;

use super::document::{Document, EstimateSpec};
use super::output::{number, object, text};
use super::{refused, request};
use crate::multiplicity::{benjamini_hochberg, holm};

/// Tests that have a p value.
const TESTS: [&str; 3] = ["difference", "ttest", "chisq"];

/// Refuses unknown methods and tests.
pub(super) fn check(spec: &EstimateSpec, document: &Document) -> Result<(), String> {
    if spec.stat != "adjust" {
        return Ok(());
    }
    if !matches!(spec.method.as_deref(), Some("holm" | "bh")) {
        return Err("method is holm or bh".to_owned());
    }
    for wanted in spec.tests.list() {
        let mut found = document
            .estimates
            .iter()
            .filter(|estimate| estimate.id.as_deref() == Some(wanted.as_str()));
        match (found.next(), found.next()) {
            (None, _) => return Err(format!("there is no estimate {wanted:?}")),
            (Some(_), Some(_)) => return Err(format!("two estimates have the id {wanted:?}")),
            (Some(test), None) if !TESTS.contains(&test.stat.as_str()) => {
                return Err(format!("{wanted} is a {}, which has no p value", test.stat));
            }
            _ => {}
        }
    }
    Ok(())
}

/// The p value of a result; of a table that of Rao and Scott's second-order test.
fn p_value(result: &Value) -> Option<f64> {
    let value = match result.get("tests") {
        Some(tests) => tests.get(0)?.get("p_value")?,
        None => result.get("p_value")?,
    };
    value.as_f64().filter(|p| (0.0..=1.0).contains(p))
}

/// Adjusted p values of tests whose results are in the document; a test without a p value (no data,
/// no variance) refuses the family, since their number is part of the adjustment.
pub(super) fn adjusted(spec: &EstimateSpec, parsed: &Document, filled: &Value) -> Value {
    let level = spec.level.unwrap_or(0.95);
    let mut p_values = Vec::new();
    for wanted in spec.tests.list() {
        let place = parsed
            .estimates
            .iter()
            .enumerate()
            .position(|(place, estimate)| request::name(estimate, place) == *wanted);
        let result = place.map(|place| &filled["estimates"][place]["result"]);
        match result.and_then(p_value) {
            Some(p) => p_values.push(p),
            None => return refused(&format!("{wanted} has no p value")),
        }
    }
    let adjusted = match spec.method.as_deref() {
        Some("holm") => holm(&p_values),
        _ => benjamini_hochberg(&p_values),
    };
    let entries = spec.tests.list().iter().zip(&p_values).zip(&adjusted);
    let entries = entries.map(|((test, &p), &adjusted)| {
        Value::Object(object([
            ("test", text(test)),
            ("p_value", number(p)),
            ("adjusted", number(adjusted)),
            ("rejected", Value::Bool(adjusted <= 1.0 - level)),
        ]))
    });
    Value::Object(object([
        ("level", number(level)),
        ("p_values", Value::Array(entries.collect())),
    ]))
}
