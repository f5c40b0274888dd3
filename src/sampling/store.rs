//! The first level of a plan's frame, and its margins, in the database.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use super::{FrameStratum, Margin, SamplePlan};
use db::{Document, Error, Transaction};
use entity::{frame_stratum, margin};

/// Stores the strata and margins of a plan in place of those it had.
pub async fn save_frame(
    txn: &Transaction,
    plan: &str,
    strata: &[FrameStratum],
    margins: &[Margin],
) -> Result<(), Error> {
    frame_stratum::Entity::delete_many()
        .filter(frame_stratum::Column::PlanId.eq(plan))
        .exec(txn)
        .await?;
    margin::Entity::delete_many()
        .filter(margin::Column::PlanId.eq(plan))
        .exec(txn)
        .await?;
    for (position, stratum) in (0..).zip(strata) {
        let row = frame_stratum::ActiveModel {
            plan_id: Set(plan.to_owned()),
            code: Set(stratum.code.clone()),
            position: Set(position),
            content: Set(stratum.to_json()?),
        };
        frame_stratum::Entity::insert(row)
            .exec_without_returning(txn)
            .await?;
    }
    for (position, margin) in (0..).zip(margins) {
        let row = margin::ActiveModel {
            plan_id: Set(plan.to_owned()),
            id: Set(margin.id.clone()),
            position: Set(position),
            content: Set(margin.to_json()?),
        };
        margin::Entity::insert(row)
            .exec_without_returning(txn)
            .await?;
    }
    Ok(())
}

/// The strata of a plan's frame, in its order.
pub async fn list_strata(
    db: &impl ConnectionTrait,
    plan: &str,
) -> Result<Vec<FrameStratum>, Error> {
    frame_stratum::Entity::find()
        .filter(frame_stratum::Column::PlanId.eq(plan))
        .order_by_asc(frame_stratum::Column::Position)
        .all(db)
        .await?
        .into_iter()
        .map(|row| Document::from_json(row.content))
        .collect()
}

/// The margins of a plan, in the order of their file; those whose figures are missing included.
pub async fn list_margins(db: &impl ConnectionTrait, plan: &str) -> Result<Vec<Margin>, Error> {
    margin::Entity::find()
        .filter(margin::Column::PlanId.eq(plan))
        .order_by_asc(margin::Column::Position)
        .all(db)
        .await?
        .into_iter()
        .map(|row| Document::from_json(row.content))
        .collect()
}

impl Document for FrameStratum {}
impl Document for Margin {}
impl Document for SamplePlan {}
