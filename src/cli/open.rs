//! `minyi open`: reads what a closed wave has sealed, all at once and joined to nobody.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::{database, trustee};
use crate::cli::config::{self, LanguageArgs, StorageArgs};
use accounts::store::Actor;
use clock::Clock;
use fieldwork::store::{Opened, Opening, OpeningError, OpeningStep, find_trustees, find_wave};
use web::opening::open_sealed;

/// Which wave to open.
#[derive(Debug, Args)]
pub struct OpenArgs {
    /// The address of the wave, as in residents-2014
    wave: String,
    /// Give up the questionnaires that cannot be read because they were changed, so that the others can be opened
    #[arg(long)]
    without_unreadable: bool,
    /// The share of a trustee, where trustees hold the private key: a file, may be given several times; those that are
    /// lacking are asked for
    #[arg(long = "share", value_name = "FILE")]
    shares: Vec<PathBuf>,
    #[command(flatten)]
    language: LanguageArgs,
    #[command(flatten)]
    storage: StorageArgs,
}

pub(super) async fn run(args: OpenArgs) -> anyhow::Result<()> {
    let keys = args.storage.sealing_keys();
    database::with(&args.storage, async |db| {
        let wave = find_wave(db, &args.wave)
            .await?
            .with_context(|| format!("there is no wave {}", args.wave))?;
        let mut rng = config::system_randomness()?;
        let now = Clock::System.now();
        let from_shares = match find_trustees(db, &wave, now).await? {
            Some(entrusted) => Some(trustee::gather(
                &args.shares,
                entrusted,
                args.language.locale(),
            )?),
            None => None,
        };
        let opening = Opening {
            wave: &wave,
            keys: &keys,
            from_shares: from_shares.as_ref(),
            without_unreadable: args.without_unreadable,
            now,
        };
        let bar = progress_bar()?;
        let on_step = |step| show(&bar, step);
        let outcome = open_sealed(db, &opening, Actor::Terminal, &mut rng, &on_step).await;
        bar.finish_and_clear();
        match outcome {
            Ok(opened) => say(&wave.slug, opened),
            Err(OpeningError::Opened) => {
                tracing::info!(wave = wave.slug, "opened before; its private key is gone");
            }
            Err(error) => return Err(error).context(format!("wave {}", wave.slug)),
        }
        Ok(())
    })
    .await
}

fn say(wave: &str, opened: Opened) {
    let Opened {
        responses,
        remarks,
        unreadable,
    } = opened;
    tracing::info!(wave, responses, remarks, unreadable, "wave opened");
}

fn progress_bar() -> anyhow::Result<ProgressBar> {
    let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}")?;
    Ok(ProgressBar::new(0).with_style(style))
}

/// Shows how far an opening has come.
fn show(bar: &ProgressBar, step: OpeningStep) {
    let (said, done, of) = match step {
        OpeningStep::Opening { done, of } => ("opening", done, of),
        OpeningStep::Writing { done, of } => ("writing", done, of),
    };
    bar.set_message(said);
    bar.set_length(of);
    bar.set_position(done);
}
