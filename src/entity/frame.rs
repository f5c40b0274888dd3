//! Table `frame`.

use sea_orm::entity::prelude::*;

/// Lists of communities and villages that samples are drawn from.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "frame")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Model {
    /// SHA-256 of strata and units in the order of selection.
    #[sea_orm(primary_key, auto_increment = false)]
    pub hash: String,
    pub plan_id: String,
    /// The edition of the plan whose strata it has.
    pub edition: String,
    pub name: String,
    pub source: String,
    /// The day that its figures stand for.
    pub reference_date: Date,
    /// `verified`, `provisional` or `synthetic`.
    pub status: String,
    /// Strata and units as JSON.
    pub content: Json,
    pub taken_by: String,
    pub taken_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
