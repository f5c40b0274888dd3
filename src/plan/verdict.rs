//! The word that goes with a figure.
//!
//! The word and the picture agree: the two-sided 95 % interval that is shown decides, and
//! nothing else (DOMAIN 6.6). Each error is held at 2.5 %. "以上" and "以下" include the
//! number itself.

use serde::{Deserialize, Serialize};

use super::Comparator;

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

/// The verdict of an interval on a threshold, all three 0 to 1; none where the comparator sets no threshold.
///
/// A strict "more than" is met only by an interval wholly above the value.
pub fn judge_threshold(
    comparator: Comparator,
    target: f64,
    interval: (f64, f64),
) -> Option<Verdict> {
    let (lower, upper) = interval;
    let (kept, broken) = match comparator {
        Comparator::AtLeast => (lower >= target, upper < target),
        Comparator::Above => (lower > target, upper <= target),
        Comparator::AtMost => (upper <= target, lower > target),
        _ => return None,
    };
    Some(match (kept, broken) {
        (true, _) => Verdict::Met,
        (_, true) => Verdict::NotMet,
        _ => Verdict::Undetermined,
    })
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
    fn a_lower_bound_on_the_target_meets_at_least() {
        let verdict = judge_threshold(Comparator::AtLeast, 0.9, (0.9, 0.92));
        assert_eq!(verdict, Some(Verdict::Met));
    }

    #[test]
    fn an_upper_bound_on_the_target_leaves_at_least_undetermined() {
        let verdict = judge_threshold(Comparator::AtLeast, 0.9, (0.87, 0.9));
        assert_eq!(verdict, Some(Verdict::Undetermined));
    }

    #[test]
    fn an_interval_below_the_target_does_not_meet_it() {
        let verdict = judge_threshold(Comparator::AtLeast, 0.9, (0.87, 0.8999));
        assert_eq!(verdict, Some(Verdict::NotMet));
    }

    #[test]
    fn at_most_mirrors_at_least() {
        assert_eq!(
            judge_threshold(Comparator::AtMost, 0.02, (0.01, 0.02)),
            Some(Verdict::Met)
        );
        assert_eq!(
            judge_threshold(Comparator::AtMost, 0.02, (0.021, 0.03)),
            Some(Verdict::NotMet)
        );
    }

    #[test]
    fn strictly_more_is_not_met_at_the_value() {
        assert_eq!(
            judge_threshold(Comparator::Above, 0.5, (0.5, 0.6)),
            Some(Verdict::Undetermined)
        );
    }

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
    }
}
