//! How long a failed sign-in makes the next one wait.
//!
//! # Design
//!
//! A lock-out would let anybody lock anybody out. Instead every failure beyond a few makes the next
//! attempt wait, doubling up to a bound that is short enough for the owner of the account to get through
//! and long enough to make guessing hopeless (an account takes at most 2,880 guesses a day). An
//! attempt made too early is refused unchecked and makes nothing worse. Failures are forgotten after a
//! day of rest, and an account's by its owner's success.

use chrono::{DateTime, TimeDelta, Utc};

/// How long failures are remembered.
pub(crate) const MEMORY: TimeDelta = TimeDelta::days(1);

/// What failures are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counter {
    /// The name typed, whether somebody has it or not.
    Account,
    /// The network the attempts come from.
    Network,
}

impl Counter {
    /// The wait after this many failures.
    pub(crate) fn wait(self, failures: u32) -> TimeDelta {
        let (free, longest) = match self {
            Self::Account => (4, 30),
            Self::Network => (30, 60),
        };
        if failures < free {
            return TimeDelta::zero();
        }
        let doublings = (failures - free).min(16);
        TimeDelta::seconds((1_i64 << doublings).min(longest))
    }
}

/// Whether failures of this moment still count.
pub(crate) fn is_remembered(last: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now < last + MEMORY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_and_never_becomes_a_lock() {
        let waits: Vec<i64> = (1..=12)
            .map(|failures| Counter::Account.wait(failures).num_seconds())
            .collect();
        assert_eq!(waits, [0, 0, 0, 1, 2, 4, 8, 16, 30, 30, 30, 30]);
        assert_eq!(Counter::Account.wait(u32::MAX).num_seconds(), 30);
    }

    #[test]
    fn an_office_behind_one_address_may_mistype_more_often_than_one_person() {
        assert_eq!(Counter::Network.wait(29), TimeDelta::zero());
        assert_eq!(Counter::Network.wait(30).num_seconds(), 1);
        assert_eq!(Counter::Network.wait(1_000).num_seconds(), 60);
    }
}
