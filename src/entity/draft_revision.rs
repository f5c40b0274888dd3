//! Table `draft_revision`.

use sea_orm::entity::prelude::*;

/// Every text a draft ever had.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "draft_revision")]
pub struct Model {
    /// The draft.
    #[sea_orm(primary_key, auto_increment = false)]
    pub draft_id: i64,
    /// Its number in the draft, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    /// The revision it was made from; none for the first.
    pub based_on: Option<i32>,
    /// The whole text.
    pub text: String,
    /// Who wrote it.
    pub by: String,
    /// When.
    pub at: DateTimeUtc,
    /// What was changed, in a few words.
    pub what: String,
}

impl ActiveModelBehavior for ActiveModel {}
