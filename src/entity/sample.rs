//! Table `sample`.

use sea_orm::entity::prelude::*;

/// Samples that were drawn from a frame.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sample")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    pub plan_id: String,
    /// The frame drawn from.
    pub frame_hash: String,
    pub name: String,
    /// What was drawn, with its seed, and what was assumed, as JSON.
    pub design: Json,
    /// Generator and selection method by name.
    pub algorithm: String,
    pub drawn_by: String,
    pub drawn_at: DateTimeUtc,
    /// The wave that was opened with it.
    #[sea_orm(unique)]
    pub wave_id: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
