//! `minyi export`: a release as an analysis document with its microdata, or the raw cases it was computed from.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use super::{database, registration};
use crate::cli::config::StorageArgs;
use db::Db;
use fieldwork::Mode;
use fieldwork::store::find_wave;
use questionnaire::store::Library;
use results::analysis_document::export;
use results::raw_cases::raw_cases;
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
    /// The raw cases in place of the weighted answers: what an auditor needs to compute the release again
    #[arg(long)]
    raw: bool,
    #[command(flatten)]
    storage: StorageArgs,
}

pub(super) async fn run(args: ExportArgs) -> anyhow::Result<()> {
    let raw = args.raw;
    let (inputs, release, registered) =
        database::with(&args.storage, async |db| load(db, &args.wave, raw).await).await?;
    let mut files = tokio::task::spawn_blocking(move || {
        if raw {
            unweighted(&inputs, &release)
        } else {
            weighted(&inputs, &release)
        }
    })
    .await??;
    files.extend(registered);
    std::fs::create_dir_all(&args.into)
        .with_context(|| format!("cannot make {}", args.into.display()))?;
    for (name, content) in files {
        let path = args.into.join(name);
        std::fs::write(&path, content)
            .with_context(|| format!("cannot write {}", path.display()))?;
        tracing::info!(file = %path.display(), "written");
    }
    if raw {
        tracing::warn!("the files hold answers person by person: they are for auditors only");
    }
    Ok(())
}

/// Names and contents of files.
type Files = Vec<(String, Vec<u8>)>;

fn weighted(inputs: &Inputs, release: &Release) -> anyhow::Result<Files> {
    let mut files = Vec::new();
    for file in export(inputs, release)? {
        let mut document = serde_json::to_vec_pretty(&file.document)?;
        document.push(b'\n');
        files.push((file.data_name, file.data));
        files.push((file.document_name, document));
    }
    Ok(files)
}

fn unweighted(inputs: &Inputs, release: &Release) -> anyhow::Result<Files> {
    let files = raw_cases(inputs, release)?.into_iter();
    Ok(files.map(|file| (file.name, file.content)).collect())
}

/// The release of a wave, what it was computed from, and its registration: in a folder for auditors with the secrets
/// that it commits to.
async fn load(db: &Db, wave: &str, raw: bool) -> anyhow::Result<(Inputs, Release, Files)> {
    let wave = find_wave(db, wave)
        .await?
        .with_context(|| format!("there is no wave {wave}"))?;
    let release = find_release(db, &wave.slug)
        .await?
        .with_context(|| format!("wave {} has not been released", wave.slug))?;
    let inputs = load_inputs(db, &Library::new(db.clone()), &wave).await?;
    let registered = registration::document(db, &wave).await?;
    let mut files = vec![(
        format!("{}.registration.json", wave.slug),
        registered.into_bytes(),
    )];
    if raw && wave.mode == Mode::Probability {
        let secrets = registration::secrets(db, &wave).await?;
        files.push((format!("{}.secrets.json", wave.slug), secrets.into_bytes()));
    }
    Ok((inputs, release, files))
}
