//! Table `password_link`.

use sea_orm::entity::prelude::*;

/// The link by which somebody on the staff sets their own password.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "password_link")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: i64,
    /// A hash of what stands in the link.
    #[sea_orm(unique)]
    pub token_hash: String,
    pub made_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
