//! Table `paper_entry`.

use sea_orm::entity::prelude::*;

/// Booklets on paper that were typed in and are not counted yet, readable with the code on their covers alone.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "paper_entry")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Model {
    /// Keyed hash of the access code.
    #[sea_orm(primary_key, auto_increment = false)]
    pub code_hash: String,
    pub wave_id: i64,
    /// Who of the staff typed it in first, by name.
    pub first_by: String,
    /// Who typed it in differently, by name; none while it waits for its second entry.
    pub second_by: Option<String>,
    /// What was typed, sealed.
    pub bytes: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
