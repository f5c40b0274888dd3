//! Table `prepared_public_use`.

use sea_orm::entity::prelude::*;

/// Rows for everybody that somebody prepared and nobody has published yet.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "prepared_public_use")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub wave_id: i64,
    /// What the columns are, as JSON.
    pub code_book: Json,
    /// The rows as CSV.
    #[sea_orm(column_type = "Text")]
    pub rows: String,
    /// How well anybody is known by them, as JSON.
    pub uniqueness: Json,
    /// The name of whoever prepared them.
    pub by: String,
    pub at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
