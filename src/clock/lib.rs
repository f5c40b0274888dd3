//! What time it is: passed in, so that a demonstration can live through three years in a minute.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, FixedOffset, Utc};

/// Tells the time.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A clock that stands until it is set; clones share the hands.
    Hand(Arc<AtomicI64>),
}

impl Clock {
    /// A clock set by hand.
    pub fn at(moment: DateTime<Utc>) -> Self {
        Self::Hand(Arc::new(AtomicI64::new(moment.timestamp())))
    }

    /// Sets a clock set by hand; the machine's clock goes its own way.
    pub fn set(&self, moment: DateTime<Utc>) {
        if let Self::Hand(seconds) = self {
            seconds.store(moment.timestamp(), Ordering::SeqCst);
        }
    }

    /// The present moment.
    pub fn now(&self) -> DateTime<Utc> {
        match self {
            #[expect(
                clippy::disallowed_methods,
                reason = "the one place that reads the machine's clock"
            )]
            Self::System => Utc::now(),
            Self::Hand(seconds) => {
                DateTime::from_timestamp(seconds.load(Ordering::SeqCst), 0).unwrap_or_default()
            }
        }
    }
}

/// The offset of the time in China.
pub const CHINA: FixedOffset = match FixedOffset::east_opt(8 * 3600) {
    Some(offset) => offset,
    None => panic!("eight hours lie within a day"),
};

/// The time of day in China, where all of Minyi's users are.
pub fn in_china(moment: DateTime<Utc>) -> DateTime<FixedOffset> {
    moment.with_timezone(&CHINA)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_of_a_clock_set_by_hand_share_the_hands() {
        let clock = Clock::at(DateTime::UNIX_EPOCH);
        let other = clock.clone();
        let later = DateTime::from_timestamp(1_000, 0).expect("a valid moment");
        clock.set(later);
        assert_eq!(other.now(), later);
    }

    #[test]
    fn midnight_utc_is_eight_in_the_morning_in_china() {
        assert_eq!(
            in_china(DateTime::UNIX_EPOCH).format("%H:%M").to_string(),
            "08:00"
        );
    }
}
