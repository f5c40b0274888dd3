//! Rows of persons that leave the house: those for everybody, and wishes for complete ones.
//!
//! Rows for everybody are kept as the bytes that are handed out, so that they stay the same whatever becomes of the answers they were
//! made of, and of the program.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Set,
};

use super::find_release;
use crate::person_rows::{CodeBook, PersonRows, Uniqueness};
use db::{Document, Error, Transaction, from_json, hash, to_json};
use entity::{prepared_public_use, public_use, row_request};
use fieldwork::store::find_wave;
use fieldwork::wave::WaveId;

/// Rows for everybody that somebody prepared and nobody has published.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct PreparedPublicUse {
    pub code_book: CodeBook,
    /// The rows as CSV.
    pub rows: String,
    pub uniqueness: Uniqueness,
    /// The name of whoever prepared them.
    pub by: String,
    pub at: DateTime<Utc>,
}

impl PreparedPublicUse {
    /// The SHA-256 of the rows, by which one preparation is told from the next.
    pub fn hash(&self) -> String {
        hash(self.rows.as_bytes())
    }
}

/// The rows of a wave for everybody.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct PublicUse {
    pub code_book: CodeBook,
    /// The rows as CSV.
    pub rows: String,
    /// The SHA-256 of the rows.
    pub hash: String,
    /// By name.
    pub prepared_by: String,
    /// By name.
    pub published_by: String,
    pub published_at: DateTime<Utc>,
}

/// Somebody's wish for the complete rows of a wave.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct RowRequest {
    pub id: i64,
    pub purpose: String,
    /// By name.
    pub by: String,
    pub at: DateTime<Utc>,
    /// Who agreed, by name; none while it waits.
    pub approved_by: Option<String>,
    /// When they were handed over, which is done once.
    pub fetched_at: Option<DateTime<Utc>>,
}

impl Document for CodeBook {}

/// What was prepared for a wave and is not published.
pub async fn find_prepared_public_use(
    db: &impl ConnectionTrait,
    wave: WaveId,
) -> Result<Option<PreparedPublicUse>, Error> {
    let row = prepared_public_use::Entity::find_by_id(wave.0);
    row.one(db).await?.map(prepared).transpose()
}

/// The same, which nobody replaces or publishes until the transaction is over.
pub async fn hold_prepared_public_use(
    txn: &Transaction,
    wave: WaveId,
) -> Result<Option<PreparedPublicUse>, Error> {
    let row = prepared_public_use::Entity::find_by_id(wave.0).lock_exclusive();
    row.one(txn).await?.map(prepared).transpose()
}

fn prepared(row: prepared_public_use::Model) -> Result<PreparedPublicUse, Error> {
    Ok(PreparedPublicUse {
        code_book: CodeBook::from_json(row.code_book)?,
        rows: row.rows,
        uniqueness: from_json(row.uniqueness)?,
        by: row.by,
        at: row.at,
    })
}

/// Keeps rows that somebody prepared, in place of those prepared before.
pub async fn keep_prepared_public_use(
    txn: &Transaction,
    wave: WaveId,
    rows: &PersonRows,
    by: &str,
    at: DateTime<Utc>,
) -> Result<(), Error> {
    drop_prepared_public_use(txn, wave).await?;
    let table = String::from_utf8(rows.table.clone());
    let table = table.map_err(|error| Error::Custom(error.to_string()))?;
    let row = prepared_public_use::ActiveModel {
        wave_id: Set(wave.0),
        code_book: Set(rows.code_book.to_json()?),
        rows: Set(table),
        uniqueness: Set(to_json(&rows.uniqueness)?),
        by: Set(by.to_owned()),
        at: Set(at),
    };
    let insert = prepared_public_use::Entity::insert(row);
    insert.exec_without_returning(txn).await?;
    Ok(())
}

/// Forgets what was prepared for a wave, if anything was.
pub async fn drop_prepared_public_use(txn: &Transaction, wave: WaveId) -> Result<(), Error> {
    prepared_public_use::Entity::delete_by_id(wave.0)
        .exec(txn)
        .await?;
    Ok(())
}

/// Publishes what was prepared, by somebody else. A wave has one such file; a second is a unique-constraint error.
pub async fn publish_public_use(
    txn: &Transaction,
    wave: WaveId,
    prepared: &PreparedPublicUse,
    by: &str,
    at: DateTime<Utc>,
) -> Result<(), Error> {
    let row = public_use::ActiveModel {
        wave_id: Set(wave.0),
        code_book: Set(prepared.code_book.to_json()?),
        rows: Set(prepared.rows.clone()),
        hash: Set(prepared.hash()),
        prepared_by: Set(prepared.by.clone()),
        prepared_at: Set(prepared.at),
        published_by: Set(by.to_owned()),
        published_at: Set(at),
    };
    let insert = public_use::Entity::insert(row);
    insert.exec_without_returning(txn).await?;
    drop_prepared_public_use(txn, wave).await
}

/// The rows of a wave for everybody, once its release is public.
pub async fn find_public_use(
    db: &impl ConnectionTrait,
    wave: &str,
    now: DateTime<Utc>,
) -> Result<Option<PublicUse>, Error> {
    if find_release(db, wave, now).await?.is_none() {
        return Ok(None);
    }
    let Some(wave) = find_wave(db, wave).await? else {
        return Ok(None);
    };
    find_stored_public_use(db, wave.id).await
}

/// Whether a wave has rows for everybody.
pub async fn has_public_use(
    db: &impl ConnectionTrait,
    wave: &str,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let public = find_release(db, wave, now).await?.is_some();
    let wave = find_wave(db, wave).await?.filter(|_| public);
    let Some(wave) = wave else {
        return Ok(false);
    };
    let rows = public_use::Entity::find_by_id(wave.id.0).count(db).await?;
    Ok(rows > 0)
}

/// The published rows of a wave.
pub async fn find_stored_public_use(
    db: &impl ConnectionTrait,
    wave: WaveId,
) -> Result<Option<PublicUse>, Error> {
    let row = public_use::Entity::find_by_id(wave.0).one(db).await?;
    row.map(|row| {
        Ok(PublicUse {
            code_book: CodeBook::from_json(row.code_book)?,
            rows: row.rows,
            hash: row.hash,
            prepared_by: row.prepared_by,
            published_by: row.published_by,
            published_at: row.published_at,
        })
    })
    .transpose()
}

/// The wishes for complete rows of a wave, the latest first.
pub async fn list_row_requests(
    db: &impl ConnectionTrait,
    wave: WaveId,
) -> Result<Vec<RowRequest>, Error> {
    let rows = row_request::Entity::find()
        .filter(row_request::Column::WaveId.eq(wave.0))
        .order_by_desc(row_request::Column::Id)
        .all(db)
        .await?;
    let request = |row: row_request::Model| RowRequest {
        id: row.id,
        purpose: row.purpose,
        by: row.by,
        at: row.at,
        approved_by: row.approved_by,
        fetched_at: row.fetched_at,
    };
    Ok(rows.into_iter().map(request).collect())
}

/// Keeps a wish for the complete rows of a wave.
pub async fn insert_row_request(
    txn: &Transaction,
    wave: WaveId,
    purpose: &str,
    by: &str,
    at: DateTime<Utc>,
) -> Result<(), Error> {
    let row = row_request::ActiveModel {
        wave_id: Set(wave.0),
        purpose: Set(purpose.to_owned()),
        by: Set(by.to_owned()),
        at: Set(at),
        ..Default::default()
    };
    row.insert(txn).await?;
    Ok(())
}

/// Agrees to a wish of somebody else that waits; whether it did.
pub async fn approve_row_request(
    txn: &Transaction,
    wave: WaveId,
    request: i64,
    by: &str,
    at: DateTime<Utc>,
) -> Result<bool, Error> {
    let change = row_request::ActiveModel {
        approved_by: Set(Some(by.to_owned())),
        approved_at: Set(Some(at)),
        ..Default::default()
    };
    let done = row_request::Entity::update_many()
        .set(change)
        .filter(row_request::Column::Id.eq(request))
        .filter(row_request::Column::WaveId.eq(wave.0))
        .filter(row_request::Column::ApprovedBy.is_null())
        .filter(row_request::Column::By.ne(by))
        .exec(txn)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Notes that rows were handed over to who wanted them, to whose wish somebody agreed; whether they may be, which is once.
pub async fn fetch_row_request(
    txn: &Transaction,
    wave: WaveId,
    request: i64,
    by: &str,
    at: DateTime<Utc>,
) -> Result<bool, Error> {
    let change = row_request::ActiveModel {
        fetched_at: Set(Some(at)),
        ..Default::default()
    };
    let done = row_request::Entity::update_many()
        .set(change)
        .filter(row_request::Column::Id.eq(request))
        .filter(row_request::Column::WaveId.eq(wave.0))
        .filter(row_request::Column::ApprovedBy.is_not_null())
        .filter(row_request::Column::FetchedAt.is_null())
        .filter(row_request::Column::By.eq(by))
        .exec(txn)
        .await?;
    Ok(done.rows_affected == 1)
}
