//! Booklets that wait in the database for their second entry, or to be settled; what was typed is readable with the code on their
//! covers alone ([`paper`](crate::paper)).

use std::fmt::Display;

use rand::Rng;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, Set, TryInsertResult,
};

use crate::code::{AccessCode, HashKey};
use crate::paper::{BookletEntries, BookletKey};
use crate::wave::WaveId;
use db::{Document, Error, Transaction};
use entity::paper_entry;

impl Document for BookletEntries {}

/// A booklet that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingBooklet {
    /// Who entered it first, by name.
    pub first_by: String,
    /// Who entered it differently, by name; none where it waits for its second entry.
    pub second_by: Option<String>,
    /// What was typed.
    pub entries: BookletEntries,
}

/// How many booklets of a wave wait.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WaitingCount {
    /// For their second entry.
    pub entered_once: u64,
    /// To be settled, their entries being different.
    pub to_settle: u64,
}

impl WaitingCount {
    /// All of them.
    pub fn all(self) -> u64 {
        self.entered_once + self.to_settle
    }
}

/// A booklet on the desk: what it takes to read and write its row.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct BookletRow<'a> {
    pub wave: WaveId,
    /// The code on its cover.
    pub code: AccessCode,
    /// The key that codes are hashed with.
    pub key: &'a HashKey,
}

impl BookletRow<'_> {
    fn name(&self) -> String {
        self.key.of_code(self.code)
    }

    fn seal(
        &self,
        entries: &BookletEntries,
        length: usize,
        rng: &mut impl Rng,
    ) -> Result<Vec<u8>, Error> {
        let content = entries.to_json()?.to_string();
        let key = BookletKey::of(self.code);
        Ok(key.seal(&self.name(), content.as_bytes(), length, rng))
    }

    /// What waits of the booklet.
    pub async fn find(&self, db: &impl ConnectionTrait) -> Result<Option<WaitingBooklet>, Error> {
        let row = paper_entry::Entity::find_by_id(self.name())
            .filter(paper_entry::Column::WaveId.eq(self.wave.0))
            .one(db)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let unreadable =
            |error: &dyn Display| Error::Json(format!("a booklet that waits: {error}"));
        let content = BookletKey::of(self.code)
            .open(&row.code_hash, &row.bytes)
            .map_err(|error| unreadable(&error))?;
        let content = serde_json::from_slice(&content).map_err(|error| unreadable(&error))?;
        Ok(Some(WaitingBooklet {
            first_by: row.first_by,
            second_by: row.second_by,
            entries: BookletEntries::from_json(content)?,
        }))
    }

    /// Keeps the first entry, filled up to `length` bytes; false where somebody was faster, and nothing is kept.
    pub async fn keep_first(
        &self,
        txn: &Transaction,
        entries: &BookletEntries,
        by: &str,
        length: usize,
        rng: &mut impl Rng,
    ) -> Result<bool, Error> {
        let row = paper_entry::ActiveModel {
            code_hash: Set(self.name()),
            wave_id: Set(self.wave.0),
            first_by: Set(by.to_owned()),
            second_by: Set(None),
            bytes: Set(self.seal(entries, length, rng)?),
        };
        let inserted = paper_entry::Entity::insert(row)
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .try_insert()
            .exec_without_returning(txn)
            .await?;
        Ok(matches!(inserted, TryInsertResult::Inserted(1)))
    }

    /// Keeps both entries, which differ; false where the booklet does not wait for a second one any more.
    pub async fn keep_second(
        &self,
        txn: &Transaction,
        entries: &BookletEntries,
        by: &str,
        length: usize,
        rng: &mut impl Rng,
    ) -> Result<bool, Error> {
        let updated = paper_entry::Entity::update_many()
            .col_expr(paper_entry::Column::SecondBy, Expr::value(by))
            .col_expr(
                paper_entry::Column::Bytes,
                Expr::value(self.seal(entries, length, rng)?),
            )
            .filter(paper_entry::Column::CodeHash.eq(self.name()))
            .filter(paper_entry::Column::SecondBy.is_null())
            .exec(txn)
            .await?;
        Ok(updated.rows_affected == 1)
    }

    /// Removes what waits of the booklet; false where nothing did.
    pub async fn remove(&self, txn: &Transaction) -> Result<bool, Error> {
        let deleted = paper_entry::Entity::delete_by_id(self.name())
            .exec(txn)
            .await?;
        Ok(deleted.rows_affected == 1)
    }
}

/// How many booklets of a wave wait.
pub async fn count_waiting_booklets(
    db: &impl ConnectionTrait,
    wave: WaveId,
) -> Result<WaitingCount, Error> {
    let of_wave = paper_entry::Entity::find().filter(paper_entry::Column::WaveId.eq(wave.0));
    let all = of_wave.clone().count(db).await?;
    let to_settle = of_wave
        .filter(paper_entry::Column::SecondBy.is_not_null())
        .count(db)
        .await?;
    Ok(WaitingCount {
        entered_once: all - to_settle,
        to_settle,
    })
}

/// Removes every booklet of a wave that still waits: no answers are taken any more.
pub(super) async fn drop_waiting_booklets(txn: &Transaction, wave: WaveId) -> Result<u64, Error> {
    let deleted = paper_entry::Entity::delete_many()
        .filter(paper_entry::Column::WaveId.eq(wave.0))
        .exec(txn)
        .await?;
    Ok(deleted.rows_affected)
}
