//! Table `prepared_release`.

use sea_orm::entity::prelude::*;

/// Results that somebody computed and nobody has published yet.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "prepared_release")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub wave_id: i64,
    /// The name of whoever computed it.
    pub by: String,
    pub at: DateTimeUtc,
    /// The release as JSON.
    pub content: Json,
    /// What was looked at beside it as JSON; none of an open link.
    pub review: Option<Json>,
}

impl ActiveModelBehavior for ActiveModel {}
