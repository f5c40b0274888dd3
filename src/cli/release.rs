//! `minyi release`: computes a closed wave and publishes the result, all indicators together.

use anyhow::Context;
use chrono::{DateTime, Utc};
use clap::Args;
use serde_json::json;

use super::database;
use crate::cli::config::StorageArgs;
use accounts::store::{Actor, Audited};
use accounts::{Action, Entry};
use clock::Clock;
use db::Db;
use fieldwork::Wave;
use fieldwork::store::find_wave;
use questionnaire::store::Library;
use results::store::{find_release, insert_release, load_inputs};
use results::{Release, compute};

/// Which wave to release.
#[derive(Debug, Args)]
pub struct ReleaseArgs {
    /// The address of the wave, as in residents-2014
    wave: String,
    #[command(flatten)]
    storage: StorageArgs,
}

pub(super) async fn run(args: ReleaseArgs) -> anyhow::Result<()> {
    database::with(&args.storage, async |db| {
        release_named(db, &args.wave).await
    })
    .await
}

async fn release_named(db: &Db, wave: &str) -> anyhow::Result<()> {
    let wave = find_wave(db, wave)
        .await?
        .with_context(|| format!("there is no wave {wave}"))?;
    anyhow::ensure!(
        find_release(db, &wave.slug).await?.is_none(),
        "wave {} is released already; a release is frozen",
        wave.slug
    );
    let library = Library::new(db.clone());
    let released = release(db, &library, &wave, Clock::System.now()).await?;
    tracing::info!(
        wave = released.wave,
        respondents = released.respondents,
        "wave released"
    );
    Ok(())
}

/// Computes the results of a closed wave and publishes them.
pub(super) async fn release(
    db: &Db,
    library: &Library,
    wave: &Wave,
    now: DateTime<Utc>,
) -> anyhow::Result<Release> {
    let inputs = load_inputs(db, library, wave).await?;
    let release = tokio::task::spawn_blocking(move || compute(&inputs, now)).await??;
    let audited = Audited::begin(db, Actor::Terminal, now).await?;
    insert_release(audited.transaction(), wave.id, &release, now).await?;
    let entry = Entry::new(Action::ReleaseWave, format!("wave {}", wave.slug))
        .after(json!({ "respondents": release.respondents }));
    audited.commit(entry).await?;
    Ok(release)
}
