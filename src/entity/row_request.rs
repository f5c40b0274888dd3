//! Table `row_request`.

use sea_orm::entity::prelude::*;

/// Somebody's wish for the complete rows of a wave.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "row_request")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub wave_id: i64,
    pub purpose: String,
    /// By name.
    pub by: String,
    pub at: DateTimeUtc,
    /// By name; none while it waits.
    pub approved_by: Option<String>,
    pub approved_at: Option<DateTimeUtc>,
    /// When they were handed over, which is done once.
    pub fetched_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
