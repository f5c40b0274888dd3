//! Table `confirmed_translation`.

use sea_orm::entity::prelude::*;

/// Translations of drafts that were found right although their original had changed.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "confirmed_translation")]
pub struct Model {
    /// The draft.
    #[sea_orm(primary_key, auto_increment = false)]
    pub draft_id: i64,
    /// The language of the translation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub language: String,
    /// Which text, as in `question.R11`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub text: String,
    /// The original it was found right beside.
    pub original: String,
}

impl ActiveModelBehavior for ActiveModel {}
