//! The weighting steps: what each of them says, and what it reports to have done.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::tagged::{tagged, untagged};
use super::value::{Conditions, Level, Number, OneOrMany, is_default};
use crate::weighting::WeightDiagnostics;

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
        /// The columns of the data that the model is made of, as R names its terms; those of `columns` have to be the same.
        #[serde(default, skip_serializing_if = "is_default")]
        terms: OneOrMany<String>,
        /// The columns of the model.
        columns: Vec<ModelColumn>,
        /// The total of every column, by its name, and of nothing else.
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
    /// Replicate weights are made, of weights that meet no totals yet: steps with totals come after it.
    Replicate {
        /// How.
        #[serde(rename = "type")]
        kind: ReplicateType,
        /// Fay's ρ, with type `Fay`.
        #[serde(default, skip_serializing_if = "is_default")]
        rho: Option<f64>,
        /// Replicates are centred at the full estimate, not at their mean.
        #[serde(default, skip_serializing_if = "is_default")]
        mse: bool,
        /// How many bootstrap replicates (500).
        #[serde(default, skip_serializing_if = "is_default")]
        replicates: Option<usize>,
        /// The seed of the bootstrap (0); of replicates that are read it says how they were made.
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
    /// The column of the data that it is of.
    pub(super) fn var(&self) -> Option<&str> {
        match self {
            Self::Intercept { .. } => None,
            Self::Numeric { var, .. } | Self::Indicator { var, .. } => Some(var),
        }
    }

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

pub(super) fn write_steps<S: Serializer>(steps: &[Step], serializer: S) -> Result<S::Ok, S::Error> {
    let steps = steps.iter().map(|step| untagged("op", step));
    serializer.collect_seq(steps.collect::<Result<Vec<_>, _>>()?)
}

pub(super) fn read_steps<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<Step>, D::Error> {
    let steps = Vec::<Map<String, Value>>::deserialize(deserializer)?;
    let numbered = steps.into_iter().zip(1..).map(|(step, number)| {
        tagged("op", step).map_err(|reason| D::Error::custom(format!("step {number}: {reason}")))
    });
    numbered.collect()
}

/// What a step did.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct StepReport {
    /// The step.
    pub op: StepName,
    /// The weights after it.
    #[serde(flatten)]
    pub weights: Weights,
    /// The largest weight over the smallest.
    pub ratio_w: Number,
    /// Rounds of raking.
    #[serde(skip_serializing_if = "is_default")]
    pub iterations: Option<usize>,
    /// The category that raking met worst.
    #[serde(skip_serializing_if = "is_default")]
    pub worst: Option<WorstCategory>,
    /// What trimming cut.
    #[serde(flatten)]
    pub trimmed: Option<TrimReport>,
    /// The classes as merged.
    #[serde(skip_serializing_if = "is_default")]
    pub classes: Option<Vec<MergedClass>>,
    /// How many replicates were made.
    #[serde(skip_serializing_if = "is_default")]
    pub replicates: Option<usize>,
}

/// The name of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "they are told with the steps themselves")]
pub enum StepName {
    Poststratify,
    Rake,
    Calibrate,
    Trim,
    Subset,
    Eligibility,
    Nonresponse,
    Replicate,
}

/// A column of weights in a few numbers.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Weights {
    /// Rows of positive weight.
    pub n_positive: usize,
    /// Rows of negative weight, which linear calibration can make; they count like any other.
    #[serde(skip_serializing_if = "is_default")]
    pub n_negative: usize,
    /// Their sum.
    pub sum_w: Number,
    /// The smallest that is not zero.
    pub min_w: Number,
    /// The largest.
    pub max_w: Number,
    /// Kish's effective sample size.
    pub ess: Number,
    /// Kish's design effect.
    pub deff_kish: Number,
}

impl From<&WeightDiagnostics> for Weights {
    fn from(diagnostics: &WeightDiagnostics) -> Self {
        Self {
            n_positive: diagnostics.rows - diagnostics.negative,
            n_negative: diagnostics.negative,
            sum_w: Number(diagnostics.sum),
            min_w: Number(diagnostics.smallest),
            max_w: Number(diagnostics.largest),
            ess: Number(diagnostics.effective_sample_size),
            deff_kish: Number(diagnostics.design_effect),
        }
    }
}

/// The category that raking met worst.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct WorstCategory {
    /// Its margin.
    pub margin: String,
    /// The category.
    pub level: String,
    /// How far off it is, relative to its total.
    pub relative_difference: Number,
}

/// What trimming cut.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TrimReport {
    /// The least weight allowed.
    pub lower: Number,
    /// The largest weight allowed.
    pub upper: Number,
    /// Rows cut.
    pub trimmed_rows: usize,
    /// Their share.
    pub trimmed_share: Number,
    /// Rounds.
    pub rounds: usize,
    /// Whether the cap held in the end.
    pub within_bounds: bool,
}

/// Classes whose cases stand in for each other.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct MergedClass {
    /// Their labels.
    pub classes: Vec<String>,
    /// The weight of their cases.
    pub cases_w: Number,
    /// Cases that stand in for the others.
    pub n: usize,
    /// By how much.
    pub factor: Number,
}
