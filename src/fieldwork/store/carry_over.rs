//! Carrying over what a version took in that did not seal: arrivals are sealed, responses lose what must not be kept.
//!
//! The step of the schema that brought sealing (`m0007_sealed_intake`) has set both aside, since it takes a questionnaire to
//! know what a variant stood for. This runs at every start, finds something at the first one only, and does it in one
//! transaction, which drops the tables that were set aside.

use std::collections::BTreeMap;

use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, JsonValue, PaginatorTrait, QueryFilter, QuerySelect,
    Set,
};
use serde::{Deserialize, Serialize};

use super::key;
use super::opening::{ROWS, empty_log, random_key};
use super::sittings::{insert_sittings, list_sittings};
use super::waves::list_waves;
use crate::key_folder::KeyFolder;
use crate::sealing::usual_length;
use crate::sitting::Sitting;
use crate::submission::{AnswerMode, Content, Place, SealedContent};
use crate::wave::Wave;
use db::{Db, Document, Error, Transaction, begin_write, to_json};
use entity::{earlier_arrival, earlier_response, installation, response, sealed_form};
use questionnaire::store::{Library, Version};
use questionnaire::{Answers, QuestionId};
use sampling::{PsuId, StratumId};

/// The row of `installation` that says that something was set aside.
const NAME: &str = "earlier_answers";

/// What is carried over of a questionnaire that waited to be mixed; more was kept of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(
    missing_docs,
    reason = "the fields are those of `Content`, but for the variant"
)]
pub struct Arrival {
    pub variant: u8,
    pub answers: Answers,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub texts: Vec<(QuestionId, String)>,
}

impl Document for Arrival {
    const SCHEMA: u64 = 3;
}

/// Carries over what an earlier version took in, and gives every wave that is not closed the sitting it lacks; how many
/// questionnaires were carried over.
///
/// Of a wave that is not closed everything is sealed, what that version had mixed already, too: its PSUs are merged at its
/// close, and nothing of it is to be read before.
///
/// # Errors
///
/// Where the questionnaire of a wave or a variant of it is missing; nothing has changed.
pub async fn carry_over(db: &Db, keys: &KeyFolder, rng: &mut ChaCha20Rng) -> Result<u64, Error> {
    let mut rng = ChaCha20Rng::from_rng(rng);
    if !is_set_aside(db).await? && waves_without_sitting(db, false).await?.is_empty() {
        return Ok(0);
    }
    let library = Library::new(db.clone());
    let txn = begin_write(db).await?;
    // Of two processes that start at the same time the second finds done what the first does.
    installation::Entity::find_by_id(key::NAME)
        .lock_exclusive()
        .one(&txn)
        .await?;
    let set_aside = is_set_aside(&txn).await?;
    for wave in waves_without_sitting(&txn, set_aside).await? {
        let sittings = keys.one_sitting(wave.closes_at, &mut rng);
        let sittings = sittings.map_err(|error| Error::Custom(error.to_string()))?;
        insert_sittings(&txn, wave.id, &sittings).await?;
    }
    let mut carried = 0;
    if set_aside {
        carried = carry(&txn, &library, &mut rng).await?;
        for table in ["earlier_arrival", "earlier_response"] {
            txn.execute_unprepared(&format!("DROP TABLE {table}"))
                .await?;
        }
        installation::Entity::delete_by_id(NAME).exec(&txn).await?;
    }
    txn.commit().await?;
    if set_aside && !empty_log(db).await? {
        tracing::warn!(
            "what was taken in before lies in the write-ahead log until the next start: another process has the database open"
        );
    }
    Ok(carried)
}

async fn is_set_aside(db: &impl ConnectionTrait) -> Result<bool, Error> {
    Ok(installation::Entity::find_by_id(NAME)
        .one(db)
        .await?
        .is_some())
}

/// The waves that must seal and cannot: those that take answers, or will, and those whose last arrivals wait.
async fn waves_without_sitting(
    db: &impl ConnectionTrait,
    set_aside: bool,
) -> Result<Vec<Wave>, Error> {
    let mut without = Vec::new();
    for wave in list_waves(db).await? {
        let arrivals =
            earlier_arrival::Entity::find().filter(earlier_arrival::Column::WaveId.eq(wave.id.0));
        let must_seal = wave.closed_at.is_none() || (set_aside && arrivals.count(db).await? > 0);
        if must_seal && list_sittings(db, wave.id).await?.is_empty() {
            without.push(wave);
        }
    }
    Ok(without)
}

/// Moves everything that was set aside, sealed where its wave has a sitting; how many questionnaires.
async fn carry(txn: &Transaction, library: &Library, rng: &mut ChaCha20Rng) -> Result<u64, Error> {
    let mut waves = BTreeMap::new();
    for wave in list_waves(txn).await? {
        let version = library.find(&wave.version).await?;
        let sittings = list_sittings(txn, wave.id).await?;
        waves.insert(wave.id.0, (version, sittings.into_iter().next()));
    }
    let found = |wave: i64| -> Result<(&Version, Option<&Sitting>), Error> {
        let known = waves.get(&wave);
        let known =
            known.and_then(|(version, sitting)| Some((version.as_deref()?, sitting.as_ref())));
        known.ok_or_else(|| Error::RecordNotFound(format!("the questionnaire of wave {wave}")))
    };
    let mut forms = Vec::new();
    let mut responses = Vec::new();
    for row in earlier_arrival::Entity::find().all(txn).await? {
        let (version, sitting) = found(row.wave_id)?;
        let sitting = sitting
            .ok_or_else(|| Error::RecordNotFound(format!("the sitting of wave {}", row.wave_id)))?;
        let content = content_of_arrival(row.content, row.stratum, row.psu, version)?;
        forms.push(seal(row.key, &content, version, sitting, rng)?);
    }
    for row in earlier_response::Entity::find().all(txn).await? {
        let (version, sitting) = found(row.wave_id)?;
        let key = random_key(rng);
        match sitting {
            Some(sitting) => {
                let content = content_of_response(row, version)?;
                forms.push(seal(key, &content, version, sitting, rng)?);
            }
            None => responses.push(strip(key, row, version)?),
        }
    }
    forms.sort_unstable_by(|one, other| one.key.as_ref().cmp(other.key.as_ref()));
    responses.sort_unstable_by(|one, other| one.key.as_ref().cmp(other.key.as_ref()));
    for rows in forms.chunks(ROWS) {
        sealed_form::Entity::insert_many(rows.to_vec())
            .exec_without_returning(txn)
            .await?;
    }
    for rows in responses.chunks(ROWS) {
        response::Entity::insert_many(rows.to_vec())
            .exec_without_returning(txn)
            .await?;
    }
    Ok((forms.len() + responses.len()) as u64)
}

fn arms(version: &Version, variant: u8) -> Result<BTreeMap<String, String>, Error> {
    let assignment = version.variants.get(variant);
    let missing =
        || Error::RecordNotFound(format!("variant {variant} of version {}", version.hash));
    Ok(assignment.ok_or_else(missing)?.groups.clone())
}

fn place(stratum: Option<String>, psu: Option<String>) -> Option<Place> {
    stratum.zip(psu).map(|(stratum, psu)| Place {
        stratum: StratumId::new(stratum),
        psu: PsuId::new(psu),
    })
}

fn content_of_arrival(
    content: JsonValue,
    stratum: Option<String>,
    psu: Option<String>,
    version: &Version,
) -> Result<SealedContent, Error> {
    let arrival = Arrival::from_json(content)?;
    Ok(SealedContent {
        place: place(stratum, psu),
        mode: AnswerMode::Web,
        content: Content {
            arms: arms(version, arrival.variant)?,
            answers: arrival.answers,
            texts: arrival.texts,
        },
    })
}

fn content_of_response(
    row: earlier_response::Model,
    version: &Version,
) -> Result<SealedContent, Error> {
    Ok(SealedContent {
        content: Content {
            arms: arms(version, variant_of(&row)?)?,
            answers: Answers::from_json(row.answers)?,
            // Its texts left it when it was mixed.
            texts: Vec::new(),
        },
        place: place(row.stratum, row.psu),
        mode: AnswerMode::Web,
    })
}

fn variant_of(row: &earlier_response::Model) -> Result<u8, Error> {
    u8::try_from(row.variant)
        .map_err(|error| Error::Custom(format!("variant {}: {error}", row.variant)))
}

fn seal(
    key: String,
    content: &SealedContent,
    version: &Version,
    sitting: &Sitting,
    rng: &mut ChaCha20Rng,
) -> Result<sealed_form::ActiveModel, Error> {
    let length = usual_length(&version.questionnaire);
    let bytes = content.seal(sitting.key, &key, length, rng)?;
    Ok(sealed_form::ActiveModel {
        key: Set(key),
        wave_id: Set(sitting.wave.0),
        sitting_id: Set(sitting.id.0),
        bytes: Set(bytes),
    })
}

fn strip(
    key: String,
    row: earlier_response::Model,
    version: &Version,
) -> Result<response::ActiveModel, Error> {
    let arms = arms(version, variant_of(&row)?)?;
    Ok(response::ActiveModel {
        key: Set(key),
        wave_id: Set(row.wave_id),
        stratum: Set(row.stratum),
        psu: Set(row.psu),
        mode: Set(None),
        arms: Set(to_json(&arms)?),
        answers: Set(row.answers),
    })
}
