//! Table `text_theme`.

use sea_orm::entity::prelude::*;

/// A theme in the code book of a question.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "text_theme")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub wave_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub question: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    /// Its name and when it applies, as JSON.
    pub content: Json,
}

impl ActiveModelBehavior for ActiveModel {}
