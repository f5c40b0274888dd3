//! Releases in the database, and what they are computed from.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set,
};

use super::compute::Inputs;
use super::dataset::ResponseRow;
use super::prepared::WaveData;
use super::release::Release;
use clock::in_china;
use db::{Db, Document, Error, Transaction, from_json};
use entity::{release, response};
use fieldwork::store::{find_draw, is_opened, list_sampled_psus, list_waves};
use fieldwork::wave::{Wave, WaveId};
use plan::store::find_plan;
use questionnaire::store::Library;
use sampling::store::{list_margins, list_strata};
use sampling::{PsuId, StratumId};

/// Everything the release of a wave is computed from.
pub async fn load_inputs(db: &Db, library: &Library, wave: &Wave) -> Result<Inputs, Error> {
    let plan = find_plan(db, &wave.plan)
        .await?
        .ok_or_else(|| Error::RecordNotFound(format!("plan {}", wave.plan)))?;
    let data = load_wave(db, library, wave).await?;
    let mut earlier = Vec::new();
    for before in list_waves(db).await? {
        if before.mode != wave.mode
            || before.plan != wave.plan
            || before.simulated != wave.simulated
            || before.closed_at.is_none()
            || before.answers_erased_at.is_some()
            || before.opens_at >= wave.opens_at
            || !is_opened(db, before.id).await?
        {
            continue;
        }
        let before = load_wave(db, library, &before).await?;
        if before.questionnaire.id == data.questionnaire.id {
            earlier.push(before);
        }
    }
    Ok(Inputs {
        strata: list_strata(db, &plan.id).await?,
        margins: list_margins(db, &plan.id).await?,
        draw: describe_draw(db, wave.id).await?,
        plan,
        wave: data,
        earlier,
    })
}

async fn load_wave(db: &Db, library: &Library, wave: &Wave) -> Result<WaveData, Error> {
    if let Some(at) = wave.answers_erased_at {
        let erased = format!(
            "answers of wave {}: they were erased on {}",
            wave.slug,
            in_china(at).date_naive()
        );
        return Err(Error::RecordNotFound(erased));
    }
    if !is_opened(db, wave.id).await? {
        let sealed = format!(
            "answers of wave {0}: they are sealed; open it first (minyi open {0})",
            wave.slug
        );
        return Err(Error::RecordNotFound(sealed));
    }
    let version = library
        .find(&wave.version)
        .await?
        .ok_or_else(|| Error::RecordNotFound(format!("version {}", wave.version)))?;
    Ok(WaveData {
        wave: wave.clone(),
        questionnaire: version.questionnaire.clone(),
        responses: list_responses(db, wave.id).await?,
        psus: list_sampled_psus(db, wave.id).await?,
    })
}

/// The responses of a wave, in the order of their keys.
pub async fn list_responses(
    db: &impl ConnectionTrait,
    wave: WaveId,
) -> Result<Vec<ResponseRow>, Error> {
    response::Entity::find()
        .filter(response::Column::WaveId.eq(wave.0))
        .order_by_asc(response::Column::Key)
        .all(db)
        .await?
        .into_iter()
        .map(|row| {
            Ok(ResponseRow {
                stratum: row.stratum.map(StratumId::new),
                psu: row.psu.map(PsuId::new),
                arms: from_json(row.arms)?,
                answers: Document::from_json(row.answers)?,
            })
        })
        .collect()
}

/// The draw of a wave as the method note prints it: everything that repeating it takes.
async fn describe_draw(db: &impl ConnectionTrait, wave: WaveId) -> Result<String, Error> {
    let Some(drawn) = find_draw(db, wave).await? else {
        return Ok(String::new());
    };
    let plan =
        serde_json::to_string(&drawn.plan).map_err(|error| Error::Json(error.to_string()))?;
    Ok(format!(
        "{}; {plan}; frame SHA-256 {}",
        drawn.algorithm, drawn.frame_hash
    ))
}

/// Stores the release of a wave; a wave has one, and a second is a unique-constraint error.
pub async fn insert_release(
    txn: &Transaction,
    wave: WaveId,
    content: &Release,
    released_at: DateTime<Utc>,
) -> Result<(), Error> {
    let row = release::ActiveModel {
        wave_id: Set(wave.0),
        released_at: Set(released_at),
        content: Set(content.to_json()?),
        ..Default::default()
    };
    row.insert(txn).await?;
    Ok(())
}

/// Every release, the latest first.
pub async fn list_releases(db: &impl ConnectionTrait) -> Result<Vec<Release>, Error> {
    let rows = release::Entity::find()
        .order_by_desc(release::Column::ReleasedAt)
        .order_by_desc(release::Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// When the last release of a plan was made.
pub async fn last_release_of(
    db: &impl ConnectionTrait,
    plan: &str,
) -> Result<Option<DateTime<Utc>>, Error> {
    let mut waves = list_waves(db).await?;
    waves.retain(|wave| wave.plan == plan);
    let last = release::Entity::find()
        .filter(release::Column::WaveId.is_in(waves.iter().map(|wave| wave.id.0)))
        .order_by_desc(release::Column::ReleasedAt)
        .one(db)
        .await?;
    Ok(last.map(|release| release.released_at))
}

/// The release of the wave at this address.
pub async fn find_release(db: &impl ConnectionTrait, wave: &str) -> Result<Option<Release>, Error> {
    let Some(wave) = fieldwork::store::find_wave(db, wave).await? else {
        return Ok(None);
    };
    release::Entity::find()
        .filter(release::Column::WaveId.eq(wave.id.0))
        .one(db)
        .await?
        .map(from_row)
        .transpose()
}

fn from_row(row: release::Model) -> Result<Release, Error> {
    Release::from_json(row.content)
}

impl Document for Release {}
