//! Erasing the answers of a wave once their time is over.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::addresses::erase_addresses;
use super::assignments::erase_assignments;
use super::attempts::erase_attempts;
use super::sittings::give_up_sittings;
use crate::wave::WaveId;
use db::{Error, Transaction};
use entity::{
    remark, response, sealed_form, text_coding, text_publication, text_review, text_theme, wave,
};

/// What was erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Erased {
    /// Questionnaires.
    pub responses: u64,
    /// Texts.
    pub remarks: u64,
    /// Questionnaires that had never been opened.
    pub sealed: u64,
    /// Attempts to reach households.
    pub attempts: u64,
    /// Addresses of households.
    pub addresses: u64,
}

/// Erases the answers and texts of a closed wave with what was made of its texts, what was never opened of it, the attempts to
/// reach its cases and where they live, and marks when; the private keys that are left are for `destroy_left_keys`. Receipts, dispositions and releases stay.
pub async fn erase_answers(
    txn: &Transaction,
    id: WaveId,
    now: DateTime<Utc>,
) -> Result<Erased, Error> {
    let responses = response::Entity::delete_many()
        .filter(response::Column::WaveId.eq(id.0))
        .exec(txn)
        .await?;
    erase_reviews(txn, id).await?;
    let remarks = remark::Entity::delete_many()
        .filter(remark::Column::WaveId.eq(id.0))
        .exec(txn)
        .await?;
    let sealed = sealed_form::Entity::delete_many()
        .filter(sealed_form::Column::WaveId.eq(id.0))
        .exec(txn)
        .await?;
    let attempts = erase_attempts(txn, id).await?;
    let addresses = erase_addresses(txn, id).await?;
    erase_assignments(txn, id).await?;
    give_up_sittings(txn, id, now).await?;
    wave::Entity::update_many()
        .col_expr(wave::Column::AnswersErasedAt, Expr::value(now))
        .filter(wave::Column::Id.eq(id.0))
        .exec(txn)
        .await?;
    Ok(Erased {
        responses: responses.rows_affected,
        remarks: remarks.rows_affected,
        sealed: sealed.rows_affected,
        attempts,
        addresses,
    })
}

/// Erases what reviewers and coders made of the texts of a wave; what was published of them are counts, and stays.
async fn erase_reviews(txn: &Transaction, id: WaveId) -> Result<(), Error> {
    text_review::Entity::delete_many()
        .filter(text_review::Column::WaveId.eq(id.0))
        .exec(txn)
        .await?;
    text_coding::Entity::delete_many()
        .filter(text_coding::Column::WaveId.eq(id.0))
        .exec(txn)
        .await?;
    text_theme::Entity::delete_many()
        .filter(text_theme::Column::WaveId.eq(id.0))
        .exec(txn)
        .await?;
    text_publication::Entity::delete_many()
        .filter(text_publication::Column::WaveId.eq(id.0))
        .filter(text_publication::Column::PublishedBy.is_null())
        .exec(txn)
        .await?;
    Ok(())
}
