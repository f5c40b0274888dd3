//! Samples in the database: designs with their seeds, of which the draw is done again.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set,
    Unchanged,
};

use super::find_frame;
use crate::{Draw, Frame, Sample, SampleDesign, SampleId, SamplePlan, draw};
use db::{Document, Error, Transaction};
use entity::sample;

/// What is to be kept of a sample that was just drawn.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct NewSample {
    pub plan: String,
    pub frame_hash: String,
    pub name: String,
    pub design: SampleDesign,
    pub drawn_by: String,
    pub drawn_at: DateTime<Utc>,
}

/// Keeps a sample that was drawn by the algorithm of this program; its frame must be kept already.
pub async fn insert_sample(txn: &Transaction, drawn: NewSample) -> Result<SampleId, Error> {
    let row = sample::ActiveModel {
        plan_id: Set(drawn.plan),
        frame_hash: Set(drawn.frame_hash),
        name: Set(drawn.name),
        algorithm: Set(drawn.design.plan.method.algorithm().to_owned()),
        design: Set(drawn.design.to_json()?),
        drawn_by: Set(drawn.drawn_by),
        drawn_at: Set(drawn.drawn_at),
        wave_id: Set(None),
        ..Default::default()
    };
    Ok(SampleId(row.insert(txn).await?.id))
}

/// Every sample that was ever drawn, the newest first.
pub async fn list_samples(db: &impl ConnectionTrait) -> Result<Vec<Sample>, Error> {
    let rows = sample::Entity::find()
        .order_by_desc(sample::Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(read_sample).collect()
}

/// The sample of this number.
pub async fn find_sample(db: &impl ConnectionTrait, id: SampleId) -> Result<Option<Sample>, Error> {
    let row = sample::Entity::find_by_id(id.0).one(db).await?;
    row.map(read_sample).transpose()
}

/// The sample that a wave, by its row, was opened with.
pub async fn find_sample_of_wave(
    db: &impl ConnectionTrait,
    wave: i64,
) -> Result<Option<Sample>, Error> {
    let row = sample::Entity::find()
        .filter(sample::Column::WaveId.eq(wave))
        .one(db)
        .await?;
    row.map(read_sample).transpose()
}

/// The frame of a sample, and its draw done again.
///
/// # Errors
///
/// Where the program of today draws by another algorithm than the one the sample was drawn by.
pub async fn repeat_draw(
    db: &impl ConnectionTrait,
    sample: &Sample,
) -> Result<(Frame, Draw), Error> {
    let plan = &sample.design.plan;
    draw_again(db, plan, &sample.frame_hash, &sample.algorithm).await
}

/// A draw done again by its plan from the frame of this hash, which must be kept, and the frame.
///
/// # Errors
///
/// Where the program of today draws by another algorithm than the one named.
pub async fn draw_again(
    db: &impl ConnectionTrait,
    plan: &SamplePlan,
    frame_hash: &str,
    algorithm: &str,
) -> Result<(Frame, Draw), Error> {
    if algorithm != plan.method.algorithm() {
        return Err(Error::Custom(format!("a sample was drawn by {algorithm}")));
    }
    let frame = find_frame(db, frame_hash).await?;
    let frame = frame.ok_or_else(|| Error::RecordNotFound(format!("frame {frame_hash}")))?;
    let drawn = draw(&frame, plan);
    let drawn = drawn
        .map_err(|error| Error::Custom(format!("a sample from frame {frame_hash}: {error:?}")))?;
    Ok((frame, drawn))
}

/// Notes the wave, by its row, that was opened with a sample; an error where the sample was used before.
pub async fn use_sample(txn: &Transaction, id: SampleId, wave: i64) -> Result<(), Error> {
    let row = sample::ActiveModel {
        id: Unchanged(id.0),
        wave_id: Set(Some(wave)),
        ..Default::default()
    };
    row.update(txn).await?;
    Ok(())
}

fn read_sample(row: sample::Model) -> Result<Sample, Error> {
    Ok(Sample {
        id: SampleId(row.id),
        plan: row.plan_id,
        frame_hash: row.frame_hash,
        name: row.name,
        design: SampleDesign::from_json(row.design)?,
        algorithm: row.algorithm,
        drawn_by: row.drawn_by,
        drawn_at: row.drawn_at,
        wave: row.wave_id,
    })
}
