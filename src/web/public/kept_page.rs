//! The list of results as it was made last: it is what everybody asks for first, and changes a few times a year.
//!
//! # Design
//!
//! Whatever changes it is written with an entry of the audit log, and what time alone changes in it (a wave opens, closes, is late, a
//! release becomes public) happens at moments that are known. So it stands until the head of the log is another one or the next of
//! these moments has come, in whichever process the change was made (`the_list_of_results_is_made_anew_when_anything_changes`).

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};

use crate::interface::Interface;
use messages::Locale;

/// What a page depends on that people write: the head of the audit log, and how many releases there are.
pub(super) type Version = (Option<String>, u64);

/// A page in every way of reading it.
#[derive(Debug, Clone, Default)]
pub struct KeptPage(Arc<Mutex<Kept>>);

#[derive(Debug, Default)]
struct Kept {
    version: Version,
    /// From and until when it stands.
    stands: Option<(DateTime<Utc>, DateTime<Utc>)>,
    pages: BTreeMap<(Locale, bool), Vec<u8>>,
}

impl KeptPage {
    /// The page, if it still stands and was read in this way before.
    pub(super) fn find(
        &self,
        interface: &Interface,
        version: &Version,
        now: DateTime<Utc>,
    ) -> Option<Vec<u8>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (from, until) = kept.stands?;
        let stands = kept.version == *version && (from..until).contains(&now);
        let way = (interface.locale, interface.large);
        kept.pages.get(&way).filter(|_| stands).cloned()
    }

    /// Keeps the page, made now, until then.
    pub(super) fn keep(
        &self,
        interface: &Interface,
        version: Version,
        (now, until): (DateTime<Utc>, DateTime<Utc>),
        page: Vec<u8>,
    ) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let same = kept.version == version && kept.stands.is_some_and(|(_, other)| other == until);
        if !same {
            *kept = Kept {
                version,
                stands: Some((now, until)),
                pages: BTreeMap::new(),
            };
        }
        kept.pages.insert((interface.locale, interface.large), page);
    }
}
