//! Table `test_link`.

use sea_orm::entity::prelude::*;

/// Private links by which a version can be tried.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "test_link")]
pub struct Model {
    /// What the address holds.
    #[sea_orm(primary_key, auto_increment = false)]
    pub token: String,
    /// The version; one link each.
    pub version: String,
}

impl ActiveModelBehavior for ActiveModel {}
