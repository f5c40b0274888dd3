//! The small values that members of an analysis document hold.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{Error, IgnoredAny};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::document::ColumnType;

/// Nothing, one value, or a list of values.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "neither one value nor a list of such values")]
#[schemars(inline)]
pub enum OneOrMany<T> {
    /// Nothing.
    #[default]
    None,
    /// One value.
    One(T),
    /// A list.
    Many(Vec<T>),
}

impl<T> OneOrMany<T> {
    /// The values.
    pub fn list(&self) -> &[T] {
        match self {
            Self::None => &[],
            Self::One(value) => std::slice::from_ref(value),
            Self::Many(values) => values,
        }
    }
}

/// A number; what JSON cannot say stands as the text `Inf`, `-Inf` or `NaN`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number(pub f64);

impl Number {
    /// A number that may be missing.
    pub(super) fn or_nan(value: Option<f64>) -> Self {
        Self(value.unwrap_or(f64::NAN))
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            number if number.is_nan() => serializer.serialize_str("NaN"),
            f64::INFINITY => serializer.serialize_str("Inf"),
            f64::NEG_INFINITY => serializer.serialize_str("-Inf"),
            number => serializer.serialize_f64(number),
        }
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.parse().ok(),
            _ => None,
        }
        .map(Self)
        .ok_or_else(|| D::Error::custom("neither a number nor Inf or -Inf"))
    }
}

impl JsonSchema for Number {
    fn schema_name() -> Cow<'static, str> {
        "Number".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({
            "description": "A number; what JSON cannot say stands as text.",
            "anyOf": [{ "type": "number" }, { "enum": ["Inf", "-Inf", "NaN"] }],
        })
    }
}

/// What a cell may hold. A text is compared as text and a number as a number, unless `data.columns` says what the column
/// holds: then both are compared as that.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "neither a text nor a number")]
pub enum Level {
    /// A text.
    Text(String),
    /// A number.
    Number(serde_json::Number),
    /// `true` or `false`.
    Flag(bool),
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => number.fmt(f),
            Self::Flag(flag) => flag.fmt(f),
        }
    }
}

impl Level {
    /// Whether a label of a column is it.
    pub(super) fn is_in(&self, label: &str, holds: Option<ColumnType>) -> bool {
        let written = self.to_string();
        let as_number = match holds {
            Some(ColumnType::Number) => true,
            Some(ColumnType::String) => false,
            None => matches!(self, Self::Number(_)),
        };
        label == written
            || as_number
                && matches!((label.parse::<f64>(), written.parse::<f64>()), (Ok(a), Ok(b)) if a - b == 0.0)
    }

    /// As it stands in the document, in a message.
    pub(super) fn quoted(&self) -> String {
        match self {
            Self::Text(text) => format!("{text:?}"),
            other => other.to_string(),
        }
    }
}

/// Column = value, or one of several values; all of which must hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "WrittenConditions")]
pub struct Conditions(pub BTreeMap<String, OneOrMany<Level>>);

/// R writes an empty object as an empty list.
#[derive(Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "not an object of column = value, or column = [value, …]"
)]
enum WrittenConditions {
    Nothing,
    Empty([Level; 0]),
    Some(BTreeMap<String, OneOrMany<Level>>),
}

impl TryFrom<WrittenConditions> for Conditions {
    type Error = String;

    fn try_from(written: WrittenConditions) -> Result<Self, String> {
        let WrittenConditions::Some(conditions) = written else {
            return Ok(Self::default());
        };
        let mut admitting_nothing = conditions.iter().filter(|(_, it)| it.list().is_empty());
        match admitting_nothing.next() {
            Some((column, _)) => Err(format!("the condition on {column} admits no value")),
            None => Ok(Self(conditions)),
        }
    }
}

/// Where an answer stands in an answered document. One of an earlier run is not read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AnswerPlace<T>(PhantomData<T>);

impl<T> Default for AnswerPlace<T> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<'de, T> Deserialize<'de> for AnswerPlace<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| Self::default())
    }
}

impl<T: JsonSchema> JsonSchema for AnswerPlace<T> {
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// Whether a member says no more than its absence would.
pub(super) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
