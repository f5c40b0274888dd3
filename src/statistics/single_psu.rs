//! What a stratum with a single PSU adds to the variance.

/// What to do with a stratum in which only one PSU was sampled, whose variance cannot be
/// estimated from within.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SinglePsuPolicy {
    /// Refuse to estimate a variance.
    #[default]
    Fail,
    /// Let the stratum contribute nothing.
    Remove,
    /// The PSU was taken with certainty: it contributes nothing at the first stage.
    Certainty,
    /// Let the stratum contribute the average of the other strata.
    Average,
    /// Centre the PSU at the grand mean instead of the stratum mean (conservative).
    Adjust,
    /// Merge the stratum with a named neighbour.
    Collapse {
        /// Pairs of (single-PSU stratum, stratum that takes it in). A stratum that has two PSUs
        /// or more is left alone.
        neighbours: Vec<(String, String)>,
    },
}

/// Says which stratum has a single PSU; of a design without strata it is the whole sample.
pub(super) fn only_one_psu(stratum: &str) -> String {
    if stratum.is_empty() {
        "the sample has only one PSU".to_owned()
    } else {
        format!("stratum {stratum} has only one PSU")
    }
}
