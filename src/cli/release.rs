//! `minyi release`: computes a closed wave by its registration and publishes the result, all indicators together; with
//! `--amended` by the plan imported last and the rules of today, as a result that says so.

use anyhow::Context;
use chrono::{DateTime, Utc};
use clap::Args;
use serde_json::json;

use super::database;
use crate::cli::config::StorageArgs;
use accounts::store::{Actor, Audited};
use accounts::{Action, Entry};
use clock::Clock;
use db::{Db, Document, content_hash};
use fieldwork::Wave;
use fieldwork::store::find_wave;
use questionnaire::store::Library;
use results::registration::Amendment;
use results::release::Results;
use results::store::{
    LoadError, count_amended_releases, find_stored_release, insert_amended_release,
    list_stored_amended_releases, load_amended_inputs,
};
use results::{Release, compute};
use web::release::{ReleaseError, compute_registered, public_from, publish};

/// Which wave to release.
#[derive(Debug, Args)]
pub struct ReleaseArgs {
    /// The address of the wave, as in residents-2014
    wave: String,
    /// By the plan imported last and the rules of today, beside the release by the registration
    #[arg(long, requires_all = ["reason", "by"])]
    amended: bool,
    /// Why it is amended, as every page of the release will say
    #[arg(long, value_name = "TEXT", requires = "amended")]
    reason: Option<String>,
    /// Who answers for that, as every page of the release will say
    #[arg(long, value_name = "NAME", requires = "amended")]
    by: Option<String>,
    #[command(flatten)]
    storage: StorageArgs,
}

pub(super) async fn run(args: ReleaseArgs) -> anyhow::Result<()> {
    let now = Clock::System.now();
    database::with(&args.storage, async |db| {
        let wave = find_wave(db, &args.wave)
            .await?
            .with_context(|| format!("there is no wave {}", args.wave))?;
        let released = match (args.reason, args.by) {
            (Some(reason), Some(by)) => release_amended(db, &wave, &reason, &by, now).await?,
            _ => release_once(db, &wave, now).await?,
        };
        tracing::info!(
            wave = released.wave,
            respondents = released.respondents,
            amended = released.amendment.is_some(),
            "wave released"
        );
        Ok(())
    })
    .await
}

/// Releases a wave by its registration, unless it was.
pub async fn release_once(db: &Db, wave: &Wave, now: DateTime<Utc>) -> anyhow::Result<Release> {
    anyhow::ensure!(
        find_stored_release(db, &wave.slug).await?.is_none(),
        "wave {} is released already; a release is frozen",
        wave.slug
    );
    release(db, &Library::new(db.clone()), wave, now).await
}

/// Computes the results of a closed wave and publishes them.
pub(super) async fn release(
    db: &Db,
    library: &Library,
    wave: &Wave,
    now: DateTime<Utc>,
) -> anyhow::Result<Release> {
    let release = compute_registered(db, library, wave, now).await?;
    let write = Audited::begin(db, Actor::Terminal, now).await?;
    Ok(publish(write, wave, release, None).await?)
}

/// Whether a release by the registration fails by what there is to compute from, and not by how it was got at.
fn is_lasting(why: &ReleaseError) -> bool {
    matches!(
        why,
        ReleaseError::Load(LoadError::Differs { .. } | LoadError::Uncompared { .. })
            | ReleaseError::Compute(_)
    )
}

/// Computes the results of a closed wave otherwise than registered and publishes them beside the registered ones.
///
/// # Errors
///
/// Nothing differs from the registration, or the wave could be released by its registration and was not.
pub async fn release_amended(
    db: &Db,
    wave: &Wave,
    reason: &str,
    by: &str,
    now: DateTime<Utc>,
) -> anyhow::Result<Release> {
    anyhow::ensure!(
        !reason.trim().is_empty() && !by.trim().is_empty(),
        "an amended release says why, and who answers for it: give --reason and --by"
    );
    let library = Library::new(db.clone());
    let (inputs, changes) = load_amended_inputs(db, &library, wave).await?;
    anyhow::ensure!(
        !changes.is_empty(),
        "nothing differs from the registration of wave {}: release it without --amended",
        wave.slug
    );
    let (registered, unreleasable) = match find_stored_release(db, &wave.slug).await? {
        Some(release) => match release.results {
            Results::Probability { indicators, .. } => (indicators, None),
            Results::Open { .. } => (Vec::new(), None),
        },
        None => match compute_registered(db, &library, wave, now).await {
            Ok(_) => anyhow::bail!(
                "wave {} has not been released by its registration yet: release it without --amended first",
                wave.slug
            ),
            // Only what will be so tomorrow: a database that does not answer makes no wave unreleasable.
            Err(why) if is_lasting(&why) => (Vec::new(), Some(why.to_string())),
            Err(why) => {
                return Err(anyhow::Error::new(why)
                    .context("whether the wave can be released as registered is not known"));
            }
        },
    };
    let mut release = tokio::task::spawn_blocking(move || compute(&inputs, now)).await??;
    let mut published = list_stored_amended_releases(db).await?;
    published.retain(|before| before.wave == wave.slug);
    published.extend(find_stored_release(db, &wave.slug).await?);
    for before in &published {
        let told = release.hide_what_was_hidden_in(before);
        anyhow::ensure!(
            told.is_empty(),
            "the amended release would tell what the one before hides, or what the few persons answered by whom they differ: {}",
            told.join(", ")
        );
    }
    let audited = Audited::begin(db, Actor::Terminal, now).await?;
    let before = count_amended_releases(audited.transaction(), wave.id).await?;
    release.release_at(now, public_from(audited.transaction(), wave, now).await?);
    release.amendment = Some(Box::new(Amendment {
        number: before + 1,
        by: by.trim().to_owned(),
        at: now,
        reason: reason.trim().to_owned(),
        changes,
        registered,
        unreleasable,
    }));
    insert_amended_release(audited.transaction(), wave.id, &release, now).await?;
    let entry = Entry::new(Action::AmendRelease, format!("wave {}", wave.slug)).after(json!({
        "number": before + 1,
        "reason": reason.trim(),
        "by": by.trim(),
        "content": content_hash(&release.to_json()?),
    }));
    audited.commit(entry).await?;
    Ok(release)
}
