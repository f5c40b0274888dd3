//! Table `plan_edition`.

use sea_orm::entity::prelude::*;

/// Plans with their frames and margins as they were imported.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "plan_edition")]
pub struct Model {
    /// SHA-256 of plan, strata and margins.
    #[sea_orm(primary_key, auto_increment = false)]
    pub hash: String,
    /// The plan.
    pub plan_id: String,
    /// The plan as JSON.
    pub content: Json,
    /// The strata of its frame, in the order of the file.
    pub strata: Json,
    /// Its margins, in the order of the file.
    pub margins: Json,
    /// When it was first imported.
    pub imported_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
