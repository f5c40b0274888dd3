//! A draft on its way to becoming a version: sent to review, sent back, published, given up.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, Set,
};

use super::drafts::{DraftHead, find_draft, lock_draft, require};
use super::lineage::find_lineage;
use crate::draft::{DraftId, DraftState};
use crate::lineage::Reused;
use crate::reading::{questionnaire_of, read_draft};
use db::{Error, Transaction};
use entity::{draft_revision, publication};
use format::{Finding, Problem};
use questionnaire::VersionHash;
use questionnaire::store::{find_version, save_source, save_version};

/// Why a draft does not move on.
#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    /// It is not in the state that this needs; this is its state.
    State(DraftState),
    /// Its head is another revision than the one that was looked at.
    Collision(i32),
    /// It has faults.
    Faults(Vec<Finding<Problem>>),
    /// It says exactly what a version says already.
    Same(VersionHash),
    /// Its questionnaire would have the id of a published one that it was not begun from.
    IdPublished(String),
    /// Questions would have ids that were other questions'.
    IdsReused(Vec<Reused>),
    /// Nobody approves what they had a hand in, not even with somebody else's words after theirs.
    OwnWork,
    /// Nobody but its writers can take it back or give it up.
    NotTheirs,
    /// There is no such draft.
    Missing,
}

/// What became of an approval.
pub type PublishOutcome = Result<VersionHash, Refusal>;

/// Sends a draft without faults to review.
pub async fn send_to_review(
    txn: &Transaction,
    id: DraftId,
    seen: i32,
    by: &str,
    now: DateTime<Utc>,
) -> Result<Result<(), Refusal>, Error> {
    let found = match in_state(txn, id, seen, DraftState::Draft).await? {
        Ok(found) => found,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let faults = faults(&found.head.text);
    if !faults.is_empty() {
        return Ok(Err(Refusal::Faults(faults)));
    }
    if let Some(hindrance) = hindrance(txn, &found).await? {
        return Ok(Err(hindrance));
    }
    let mut row = require(txn, id).await?.into_active_model();
    row.state = Set(DraftState::InReview.as_str().to_owned());
    row.sent_by = Set(Some(by.to_owned()));
    row.sent_at = Set(Some(now));
    row.update(txn).await?;
    Ok(Ok(()))
}

/// Sends a draft back to its writers.
pub async fn send_back(
    txn: &Transaction,
    id: DraftId,
    seen: i32,
) -> Result<Result<(), Refusal>, Error> {
    if let Err(refusal) = in_state(txn, id, seen, DraftState::InReview).await? {
        return Ok(Err(refusal));
    }
    let mut row = require(txn, id).await?.into_active_model();
    row.state = Set(DraftState::Draft.as_str().to_owned());
    row.sent_by = Set(None);
    row.sent_at = Set(None);
    row.update(txn).await?;
    Ok(Ok(()))
}

/// Takes a draft back from review, as one of its writers: whoever may approve it returns it with a reason.
pub async fn withdraw_draft(
    txn: &Transaction,
    id: DraftId,
    seen: i32,
    by: &str,
) -> Result<Result<(), Refusal>, Error> {
    if !is_writer(txn, id, by).await? {
        return Ok(Err(Refusal::NotTheirs));
    }
    send_back(txn, id, seen).await
}

/// Gives a draft up, as one of its writers; its texts stay.
pub async fn discard_draft(
    txn: &Transaction,
    id: DraftId,
    seen: i32,
    by: &str,
) -> Result<Result<(), Refusal>, Error> {
    if let Err(refusal) = in_state(txn, id, seen, DraftState::Draft).await? {
        return Ok(Err(refusal));
    }
    if !is_writer(txn, id, by).await? {
        return Ok(Err(Refusal::NotTheirs));
    }
    let mut row = require(txn, id).await?.into_active_model();
    row.state = Set(DraftState::Discarded.as_str().to_owned());
    row.update(txn).await?;
    Ok(Ok(()))
}

/// Approves what somebody else sent to review: it becomes an immutable version.
pub async fn publish_draft(
    txn: &Transaction,
    id: DraftId,
    seen: i32,
    plan: Option<&str>,
    by: &str,
    now: DateTime<Utc>,
) -> Result<PublishOutcome, Error> {
    let found = match in_state(txn, id, seen, DraftState::InReview).await? {
        Ok(found) => found,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if is_writer(txn, id, by).await? {
        return Ok(Err(Refusal::OwnWork));
    }
    let text = &found.head.text;
    let faults = faults(text);
    let Some(questionnaire) = questionnaire_of(text).filter(|_| faults.is_empty()) else {
        return Ok(Err(Refusal::Faults(faults)));
    };
    if let Some(hindrance) = hindrance(txn, &found).await? {
        return Ok(Err(hindrance));
    }
    let hash = questionnaire.version();
    if find_version(txn, &hash.to_string()).await?.is_some() {
        return Ok(Err(Refusal::Same(hash)));
    }
    save_version(txn, plan, &questionnaire, now).await?;
    save_source(txn, &hash.to_string(), text).await?;
    let (written_by, _) = found
        .draft
        .sent
        .ok_or_else(|| Error::Custom(format!("draft {} was sent by nobody", id.0)))?;
    let publication = publication::ActiveModel {
        version: Set(hash.to_string()),
        draft_id: Set(Some(id.0)),
        written_by: Set(written_by),
        approved_by: Set(by.to_owned()),
        published_at: Set(now),
    };
    publication::Entity::insert(publication)
        .exec_without_returning(txn)
        .await?;
    let mut row = require(txn, id).await?.into_active_model();
    row.state = Set(DraftState::Published.as_str().to_owned());
    row.version = Set(Some(hash.to_string()));
    row.update(txn).await?;
    Ok(Ok(hash))
}

/// Whether somebody is a writer of a draft: began it, wrote one of its texts, however long ago, or sent it to review.
pub async fn is_writer(db: &impl ConnectionTrait, id: DraftId, name: &str) -> Result<bool, Error> {
    let Some(found) = find_draft(db, id).await? else {
        return Ok(false);
    };
    let sender = found.draft.sent.is_some_and(|(by, _)| by == name);
    if sender || found.draft.created_by == name {
        return Ok(true);
    }
    let texts = draft_revision::Entity::find()
        .filter(draft_revision::Column::DraftId.eq(id.0))
        .filter(draft_revision::Column::By.eq(name));
    Ok(texts.count(db).await? > 0)
}

/// What a draft would do to published versions, so that it cannot become one.
pub async fn hindrance(
    db: &impl ConnectionTrait,
    found: &DraftHead,
) -> Result<Option<Refusal>, Error> {
    let Some(questionnaire) = questionnaire_of(&found.head.text) else {
        return Ok(None);
    };
    let lineage = find_lineage(db, &questionnaire.id).await?;
    let origin = found.draft.origin.as_deref();
    if !lineage.versions.is_empty() && !origin.is_some_and(|origin| lineage.has(origin)) {
        return Ok(Some(Refusal::IdPublished(questionnaire.id)));
    }
    let reused = lineage.reused(&questionnaire, origin);
    Ok((!reused.is_empty()).then_some(Refusal::IdsReused(reused)))
}

/// Every fault of a draft's text.
fn faults(text: &str) -> Vec<Finding<Problem>> {
    read_draft(text).findings.clone()
}

async fn in_state(
    txn: &Transaction,
    id: DraftId,
    seen: i32,
    wanted: DraftState,
) -> Result<Result<DraftHead, Refusal>, Error> {
    lock_draft(txn, id).await?;
    let Some(found) = find_draft(txn, id).await? else {
        return Ok(Err(Refusal::Missing));
    };
    if found.draft.state != wanted {
        return Ok(Err(Refusal::State(found.draft.state)));
    }
    if found.head.number != seen {
        return Ok(Err(Refusal::Collision(found.head.number)));
    }
    Ok(Ok(found))
}
