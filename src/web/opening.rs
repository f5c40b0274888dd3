//! Opening what a wave has sealed, asked for by a page or at the terminal, and how far it has come.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use rand::Rng;
use serde_json::json;

use accounts::store::{Actor, Audited};
use accounts::{Action, Entry};
use db::Db;
use fieldwork::WaveId;
use fieldwork::store::{
    OnStep, Opened, Opening, OpeningError, OpeningStep, destroy_keys, insert_opened, open_forms,
};

/// Opens what is due of a wave, writes down who did it, and destroys the private keys. Done again where it was ended
/// after its commit, it only destroys the keys.
///
/// # Errors
///
/// Where something cannot be read; nothing has changed.
pub async fn open_sealed(
    db: &Db,
    opening: &Opening<'_>,
    actor: Actor,
    rng: &mut impl Rng,
    on_step: OnStep<'_>,
) -> Result<Opened, OpeningError> {
    let wave = opening.wave;
    destroy_keys(db, wave.id, opening.keys).await?;
    let forms = open_forms(db, opening, rng, on_step).await?;
    let audited = Audited::begin(db, actor, opening.now).await?;
    let txn = audited.transaction();
    let opened = insert_opened(txn, forms, opening.now, rng, on_step).await?;
    let entry = Entry::new(Action::OpenSealed, format!("wave {}", wave.slug)).after(json!(opened));
    audited.commit(entry).await?;
    destroy_keys(db, wave.id, opening.keys).await?;
    Ok(opened)
}

/// How an opening stands that a page asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It runs.
    Running(OpeningStep),
    /// It has failed, and nothing has changed.
    Failed(Why),
}

/// Why an opening has failed, as far as a page says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    KeyMissing,
    Unreadable { forms: u64 },
    Other,
}

impl From<&OpeningError> for Why {
    fn from(error: &OpeningError) -> Self {
        match *error {
            OpeningError::KeyMissing { .. } => Self::KeyMissing,
            OpeningError::Unreadable { forms } => Self::Unreadable { forms },
            OpeningError::NotDue
            | OpeningError::Opened
            | OpeningError::SharesNeeded(_)
            | OpeningError::Changed
            | OpeningError::KeyFolder(_)
            | OpeningError::Database(_) => Self::Other,
        }
    }
}

/// The openings of this process. It decides nothing: of two that run at once one finds the forms gone.
#[derive(Debug, Clone, Default)]
pub struct Openings(Arc<Mutex<BTreeMap<WaveId, Standing>>>);

impl Openings {
    /// How the opening of a wave stands; none where none was asked for, or it has succeeded.
    pub(crate) fn of(&self, wave: WaveId) -> Option<Standing> {
        self.lock().get(&wave).copied()
    }

    /// Whether an opening of the wave runs; where none does, one is noted as begun.
    pub(crate) fn begin(&self, wave: WaveId) -> bool {
        let begun = Standing::Running(OpeningStep::Opening { done: 0, of: 0 });
        let mut standings = self.lock();
        let runs = matches!(standings.get(&wave), Some(Standing::Running(_)));
        if !runs {
            standings.insert(wave, begun);
        }
        !runs
    }

    pub(crate) fn note(&self, wave: WaveId, step: OpeningStep) {
        self.lock().insert(wave, Standing::Running(step));
    }

    pub(crate) fn end(&self, wave: WaveId, outcome: &Result<Opened, OpeningError>) {
        let mut standings = self.lock();
        match outcome {
            Ok(_) | Err(OpeningError::Opened) => standings.remove(&wave),
            Err(error) => standings.insert(wave, Standing::Failed(error.into())),
        };
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<WaveId, Standing>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
