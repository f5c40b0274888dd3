//! Table `reserve_household`.

use sea_orm::entity::prelude::*;

/// Households drawn to be held in reserve.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reserve_household")]
pub struct Model {
    /// The PSU.
    #[sea_orm(primary_key, auto_increment = false)]
    pub drawn_psu_id: i64,
    /// Number of the household in the list of its PSU.
    #[sea_orm(primary_key, auto_increment = false)]
    pub household: i64,
    /// Its replicate, from 1.
    pub replicate: i64,
}

impl ActiveModelBehavior for ActiveModel {}
