//! Table `text_publication`.

use sea_orm::entity::prelude::*;

/// Themes and terms of a wave as somebody prepared them and somebody else published them.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "text_publication")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub wave_id: i64,
    /// By name.
    pub prepared_by: String,
    pub prepared_at: DateTimeUtc,
    pub content: Json,
    /// By name; none while it waits.
    pub published_by: Option<String>,
    pub published_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
