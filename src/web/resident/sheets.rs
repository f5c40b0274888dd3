//! Forms written and compressed once: a document is the same for everybody who gets the same variant.

use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

use crate::fieldwork::wave::Wave;
use crate::locales::Locale;
use crate::web::compressed::Compressed;

/// The most documents kept; beyond them all are written anew.
const MOST: usize = 2_048;

/// What makes one document differ from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Kind {
    /// The variant it shows.
    pub(super) variant: u8,
    /// Its language.
    pub(super) locale: Locale,
    /// Elder mode.
    pub(super) large: bool,
}

/// The documents in use. Decides nothing: whatever is missing or has changed is written again.
#[derive(Debug, Clone, Default)]
pub(in crate::web) struct Sheets(Arc<RwLock<BTreeMap<(i64, Kind), Written>>>);

#[derive(Debug, Clone)]
struct Written {
    wave: Wave,
    content: Compressed,
}

impl Sheets {
    /// The document of this kind for a wave as it stands, written by `write` if need be.
    pub(super) fn get(
        &self,
        wave: &Wave,
        kind: Kind,
        write: impl FnOnce() -> String,
    ) -> Compressed {
        let key = (wave.id.0, kind);
        if let Ok(written) = self.0.read()
            && let Some(found) = written.get(&key)
            && found.wave == *wave
        {
            return found.content.clone();
        }
        let content = Compressed::of(write().as_bytes());
        if let Ok(mut written) = self.0.write() {
            if written.len() >= MOST {
                written.clear();
            }
            let wave = wave.clone();
            let content = content.clone();
            written.insert(key, Written { wave, content });
        }
        content
    }
}
