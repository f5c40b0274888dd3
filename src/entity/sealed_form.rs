//! Table `sealed_form`.

use sea_orm::entity::prelude::*;

/// Questionnaires taken in and readable by nobody until their sitting is opened.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sealed_form")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Model {
    /// Keyed hash of the submission id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    pub wave_id: i64,
    pub sitting_id: i64,
    /// What was sealed.
    pub bytes: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
