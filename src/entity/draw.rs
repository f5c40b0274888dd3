//! Table `draw`.

use sea_orm::entity::prelude::*;

/// The drawn sample of a wave.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "draw")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The wave.
    pub wave_id: i64,
    /// Seed of the generator, in decimal.
    pub seed: String,
    /// Generator and selection method by name.
    pub algorithm: String,
    /// When it was drawn.
    pub drawn_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
