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
pub(crate) struct Sheets(Arc<Mutex<Kept>>);

/// Documents by wave and kind.
type Kept = BTreeMap<(i64, Kind), Arc<Sheet>>;

#[derive(Debug)]
struct Sheet {
    wave: Wave,
    content: OnceCell<Compressed>,
}

impl Sheets {
    /// The document of this kind for a wave as it stands, written by `write` if need be. Of those who ask for it at
    /// the same moment one has it written, and compressed beside the event loop, and the others wait.
    pub(super) async fn get(
        &self,
        wave: &Wave,
        kind: Kind,
        write: impl FnOnce() -> String,
    ) -> Compressed {
        let sheet = self.sheet(wave, kind);
        let content = sheet.content.get_or_init(async || {
            let written = write();
            spawn_blocking(move || Compressed::of(written.as_bytes()))
                .await
                .expect("compressing does not panic, and the runtime outlives who waits for it")
        });
        content.await.clone()
    }

    fn sheet(&self, wave: &Wave, kind: Kind) -> Arc<Sheet> {
        let key = (wave.id.0, kind);
        let mut sheets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = sheets.get(&key).filter(|sheet| sheet.wave == *wave) {
            return Arc::clone(found);
        }
        if sheets.len() >= MOST {
            sheets.clear();
        }
        let sheet = Arc::new(Sheet {
            wave: wave.clone(),
            content: OnceCell::new(),
        });
        sheets.insert(key, Arc::clone(&sheet));
        sheet
    }
}
