//! Why replicate weights cannot be made or used.

use crate::single_psu::only_one_psu;

/// Why replicate weights cannot be made or used.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum ReplicateError {
    /// Two replicates are the fewest that have a variance.
    #[error("{replicates} replicates: at least two are needed")]
    TooFew {
        /// Number of replicates.
        replicates: usize,
    },
    /// A stratum has one PSU and the policy is to fail.
    #[error("{}", only_one_psu(stratum))]
    SinglePsu {
        /// Label of the stratum.
        stratum: String,
    },
    /// The policy for single-PSU strata cannot be expressed by a bootstrap.
    #[error(
        "{}, and a bootstrap cannot follow the policy {policy}, JKn can; or remove the stratum, take it as certain or collapse it",
        only_one_psu(stratum)
    )]
    UnsupportedPolicy {
        /// Label of the stratum.
        stratum: String,
        policy: &'static str,
    },
    /// Fay's ρ is not in 0..1.
    #[error("Fay's rho is {rho}, which is not at least 0 and below 1")]
    BadRho {
        /// What was given.
        rho: f64,
    },
    /// A replicate has another length than the weights.
    #[error("replicate {replicate} has {found} rows, the weights have {expected}")]
    LengthsDiffer {
        /// Which replicate, counted from one.
        replicate: usize,
        /// Rows of the weights.
        expected: usize,
        /// Rows of the replicate.
        found: usize,
    },
    /// There are not as many scales as replicates.
    #[error("{replicates} replicates, but {scales} scales")]
    ScalesDiffer {
        /// Number of replicates.
        replicates: usize,
        /// Number of scales.
        scales: usize,
    },
    /// Half-sample replicates need pairs.
    #[error("stratum {stratum} has {psus} PSUs, not two")]
    NotPaired {
        /// Label of the stratum.
        stratum: String,
        psus: usize,
    },
    /// Replicates made here follow no joint inclusion probabilities.
    #[error(
        "replicates made here do not follow joint inclusion probabilities; use pps brewer, or replicate weights made elsewhere"
    )]
    JointInclusion,
    /// JK1 knows no strata.
    #[error("JK1 is for unstratified designs; use JKn")]
    Stratified,
}
