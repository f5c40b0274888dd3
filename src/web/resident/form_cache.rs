//! Forms written and compressed once: a document is the same for everybody who gets the same variant, and weighs the
//! same for everybody who gets another. So the first who asks has all variants written; the others wait for it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OnceCell;
use tokio::task::{spawn_blocking, yield_now};

use crate::compressed::Document;
use crate::error::Error;
use fieldwork::wave::Wave;
use messages::Locale;

/// The most forms kept, each in all its variants; beyond them all are written anew.
pub(super) const MOST: usize = 64;

/// What makes one form differ from another besides its variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Kind {
    /// Its language.
    pub(super) locale: Locale,
    /// Elder mode.
    pub(super) large: bool,
}

/// The documents in use. Decides nothing: whatever is missing or has changed is written again.
#[derive(Debug, Clone, Default)]
pub struct FormCache(Arc<Mutex<CachedForms>>);

/// Documents by wave and kind.
type CachedForms = BTreeMap<(i64, Kind), Arc<CachedForm>>;

#[derive(Debug)]
struct CachedForm {
    wave: Wave,
    /// Variant by variant.
    documents: OnceCell<Vec<Document>>,
}

impl FormCache {
    /// The document of a variant, of this kind and for a wave as it stands. If need be all `variants` are written by
    /// `write` and compressed beside the event loop. Of those who ask at the same moment one has it done, and the others wait.
    pub(super) async fn get(
        &self,
        wave: &Wave,
        kind: Kind,
        variant: u8,
        variants: u8,
        write: impl Fn(u8) -> Result<String, Error>,
    ) -> Result<Document, Error> {
        let form = self.form(wave, kind);
        let documents = form.documents.get_or_try_init(async || {
            let mut written = Vec::with_capacity(usize::from(variants));
            for variant in 0..variants {
                written.push(write(variant)?.into_bytes());
                yield_now().await;
            }
            let compressed = spawn_blocking(move || Document::alike(written)).await;
            compressed.map_err(Error::internal)
        });
        let document = documents.await?.get(usize::from(variant)).cloned();
        document.ok_or_else(|| Error::internal("a variant beyond their number"))
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
            documents: OnceCell::new(),
        });
        forms.insert(key, Arc::clone(&form));
        form
    }
}
