//! Table `sign_in_failure`.

use sea_orm::entity::prelude::*;

/// Failed attempts at passwords, counted by account and network, by known browser, and by network.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in_failure")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Model {
    /// A hash of the name typed with the network, of the browser or of the network: a name may be a password typed
    /// in the wrong field.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// How many since the last success or day of rest.
    pub failures: i32,
    pub last_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
