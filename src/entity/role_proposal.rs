//! Table `role_proposal`.

use sea_orm::entity::prelude::*;

/// Roles that one administrator wants somebody to have and another has not agreed to yet.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "role_proposal")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: i64,
    /// The words of all the roles wanted, as a JSON array.
    pub roles: Json,
    /// The name of the administrator who wants it.
    pub by: String,
    pub at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
