//! Table `text_review`.

use sea_orm::entity::prelude::*;

/// What two persons made of a text.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "text_review")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Model {
    /// The text.
    #[sea_orm(primary_key, auto_increment = false)]
    pub remark_id: String,
    pub wave_id: i64,
    /// The question it answers.
    pub question: String,
    /// The text without whatever tells who somebody is; none where it is withheld.
    pub wording: Option<String>,
    /// Who wrote this wording, by name.
    pub first_by: String,
    /// Who confirmed it, by name; none while it waits.
    pub second_by: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
