//! Several tests at once: p values adjusted for their number.

use super::answers::{AdjustedOutcome, AdjustedTest, Outcome, TestFound};
use super::document::{Analysis, Number};
use super::statistic::{Adjustment, LEVEL};
use crate::multiplicity::{benjamini_hochberg, holm};

/// The p value of an answer; of a table that of Rao and Scott's second-order test.
fn p_value(outcome: &Outcome) -> Option<f64> {
    let Number(p) = match outcome {
        Outcome::Difference(difference) => difference.p_value,
        Outcome::TTest(test) => test.p_value,
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
pub(super) fn adjusted(
    tests: &[String],
    method: Adjustment,
    level: Option<f64>,
    analysis: &Analysis,
    answered: &[Option<Outcome>],
) -> Outcome {
    let level = level.unwrap_or(LEVEL);
    let mut p_values = Vec::new();
    for wanted in tests {
        let mut estimates = analysis.estimates.iter().zip(answered);
        let test = estimates.find(|(estimate, _)| estimate.id.as_ref() == Some(wanted));
        match test.and_then(|(_, outcome)| p_value(outcome.as_ref()?)) {
            Some(p) => p_values.push(p),
            None => return Outcome::refused(format!("{wanted} has no p value")),
        }
    }
    let adjusted = match method {
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
