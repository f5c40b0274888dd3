//! Finished letters that wait to be fetched, in the memory of this process and nowhere else.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

use accounts::UserId;
use fieldwork::WaveId;

/// For how long letters wait to be fetched.
pub(crate) const KEPT: TimeDelta = TimeDelta::minutes(15);

/// Letters as they are fetched.
#[derive(Clone)]
pub(crate) struct ZipFile {
    pub(crate) bytes: Vec<u8>,
    pub(crate) letters: u64,
    /// How many codes became void.
    pub(crate) voided: u64,
    /// Who made them: nobody else is given them.
    pub(crate) maker: UserId,
    pub(crate) made_at: DateTime<Utc>,
}

impl fmt::Debug for ZipFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ZipFile({} letters)", self.letters)
    }
}

/// How the letters of a wave stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// They are being written.
    Running { done: u64, of: u64 },
    /// They wait to be fetched by whoever made them.
    Waiting {
        letters: u64,
        voided: u64,
        maker: UserId,
        until: DateTime<Utc>,
    },
    /// They could not be written; their codes are lost.
    Failed,
}

enum Entry {
    Running { done: u64, of: u64 },
    Waiting(ZipFile),
    Failed,
}

/// The letters of this process. It decides nothing: what it loses is made again, with other codes.
#[derive(Clone, Default)]
pub struct Finished(Arc<Mutex<BTreeMap<WaveId, Entry>>>);

impl fmt::Debug for Finished {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Finished(…)")
    }
}

impl Finished {
    /// How the letters of a wave stand; none where none are made, or they were fetched or waited too long.
    pub(crate) fn of(&self, wave: WaveId, now: DateTime<Utc>) -> Option<Standing> {
        let mut entries = self.lock();
        forget_old(&mut entries, now);
        entries.get(&wave).map(|entry| match entry {
            Entry::Running { done, of } => Standing::Running {
                done: *done,
                of: *of,
            },
            Entry::Waiting(file) => Standing::Waiting {
                letters: file.letters,
                voided: file.voided,
                maker: file.maker,
                until: file.made_at + KEPT,
            },
            Entry::Failed => Standing::Failed,
        })
    }

    /// Notes letters of a wave as begun; not where some are being written or wait to be fetched.
    pub(crate) fn begin(&self, wave: WaveId, now: DateTime<Utc>) -> Option<Begun> {
        let mut entries = self.lock();
        forget_old(&mut entries, now);
        let free = matches!(entries.get(&wave), None | Some(Entry::Failed));
        free.then(|| {
            entries.insert(wave, Entry::Running { done: 0, of: 0 });
            Begun {
                finished: self.clone(),
                wave,
                ended: false,
            }
        })
    }

    /// Gives letters to whoever made them, once.
    pub(crate) fn take(&self, wave: WaveId, by: UserId, now: DateTime<Utc>) -> Option<ZipFile> {
        let mut entries = self.lock();
        forget_old(&mut entries, now);
        let theirs = matches!(entries.get(&wave), Some(Entry::Waiting(file)) if file.maker == by);
        match theirs.then(|| entries.remove(&wave))?? {
            Entry::Waiting(file) => Some(file),
            Entry::Running { .. } | Entry::Failed => None,
        }
    }

    /// Forgets what has waited too long.
    pub(crate) fn forget(&self, now: DateTime<Utc>) {
        forget_old(&mut self.lock(), now);
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<WaveId, Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Letters that are being written. Dropped before its end, by a panic or because whoever asked has left, it has failed.
#[derive(Debug)]
pub(crate) struct Begun {
    finished: Finished,
    wave: WaveId,
    ended: bool,
}

impl Begun {
    pub(crate) fn note(&self, done: u64, of: u64) {
        self.set(Entry::Running { done, of });
    }

    /// Notes that none were made after all: no code was.
    pub(crate) fn give_up(mut self) {
        self.ended = true;
        self.finished.lock().remove(&self.wave);
    }

    /// Puts finished letters there to be fetched.
    pub(crate) fn end(mut self, file: ZipFile) {
        self.ended = true;
        self.set(Entry::Waiting(file));
    }

    fn set(&self, entry: Entry) {
        self.finished.lock().insert(self.wave, entry);
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        if !self.ended {
            self.set(Entry::Failed);
        }
    }
}

fn forget_old(entries: &mut BTreeMap<WaveId, Entry>, now: DateTime<Utc>) {
    entries.retain(|_, entry| !matches!(entry, Entry::Waiting(file) if now >= file.made_at + KEPT));
}

#[cfg(test)]
mod tests {
    use super::*;

    const WAVE: WaveId = WaveId(7);
    const MAKER: UserId = UserId(1);

    fn waiting() -> (Finished, DateTime<Utc>) {
        let (finished, now) = (Finished::default(), DateTime::UNIX_EPOCH);
        let begun = finished.begin(WAVE, now).unwrap();
        assert!(
            finished.begin(WAVE, now).is_none(),
            "they are being written"
        );
        begun.end(ZipFile {
            bytes: b"letters".to_vec(),
            letters: 1,
            voided: 0,
            maker: MAKER,
            made_at: now,
        });
        (finished, now)
    }

    #[test]
    fn letters_are_given_once_and_to_whoever_made_them() {
        let (finished, now) = waiting();
        assert!(
            finished.begin(WAVE, now).is_none(),
            "they wait to be fetched"
        );
        assert!(finished.take(WAVE, UserId(2), now).is_none());
        let file = finished.take(WAVE, MAKER, now).unwrap();
        assert_eq!(file.bytes, b"letters");
        assert!(finished.take(WAVE, MAKER, now).is_none());
        assert_eq!(finished.of(WAVE, now), None);
    }

    #[test]
    fn letters_that_nobody_fetches_are_forgotten() {
        let (finished, now) = waiting();
        let last = now + KEPT - TimeDelta::seconds(1);
        assert!(finished.of(WAVE, last).is_some());
        finished.forget(now + KEPT);
        assert!(finished.lock().is_empty());
        assert!(finished.take(WAVE, MAKER, now).is_none());
    }

    #[test]
    fn what_broke_off_has_failed_and_can_be_made_again() {
        let (finished, now) = (Finished::default(), DateTime::UNIX_EPOCH);
        drop(finished.begin(WAVE, now).unwrap());
        assert_eq!(finished.of(WAVE, now), Some(Standing::Failed));
        finished.begin(WAVE, now).unwrap().give_up();
        assert_eq!(finished.of(WAVE, now), None);
    }
}
