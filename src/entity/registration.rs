//! Table `registration`.

use sea_orm::entity::prelude::*;

/// What the results of a wave will be computed by, fixed before its first answer.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "registration")]
pub struct Model {
    /// The wave.
    #[sea_orm(primary_key, auto_increment = false)]
    pub wave_id: i64,
    /// SHA-256 of the registration.
    pub hash: String,
    /// The registration as JSON.
    pub content: Json,
    /// What hides seed and frame in their commitments.
    pub salt: String,
}

impl ActiveModelBehavior for ActiveModel {}
