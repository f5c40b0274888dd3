//! Registrations in the database.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rand::rngs::ChaCha20Rng;
use rand::{Rng, RngExt, SeedableRng};
use sea_orm::{ConnectionTrait, EntityTrait, Set};
use serde::Serialize;

use super::{
    Promise, RegisteredDraw, RegisteredPlan, RegisteredQuestionnaire, Registration,
    RegistrationNote,
};
use crate::rules::{ANALYSIS, rules_as_in, rules_of};
use db::{Document, Error, Transaction, canonical, content_hash, to_json};
use entity::{installation, questionnaire_version, registration};
use fieldwork::Sitting;
use fieldwork::correction::as_registered;
use fieldwork::store::{
    NewWave, find_draw, insert_wave, list_corrections, list_sampled_psus, list_sittings,
    list_waves, record_draw,
};
use fieldwork::wave::{Mode, Wave, WaveId};
use plan::store::{Edition, find_edition};
use plan::{IndicatorId, Plan};
use sampling::{Draw, Frame};

/// The fact of a migrated installation: up to which row waves have no registration yet.
const WITHOUT: &str = "waves-before-registration";

/// A commitment: the SHA-256 of the salt followed by the secret, both as text. `printf '%s%s' SALT SECRET | sha256sum`
/// gives it again.
pub fn commit(salt: &str, secret: &str) -> String {
    db::hash(format!("{salt}{secret}").as_bytes())
}

/// What opens the commitments of a registration, for auditors only.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Opening {
    /// The random digits before each secret.
    pub salt: String,
    /// The seed of the draw.
    pub seed: String,
    /// The SHA-256 of the frame.
    pub frame: String,
    /// The PSUs drawn with their weights, as they were hashed.
    pub sample: String,
}

impl Opening {
    /// Whether these are the secrets that a draw was registered with.
    pub fn opens(&self, draw: &RegisteredDraw) -> bool {
        let same = |secret: &str, commitment: &str| commit(&self.salt, secret) == commitment;
        same(&self.seed, &draw.seed)
            && same(&self.frame, &draw.frame)
            && same(&self.sample, &draw.sample)
    }
}

impl Document for Registration {}

/// A registration as it is kept.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Kept {
    pub registration: Registration,
    pub hash: String,
    /// The bytes that were hashed, which anybody may have.
    pub document: String,
    /// What hides the secrets in their commitments.
    salt: String,
}

impl Kept {
    /// What PSUs are numbered and rows are put in order by whenever rows are handed out. It springs from the secret salt: two
    /// tables of one wave are the same table, so that nothing is learnt by putting them together.
    pub fn rows_rng(&self) -> ChaCha20Rng {
        let secret = commit(&self.salt, "the rows that are handed out");
        let digits = secret.get(..16).unwrap_or_default();
        ChaCha20Rng::seed_from_u64(u64::from_str_radix(digits, 16).unwrap_or_default())
    }

    /// As pages and files name it.
    pub fn note(&self) -> RegistrationNote {
        RegistrationNote {
            hash: self.hash.clone(),
            written_after_opening: self.registration.written_after_opening,
        }
    }
}

/// Registers a wave that was just made, its sample drawn if it has one. A wave has one registration; a second is a
/// unique-constraint error.
pub async fn register(
    txn: &Transaction,
    wave: &Wave,
    written_at: DateTime<Utc>,
    rng: &mut impl Rng,
) -> Result<RegistrationNote, Error> {
    write(txn, wave, written_at, false, rng).await
}

/// Opens a wave with a sample drawn from this frame: the wave, its sample with one case per household, and what it will be
/// computed by, in one transaction. Codes are issued afterwards, for letters.
pub async fn open_drawn_wave(
    txn: &Transaction,
    wave: NewWave,
    (frame, drawn, drawn_at): (&Frame, &Draw, DateTime<Utc>),
    opened_at: DateTime<Utc>,
    rng: &mut impl Rng,
) -> Result<(Wave, RegistrationNote), Error> {
    let wave = insert_wave(txn, wave).await?;
    record_draw(txn, &wave, frame, drawn, drawn_at).await?;
    let registered = register(txn, &wave, opened_at, rng).await?;
    Ok((wave, registered))
}

/// Registers the waves that were made before there were registrations, by what is there now, and hands back their
/// addresses. No other wave is ever registered after the fact.
pub async fn register_earlier_waves(
    txn: &Transaction,
    now: DateTime<Utc>,
    rng: &mut impl Rng,
) -> Result<Vec<String>, Error> {
    let Some(fact) = installation::Entity::find_by_id(WITHOUT).one(txn).await? else {
        return Ok(Vec::new());
    };
    let last: i64 = fact
        .value
        .parse()
        .map_err(|error| Error::Custom(format!("{WITHOUT} is {:?}: {error}", fact.value)))?;
    let mut registered = Vec::new();
    for wave in list_waves(txn).await? {
        if wave.id.0 <= last && find_registration(txn, wave.id).await?.is_none() {
            write(txn, &wave, now, true, rng).await?;
            registered.push(wave.slug);
        }
    }
    installation::Entity::delete_by_id(WITHOUT)
        .exec(txn)
        .await?;
    Ok(registered)
}

/// The waves with a sample that asked a questionnaire of a plan, both by their ids, and are over at this moment: figures of one
/// that opens then are compared with theirs.
pub async fn list_waves_before(
    db: &impl ConnectionTrait,
    (plan, questionnaire): (&str, &str),
    moment: DateTime<Utc>,
) -> Result<Vec<Wave>, Error> {
    let mut before = Vec::new();
    for wave in list_waves(db).await? {
        if wave.mode == Mode::Probability
            && wave.plan == plan
            && wave.closes_at <= moment
            && self::questionnaire(db, &wave.version).await?.id == questionnaire
        {
            before.push(wave);
        }
    }
    Ok(before)
}

async fn write(
    txn: &Transaction,
    wave: &Wave,
    written_at: DateTime<Utc>,
    written_after_opening: bool,
    rng: &mut impl Rng,
) -> Result<RegistrationNote, Error> {
    let [a, b, c, d] = rng.random::<[u64; 4]>();
    let salt = format!("{a:016x}{b:016x}{c:016x}{d:016x}");
    let edition = edition(txn, &wave.edition).await?;
    let questionnaire = questionnaire(txn, &wave.version).await?;
    let earlier_waves = match wave.mode {
        Mode::Open => Vec::new(),
        Mode::Probability => {
            let asked = (wave.plan.as_str(), questionnaire.id.as_str());
            let before = list_waves_before(txn, asked, wave.opens_at).await?;
            let alike = before
                .into_iter()
                .filter(|it| it.simulated == wave.simulated);
            alike.map(|before| before.slug).collect()
        }
    };
    let draw = registered_draw(txn, wave, &salt).await?;
    let rules = rules_of(draw.as_ref().map(|draw| draw.method));
    let registration = Registration {
        wave: wave.slug.clone(),
        title: wave.title.clone(),
        year: wave.year,
        mode: wave.mode,
        opens_at: wave.opens_at,
        closes_at: wave.closes_at,
        reading_dates: reading_dates(txn, wave).await?,
        custody: custody(txn, wave).await?,
        header: wave.header.clone(),
        simulated: wave.simulated,
        written_at,
        written_after_opening,
        plan: registered_plan(&edition),
        promises: promises(&edition.plan, &questionnaire.id),
        questionnaire,
        draw,
        earlier_waves,
        analysis: ANALYSIS,
        rules,
    };
    let content = registration.to_json()?;
    let note = RegistrationNote {
        hash: content_hash(&content),
        written_after_opening,
    };
    let row = registration::ActiveModel {
        wave_id: Set(wave.id.0),
        hash: Set(note.hash.clone()),
        content: Set(content),
        salt: Set(salt),
    };
    registration::Entity::insert(row)
        .exec_without_returning(txn)
        .await?;
    Ok(note)
}

/// The registration of a wave; an error if it holds anything else than what was hashed.
pub async fn find_registration(
    db: &impl ConnectionTrait,
    wave: WaveId,
) -> Result<Option<Kept>, Error> {
    let Some(row) = registration::Entity::find_by_id(wave.0).one(db).await? else {
        return Ok(None);
    };
    let found = content_hash(&row.content);
    if found != row.hash {
        return Err(Error::Custom(format!(
            "the registration {} holds something else than what was hashed: its hash is {found}",
            row.hash
        )));
    }
    Ok(Some(Kept {
        document: canonical(&row.content),
        registration: Registration::from_json(row.content)?,
        hash: row.hash,
        salt: row.salt,
    }))
}

/// The registration of a wave as it would be written today, under an edition of its plan, but for what was corrected of it
/// for everybody to read. The waves before it stay those that were registered, since there may be more by now.
pub(crate) async fn as_of_today(
    db: &impl ConnectionTrait,
    kept: &Kept,
    wave: &Wave,
    edition: &Edition,
) -> Result<Registration, Error> {
    let questionnaire = questionnaire(db, &wave.version).await?;
    let corrections = list_corrections(db, wave.id).await?;
    let Wave {
        title, closes_at, ..
    } = as_registered(wave, &corrections);
    let draw = registered_draw(db, wave, &kept.salt).await?;
    let method = draw.as_ref().map(|draw| draw.method);
    let rules = rules_as_in(method, &kept.registration.rules);
    Ok(Registration {
        wave: wave.slug.clone(),
        title,
        year: wave.year,
        mode: wave.mode,
        opens_at: wave.opens_at,
        closes_at,
        reading_dates: reading_dates(db, wave).await?,
        custody: custody(db, wave).await?,
        header: wave.header.clone(),
        simulated: wave.simulated,
        plan: registered_plan(edition),
        promises: promises(&edition.plan, &questionnaire.id),
        questionnaire,
        draw,
        analysis: ANALYSIS,
        rules,
        written_at: kept.registration.written_at,
        written_after_opening: kept.registration.written_after_opening,
        earlier_waves: kept.registration.earlier_waves.clone(),
    })
}

async fn reading_dates(
    db: &impl ConnectionTrait,
    wave: &Wave,
) -> Result<Vec<DateTime<Utc>>, Error> {
    let sittings = list_sittings(db, wave.id).await?;
    let dates = sittings.into_iter().map(|sitting| sitting.until);
    Ok(dates.filter(|date| *date != wave.closes_at).collect())
}

async fn custody(db: &impl ConnectionTrait, wave: &Wave) -> Result<Option<String>, Error> {
    let sittings = list_sittings(db, wave.id).await?;
    Ok(sittings.iter().find_map(Sitting::custody))
}

/// The edition that a wave or a registration names.
pub(crate) async fn edition(db: &impl ConnectionTrait, hash: &str) -> Result<Edition, Error> {
    let edition = find_edition(db, hash).await?;
    edition.ok_or_else(|| Error::RecordNotFound(format!("edition {hash} of the plan")))
}

async fn questionnaire(
    db: &impl ConnectionTrait,
    version: &str,
) -> Result<RegisteredQuestionnaire, Error> {
    let missing = || Error::RecordNotFound(format!("version {version}"));
    let row = questionnaire_version::Entity::find_by_id(version)
        .one(db)
        .await?;
    let row = row.ok_or_else(missing)?;
    Ok(RegisteredQuestionnaire {
        id: row.questionnaire,
        version: version.to_owned(),
        content: content_hash(&row.content),
    })
}

fn registered_plan(edition: &Edition) -> RegisteredPlan {
    RegisteredPlan {
        id: edition.plan.id.clone(),
        edition: edition.hash.clone(),
        plan: edition.plan_hash.clone(),
        strata: edition.strata_hash.clone(),
        margins: edition.margins_hash.clone(),
        years: edition.plan.years,
        adults: edition.plan.adults.clone(),
        coaching: edition.plan.coaching.clone(),
    }
}

fn promises(plan: &Plan, questionnaire: &str) -> BTreeMap<IndicatorId, Promise> {
    let measured = plan.indicators.iter().filter_map(|indicator| {
        let measure = indicator.measure.clone()?;
        (measure.questionnaire == questionnaire).then(|| {
            let promise = Promise {
                kind: indicator.kind,
                target: indicator.target.clone(),
                measure,
            };
            (indicator.id.clone(), promise)
        })
    });
    measured.collect()
}

/// The secrets of a wave's draw beside their salt; none for a wave without one.
async fn secrets(
    db: &impl ConnectionTrait,
    wave: WaveId,
    salt: &str,
) -> Result<Option<(RegisteredDraw, Opening)>, Error> {
    let Some(drawn) = find_draw(db, wave).await? else {
        return Ok(None);
    };
    let mut sample = Vec::new();
    for psu in list_sampled_psus(db, wave).await? {
        sample.push(serde_json::json!([
            psu.stratum,
            psu.code,
            psu.urban,
            psu.households,
            psu.inclusion_probability,
            psu.certainty,
            psu.at_first.base_weight,
            psu.at_first.cases
        ]));
    }
    let opening = Opening {
        salt: salt.to_owned(),
        seed: drawn.plan.seed.to_string(),
        frame: drawn.frame_hash,
        sample: canonical(&to_json(&sample)?),
    };
    let registered = RegisteredDraw {
        algorithm: drawn.algorithm,
        households: drawn.plan.households,
        per_psu: drawn.plan.per_psu,
        allocation: drawn.plan.allocation,
        method: drawn.plan.method,
        minimum_psus: drawn.plan.minimum_psus,
        shift: drawn.plan.shift,
        reserve: drawn.plan.reserve,
        seed: commit(salt, &opening.seed),
        frame: commit(salt, &opening.frame),
        sample: commit(salt, &opening.sample),
    };
    Ok(Some((registered, opening)))
}

async fn registered_draw(
    db: &impl ConnectionTrait,
    wave: &Wave,
    salt: &str,
) -> Result<Option<RegisteredDraw>, Error> {
    match wave.mode {
        Mode::Open => Ok(None),
        Mode::Probability => Ok(secrets(db, wave.id, salt).await?.map(|(draw, _)| draw)),
    }
}

/// What opens the commitments of a wave, for auditors only; none for a wave without a draw.
pub async fn find_opening(
    db: &impl ConnectionTrait,
    wave: &Wave,
    kept: &Kept,
) -> Result<Option<Opening>, Error> {
    let secrets = secrets(db, wave.id, &kept.salt).await?;
    Ok(secrets.map(|(_, opening)| opening))
}

#[cfg(test)]
mod tests {
    use super::*;
    use sampling::Allocation;

    #[test]
    fn a_commitment_is_opened_by_its_secrets_and_by_no_others() {
        // printf '%s%s' 00ff 2012 | sha256sum
        let seed = commit("00ff", "2012");
        assert_eq!(seed, db::hash(b"00ff2012"));
        let draw = RegisteredDraw {
            algorithm: String::new(),
            households: 8,
            per_psu: 2,
            allocation: Allocation::Equal,
            method: sampling::Method::default(),
            minimum_psus: None,
            shift: 0.0,
            reserve: None,
            seed,
            frame: commit("00ff", "f"),
            sample: commit("00ff", "[]"),
        };
        let opening = Opening {
            salt: "00ff".to_owned(),
            seed: "2012".to_owned(),
            frame: "f".to_owned(),
            sample: "[]".to_owned(),
        };
        assert!(opening.opens(&draw));
        for other in [
            Opening {
                seed: "2013".to_owned(),
                ..opening.clone()
            },
            Opening {
                frame: "g".to_owned(),
                ..opening.clone()
            },
            Opening {
                sample: "[1]".to_owned(),
                ..opening.clone()
            },
            Opening {
                salt: "00fe".to_owned(),
                ..opening
            },
        ] {
            assert!(!other.opens(&draw), "{other:?}");
        }
    }
}
