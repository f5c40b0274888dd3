//! `minyi reserve`: the replicates of households that a wave holds in reserve, listed and released.

use std::io::{self, Write};

use anyhow::{Context, bail};
use clap::Args;

use super::database;
use crate::cli::config::{LanguageArgs, StorageArgs};
use accounts::store::{Actor, Audited};
use clock::Clock;
use db::Db;
use fieldwork::store::{find_wave, list_replicates};
use web::letters::{explain_release, release_reserve};

/// Which wave, and what to release.
#[derive(Debug, Args)]
pub struct ReserveArgs {
    /// The address of the wave, as in residents-2014
    wave: String,
    /// Release this replicate, whole: the first that is still held
    #[arg(long, value_name = "NUMBER", requires_all = ["by", "reason"])]
    release: Option<i64>,
    /// Who releases it, as the audit log will say
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    language: LanguageArgs,
    #[command(flatten)]
    storage: StorageArgs,
}

pub(super) async fn run(args: ReserveArgs) -> anyhow::Result<()> {
    database::with(&args.storage, async |db| release_and_list(db, &args).await).await
}

async fn release_and_list(db: &Db, args: &ReserveArgs) -> anyhow::Result<()> {
    let found = find_wave(db, &args.wave).await?;
    let wave = found.with_context(|| format!("there is no wave {}", args.wave))?;
    if let (Some(number), Some(by), Some(reason)) = (args.release, &args.by, &args.reason) {
        let write = Audited::begin(db, Actor::Terminal, Clock::System.now()).await?;
        if let Err(fault) = release_reserve(write, &wave, number, by, reason).await? {
            bail!(explain_release(args.language.locale(), fault));
        }
    }
    let mut out = io::stdout().lock();
    writeln!(out, "replicate,households,released_at,released_by")?;
    for replicate in list_replicates(db, wave.id).await? {
        let (at, by) = match replicate.released {
            Some(release) => (release.at.to_rfc3339(), release.by),
            None => (String::new(), String::new()),
        };
        writeln!(
            out,
            "{},{},{at},{by}",
            replicate.number, replicate.households
        )?;
    }
    Ok(())
}
