//! Frames in the database.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DerivePartialModel, EntityTrait, JsonValue, QueryFilter,
    QueryOrder, QuerySelect, Set,
};

use crate::{Frame, FrameEdition, FrameStatus};
use db::{Document, Error, Transaction};
use entity::frame;

/// A frame without its units, which may be many.
#[derive(DerivePartialModel)]
#[sea_orm(entity = "frame::Entity", from_query_result)]
struct FrameRow {
    hash: String,
    plan_id: String,
    edition: String,
    name: String,
    source: String,
    reference_date: sea_orm::prelude::Date,
    status: String,
    taken_by: String,
    taken_at: sea_orm::prelude::DateTimeUtc,
}

impl FrameRow {
    fn read(self) -> Result<FrameEdition, Error> {
        let status = FrameStatus::from_word(&self.status);
        Ok(FrameEdition {
            status: status.ok_or_else(|| {
                Error::Custom(format!(
                    "frame {} has the status {:?}",
                    self.hash, self.status
                ))
            })?,
            hash: self.hash,
            plan: self.plan_id,
            edition: self.edition,
            name: self.name,
            source: self.source,
            reference_date: self.reference_date,
            taken_by: self.taken_by,
            taken_at: self.taken_at,
        })
    }
}

/// Keeps a frame; one that is kept already, by its hash, stays as it is. Whether it is new.
pub async fn save_frame(
    txn: &Transaction,
    frame: &Frame,
    edition: &FrameEdition,
) -> Result<bool, Error> {
    if find_frame_edition(txn, &edition.hash).await?.is_some() {
        return Ok(false);
    }
    let row = frame::ActiveModel {
        hash: Set(edition.hash.clone()),
        plan_id: Set(edition.plan.clone()),
        edition: Set(edition.edition.clone()),
        name: Set(edition.name.clone()),
        source: Set(edition.source.clone()),
        reference_date: Set(edition.reference_date),
        status: Set(edition.status.as_str().to_owned()),
        content: Set(frame.to_json()?),
        taken_by: Set(edition.taken_by.clone()),
        taken_at: Set(edition.taken_at),
    };
    frame::Entity::insert(row)
        .exec_without_returning(txn)
        .await?;
    Ok(true)
}

/// What is known of every frame, the newest first; their units are read by [`find_frame`].
pub async fn list_frames(db: &impl ConnectionTrait) -> Result<Vec<FrameEdition>, Error> {
    let rows = frame::Entity::find()
        .order_by_desc(frame::Column::TakenAt)
        .order_by_asc(frame::Column::Hash)
        .into_partial_model::<FrameRow>()
        .all(db)
        .await?;
    rows.into_iter().map(FrameRow::read).collect()
}

/// What is known of the frame of this hash.
pub async fn find_frame_edition(
    db: &impl ConnectionTrait,
    hash: &str,
) -> Result<Option<FrameEdition>, Error> {
    let row = frame::Entity::find_by_id(hash)
        .into_partial_model::<FrameRow>()
        .one(db)
        .await?;
    row.map(FrameRow::read).transpose()
}

/// The strata and units of the frame of this hash.
pub async fn find_frame(db: &impl ConnectionTrait, hash: &str) -> Result<Option<Frame>, Error> {
    let content: Option<JsonValue> = frame::Entity::find()
        .filter(frame::Column::Hash.eq(hash))
        .select_only()
        .column(frame::Column::Content)
        .into_tuple()
        .one(db)
        .await?;
    content.map(Frame::from_json).transpose()
}
