//! The analysis document: data, designs with their weighting steps, and the estimates asked for.
//!
//! These types are the only telling of it. `serde` reads and writes them, and refuses a member that they do not
//! have: a misspelt one would leave a default in place and change a figure without a word. Their JSON Schema is
//! [`SCHEMA`].

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::design::{Design, Expected};
use super::statistic::{Outcome, Statistic};
use super::tagged::{tagged, untagged};
use super::value::{AnswerPlace, Level, OneOrMany, is_default};

/// The JSON Schema of an analysis document.
pub const SCHEMA: &str = include_str!("minyi-analysis-1.schema.json");

/// An analysis: what is asked of which data under which designs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Analysis {
    /// The version of this format.
    pub schema: Version,
    /// What the analysis is called.
    #[serde(default, skip_serializing_if = "is_default")]
    pub id: Option<String>,
    /// Its title, in one language or in several.
    #[serde(default, skip_serializing_if = "is_default")]
    pub title: Option<Title>,
    /// Where the data come from, in any form.
    #[serde(default, skip_serializing_if = "is_default")]
    pub source: Option<Value>,
    /// Remarks.
    #[serde(default, skip_serializing_if = "is_default")]
    pub notes: OneOrMany<String>,
    /// The data.
    pub data: Data,
    /// The designs under which estimates are made.
    #[serde(default)]
    pub designs: Vec<Design>,
    /// What is asked for.
    #[serde(default)]
    pub estimates: Vec<Estimate>,
}

/// A title.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "neither a text nor an object of language = text"
)]
pub enum Title {
    /// In one language.
    One(String),
    /// By language.
    ByLanguage(BTreeMap<String, String>),
}

/// Versions of the format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Version {
    /// The first.
    #[default]
    #[serde(rename = "minyi-analysis/1")]
    One,
}

/// The data file: either `csv` or `parquet`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("oneOf" = [{ "required": ["csv"] }, { "required": ["parquet"] }]))]
pub struct Data {
    /// A CSV file with a heading, looked for beside the document.
    #[serde(default, skip_serializing_if = "is_default")]
    pub csv: Option<String>,
    /// A Parquet file, looked for beside the document; uncompressed, or with Snappy, gzip, Brotli or LZ4. Its columns hold
    /// whole numbers, floating-point numbers, truth values (0 and 1 as numbers, `true` and `false` as categories) or text; one
    /// of another type is refused where it is needed. Null is a gap.
    #[serde(default, skip_serializing_if = "is_default")]
    pub parquet: Option<String>,
    /// How many rows there are, to be checked.
    #[serde(default, skip_serializing_if = "is_default")]
    pub rows: Option<usize>,
    /// What stands for a gap beside the empty cell, in every column: `NA` and `NaN` if nothing is said, nothing else if
    /// `""` is said. In columns of numbers a code is compared as a number; spaces around a cell do not count.
    #[serde(default, skip_serializing_if = "is_default")]
    pub missing: OneOrMany<Level>,
    /// A CSV file of final weights, a column for each design that it names: a design whose weights differ from its column
    /// is refused.
    #[serde(default, skip_serializing_if = "is_default")]
    pub weights_csv: Option<String>,
    /// What columns hold. One that is not named here serves as numbers where numbers are needed, and as text elsewhere.
    #[serde(default, skip_serializing_if = "is_default")]
    pub columns: Vec<ColumnDescription>,
}

impl Data {
    /// The file, as the document names it.
    pub(super) fn file(&self) -> &str {
        let named = self.csv.as_ref().or(self.parquet.as_ref());
        named.map_or("", String::as_str)
    }

    /// It has to be one file.
    pub(super) fn check(&self) -> Result<(), String> {
        match (&self.csv, &self.parquet) {
            (Some(_), Some(_)) => Err("data names both csv and parquet: take one out".to_owned()),
            (None, None) => Err("data names neither csv nor parquet".to_owned()),
            _ => Ok(()),
        }
    }
}

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ColumnDescription {
    /// The column.
    pub name: String,
    /// What it holds.
    #[serde(rename = "type")]
    pub holds: ColumnType,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ColumnType {
    /// Text: `01` is not `1`, and no mean can be taken.
    String,
    /// Numbers: `01`, `1` and `1.0` are one category.
    Number,
}

/// What is asked for: a statistic, and a name for it.
#[derive(Clone, Debug, PartialEq, JsonSchema)]
#[schemars(extend("unevaluatedProperties" = false))]
pub struct Estimate {
    /// Its name.
    #[schemars(default)]
    pub id: Option<String>,
    /// The statistic.
    #[schemars(flatten)]
    pub statistic: Statistic,
    /// The answer.
    #[schemars(default)]
    pub result: AnswerPlace<Outcome>,
}

impl Estimate {
    /// A statistic with a name.
    pub fn new(id: String, statistic: Statistic) -> Self {
        Self {
            id: Some(id),
            statistic,
            result: AnswerPlace::default(),
        }
    }
}

impl Serialize for Estimate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = untagged("stat", &self.statistic)?;
        members.extend(
            self.id
                .iter()
                .map(|id| ("id".to_owned(), id.as_str().into())),
        );
        members.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Estimate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut members = Map::deserialize(deserializer)?;
        members.remove("result");
        let id = members.remove("id").map(serde_json::from_value);
        Ok(Self {
            id: id
                .transpose()
                .map_err(|error| D::Error::custom(format!("id: {error}")))?
                .flatten(),
            statistic: tagged("stat", members).map_err(D::Error::custom)?,
            result: AnswerPlace::default(),
        })
    }
}

/// The answers to an analysis, in its order.
#[derive(Clone, Debug, PartialEq)]
pub struct Answers {
    /// What became of every design.
    pub designs: Vec<DesignAnswer>,
    /// The answer to every estimate.
    pub estimates: Vec<Outcome>,
}

/// What became of a design.
#[derive(Clone, Debug, PartialEq)]
pub enum DesignAnswer {
    /// It was built.
    Built {
        /// Diagnostics of its final weights.
        expected: Box<Expected>,
        /// What was assumed that the document does not say.
        warnings: Vec<String>,
    },
    /// It cannot be built, and no estimate of it is answered.
    Refused {
        /// Why.
        error: String,
    },
}

impl Answers {
    /// Puts the answers into the document that was asked: `expected`, `warnings` or `error` of every design, `result` of
    /// every estimate. Those of whoever answered before are replaced.
    pub fn fill(&self, document: &mut Value) -> Result<(), serde_json::Error> {
        for (place, answer) in self.designs.iter().enumerate() {
            let design = &mut document["designs"][place];
            if let Some(members) = design.as_object_mut() {
                members
                    .retain(|name, _| !["expected", "warnings", "error"].contains(&name.as_str()));
            }
            match answer {
                DesignAnswer::Built { expected, warnings } => {
                    design["expected"] = serde_json::to_value(expected)?;
                    if !warnings.is_empty() {
                        design["warnings"] = warnings.as_slice().into();
                    }
                }
                DesignAnswer::Refused { error } => design["error"] = error.as_str().into(),
            }
        }
        for (place, outcome) in self.estimates.iter().enumerate() {
            document["estimates"][place]["result"] = serde_json::to_value(outcome)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_is_that_of_the_types() {
        let schema = schemars::generate::SchemaSettings::draft2020_12()
            .into_generator()
            .into_root_schema_for::<Analysis>();
        let text = format!("{}\n", serde_json::to_string_pretty(&schema).unwrap());
        if text != SCHEMA {
            let new = std::env::temp_dir().join("minyi-analysis-1.schema.json");
            std::fs::write(&new, &text).unwrap();
            panic!("the types have changed: {} is their schema", new.display());
        }
    }
}
