//! Table `frame_stratum`.

use sea_orm::entity::prelude::*;

/// The first level of a plan's sampling frame.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "frame_stratum")]
pub struct Model {
    /// The plan.
    #[sea_orm(primary_key, auto_increment = false)]
    pub plan_id: String,
    /// The unit's code (GB/T 2260).
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    /// Its place in the frame's order.
    pub position: i32,
    /// The unit as JSON.
    pub content: Json,
}

impl ActiveModelBehavior for ActiveModel {}
