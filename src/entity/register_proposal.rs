//! Table `register_proposal`.

use sea_orm::entity::prelude::*;

/// A value of the register that waits for its release.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "register_proposal")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub plan_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub indicator: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i32,
    /// The value with its source, as JSON.
    pub content: Json,
    /// Why it takes the place of a released one.
    pub reason: Option<String>,
    /// By name.
    pub by: String,
    pub at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
