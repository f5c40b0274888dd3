//! Table `plan`.

use sea_orm::entity::prelude::*;

/// Imported plans.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "plan")]
pub struct Model {
    /// The plan's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The edition imported last.
    pub edition: Option<String>,
    /// When it was last imported.
    pub imported_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
