//! Table `second_factor`.

use sea_orm::entity::prelude::*;

/// What makes the one-time codes of somebody on the staff.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "second_factor")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: i64,
    /// The secret, sealed.
    pub secret: Vec<u8>,
    pub confirmed_at: DateTimeUtc,
    /// The half minute, counted from 1970, of the last code taken.
    pub last_step: i64,
}

impl ActiveModelBehavior for ActiveModel {}
