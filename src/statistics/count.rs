//! The one place where a count becomes a real number.

/// A count as a real number; exact up to 2⁵³, which no survey reaches.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of rows stay far below 2^53"
)]
pub(super) fn real(count: usize) -> f64 {
    count as f64
}

/// The whole number at or below a real number that is not negative; 0 for what is no number.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast is what rounds down, and saturates"
)]
pub(super) fn whole_below(value: f64) -> usize {
    value as usize
}
