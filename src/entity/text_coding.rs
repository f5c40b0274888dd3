//! Table `text_coding`.

use sea_orm::entity::prelude::*;

/// The themes that a reviewed text has.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "text_coding")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Model {
    /// The text.
    #[sea_orm(primary_key, auto_increment = false)]
    pub remark_id: String,
    pub wave_id: i64,
    /// The question it answers.
    pub question: String,
    /// Who coded it, by name.
    pub first_by: String,
    /// Codes of themes, as a list in JSON.
    pub first_themes: Json,
    /// Who coded it again without seeing the first codes, by name.
    pub second_by: Option<String>,
    pub second_themes: Option<Json>,
}

impl ActiveModelBehavior for ActiveModel {}
