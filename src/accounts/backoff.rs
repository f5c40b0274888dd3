//! How long a failed attempt makes the next one wait.
//!
//! # Design
//!
//! A lock-out would let anybody lock anybody out, and so would one counter for an account: strangers who never rest
//! would keep its owner waiting for ever. So failures are counted by account *and* network: whoever guesses waits, and
//! the owner in another network does not. A browser with which the owner has signed in before
//! ([`Device`](crate::Device)) has a counter of its own, whatever is guessed around it, even from the same
//! office.
//!
//! Every failure beyond a few makes the next attempt wait, doubling up to a bound: one network has at most 288
//! guesses a day at one account. An attempt made too early is refused unchecked and makes nothing worse. Failures are
//! forgotten after a day of rest, and by a success. Many names tried from one network wait together, later and
//! shorter, since an office may be behind one address. Where the other end is a proxy that does not say for whom it
//! asks, there is no such counter: it would be one for everybody behind the proxy.
//!
//! A guesser with a thousand networks has a thousand times as many guesses. What holds against him is the strength
//! of the password, which [`password`](crate::password) judges. One-time codes have no such strength: who guesses them
//! knows the password, and is counted by the account wherever he comes from.

use chrono::{DateTime, TimeDelta, Utc};

/// How long failures are remembered.
pub(crate) const MEMORY: TimeDelta = TimeDelta::days(1);

/// What failures are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counter {
    /// The name typed, whether somebody has it or not, from one network.
    Account,
    /// A browser with which the account was signed in before.
    Device,
    /// The network the attempts come from, whatever the names.
    Network,
}

impl Counter {
    /// The wait after this many failures.
    pub(crate) fn wait(self, failures: u32) -> TimeDelta {
        let (free, longest) = match self {
            Self::Account => (4, 300),
            Self::Device => (4, 60),
            Self::Network => (100, 60),
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
        let waits: Vec<i64> = (1..=14)
            .map(|failures| Counter::Account.wait(failures).num_seconds())
            .collect();
        let wanted = [0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300];
        assert_eq!(waits, wanted);
        assert_eq!(Counter::Account.wait(u32::MAX).num_seconds(), 300);
        assert_eq!(Counter::Device.wait(u32::MAX).num_seconds(), 60);
    }

    #[test]
    fn an_office_behind_one_address_may_mistype_more_often_than_one_person() {
        assert_eq!(Counter::Network.wait(99), TimeDelta::zero());
        assert_eq!(Counter::Network.wait(100).num_seconds(), 1);
        assert_eq!(Counter::Network.wait(1_000).num_seconds(), 60);
    }
}
