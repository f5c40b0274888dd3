//! Counts of persons as numbers to reckon with.

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of persons are far below 2^52"
)]
pub(super) fn real_count(count: u64) -> f64 {
    count as f64
}
