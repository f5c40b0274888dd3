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
    /// 1/(π₁ π₂): the households that one of its sampled households stands for, those included that were released from the
    /// reserve.
    pub base_weight: f64,
    /// What it was before anything was released, as it is registered.
    pub at_first: AtFirst,
    /// The neighbour it was merged with at close.
    pub merged_into: Option<PsuId>,
    /// What became of its cases.
    pub cases: CaseTally,
}

/// The cases of a PSU before any replicate was released from the reserve.
#[derive(Debug, Clone, Copy, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct AtFirst {
    pub cases: u64,
    pub base_weight: f64,
}

impl AtFirst {
    /// The base weight once the PSU has so many cases: each replicate was drawn so that a household's probability is the
    /// number of cases over that of the list.
    pub(crate) fn base_weight_of(&self, cases: u64) -> f64 {
        if cases == self.cases {
            return self.base_weight;
        }
        #[expect(clippy::cast_precision_loss, reason = "a PSU has few cases")]
        let ratio = self.cases as f64 / cases as f64;
        self.base_weight * ratio
    }
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
