//! The one place where a count becomes a real number.

/// A count as a real number; exact up to 2⁵³, which no survey reaches.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of rows stay far below 2^53"
)]
pub(super) fn real(count: usize) -> f64 {
    count as f64
}
