//! Table `released_replicate`.

use sea_orm::entity::prelude::*;

/// Replicates that were released from the reserve of a wave.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "released_replicate")]
pub struct Model {
    /// The wave.
    #[sea_orm(primary_key, auto_increment = false)]
    pub wave_id: i64,
    /// Its replicate, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub replicate: i64,
    /// Who released it, by name.
    pub released_by: String,
    /// When.
    pub released_at: DateTimeUtc,
    /// Why.
    pub reason: String,
}

impl ActiveModelBehavior for ActiveModel {}
