//! Questionnaire versions in the database, and the library that keeps those in use at hand.

use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder, Set};

use crate::{Questionnaire, Text, Variants, VersionHash};
use db::{Db, Document, Error, Transaction};
use entity::questionnaire_version::{ActiveModel, Column, Entity};
use entity::{publication, version_source};

/// Stores a version; one with the same content is already there and stays.
pub async fn save_version(
    txn: &Transaction,
    plan: Option<&str>,
    questionnaire: &Questionnaire,
    imported_at: DateTime<Utc>,
) -> Result<VersionHash, Error> {
    let hash = questionnaire.version();
    let row = ActiveModel {
        hash: Set(hash.to_string()),
        questionnaire: Set(questionnaire.id.clone()),
        plan_id: Set(plan.map(str::to_owned)),
        content: Set(questionnaire.to_json()?),
        imported_at: Set(imported_at),
    };
    Entity::insert(row)
        .on_conflict(OnConflict::column(Column::Hash).do_nothing().to_owned())
        .exec_without_returning(txn)
        .await?;
    Ok(hash)
}

/// The version with this hash.
pub async fn find_version(
    db: &impl ConnectionTrait,
    hash: &str,
) -> Result<Option<Questionnaire>, Error> {
    Entity::find_by_id(hash)
        .one(db)
        .await?
        .map(|row| Questionnaire::from_json(row.content))
        .transpose()
}

/// Keeps the text a version was read from; the first one stays.
pub async fn save_source(txn: &Transaction, hash: &str, text: &str) -> Result<(), Error> {
    let row = version_source::ActiveModel {
        version: Set(hash.to_owned()),
        text: Set(text.to_owned()),
    };
    let keep = OnConflict::column(version_source::Column::Version)
        .do_nothing()
        .to_owned();
    version_source::Entity::insert(row)
        .on_conflict(keep)
        .exec_without_returning(txn)
        .await?;
    Ok(())
}

/// The text a version was read from, if it was kept.
pub async fn find_source(db: &impl ConnectionTrait, hash: &str) -> Result<Option<String>, Error> {
    let row = version_source::Entity::find_by_id(hash).one(db).await?;
    Ok(row.map(|row| row.text))
}

/// Who approved a version in the studio.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// The draft it was.
    pub draft: Option<i64>,
    /// Who sent it to review.
    pub written_by: String,
    /// Who approved it.
    pub approved_by: String,
    /// When.
    pub published_at: DateTime<Utc>,
}

/// A version as a list shows it.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct StoredVersion {
    /// The hash of its content.
    pub hash: String,
    pub questionnaire: String,
    pub title: Text,
    /// Which version of the questionnaire it is, from 1, in the order of time.
    pub number: usize,
    /// The plan it belongs to.
    pub plan: Option<String>,
    /// When it was imported or published.
    pub since: DateTime<Utc>,
    /// Who approved it, where that was done in the studio.
    pub publication: Option<Publication>,
}

/// Every version, by questionnaire and age.
pub async fn list_versions(db: &impl ConnectionTrait) -> Result<Vec<StoredVersion>, Error> {
    let mut publications: BTreeMap<String, Publication> = publication::Entity::find()
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.version.clone(), published(row)))
        .collect();
    let rows = Entity::find()
        .order_by_asc(Column::Questionnaire)
        .order_by_asc(Column::ImportedAt)
        .order_by_asc(Column::Hash)
        .all(db)
        .await?;
    let mut versions: Vec<StoredVersion> = Vec::with_capacity(rows.len());
    for row in rows {
        let number = versions
            .last()
            .filter(|last| last.questionnaire == row.questionnaire)
            .map_or(1, |last| last.number + 1);
        let title = row.content.get("title").cloned().unwrap_or_default();
        versions.push(StoredVersion {
            title: serde_json::from_value(title).unwrap_or_default(),
            number,
            plan: row.plan_id,
            since: row.imported_at,
            publication: publications.remove(&row.hash),
            hash: row.hash,
            questionnaire: row.questionnaire,
        });
    }
    Ok(versions)
}

fn published(row: publication::Model) -> Publication {
    Publication {
        draft: row.draft_id,
        written_by: row.written_by,
        approved_by: row.approved_by,
        published_at: row.published_at,
    }
}

/// A version with its layout of variants.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Version {
    /// The hash of its content.
    pub hash: String,
    pub questionnaire: Questionnaire,
    /// What each variant shows.
    pub variants: Variants,
}

/// The versions in use, each read and laid out once; a version never changes, so none grows stale.
#[derive(Debug, Clone)]
pub struct Library {
    db: Db,
    versions: Arc<RwLock<BTreeMap<String, Arc<Version>>>>,
}

impl Library {
    /// An empty library over a database.
    pub fn new(db: Db) -> Self {
        Self {
            db,
            versions: Arc::default(),
        }
    }

    /// The version with this hash.
    pub async fn find(&self, hash: &str) -> Result<Option<Arc<Version>>, Error> {
        if let Ok(versions) = self.versions.read()
            && let Some(version) = versions.get(hash)
        {
            return Ok(Some(Arc::clone(version)));
        }
        let Some(questionnaire) = find_version(&self.db, hash).await? else {
            return Ok(None);
        };
        let variants = Variants::of(&questionnaire).map_err(|error| {
            Error::Custom(format!("version {hash} cannot be laid out: {error:?}"))
        })?;
        let version = Arc::new(Version {
            hash: hash.to_owned(),
            questionnaire,
            variants,
        });
        if let Ok(mut versions) = self.versions.write() {
            versions.insert(hash.to_owned(), Arc::clone(&version));
        }
        Ok(Some(version))
    }
}
