//! Documents that are kept as JSON in a column: what a release said, what was answered, what was asked.
//!
//! # Design
//!
//! A release of today is read in twenty years, by a program that has changed since. So every document carries the
//! number of the schema that it was written under (the member [`SCHEMA`]; a document without one is of schema 1, from
//! before the number was written), and none is read whose number is not known yet: a program that is older than its
//! database says so instead of leaving out what it does not understand. A document of every schema that was ever
//! written is kept, and read by `every_document_ever_written_is_read`.

use sea_orm::JsonValue;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Error;

/// The member that holds the number. No id of a question begins with this sign.
pub const SCHEMA: &str = "$schema";

/// What is kept as a JSON object.
pub trait Document: Serialize + DeserializeOwned {
    /// The schema that is written today, from 1. Whoever changes how this serialises raises it, reads the earlier ones
    /// still, and adds a document of the new one, which
    /// `every_document_ever_written_is_read` reads from then on.
    const SCHEMA: u64 = 1;

    /// The document as it is kept; an error if it is no JSON object.
    fn to_json(&self) -> Result<JsonValue, Error> {
        let mut content = to_json(self)?;
        without_negative_zeros(&mut content);
        let members = content
            .as_object_mut()
            .ok_or_else(|| Error::Json("a document is an object".to_owned()))?;
        members.insert(SCHEMA.to_owned(), Self::SCHEMA.into());
        Ok(content)
    }

    /// The document that was kept; an error if it is malformed, or of a schema that is not known yet.
    fn from_json(mut content: JsonValue) -> Result<Self, Error> {
        let number = content
            .as_object_mut()
            .and_then(|members| members.remove(SCHEMA));
        let known = match &number {
            None => true,
            Some(number) => number
                .as_u64()
                .is_some_and(|number| (1..=Self::SCHEMA).contains(&number)),
        };
        if known {
            from_json(content)
        } else {
            Err(Error::Json(format!(
                "a document of schema {}, and this program knows {} at most: the database belongs to a later Minyi",
                number.unwrap_or_default(),
                Self::SCHEMA,
            )))
        }
    }
}

/// Writes −0 as 0: PostgreSQL keeps numbers without the sign of a zero, and what is read back has to have the hash of what was
/// written (`the_hash_of_a_document_is_that_of_what_a_database_hands_back`).
fn without_negative_zeros(value: &mut JsonValue) {
    match value {
        JsonValue::Number(number) if number.as_f64() == Some(0.0) && number.is_f64() => {
            *value = JsonValue::from(0.0);
        }
        JsonValue::Array(values) => values.iter_mut().for_each(without_negative_zeros),
        JsonValue::Object(members) => members.values_mut().for_each(without_negative_zeros),
        _ => {}
    }
}

/// A small value for a JSON column, such as a title in two languages.
pub fn to_json(value: &impl Serialize) -> Result<JsonValue, Error> {
    serde_json::to_value(value).map_err(|error| Error::Json(error.to_string()))
}

/// The small value of a JSON column.
pub fn from_json<T: DeserializeOwned>(value: JsonValue) -> Result<T, Error> {
    serde_json::from_value(value).map_err(|error| Error::Json(error.to_string()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(transparent)]
    struct Answers(BTreeMap<String, u32>);

    impl Document for Answers {
        const SCHEMA: u64 = 2;
    }

    #[test]
    fn a_document_carries_its_number_and_loses_it_when_read() {
        let answers = Answers([("Q1".to_owned(), 5)].into());
        let kept = answers.to_json().unwrap();
        assert_eq!(kept, json!({ "$schema": 2, "Q1": 5 }));
        assert_eq!(Answers::from_json(kept).unwrap(), answers);
    }

    #[test]
    fn a_document_without_a_number_is_of_the_first_schema() {
        assert!(Answers::from_json(json!({ "Q1": 5 })).is_ok());
    }

    #[test]
    fn a_later_schema_is_refused() {
        for number in [json!(3), json!(0), json!("2"), json!(1.5)] {
            let error = Answers::from_json(json!({ "$schema": number })).unwrap_err();
            assert!(error.to_string().contains("a later Minyi"), "{error}");
        }
    }

    #[test]
    fn the_hash_of_a_document_is_that_of_what_a_database_hands_back() {
        let mut content = json!({ "a": [-0.0, { "b": -0.0 }], "c": -1.5, "d": 0, "e": "-0.0" });
        without_negative_zeros(&mut content);
        let kept = r#"{"a":[0.0,{"b":0.0}],"c":-1.5,"d":0,"e":"-0.0"}"#;
        assert_eq!(content.to_string(), kept);
    }
}
