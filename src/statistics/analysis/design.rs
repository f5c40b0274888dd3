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
    /// Columns of population sizes, for no more stages than `ids` has; with `pps` the first holds inclusion probabilities.
    #[serde(default, skip_serializing_if = "is_default")]
    pub fpc: OneOrMany<String>,
    /// Labels of units are unique only within their stratum.
    #[serde(default, skip_serializing_if = "is_default")]
    pub nest: bool,
    /// What a stratum with a single PSU adds to the variance.
    #[serde(default, skip_serializing_if = "is_default")]
    pub lonely_psu: SinglePsu,
    /// With `adjust` and `average`: the same rule for strata that a domain leaves with a single PSU. With `remove` and
    /// `certainty` they keep the PSUs outside the domain, as zeros.
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
    /// How the replicates were made, which tells their usual scale; without it `scale` and `rscales` have to be said.
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
    /// What whoever answered assumed.
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

    /// Why it cannot be built, as its estimates say it.
    pub(super) fn why_unanswered(&self, error: &AnalysisError) -> String {
        match error {
            AnalysisError::Design { .. } => error.to_string(),
            other => format!("design {}: {other}", self.name),
        }
    }

    /// Refuses members that do not go together, and those that nothing would be made of.
    pub(super) fn check(&self) -> Result<(), AnalysisError> {
        let refused = if self.kind == DesignKind::Replicates {
            self.check_given()
        } else {
            self.check_sample()
        };
        refused.map_err(|reason| self.invalid(reason))
    }

    /// Replicate weights that the data hold say nothing of how the sample was drawn.
    fn check_given(&self) -> Result<(), String> {
        let of_a_sample = [
            ("ids", self.ids.list().is_empty()),
            ("strata", self.strata.list().is_empty()),
            ("probs", self.probs.list().is_empty()),
            ("fpc", self.fpc.list().is_empty()),
            ("pps", self.pps.is_none()),
            ("variance", self.variance.is_none()),
            ("certainty_psus", self.certainty_psus.list().is_empty()),
            ("nest", !self.nest),
            ("lonely_psu", self.lonely_psu == SinglePsu::Fail),
            ("adjust_domain_lonely", !self.adjust_domain_lonely),
            ("collapse", self.collapse.is_empty()),
        ];
        match of_a_sample.iter().find(|(_, absent)| !absent) {
            Some((member, _)) => Err(format!("{member} does not go with kind svrepdesign")),
            None if self.rho.is_some() && self.replicate_type != Some(ReplicateType::Fay) => {
                Err("rho goes only with type Fay".to_owned())
            }
            None => Ok(()),
        }
    }

    fn check_sample(&self) -> Result<(), String> {
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
        if let Some((member, _)) = of_replicates.iter().find(|(_, absent)| !absent) {
            return Err(format!("{member} goes only with kind svrepdesign"));
        }
        let replicated = self.replicate_step().is_some();
        let (stages, populations) = (self.ids.list().len().max(1), self.fpc.list().len());
        let rule = |broken: bool, reason: &str| {
            if broken {
                Err(reason.to_owned())
            } else {
                Ok(())
            }
        };
        if populations > stages {
            return Err(format!(
                "fpc has {populations} columns for {stages} stage{}: one for each column of ids",
                if stages == 1 { "" } else { "s" }
            ));
        }
        rule(
            self.nest && (self.ids.list().is_empty() || self.strata.list().is_empty()),
            "nest says that labels of ids repeat between strata: it needs ids and strata",
        )?;
        rule(
            (self.lonely_psu == SinglePsu::Collapse) == self.collapse.is_empty(),
            "lonely_psu: collapse and the member collapse go together",
        )?;
        rule(
            self.adjust_domain_lonely
                && matches!(self.lonely_psu, SinglePsu::Fail | SinglePsu::Collapse),
            "adjust_domain_lonely needs a lonely_psu other than fail and collapse",
        )?;
        rule(
            self.adjust_domain_lonely && replicated,
            "adjust_domain_lonely: replicates do not follow it",
        )?;
        rule(
            self.replicates.is_some() && !replicated,
            "replicates needs a step replicate, whose type it states",
        )?;
        match &self.pps {
            Some(pps) => self.check_pps(pps),
            None => rule(self.variance.is_some(), "variance goes only with pps"),
        }
    }

    fn check_pps(&self, pps: &Pps) -> Result<(), String> {
        let brewer = pps.method == PpsMethod::Brewer;
        let pairs = pps.is_of_pairs();
        if pairs == pps.pairs.is_empty() {
            Err("method pairs and the member pairs go together".to_owned())
        } else if pairs && !self.fpc.list().is_empty() {
            Err("pairs hold the probabilities of the PSUs: they go without fpc".to_owned())
        } else if pairs && (self.ids.list().len() != 1 || self.strata.list().is_empty()) {
            Err("pairs need strata and one column of ids".to_owned())
        } else if pairs && self.variance == Some(PairVariance::HorvitzThompson) {
            Err("pairs are of a sample of fixed size: their variance is YG".to_owned())
        } else if pairs {
            Ok(())
        } else if pps.sum_p2_over_n.is_some() && pps.method != PpsMethod::HartleyRao {
            Err("sum_p2_over_n goes with method HR".to_owned())
        } else if pps.matrix_csv.is_some() && pps.method != PpsMethod::Matrix {
            Err("matrix_csv goes with method ppsmat".to_owned())
        } else if brewer && self.variance.is_some() {
            Err("pps brewer takes no variance".to_owned())
        } else if !brewer && self.lonely_psu != SinglePsu::Fail {
            Err(
                "lonely_psu does not go with joint probabilities: a single PSU has no pair"
                    .to_owned(),
            )
        } else {
            Ok(())
        }
    }

    /// Its step `replicate`, if it has one.
    pub(super) fn replicate_step(&self) -> Option<&Step> {
        let mut steps = self.steps.iter();
        steps.find(|step| matches!(step, Step::Replicate { .. }))
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
    /// With method `pairs`: what is known of the PSUs of some strata. Those of the others count as drawn with replacement.
    #[serde(default, skip_serializing_if = "is_default")]
    pub pairs: Vec<Pairs>,
}

impl Pps {
    /// Whether what is known is of pairs of PSUs, which hold the probabilities themselves.
    pub(super) fn is_of_pairs(&self) -> bool {
        self.method == PpsMethod::Pairs
    }
}

/// The PSUs of a stratum, drawn in a fixed number without replacement, and the probability of every two.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pairs {
    /// Label of the stratum.
    pub stratum: String,
    /// Labels of all its PSUs, two at least.
    pub psus: Vec<String>,
    /// In their order, row by row: the probability of both being drawn, and on the diagonal of the one.
    pub joint: Vec<Vec<f64>>,
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
    /// They are known of all rows.
    #[serde(rename = "ppsmat")]
    Matrix,
    /// They are known of the PSUs, within which rows were drawn: Yates and Grundy's variance of the PSUs, and within every PSU
    /// that of its rows, times its probability.
    #[serde(rename = "pairs")]
    Pairs,
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

/// Replicates kept in a file of their own; without `csv`, what those that are made have to agree with.
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
    /// A remark, not read.
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
