//! The analysis document: data, designs with their weighting steps, and the estimates asked for.
//!
//! These types are the only telling of it. `serde` reads and writes them, and refuses a member that they do not
//! have: a misspelt one would leave a default in place and change a figure without a word. Their JSON Schema is
//! [`SCHEMA`].

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{Error, IgnoredAny};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::answers::{Expected, Outcome};
use super::reading::{tagged, untagged};
use super::statistic::Statistic;

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

/// The data file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Data {
    /// A CSV file with a heading, looked for beside the document.
    pub csv: String,
    /// How many rows there are, to be checked.
    #[serde(default, skip_serializing_if = "is_default")]
    pub rows: Option<usize>,
    /// How a gap is written, told to other readers: the empty cell, `NA` and `NaN` are gaps here.
    #[serde(default, skip_serializing_if = "is_default")]
    pub missing: Option<String>,
    /// A CSV file of final weights by design, kept for comparison and not read.
    #[serde(default, skip_serializing_if = "is_default")]
    pub weights_csv: Option<String>,
    /// What the columns hold, told to other readers.
    #[serde(default, skip_serializing_if = "is_default")]
    pub columns: Option<Value>,
}

/// How the sample was drawn and weighted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the members of the document, named as there"
)]
pub struct Design {
    /// What estimates call it.
    pub name: String,
    /// Whether the variance comes from the sample, or from replicate weights that the data hold.
    #[serde(default, skip_serializing_if = "is_default")]
    pub kind: DesignKind,
    /// Columns of the sampling units, one per stage; without any every row is a unit.
    #[serde(default, skip_serializing_if = "is_default")]
    pub ids: OneOrMany<String>,
    /// Columns of the strata, one per stage; more than stages are together the strata of the first.
    #[serde(default, skip_serializing_if = "is_default")]
    pub strata: OneOrMany<String>,
    /// The column of the weights.
    #[serde(default, skip_serializing_if = "is_default")]
    pub weights: Option<String>,
    /// Columns of inclusion probabilities, one per stage, instead of weights: 1/(π₁ π₂ …).
    #[serde(default, skip_serializing_if = "is_default")]
    pub probs: OneOrMany<String>,
    /// Labels of PSUs taken with certainty, in which every row is a unit.
    #[serde(default, skip_serializing_if = "is_default")]
    pub certainty_psus: OneOrMany<String>,
    /// Columns of population sizes, one per stage; with `pps` the first holds inclusion probabilities.
    #[serde(default, skip_serializing_if = "is_default")]
    pub fpc: OneOrMany<String>,
    /// Labels of units are unique only within their stratum.
    #[serde(default, skip_serializing_if = "is_default")]
    pub nest: bool,
    /// What a stratum with a single PSU adds to the variance.
    #[serde(default, skip_serializing_if = "is_default")]
    pub lonely_psu: SinglePsu,
    /// The same rule for strata that a domain leaves with a single PSU.
    #[serde(default, skip_serializing_if = "is_default")]
    pub adjust_domain_lonely: bool,
    /// With `lonely_psu: collapse`: single-PSU stratum = the stratum that takes it in.
    #[serde(default, skip_serializing_if = "is_default")]
    pub collapse: BTreeMap<String, String>,
    /// PSUs were drawn with unequal probabilities without replacement.
    #[serde(default, skip_serializing_if = "is_default")]
    pub pps: Option<Pps>,
    /// The variance under joint inclusion probabilities; Horvitz–Thompson unless said otherwise.
    #[serde(default, skip_serializing_if = "is_default")]
    pub variance: Option<PairVariance>,
    /// Weighting steps, in order.
    #[serde(
        default,
        skip_serializing_if = "is_default",
        serialize_with = "write_steps",
        deserialize_with = "read_steps"
    )]
    pub steps: Vec<Step>,
    /// Columns of replicate weights.
    #[serde(default, skip_serializing_if = "is_default")]
    pub repweight_columns: OneOrMany<String>,
    /// Replicate weights hold the sampling weight already.
    #[serde(default, skip_serializing_if = "is_default")]
    pub combined_weights: bool,
    /// Replicates are centred at the full estimate, not at their mean.
    #[serde(default, skip_serializing_if = "is_default")]
    pub mse: bool,
    /// How the replicates were made, which tells their usual scale.
    #[serde(default, rename = "type", skip_serializing_if = "is_default")]
    pub replicate_type: Option<ReplicateType>,
    /// Fay's ρ.
    #[serde(default, skip_serializing_if = "is_default")]
    pub rho: Option<f64>,
    /// What the sum of squares is multiplied by.
    #[serde(default, skip_serializing_if = "is_default")]
    pub scale: Option<f64>,
    /// What every replicate's square is multiplied by.
    #[serde(default, skip_serializing_if = "is_default")]
    pub rscales: OneOrMany<f64>,
    /// Replicates kept in a file of their own.
    #[serde(default, skip_serializing_if = "is_default")]
    pub replicates: Option<Replicates>,
    /// Diagnostics of the final weights.
    #[serde(default, skip_serializing)]
    pub expected: AnswerPlace<Expected>,
    /// Warnings of whoever answered.
    #[serde(default, skip_serializing)]
    pub warnings: AnswerPlace<Value>,
    /// Why whoever answered could not.
    #[serde(default, skip_serializing)]
    pub error: AnswerPlace<Value>,
}

/// Where the variance comes from; named as in R's `survey`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum DesignKind {
    /// Linearised from strata and PSUs, unless a step makes replicates.
    #[default]
    #[serde(rename = "svydesign")]
    Sample,
    /// From replicate weights that the data hold.
    #[serde(rename = "svrepdesign")]
    Replicates,
}

/// What a stratum with a single PSU adds to the variance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SinglePsu {
    /// The design is refused.
    #[default]
    Fail,
    /// Nothing.
    Remove,
    /// Nothing: it was taken with certainty.
    Certainty,
    /// The average of the other strata.
    Average,
    /// Its distance from the grand mean.
    Adjust,
    /// It joins the stratum that `collapse` names.
    Collapse,
}

/// The form of the variance under joint inclusion probabilities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum PairVariance {
    /// Horvitz and Thompson's.
    #[serde(rename = "HT")]
    HorvitzThompson,
    /// Yates and Grundy's.
    #[serde(rename = "YG")]
    YatesGrundy,
}

/// PSUs drawn with unequal probabilities without replacement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pps {
    /// Where joint inclusion probabilities come from.
    pub method: PpsMethod,
    /// With method `HR`: Σπ²/n over the population.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sum_p2_over_n: Option<SumsOfSquares>,
    /// With method `ppsmat`: a CSV file of the joint probabilities of all rows.
    #[serde(default, skip_serializing_if = "is_default")]
    pub matrix_csv: Option<String>,
}

/// Where joint inclusion probabilities come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum PpsMethod {
    /// Brewer's approximation, stage by stage.
    #[serde(rename = "brewer")]
    Brewer,
    /// Overton's approximation.
    #[serde(rename = "overton")]
    Overton,
    /// Hartley and Rao's, with Σπ²/n of the population.
    #[serde(rename = "HR")]
    HartleyRao,
    /// Hartley and Rao's, with Σπ²/n estimated.
    #[serde(rename = "HR_estimated")]
    HartleyRaoEstimated,
    /// They are known.
    #[serde(rename = "ppsmat")]
    Matrix,
}

/// Σπ²/n over the population.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "neither a number nor an object of stratum = number"
)]
pub enum SumsOfSquares {
    /// Without strata.
    One(f64),
    /// One for every stratum by its label.
    ByStratum(BTreeMap<String, f64>),
}

/// How replicate weights are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum ReplicateType {
    /// Jackknife without strata.
    JK1,
    /// Jackknife within strata.
    JKn,
    /// Balanced repeated replication.
    #[serde(rename = "BRR")]
    Balanced,
    /// Fay's, with ρ.
    Fay,
    /// Rao and Wu's bootstrap.
    #[serde(rename = "subbootstrap", alias = "rao_wu")]
    RaoWu,
    /// Canty and Davison's bootstrap; read, not made.
    #[serde(rename = "bootstrap")]
    Bootstrap,
    /// Preston's multistage bootstrap; read, not made.
    #[serde(rename = "mrbbootstrap")]
    MultistageBootstrap,
    /// Any other; read, not made.
    #[serde(rename = "other")]
    Other,
}

impl ReplicateType {
    pub(super) fn is_bootstrap(self) -> bool {
        matches!(
            self,
            Self::RaoWu | Self::Bootstrap | Self::MultistageBootstrap
        )
    }
}

impl fmt::Display for ReplicateType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

/// Replicates kept in a file of their own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Replicates {
    /// A CSV file with one column per replicate.
    #[serde(default, skip_serializing_if = "is_default")]
    pub csv: Option<String>,
    /// What the sum of squares is multiplied by.
    #[serde(default, skip_serializing_if = "is_default")]
    pub scale: Option<f64>,
    /// What every replicate's square is multiplied by.
    #[serde(default, skip_serializing_if = "is_default")]
    pub rscales: OneOrMany<f64>,
    /// Replicates are centred at the full estimate, not at their mean.
    #[serde(default, skip_serializing_if = "is_default")]
    pub mse: bool,
    /// They hold the sampling weight already.
    #[serde(default, skip_serializing_if = "is_default")]
    pub combined: bool,
    /// How many there are, to be checked.
    #[serde(default, skip_serializing_if = "is_default")]
    pub n: Option<usize>,
    /// A remark.
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: Option<String>,
}

/// A weighting step; with a step `replicate` before it, it is repeated in every replicate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
#[schemars(tag = "op")]
pub enum Step {
    /// The weights of every cell sum to its total.
    Poststratify {
        /// The columns that make the cells.
        vars: OneOrMany<String>,
        /// The total of every cell.
        population: Vec<ControlTotal>,
    },
    /// The weights meet the totals of several margins.
    Rake {
        /// The margins.
        margins: Vec<Margin>,
        /// At most so many rounds.
        #[serde(default, skip_serializing_if = "is_default")]
        maxit: Option<usize>,
        /// How closely totals are met.
        #[serde(default, skip_serializing_if = "is_default")]
        epsilon: Option<f64>,
        /// Cap the raked weights, spread the excess and rake again.
        #[serde(default, skip_serializing_if = "is_default")]
        trim: Option<Cap>,
    },
    /// The weights meet totals of the columns of a model.
    Calibrate {
        /// R's names of the terms, told to other readers.
        #[serde(default, skip_serializing_if = "is_default")]
        terms: Option<Value>,
        /// The columns of the model.
        columns: Vec<ModelColumn>,
        /// The total of every column, by its name.
        population: BTreeMap<String, f64>,
        /// The distance that is kept small.
        calfun: Distance,
        /// The least and the largest g-weight.
        #[serde(default, skip_serializing_if = "is_default")]
        bounds: Option<(Number, Number)>,
        /// How closely totals are met.
        #[serde(default, skip_serializing_if = "is_default")]
        epsilon: Option<f64>,
    },
    /// Weights are cut to limits and the excess is spread over the others.
    Trim {
        /// The least weight.
        #[serde(default, skip_serializing_if = "is_default")]
        lower: Option<Number>,
        /// The largest weight.
        #[serde(default, skip_serializing_if = "is_default")]
        upper: Option<Number>,
        /// Instead of `upper`: the median plus this many interquartile ranges.
        #[serde(default, skip_serializing_if = "is_default")]
        median_plus_iqr: Option<f64>,
        /// Instead of `upper`: this multiple of the mean weight.
        #[serde(default, skip_serializing_if = "is_default")]
        times_mean: Option<f64>,
        /// Repeated until no weight is beyond the limits.
        #[serde(default, skip_serializing_if = "is_default")]
        strict: bool,
    },
    /// Rows outside get weight zero; their PSUs keep counting.
    Subset {
        /// The rows that are kept.
        #[serde(rename = "where")]
        rows: Conditions,
    },
    /// Cases of known eligibility stand in for those of unknown eligibility in their class.
    Eligibility {
        /// The columns that make the classes.
        classes: OneOrMany<String>,
        /// A 0/1 column.
        known: String,
        /// A class with fewer known cases is merged (20).
        #[serde(default, skip_serializing_if = "is_default")]
        minimum_cases: Option<usize>,
        /// A class with a larger factor, relative to that of all, is merged (2).
        #[serde(default, skip_serializing_if = "is_default")]
        maximum_factor: Option<f64>,
    },
    /// Respondents stand in for the eligible cases of their class; all others get weight zero.
    Nonresponse {
        /// The columns that make the classes.
        classes: OneOrMany<String>,
        /// A 0/1 column.
        responded: String,
        /// A 0/1 column; without it every case is eligible.
        #[serde(default, skip_serializing_if = "is_default")]
        eligible: Option<String>,
        /// A class with fewer respondents is merged (20).
        #[serde(default, skip_serializing_if = "is_default")]
        minimum_respondents: Option<usize>,
        /// A class with a larger factor, relative to that of all, is merged (2).
        #[serde(default, skip_serializing_if = "is_default")]
        maximum_factor: Option<f64>,
    },
    /// Replicate weights are made.
    Replicate {
        /// How.
        #[serde(rename = "type")]
        kind: ReplicateType,
        /// Fay's ρ.
        #[serde(default, skip_serializing_if = "is_default")]
        rho: Option<f64>,
        /// Replicates are centred at the full estimate, not at their mean.
        #[serde(default, skip_serializing_if = "is_default")]
        mse: bool,
        /// How many bootstrap replicates (500).
        #[serde(default, skip_serializing_if = "is_default")]
        replicates: Option<usize>,
        /// The seed of the bootstrap (0).
        #[serde(default, skip_serializing_if = "is_default")]
        seed: Option<u64>,
    },
}

/// A cap on raked weights, and how often to rake again after cutting to it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cap {
    /// The largest weight.
    #[serde(default, skip_serializing_if = "is_default")]
    pub upper: Option<f64>,
    /// Instead: the median plus this many interquartile ranges.
    #[serde(default, skip_serializing_if = "is_default")]
    pub median_plus_iqr: Option<f64>,
    /// Instead: this multiple of the mean weight.
    #[serde(default, skip_serializing_if = "is_default")]
    pub times_mean: Option<f64>,
    /// At most so many rounds (5).
    #[serde(default, skip_serializing_if = "is_default")]
    pub rounds: Option<usize>,
}

/// Known totals of the categories of a column, or of several crossed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Margin {
    /// The columns.
    pub vars: OneOrMany<String>,
    /// The total of every category.
    pub population: Vec<ControlTotal>,
}

/// A known total: `{ "sex": "F", "Freq": 2338 }`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ControlTotal {
    /// The total.
    #[serde(rename = "Freq")]
    pub total: f64,
    /// The category: column = value.
    #[serde(flatten)]
    pub category: BTreeMap<String, Level>,
}

/// A column of a calibration model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
pub enum ModelColumn {
    /// One for every row.
    Intercept {
        /// The name under which `population` states its total.
        name: String,
    },
    /// A column of numbers.
    Numeric {
        /// The name under which `population` states its total.
        name: String,
        /// The column.
        var: String,
    },
    /// One where a column holds a value, zero elsewhere.
    Indicator {
        /// The name under which `population` states its total.
        name: String,
        /// The column.
        var: String,
        /// The value.
        value: Level,
    },
}

impl ModelColumn {
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Intercept { name }
            | Self::Numeric { name, .. }
            | Self::Indicator { name, .. } => name,
        }
    }
}

/// The distance between old and new weights that calibration keeps small.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Distance {
    /// Linear; with bounds it is truncated.
    Linear,
    /// Multiplicative.
    Raking,
    /// Between two bounds.
    Logit,
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

fn write_steps<S: Serializer>(steps: &[Step], serializer: S) -> Result<S::Ok, S::Error> {
    let steps = steps.iter().map(|step| untagged("op", step));
    serializer.collect_seq(steps.collect::<Result<Vec<_>, _>>()?)
}

fn read_steps<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Step>, D::Error> {
    let steps = Vec::<Map<String, Value>>::deserialize(deserializer)?;
    let numbered = steps.into_iter().zip(1..).map(|(step, number)| {
        tagged("op", step).map_err(|reason| D::Error::custom(format!("step {number}: {reason}")))
    });
    numbered.collect()
}

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

/// What a cell may hold: compared as text, or as a number.
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
    /// Whether a CSV cell holds it: the same text, or the same number.
    pub(super) fn is_in(&self, cell: &str) -> bool {
        let label = self.to_string();
        cell == label
            || matches!((cell.parse::<f64>(), label.parse::<f64>()), (Ok(a), Ok(b)) if a.total_cmp(&b).is_eq())
    }
}

/// Column = value, or one of several values; all of which must hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(from = "WrittenConditions")]
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

impl From<WrittenConditions> for Conditions {
    fn from(written: WrittenConditions) -> Self {
        match written {
            WrittenConditions::Nothing | WrittenConditions::Empty([]) => Self::default(),
            WrittenConditions::Some(conditions) => Self(conditions),
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
