//! What differs between a registration and another one.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Registration;

/// A member that is not as it was registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// Which one, as in `promises.sat-gov-integrity.target.value`.
    pub what: String,
    /// As it was registered; none where it was not.
    pub registered: Option<String>,
    /// As it is now; none where it is gone.
    pub now: Option<String>,
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "nothing".to_owned());
        let (registered, now) = (value(&self.registered), value(&self.now));
        write!(f, "{}: {registered} was registered, now {now}", self.what)
    }
}

/// Every member in which two registrations differ, in the order of their names.
///
/// # Design
///
/// The documents are compared as JSON, not field by field: a field that is added cannot be forgotten here.
pub fn differences(
    registered: &Registration,
    now: &Registration,
) -> Result<Vec<Difference>, serde_json::Error> {
    let mut found = Vec::new();
    let (registered, now) = (
        serde_json::to_value(registered)?,
        serde_json::to_value(now)?,
    );
    compare("", &registered, &now, &mut found);
    Ok(found)
}

fn compare(path: &str, registered: &Value, now: &Value, found: &mut Vec<Difference>) {
    if let (Value::Object(before), Value::Object(after)) = (registered, now) {
        let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            let path = if path.is_empty() {
                name.clone()
            } else {
                format!("{path}.{name}")
            };
            let member = |of: &Value| of.get(name).cloned().unwrap_or_default();
            compare(&path, &member(registered), &member(now), found);
        }
    } else if registered != now {
        found.push(Difference {
            what: path.to_owned(),
            registered: words(registered),
            now: words(now),
        });
    }
}

fn words(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        // A whole number has no decimals, however it was read.
        Value::Number(number) => Some(
            number
                .as_f64()
                .map_or_else(|| number.to_string(), |number| number.to_string()),
        ),
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(registered: &Value, now: &Value) -> Vec<String> {
        let mut found = Vec::new();
        compare("", registered, now, &mut found);
        found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_difference_names_the_member_and_both_values() {
        let target = |value: f64| json!({ "promises": { "sat": { "target": { "value": value, "unit": "%" } } } });
        assert_eq!(
            found(&target(90.0), &target(80.0)),
            ["promises.sat.target.value: 90 was registered, now 80"]
        );
        assert!(found(&target(90.0), &target(90.0)).is_empty());
    }

    #[test]
    fn what_is_gone_and_what_is_new_differ_too() {
        assert_eq!(
            found(&json!({ "a": [1] }), &json!({ "b": "x" })),
            [
                "a: [1] was registered, now nothing",
                "b: nothing was registered, now x"
            ]
        );
    }
}
