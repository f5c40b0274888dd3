//! `minyi import`: a plan with its questionnaires, frame and margins into the database.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, bail};
use chrono::{DateTime, Utc};
use clap::Args;
use serde_json::json;

use super::database;
use super::survey_files::{self, SurveyFile};
use crate::cli::config::{LanguageArgs, StorageArgs};
use accounts::store::{Actor, Audited};
use accounts::{Action, Entry};
use clock::Clock;
use db::Db;
use messages::{Locale, text};
use plan::Plan;
use plan::store::save_plan;
use questionnaire::VersionHash;
use questionnaire::store::{save_source, save_version};
use sampling::FrameStratum;
use sampling::store::to_array;

/// The plan that comes with the program.
pub(super) const SHIPPED_PLAN: &str = "harbin-2012-2014";

/// What to import, and where to.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// A folder with plan.toml, frame.csv, margins.toml and questionnaires; the shipped plan if absent
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
    let mut surveyed = survey_files::survey(&files, locale);
    let faults: Vec<String> = surveyed
        .iter()
        .flat_map(|folder| &folder.findings)
        .map(ToString::to_string)
        .collect();
    if !faults.is_empty() {
        let nothing = locale.t(text::COMMAND_NOT_IMPORTED);
        bail!("{nothing}\n{}", faults.join("\n"));
    }
    let (Some(surveyed), true) = (surveyed.pop(), surveyed.is_empty()) else {
        bail!(locale.t(text::COMMAND_NOT_ONE_PLAN));
    };
    let missing = |file| locale.t(text::CommandFileMissing { file });
    let plan = surveyed.folder.plan.with_context(|| missing("plan.toml"))?;
    let strata = surveyed.strata.with_context(|| missing("frame.csv"))?;
    let margins = surveyed.margins.with_context(|| missing("margins.toml"))?;
    let sources = sources(&files);

    let audited = Audited::begin(db, Actor::Terminal, now).await?;
    let txn = audited.transaction();
    let frame = (to_array(&strata)?, to_array(&margins)?);
    let edition = save_plan(txn, &plan, frame.0, frame.1, now).await?;
    let mut versions = BTreeMap::new();
    for questionnaire in &surveyed.folder.questionnaires {
        let hash = save_version(txn, Some(&plan.id), questionnaire, now).await?;
        if let Some(text) = sources.get(&questionnaire.id) {
            save_source(txn, &hash.to_string(), text).await?;
        }
        versions.insert(questionnaire.id.clone(), hash);
    }
    let hashes: BTreeMap<&str, String> = versions
        .iter()
        .map(|(questionnaire, hash)| (questionnaire.as_str(), hash.to_string()))
        .collect();
    let entry = Entry::new(Action::ImportPlan, format!("plan {}", plan.id))
        .after(json!({ "edition": edition, "questionnaires": hashes }));
    audited.commit(entry).await?;
    Ok(Imported {
        plan,
        strata,
        versions,
    })
}

/// The texts of questionnaires, by the id that their files are named after: a draft can begin from them.
fn sources(files: &[SurveyFile]) -> BTreeMap<String, String> {
    let sources = files.iter().filter_map(|(path, content)| {
        let stem = path.rsplit('/').next()?.strip_suffix(".toml")?;
        let text = std::str::from_utf8(content).ok()?;
        Some((stem.to_owned(), text.to_owned()))
    });
    sources.collect()
}
