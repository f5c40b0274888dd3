//! How often something happened in this minute, by network.
//!
//! Networks are kept in memory for a minute at most, and written nowhere. Where there are too many to remember each by itself, those
//! that come later are counted in some hundreds of heaps, by chance: nobody gets away uncounted by coming from everywhere.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

use accounts::Network;

/// The most networks remembered at a time.
const MOST_NETWORKS: usize = 1 << 16;

/// The heaps of those that come later.
const HEAPS: u64 = 512;

/// A minute's worth of counts.
#[derive(Debug, Clone, Default)]
pub(super) struct PerMinute(Arc<Mutex<Minute>>);

#[derive(Debug, Default)]
struct Minute {
    began: DateTime<Utc>,
    counts: BTreeMap<Network, u32>,
    heaps: BTreeMap<u64, u32>,
    /// Puts networks into heaps.
    chance: RandomState,
}

/// What was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counted {
    /// How often in this minute, this time included.
    pub(super) number: u32,
    /// After how many seconds the minute is over.
    pub(super) left: u32,
}

impl PerMinute {
    /// Counts once more.
    pub(super) fn count(&self, network: Network, now: DateTime<Utc>) -> Counted {
        let mut minute = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !(TimeDelta::zero()..TimeDelta::minutes(1)).contains(&(now - minute.began)) {
            *minute = Minute {
                began: now,
                ..Minute::default()
            };
        }
        let gone = (now - minute.began).num_seconds();
        let is_new = !minute.counts.contains_key(&network);
        let count = if is_new && minute.counts.len() >= MOST_NETWORKS {
            let heap = minute.chance.hash_one(network) % HEAPS;
            minute.heaps.entry(heap).or_default()
        } else {
            minute.counts.entry(network).or_default()
        };
        *count = count.saturating_add(1);
        Counted {
            number: *count,
            left: u32::try_from(60 - gone).unwrap_or(1).max(1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_counts_each_network_by_itself_and_begins_anew() {
        let counts = PerMinute::default();
        let network = |number| Network::of([203, 0, number, 1].into());
        let begun = DateTime::UNIX_EPOCH + TimeDelta::days(16_000);
        let at = |network, seconds| {
            let counted = counts.count(network, begun + TimeDelta::seconds(seconds));
            (counted.number, counted.left)
        };
        assert_eq!(at(network(1), 0), (1, 60));
        assert_eq!(at(network(1), 45), (2, 15));
        assert_eq!(at(network(2), 59), (1, 1));
        assert_eq!(at(network(1), 60), (1, 60));
    }

    #[test]
    fn who_comes_when_too_many_are_remembered_is_counted_all_the_same() {
        let counts = PerMinute::default();
        let begun = DateTime::UNIX_EPOCH + TimeDelta::days(16_000);
        let network = |number: u32| {
            let [_, first, second, third] = number.to_be_bytes();
            Network::of([first, second, third, 1].into())
        };
        let most = u32::try_from(MOST_NETWORKS).unwrap();
        for number in 0..most {
            assert_eq!(counts.count(network(number), begun).number, 1);
        }
        let late: Vec<u32> = (1..=3)
            .map(|_| counts.count(network(most), begun).number)
            .collect();
        assert_eq!(late, [1, 2, 3]);
        assert_eq!(counts.count(network(0), begun).number, 2);
        let later = begun + TimeDelta::minutes(1);
        assert_eq!(counts.count(network(most), later).number, 1);
    }
}
