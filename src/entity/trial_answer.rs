//! Table `trial_answer`.

use sea_orm::entity::prelude::*;

/// What was answered through a test link. Nothing counts these.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "trial_answer")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Model {
    /// Random.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub version: String,
    /// Variant, language and answers.
    pub content: Json,
}

impl ActiveModelBehavior for ActiveModel {}
