//! Releases in the database, and what they are computed from.
//!
//! # Design
//!
//! A plan may let officials read a release before everybody does ([`Release::public_from`]). Whoever reads releases for a
//! page, file or list of the public says what time it is and is handed what is public by then: [`list_releases`],
//! [`find_release`] and their siblings for amended ones. What is stored, public or not, is handed out by functions that
//! say so in their names, for staff who may see it. `nothing_is_public_before_its_moment` in `tests/web` walks every
//! address of the public on both sides of that moment.

mod person_rows;
mod prepared_release;
mod published;

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, Set,
};

pub use person_rows::{
    PreparedPublicUse, PublicUse, RowRequest, approve_row_request, drop_prepared_public_use,
    fetch_row_request, find_prepared_public_use, find_public_use, find_stored_public_use,
    has_public_use, hold_prepared_public_use, insert_row_request, keep_prepared_public_use,
    list_row_requests, publish_public_use,
};
pub use prepared_release::{
    PreparedRelease, drop_prepared_release, find_prepared_release, hold_prepared_release,
    keep_prepared_release,
};
pub use published::{find_published, find_stored_published, list_published};

use crate::compute::Inputs;
use crate::dataset::ResponseRow;
use crate::prepared::WaveData;
use crate::registration::store::{Kept, as_of_today, edition, find_registration};
use crate::registration::{Difference, Registration, differences};
use crate::release::{Release, ReleasedReplicate, ReserveNote};
use clock::in_china;
use db::{Db, Document, Error, Transaction, content_hash, from_json};
use entity::{amended_release, release, response};
use fieldwork::store::{
    find_draw, is_opened, list_corrections, list_replicates, list_sampled_psus, list_waves,
};
use fieldwork::wave::{Mode, Wave, WaveId};
use fieldwork::{AnswerMode, SampledPsu};
use plan::store::{Edition, last_edition};
use questionnaire::store::Library;
use sampling::store::{draw_again, list_margins, list_strata};
use sampling::{DrawnPairs, PsuId, Reserve, StratumId, drawn_pairs};

/// Why what a release is computed from cannot be handed out.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum LoadError {
    /// Something is not there, or not what it was.
    #[error(transparent)]
    Database(#[from] Error),
    /// Nobody wrote down before the first answer what it is to be computed by.
    #[error(
        "wave {wave} has no registration: a release is computed from its registration and nothing else"
    )]
    Unregistered { wave: String },
    /// Something is not as it was registered.
    #[error("wave {wave} is not as it was registered:\n{}", lines(.differences))]
    Differs {
        wave: String,
        differences: Vec<Difference>,
    },
    /// A wave that it is to be compared with cannot be read yet, and whoever releases first must not choose.
    #[error(
        "wave {wave} is to be compared with {}: close and open them first", .before.join(", ")
    )]
    Uncompared { wave: String, before: Vec<String> },
}

fn lines(differences: &[Difference]) -> String {
    let lines: Vec<String> = differences.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

/// Everything the release of a wave is computed from: what its registration names, and nothing else.
pub async fn load_inputs(db: &Db, library: &Library, wave: &Wave) -> Result<Inputs, LoadError> {
    let kept = load_registration(db, wave).await?;
    let edition = edition(db, &kept.registration.plan.edition).await?;
    let today = as_of_today(db, &kept, wave, &edition).await?;
    let differences = compare(&kept.registration, &today)?;
    if !differences.is_empty() {
        let wave = wave.slug.clone();
        return Err(LoadError::Differs { wave, differences });
    }
    let before = unreadable_before(db, &kept).await?;
    if !before.is_empty() {
        let wave = wave.slug.clone();
        return Err(LoadError::Uncompared { wave, before });
    }
    Ok(load_under(db, library, wave, &kept, edition).await?)
}

/// Everything an amended release of a wave is computed from, under the edition of its plan that was imported last and
/// the rules of today, with what of it is not as registered.
pub async fn load_amended_inputs(
    db: &Db,
    library: &Library,
    wave: &Wave,
) -> Result<(Inputs, Vec<Difference>), LoadError> {
    let kept = load_registration(db, wave).await?;
    let hash = last_edition(db, &wave.plan)
        .await?
        .ok_or_else(|| Error::RecordNotFound(format!("plan {}", wave.plan)))?;
    let edition = edition(db, &hash).await?;
    let today = as_of_today(db, &kept, wave, &edition).await?;
    let mut differences = compare(&kept.registration, &today)?;
    let before = unreadable_before(db, &kept).await?;
    differences.extend(before.into_iter().map(|slug| Difference {
        what: format!("earlier_waves.{slug}"),
        registered: Some(slug),
        now: None,
    }));
    let inputs = load_under(db, library, wave, &kept, edition).await?;
    Ok((inputs, differences))
}

fn compare(registered: &Registration, today: &Registration) -> Result<Vec<Difference>, Error> {
    differences(registered, today).map_err(|error| Error::Json(error.to_string()))
}

async fn load_registration(db: &Db, wave: &Wave) -> Result<Kept, LoadError> {
    refuse_erased(wave)?;
    let kept = find_registration(db, wave.id).await?;
    kept.ok_or_else(|| LoadError::Unregistered {
        wave: wave.slug.clone(),
    })
}

async fn load_under(
    db: &Db,
    library: &Library,
    wave: &Wave,
    kept: &Kept,
    edition: Edition,
) -> Result<Inputs, Error> {
    let data = load_wave(db, library, wave).await?;
    let mut earlier = Vec::new();
    for before in registered_before(db, kept).await? {
        if is_readable(db, &before).await? {
            earlier.push(load_wave(db, library, &before).await?);
        }
    }
    Ok(Inputs {
        strata: list_strata(db, &edition.hash).await?,
        margins: list_margins(db, &edition.hash).await?,
        draw: describe_draw(&kept.registration),
        reserve: reserve_note(db, wave, &kept.registration).await?,
        registration: Some(kept.note()),
        corrections: list_corrections(db, wave.id).await?,
        plan: edition.plan,
        wave: data,
        earlier,
    })
}

/// The waves that a wave is compared with.
async fn registered_before(db: &Db, kept: &Kept) -> Result<Vec<Wave>, Error> {
    // Registrations of earlier versions name some for open links too.
    let compared = kept.registration.mode == Mode::Probability;
    let mut waves = list_waves(db).await?;
    waves.retain(|wave| {
        compared
            && kept.registration.earlier_waves.contains(&wave.slug)
            && wave.answers_erased_at.is_none()
    });
    Ok(waves)
}

/// The waves that a wave must be compared with and cannot be yet: not closed, or sealed still.
async fn unreadable_before(db: &Db, kept: &Kept) -> Result<Vec<String>, Error> {
    let mut unreadable = Vec::new();
    for before in registered_before(db, kept).await? {
        if !is_readable(db, &before).await? {
            unreadable.push(before.slug);
        }
    }
    Ok(unreadable)
}

async fn is_readable(db: &Db, wave: &Wave) -> Result<bool, Error> {
    Ok(wave.closed_at.is_some() && is_opened(db, wave.id).await?)
}

/// An error if the answers of a wave are gone.
fn refuse_erased(wave: &Wave) -> Result<(), Error> {
    let Some(at) = wave.answers_erased_at else {
        return Ok(());
    };
    Err(Error::RecordNotFound(format!(
        "answers of wave {}: they were erased on {}",
        wave.slug,
        in_china(at).date_naive()
    )))
}

async fn load_wave(db: &Db, library: &Library, wave: &Wave) -> Result<WaveData, Error> {
    refuse_erased(wave)?;
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
    let psus = list_sampled_psus(db, wave.id).await?;
    Ok(WaveData {
        wave: wave.clone(),
        questionnaire: version.questionnaire.clone(),
        responses: list_responses(db, wave.id).await?,
        pairs: load_pairs(db, wave.id, &psus).await?,
        psus,
    })
}

/// What the draw of a wave knows of every two of its PSUs, worked out again from its frame and plan.
async fn load_pairs(db: &Db, wave: WaveId, psus: &[SampledPsu]) -> Result<Vec<DrawnPairs>, Error> {
    let Some(record) = find_draw(db, wave).await? else {
        return Ok(Vec::new());
    };
    if record.plan.method.is_usual() {
        return Ok(Vec::new());
    }
    let (frame, drawn) =
        draw_again(db, &record.plan, &record.frame_hash, &record.algorithm).await?;
    let again = drawn.psus.iter().map(|psu| &psu.code);
    if !again.eq(psus.iter().map(|psu| &psu.code)) {
        let other = "drawn again, a sample has other PSUs than those that were asked";
        return Err(Error::Custom(other.to_owned()));
    }
    let unusable = |error| Error::Custom(format!("the draw of a wave: {error:?}"));
    drawn_pairs(&frame, &drawn).map_err(unusable)
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
                mode: mode_of(row.mode.as_deref())?,
                arms: from_json(row.arms)?,
                answers: Document::from_json(row.answers)?,
            })
        })
        .collect()
}

fn mode_of(word: Option<&str>) -> Result<Option<AnswerMode>, Error> {
    let unknown = |word| Error::Custom(format!("a response came by {word:?}, which is no mode"));
    word.map(|word| AnswerMode::from_word(word).ok_or_else(|| unknown(word)))
        .transpose()
}

/// The draw of a wave as the method note prints it. Seed and frame would tell who was sampled: auditors get them, and
/// hold them against these commitments.
fn describe_draw(registration: &Registration) -> String {
    let Some(draw) = &registration.draw else {
        return String::new();
    };
    let reserve = draw.reserve.map_or_else(String::new, |reserve| {
        let Reserve {
            replicates,
            per_psu,
        } = reserve;
        format!("; {replicates} replicates of {per_psu} households in each PSU in reserve")
    });
    format!(
        "{}; {} households, {} in each PSU{reserve}; seed committed to as {}; frame committed to as {}",
        draw.algorithm, draw.households, draw.per_psu, draw.seed, draw.frame
    )
}

/// What of the reserve of a wave was released; none where nothing was held.
async fn reserve_note(
    db: &Db,
    wave: &Wave,
    registration: &Registration,
) -> Result<Option<ReserveNote>, Error> {
    let Some(reserve) = registration.draw.as_ref().and_then(|draw| draw.reserve) else {
        return Ok(None);
    };
    let replicates = list_replicates(db, wave.id).await?;
    let released = replicates.into_iter().filter_map(|replicate| {
        Some(ReleasedReplicate {
            number: replicate.number,
            on: in_china(replicate.released?.at).date_naive(),
            households: replicate.households as u64,
        })
    });
    Ok(Some(ReserveNote {
        replicates: reserve.replicates,
        per_psu: reserve.per_psu,
        released: released.collect(),
    }))
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

/// Stores a release that was computed otherwise than registered, under its number.
pub async fn insert_amended_release(
    txn: &Transaction,
    wave: WaveId,
    content: &Release,
    released_at: DateTime<Utc>,
) -> Result<(), Error> {
    let number = content.amendment.as_ref().map(|amendment| amendment.number);
    let number = number.and_then(|number| i32::try_from(number).ok());
    let row = amended_release::ActiveModel {
        wave_id: Set(wave.0),
        number: Set(
            number.ok_or_else(|| Error::Custom("the release is no amended one".to_owned()))?
        ),
        released_at: Set(released_at),
        content: Set(content.to_json()?),
        ..Default::default()
    };
    row.insert(txn).await?;
    Ok(())
}

/// How many releases there are, amended ones included, public or not.
pub async fn count_releases(db: &impl ConnectionTrait) -> Result<u64, Error> {
    let registered = release::Entity::find().count(db).await?;
    Ok(registered + amended_release::Entity::find().count(db).await?)
}

/// How many amended releases a wave has.
pub async fn count_amended_releases(db: &impl ConnectionTrait, wave: WaveId) -> Result<u32, Error> {
    let count = amended_release::Entity::find()
        .filter(amended_release::Column::WaveId.eq(wave.0))
        .count(db)
        .await?;
    u32::try_from(count).map_err(|error| Error::Custom(error.to_string()))
}

/// Every amended release that is public, in the order in which they were released.
pub async fn list_amended_releases(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
) -> Result<Vec<Release>, Error> {
    let mut releases = list_stored_amended_releases(db).await?;
    releases.retain(|release| release.is_public(now));
    Ok(releases)
}

/// Every amended release, public or not.
pub async fn list_stored_amended_releases(
    db: &impl ConnectionTrait,
) -> Result<Vec<Release>, Error> {
    let rows = amended_release::Entity::find()
        .order_by_asc(amended_release::Column::Id)
        .all(db)
        .await?;
    let contents = rows.into_iter().map(|row| Release::from_json(row.content));
    contents.collect()
}

/// The amended release of this number of the wave at this address, once it is public.
pub async fn find_amended_release(
    db: &impl ConnectionTrait,
    wave: &str,
    number: u32,
    now: DateTime<Utc>,
) -> Result<Option<Release>, Error> {
    let Some(wave) = fieldwork::store::find_wave(db, wave).await? else {
        return Ok(None);
    };
    let release = amended_release::Entity::find()
        .filter(amended_release::Column::WaveId.eq(wave.id.0))
        .filter(amended_release::Column::Number.eq(number))
        .one(db)
        .await?
        .map(|row| Release::from_json(row.content))
        .transpose()?;
    Ok(release.filter(|release| release.is_public(now)))
}

/// The hash of what every release holds, by its wave's address and the number of an amended one.
pub async fn list_contents(
    db: &impl ConnectionTrait,
) -> Result<Vec<(String, Option<u64>, String)>, Error> {
    let waves = list_waves(db).await?;
    let slug = |id: i64| {
        let wave = waves.iter().find(|wave| wave.id.0 == id);
        wave.map_or_else(|| format!("of row {id}"), |wave| wave.slug.clone())
    };
    let released = release::Entity::find().all(db).await?;
    let amended = amended_release::Entity::find().all(db).await?;
    let released = released
        .into_iter()
        .map(|row| (slug(row.wave_id), None, content_hash(&row.content)));
    let amended = amended.into_iter().map(|row| {
        let number = u64::try_from(row.number).ok();
        (slug(row.wave_id), number, content_hash(&row.content))
    });
    Ok(released.chain(amended).collect())
}

/// Every release that is public, the latest first.
pub async fn list_releases(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
) -> Result<Vec<Release>, Error> {
    let mut releases = list_stored_releases(db).await?;
    releases.retain(|release| release.is_public(now));
    Ok(releases)
}

/// Every release, public or not, the latest first.
pub async fn list_stored_releases(db: &impl ConnectionTrait) -> Result<Vec<Release>, Error> {
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

/// The release of the wave at this address, once it is public.
pub async fn find_release(
    db: &impl ConnectionTrait,
    wave: &str,
    now: DateTime<Utc>,
) -> Result<Option<Release>, Error> {
    let release = find_stored_release(db, wave).await?;
    Ok(release.filter(|release| release.is_public(now)))
}

/// The release of the wave at this address, public or not.
pub async fn find_stored_release(
    db: &impl ConnectionTrait,
    wave: &str,
) -> Result<Option<Release>, Error> {
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

impl Document for Release {
    // 2: the registration, and what an amended one changes.
    const SCHEMA: u64 = 2;
}
