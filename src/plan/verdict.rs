//! The word that goes with a figure.
//!
//! The word and the picture agree: the two-sided 95 % interval that is shown decides, and
//! nothing else (DOMAIN 6.6). Each error is held at 2.5 %. On which side of a threshold an interval
//! lies is told by the library of statistics; here are the words, and what doubts about quality do.

use serde::{Deserialize, Serialize};

/// The verdict on a threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The whole interval keeps the promise.
    Met,
    /// The whole interval breaks it.
    NotMet,
    /// The data do not suffice to say.
    Undetermined,
    /// The interval would say met, but doubts about quality forbid it; never softens "not met".
    UndeterminedQuality,
}

impl Verdict {
    /// The verdict with doubts about the quality of the wave taken in.
    #[must_use]
    pub fn capped(self, quality_suffices: bool) -> Self {
        match self {
            Self::Met if !quality_suffices => Self::UndeterminedQuality,
            verdict => verdict,
        }
    }
}

/// The verdict on a direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trend {
    /// This is the baseline: there is nothing to compare it with yet.
    BaselineSet,
    /// The interval of the difference lies above zero.
    Rose,
    /// The interval of the difference lies below zero.
    Fell,
    /// The interval of the difference holds zero.
    NoDemonstrableChange,
}

/// The verdict of the 95 % interval of a difference, later minus earlier.
pub fn judge_change(interval: (f64, f64)) -> Trend {
    if interval.0 > 0.0 {
        Trend::Rose
    } else if interval.1 < 0.0 {
        Trend::Fell
    } else {
        Trend::NoDemonstrableChange
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubts_about_quality_cap_met_and_never_soften_not_met() {
        assert_eq!(Verdict::Met.capped(false), Verdict::UndeterminedQuality);
        assert_eq!(Verdict::NotMet.capped(false), Verdict::NotMet);
        assert_eq!(Verdict::Met.capped(true), Verdict::Met);
    }

    #[test]
    fn a_direction_needs_an_interval_clear_of_zero() {
        assert_eq!(judge_change((0.001, 0.03)), Trend::Rose);
        assert_eq!(judge_change((-0.03, -0.001)), Trend::Fell);
        assert_eq!(judge_change((0.0, 0.03)), Trend::NoDemonstrableChange);
        assert_eq!(judge_change((-0.03, 0.0)), Trend::NoDemonstrableChange);
    }
}
