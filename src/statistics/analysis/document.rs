//! The analysis document: data, designs and the estimates that are asked for.

use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use std::collections::BTreeMap;

/// One name or a list of names.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(untagged)]
pub(super) enum Names {
    #[default]
    None,
    One(String),
    Many(Vec<String>),
}

impl Names {
    pub(super) fn list(&self) -> &[String] {
        match self {
            Self::None => &[],
            Self::One(name) => std::slice::from_ref(name),
            Self::Many(names) => names,
        }
    }
}

/// One number or a list of numbers.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Numbers {
    One(f64),
    Many(Vec<f64>),
}

impl Default for Numbers {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl Numbers {
    pub(super) fn list(&self) -> &[f64] {
        match self {
            Self::One(number) => std::slice::from_ref(number),
            Self::Many(numbers) => numbers,
        }
    }
}

/// A number, or `Inf`, `-Inf` as text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bound(pub f64);

impl<'de> Deserialize<'de> for Bound {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.parse().ok(),
            _ => None,
        }
        .map(Self)
        .ok_or_else(|| D::Error::custom("a bound is neither a number nor Inf or -Inf"))
    }
}

/// A domain; an empty list means the whole population, as R writes an empty object.
fn domain<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<DomainSpec>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(None),
        Value::Array(entries) if entries.is_empty() => Ok(None),
        Value::Object(conditions) => Ok(Some(conditions.into_iter().collect())),
        _ => Err(D::Error::custom("a domain is an object of column = value")),
    }
}

/// A document whose members are known (see `members.rs`).
#[derive(Debug)]
pub(super) struct Document {
    pub data: DataSpec,
    pub designs: Vec<DesignSpec>,
    pub estimates: Vec<EstimateSpec>,
}

#[derive(Debug, Deserialize)]
pub(super) struct DataSpec {
    pub csv: String,
    /// How many rows there are, to be checked.
    #[serde(default)]
    pub rows: Option<usize>,
}

#[derive(Debug, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the members of the document, named as there"
)]
pub(super) struct DesignSpec {
    pub name: String,
    #[serde(default)]
    pub kind: Option<String>,
    #[serde(default)]
    pub ids: Names,
    #[serde(default)]
    pub strata: Names,
    #[serde(default)]
    pub weights: Option<String>,
    #[serde(default)]
    pub probs: Names,
    /// Labels of PSUs taken with certainty, in which every row is a unit.
    #[serde(default)]
    pub certainty_psus: Names,
    #[serde(default)]
    pub fpc: Names,
    #[serde(default)]
    pub nest: bool,
    #[serde(default)]
    pub lonely_psu: Option<String>,
    #[serde(default)]
    pub adjust_domain_lonely: bool,
    /// With `lonely_psu: collapse`: single-PSU stratum → stratum that takes it in.
    #[serde(default)]
    pub collapse: BTreeMap<String, String>,
    #[serde(default)]
    pub pps: Option<PpsSpec>,
    #[serde(default)]
    pub variance: Option<String>,
    #[serde(default)]
    pub steps: Vec<StepSpec>,
    #[serde(default)]
    pub repweight_columns: Names,
    #[serde(default)]
    pub combined_weights: bool,
    #[serde(default)]
    pub mse: bool,
    #[serde(default, rename = "type")]
    pub replicate_type: Option<String>,
    #[serde(default)]
    pub rho: Option<f64>,
    #[serde(default)]
    pub scale: Option<f64>,
    #[serde(default)]
    pub rscales: Option<Numbers>,
    #[serde(default)]
    pub replicates: Option<ReplicatesSpec>,
}

/// Σπ²/n over the population: one number, or one for every stratum by its label.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum SumsOfSquares {
    One(f64),
    ByStratum(BTreeMap<String, f64>),
}

#[derive(Debug, Deserialize)]
pub(super) struct PpsSpec {
    pub method: String,
    #[serde(default)]
    pub sum_p2_over_n: Option<SumsOfSquares>,
    #[serde(default)]
    pub matrix_csv: Option<String>,
}

/// Replicate factors kept in a file of their own.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct ReplicatesSpec {
    #[serde(default)]
    pub csv: Option<String>,
    #[serde(default)]
    pub scale: Option<f64>,
    #[serde(default)]
    pub rscales: Option<Numbers>,
    #[serde(default)]
    pub mse: bool,
    #[serde(default)]
    pub combined: bool,
    /// How many there are, to be checked.
    #[serde(default)]
    pub n: Option<usize>,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "op", rename_all = "lowercase")]
pub(super) enum StepSpec {
    Poststratify {
        vars: Names,
        population: Vec<BTreeMap<String, Value>>,
    },
    Rake {
        margins: Vec<MarginSpec>,
        #[serde(default)]
        maxit: Option<usize>,
        #[serde(default)]
        epsilon: Option<f64>,
        /// Cap the raked weights and rake again.
        #[serde(default)]
        trim: Option<CapSpec>,
    },
    /// Cases of known eligibility stand in for those of unknown eligibility in their class.
    Eligibility {
        classes: Names,
        /// A 0/1 column.
        known: String,
        #[serde(default)]
        minimum_cases: Option<usize>,
        #[serde(default)]
        maximum_factor: Option<f64>,
    },
    /// Respondents stand in for the eligible cases of their class; all others get weight zero.
    Nonresponse {
        classes: Names,
        /// A 0/1 column.
        responded: String,
        /// A 0/1 column; without it every case is eligible.
        #[serde(default)]
        eligible: Option<String>,
        #[serde(default)]
        minimum_respondents: Option<usize>,
        #[serde(default)]
        maximum_factor: Option<f64>,
    },
    Calibrate {
        columns: Vec<ModelColumn>,
        population: BTreeMap<String, f64>,
        calfun: String,
        #[serde(default)]
        bounds: Option<(Bound, Bound)>,
        #[serde(default)]
        epsilon: Option<f64>,
    },
    Trim {
        #[serde(default)]
        lower: Option<Bound>,
        #[serde(default)]
        upper: Option<Bound>,
        /// Instead of `upper`: the median plus this many interquartile ranges.
        #[serde(default)]
        median_plus_iqr: Option<f64>,
        /// Instead of `upper`: this multiple of the mean weight.
        #[serde(default)]
        times_mean: Option<f64>,
        #[serde(default)]
        strict: bool,
    },
    /// Rows outside get weight zero; their PSUs keep counting.
    Subset {
        #[serde(rename = "where")]
        rows: DomainSpec,
    },
    Replicate {
        #[serde(rename = "type")]
        kind: String,
        #[serde(default)]
        rho: Option<f64>,
        #[serde(default)]
        mse: bool,
        #[serde(default)]
        replicates: Option<usize>,
        #[serde(default)]
        seed: Option<u64>,
    },
}

/// A cap on raked weights, and how often to rake again after cutting to it.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct CapSpec {
    #[serde(default)]
    pub upper: Option<f64>,
    #[serde(default)]
    pub median_plus_iqr: Option<f64>,
    #[serde(default)]
    pub times_mean: Option<f64>,
    #[serde(default)]
    pub rounds: Option<usize>,
}

#[derive(Debug, Deserialize)]
pub(super) struct MarginSpec {
    pub vars: Names,
    pub population: Vec<BTreeMap<String, Value>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct ModelColumn {
    pub name: String,
    pub kind: String,
    #[serde(default)]
    pub var: Option<String>,
    #[serde(default)]
    pub value: Option<Value>,
}

/// Column = value (or one of several values), all of which must hold.
pub(super) type DomainSpec = BTreeMap<String, Value>;

#[derive(Debug, Deserialize)]
pub(super) struct EstimateSpec {
    #[serde(default)]
    pub id: Option<String>,
    pub stat: String,
    /// Absent for what needs no data (`size`, `power`) or other results (`adjust`).
    #[serde(default)]
    pub design: Option<String>,
    #[serde(default)]
    pub var: Option<String>,
    #[serde(default)]
    pub vars: Names,
    #[serde(default)]
    pub num: Option<String>,
    #[serde(default)]
    pub den: Option<String>,
    #[serde(default)]
    pub row: Option<String>,
    #[serde(default)]
    pub col: Option<String>,
    #[serde(default)]
    pub group: Option<String>,
    #[serde(default)]
    pub a: DomainSpec,
    #[serde(default)]
    pub b: DomainSpec,
    #[serde(default, deserialize_with = "domain")]
    pub domain: Option<DomainSpec>,
    #[serde(default)]
    pub probs: Numbers,
    #[serde(default)]
    pub qrules: Names,
    #[serde(default)]
    pub intervals: Names,
    #[serde(default)]
    pub sides: Option<String>,
    #[serde(default)]
    pub level: Option<f64>,
    #[serde(default)]
    pub threshold: Option<f64>,
    #[serde(default)]
    pub direction: Option<String>,
    #[serde(default)]
    pub truth: Numbers,
    #[serde(default)]
    pub prevalence: Option<f64>,
    #[serde(default)]
    pub anchor: Option<AnchorSpec>,
    #[serde(default)]
    pub method: Option<String>,
    #[serde(default)]
    pub tests: Names,
    #[serde(default)]
    pub power: Option<f64>,
    #[serde(default)]
    pub margin: Option<f64>,
    #[serde(default)]
    pub proportion: Option<f64>,
    #[serde(default)]
    pub n: Option<f64>,
    #[serde(default)]
    pub design_effect: Option<f64>,
    #[serde(default)]
    pub weighting_design_effect: Option<f64>,
    #[serde(default)]
    pub per_psu: Option<f64>,
    #[serde(default)]
    pub rho: Option<f64>,
    #[serde(default)]
    pub population: Numbers,
    #[serde(default)]
    pub allocated: Numbers,
}

impl EstimateSpec {
    /// The items of a proportion, or of a mean of proportions.
    pub(super) fn items(&self) -> &[String] {
        match &self.var {
            Some(var) => std::slice::from_ref(var),
            None => self.vars.list(),
        }
    }
}

/// A crosswise item whose sensitive statement is true of nobody.
#[derive(Debug, Deserialize)]
pub(super) struct AnchorSpec {
    pub var: String,
    pub prevalence: f64,
}

/// The text of a JSON scalar as a CSV cell would hold it.
pub(super) fn label_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Whether a CSV cell holds this JSON scalar: the same text, or the same number.
pub(super) fn cell_matches(cell: &str, value: &Value) -> bool {
    let label = label_of(value);
    if cell == label {
        return true;
    }
    matches!((cell.parse::<f64>(), label.parse::<f64>()), (Ok(a), Ok(b)) if a.total_cmp(&b).is_eq())
}

/// The levels of a factor that a domain condition admits.
pub(super) fn admitted_levels(levels: &[String], condition: &Value) -> Vec<String> {
    let wanted: Vec<&Value> = match condition {
        Value::Array(values) => values.iter().collect(),
        one => vec![one],
    };
    levels
        .iter()
        .filter(|level| !level.is_empty() && wanted.iter().any(|value| cell_matches(level, value)))
        .cloned()
        .collect()
}
