//! Table `installation`.

use sea_orm::entity::prelude::*;

/// Facts about this installation, such as the check value of its hash key.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "installation")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Model {
    /// The fact's name.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    pub value: String,
}

impl ActiveModelBehavior for ActiveModel {}
