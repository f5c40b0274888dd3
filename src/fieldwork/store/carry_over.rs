//! Carrying over what a version took in that did not seal: arrivals are sealed, responses lose what must not be kept.
//!
//! The step of the schema that brought sealing (`m0007_sealed_intake`) has set both aside, since it takes a questionnaire to
//! know what a variant stood for. This runs at every start, finds something at the first one only, and does it in one
//! transaction, which drops the tables that were set aside.

use std::collections::BTreeMap;

use rand::rngs::ChaCha20Rng;
use rand::{RngExt, SeedableRng};
use sea_orm::{ConnectionTrait, EntityTrait, Set};
use serde::{Deserialize, Serialize};

use super::sittings::{insert_sittings, list_sittings};
use super::waves::list_waves;
use crate::key_folder::KeyFolder;
use crate::sealing::usual_length;
use crate::sitting::Sitting;
use crate::submission::{Content, Place, SealedContent, TimeBand};
use crate::wave::Wave;
use db::{Db, Document, Error, begin_write, to_json};
use entity::{earlier_arrival, earlier_response, installation, response, sealed_form};
use questionnaire::store::{Library, Version};
use questionnaire::{Answers, Language, QuestionId};
use sampling::{PsuId, StratumId};

/// The row of `installation` that says that something was set aside.
const NAME: &str = "earlier_answers";

/// Rows per INSERT, below SQLite's bound on bound values.
const ROWS: usize = 1_000;

/// What was kept of a questionnaire that waited to be mixed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(
    missing_docs,
    reason = "the fields are those of `Content`, but for the variant"
)]
pub struct Arrival {
    pub variant: u8,
    pub language: Language,
    pub script: bool,
    pub elder: bool,
    pub time_band: TimeBand,
    pub longest_run: u8,
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
/// # Errors
///
/// Where the questionnaire of a wave or a variant of it is missing; nothing has changed.
pub async fn carry_over(db: &Db, keys: &KeyFolder, rng: &mut ChaCha20Rng) -> Result<u64, Error> {
    let mut rng = ChaCha20Rng::from_rng(rng);
    let left = installation::Entity::find_by_id(NAME).one(db).await?;
    let unsealed = waves_without_sitting(db).await?;
    if left.is_none() && unsealed.is_empty() {
        return Ok(0);
    }
    let library = Library::new(db.clone());
    let txn = begin_write(db).await?;
    for wave in &unsealed {
        let sittings = keys.one_sitting(wave.closes_at, &mut rng);
        let sittings = sittings.map_err(|error| Error::Custom(error.to_string()))?;
        insert_sittings(&txn, wave.id, &sittings).await?;
    }
    let mut carried = 0;
    if left.is_some() {
        let mut waves = BTreeMap::new();
        for wave in list_waves(&txn).await? {
            let version = library.find(&wave.version).await?;
            let sittings = list_sittings(&txn, wave.id).await?;
            waves.insert(wave.id.0, (version, sittings.into_iter().next()));
        }
        let found = |wave: i64| -> Result<(&Version, Option<&Sitting>), Error> {
            let known = waves
                .get(&wave)
                .and_then(|(version, sitting)| Some((version.as_deref()?, sitting.as_ref())));
            known.ok_or_else(|| Error::RecordNotFound(format!("the questionnaire of wave {wave}")))
        };
        let mut forms = Vec::new();
        let mut responses = Vec::new();
        for row in earlier_arrival::Entity::find().all(&txn).await? {
            let (version, sitting) = found(row.wave_id)?;
            match sitting {
                Some(sitting) => forms.push(seal(row, version, sitting, &mut rng)?),
                // Of a wave that was closed while its last arrivals were being mixed: it has nothing to wait for.
                None => {
                    return Err(Error::Custom(format!(
                        "wave {} is closed and holds arrivals",
                        row.wave_id
                    )));
                }
            }
        }
        for row in earlier_response::Entity::find().all(&txn).await? {
            let (version, _) = found(row.wave_id)?;
            let key = format!("{:032x}", rng.random::<u128>());
            responses.push((key, row, version));
        }
        responses.sort_unstable_by(|(one, ..), (other, ..)| one.cmp(other));
        carried = (forms.len() + responses.len()) as u64;
        for rows in forms.chunks(ROWS) {
            sealed_form::Entity::insert_many(rows.to_vec())
                .exec_without_returning(&txn)
                .await?;
        }
        let responses = responses
            .into_iter()
            .map(|(key, row, version)| strip(key, row, version));
        let responses: Vec<_> = responses.collect::<Result<_, Error>>()?;
        for rows in responses.chunks(ROWS) {
            response::Entity::insert_many(rows.to_vec())
                .exec_without_returning(&txn)
                .await?;
        }
        for table in ["earlier_arrival", "earlier_response"] {
            txn.execute_unprepared(&format!("DROP TABLE {table}"))
                .await?;
        }
        installation::Entity::delete_by_id(NAME).exec(&txn).await?;
    }
    txn.commit().await?;
    Ok(carried)
}

/// The waves that take answers, or will, and cannot seal them.
async fn waves_without_sitting(db: &Db) -> Result<Vec<Wave>, Error> {
    let mut without = Vec::new();
    for wave in list_waves(db).await? {
        if wave.closed_at.is_none() && list_sittings(db, wave.id).await?.is_empty() {
            without.push(wave);
        }
    }
    Ok(without)
}

fn arms(version: &Version, variant: u8) -> Result<BTreeMap<String, String>, Error> {
    let assignment = version.variants.get(variant);
    let missing =
        || Error::RecordNotFound(format!("variant {variant} of version {}", version.hash));
    Ok(assignment.ok_or_else(missing)?.groups.clone())
}

fn seal(
    row: earlier_arrival::Model,
    version: &Version,
    sitting: &Sitting,
    rng: &mut ChaCha20Rng,
) -> Result<sealed_form::ActiveModel, Error> {
    let arrival = Arrival::from_json(row.content)?;
    let place = row.stratum.zip(row.psu).map(|(stratum, psu)| Place {
        stratum: StratumId::new(stratum),
        psu: PsuId::new(psu),
    });
    let content = SealedContent {
        place,
        content: Content {
            arms: arms(version, arrival.variant)?,
            language: arrival.language,
            script: arrival.script,
            elder: arrival.elder,
            time_band: arrival.time_band,
            longest_run: arrival.longest_run,
            answers: arrival.answers,
            texts: arrival.texts,
        },
    };
    let content = content.to_json()?.to_string();
    let length = usual_length(&version.questionnaire);
    let bytes = sitting.key.seal(&row.key, content.as_bytes(), length, rng);
    Ok(sealed_form::ActiveModel {
        key: Set(row.key),
        wave_id: Set(row.wave_id),
        sitting_id: Set(sitting.id.0),
        bytes: Set(bytes),
    })
}

fn strip(
    key: String,
    row: earlier_response::Model,
    version: &Version,
) -> Result<response::ActiveModel, Error> {
    let variant = u8::try_from(row.variant)
        .map_err(|error| Error::Custom(format!("variant {}: {error}", row.variant)))?;
    Ok(response::ActiveModel {
        key: Set(key),
        wave_id: Set(row.wave_id),
        stratum: Set(row.stratum),
        psu: Set(row.psu),
        arms: Set(to_json(&arms(version, variant)?)?),
        mode: Set(row.mode),
        language: Set(row.language),
        script: Set(row.script),
        elder: Set(row.elder),
        time_band: Set(row.time_band),
        longest_run: Set(row.longest_run),
        answers: Set(row.answers),
    })
}
