//! Table `staff_session`.

use sea_orm::entity::prelude::*;

/// Who is signed in.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "staff_session")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Model {
    /// The hash of the token that a browser holds.
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: String,
    pub user_id: i64,
    /// When the user signed in.
    pub begun_at: DateTimeUtc,
    /// When the session was last used, to the minute.
    pub seen_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
