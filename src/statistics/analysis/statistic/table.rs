//! Two-way tables and their tests of independence.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::analysis::value::{Conditions, Number, OneOrMany, is_default};
use crate::association::AssociationTest;

/// Rao and Scott's and Wald's tests of a two-way table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct Chisq {
    /// The design.
    pub design: String,
    /// The column whose categories are rows.
    pub row: String,
    /// The column whose categories are columns.
    pub col: String,
    /// The rows it is of.
    #[serde(default, skip_serializing_if = "is_default")]
    pub domain: Conditions,
}

/// A two-way table and its tests.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TableOutcome {
    /// Degrees of freedom of the design.
    pub df: usize,
    /// The tests, `F` first.
    pub tests: Vec<TestEntry>,
    /// The cells.
    pub table: Vec<CellEntry>,
}

/// A cell of a table: the categories by column, and the estimated total.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CellEntry {
    /// The estimated total.
    #[serde(rename = "Freq")]
    pub total: Number,
    /// The category of either column.
    #[serde(flatten)]
    pub categories: BTreeMap<String, String>,
}

/// A test of independence.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TestEntry {
    /// Which.
    pub statistic_kind: TestKind,
    /// What was found.
    #[serde(flatten)]
    pub found: TestFound,
}

/// Tests of independence, named as in R's `survey`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum TestKind {
    /// Rao and Scott's, second order.
    F,
    /// Rao and Scott's, first order.
    Chisq,
    /// Wald's.
    Wald,
    /// Wald's, adjusted.
    #[serde(rename = "adjWald")]
    AdjustedWald,
}

/// A test statistic, or why there is none.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum TestFound {
    /// The statistic.
    Test {
        /// Its value.
        statistic: Number,
        /// Its degrees of freedom, and those of the denominator.
        parameter: OneOrMany<Number>,
        /// Its p value.
        p_value: Number,
    },
    /// Why there is none.
    Refused {
        /// The reason.
        error: String,
    },
}

impl TestEntry {
    pub(in crate::analysis) fn refused(statistic_kind: TestKind, reason: &impl ToString) -> Self {
        Self {
            statistic_kind,
            found: TestFound::Refused {
                error: reason.to_string(),
            },
        }
    }

    pub(in crate::analysis) fn of(statistic_kind: TestKind, test: Option<AssociationTest>) -> Self {
        let Some(test) = test else {
            return Self::refused(statistic_kind, &"the covariance matrix is singular");
        };
        let first = Number(test.degrees_of_freedom);
        Self {
            statistic_kind,
            found: TestFound::Test {
                statistic: Number(test.statistic),
                parameter: match test.denominator {
                    Some(denominator) => OneOrMany::Many(vec![first, Number(denominator)]),
                    None => OneOrMany::One(first),
                },
                p_value: Number(test.p_value),
            },
        }
    }
}
