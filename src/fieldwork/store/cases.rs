//! Draws, cases and invitations in the database.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rand::Rng;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set,
};

use crate::code::{AccessCode, HashKey};
use crate::disposition::Disposition;
use crate::sampled_psu::{CaseTally, SampledPsu};
use crate::wave::{Wave, WaveId};
use db::{Document, Error, Transaction, to_json};
use entity::{draw, drawn_psu, invitation, sample_case};
use sampling::{Draw, Frame, PsuId, SamplePlan, StratumId};

/// Rows per INSERT, below SQLite's bound on bound values.
const ROWS: usize = 1_000;

/// An invitation found by its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invitation {
    /// The wave it invites to.
    pub wave: WaveId,
    /// Whether a complete questionnaire came back.
    pub returned: bool,
}

/// A code as it goes to print: the only time it is known in clear.
#[derive(Debug, Clone)]
pub struct IssuedInvitation {
    /// In clear; the database holds only its hash.
    pub code: AccessCode,
    /// The case invited.
    pub case: i64,
    /// The code of its PSU.
    pub psu: PsuId,
    /// Number of the household in the list of its PSU.
    pub household: i64,
}

/// Stores the draw of a wave with one case per sampled household; the frame tells what the PSUs are.
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
    let mut cases = Vec::new();
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
                    ..Default::default()
                }),
        );
    }
    for rows in cases.chunks(ROWS) {
        sample_case::Entity::insert_many(rows.to_vec())
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

/// Draws a code for every case of a wave, stores its keyed hash and hands out the codes, in the order of the cases.
pub async fn issue_invitations(
    txn: &Transaction,
    wave: &Wave,
    key: &HashKey,
    rng: &mut impl Rng,
) -> Result<Vec<IssuedInvitation>, Error> {
    let mut issued = Vec::new();
    for sampled in list_sampled_psus(txn, wave.id).await? {
        let cases = sample_case::Entity::find()
            .filter(sample_case::Column::DrawnPsuId.eq(sampled.id))
            .order_by_asc(sample_case::Column::Household)
            .all(txn)
            .await?;
        issued.extend(cases.into_iter().map(|case| IssuedInvitation {
            code: AccessCode::draw(rng),
            case: case.id,
            psu: sampled.code.clone(),
            household: case.household,
        }));
    }
    let mut rows: Vec<_> = issued
        .iter()
        .map(|invitation| (key.of_code(invitation.code), invitation.case))
        .collect();
    rows.sort_unstable();
    for rows in rows.chunks(ROWS) {
        let rows = rows.iter().map(|(hash, case)| invitation::ActiveModel {
            code_hash: Set(hash.clone()),
            wave_id: Set(wave.id.0),
            case_id: Set(*case),
            returned: Set(false),
        });
        invitation::Entity::insert_many(rows)
            .exec_without_returning(txn)
            .await?;
    }
    Ok(issued)
}

/// The invitation that a code belongs to.
pub async fn find_invitation(
    db: &impl ConnectionTrait,
    key: &HashKey,
    code: AccessCode,
) -> Result<Option<Invitation>, Error> {
    let row = invitation::Entity::find_by_id(key.of_code(code))
        .one(db)
        .await?;
    Ok(row.map(|row| Invitation {
        wave: WaveId(row.wave_id),
        returned: row.returned,
    }))
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

/// The PSUs of a wave's draw in the order drawn, with what became of their cases; empty without a draw.
pub async fn list_sampled_psus(
    db: &impl ConnectionTrait,
    wave: WaveId,
) -> Result<Vec<SampledPsu>, Error> {
    let Some(draw) = draw::Entity::find()
        .filter(draw::Column::WaveId.eq(wave.0))
        .one(db)
        .await?
    else {
        return Ok(Vec::new());
    };
    let rows = drawn_psu::Entity::find()
        .filter(drawn_psu::Column::DrawId.eq(draw.id))
        .order_by_asc(drawn_psu::Column::Id)
        .all(db)
        .await?;
    let mut tallies = tally_cases(db, wave, rows.iter().map(|row| row.id).collect()).await?;
    rows.into_iter()
        .map(|row| {
            Ok(SampledPsu {
                id: row.id,
                merged_into: row.merged_into.map(PsuId::new),
                cases: tallies.remove(&row.id).unwrap_or_default(),
                code: PsuId::new(row.code),
                stratum: StratumId::new(row.stratum),
                urban: row.urban,
                households: u64::try_from(row.households).map_err(|error| {
                    Error::Custom(format!("households {}: {error}", row.households))
                })?,
                inclusion_probability: row.inclusion_probability,
                certainty: row.certainty,
                base_weight: row.base_weight,
            })
        })
        .collect()
}

/// What became of the cases of these PSUs, by the row of the PSU.
async fn tally_cases(
    db: &impl ConnectionTrait,
    wave: WaveId,
    psus: Vec<i64>,
) -> Result<BTreeMap<i64, CaseTally>, Error> {
    let returned: BTreeMap<i64, bool> = invitation::Entity::find()
        .filter(invitation::Column::WaveId.eq(wave.0))
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.case_id, row.returned))
        .collect();
    let mut tallies: BTreeMap<i64, CaseTally> = BTreeMap::new();
    for psus in psus.chunks(ROWS) {
        let cases = sample_case::Entity::find()
            .filter(sample_case::Column::DrawnPsuId.is_in(psus.iter().copied()))
            .all(db)
            .await?;
        for case in cases {
            let tally = tallies.entry(case.drawn_psu_id).or_default();
            let disposition = case.disposition.as_deref().and_then(Disposition::from_code);
            tally.cases += 1;
            match (returned.get(&case.id), disposition) {
                (Some(true), _) => tally.returned += 1,
                (_, Some(disposition)) => *tally.dispositions.entry(disposition).or_default() += 1,
                (_, None) => tally.silent += 1,
            }
        }
    }
    Ok(tallies)
}

fn to_i64(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
