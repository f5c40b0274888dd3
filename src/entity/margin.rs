//! Table `margin`.

use sea_orm::entity::prelude::*;

/// The margins a plan's weights are raked to.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "margin")]
pub struct Model {
    /// The plan.
    #[sea_orm(primary_key, auto_increment = false)]
    pub plan_id: String,
    /// The margin's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// Its place in the file.
    pub position: i32,
    /// The margin as JSON.
    pub content: Json,
}

impl ActiveModelBehavior for ActiveModel {}
