//! Results that somebody computed, until somebody else has published them.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, EntityTrait, QuerySelect, Set};

use super::find_stored_release;
use crate::release::Release;
use crate::review::Review;
use db::{Document, Error, Transaction, content_hash};
use entity::prepared_release::{ActiveModel, Entity, Model};
use fieldwork::wave::{Wave, WaveId};

/// Results that are computed and not published.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct PreparedRelease {
    /// The name of whoever computed it.
    pub by: String,
    pub at: DateTime<Utc>,
    pub release: Release,
    /// What was looked at beside it; none of an open link.
    pub review: Option<Review>,
    /// The hash of what it holds, by which one is told from the next.
    pub hash: String,
}

/// What was computed for a wave and is not published.
pub async fn find_prepared_release(
    db: &impl ConnectionTrait,
    wave: WaveId,
) -> Result<Option<PreparedRelease>, Error> {
    let row = Entity::find_by_id(wave.0).one(db).await?;
    row.map(from_row).transpose()
}

/// The same, which nobody replaces or publishes until the transaction is over.
pub async fn hold_prepared_release(
    txn: &Transaction,
    wave: WaveId,
) -> Result<Option<PreparedRelease>, Error> {
    let row = Entity::find_by_id(wave.0).lock_exclusive().one(txn).await?;
    row.map(from_row).transpose()
}

/// Keeps what somebody computed, in place of what was computed before, and hands back the hash of what it holds; none
/// where the wave was released meanwhile.
pub async fn keep_prepared_release(
    txn: &Transaction,
    wave: &Wave,
    (release, review): (&Release, Option<&Review>),
    by: &str,
    at: DateTime<Utc>,
) -> Result<Option<String>, Error> {
    drop_prepared_release(txn, wave.id).await?;
    if find_stored_release(txn, &wave.slug).await?.is_some() {
        return Ok(None);
    }
    let content = release.to_json()?;
    let hash = content_hash(&content);
    let row = ActiveModel {
        wave_id: Set(wave.id.0),
        by: Set(by.to_owned()),
        at: Set(at),
        content: Set(content),
        review: Set(review.map(Document::to_json).transpose()?),
    };
    Entity::insert(row).exec_without_returning(txn).await?;
    Ok(Some(hash))
}

/// Forgets what was computed for a wave, if anything was.
pub async fn drop_prepared_release(txn: &Transaction, wave: WaveId) -> Result<(), Error> {
    Entity::delete_by_id(wave.0).exec(txn).await?;
    Ok(())
}

impl Document for Review {}

fn from_row(row: Model) -> Result<PreparedRelease, Error> {
    Ok(PreparedRelease {
        by: row.by,
        at: row.at,
        hash: content_hash(&row.content),
        release: Release::from_json(row.content)?,
        review: row.review.map(Review::from_json).transpose()?,
    })
}
