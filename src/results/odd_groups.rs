//! Whether a group has far fewer or far more of something than the groups beside it.

use super::count::real_count as real;
use statistics::distribution::{beta_binomial_lower, beta_binomial_upper};

/// Of how many something is true.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) successes: u64,
    pub(crate) trials: u64,
}

/// The groups of which one is judged, together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Together {
    tally: Tally,
    groups: u64,
}

/// A group set against the others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Oddness {
    /// Successes at the rate of the others.
    pub(crate) expected: f64,
    /// The chance of so few, or fewer.
    pub(crate) lower: f64,
    /// The chance of so many, or more.
    pub(crate) upper: f64,
}

impl Together {
    /// Adds a group.
    pub(crate) fn add(&mut self, group: Tally) {
        self.tally.successes += group.successes;
        self.tally.trials += group.trials;
        self.groups += 1;
    }

    /// One of these groups against the others, where groups differ by chance as much as `correlation` says: the variance of
    /// their rates, in units of p(1 − p). None where there is nothing to compare.
    pub(crate) fn oddness_of(&self, own: Tally, correlation: f64) -> Option<Oddness> {
        let others = self.tally.trials - own.trials;
        if others == 0 || own.trials == 0 {
            return None;
        }
        let mean = (real(self.tally.successes - own.successes) + 0.5) / (real(others) + 1.0);
        // The rate of the others is itself uncertain: what it lacks counts as further differences between groups.
        let per_group = real(others) / real(self.groups - 1);
        let uncertain = (1.0 + (per_group - 1.0) * correlation) / real(others);
        let correlation = (correlation + uncertain).min(0.99);
        Some(Oddness {
            expected: mean * real(own.trials),
            lower: beta_binomial_lower(own.successes, own.trials, mean, correlation),
            upper: beta_binomial_upper(own.successes, own.trials, mean, correlation),
        })
    }
}
