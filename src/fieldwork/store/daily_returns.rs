//! How many forms came back in each stratum on each day, for who watches the field.
//!
//! # Design
//!
//! A day and a district, and nothing finer: who knows that a household has returned learns by these counts on which days it may
//! have been, and no answer has a time that this could be held against. Pages show a count below five as such.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::wave::WaveId;
use clock::in_china;
use db::{Error, Transaction};
use entity::daily_return::{ActiveModel, Column, Entity};
use sampling::StratumId;

/// What came back in a stratum on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct DailyReturns {
    pub stratum: StratumId,
    /// The day in China.
    pub day: NaiveDate,
    pub returns: u64,
}

/// Adds what a batch has brought; in the order of the strata, so that two processes never wait for each other.
pub(super) async fn count_returns_of_day(
    txn: &Transaction,
    now: DateTime<Utc>,
    returns: &BTreeMap<(WaveId, StratumId), i64>,
) -> Result<(), Error> {
    for ((wave, stratum), returns) in returns {
        let row = ActiveModel {
            wave_id: Set(wave.0),
            stratum: Set(stratum.to_string()),
            day: Set(in_china(now).date_naive()),
            returns: Set(*returns),
        };
        let more = OnConflict::columns([Column::WaveId, Column::Stratum, Column::Day])
            .value(
                Column::Returns,
                Expr::col((Entity, Column::Returns)).add(*returns),
            )
            .to_owned();
        Entity::insert(row)
            .on_conflict(more)
            .exec_without_returning(txn)
            .await?;
    }
    Ok(())
}

/// The counts of a wave, stratum by stratum, the earliest day first.
pub async fn list_daily_returns(
    db: &impl ConnectionTrait,
    wave: WaveId,
) -> Result<Vec<DailyReturns>, Error> {
    let rows = Entity::find()
        .filter(Column::WaveId.eq(wave.0))
        .order_by_asc(Column::Stratum)
        .order_by_asc(Column::Day)
        .all(db)
        .await?;
    rows.into_iter()
        .map(|row| {
            let returns = u64::try_from(row.returns)
                .map_err(|error| Error::Custom(format!("{} returns: {error}", row.returns)))?;
            Ok(DailyReturns {
                stratum: StratumId::new(row.stratum),
                day: row.day,
                returns,
            })
        })
        .collect()
}
