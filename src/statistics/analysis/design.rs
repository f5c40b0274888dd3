//! The designs of an analysis: how the sample was drawn and weighted, and what became of that.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::AnalysisError;
use super::step::{ReplicateType, Step, StepReport, Weights, read_steps, write_steps};
use super::value::{AnswerPlace, OneOrMany, is_default};

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

impl Design {
    /// Why it cannot be built.
    pub(super) fn invalid(&self, reason: impl std::fmt::Display) -> AnalysisError {
        AnalysisError::Design {
            design: self.name.clone(),
            reason: reason.to_string(),
        }
    }

    /// Refuses members that do not go together.
    pub(super) fn check(&self) -> Result<(), String> {
        let replicated = self.kind == DesignKind::Replicates;
        let of_a_sample = [
            ("ids", self.ids.list().is_empty()),
            ("strata", self.strata.list().is_empty()),
            ("probs", self.probs.list().is_empty()),
            ("fpc", self.fpc.list().is_empty()),
            ("pps", self.pps.is_none()),
            ("certainty_psus", self.certainty_psus.list().is_empty()),
        ];
        let of_replicates = [
            (
                "repweight_columns",
                self.repweight_columns.list().is_empty(),
            ),
            ("combined_weights", !self.combined_weights),
            ("mse", !self.mse),
            ("type", self.replicate_type.is_none()),
            ("rho", self.rho.is_none()),
            ("scale", self.scale.is_none()),
            ("rscales", self.rscales.list().is_empty()),
        ];
        let stray = |members: &[(&'static str, bool)]| {
            let mut given = members.iter().filter(|(_, absent)| !absent);
            given.next().map(|(member, _)| *member)
        };
        if let Some(member) = stray(&of_a_sample).filter(|_| replicated) {
            Err(format!("{member} does not go with kind svrepdesign"))
        } else if let Some(member) = stray(&of_replicates).filter(|_| !replicated) {
            Err(format!("{member} goes only with kind svrepdesign"))
        } else if self.variance.is_some() && self.pps.is_none() {
            Err("variance goes only with pps".to_owned())
        } else if (self.lonely_psu == SinglePsu::Collapse) == self.collapse.is_empty() {
            Err("lonely_psu: collapse and the member collapse go together".to_owned())
        } else {
            Ok(())
        }
    }
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

/// Diagnostics of the final weights of a design.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Expected {
    /// Rows.
    pub n_rows: usize,
    /// The weights.
    #[serde(flatten)]
    pub weights: Weights,
    /// Degrees of freedom.
    pub df: usize,
    /// What every step did.
    #[serde(default, skip_serializing_if = "is_default")]
    pub steps: Vec<StepReport>,
}
