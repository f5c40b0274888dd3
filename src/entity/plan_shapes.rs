//! Table `plan_shapes`.

use sea_orm::entity::prelude::*;

/// The outlines of the strata of plans, for maps.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "plan_shapes")]
pub struct Model {
    /// The plan.
    #[sea_orm(primary_key, auto_increment = false)]
    pub plan_id: String,
    /// The outlines, in the order of the file.
    pub shapes: Json,
    /// When they were last imported.
    pub imported_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
