//! Opening: the sealed questionnaires of a wave become its responses, all at once and joined to nothing.
//!
//! # Design
//!
//! Everything is opened in memory first, beside the event loop and on all cores, since nobody waits for that but whoever
//! opens; the transaction that follows only writes. Every response gets a new random key, and they are written in the
//! order of these keys by one transaction, which deletes the sealed forms and marks the sittings. So neither keys nor the
//! place of rows nor what a server notes of a row leads from a response back to a form, a receipt or a code. After the
//! commit the log is emptied and the private keys are destroyed.
//!
//! Ended at any moment, it is done again: before the commit nothing has changed, after it [`destroy_keys`] is all that is
//! left, and the keeper does it, too. `an_opening_that_is_killed_loses_nothing_and_doubles_nothing` in `tests/intake` kills it.

use std::collections::{BTreeMap, VecDeque};
use std::num::NonZero;
use std::sync::Arc;
use std::thread::available_parallelism;

use chrono::{DateTime, Utc};
use futures_util::{StreamExt, stream};
use rand::{Rng, RngExt};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use tokio::task::spawn_blocking;

use super::cases::list_sampled_psus;
use super::sittings::{count_sealed_in, list_due_sittings, list_opened_keys, list_sittings};
use crate::key_folder::{KeyFolder, KeyFolderError};
use crate::mode_counts::ModeCounts;
use crate::sealing::{OpeningKey, SealingKey};
use crate::sitting::Sitting;
use crate::submission::{Place, SealedContent};
use crate::trustees::Trustees;
use crate::wave::{Wave, WaveId};
use db::{Db, Document, Error, Transaction, to_json};
use entity::{remark, response, sealed_form, sitting};
use sampling::PsuId;

/// Sealed forms opened by one task.
const FORMS: u64 = 1_000;

/// Rows per INSERT, below SQLite's bound on bound values.
pub(super) const ROWS: usize = 1_000;

/// How far an opening has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum OpeningStep {
    /// Forms are being opened in memory.
    Opening { done: u64, of: u64 },
    /// Responses are being written.
    Writing { done: u64, of: u64 },
}

/// Told how far an opening has come.
pub type OnStep<'a> = &'a (dyn Fn(OpeningStep) + Send + Sync);

/// Why a wave is not opened. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum OpeningError {
    /// It takes answers still, and has no reading date that is past with enough of them.
    #[error("the wave is not closed yet, and no reading date of it is due")]
    NotDue,
    /// Everything was opened before.
    #[error("everything that the wave took in has been opened already")]
    Opened,
    /// The installation does not hold the private key.
    #[error(
        "the private key {key} is not in {folder}: without it nothing of this wave can be read; look for the folder on the machine where the wave was opened"
    )]
    KeyMissing {
        /// The public key it belongs to.
        key: SealingKey,
        /// Where it was looked for.
        folder: String,
    },
    /// Trustees hold the private key, and their shares were not given.
    #[error("this wave is opened by {0} trustees: give their shares")]
    SharesNeeded(Trustees),
    /// Some forms cannot be read, so that opening the rest would lose them.
    #[error(
        "{forms} of the sealed forms cannot be read: they were changed after they were taken in; to open the others without them, say so"
    )]
    Unreadable {
        /// How many.
        forms: u64,
    },
    /// Somebody else is opening the same wave, or has.
    #[error("the sealed forms of the wave have changed meanwhile: somebody else is opening it")]
    Changed,
    /// The key folder fails.
    #[error(transparent)]
    KeyFolder(#[from] KeyFolderError),
    /// The database fails.
    #[error(transparent)]
    Database(#[from] Error),
}

/// The questionnaires of a wave in memory, readable, in the order of the keys their responses will have. They are kept as they
/// were sealed: read into values they would take ten times the memory, and a million more than a small machine has.
pub struct OpenedForms {
    wave: WaveId,
    sittings: Vec<Sitting>,
    forms: Vec<(u128, Content)>,
    modes: ModeCounts,
    held: u64,
}

/// The content of a form, as JSON that was read once.
type Content = Box<[u8]>;

/// What an opening came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Opened {
    /// Questionnaires that are responses now.
    pub responses: u64,
    /// Texts, each on its own.
    pub remarks: u64,
    /// Forms that could not be read and were given up.
    pub unreadable: u64,
}

impl std::fmt::Debug for OpenedForms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OpenedForms({})", self.held)
    }
}

/// A wave to be opened, and by which keys.
#[derive(Debug)]
pub struct Opening<'a> {
    /// The wave.
    pub wave: &'a Wave,
    /// Where the installation keeps its private keys.
    pub keys: &'a KeyFolder,
    /// What the shares of trustees made, where they hold the private key.
    pub from_shares: Option<&'a OpeningKey>,
    /// Whether forms that cannot be read are given up, so that the others can be opened.
    pub without_unreadable: bool,
    /// The moment it is opened.
    pub now: DateTime<Utc>,
}

/// Opens in memory what is due of a wave.
pub async fn open_forms(
    db: &Db,
    opening: &Opening<'_>,
    rng: &mut impl Rng,
    on_step: OnStep<'_>,
) -> Result<OpenedForms, OpeningError> {
    let Opening { wave, now, .. } = *opening;
    let sittings = list_due_sittings(db, wave, now).await?;
    if sittings.is_empty() {
        let left = list_sittings(db, wave.id).await?;
        let opened = left.iter().all(|sitting| sitting.opened_at.is_some());
        return Err(if opened {
            OpeningError::Opened
        } else {
            OpeningError::NotDue
        });
    }
    let mut held = BTreeMap::new();
    for sitting in &sittings {
        held.insert(sitting.id, count_sealed_in(db, sitting.id).await?);
    }
    let total: u64 = held.values().sum();
    let mut read = OpenedPage::default();
    for sitting in &sittings {
        // The key of a sitting that nobody sent anything to may be lost.
        if held.get(&sitting.id) == Some(&0) {
            continue;
        }
        let key = Arc::new(private_key(sitting, opening)?);
        open_sitting(db, sitting, key, total, &mut read, on_step).await?;
    }
    let OpenedPage { contents, modes } = read;
    let unreadable = total
        .checked_sub(contents.len() as u64)
        .ok_or(OpeningError::Changed)?;
    if unreadable > 0 && !opening.without_unreadable {
        return Err(OpeningError::Unreadable { forms: unreadable });
    }
    let keyed = contents.into_iter().map(|content| (rng.random(), content));
    let mut forms: Vec<(u128, Content)> = keyed.collect();
    forms.sort_unstable_by_key(|(key, _)| *key);
    Ok(OpenedForms {
        wave: wave.id,
        sittings,
        forms,
        modes,
        held: total,
    })
}

fn private_key(sitting: &Sitting, opening: &Opening<'_>) -> Result<OpeningKey, OpeningError> {
    if let Some(trustees) = sitting.trustees {
        let key = opening.from_shares.cloned();
        let key = key.filter(|key| key.sealing_key() == sitting.key);
        return key.ok_or(OpeningError::SharesNeeded(trustees));
    }
    let keys = opening.keys;
    let key = keys.find(sitting.key)?;
    key.ok_or_else(|| OpeningError::KeyMissing {
        key: sitting.key,
        folder: keys.path().display().to_string(),
    })
}

/// What was read of some forms.
#[derive(Default)]
struct OpenedPage {
    contents: Vec<Content>,
    modes: ModeCounts,
}

/// Adds what can be read of a sitting to `read`, page by page and in their order, with as many pages at work as there
/// are cores.
async fn open_sitting(
    db: &Db,
    sitting: &Sitting,
    key: Arc<OpeningKey>,
    total: u64,
    read: &mut OpenedPage,
    on_step: OnStep<'_>,
) -> Result<(), OpeningError> {
    let mut at_work = VecDeque::new();
    let mut last = Some(String::new());
    loop {
        while let Some(after) = last.take_if(|_| at_work.len() < cores()) {
            let page = list_sealed(db, sitting, &after).await?;
            last = page.last().map(|form| form.key.clone());
            if last.is_some() {
                let key = Arc::clone(&key);
                at_work.push_back(spawn_blocking(move || open_page(&page, &key)));
            }
        }
        let Some(page) = at_work.pop_front() else {
            return Ok(());
        };
        let page = page
            .await
            .map_err(|error| Error::Custom(error.to_string()))??;
        read.contents.extend(page.contents);
        read.modes.join(&page.modes);
        on_step(OpeningStep::Opening {
            done: read.contents.len() as u64,
            of: total,
        });
    }
}

fn cores() -> usize {
    available_parallelism().map_or(1, NonZero::get)
}

async fn list_sealed(
    db: &Db,
    sitting: &Sitting,
    after: &str,
) -> Result<Vec<sealed_form::Model>, Error> {
    sealed_form::Entity::find()
        .filter(sealed_form::Column::SittingId.eq(sitting.id.0))
        .filter(sealed_form::Column::Key.gt(after))
        .order_by_asc(sealed_form::Column::Key)
        .limit(FORMS)
        .all(db)
        .await
}

/// What can be read of these forms. One that was written by a later program is an error: that program has to open it.
fn open_page(page: &[sealed_form::Model], key: &OpeningKey) -> Result<OpenedPage, Error> {
    let mut opened = OpenedPage::default();
    for form in page {
        let Ok(content) = key.open(&form.key, &form.bytes) else {
            continue;
        };
        let SealedContent { place, mode, .. } = read(&content)?;
        if let Some(place) = place {
            opened.modes.note(&place.psu, mode);
        }
        opened.contents.push(content.into_boxed_slice());
    }
    Ok(opened)
}

fn read(content: &[u8]) -> Result<SealedContent, Error> {
    let content = serde_json::from_slice(content).map_err(|e| Error::Json(e.to_string()))?;
    SealedContent::from_json(content)
}

pub(super) fn random_key(rng: &mut impl Rng) -> String {
    written_key(rng.random())
}

fn written_key(key: u128) -> String {
    format!("{key:032x}")
}

/// Writes what was opened as the responses and texts of its wave, and deletes the sealed forms.
///
/// # Errors
///
/// Where a sitting was opened meanwhile, or holds more or less than was opened; the transaction is not to be committed.
pub async fn insert_opened(
    txn: &Transaction,
    opened: OpenedForms,
    now: DateTime<Utc>,
    rng: &mut impl Rng,
    on_step: OnStep<'_>,
) -> Result<Opened, OpeningError> {
    for sitting in &opened.sittings {
        let marked = sitting::Entity::update_many()
            .col_expr(sitting::Column::OpenedAt, Expr::value(now))
            .filter(sitting::Column::Id.eq(sitting.id.0))
            .filter(sitting::Column::OpenedAt.is_null())
            .exec(txn)
            .await?;
        if marked.rows_affected == 0 {
            return Err(OpeningError::Changed);
        }
    }
    let merged = merged_psus(txn, opened.wave).await?;
    let modes = opened.modes.merged(&merged);
    let psus = Arc::new(Psus { merged, modes });
    let total = opened.forms.len() as u64;
    let mut written = 0;
    let mut remarks = Vec::new();
    let wave = opened.wave;
    let mut forms = opened.forms.into_iter();
    let pages = std::iter::from_fn(move || {
        let page: Vec<_> = forms.by_ref().take(ROWS).collect();
        (!page.is_empty()).then_some(page)
    });
    let pages = pages.map(|page| {
        let psus = Arc::clone(&psus);
        spawn_blocking(move || response_rows(page, wave, &psus))
    });
    let mut pages = stream::iter(pages).buffered(cores());
    while let Some(page) = pages.next().await {
        let (rows, texts) = page.map_err(|error| Error::Custom(error.to_string()))??;
        remarks.extend(texts);
        written += rows.len() as u64;
        response::Entity::insert_many(rows)
            .exec_without_returning(txn)
            .await?;
        on_step(OpeningStep::Writing {
            done: written,
            of: total,
        });
    }
    let mut remarks: Vec<_> = remarks
        .into_iter()
        .map(|(question, wording)| remark::ActiveModel {
            id: Set(random_key(rng)),
            wave_id: Set(opened.wave.0),
            question: Set(question),
            wording: Set(wording),
        })
        .collect();
    remarks.sort_unstable_by(|one, other| one.id.as_ref().cmp(other.id.as_ref()));
    let texts = remarks.len() as u64;
    for rows in remarks.chunks(ROWS) {
        remark::Entity::insert_many(rows.to_vec())
            .exec_without_returning(txn)
            .await?;
    }
    let sittings = opened.sittings.iter().map(|sitting| sitting.id.0);
    let deleted = sealed_form::Entity::delete_many()
        .filter(sealed_form::Column::SittingId.is_in(sittings))
        .exec(txn)
        .await?;
    if deleted.rows_affected != opened.held {
        return Err(OpeningError::Changed);
    }
    Ok(Opened {
        responses: total,
        remarks: texts,
        unreadable: opened.held - total,
    })
}

/// What becomes of the PSUs of forms, and what their responses tell.
struct Psus {
    /// Those that were merged, with those they were merged into.
    merged: BTreeMap<PsuId, PsuId>,
    /// Forms by mode, of PSUs as they are after that.
    modes: ModeCounts,
}

/// The PSUs that were merged at the close, with those they were merged into.
async fn merged_psus(txn: &Transaction, wave: WaveId) -> Result<BTreeMap<PsuId, PsuId>, Error> {
    let psus = list_sampled_psus(txn, wave).await?;
    let merged = psus
        .into_iter()
        .filter_map(|psu| Some((psu.code, psu.merged_into?)));
    Ok(merged.collect())
}

/// Texts by question.
type Texts = Vec<(String, String)>;

fn response_rows(
    page: Vec<(u128, Content)>,
    wave: WaveId,
    psus: &Psus,
) -> Result<(Vec<response::ActiveModel>, Texts), Error> {
    let mut rows = Vec::with_capacity(page.len());
    let mut texts = Vec::new();
    for (key, content) in page {
        let (key, content) = (written_key(key), read(&content)?);
        rows.push(response_row(key, wave, content, psus, &mut texts)?);
    }
    Ok((rows, texts))
}

fn response_row(
    key: String,
    wave: WaveId,
    content: SealedContent,
    psus: &Psus,
    remarks: &mut Texts,
) -> Result<response::ActiveModel, Error> {
    let SealedContent {
        place,
        mode,
        content,
    } = content;
    let texts = content.texts.into_iter();
    remarks.extend(texts.map(|(question, wording)| (question.to_string(), wording)));
    let (stratum, psu) = place.map(|Place { stratum, psu }| (stratum, psu)).unzip();
    let psu = psu.map(|psu| psus.merged.get(&psu).cloned().unwrap_or(psu));
    let told = psu.as_ref().is_some_and(|psu| psus.modes.are_told(psu));
    Ok(response::ActiveModel {
        key: Set(key),
        wave_id: Set(wave.0),
        stratum: Set(stratum.map(|stratum| stratum.to_string())),
        psu: Set(psu.map(|psu| psu.to_string())),
        mode: Set(told.then(|| mode.as_str().to_owned())),
        arms: Set(to_json(&content.arms)?),
        answers: Set(content.answers.to_json()?),
    })
}

/// Empties the log, which may hold what was sealed, and destroys the private keys of all sittings of a wave that were
/// opened. Done again after an opening that was ended between its commit and this.
pub async fn destroy_keys(db: &Db, wave: WaveId, keys: &KeyFolder) -> Result<(), OpeningError> {
    if !empty_log(db).await? {
        tracing::warn!(
            "the write-ahead log is kept for now: another process has the database open; what it holds of sealed forms is locked for good"
        );
    }
    let sittings = list_sittings(db, wave).await?;
    for sitting in sittings
        .iter()
        .filter(|sitting| sitting.opened_at.is_some())
    {
        keys.destroy(sitting.key)?;
    }
    Ok(())
}

/// Destroys the private keys that are left of sittings that were opened, or erased: an opening was ended between its
/// commit and this. How many there were.
pub async fn destroy_left_keys(db: &Db, keys: &KeyFolder) -> Result<u64, OpeningError> {
    if keys.files().is_empty() {
        return Ok(0);
    }
    let mut left = 0;
    for key in list_opened_keys(db).await? {
        if keys.find(key)?.is_some() {
            keys.destroy(key)?;
            left += 1;
        }
    }
    Ok(left)
}

/// Empties the log of the database; false where another process keeps it.
pub(super) async fn empty_log(db: &Db) -> Result<bool, Error> {
    db.empty_log()
        .await
        .map_err(|error| Error::Custom(error.to_string()))
}
