//! Computing the results of a wave by its registration and publishing them, asked for by a page or at the terminal. In
//! the studio that takes two persons: one computes, another one sees what was computed and publishes it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use accounts::store::Audited;
use accounts::{Action, Entry};
use db::{Db, Document, Transaction, content_hash};
use fieldwork::store::list_waves;
use fieldwork::{Wave, WaveId};
use plan::store::find_plan_of;
use questionnaire::store::Library;
use results::review::{Review, review};
use results::store::{
    LoadError, drop_prepared_release, insert_release, list_stored_amended_releases,
    list_stored_releases, load_inputs,
};
use results::{ComputeError, Release, compute};

/// Why results could not be computed.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseError {
    /// What they are computed from cannot be had.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// They cannot be computed from it.
    #[error(transparent)]
    Compute(#[from] ComputeError),
    /// They were computed and could not be kept, or the computation itself broke off.
    #[error(transparent)]
    Database(#[from] db::Error),
}

/// Computes the results of a closed wave by its registration.
///
/// # Errors
///
/// It is not as it was registered, or cannot be computed.
pub async fn compute_registered(
    db: &Db,
    library: &Library,
    wave: &Wave,
    now: DateTime<Utc>,
) -> Result<Release, ReleaseError> {
    let inputs = load_inputs(db, library, wave).await?;
    let computed = tokio::task::spawn_blocking(move || compute(&inputs, now)).await;
    Ok(computed.map_err(|error| db::Error::Custom(error.to_string()))??)
}

/// The same, with what is looked at before it is published.
///
/// # Errors
///
/// As there.
pub(crate) async fn compute_for_review(
    db: &Db,
    library: &Library,
    wave: &Wave,
    now: DateTime<Utc>,
) -> Result<(Release, Option<Review>), ReleaseError> {
    let inputs = load_inputs(db, library, wave).await?;
    let computed = move || Ok::<_, ComputeError>((compute(&inputs, now)?, review(&inputs)?));
    let computed = tokio::task::spawn_blocking(computed).await;
    Ok(computed.map_err(|error| db::Error::Custom(error.to_string()))??)
}

/// Publishes a release as of the moment of the write, says so in the log, and forgets what was computed for the wave in
/// the studio.
///
/// # Errors
///
/// The database, where the wave has a release; nothing has changed.
pub async fn publish(
    write: Audited,
    wave: &Wave,
    mut release: Release,
    computed_by: Option<&str>,
) -> Result<Release, db::Error> {
    let txn = write.transaction();
    release.release_at(write.now(), public_from(txn, wave, write.now()).await?);
    drop_prepared_release(txn, wave.id).await?;
    insert_release(txn, wave.id, &release, write.now()).await?;
    let registration = release.registration.as_ref().map(|note| &note.hash);
    let mut after = json!({
        "respondents": release.respondents,
        "registration": registration,
        "content": content_hash(&release.to_json()?),
        "public_from": release.public_from,
    });
    if let Some(by) = computed_by {
        after["computed_by"] = by.into();
    }
    let entry = Entry::new(Action::ReleaseWave, format!("wave {}", wave.slug)).after(after);
    write.commit(entry).await?;
    Ok(release)
}

/// From when everybody reads the results of a wave that are released now: once officials have read them for as many days as the plan
/// says that it was registered under, and not before the results of other waves of the plan, with which they are compared.
///
/// # Errors
///
/// The database, or the edition of the plan is not there.
pub async fn public_from(
    txn: &Transaction,
    wave: &Wave,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, db::Error> {
    let plan = find_plan_of(txn, &wave.edition).await?;
    let missing = || db::Error::RecordNotFound(format!("edition {}", wave.edition));
    let own = now + TimeDelta::days(plan.ok_or_else(missing)?.early_days);
    let waves = list_waves(txn).await?.into_iter();
    let of_plan: BTreeSet<String> = (waves.filter(|other| other.plan == wave.plan))
        .map(|other| other.slug)
        .collect();
    let mut releases = list_stored_releases(txn).await?;
    releases.extend(list_stored_amended_releases(txn).await?);
    let others = releases.iter().filter(|it| of_plan.contains(&it.wave));
    Ok(others.map(Release::public_from).fold(own, DateTime::max))
}

/// How a computation stands that a page asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Standing {
    Running,
    Failed(Why),
}

/// Why no results were computed, as far as a page says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Why {
    /// For what there is to compute from, in words.
    Said(String),
    Other,
}

impl From<&ReleaseError> for Why {
    fn from(error: &ReleaseError) -> Self {
        match error {
            ReleaseError::Load(LoadError::Database(_)) | ReleaseError::Database(_) => Self::Other,
            ReleaseError::Load(_) | ReleaseError::Compute(_) => Self::Said(error.to_string()),
        }
    }
}

/// The computations of this process. It decides nothing: of two that run at once the later one is kept.
#[derive(Debug, Clone, Default)]
pub struct Computations(Arc<Mutex<BTreeMap<WaveId, Standing>>>);

impl Computations {
    /// How the computation of a wave stands; none where none was asked for, or it has succeeded.
    pub(crate) fn of(&self, wave: WaveId) -> Option<Standing> {
        self.lock().get(&wave).cloned()
    }

    /// Whether one of the wave runs.
    pub(crate) fn run_for(&self, wave: WaveId) -> bool {
        self.of(wave) == Some(Standing::Running)
    }

    /// Notes one as begun, unless one runs; whether it was.
    pub(crate) fn begin(&self, wave: WaveId) -> bool {
        self.lock().insert(wave, Standing::Running) != Some(Standing::Running)
    }

    pub(crate) fn end(&self, wave: WaveId, outcome: &Result<(), ReleaseError>) {
        let mut standings = self.lock();
        match outcome {
            Ok(()) => standings.remove(&wave),
            Err(error) => standings.insert(wave, Standing::Failed(error.into())),
        };
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<WaveId, Standing>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
