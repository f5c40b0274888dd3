//! Table `draw`.

use sea_orm::entity::prelude::*;

/// The drawn sample of a wave.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "draw")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    pub wave_id: i64,
    /// What was asked for as JSON: households, households per PSU, allocation, seed, shift.
    pub plan: Json,
    /// SHA-256 of the frame drawn from.
    pub frame_hash: String,
    /// Generator and selection method by name.
    pub algorithm: String,
    /// When it was drawn.
    pub drawn_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
