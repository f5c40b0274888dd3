//! Several tests at once: p values adjusted for their number.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Outcome;
use super::limits::LEVEL;
use super::members::{check_level, given};
use super::table::TestFound;
use crate::analysis::value::{Number, OneOrMany, is_default};
use crate::multiplicity::{benjamini_hochberg, holm};

/// p values adjusted for their number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct Adjust {
    /// Ids of estimates `difference`, `domain_ratio`, `ttest`, `contrast`, `trend` or `chisq` (there the test `F`).
    pub tests: OneOrMany<String>,
    /// How.
    pub method: Adjustment,
    /// One minus the error that is allowed (0.95).
    #[serde(default, skip_serializing_if = "is_default")]
    pub level: Option<f64>,
}

impl Adjust {
    pub(super) fn check(&self) -> Result<(), String> {
        given("tests", self.tests.list())?;
        check_level(self.level)
    }
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

/// p values adjusted for their number.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct AdjustedOutcome {
    /// One minus the error allowed.
    pub level: Number,
    /// The tests, in the order asked for.
    pub p_values: Vec<AdjustedTest>,
}

/// One test among several.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct AdjustedTest {
    /// Its id.
    pub test: String,
    /// Its p value.
    pub p_value: Number,
    /// The same adjusted.
    pub adjusted: Number,
    /// Whether that is small enough.
    pub rejected: bool,
}

/// The p value of an answer; of a table that of Rao and Scott's second-order test.
fn p_value(outcome: &Outcome) -> Option<f64> {
    let Number(p) = match outcome {
        Outcome::Difference(difference) => difference.p_value,
        Outcome::TTest(test) => test.p_value,
        Outcome::Contrast(contrast) => contrast.p_value,
        Outcome::DomainRatio(ratio) => ratio.p_value,
        Outcome::Table(table) => match table.tests.first()?.found {
            TestFound::Test { p_value, .. } => p_value,
            TestFound::Refused { .. } => return None,
        },
        _ => return None,
    };
    Some(p).filter(|p| (0.0..=1.0).contains(p))
}

/// Adjusted p values of tests that are answered; a test without a p value (no data, no variance) refuses the
/// family, since their number is part of the adjustment.
pub(in crate::analysis) fn adjusted<'a>(
    asked: &Adjust,
    answer: impl Fn(&str) -> Option<&'a Outcome>,
) -> Outcome {
    let (tests, level) = (asked.tests.list(), asked.level.unwrap_or(LEVEL));
    let mut p_values = Vec::new();
    for wanted in tests {
        match answer(wanted).and_then(p_value) {
            Some(p) => p_values.push(p),
            None => return Outcome::refused(format!("{wanted} has no p value")),
        }
    }
    let adjusted = match asked.method {
        Adjustment::Holm => holm(&p_values),
        Adjustment::Bh => benjamini_hochberg(&p_values),
    };
    let entries = tests.iter().zip(&p_values).zip(&adjusted);
    let entries = entries.map(|((test, &p), &adjusted)| AdjustedTest {
        test: test.clone(),
        p_value: Number(p),
        adjusted: Number(adjusted),
        rejected: adjusted <= 1.0 - level,
    });
    Outcome::Adjusted(AdjustedOutcome {
        level: Number(level),
        p_values: entries.collect(),
    })
}
