//! Draws and cases in the database.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, Set,
};

use crate::disposition::Disposition;
use crate::sampled_psu::{AtFirst, CaseTally, SampledPsu};
use crate::wave::{Wave, WaveId};
use db::{Document, Error, Transaction, to_json};
use entity::{draw, drawn_psu, invitation, reserve_household, sample_case};
use sampling::{Draw, Frame, PsuId, SamplePlan, StratumId};

/// Rows per INSERT, below SQLite's bound on bound values.
pub(super) const ROWS: usize = 1_000;

/// Stores the draw of a wave with one case per household invited at first, and what is held in reserve; the frame tells what the
/// PSUs are.
pub async fn record_draw(
    txn: &Transaction,
    wave: &Wave,
    frame: &Frame,
    drawn: &Draw,
    drawn_at: DateTime<Utc>,
) -> Result<(), Error> {
    let row = draw::ActiveModel {
        wave_id: Set(wave.id.0),
        plan: Set(drawn.plan.to_json()?),
        frame_hash: Set(drawn.frame_hash.clone()),
        algorithm: Set(drawn.algorithm.clone()),
        drawn_at: Set(drawn_at),
        ..Default::default()
    };
    let draw_id = row.insert(txn).await?.id;
    let (mut cases, mut reserve) = (Vec::new(), Vec::new());
    for psu in &drawn.psus {
        let unit = frame
            .unit(&psu.code)
            .ok_or_else(|| Error::RecordNotFound(format!("PSU {} in the frame", psu.code)))?;
        let row = drawn_psu::ActiveModel {
            draw_id: Set(draw_id),
            stratum: Set(psu.stratum.to_string()),
            code: Set(psu.code.to_string()),
            name: Set(to_json(&unit.name)?),
            urban: Set(unit.urban),
            households: Set(to_i64(psu.households)),
            inclusion_probability: Set(psu.inclusion_probability),
            certainty: Set(psu.certainty),
            base_weight: Set(psu.base_weight),
            merged_into: Set(None),
            ..Default::default()
        };
        let drawn_psu_id = row.insert(txn).await?.id;
        cases.extend(
            psu.selected
                .iter()
                .map(|household| sample_case::ActiveModel {
                    drawn_psu_id: Set(drawn_psu_id),
                    household: Set(to_i64(*household)),
                    disposition: Set(None),
                    address: Set(None),
                    replicate: Set(0),
                    ..Default::default()
                }),
        );
        for (replicate, households) in (1..).zip(&psu.reserves) {
            reserve.extend(
                households
                    .iter()
                    .map(|household| reserve_household::ActiveModel {
                        drawn_psu_id: Set(drawn_psu_id),
                        household: Set(to_i64(*household)),
                        replicate: Set(replicate),
                    }),
            );
        }
    }
    for rows in cases.chunks(ROWS) {
        sample_case::Entity::insert_many(rows.to_vec())
            .exec_without_returning(txn)
            .await?;
    }
    for rows in reserve.chunks(ROWS) {
        reserve_household::Entity::insert_many(rows.to_vec())
            .exec_without_returning(txn)
            .await?;
    }
    Ok(())
}

/// How a sample was drawn: enough to draw it again from the frame of this hash.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawRecord {
    /// What was asked for.
    pub plan: SamplePlan,
    /// [`Frame::hash`] of the frame drawn from.
    pub frame_hash: String,
    /// Generator and method.
    pub algorithm: String,
}

/// How the sample of a wave was drawn; none for a wave without one.
pub async fn find_draw(
    db: &impl ConnectionTrait,
    wave: WaveId,
) -> Result<Option<DrawRecord>, Error> {
    let row = draw::Entity::find()
        .filter(draw::Column::WaveId.eq(wave.0))
        .one(db)
        .await?;
    row.map(|row| {
        Ok(DrawRecord {
            plan: SamplePlan::from_json(row.plan)?,
            frame_hash: row.frame_hash,
            algorithm: row.algorithm,
        })
    })
    .transpose()
}

/// Stores what became of cases that did not return.
pub async fn record_dispositions(
    txn: &Transaction,
    dispositions: &[(i64, Disposition)],
) -> Result<(), Error> {
    let mut cases: BTreeMap<Disposition, Vec<i64>> = BTreeMap::new();
    for (case, disposition) in dispositions {
        cases.entry(*disposition).or_default().push(*case);
    }
    for (disposition, cases) in cases {
        for cases in cases.chunks(ROWS) {
            sample_case::Entity::update_many()
                .col_expr(sample_case::Column::Disposition, disposition.code().into())
                .filter(sample_case::Column::Id.is_in(cases.iter().copied()))
                .exec(txn)
                .await?;
        }
    }
    Ok(())
}

/// The rows of the PSUs of a wave's draw, in the order drawn; empty without a draw.
pub(super) async fn list_drawn_psus(
    db: &impl ConnectionTrait,
    wave: WaveId,
) -> Result<Vec<drawn_psu::Model>, Error> {
    let draw = draw::Entity::find()
        .filter(draw::Column::WaveId.eq(wave.0))
        .one(db)
        .await?;
    let Some(draw) = draw else {
        return Ok(Vec::new());
    };
    drawn_psu::Entity::find()
        .filter(drawn_psu::Column::DrawId.eq(draw.id))
        .order_by_asc(drawn_psu::Column::Id)
        .all(db)
        .await
}

/// The PSUs of a wave's draw in the order drawn, with what became of their cases; empty without a draw.
pub async fn list_sampled_psus(
    db: &impl ConnectionTrait,
    wave: WaveId,
) -> Result<Vec<SampledPsu>, Error> {
    let rows = list_drawn_psus(db, wave).await?;
    let mut tallies = tally_cases(db, wave, rows.iter().map(|row| row.id).collect()).await?;
    rows.into_iter()
        .map(|row| {
            let (cases, at_first) = tallies.remove(&row.id).unwrap_or_default();
            let at_first = AtFirst {
                cases: at_first,
                base_weight: row.base_weight,
            };
            Ok(SampledPsu {
                id: row.id,
                merged_into: row.merged_into.map(PsuId::new),
                base_weight: at_first.base_weight_of(cases.cases),
                at_first,
                cases,
                code: PsuId::new(row.code),
                stratum: StratumId::new(row.stratum),
                urban: row.urban,
                households: u64::try_from(row.households).map_err(|error| {
                    Error::Custom(format!("households {}: {error}", row.households))
                })?,
                inclusion_probability: row.inclusion_probability,
                certainty: row.certainty,
            })
        })
        .collect()
}

/// The cases of a wave of which a questionnaire came back, by whichever of their codes.
pub(super) async fn list_returned(
    db: &impl ConnectionTrait,
    wave: WaveId,
) -> Result<BTreeSet<i64>, Error> {
    let cases: Vec<i64> = invitation::Entity::find()
        .filter(invitation::Column::WaveId.eq(wave.0))
        .filter(invitation::Column::Returned.eq(true))
        .select_only()
        .column(invitation::Column::CaseId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(cases.into_iter().collect())
}

/// What became of the cases of these PSUs, by the row of the PSU, and how many of them were invited at first.
async fn tally_cases(
    db: &impl ConnectionTrait,
    wave: WaveId,
    psus: Vec<i64>,
) -> Result<BTreeMap<i64, (CaseTally, u64)>, Error> {
    let returned = list_returned(db, wave).await?;
    let mut tallies: BTreeMap<i64, (CaseTally, u64)> = BTreeMap::new();
    for psus in psus.chunks(ROWS) {
        let cases = sample_case::Entity::find()
            .filter(sample_case::Column::DrawnPsuId.is_in(psus.iter().copied()))
            .all(db)
            .await?;
        for case in cases {
            let (tally, at_first) = tallies.entry(case.drawn_psu_id).or_default();
            *at_first += u64::from(case.replicate == 0);
            let disposition = case.disposition.as_deref().and_then(Disposition::from_code);
            tally.cases += 1;
            match (returned.contains(&case.id), disposition) {
                (true, _) => tally.returned += 1,
                (false, Some(disposition)) => {
                    *tally.dispositions.entry(disposition).or_default() += 1;
                }
                (false, None) => tally.silent += 1,
            }
        }
    }
    Ok(tallies)
}

fn to_i64(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
