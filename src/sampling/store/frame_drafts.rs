//! Lists of communities and villages that are no frame yet, in the database.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DerivePartialModel, EntityTrait, JsonValue, NotSet, QueryFilter,
    QueryOrder, QuerySelect, Set,
};

use crate::{DraftFacts, FrameDraft, FrameDraftId, FrameStatus};
use db::{Error, Transaction};
use entity::frame_draft;

/// A draft without its file.
#[derive(DerivePartialModel)]
#[sea_orm(entity = "frame_draft::Entity", from_query_result)]
struct DraftRow {
    id: i64,
    plan_id: String,
    file_name: String,
    name: String,
    source: String,
    reference_date: Option<sea_orm::prelude::Date>,
    status: String,
    assignment: JsonValue,
    tolerance: i32,
    faults: i64,
    begun_by: String,
    begun_at: sea_orm::prelude::DateTimeUtc,
}

impl DraftRow {
    fn read(self) -> Result<FrameDraft, Error> {
        let status = FrameStatus::from_word(&self.status);
        let unknown = || Error::Custom(format!("frame draft {} is {:?}", self.id, self.status));
        Ok(FrameDraft {
            id: FrameDraftId(self.id),
            plan: self.plan_id,
            file_name: self.file_name,
            facts: DraftFacts {
                status: status.ok_or_else(unknown)?,
                name: self.name,
                source: self.source,
                reference_date: self.reference_date,
                assignment: db::from_json(self.assignment)?,
                tolerance: u8::try_from(self.tolerance).unwrap_or(u8::MAX),
            },
            faults: self.faults.unsigned_abs(),
            begun_by: self.begun_by,
            begun_at: self.begun_at,
        })
    }
}

/// A list to be kept until it is a frame.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct NewFrameDraft<'a> {
    pub plan: &'a str,
    pub file_name: &'a str,
    pub file: &'a [u8],
    pub facts: &'a DraftFacts,
    pub faults: usize,
    pub by: &'a str,
}

/// Keeps an uploaded list.
pub async fn insert_frame_draft(
    txn: &Transaction,
    new: NewFrameDraft<'_>,
    now: DateTime<Utc>,
) -> Result<FrameDraftId, Error> {
    let row = frame_draft::ActiveModel {
        id: NotSet,
        plan_id: Set(new.plan.to_owned()),
        file_name: Set(new.file_name.to_owned()),
        file: Set(new.file.to_vec()),
        name: Set(new.facts.name.clone()),
        source: Set(new.facts.source.clone()),
        reference_date: Set(new.facts.reference_date),
        status: Set(new.facts.status.as_str().to_owned()),
        assignment: Set(db::to_json(&new.facts.assignment)?),
        tolerance: Set(new.facts.tolerance.into()),
        faults: Set(stored_count(new.faults)),
        begun_by: Set(new.by.to_owned()),
        begun_at: Set(now),
    };
    let inserted = frame_draft::Entity::insert(row).exec(txn).await?;
    Ok(FrameDraftId(inserted.last_insert_id))
}

fn stored_count(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Changes what is said of a list, and how many faults it has by that.
pub async fn update_frame_draft(
    txn: &Transaction,
    id: FrameDraftId,
    facts: &DraftFacts,
    faults: usize,
) -> Result<(), Error> {
    let row = frame_draft::ActiveModel {
        name: Set(facts.name.clone()),
        source: Set(facts.source.clone()),
        reference_date: Set(facts.reference_date),
        status: Set(facts.status.as_str().to_owned()),
        assignment: Set(db::to_json(&facts.assignment)?),
        tolerance: Set(facts.tolerance.into()),
        faults: Set(stored_count(faults)),
        ..Default::default()
    };
    let changed = frame_draft::Entity::update_many()
        .set(row)
        .filter(frame_draft::Column::Id.eq(id.0));
    changed.exec(txn).await?;
    Ok(())
}

/// Removes an uploaded list with its file.
pub async fn delete_frame_draft(txn: &Transaction, id: FrameDraftId) -> Result<(), Error> {
    frame_draft::Entity::delete_by_id(id.0).exec(txn).await?;
    Ok(())
}

/// Every list that is no frame yet, the newest first.
pub async fn list_frame_drafts(db: &impl ConnectionTrait) -> Result<Vec<FrameDraft>, Error> {
    let rows = frame_draft::Entity::find()
        .order_by_desc(frame_draft::Column::Id)
        .into_partial_model::<DraftRow>()
        .all(db)
        .await?;
    rows.into_iter().map(DraftRow::read).collect()
}

/// A list that is no frame yet.
pub async fn find_frame_draft(
    db: &impl ConnectionTrait,
    id: FrameDraftId,
) -> Result<Option<FrameDraft>, Error> {
    let row = frame_draft::Entity::find_by_id(id.0)
        .into_partial_model::<DraftRow>()
        .one(db)
        .await?;
    row.map(DraftRow::read).transpose()
}

/// The file of a list that is no frame yet, as it came.
pub async fn find_frame_draft_file(
    db: &impl ConnectionTrait,
    id: FrameDraftId,
) -> Result<Option<Vec<u8>>, Error> {
    frame_draft::Entity::find_by_id(id.0)
        .select_only()
        .column(frame_draft::Column::File)
        .into_tuple()
        .one(db)
        .await
}
