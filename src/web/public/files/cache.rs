//! Files written once.
//!
//! # Design
//!
//! A release never changes, so neither does a file of it: it is kept under the hash of the release, its own name and the
//! language, for as long as there is room, and what was asked for longest ago goes first. What is public is asked of the
//! database at every request, before this is looked into. Writing a report or a picture computes for a while: it is
//! done beside the event loop, for few at a time, so that residents' forms do not wait for it; whoever finds no seat in time
//! is told to come again. Nothing here decides anything: whatever is missing is written again.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::available_parallelism;
use std::time::Duration;

use axum::body::Bytes;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use crate::error::Error;
use messages::Locale;

/// The most bytes kept.
const MOST: usize = 48 << 20;
/// How long somebody waits for a seat.
const PATIENCE: Duration = Duration::from_secs(20);

/// What a file is found by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    /// The hash of the release.
    pub(super) release: String,
    /// Its name in its address.
    pub(super) name: String,
    pub(super) locale: Locale,
}

/// A file as it is sent.
#[derive(Debug, Clone)]
pub(super) struct Written {
    pub(super) media_type: &'static str,
    pub(super) bytes: Bytes,
    /// Its tag, by which readers ask again.
    pub(super) tag: String,
    /// Whether it is looked at where it is; everything else is kept.
    pub(super) is_picture: bool,
}

/// The files of this process.
#[derive(Debug, Clone)]
pub struct FileCache {
    kept: Arc<Mutex<Kept>>,
    seats: Arc<Semaphore>,
}

#[derive(Debug, Default)]
struct Kept {
    files: BTreeMap<Key, (u64, Written)>,
    bytes: usize,
    /// How often a file was asked for.
    asked: u64,
}

impl Default for FileCache {
    fn default() -> Self {
        let cores = available_parallelism().map_or(1, NonZero::get);
        Self {
            kept: Arc::default(),
            seats: Arc::new(Semaphore::new((cores / 2).max(1))),
        }
    }
}

impl FileCache {
    /// A file that is kept, or what `write` makes of it.
    ///
    /// # Errors
    ///
    /// Those of `write`, and [`Error::Busy`] where there is no seat.
    pub(super) async fn get(
        &self,
        key: Key,
        write: impl FnOnce() -> Result<Written, Error> + Send + 'static,
    ) -> Result<Written, Error> {
        if let Some(found) = self.lock().find(&key) {
            return Ok(found);
        }
        let cache = self.clone();
        self.beside(move || {
            // Whoever waited may find that somebody else had it written.
            if let Some(found) = cache.lock().find(&key) {
                return Ok(found);
            }
            let written = write()?;
            cache.lock().keep(key, written.clone(), MOST);
            Ok(written)
        })
        .await
    }

    /// What `write` makes, on a seat beside the event loop; nothing is kept.
    ///
    /// # Errors
    ///
    /// Those of `write`, and [`Error::Busy`] where there is no seat.
    pub(crate) async fn beside<T: Send + 'static>(
        &self,
        write: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let seat = timeout(PATIENCE, Arc::clone(&self.seats).acquire_owned()).await;
        let seat = match seat {
            Ok(seat) => seat.map_err(Error::internal)?,
            Err(_) => return Err(Error::Busy),
        };
        let written = spawn_blocking(move || {
            let written = write();
            // The seat is free when the work is done, whether or not somebody still waits for it.
            drop(seat);
            written
        });
        written.await.map_err(Error::internal)?
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn find(&mut self, key: &Key) -> Option<Written> {
        self.asked += 1;
        let (asked, written) = self.files.get_mut(key)?;
        *asked = self.asked;
        Some(written.clone())
    }

    /// Keeps a file; what was asked for longest ago makes room. A file that has no room at all is not kept.
    fn keep(&mut self, key: Key, written: Written, most: usize) {
        let bytes = written.bytes.len();
        if bytes > most {
            return;
        }
        self.forget(&key);
        while self.bytes + bytes > most {
            let oldest = self.files.iter().min_by_key(|(_, (asked, _))| *asked);
            let Some(oldest) = oldest.map(|(key, _)| key.clone()) else {
                break;
            };
            self.forget(&oldest);
        }
        self.bytes += bytes;
        self.asked += 1;
        self.files.insert(key, (self.asked, written));
    }

    fn forget(&mut self, key: &Key) {
        if let Some((_, written)) = self.files.remove(key) {
            self.bytes -= written.bytes.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;
    use crate::error::Missing;

    fn key(name: &str) -> Key {
        Key {
            release: "0".repeat(64),
            name: name.to_owned(),
            locale: Locale::default(),
        }
    }

    fn file(bytes: usize) -> Written {
        Written {
            media_type: "text/plain",
            bytes: vec![b'x'; bytes].into(),
            tag: String::new(),
            is_picture: false,
        }
    }

    #[test]
    fn what_was_asked_for_longest_ago_makes_room() {
        let mut kept = Kept::default();
        for name in ["a", "b", "c"] {
            kept.keep(key(name), file(40), 120);
        }
        assert!(kept.find(&key("a")).is_some());
        kept.keep(key("d"), file(40), 120);
        assert!(kept.find(&key("b")).is_none());
        for name in ["a", "c", "d"] {
            assert!(kept.find(&key(name)).is_some(), "{name}");
        }
        kept.keep(key("e"), file(121), 120);
        assert!(kept.find(&key("e")).is_none());
        kept.keep(key("a"), file(100), 120);
        assert_eq!((kept.bytes, kept.files.len()), (100, 1));
    }

    #[tokio::test]
    async fn a_file_is_written_once_and_what_failed_is_tried_again() {
        let cache = FileCache::default();
        let times = Arc::new(AtomicU32::new(0));
        let write = |result: fn() -> Result<Written, Error>| {
            let times = Arc::clone(&times);
            move || {
                times.fetch_add(1, Ordering::SeqCst);
                result()
            }
        };
        let failing: fn() -> _ = || Err(Error::NotFound(Missing::Page));
        assert!(cache.get(key("a"), write(failing)).await.is_err());
        for _ in 0..3 {
            let written = cache.get(key("a"), write(|| Ok(file(3)))).await.unwrap();
            assert_eq!(written.bytes.len(), 3);
        }
        assert_eq!(times.load(Ordering::SeqCst), 2);
    }
}
