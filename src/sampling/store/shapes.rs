//! The outlines of strata in the database: of each plan those imported last.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, EntityTrait, Set};

use super::{from_array, to_array};
use crate::StratumShape;
use db::{Error, Transaction};
use entity::plan_shapes::{ActiveModel, Column, Entity};

/// Keeps the outlines of a plan in place of earlier ones; no outlines take those away.
///
/// No figure hangs on them, so they are no part of the plan's edition.
pub async fn save_shapes(
    txn: &Transaction,
    plan: &str,
    shapes: &[StratumShape],
    imported_at: DateTime<Utc>,
) -> Result<(), Error> {
    if shapes.is_empty() {
        Entity::delete_by_id(plan).exec(txn).await?;
        return Ok(());
    }
    let row = ActiveModel {
        plan_id: Set(plan.to_owned()),
        shapes: Set(to_array(shapes)?),
        imported_at: Set(imported_at),
    };
    let replace = OnConflict::column(Column::PlanId)
        .update_columns([Column::Shapes, Column::ImportedAt])
        .to_owned();
    Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(txn)
        .await?;
    Ok(())
}

/// The outlines of a plan's strata, in the order of their file; none without a map.
pub async fn list_shapes(
    db: &impl ConnectionTrait,
    plan: &str,
) -> Result<Vec<StratumShape>, Error> {
    let row = Entity::find_by_id(plan).one(db).await?;
    row.map_or_else(|| Ok(Vec::new()), |row| from_array(row.shapes))
}
