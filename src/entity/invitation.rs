//! Table `invitation`.

use sea_orm::entity::prelude::*;

/// Invitations: that a code was returned, never when nor with what.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "invitation")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Model {
    /// Keyed hash of the access code.
    #[sea_orm(primary_key, auto_increment = false)]
    pub code_hash: String,
    pub wave_id: i64,
    /// The case invited.
    pub case_id: i64,
    /// Whether a complete questionnaire came back.
    pub returned: bool,
}

impl ActiveModelBehavior for ActiveModel {}
