//! Table `assignment`.

use sea_orm::entity::prelude::*;

/// Who visits the households of a PSU that were drawn; a PSU without a row is visited by nobody.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "assignment")]
pub struct Model {
    /// The PSU.
    #[sea_orm(primary_key, auto_increment = false)]
    pub drawn_psu_id: i64,
    /// The interviewer.
    pub user_id: i64,
}

impl ActiveModelBehavior for ActiveModel {}
