//! Forms written and compressed once: a document is the same for everybody who gets the same variant.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OnceCell;
use tokio::task::spawn_blocking;

use crate::compressed::Compressed;
use fieldwork::wave::Wave;
use messages::Locale;

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
pub(crate) struct FormCache(Arc<Mutex<CachedForms>>);

/// Documents by wave and kind.
type CachedForms = BTreeMap<(i64, Kind), Arc<CachedForm>>;

#[derive(Debug)]
struct CachedForm {
    wave: Wave,
    content: OnceCell<Compressed>,
}

impl FormCache {
    /// The document of this kind for a wave as it stands, written by `write` if need be. Of those who ask for it at
    /// the same moment one has it written, and compressed beside the event loop, and the others wait.
    pub(super) async fn get(
        &self,
        wave: &Wave,
        kind: Kind,
        write: impl FnOnce() -> String,
    ) -> Compressed {
        let form = self.form(wave, kind);
        let content = form.content.get_or_init(async || {
            let written = write();
            spawn_blocking(move || Compressed::of(written.as_bytes()))
                .await
                .expect("compressing does not panic, and the runtime outlives who waits for it")
        });
        content.await.clone()
    }

    fn form(&self, wave: &Wave, kind: Kind) -> Arc<CachedForm> {
        let key = (wave.id.0, kind);
        let mut forms = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = forms.get(&key).filter(|form| form.wave == *wave) {
            return Arc::clone(found);
        }
        if forms.len() >= MOST {
            forms.clear();
        }
        let form = Arc::new(CachedForm {
            wave: wave.clone(),
            content: OnceCell::new(),
        });
        forms.insert(key, Arc::clone(&form));
        form
    }
}
