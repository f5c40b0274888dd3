//! The prevalence behind a crosswise item, with the shares it comes from.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::limits::{AskedLimits, Limits, LimitsMethod, symmetric};
use super::members::proportion;
use crate::analysis::value::{Conditions, Number, is_default};
use crate::count::real;
use crate::crosswise::CrosswiseEstimate;
use crate::estimate::Estimate;
use crate::variance::VarianceError;

/// The prevalence behind "same" answers to a crosswise item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct Crosswise {
    /// The design.
    pub design: String,
    /// A 0/1 column, 1 for "same".
    pub var: String,
    /// How many the other statement is true of.
    pub prevalence: f64,
    /// An item that tells how many answer carelessly.
    #[serde(default, skip_serializing_if = "is_default")]
    pub anchor: Option<Anchor>,
    /// The rows it is of.
    #[serde(default, skip_serializing_if = "is_default")]
    pub domain: Conditions,
}

impl Crosswise {
    pub(super) fn check(&self) -> Result<(), String> {
        proportion("prevalence", self.prevalence)?;
        self.anchor.as_ref().map_or(Ok(()), |anchor| {
            proportion("anchor.prevalence", anchor.prevalence)
        })
    }
}

/// A crosswise item whose sensitive statement is true of nobody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Anchor {
    /// A 0/1 column, 1 for "same".
    pub var: String,
    /// How many the other statement is true of.
    pub prevalence: f64,
}

/// A prevalence behind "same" answers, with the shares it comes from.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CrosswiseOutcome {
    /// Persons who answered.
    pub n: usize,
    /// Degrees of freedom.
    pub df: usize,
    /// The prevalence, which may leave 0 to 1.
    pub estimate: Number,
    /// The prevalence within 0 to 1.
    pub clipped: Number,
    /// Its standard error.
    pub se: Number,
    /// The share that answers carefully.
    pub attention: Number,
    /// The share of "same".
    pub same: Share,
    /// Its limits.
    pub ci: Vec<Limits>,
    /// The share of "same" to the anchor.
    #[serde(skip_serializing_if = "is_default")]
    pub anchor_same: Option<Share>,
    /// Why it has neither standard error nor limits.
    #[serde(skip_serializing_if = "is_default")]
    pub error: Option<String>,
}

/// A share behind another figure.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Share {
    /// Persons who answered.
    pub n: usize,
    /// The share.
    pub estimate: Number,
    /// Its standard error.
    pub se: Number,
}

impl From<&Estimate> for Share {
    fn from(share: &Estimate) -> Self {
        Self {
            n: share.respondents,
            estimate: Number(share.value),
            se: Number(share.standard_error),
        }
    }
}

/// A prevalence behind "same" answers, with the shares it comes from.
pub(in crate::analysis) fn crosswise_outcome(
    estimate: &CrosswiseEstimate,
    same: &Estimate,
    anchor: Option<&Estimate>,
) -> CrosswiseOutcome {
    let df = same.degrees_of_freedom;
    let methods = [
        (LimitsMethod::TDomainDf, real(df)),
        (LimitsMethod::Normal, f64::INFINITY),
    ];
    let (value, se) = (estimate.value, estimate.standard_error);
    CrosswiseOutcome {
        n: same.respondents,
        df,
        estimate: Number(value),
        clipped: Number(estimate.clipped()),
        se: Number(se),
        attention: Number(estimate.attention),
        same: Share::from(same),
        ci: symmetric(value, se, &methods, AskedLimits::default()),
        anchor_same: anchor.map(Share::from),
        error: None,
    }
}

impl CrosswiseOutcome {
    /// The same without limits, where the design allows no variance.
    pub(in crate::analysis) fn without_variance(mut self, reason: &VarianceError) -> Self {
        self.ci.clear();
        self.error = Some(reason.to_string());
        self
    }
}
