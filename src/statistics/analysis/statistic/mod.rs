//! The statistics that an analysis may ask for, what each of them needs, and the answers. One file per family says
//! what is asked and what is answered.

mod adjusted;
mod crosswise;
mod difference;
mod limits;
mod mean;
mod members;
mod planning;
mod proportion;
mod quantile;
mod ratio;
mod table;
mod verdict;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::value::{Conditions, OneOrMany, is_default};
use crate::interval::Sides;
use crate::verdict::Direction;
use members::{check_level, given, proportion, truths};

pub use adjusted::*;
pub use crosswise::*;
pub use difference::*;
pub use limits::*;
pub use mean::*;
pub use planning::*;
pub use proportion::*;
pub use quantile::*;
pub use ratio::*;
pub use table::*;
pub use verdict::*;

/// A statistic with what it needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[schemars(tag = "stat")]
pub enum Statistic {
    /// The share of ones of a 0/1 column.
    Proportion {
        /// The design.
        design: String,
        /// A 0/1 column.
        var: String,
        /// The rows it is of.
        #[serde(default, skip_serializing_if = "is_default")]
        domain: Conditions,
        /// Which limits.
        #[serde(default, skip_serializing_if = "is_default")]
        sides: Sides,
    },
    /// A mean.
    Mean {
        /// The design.
        design: String,
        /// A column of numbers.
        var: String,
        /// The rows it is of.
        #[serde(default, skip_serializing_if = "is_default")]
        domain: Conditions,
        /// Which limits.
        #[serde(default, skip_serializing_if = "is_default")]
        sides: Sides,
    },
    /// The ratio of two totals.
    Ratio {
        /// The design.
        design: String,
        /// The column above.
        num: String,
        /// The column below.
        den: String,
        /// The rows it is of.
        #[serde(default, skip_serializing_if = "is_default")]
        domain: Conditions,
        /// Which limits.
        #[serde(default, skip_serializing_if = "is_default")]
        sides: Sides,
    },
    /// Quantiles.
    Quantile(Quantile),
    /// Rao and Scott's and Wald's tests of a two-way table.
    Chisq {
        /// The design.
        design: String,
        /// The column whose categories are rows.
        row: String,
        /// The column whose categories are columns.
        col: String,
        /// The rows it is of.
        #[serde(default, skip_serializing_if = "is_default")]
        domain: Conditions,
    },
    /// The difference of the means of two groups, as R's `svyttest`.
    Ttest {
        /// The design.
        design: String,
        /// A column of numbers.
        var: String,
        /// A column of two groups.
        group: String,
        /// The rows it is of.
        #[serde(default, skip_serializing_if = "is_default")]
        domain: Conditions,
    },
    /// The difference of the means of two domains, a minus b.
    Difference {
        /// The design.
        design: String,
        /// A column of numbers.
        var: String,
        /// One domain.
        a: Conditions,
        /// The other.
        b: Conditions,
        /// The rows both are among.
        #[serde(default, skip_serializing_if = "is_default")]
        domain: Conditions,
        /// Which limits.
        #[serde(default, skip_serializing_if = "is_default")]
        sides: Sides,
    },
    /// Means of several columns over the rows that have all of them, with their covariances.
    ListwiseMeans {
        /// The design.
        design: String,
        /// Columns of numbers.
        vars: OneOrMany<String>,
        /// The rows they are of.
        #[serde(default, skip_serializing_if = "is_default")]
        domain: Conditions,
    },
    /// The mean of several proportions; its n is of those who answered any.
    MeanOfProportions {
        /// The design.
        design: String,
        /// 0/1 columns.
        vars: OneOrMany<String>,
        /// The rows they are of.
        #[serde(default, skip_serializing_if = "is_default")]
        domain: Conditions,
        /// Which limits.
        #[serde(default, skip_serializing_if = "is_default")]
        sides: Sides,
    },
    /// Whether the published interval meets a target, and how likely each verdict is at every truth.
    Verdict {
        /// The design.
        design: String,
        /// A 0/1 column.
        #[serde(default, skip_serializing_if = "is_default")]
        var: Option<String>,
        /// Instead: several, whose mean is judged.
        #[serde(default, skip_serializing_if = "is_default")]
        vars: OneOrMany<String>,
        /// The target.
        threshold: f64,
        /// Which side of it is good.
        #[serde(default)]
        direction: Direction,
        /// The level of the interval (0.95).
        #[serde(default, skip_serializing_if = "is_default")]
        level: Option<f64>,
        /// True proportions; the threshold if nothing is said.
        #[serde(default, skip_serializing_if = "is_default")]
        truth: OneOrMany<f64>,
        /// The rows it is of.
        #[serde(default, skip_serializing_if = "is_default")]
        domain: Conditions,
    },
    /// Whether a proportion may be shown, by the standard of NCHS.
    Reliability {
        /// The design.
        design: String,
        /// A 0/1 column.
        #[serde(default, skip_serializing_if = "is_default")]
        var: Option<String>,
        /// Instead: several, whose mean is judged.
        #[serde(default, skip_serializing_if = "is_default")]
        vars: OneOrMany<String>,
        /// The rows it is of.
        #[serde(default, skip_serializing_if = "is_default")]
        domain: Conditions,
    },
    /// The prevalence behind "same" answers to a crosswise item.
    Crosswise {
        /// The design.
        design: String,
        /// A 0/1 column, 1 for "same".
        var: String,
        /// How many the other statement is true of.
        prevalence: f64,
        /// An item that tells how many answer carelessly.
        #[serde(default, skip_serializing_if = "is_default")]
        anchor: Option<Anchor>,
        /// The rows it is of.
        #[serde(default, skip_serializing_if = "is_default")]
        domain: Conditions,
    },
    /// p values adjusted for their number.
    Adjust {
        /// Ids of estimates `difference`, `ttest` or `chisq` (there the test `F`).
        tests: OneOrMany<String>,
        /// How.
        method: Adjustment,
        /// One minus the error that is allowed (0.95).
        #[serde(default, skip_serializing_if = "is_default")]
        level: Option<f64>,
    },
    /// How many persons are needed.
    Size(Size),
    /// How likely each verdict is.
    Power(Power),
}

impl Statistic {
    /// The design it is asked of, and the rows it is of; none for what needs no data, or other answers.
    pub(super) fn place(&self) -> Option<(&str, &Conditions)> {
        match self {
            Self::Proportion { design, domain, .. }
            | Self::Mean { design, domain, .. }
            | Self::Ratio { design, domain, .. }
            | Self::Quantile(Quantile { design, domain, .. })
            | Self::Chisq { design, domain, .. }
            | Self::Ttest { design, domain, .. }
            | Self::Difference { design, domain, .. }
            | Self::ListwiseMeans { design, domain, .. }
            | Self::MeanOfProportions { design, domain, .. }
            | Self::Verdict { design, domain, .. }
            | Self::Reliability { design, domain, .. }
            | Self::Crosswise { design, domain, .. } => Some((design, domain)),
            Self::Adjust { .. } | Self::Size(_) | Self::Power(_) => None,
        }
    }

    /// The columns of numbers that are averaged.
    pub(super) fn items(&self) -> &[String] {
        match self {
            Self::Proportion { var, .. }
            | Self::Mean { var, .. }
            | Self::Quantile(Quantile { var, .. })
            | Self::Ttest { var, .. }
            | Self::Difference { var, .. }
            | Self::Crosswise { var, .. } => std::slice::from_ref(var),
            Self::ListwiseMeans { vars, .. } | Self::MeanOfProportions { vars, .. } => vars.list(),
            Self::Verdict { var, vars, .. } | Self::Reliability { var, vars, .. } => {
                var.as_ref().map_or(vars.list(), std::slice::from_ref)
            }
            Self::Ratio { .. }
            | Self::Chisq { .. }
            | Self::Adjust { .. }
            | Self::Size(_)
            | Self::Power(_) => &[],
        }
    }

    /// The column of the anchor of a crosswise item.
    pub(super) fn anchor(&self) -> Option<&String> {
        match self {
            Self::Crosswise { anchor, .. } => anchor.as_ref().map(|anchor| &anchor.var),
            _ => None,
        }
    }

    /// The columns whose categories it is of, those of its domain included.
    pub(super) fn classifications(&self) -> Vec<&String> {
        let mut columns: Vec<&String> = match self {
            Self::Difference { a, b, .. } => a.0.keys().chain(b.0.keys()).collect(),
            Self::Ttest { group, .. } => vec![group],
            Self::Chisq { row, col, .. } => vec![row, col],
            _ => Vec::new(),
        };
        columns.extend(self.place().iter().flat_map(|(_, domain)| domain.0.keys()));
        columns
    }

    /// Whether its items are proportions, and need zeros and ones.
    pub(super) fn is_of_proportions(&self) -> bool {
        matches!(
            self,
            Self::Proportion { .. }
                | Self::MeanOfProportions { .. }
                | Self::Verdict { .. }
                | Self::Reliability { .. }
                | Self::Crosswise { .. }
        )
    }

    /// Whether its items are tabulated together with those of other estimates; the others make tables of their own.
    pub(super) fn is_tabulated(&self) -> bool {
        self.is_of_proportions()
            || matches!(
                self,
                Self::Mean { .. } | Self::Difference { .. } | Self::Ttest { .. }
            )
    }

    /// Whether its answer has a p value.
    pub(super) fn is_test(&self) -> bool {
        matches!(
            self,
            Self::Difference { .. } | Self::Ttest { .. } | Self::Chisq { .. }
        )
    }

    /// Refuses what its type cannot: numbers out of range, empty lists, members that exclude each other.
    pub(super) fn check(&self) -> Result<(), String> {
        match self {
            Self::Quantile(quantile) => quantile.check(),
            Self::Difference { a, b, .. } => {
                let empty = [("a", a), ("b", b)];
                let empty = empty.iter().find(|(_, domain)| domain.0.is_empty());
                empty.map_or(Ok(()), |(member, _)| Err(format!("{member} is empty")))
            }
            Self::ListwiseMeans { vars, .. } | Self::MeanOfProportions { vars, .. } => {
                given("vars", vars.list())
            }
            Self::Verdict {
                threshold,
                level,
                truth,
                ..
            } => {
                self.check_items()?;
                proportion("threshold", *threshold)?;
                truths(truth)?;
                check_level(*level)
            }
            Self::Reliability { .. } => self.check_items(),
            Self::Crosswise {
                prevalence, anchor, ..
            } => {
                proportion("prevalence", *prevalence)?;
                anchor.as_ref().map_or(Ok(()), |anchor| {
                    proportion("anchor.prevalence", anchor.prevalence)
                })
            }
            Self::Adjust { tests, level, .. } => {
                given("tests", tests.list())?;
                check_level(*level)
            }
            Self::Size(size) => {
                size.threshold
                    .map_or(Ok(()), |threshold| proportion("threshold", threshold))?;
                truths(&size.truth)?;
                check_level(size.level)?;
                planning::check_size(size)
            }
            Self::Power(power) => {
                proportion("threshold", power.threshold)?;
                given("truth", power.truth.list())?;
                truths(&power.truth)?;
                check_level(power.level)?;
                planning::check_power(power)
            }
            Self::Proportion { .. }
            | Self::Mean { .. }
            | Self::Ratio { .. }
            | Self::Chisq { .. }
            | Self::Ttest { .. } => Ok(()),
        }
    }

    fn check_items(&self) -> Result<(), String> {
        match self {
            Self::Verdict {
                var: Some(_), vars, ..
            }
            | Self::Reliability {
                var: Some(_), vars, ..
            } if !vars.list().is_empty() => Err("var and vars exclude each other".to_owned()),
            _ if self.items().is_empty() => Err("it needs var or vars".to_owned()),
            _ => Ok(()),
        }
    }
}

/// The answer to one estimate.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Outcome {
    /// To `proportion` and `mean_of_proportions`.
    Proportion(ProportionOutcome),
    /// To `mean`.
    Mean(MeanOutcome),
    /// To `ratio`.
    Ratio(RatioOutcome),
    /// To `quantile`.
    Quantiles(QuantilesOutcome),
    /// To `chisq`.
    Table(TableOutcome),
    /// To `ttest`.
    TTest(TTestOutcome),
    /// To `difference`.
    Difference(DifferenceOutcome),
    /// To `listwise_means`.
    Means(MeansOutcome),
    /// To `verdict`.
    Verdict(VerdictOutcome),
    /// To `reliability`.
    Reliability(ReliabilityOutcome),
    /// To `crosswise`.
    Crosswise(CrosswiseOutcome),
    /// To `adjust`.
    Adjusted(AdjustedOutcome),
    /// To `size`.
    Size(SizeOutcome),
    /// To `power`.
    Power(PowerOutcome),
    /// The domain has no rows.
    Empty {
        /// True.
        empty: bool,
        /// Zero.
        n: usize,
        /// What it asks for and the data do not have.
        #[serde(skip_serializing_if = "is_default")]
        reason: Option<String>,
    },
    /// There is no answer.
    Refused {
        /// Why.
        error: String,
        /// Zero, where the domain has rows and nobody answered.
        #[serde(skip_serializing_if = "is_default")]
        n: Option<usize>,
    },
}

impl Outcome {
    /// No answer, and why.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "an error is handed over by whoever met it"
    )]
    pub(super) fn refused(reason: impl ToString) -> Self {
        Self::Refused {
            error: reason.to_string(),
            n: None,
        }
    }
}
