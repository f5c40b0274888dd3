//! Mixing: arrivals become responses, many at a time and in the order of their keys, so that nothing
//! tells who came when.

use rand::{Rng, RngExt};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};

use super::intake::count_arrivals;
use crate::submission::Content;
use crate::wave::WaveId;
use db::{Db, Document, Error, Transaction, begin_write};
use entity::{arrival, remark, response};

/// The fewest arrivals that are mixed while a wave is open.
const FEWEST: usize = 20;

/// Rows per INSERT, below SQLite's bound on bound values.
const ROWS: usize = 1_000;

/// Mixes the arrivals of a wave if there are enough of them; the number mixed.
pub async fn mix_arrivals(db: &Db, wave: WaveId, rng: &mut impl Rng) -> Result<usize, Error> {
    // A look without the lock, so that most batches take none. What it sees may be gone in a moment, another
    // process having mixed it: whether enough are there is decided below, by the rows held.
    if count_arrivals(db, wave).await? < FEWEST as u64 {
        return Ok(0);
    }
    let txn = begin_write(db).await?;
    let mixed = mix(&txn, wave, FEWEST, rng).await?;
    txn.commit().await?;
    Ok(mixed)
}

/// Mixes whatever arrivals a wave has: what its close does.
pub(super) async fn mix_all(
    txn: &Transaction,
    wave: WaveId,
    rng: &mut impl Rng,
) -> Result<usize, Error> {
    mix(txn, wave, 1, rng).await
}

/// Mixes the arrivals that are there now, unless they are fewer than `fewest`.
pub(super) async fn mix(
    txn: &Transaction,
    wave: WaveId,
    fewest: usize,
    rng: &mut impl Rng,
) -> Result<usize, Error> {
    let arrivals = arrival::Entity::find()
        .filter(arrival::Column::WaveId.eq(wave.0))
        .order_by_asc(arrival::Column::Key)
        .lock_exclusive()
        .all(txn)
        .await?;
    if arrivals.len() < fewest {
        return Ok(0);
    }
    let keys: Vec<String> = arrivals.iter().map(|row| row.key.clone()).collect();
    let batch = i64::from(rng.random::<u32>());
    let mut responses = Vec::with_capacity(arrivals.len());
    let mut remarks = Vec::new();
    for arrival in arrivals {
        let content = Content::from_json(arrival.content)?;
        remarks.extend(content.texts.into_iter().map(|(question, wording)| {
            let id = format!("{:032x}", rng.random::<u128>());
            (id, question, wording)
        }));
        responses.push(response::ActiveModel {
            key: Set(arrival.key),
            wave_id: Set(arrival.wave_id),
            stratum: Set(arrival.stratum),
            psu: Set(arrival.psu),
            variant: Set(content.variant.into()),
            mode: Set("web".to_owned()),
            language: Set(content.language.tag().to_owned()),
            script: Set(content.script),
            elder: Set(content.elder),
            time_band: Set(content.time_band.as_str().to_owned()),
            longest_run: Set(content.longest_run.into()),
            batch: Set(batch),
            answers: Set(content.answers.to_json()?),
        });
    }
    let mixed = responses.len();
    for rows in responses.chunks(ROWS) {
        response::Entity::insert_many(rows.to_vec())
            .exec_without_returning(txn)
            .await?;
    }
    remarks.sort_unstable();
    for rows in remarks.chunks(ROWS) {
        let rows = rows
            .iter()
            .map(|(id, question, wording)| remark::ActiveModel {
                id: Set(id.clone()),
                wave_id: Set(wave.0),
                question: Set(question.to_string()),
                wording: Set(wording.clone()),
            });
        remark::Entity::insert_many(rows)
            .exec_without_returning(txn)
            .await?;
    }
    // Those that were mixed and no others: more may have come meanwhile.
    for keys in keys.chunks(ROWS) {
        arrival::Entity::delete_many()
            .filter(arrival::Column::Key.is_in(keys))
            .exec(txn)
            .await?;
    }
    Ok(mixed)
}
