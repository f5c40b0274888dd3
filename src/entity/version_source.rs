//! Table `version_source`.

use sea_orm::entity::prelude::*;

/// The TOML text versions were read from, comments and all.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "version_source")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Model {
    /// The version.
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: String,
    pub text: String,
}

impl ActiveModelBehavior for ActiveModel {}
