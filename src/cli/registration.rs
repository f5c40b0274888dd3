//! `minyi registration`: what the results of a wave must be computed by, as it was written before the first answer; for
//! auditors also the secrets that it commits to.

use anyhow::Context;
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
use results::registration::store::{Kept, find_opening, find_registration};

/// Which registration to print.
#[derive(Debug, Args)]
pub struct RegistrationArgs {
    /// The address of the wave, as in residents-2014
    wave: String,
    /// The seed, the frame's hash and the sample with their salt in its place: for auditors only
    #[arg(long)]
    secrets: bool,
    #[command(flatten)]
    storage: StorageArgs,
}

#[expect(
    clippy::print_stdout,
    reason = "the document is what the command is for, byte for byte as it was hashed"
)]
pub(super) async fn run(args: RegistrationArgs) -> anyhow::Result<()> {
    let printed = database::with(&args.storage, async |db| {
        let wave = find_wave(db, &args.wave)
            .await?
            .with_context(|| format!("there is no wave {}", args.wave))?;
        if args.secrets {
            secrets(db, &wave).await
        } else {
            Ok(kept(db, &wave).await?.document)
        }
    })
    .await?;
    print!("{printed}");
    Ok(())
}

/// The registration of a wave.
pub(super) async fn kept(db: &Db, wave: &Wave) -> anyhow::Result<Kept> {
    let kept = find_registration(db, wave.id).await?;
    kept.with_context(|| format!("wave {} has no registration", wave.slug))
}

/// What opens the commitments of a wave, as a JSON document; that it was handed out is in the log.
pub(super) async fn secrets(db: &Db, wave: &Wave) -> anyhow::Result<String> {
    let kept = kept(db, wave).await?;
    let draw = kept.registration.draw.as_ref();
    let draw =
        draw.with_context(|| format!("wave {} has no draw: it has no secrets", wave.slug))?;
    let opening = find_opening(db, wave, &kept).await?;
    let opening = opening.with_context(|| format!("the draw of wave {} is gone", wave.slug))?;
    anyhow::ensure!(
        opening.opens(draw),
        "the draw of wave {} is not the one that was registered",
        wave.slug
    );
    let audited = Audited::begin(db, Actor::Terminal, Clock::System.now()).await?;
    let entry = Entry::new(Action::OpenCommitments, format!("wave {}", wave.slug))
        .after(json!({ "registration": kept.hash }));
    audited.commit(entry).await?;
    let mut printed = serde_json::to_string_pretty(&json!({
        "registration": kept.hash,
        "how": "printf '%s%s' SALT SECRET | sha256sum gives the commitment of the registration's draw",
        "opening": opening,
    }))?;
    printed.push('\n');
    Ok(printed)
}
