//! Table `correction`.

use sea_orm::entity::prelude::*;

/// What was corrected of a wave after it was registered.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "correction")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub wave_id: i64,
    pub at: DateTimeUtc,
    /// By name.
    pub by: String,
    pub reason: String,
    /// What was there and what is there now, as JSON.
    pub change: Json,
}

impl ActiveModelBehavior for ActiveModel {}
