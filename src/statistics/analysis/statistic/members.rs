//! What a member may hold where its type cannot say it: shares, lists that are not empty.

use crate::analysis::value::OneOrMany;

pub(super) fn given<T>(member: &str, values: &[T]) -> Result<(), String> {
    if values.is_empty() {
        return Err(format!("{member} is empty"));
    }
    Ok(())
}

pub(super) fn proportion(member: &str, value: f64) -> Result<(), String> {
    if (0.0..=1.0).contains(&value) {
        return Ok(());
    }
    Err(format!("{member} is not between 0 and 1"))
}

pub(super) fn truths(truth: &OneOrMany<f64>) -> Result<(), String> {
    let mut truths = truth.list().iter();
    truths.try_for_each(|&truth| proportion("truth", truth))
}

pub(super) fn check_level(level: Option<f64>) -> Result<(), String> {
    strictly_between("level", level)
}

/// Refuses a share of nothing or of all.
pub(super) fn strictly_between(member: &str, value: Option<f64>) -> Result<(), String> {
    if value.is_none_or(|value| value > 0.0 && value < 1.0) {
        return Ok(());
    }
    Err(format!("{member} is not strictly between 0 and 1"))
}
