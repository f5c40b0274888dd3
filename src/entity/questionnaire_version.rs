//! Table `questionnaire_version`.

use sea_orm::entity::prelude::*;

/// Immutable questionnaire versions.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "questionnaire_version")]
pub struct Model {
    /// Hash of the canonical content.
    #[sea_orm(primary_key, auto_increment = false)]
    pub hash: String,
    /// The questionnaire's id over its versions.
    pub questionnaire: String,
    /// The plan it belongs to.
    pub plan_id: Option<String>,
    /// The canonical content.
    pub content: Json,
    /// When it was first imported.
    pub imported_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
