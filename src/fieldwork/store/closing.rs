//! Closing a wave: PSUs with few returns disappear in a neighbour, before anything of them is opened.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::booklets::drop_waiting_booklets;
use super::cases::list_sampled_psus;
use crate::merging::merge_small_psus;
use crate::wave::WaveId;
use db::{Db, Error, Transaction, begin_write};
use entity::{drawn_psu, wave};

/// Closes a wave for good; false where it was closed before, and nothing changed.
pub async fn close_wave(db: &Db, id: WaveId, now: DateTime<Utc>) -> Result<bool, Error> {
    let txn = begin_write(db).await?;
    let closed = close_wave_within(&txn, id, now).await?;
    txn.commit().await?;
    Ok(closed)
}

/// Closes a wave for good, as a part of a larger write; false where it was closed before, and nothing changed.
pub async fn close_wave_within(
    txn: &Transaction,
    id: WaveId,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let marked = wave::Entity::update_many()
        .col_expr(wave::Column::ClosedAt, Expr::value(now))
        .filter(wave::Column::Id.eq(id.0))
        .filter(wave::Column::ClosedAt.is_null())
        .exec(txn)
        .await?;
    if marked.rows_affected == 0 {
        return Ok(false);
    }
    let dropped = drop_waiting_booklets(txn, id).await?;
    if dropped > 0 {
        tracing::warn!(
            wave = id.0,
            dropped,
            "booklets on paper were not entered twice before the wave closed"
        );
    }
    for merger in merge_small_psus(&list_sampled_psus(txn, id).await?) {
        drawn_psu::Entity::update_many()
            .col_expr(
                drawn_psu::Column::MergedInto,
                Expr::value(merger.into.as_str()),
            )
            .filter(drawn_psu::Column::Id.eq(merger.row))
            .exec(txn)
            .await?;
    }
    Ok(true)
}
