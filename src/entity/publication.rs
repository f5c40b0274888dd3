//! Table `publication`.

use sea_orm::entity::prelude::*;

/// Which versions were approved in the studio, and by whom.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "publication")]
pub struct Model {
    /// The version.
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: String,
    /// The draft it was.
    pub draft_id: Option<i64>,
    /// Who sent it to review.
    pub written_by: String,
    /// Who approved it: somebody else.
    pub approved_by: String,
    /// When.
    pub published_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
