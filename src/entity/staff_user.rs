//! Table `staff_user`.

use sea_orm::entity::prelude::*;

/// Staff. Rows are never deleted: the audit log names them.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "staff_user")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The name as it was typed.
    pub name: String,
    /// The name in small letters, unique.
    pub name_key: String,
    /// The Argon2id hash of the password, with its parameters.
    pub password_hash: String,
    /// Whether signing in is barred.
    pub disabled: bool,
    /// When the user was added.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
