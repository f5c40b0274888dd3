//! Table `draft`.

use sea_orm::entity::prelude::*;

/// Questionnaires in the making.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "draft")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The questionnaire's id, as far as the text can be read.
    pub questionnaire: String,
    /// Its title by language, as far as the text can be read.
    pub title: Option<Json>,
    /// `draft`, `in-review`, `published` or `discarded`.
    pub state: String,
    /// The revision that counts now.
    pub head: i32,
    /// The version it was begun from.
    pub origin: Option<String>,
    /// Who began it.
    pub created_by: String,
    /// When.
    pub created_at: DateTimeUtc,
    /// Who changed it last.
    pub changed_by: String,
    /// When.
    pub changed_at: DateTimeUtc,
    /// Who sent it to review.
    pub sent_by: Option<String>,
    /// When.
    pub sent_at: Option<DateTimeUtc>,
    /// The version it became.
    pub version: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
