//! `minyi import`: a plan with its questionnaires, frame, margins and map into the database.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::anyhow;
use chrono::{DateTime, Utc};
use clap::Args;
use serde_json::json;

use super::database;
use super::survey_files;
use crate::cli::config::{LanguageArgs, StorageArgs};
use accounts::store::{Actor, Audited};
use accounts::{Action, Entry};
use clock::Clock;
use db::Db;
use import::store::{save_edition, save_versions};
use import::{Refusal, SurveyFile, read_plan};
use messages::{Locale, text};
use plan::Plan;
use questionnaire::VersionHash;
use sampling::FrameStratum;

/// The plan that comes with the program.
pub(super) const SHIPPED_PLAN: &str = "harbin-2012-2014";

/// What to import, and where to.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// A folder with plan.toml, frame.csv, margins.toml, questionnaires and perhaps districts.geojson; the shipped plan if absent
    folder: Option<PathBuf>,
    #[command(flatten)]
    language: LanguageArgs,
    #[command(flatten)]
    storage: StorageArgs,
}

/// What an import brought in.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Imported {
    pub plan: Plan,
    pub strata: Vec<FrameStratum>,
    /// Questionnaire versions by questionnaire.
    pub versions: BTreeMap<String, VersionHash>,
}

pub(super) async fn run(args: ImportArgs) -> anyhow::Result<()> {
    let locale = args.language.locale();
    let files = match &args.folder {
        Some(folder) => survey_files::read(std::slice::from_ref(folder), locale)?,
        None => survey_files::shipped(SHIPPED_PLAN),
    };
    let imported = database::with(&args.storage, async |db| {
        import(db, files, Clock::System.now(), locale).await
    })
    .await?;
    tracing::info!(
        plan = imported.plan.id,
        indicators = imported.plan.indicators.len(),
        strata = imported.strata.len(),
        "plan imported"
    );
    for (questionnaire, version) in &imported.versions {
        tracing::info!(questionnaire, %version, "questionnaire imported");
    }
    Ok(())
}

/// Reads and checks the files of one plan and stores all of it, or nothing.
///
/// # Errors
///
/// Every fault of the files, one a line with file and line, in the language of the locale; nothing is then stored.
pub async fn import(
    db: &Db,
    files: Vec<SurveyFile>,
    now: DateTime<Utc>,
    locale: Locale,
) -> anyhow::Result<Imported> {
    let folder = read_plan(&files, locale).map_err(|refusal| match refusal {
        Refusal::Faults(faults) => {
            let nothing = locale.t(text::COMMAND_NOT_IMPORTED);
            let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
            anyhow!("{nothing}\n{}", faults.join("\n"))
        }
        Refusal::NotOnePlan => anyhow!(locale.t(text::COMMAND_NOT_ONE_PLAN)),
        Refusal::Missing(file) => anyhow!(locale.t(text::CommandFileMissing { file })),
    })?;

    let audited = Audited::begin(db, Actor::Terminal, now).await?;
    let edition = save_edition(audited.transaction(), &folder, now).await?;
    let versions = save_versions(audited.transaction(), &folder, now).await?;
    let hashes: BTreeMap<&str, String> = versions
        .iter()
        .map(|(questionnaire, hash)| (questionnaire.as_str(), hash.to_string()))
        .collect();
    let entry = Entry::new(Action::ImportPlan, format!("plan {}", folder.plan.id))
        .after(json!({ "edition": edition, "questionnaires": hashes }));
    audited.commit(entry).await?;
    Ok(Imported {
        plan: folder.plan,
        strata: folder.strata,
        versions,
    })
}
