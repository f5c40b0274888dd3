//! Table `register_value`.

use sea_orm::entity::prelude::*;

/// A released value of the register.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "register_value")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub plan_id: String,
    pub indicator: String,
    pub year: i32,
    /// The value with its source, as JSON.
    pub content: Json,
    /// Why it takes the place of an earlier one.
    pub reason: Option<String>,
    /// By name.
    pub entered_by: String,
    pub entered_at: DateTimeUtc,
    /// By name.
    pub released_by: String,
    pub released_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
