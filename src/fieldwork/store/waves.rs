//! Waves in the database.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, Set,
};

use super::sittings::insert_sittings;
use crate::sitting::NewSitting;
use crate::wave::{Mode, StatutoryHeader, Wave, WaveId};
use db::{Document, Error, Transaction, from_json, to_json};
use entity::plan;
use entity::wave::{ActiveModel, Column, Entity, Model};
use questionnaire::Text;

/// A wave before it has a row.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct NewWave {
    /// Its address.
    pub slug: String,
    pub plan: String,
    /// The hash of the questionnaire version.
    pub version: String,
    /// Who answers.
    pub mode: Mode,
    /// What it is called.
    pub title: Text,
    /// The year it stands for.
    pub year: i32,
    /// The first moment answers are taken.
    pub opens_at: DateTime<Utc>,
    /// The moment from which none are.
    pub closes_at: DateTime<Utc>,
    pub header: Option<StatutoryHeader>,
    /// Where residents may ask, and complain if nothing else is named.
    pub contact: Option<Text>,
    /// Where residents may complain: an office that is not the body asking.
    pub complaints: Option<Text>,
    /// Simulated residents, or a mere demonstration.
    pub simulated: bool,
    /// When its questionnaires are read, the last time being its close; only an open link has more than one date.
    pub sittings: Vec<NewSitting>,
}

/// Opens a row for a wave, under the edition of its plan that was imported last, and one for each of its sittings; an
/// address already taken is a unique-constraint error.
///
/// # Errors
///
/// Where what comes in at some moment of the wave could not be sealed, or a drawn sample would be read before its close, or trustees would have
/// to come together more than once.
pub async fn insert_wave(txn: &Transaction, wave: NewWave) -> Result<Wave, Error> {
    let sittings = wave.sittings;
    if sittings.iter().map(|sitting| sitting.until).max() != Some(wave.closes_at) {
        return Err(Error::Custom(format!(
            "wave {} has no sitting at its close",
            wave.slug
        )));
    }
    if wave.mode == Mode::Probability && sittings.len() > 1 {
        return Err(Error::Custom(format!(
            "wave {} is read before its close",
            wave.slug
        )));
    }
    if sittings.len() > 1 && sittings.iter().any(|sitting| sitting.trustees.is_some()) {
        return Err(Error::Custom(format!(
            "wave {} asks its trustees for more than one opening",
            wave.slug
        )));
    }
    let plan = plan::Entity::find_by_id(&wave.plan).one(txn).await?;
    let edition = plan
        .and_then(|plan| plan.edition)
        .ok_or_else(|| Error::RecordNotFound(format!("plan {}", wave.plan)))?;
    let row = ActiveModel {
        slug: Set(wave.slug),
        plan_id: Set(wave.plan),
        version: Set(wave.version),
        mode: Set(wave.mode.as_str().to_owned()),
        title: Set(to_json(&wave.title)?),
        year: Set(wave.year),
        opens_at: Set(wave.opens_at),
        closes_at: Set(wave.closes_at),
        closed_at: Set(None),
        answers_erased_at: Set(None),
        header: Set(wave.header.as_ref().map(Document::to_json).transpose()?),
        contact: Set(wave.contact.as_ref().map(to_json).transpose()?),
        complaints: Set(wave.complaints.as_ref().map(to_json).transpose()?),
        simulated: Set(wave.simulated),
        edition: Set(Some(edition)),
        ..Default::default()
    };
    let wave = from_row(row.insert(txn).await?)?;
    insert_sittings(txn, wave.id, &sittings).await?;
    Ok(wave)
}

/// The wave at this address.
pub async fn find_wave(db: &impl ConnectionTrait, slug: &str) -> Result<Option<Wave>, Error> {
    Entity::find()
        .filter(Column::Slug.eq(slug))
        .one(db)
        .await?
        .map(from_row)
        .transpose()
}

/// The wave in this row.
pub async fn find_wave_by_id(db: &impl ConnectionTrait, id: WaveId) -> Result<Option<Wave>, Error> {
    Entity::find_by_id(id.0)
        .one(db)
        .await?
        .map(from_row)
        .transpose()
}

/// The wave in this row, which nobody closes until the transaction ends.
pub(super) async fn hold_wave(txn: &Transaction, id: WaveId) -> Result<Option<Wave>, Error> {
    Entity::find_by_id(id.0)
        .lock_shared()
        .one(txn)
        .await?
        .map(from_row)
        .transpose()
}

/// The wave in this row, which nobody closes and nobody answers until the transaction ends.
pub(super) async fn hold_wave_alone(txn: &Transaction, id: WaveId) -> Result<Wave, Error> {
    let row = Entity::find_by_id(id.0).lock_exclusive().one(txn).await?;
    from_row(row.ok_or_else(|| Error::RecordNotFound(format!("wave {}", id.0)))?)
}

/// Every wave, in the order in which they open.
pub async fn list_waves(db: &impl ConnectionTrait) -> Result<Vec<Wave>, Error> {
    Entity::find()
        .order_by_asc(Column::OpensAt)
        .order_by_asc(Column::Id)
        .all(db)
        .await?
        .into_iter()
        .map(from_row)
        .collect()
}

fn from_row(row: Model) -> Result<Wave, Error> {
    Ok(Wave {
        id: WaveId(row.id),
        slug: row.slug,
        plan: row.plan_id,
        version: row.version,
        mode: match row.mode.as_str() {
            "probability" => Mode::Probability,
            "open" => Mode::Open,
            other => {
                return Err(Error::Custom(format!(
                    "wave {} has the mode {other:?}",
                    row.id
                )));
            }
        },
        title: from_json(row.title)?,
        year: row.year,
        opens_at: row.opens_at,
        closes_at: row.closes_at,
        closed_at: row.closed_at,
        answers_erased_at: row.answers_erased_at,
        header: row.header.map(Document::from_json).transpose()?,
        contact: row.contact.map(from_json).transpose()?,
        complaints: row.complaints.map(from_json).transpose()?,
        simulated: row.simulated,
        edition: row.edition.ok_or_else(|| {
            Error::RecordNotFound(format!(
                "the edition of the plan that wave {} was opened under",
                row.id
            ))
        })?,
    })
}
