//! Relative importance: how what columns explain together is divided among them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::limits::{AskedLimits, Limits, LimitsMethod, symmetric};
use super::members::{check_level, given};
use crate::analysis::value::{Conditions, Number, OneOrMany, is_default};
use crate::count::real;
use crate::importance::{self, ImportanceMeasure, Uncertain};

/// How the share of an answer's variance that columns explain together is divided among them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct Importance {
    /// The design.
    pub design: String,
    /// The column that is to be explained.
    pub var: String,
    /// Columns of numbers that may explain it.
    pub by: OneOrMany<String>,
    /// The rows it is of.
    #[serde(default, skip_serializing_if = "is_default")]
    pub domain: Conditions,
    /// A confidence level besides 0.95 and 0.90.
    #[serde(default, skip_serializing_if = "is_default")]
    pub level: Option<f64>,
}

impl Importance {
    pub(super) fn check(&self) -> Result<(), String> {
        let by = self.by.list();
        given("by", by)?;
        check_level(self.level)?;
        let twice = by
            .iter()
            .enumerate()
            .find(|(place, var)| by[..*place].contains(var));
        if let Some((_, var)) = twice {
            return Err(format!("by has {var} twice"));
        }
        if by.contains(&self.var) {
            return Err(format!("{} cannot explain itself", self.var));
        }
        Ok(())
    }
}

/// The importance of columns.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ImportanceOutcome {
    /// Rows that have all of them.
    pub n: usize,
    /// Rows of the domain that lack one.
    pub left_out: usize,
    /// Degrees of freedom of the rows used.
    pub df: usize,
    /// The share that all explain together.
    pub r2: ShareOutcome,
    /// The columns, in the order asked for.
    pub columns: Vec<ColumnImportance>,
}

/// The importance of one column by every measure.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ColumnImportance {
    /// The column.
    pub var: String,
    /// Its correlation with the answer.
    pub correlation: ShareOutcome,
    /// Its share by Shapley (LMG): what is published.
    pub lmg: ShareOutcome,
    /// What it explains alone.
    pub first: ShareOutcome,
    /// What is lost without it.
    pub last: ShareOutcome,
    /// Standardised coefficient times correlation.
    pub pratt: ShareOutcome,
    /// The squared standardised coefficient.
    pub squared_coefficient: ShareOutcome,
    /// Johnson's relative weight.
    pub relative_weight: ShareOutcome,
}

/// A share with its limits.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ShareOutcome {
    /// The share.
    pub estimate: Number,
    /// Its standard error.
    pub se: Number,
    /// Its limits.
    pub ci: Vec<Limits>,
}

impl ShareOutcome {
    fn of(share: &Uncertain, degrees_of_freedom: usize, asked: AskedLimits) -> Self {
        let methods = [(LimitsMethod::TDomainDf, real(degrees_of_freedom))];
        Self {
            estimate: Number(share.value),
            se: Number(share.standard_error),
            ci: symmetric(share.value, share.standard_error, &methods, asked),
        }
    }
}

impl ImportanceOutcome {
    pub(in crate::analysis) fn of(found: &importance::Importance, asked: &Importance) -> Self {
        let df = found.degrees_of_freedom;
        let limits = AskedLimits {
            level: asked.level,
            ..AskedLimits::default()
        };
        let columns = asked.by.list().iter().enumerate().map(|(column, name)| {
            let by = |measure| ShareOutcome::of(&found.by(measure)[column], df, limits);
            ColumnImportance {
                var: name.clone(),
                correlation: by(ImportanceMeasure::Correlation),
                lmg: by(ImportanceMeasure::Lmg),
                first: by(ImportanceMeasure::First),
                last: by(ImportanceMeasure::Last),
                pratt: by(ImportanceMeasure::Pratt),
                squared_coefficient: by(ImportanceMeasure::SquaredCoefficient),
                relative_weight: by(ImportanceMeasure::RelativeWeight),
            }
        });
        Self {
            n: found.rows,
            left_out: found.left_out,
            df,
            r2: ShareOutcome::of(&found.explained, df, limits),
            columns: columns.collect(),
        }
    }
}
