//! The statistics that an analysis may ask for, and what each of them needs.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::document::{Analysis, Conditions, OneOrMany, is_default};
use super::planning;
use crate::interval::Sides;
use crate::quantile::QuantileRule;
use crate::verdict::Direction;

/// The confidence level of what is published.
pub(super) const LEVEL: f64 = 0.95;

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
    Quantile {
        /// The design.
        design: String,
        /// A column of numbers.
        var: String,
        /// The shares below them.
        probs: OneOrMany<f64>,
        /// How they are read off the distribution; `math` if nothing is said.
        #[serde(default, skip_serializing_if = "is_default")]
        qrules: OneOrMany<QuantileReading>,
        /// How their intervals are found; `mean` if nothing is said.
        #[serde(default, skip_serializing_if = "is_default")]
        intervals: OneOrMany<QuantileLimits>,
        /// The rows they are of.
        #[serde(default, skip_serializing_if = "is_default")]
        domain: Conditions,
    },
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

/// A crosswise item whose sensitive statement is true of nobody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Anchor {
    /// A 0/1 column, 1 for "same".
    pub var: String,
    /// How many the other statement is true of.
    pub prevalence: f64,
}

/// How a quantile is read off the distribution.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum QuantileReading {
    /// The smallest value at which the distribution function reaches p.
    #[default]
    Math,
    /// The same, by Hyndman and Fan's number.
    Hf1,
    /// The mean of two values where the distribution function equals p on a step.
    School,
    /// The same, by Hyndman and Fan's number.
    Hf2,
    /// Linear interpolation.
    Hf7,
}

impl QuantileReading {
    pub(super) fn rule(self) -> QuantileRule {
        match self {
            Self::Math | Self::Hf1 => QuantileRule::Math,
            Self::School | Self::Hf2 => QuantileRule::School,
            Self::Hf7 => QuantileRule::HyndmanFan7,
        }
    }
}

/// How the interval of a quantile is found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum QuantileLimits {
    /// Woodruff with a symmetric interval of the share.
    #[default]
    Mean,
    /// Woodruff with the uncapped Korn–Graubard interval.
    Beta,
    /// Woodruff with the logit interval.
    Xlogit,
    /// Woodruff with the arcsine interval.
    Asin,
    /// Inversion of the score test; linearised designs only.
    Score,
    /// From the quantiles of the replicates; replicated designs only.
    Quantile,
}

/// How p values are adjusted for their number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Adjustment {
    /// Holm: no false rejection in the family.
    Holm,
    /// Benjamini and Hochberg: few false among the rejections.
    Bh,
}

/// How many persons are needed for a verdict, or for a margin of error.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Size {
    /// The target that is to be proven or disproven.
    #[serde(default, skip_serializing_if = "is_default")]
    pub threshold: Option<f64>,
    /// With `threshold`: true proportions.
    #[serde(default, skip_serializing_if = "is_default")]
    pub truth: OneOrMany<f64>,
    /// With `threshold`: the power (0.8).
    #[serde(default, skip_serializing_if = "is_default")]
    pub power: Option<f64>,
    /// Instead of `threshold`: the margin of error.
    #[serde(default, skip_serializing_if = "is_default")]
    pub margin: Option<f64>,
    /// With `margin`: the true proportion.
    #[serde(default, skip_serializing_if = "is_default")]
    pub proportion: Option<f64>,
    /// The level of the interval (0.95).
    #[serde(default, skip_serializing_if = "is_default")]
    pub level: Option<f64>,
    /// The design effect; else the product of those below.
    #[serde(default, skip_serializing_if = "is_default")]
    pub design_effect: Option<f64>,
    /// That of unequal weights.
    #[serde(default, skip_serializing_if = "is_default")]
    pub weighting_design_effect: Option<f64>,
    /// Persons per PSU, with `rho`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub per_psu: Option<f64>,
    /// The intraclass correlation, with `per_psu`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub rho: Option<f64>,
    /// Population by stratum, with `allocated`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub population: OneOrMany<f64>,
    /// Sample by stratum, with `population`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub allocated: OneOrMany<f64>,
}

/// How likely each verdict is for a number of persons.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Power {
    /// The target.
    pub threshold: f64,
    /// True proportions.
    pub truth: OneOrMany<f64>,
    /// Persons.
    pub n: f64,
    /// Which side of the threshold is good.
    #[serde(default)]
    pub direction: Direction,
    /// The level of the interval (0.95).
    #[serde(default, skip_serializing_if = "is_default")]
    pub level: Option<f64>,
    /// The design effect; else the product of those below.
    #[serde(default, skip_serializing_if = "is_default")]
    pub design_effect: Option<f64>,
    /// That of unequal weights.
    #[serde(default, skip_serializing_if = "is_default")]
    pub weighting_design_effect: Option<f64>,
    /// Persons per PSU, with `rho`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub per_psu: Option<f64>,
    /// The intraclass correlation, with `per_psu`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub rho: Option<f64>,
    /// Population by stratum, with `allocated`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub population: OneOrMany<f64>,
    /// Sample by stratum, with `population`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub allocated: OneOrMany<f64>,
}

impl Statistic {
    /// The design it is asked of, and the rows it is of; none for what needs no data, or other answers.
    pub(super) fn place(&self) -> Option<(&str, &Conditions)> {
        match self {
            Self::Proportion { design, domain, .. }
            | Self::Mean { design, domain, .. }
            | Self::Ratio { design, domain, .. }
            | Self::Quantile { design, domain, .. }
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
            | Self::Quantile { var, .. }
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
    fn is_test(&self) -> bool {
        matches!(
            self,
            Self::Difference { .. } | Self::Ttest { .. } | Self::Chisq { .. }
        )
    }

    /// Refuses what its type cannot: numbers out of range, empty lists, members that exclude each other.
    pub(super) fn check(&self, analysis: &Analysis) -> Result<(), String> {
        match self {
            Self::Quantile { probs, .. } => {
                given("probs", probs.list())?;
                let beyond = probs.list().iter().find(|p| !(0.0..=1.0).contains(*p));
                beyond.map_or(Ok(()), |p| {
                    Err(format!("probs has {p}, which is not between 0 and 1"))
                })
            }
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
                check_level(*level)?;
                tests
                    .list()
                    .iter()
                    .try_for_each(|id| check_test(analysis, id))
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

fn given<T>(member: &str, values: &[T]) -> Result<(), String> {
    if values.is_empty() {
        return Err(format!("{member} is empty"));
    }
    Ok(())
}

fn proportion(member: &str, value: f64) -> Result<(), String> {
    if (0.0..=1.0).contains(&value) {
        return Ok(());
    }
    Err(format!("{member} is not between 0 and 1"))
}

fn truths(truth: &OneOrMany<f64>) -> Result<(), String> {
    let mut truths = truth.list().iter();
    truths.try_for_each(|&truth| proportion("truth", truth))
}

fn check_level(level: Option<f64>) -> Result<(), String> {
    strictly_between("level", level)
}

/// Refuses a share of nothing or of all.
pub(super) fn strictly_between(member: &str, value: Option<f64>) -> Result<(), String> {
    if value.is_none_or(|value| value > 0.0 && value < 1.0) {
        return Ok(());
    }
    Err(format!("{member} is not strictly between 0 and 1"))
}

/// A test whose p value is to be adjusted: one estimate, and one that has a p value.
fn check_test(analysis: &Analysis, wanted: &str) -> Result<(), String> {
    let mut found = analysis
        .estimates
        .iter()
        .filter(|estimate| estimate.id.as_deref() == Some(wanted));
    match (found.next(), found.next()) {
        (None, _) => Err(format!("there is no estimate {wanted:?}")),
        (Some(_), Some(_)) => Err(format!("two estimates have the id {wanted:?}")),
        (Some(test), None) if !test.statistic.is_test() => {
            Err(format!("{wanted} is no test and has no p value"))
        }
        _ => Ok(()),
    }
}
