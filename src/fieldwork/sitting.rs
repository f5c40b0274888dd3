//! Sittings: a wave's sealed questionnaires are read at one, after its close, or at several dates fixed beforehand.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::sealing::SealingKey;
use super::trustees::{EntrustedKey, Trustees};
use super::wave::WaveId;

/// The fewest questionnaires that are opened while their wave goes on: fewer wait for the next sitting.
pub const FEWEST_OPENED: u64 = 30;

/// The row number of a sitting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SittingId(pub i64);

/// An opening of sealed questionnaires, with a pair of keys of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sitting {
    /// Its row.
    pub id: SittingId,
    /// The wave whose questionnaires it opens.
    pub wave: WaveId,
    /// It opens what was taken in before this moment and after the sitting before; the last one's is the wave's close.
    pub until: DateTime<Utc>,
    /// What its questionnaires are sealed to.
    pub key: SealingKey,
    /// Who holds the other key; none where the installation does.
    pub trustees: Option<Trustees>,
    /// When it was opened, if it was.
    pub opened_at: Option<DateTime<Utc>>,
}

/// A sitting before it has a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewSitting {
    /// It opens what was taken in before this moment.
    pub until: DateTime<Utc>,
    /// What its questionnaires are sealed to.
    pub key: SealingKey,
    /// Who holds the other key; none where the installation does.
    pub trustees: Option<Trustees>,
}

impl NewSitting {
    /// The one of a wave whose trustees hold the private key.
    pub fn of_trustees(closes_at: DateTime<Utc>, entrusted: EntrustedKey) -> Self {
        Self {
            until: closes_at,
            key: entrusted.key,
            trustees: Some(entrusted.trustees),
        }
    }
}

impl Sitting {
    /// Its key, where trustees hold the other one.
    pub fn entrusted(&self) -> Option<EntrustedKey> {
        let key = self.key;
        self.trustees.map(|trustees| EntrustedKey { trustees, key })
    }

    /// Who holds its private key, in words, where trustees do.
    pub fn custody(&self) -> Option<String> {
        self.entrusted().map(EntrustedKey::custody)
    }

    /// Whether it takes questionnaires at this moment, its wave being open.
    pub(crate) fn takes(&self, now: DateTime<Utc>) -> bool {
        self.opened_at.is_none() && now < self.until
    }
}

/// The sittings that can be opened: all that are left once the wave is closed; before that, those whose date is past,
/// together, if they hold enough questionnaires (`held`, by sitting).
pub fn due_sittings(
    sittings: Vec<Sitting>,
    held: &BTreeMap<SittingId, u64>,
    closed: bool,
    now: DateTime<Utc>,
) -> Vec<Sitting> {
    let left = sittings.into_iter().filter(|it| it.opened_at.is_none());
    let due: Vec<Sitting> = left.filter(|it| closed || it.until <= now).collect();
    let forms: u64 = due.iter().filter_map(|it| held.get(&it.id)).sum();
    if closed || forms >= FEWEST_OPENED {
        due
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use rand::SeedableRng;
    use rand::rngs::ChaCha20Rng;

    use super::*;
    use crate::sealing::OpeningKey;

    fn day(day: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(day)
    }

    /// Three sittings, of the days 10, 20 and 30.
    fn sittings() -> Vec<Sitting> {
        let key = OpeningKey::draw(&mut ChaCha20Rng::seed_from_u64(1)).sealing_key();
        let sitting = |number: i64| Sitting {
            id: SittingId(number),
            wave: WaveId(1),
            until: day(10 * number),
            key,
            trustees: None,
            opened_at: None,
        };
        [1, 2, 3].map(sitting).into()
    }

    fn due(held: [u64; 3], closed: bool, today: i64) -> Vec<i64> {
        let held = [1, 2, 3].map(SittingId).into_iter().zip(held).collect();
        let due = due_sittings(sittings(), &held, closed, day(today));
        due.into_iter().map(|sitting| sitting.id.0).collect()
    }

    #[test]
    fn fewer_than_thirty_wait_for_the_next_sitting_and_at_last_for_the_close() {
        assert_eq!(due([30, 5, 0], false, 9), [0; 0]);
        assert_eq!(due([30, 5, 0], false, 10), [1]);
        assert_eq!(due([29, 5, 0], false, 10), [0; 0]);
        assert_eq!(due([29, 1, 0], false, 20), [1, 2]);
        assert_eq!(
            due([2, 1, 1], false, 31),
            [0; 0],
            "a wave that is not closed yet"
        );
        assert_eq!(due([2, 1, 1], true, 15), [1, 2, 3]);
    }

    #[test]
    fn what_was_opened_is_not_due_again() {
        let mut sittings = sittings();
        sittings[0].opened_at = Some(day(11));
        let held = BTreeMap::from([(SittingId(2), 40)]);
        let due = due_sittings(sittings.clone(), &held, false, day(20));
        assert_eq!(due.len(), 1);
        assert_eq!(due[0].id, SittingId(2));
        assert!(!sittings[0].takes(day(5)));
        assert!(sittings[1].takes(day(5)) && !sittings[1].takes(day(20)));
    }
}
