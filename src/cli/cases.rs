//! `minyi cases`: the list of cases for a field team, and the same list when it comes back.

use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use serde_json::json;

use super::database;
use crate::cli::config::{LanguageArgs, StorageArgs};
use accounts::store::{Actor, Audited};
use accounts::{Action, Entry};
use clock::{Clock, in_china};
use db::Db;
use fieldwork::Wave;
use fieldwork::attempt::Attempt;
use fieldwork::attempt_list::{read, write};
use fieldwork::store::{find_wave, list_cases, list_psu_names, record_attempts};
use messages::words::FieldListWords;
use messages::{Locale, text, words};
use sampling::PsuId;

/// Which list to take in or to write.
#[derive(Debug, Args)]
pub struct CasesArgs {
    /// The address of the wave, as in residents-2014
    wave: String,
    /// Take in what a field team has filled in: CSV or XLSX; all of it or, where there is a fault, nothing
    #[arg(long, value_name = "FILE", conflicts_with = "export")]
    import: Option<PathBuf>,
    /// Write the list of cases as CSV
    #[arg(long, value_name = "FILE", required_unless_present = "import")]
    export: Option<PathBuf>,
    /// Only the cases of this community or village, by its code
    #[arg(long, value_name = "CODE", requires = "export")]
    psu: Option<String>,
    #[command(flatten)]
    language: LanguageArgs,
    #[command(flatten)]
    storage: StorageArgs,
}

pub(super) async fn run(args: CasesArgs) -> anyhow::Result<()> {
    let locale = args.language.locale();
    database::with(&args.storage, async |db| {
        let wave = find_wave(db, &args.wave)
            .await?
            .with_context(|| format!("there is no wave {}", args.wave))?;
        if let Some(file) = &args.import {
            let content = fs::read(file).with_context(|| file.display().to_string())?;
            return import(db, &wave, &content, locale).await;
        }
        let psu = args.psu.as_deref().map(PsuId::new);
        let list = export(db, &wave, psu.as_ref(), locale).await?;
        let file = args
            .export
            .as_deref()
            .context("--export FILE or --import FILE")?;
        fs::write(file, list).with_context(|| file.display().to_string())
    })
    .await
}

/// The list as CSV; that it was taken is in the log.
async fn export(
    db: &Db,
    wave: &Wave,
    psu: Option<&PsuId>,
    locale: Locale,
) -> anyhow::Result<Vec<u8>> {
    let cases = list_cases(db, wave.id, psu).await?;
    anyhow::ensure!(
        !cases.is_empty(),
        "there are no such cases in wave {}",
        wave.slug
    );
    let names = list_psu_names(db, wave.id).await?;
    let audited = Audited::begin(db, Actor::Terminal, Clock::System.now()).await?;
    let entry = Entry::new(Action::ExportCases, format!("wave {}", wave.slug))
        .after(json!({ "cases": cases.len(), "psu": psu }));
    audited.commit(entry).await?;
    let name_of = |psu: &PsuId| names.get(psu).map_or("", |name| locale.wording(name));
    Ok(write(&cases, name_of, FieldListWords::new(locale).words()))
}

#[expect(clippy::print_stdout, reason = "what became of the file is the answer")]
async fn import(db: &Db, wave: &Wave, content: &[u8], locale: Locale) -> anyhow::Result<()> {
    let mut list =
        read(content).map_err(|error| anyhow::anyhow!("{}", words::list_error(locale, &error)))?;
    let attempts: Vec<Attempt> = list.attempts.iter().map(|(_, attempt)| *attempt).collect();
    let now = Clock::System.now();
    let today = in_china(now).date_naive();
    let audited = Audited::begin(db, Actor::Terminal, now).await?;
    let by = "(terminal)";
    let recorded =
        record_attempts(audited.transaction(), wave, &attempts, false, by, today).await?;
    let recorded = match recorded {
        Ok(recorded) if list.faults.is_empty() => recorded,
        refused => {
            list.refuse(refused.err().unwrap_or_default());
            for fault in &list.faults {
                println!("{}", words::cell_fault(locale, fault));
            }
            anyhow::bail!("{}", locale.t(text::CASES_NOTHING_TAKEN));
        }
    };
    let entry = Entry::new(Action::RecordAttempts, format!("wave {}", wave.slug))
        .after(json!({ "attempts": recorded.new, "known": recorded.known, "by": "file" }));
    audited.commit(entry).await?;
    println!(
        "{}",
        locale.t(text::CasesTaken {
            new: recorded.new,
            known: recorded.known,
            blank: list.blank,
        })
    );
    Ok(())
}
