//! A shelf of things that take long to make and are the same for everybody who asks.
//!
//! # Design
//!
//! What is made from a text depends on the text alone, so it stands under its hash. Who asks for what
//! is being made waits for it instead of making it again. The shelf holds so much and no more: what
//! was not asked for longest makes room. It decides nothing; whatever is missing is made again.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use sha2::{Digest, Sha256};

/// What a thing was made from, as its SHA-256.
type Key = [u8; 32];

/// What every place on a shelf takes, however small what stands there.
const PLACE: usize = 1_024;

/// Something newly made.
#[derive(Debug)]
pub struct Made<V> {
    /// What it is.
    pub value: V,
    /// About how many bytes it takes; none where it is not to be kept.
    pub bytes: Option<usize>,
}

/// Things by what they were made from.
#[derive(Debug)]
pub struct Shelf<V> {
    most: usize,
    places: Mutex<Places<V>>,
}

#[derive(Debug)]
struct Places<V> {
    asked: u64,
    by_key: BTreeMap<Key, Place<V>>,
}

#[derive(Debug)]
struct Place<V> {
    content: Arc<OnceLock<Arc<V>>>,
    bytes: usize,
    last_asked: u64,
}

impl<V> Shelf<V> {
    /// An empty shelf for about so many bytes.
    pub const fn of_bytes(most: usize) -> Self {
        Self {
            most,
            places: Mutex::new(Places {
                asked: 0,
                by_key: BTreeMap::new(),
            }),
        }
    }

    /// What is made from these bytes: what stands there, or what `make` makes.
    pub fn get(&self, from: &[&[u8]], make: impl FnOnce() -> Made<V>) -> Arc<V> {
        let key = key(from);
        let content = self.place(key);
        let mut bytes = None;
        let value = content.get_or_init(|| {
            let made = make();
            bytes = Some(made.bytes);
            Arc::new(made.value)
        });
        if let Some(bytes) = bytes {
            self.keep(key, &content, bytes);
        }
        Arc::clone(value)
    }

    fn lock(&self) -> MutexGuard<'_, Places<V>> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn place(&self, key: Key) -> Arc<OnceLock<Arc<V>>> {
        let mut places = self.lock();
        places.asked += 1;
        let asked = places.asked;
        let place = places.by_key.entry(key).or_insert_with(|| Place {
            content: Arc::default(),
            bytes: PLACE,
            last_asked: asked,
        });
        place.last_asked = asked;
        Arc::clone(&place.content)
    }

    /// Leaves what was made on the shelf, or takes it off; then what was not asked for longest goes.
    fn keep(&self, key: Key, content: &Arc<OnceLock<Arc<V>>>, bytes: Option<usize>) {
        let mut places = self.lock();
        let same = |place: &&mut Place<V>| Arc::ptr_eq(&place.content, content);
        match (bytes, places.by_key.get_mut(&key).filter(same)) {
            (Some(bytes), Some(place)) => place.bytes = PLACE + bytes,
            (None, Some(_)) => {
                places.by_key.remove(&key);
            }
            (_, None) => {}
        }
        let mut whole: usize = places.by_key.values().map(|place| place.bytes).sum();
        while whole > self.most {
            let oldest = places
                .by_key
                .iter()
                .min_by_key(|(_, place)| place.last_asked);
            let Some(oldest) = oldest.map(|(key, _)| *key) else {
                return;
            };
            whole -= places.by_key.remove(&oldest).map_or(0, |place| place.bytes);
        }
    }
}

/// The hash of all parts, each with its length before it.
fn key(from: &[&[u8]]) -> Key {
    let mut hash = Sha256::new();
    for part in from {
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    fn made(bytes: usize) -> Made<usize> {
        Made {
            value: bytes,
            bytes: Some(bytes),
        }
    }

    #[test]
    fn what_many_ask_for_at_once_is_made_once() {
        let shelf = Shelf::of_bytes(1 << 20);
        let times = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    shelf.get(&[b"text"], || {
                        std::thread::sleep(std::time::Duration::from_millis(20));
                        times.fetch_add(1, Ordering::SeqCst);
                        made(4)
                    })
                });
            }
        });
        assert_eq!(times.load(Ordering::SeqCst), 1);
    }

    #[test]
    fn the_shelf_holds_so_much_and_the_oldest_goes() {
        let shelf = Shelf::of_bytes(3 * (PLACE + 1_000));
        for text in [b"a", b"b", b"c"] {
            shelf.get(&[text], || made(1_000));
        }
        shelf.get(&[b"a"], || panic!("it stands there"));
        shelf.get(&[b"d"], || made(1_000));
        shelf.get(&[b"a"], || panic!("it was asked for lately"));
        assert_eq!(*shelf.get(&[b"b"], || made(7)), 7, "it had gone");
        shelf.get(&[b"huge"], || made(1 << 20));
        assert_eq!(*shelf.get(&[b"huge"], || made(9)), 9, "it found no place");
    }

    #[test]
    fn what_is_not_to_be_kept_is_made_again() {
        let shelf = Shelf::of_bytes(1 << 20);
        let once = Made {
            value: 1,
            bytes: None,
        };
        assert_eq!(*shelf.get(&[b"text"], || once), 1);
        assert_eq!(*shelf.get(&[b"text"], || made(2)), 2);
    }

    #[test]
    fn parts_do_not_run_together() {
        assert_ne!(key(&[b"ab", b"c"]), key(&[b"a", b"bc"]));
    }
}
