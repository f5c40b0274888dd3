//! Keeping a plan, and its questionnaires as versions.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;

use super::plan_folder::PlanFolder;
use db::{Error, Transaction};
use plan::store::save_plan;
use questionnaire::VersionHash;
use questionnaire::store::{save_source, save_version};
use sampling::store::{list_margins, list_shapes, list_strata, save_shapes, to_array};
use sampling::{MarginChange, margin_changes};

/// Keeps a plan with its strata and margins as an edition, which waves are opened under from now on, and its map beside
/// it; hands back the hash of the edition.
pub async fn save_edition(
    txn: &Transaction,
    folder: &PlanFolder,
    now: DateTime<Utc>,
) -> Result<String, Error> {
    let (strata, margins) = (to_array(&folder.strata)?, to_array(&folder.margins)?);
    let edition = save_plan(txn, &folder.plan, strata, margins, now).await?;
    save_shapes(txn, &folder.plan.id, &folder.shapes, now).await?;
    Ok(edition)
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

/// In what the strata and margins of a folder differ from those of an edition, and its map from that of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameChanges {
    /// Whether the strata differ.
    pub strata: bool,
    /// Everything in which the margins differ.
    pub margins: Vec<MarginChange>,
    /// Whether the map differs.
    pub shapes: bool,
}

/// Holds the strata and margins of a folder against those of an edition, and its map against that of the plan.
pub async fn find_frame_changes(
    db: &impl ConnectionTrait,
    folder: &PlanFolder,
    edition: &str,
) -> Result<FrameChanges, Error> {
    Ok(FrameChanges {
        strata: list_strata(db, edition).await? != folder.strata,
        margins: margin_changes(&list_margins(db, edition).await?, &folder.margins),
        shapes: list_shapes(db, &folder.plan.id).await? != folder.shapes,
    })
}
