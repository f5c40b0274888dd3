//! Waves that were opened and not released: everybody can see them, so that a result nobody likes cannot be left in a
//! drawer unseen.

pub mod store;

use chrono::{DateTime, TimeDelta, Utc};

use fieldwork::Wave;
use plan::Plan;

/// A wave that was opened and not released.
#[derive(Debug, Clone, PartialEq)]
pub struct Unreleased {
    /// The wave.
    pub wave: Wave,
    /// Until when its results are to be released.
    pub due: DateTime<Utc>,
    /// The reason given last why they are not.
    pub reason: Option<Reason>,
}

/// Why a wave has not been released in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// When it was given.
    pub at: DateTime<Utc>,
    /// In words.
    pub words: String,
}

impl Unreleased {
    /// Whether the term is over.
    pub fn is_late(&self, now: DateTime<Utc>) -> bool {
        now >= self.due
    }
}

/// Until when a wave is to be released: the plan's term after its close.
fn due(wave: &Wave, plan: &Plan) -> DateTime<Utc> {
    let over = wave.closed_at.unwrap_or(wave.closes_at);
    over + TimeDelta::days(plan.release_within_days())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example;

    #[test]
    fn the_term_counts_from_the_close_of_the_wave() {
        let mut inputs = example::inputs(4);
        inputs.plan.release_within_days = Some(30);
        let wave = &mut inputs.wave.wave;
        wave.closed_at = None;
        assert_eq!(
            due(wave, &inputs.plan),
            wave.closes_at + TimeDelta::days(30)
        );
        wave.closed_at = Some(wave.opens_at);
        assert_eq!(due(wave, &inputs.plan), wave.opens_at + TimeDelta::days(30));
        inputs.plan.release_within_days = None;
        assert_eq!(due(wave, &inputs.plan), wave.opens_at + TimeDelta::days(90));
    }
}
