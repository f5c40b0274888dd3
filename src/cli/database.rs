//! The database of a command: opened with its key, closed whatever comes of the command.

use anyhow::Context;
use serde_json::json;

use crate::cli::config::{self, StorageArgs};
use accounts::store::{Actor, Audited};
use accounts::{Action, Entry};
use clock::Clock;
use db::Db;
use fieldwork::{HashKey, store};
use results::registration::store as registration;

/// Opens the database and makes sure that the key is the one its hashes were made with.
pub(super) async fn open(storage: &StorageArgs) -> anyhow::Result<(Db, HashKey)> {
    let mut rng = config::system_randomness()?;
    refuse_open_files(storage)?;
    let db = db::open(&storage.database)
        .await
        .with_context(|| format!("the database {}", storage.database))?;
    let key = config::load_or_create_key(&storage.key_file, &mut rng)?;
    anyhow::ensure!(
        store::recognise_key(&db, &key).await?,
        "{} is not the key of this database: codes and receipts would be unknown; give the file that belongs to it with --key-file",
        storage.key_file.display()
    );
    let carried = store::carry_over(&db, &storage.sealing_keys(), &mut rng).await?;
    if carried > 0 {
        tracing::info!(
            questionnaires = carried,
            "carried over from a version that did not seal"
        );
    }
    register_earlier_waves(&db, &mut rng).await?;
    Ok((db, key))
}

/// Refuses files that others on this machine may open: whoever reads them reads what residents and staff trusted the
/// installation with.
fn refuse_open_files(storage: &StorageArgs) -> anyhow::Result<()> {
    let mut files = db::files_open_to_others(&storage.database);
    let keys = storage.sealing_keys().files();
    let keys = keys.into_iter().chain([storage.key_file.clone()]);
    files.extend(keys.filter(|key| db::is_open_to_others(key)));
    let names: Vec<String> = files
        .iter()
        .map(|file| format!("'{}'", file.display()))
        .collect();
    anyhow::ensure!(
        files.is_empty(),
        "others on this machine may open {}: run `chmod 600 {}` and start again",
        names.join(", "),
        names.join(" ")
    );
    Ok(())
}

/// Registers the waves of a version before registrations, once, by what is there now.
async fn register_earlier_waves(db: &Db, rng: &mut impl rand::Rng) -> anyhow::Result<()> {
    let now = Clock::System.now();
    let audited = Audited::begin(db, Actor::Terminal, now).await?;
    let waves = registration::register_earlier_waves(audited.transaction(), now, rng).await?;
    if !waves.is_empty() {
        tracing::warn!(?waves, "registered after they had opened");
        let entry = Entry::new(Action::RegisterWaves, "waves made before registrations")
            .after(json!({ "waves": waves }));
        audited.commit(entry).await?;
    }
    Ok(())
}

/// Runs a command on the database, and closes it.
pub(super) async fn with<T>(
    storage: &StorageArgs,
    command: impl AsyncFnOnce(&Db) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let (db, _) = open(storage).await?;
    let outcome = command(&db).await;
    db.close().await;
    outcome
}
