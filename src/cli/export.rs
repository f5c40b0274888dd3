//! `minyi export`: a release as an analysis document with its microdata.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use super::database;
use crate::cli::config::StorageArgs;
use db::Db;
use fieldwork::store::find_wave;
use questionnaire::store::Library;
use results::analysis_document::export;
use results::store::{find_release, load_inputs};
use results::{Inputs, Release};

/// Which release to export, and where to.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// The address of the wave, as in residents-2014
    wave: String,
    /// The folder for the documents and data files; made if there is none
    #[arg(long, value_name = "DIR")]
    into: PathBuf,
    #[command(flatten)]
    storage: StorageArgs,
}

pub(super) async fn run(args: ExportArgs) -> anyhow::Result<()> {
    let (inputs, release) =
        database::with(&args.storage, async |db| load(db, &args.wave).await).await?;
    let files = tokio::task::spawn_blocking(move || export(&inputs, &release)).await??;
    std::fs::create_dir_all(&args.into)
        .with_context(|| format!("cannot make {}", args.into.display()))?;
    for file in files {
        let mut document = serde_json::to_vec_pretty(&file.document)?;
        document.push(b'\n');
        for (name, content) in [
            (&file.data_name, file.data),
            (&file.document_name, document),
        ] {
            let path = args.into.join(name);
            std::fs::write(&path, content)
                .with_context(|| format!("cannot write {}", path.display()))?;
            tracing::info!(file = %path.display(), "written");
        }
    }
    Ok(())
}

/// The release of a wave, and what it was computed from.
async fn load(db: &Db, wave: &str) -> anyhow::Result<(Inputs, Release)> {
    let wave = find_wave(db, wave)
        .await?
        .with_context(|| format!("there is no wave {wave}"))?;
    let release = find_release(db, &wave.slug)
        .await?
        .with_context(|| format!("wave {} has not been released", wave.slug))?;
    let inputs = load_inputs(db, &Library::new(db.clone()), &wave).await?;
    Ok((inputs, release))
}
