//! Why columns do not make a design.

use super::pps::PpsError;

/// Why columns do not make a design.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum DesignError {
    /// A column has another length than the weights.
    #[error("{column} has {found} rows, the weights have {expected}")]
    LengthsDiffer {
        column: &'static str,
        /// Rows of the weights.
        expected: usize,
        /// Rows of the column.
        found: usize,
    },
    /// There are no rows.
    #[error("a design needs at least one row")]
    NoRows,
    /// A weight is negative, infinite or not a number.
    #[error("row {} has weight {weight}", row + 1)]
    BadWeight {
        /// Row, counted from zero.
        row: usize,
        /// Below zero, infinite or NaN.
        weight: f64,
    },
    /// All weights are zero.
    #[error("the weights sum to zero")]
    WeightsSumToZero,
    /// The same PSU label occurs in two strata.
    #[error("PSU {psu} lies in strata {} and {}; state that PSU ids repeat across strata if they do", strata.0, strata.1)]
    PsuInSeveralStrata {
        /// Label of the PSU.
        psu: String,
        /// Labels of two of its strata.
        strata: (String, String),
    },
    /// A population count is not positive, or smaller than the sample.
    #[error("row {}, stage {stage}: population {value} with {sampled} units sampled", row + 1)]
    BadPopulation {
        /// Stage, counted from one.
        stage: usize,
        /// Row, counted from zero.
        row: usize,
        /// The count (or fraction) found.
        value: f64,
        /// Units sampled in the stratum.
        sampled: usize,
    },
    /// Rows of one stratum state different population counts.
    #[error("row {}, stage {stage}: the population count differs within the stratum", row + 1)]
    PopulationVaries {
        /// Stage, counted from one.
        stage: usize,
        /// Row, counted from zero.
        row: usize,
    },
    /// A policy names a stratum that does not exist.
    #[error("there is no stratum {stratum}")]
    UnknownStratum {
        /// The label.
        stratum: String,
    },
    /// The joint inclusion probabilities do not fit the design.
    #[error(transparent)]
    Pps(#[from] PpsError),
}
