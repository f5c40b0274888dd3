//! Table `public_use`.

use sea_orm::entity::prelude::*;

/// The rows of a wave for everybody.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "public_use")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub wave_id: i64,
    /// What the columns are, as JSON.
    pub code_book: Json,
    /// The rows as CSV.
    #[sea_orm(column_type = "Text")]
    pub rows: String,
    /// The SHA-256 of the rows.
    pub hash: String,
    /// By name.
    pub prepared_by: String,
    pub prepared_at: DateTimeUtc,
    /// By name.
    pub published_by: String,
    pub published_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
