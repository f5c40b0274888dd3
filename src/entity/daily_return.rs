//! Table `daily_return`.

use sea_orm::entity::prelude::*;

/// How many forms came back in a stratum on a day.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "daily_return")]
pub struct Model {
    /// The wave.
    #[sea_orm(primary_key, auto_increment = false)]
    pub wave_id: i64,
    /// Code of the stratum.
    #[sea_orm(primary_key, auto_increment = false)]
    pub stratum: String,
    /// The day, in China.
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: Date,
    /// How many.
    pub returns: i64,
}

impl ActiveModelBehavior for ActiveModel {}
