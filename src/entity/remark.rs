//! Table `remark`.

use sea_orm::entity::prelude::*;

/// Texts, without any key to the response they came with.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "remark")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Model {
    /// Random.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub wave_id: i64,
    /// The question it answers.
    pub question: String,
    /// What was written.
    pub wording: String,
}

impl ActiveModelBehavior for ActiveModel {}
