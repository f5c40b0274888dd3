//! Table `receipt`.

use sea_orm::entity::prelude::*;

/// Receipts given out.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "receipt")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Model {
    /// Keyed hash of the receipt.
    #[sea_orm(primary_key, auto_increment = false)]
    pub hash: String,
    pub wave_id: i64,
}

impl ActiveModelBehavior for ActiveModel {}
