//! A design with its final weights.

use crate::design::SurveyDesign;
use crate::replicates::ReplicateDesign;
use crate::weighting::WeightDiagnostics;

/// A design ready for estimation.
pub(super) enum Prepared {
    Linearised(SurveyDesign),
    Replicated(ReplicateDesign),
}

impl Prepared {
    pub(super) fn weights(&self) -> &[f64] {
        match self {
            Self::Linearised(design) => design.weights(),
            Self::Replicated(design) => design.weights(),
        }
    }

    pub(super) fn degrees_of_freedom(&self) -> usize {
        match self {
            Self::Linearised(design) => design.degrees_of_freedom(),
            Self::Replicated(design) => {
                let present: Vec<bool> = design.weights().iter().map(|&w| w != 0.0).collect();
                design.degrees_of_freedom(&present)
            }
        }
    }

    /// Whether control totals tie every row to every other, so that none can be left out.
    pub(super) fn is_calibrated(&self) -> bool {
        matches!(self, Self::Linearised(design) if !design.projections.is_empty())
    }

    pub(super) fn diagnostics(&self) -> WeightDiagnostics {
        WeightDiagnostics::of(self.weights())
    }
}
