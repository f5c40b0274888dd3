//! Drafts in the database: every text they had, and the one that counts now.
//!
//! # Design
//!
//! A save names the revision it was made from. If that is not the head any more, nothing is written and
//! the caller gets what the head is: nobody overwrites anybody. What can be joined with the head is joined before it
//! is saved ([`join_with_head`](super::join_with_head)), so that a revision is always made from the one before it.
//! Undoing moves the head to the revision it was made from, redoing to the newest that was made from it; no text is
//! ever lost.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect, Set,
};

use crate::draft::{Draft, DraftId, DraftState, Revision, headline};
use db::{Error, Transaction, from_json, to_json};
use entity::{draft, draft_revision};

/// A draft before it has a row.
#[derive(Debug)]
pub struct NewDraft<'a> {
    /// Its first text.
    pub text: &'a str,
    /// The version it begins from.
    pub origin: Option<&'a str>,
    /// Who begins it.
    pub by: &'a str,
    /// What it begins with, in a few words.
    pub what: &'a str,
}

/// A draft with its present text.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct DraftHead {
    pub draft: Draft,
    /// Its present text.
    pub head: Revision,
}

/// What became of a wish to move a draft on.
#[derive(Debug, Clone, PartialEq)]
pub enum SaveOutcome {
    /// The head is now this revision.
    Moved(Revision),
    /// There was nothing to change, undo or redo.
    Unchanged,
    /// Somebody else was faster: this is the head now, and nothing was written.
    Collision(Revision),
    /// The draft is in review, published or given up.
    NotADraft(DraftState),
    /// There is no such draft.
    Missing,
}

/// Begins a draft.
pub async fn begin_draft(
    txn: &Transaction,
    new: NewDraft<'_>,
    now: DateTime<Utc>,
) -> Result<DraftId, Error> {
    let (questionnaire, title) = headline(new.text);
    let row = draft::ActiveModel {
        questionnaire: Set(questionnaire),
        title: Set(Some(to_json(&title)?)),
        state: Set(DraftState::Draft.as_str().to_owned()),
        head: Set(1),
        origin: Set(new.origin.map(str::to_owned)),
        created_by: Set(new.by.to_owned()),
        created_at: Set(now),
        changed_by: Set(new.by.to_owned()),
        changed_at: Set(now),
        sent_by: Set(None),
        sent_at: Set(None),
        version: Set(None),
        ..Default::default()
    };
    let row = row.insert(txn).await?;
    let first = Revision {
        number: 1,
        based_on: None,
        text: new.text.to_owned(),
        by: new.by.to_owned(),
        at: now,
        what: new.what.to_owned(),
    };
    insert_revision(txn, DraftId(row.id), &first).await?;
    Ok(DraftId(row.id))
}

/// Gives a draft another text, made from the revision `based_on`.
pub async fn save_draft(
    txn: &Transaction,
    id: DraftId,
    text: &str,
    based_on: i32,
    (by, what): (&str, &str),
    now: DateTime<Utc>,
) -> Result<SaveOutcome, Error> {
    let at_head = match writable(txn, id, based_on).await? {
        Ok(at_head) => at_head,
        Err(outcome) => return Ok(outcome),
    };
    if at_head.head.text == text {
        return Ok(SaveOutcome::Unchanged);
    }
    let last = draft_revision::Entity::find()
        .filter(draft_revision::Column::DraftId.eq(id.0))
        .order_by_desc(draft_revision::Column::Number)
        .select_only()
        .column(draft_revision::Column::Number)
        .into_tuple::<i32>()
        .one(txn)
        .await?;
    let revision = Revision {
        number: last.unwrap_or(0) + 1,
        based_on: Some(based_on),
        text: text.to_owned(),
        by: by.to_owned(),
        at: now,
        what: what.to_owned(),
    };
    insert_revision(txn, id, &revision).await?;
    move_head(txn, id, &revision, by, now).await?;
    Ok(SaveOutcome::Moved(revision))
}

/// Goes back to the revision that the head was made from.
pub async fn undo_draft(
    txn: &Transaction,
    id: DraftId,
    based_on: i32,
    by: &str,
    now: DateTime<Utc>,
) -> Result<SaveOutcome, Error> {
    let at_head = match writable(txn, id, based_on).await? {
        Ok(at_head) => at_head,
        Err(outcome) => return Ok(outcome),
    };
    let before = match at_head.head.based_on {
        Some(number) => find_revision(txn, id, number).await?,
        None => None,
    };
    step(txn, id, before, by, now).await
}

/// Goes on to the newest revision that was made from the head.
pub async fn redo_draft(
    txn: &Transaction,
    id: DraftId,
    based_on: i32,
    by: &str,
    now: DateTime<Utc>,
) -> Result<SaveOutcome, Error> {
    if let Err(outcome) = writable(txn, id, based_on).await? {
        return Ok(outcome);
    }
    let after = newest_made_from(txn, id, based_on).await?;
    step(txn, id, after, by, now).await
}

/// A draft with its present text.
pub async fn find_draft(
    db: &impl ConnectionTrait,
    id: DraftId,
) -> Result<Option<DraftHead>, Error> {
    let Some(row) = draft::Entity::find_by_id(id.0).one(db).await? else {
        return Ok(None);
    };
    let draft = from_row(row)?;
    let head = find_revision(db, id, draft.head)
        .await?
        .ok_or_else(|| Error::RecordNotFound(format!("the head of draft {}", id.0)))?;
    Ok(Some(DraftHead { draft, head }))
}

/// Every draft that was not given up, the last changed first.
pub async fn list_drafts(db: &impl ConnectionTrait) -> Result<Vec<Draft>, Error> {
    draft::Entity::find()
        .filter(draft::Column::State.ne(DraftState::Discarded.as_str()))
        .order_by_desc(draft::Column::ChangedAt)
        .order_by_desc(draft::Column::Id)
        .all(db)
        .await?
        .into_iter()
        .map(from_row)
        .collect()
}

/// One text a draft had.
pub async fn find_revision(
    db: &impl ConnectionTrait,
    id: DraftId,
    number: i32,
) -> Result<Option<Revision>, Error> {
    let row = draft_revision::Entity::find_by_id((id.0, number))
        .one(db)
        .await?;
    Ok(row.map(revision))
}

/// The latest texts a draft had, the newest first.
pub async fn list_revisions(
    db: &impl ConnectionTrait,
    id: DraftId,
    limit: u64,
) -> Result<Vec<Revision>, Error> {
    let rows = draft_revision::Entity::find()
        .filter(draft_revision::Column::DraftId.eq(id.0))
        .order_by_desc(draft_revision::Column::Number)
        .limit(limit)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(revision).collect())
}

/// The newest revision that was made from another.
pub(super) async fn newest_made_from(
    db: &impl ConnectionTrait,
    id: DraftId,
    number: i32,
) -> Result<Option<Revision>, Error> {
    let row = draft_revision::Entity::find()
        .filter(draft_revision::Column::DraftId.eq(id.0))
        .filter(draft_revision::Column::BasedOn.eq(number))
        .order_by_desc(draft_revision::Column::Number)
        .one(db)
        .await?;
    Ok(row.map(revision))
}

/// The draft, if it may be written by whoever saw the revision `seen`.
async fn writable(
    txn: &Transaction,
    id: DraftId,
    seen: i32,
) -> Result<Result<DraftHead, SaveOutcome>, Error> {
    lock_draft(txn, id).await?;
    let Some(found) = find_draft(txn, id).await? else {
        return Ok(Err(SaveOutcome::Missing));
    };
    if found.draft.state != DraftState::Draft {
        return Ok(Err(SaveOutcome::NotADraft(found.draft.state)));
    }
    if found.head.number != seen {
        return Ok(Err(SaveOutcome::Collision(found.head)));
    }
    Ok(Ok(found))
}

async fn step(
    txn: &Transaction,
    id: DraftId,
    to: Option<Revision>,
    by: &str,
    now: DateTime<Utc>,
) -> Result<SaveOutcome, Error> {
    let Some(revision) = to else {
        return Ok(SaveOutcome::Unchanged);
    };
    move_head(txn, id, &revision, by, now).await?;
    Ok(SaveOutcome::Moved(revision))
}

async fn move_head(
    txn: &Transaction,
    id: DraftId,
    revision: &Revision,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let (questionnaire, title) = headline(&revision.text);
    let mut row = require(txn, id).await?.into_active_model();
    row.head = Set(revision.number);
    row.changed_by = Set(by.to_owned());
    row.changed_at = Set(now);
    // While a text cannot be read the draft keeps the name it had.
    if !questionnaire.is_empty() {
        row.questionnaire = Set(questionnaire);
        row.title = Set(Some(to_json(&title)?));
    }
    row.update(txn).await?;
    Ok(())
}

/// Keeps everybody else from changing a draft until the transaction ends.
pub(super) async fn lock_draft(txn: &Transaction, id: DraftId) -> Result<(), Error> {
    let row = draft::Entity::find_by_id(id.0).lock_exclusive();
    row.one(txn).await.map(|_| ())
}

/// The row of a draft that is known to be there.
pub(super) async fn require(txn: &Transaction, id: DraftId) -> Result<draft::Model, Error> {
    draft::Entity::find_by_id(id.0)
        .one(txn)
        .await?
        .ok_or_else(|| Error::RecordNotFound(format!("draft {}", id.0)))
}

async fn insert_revision(txn: &Transaction, id: DraftId, revision: &Revision) -> Result<(), Error> {
    let row = draft_revision::ActiveModel {
        draft_id: Set(id.0),
        number: Set(revision.number),
        based_on: Set(revision.based_on),
        text: Set(revision.text.clone()),
        by: Set(revision.by.clone()),
        at: Set(revision.at),
        what: Set(revision.what.clone()),
    };
    draft_revision::Entity::insert(row)
        .exec_without_returning(txn)
        .await?;
    Ok(())
}

fn revision(row: draft_revision::Model) -> Revision {
    Revision {
        number: row.number,
        based_on: row.based_on,
        text: row.text,
        by: row.by,
        at: row.at,
        what: row.what,
    }
}

fn from_row(row: draft::Model) -> Result<Draft, Error> {
    let state = DraftState::parse(&row.state)
        .ok_or_else(|| Error::Custom(format!("draft {} has the state {:?}", row.id, row.state)))?;
    let title = row.title.map(from_json).transpose()?;
    Ok(Draft {
        id: DraftId(row.id),
        questionnaire: row.questionnaire,
        title: title.unwrap_or_default(),
        state,
        head: row.head,
        origin: row.origin,
        created_by: row.created_by,
        created_at: row.created_at,
        changed_by: row.changed_by,
        changed_at: row.changed_at,
        sent: row.sent_by.zip(row.sent_at),
        version: row.version,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use db::begin_write;

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

    async fn begin() -> (tempfile::TempDir, db::Db, DraftId) {
        let folder = tempfile::tempdir().unwrap();
        let db = db::open(folder.path().join("d.sqlite").to_str().unwrap())
            .await
            .unwrap();
        let txn = begin_write(&db).await.unwrap();
        let new = NewDraft {
            text: "one",
            origin: None,
            by: "li",
            what: "empty",
        };
        let id = begin_draft(&txn, new, NOW).await.unwrap();
        txn.commit().await.unwrap();
        (folder, db, id)
    }

    fn number(outcome: &SaveOutcome) -> i32 {
        match outcome {
            SaveOutcome::Moved(revision) => revision.number,
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn a_save_from_an_old_revision_changes_nothing_and_shows_the_new_one() {
        let (_folder, db, id) = begin().await;
        let txn = begin_write(&db).await.unwrap();
        let saved = save_draft(&txn, id, "two", 1, ("li", "first"), NOW).await;
        assert_eq!(number(&saved.unwrap()), 2);
        let late = save_draft(&txn, id, "mine", 1, ("wang", "late"), NOW).await;
        let SaveOutcome::Collision(theirs) = late.unwrap() else {
            panic!("the second must be told");
        };
        assert_eq!((theirs.text.as_str(), theirs.by.as_str()), ("two", "li"));
        let same = save_draft(&txn, id, "two", 2, ("wang", ""), NOW).await;
        assert_eq!(same.unwrap(), SaveOutcome::Unchanged);
        let found = find_draft(&txn, id).await.unwrap().unwrap();
        assert_eq!(found.head.text, "two");
    }

    #[tokio::test]
    async fn undoing_and_redoing_walk_the_way_that_was_written_and_lose_nothing() {
        let (_folder, db, id) = begin().await;
        let txn = begin_write(&db).await.unwrap();
        for (based_on, text) in [(1, "two"), (2, "three")] {
            let saved = save_draft(&txn, id, text, based_on, ("li", ""), NOW).await;
            number(&saved.unwrap());
        }
        let undo = async |from| undo_draft(&txn, id, from, "li", NOW).await.unwrap();
        let redo = async |from| redo_draft(&txn, id, from, "li", NOW).await.unwrap();
        assert_eq!(number(&undo(3).await), 2);
        assert_eq!(number(&undo(2).await), 1);
        assert_eq!(undo(1).await, SaveOutcome::Unchanged);
        assert_eq!(number(&redo(1).await), 2);
        let other = save_draft(&txn, id, "other", 2, ("li", ""), NOW).await;
        assert_eq!(number(&other.unwrap()), 4);
        assert_eq!(redo(4).await, SaveOutcome::Unchanged);
        assert_eq!(number(&undo(4).await), 2);
        assert_eq!(number(&redo(2).await), 4, "the newest way on");
        let kept = find_revision(&txn, id, 3).await.unwrap().unwrap();
        assert_eq!(kept.text, "three");
    }
}
