//! How often something happened in this minute, by network.
//!
//! Networks are kept in memory for a minute at most, and written nowhere.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

use accounts::Network;

/// The most networks remembered at a time.
const MOST_NETWORKS: usize = 1 << 16;

/// A minute's worth of counts.
#[derive(Debug, Clone, Default)]
pub(super) struct PerMinute(Arc<Mutex<Minute>>);

#[derive(Debug, Default)]
struct Minute {
    began: DateTime<Utc>,
    counts: BTreeMap<Network, u32>,
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
    /// Counts once more; none where too many networks are remembered to remember another.
    pub(super) fn count(&self, network: Network, now: DateTime<Utc>) -> Option<Counted> {
        let mut minute = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !(TimeDelta::zero()..TimeDelta::minutes(1)).contains(&(now - minute.began)) {
            *minute = Minute {
                began: now,
                ..Minute::default()
            };
        }
        if minute.counts.len() >= MOST_NETWORKS && !minute.counts.contains_key(&network) {
            return None;
        }
        let gone = (now - minute.began).num_seconds();
        let count = minute.counts.entry(network).or_default();
        *count = count.saturating_add(1);
        Some(Counted {
            number: *count,
            left: u32::try_from(60 - gone).unwrap_or(1).max(1),
        })
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
            counted.map(|counted| (counted.number, counted.left))
        };
        assert_eq!(at(network(1), 0), Some((1, 60)));
        assert_eq!(at(network(1), 45), Some((2, 15)));
        assert_eq!(at(network(2), 59), Some((1, 1)));
        assert_eq!(at(network(1), 60), Some((1, 60)));
    }
}
