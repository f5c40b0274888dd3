//! Keeping a plan, and its questionnaires as versions.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::plan_folder::PlanFolder;
use db::{Error, Transaction};
use plan::store::save_plan;
use questionnaire::VersionHash;
use questionnaire::store::{save_source, save_version};
use sampling::store::to_array;

/// Keeps a plan with its strata and margins as an edition, which waves are opened under from now on; hands back its
/// hash.
pub async fn save_edition(
    txn: &Transaction,
    folder: &PlanFolder,
    now: DateTime<Utc>,
) -> Result<String, Error> {
    let (strata, margins) = (to_array(&folder.strata)?, to_array(&folder.margins)?);
    save_plan(txn, &folder.plan, strata, margins, now).await
}

/// Publishes the questionnaires of a folder as they are; their versions by questionnaire.
pub async fn save_versions(
    txn: &Transaction,
    folder: &PlanFolder,
    now: DateTime<Utc>,
) -> Result<BTreeMap<String, VersionHash>, Error> {
    let mut versions = BTreeMap::new();
    for questionnaire in &folder.questionnaires {
        let hash = save_version(txn, Some(&folder.plan.id), questionnaire, now).await?;
        if let Some(text) = folder.sources.get(&questionnaire.id) {
            save_source(txn, &hash.to_string(), text).await?;
        }
        versions.insert(questionnaire.id.clone(), hash);
    }
    Ok(versions)
}
