//! A PSU of a draw, and what became of its cases.

use std::collections::BTreeMap;

use super::disposition::Disposition;
use sampling::{PsuId, StratumId};

/// A drawn PSU with its row and what became of it.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct SampledPsu {
    /// Its row.
    pub id: i64,
    pub code: PsuId,
    /// The code of its stratum.
    pub stratum: StratumId,
    /// Urban community rather than village.
    pub urban: bool,
    /// Households on its list.
    pub households: u64,
    /// π₁, 0 to 1.
    pub inclusion_probability: f64,
    /// Taken for certain because of its size.
    pub certainty: bool,
    /// 1/(π₁ π₂): the households that one of its sampled households stands for.
    pub base_weight: f64,
    /// The neighbour it was merged with at close.
    pub merged_into: Option<PsuId>,
    /// What became of its cases.
    pub cases: CaseTally,
}

/// Cases by what became of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseTally {
    /// Cases sampled.
    pub cases: u64,
    /// Cases whose invitation was returned.
    pub returned: u64,
    /// Cases that did not return, by disposition.
    pub dispositions: BTreeMap<Disposition, u64>,
    /// Cases that did not return and of which nothing is known.
    pub silent: u64,
}
