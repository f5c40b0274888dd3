//! Table `audit_entry`.

use sea_orm::entity::prelude::*;

/// What staff did. The database itself refuses to change or delete a row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_entry")]
pub struct Model {
    /// Row number, in the order of the commits.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// When.
    pub at: DateTimeUtc,
    /// Who, by name.
    pub actor: String,
    /// What was done.
    pub action: String,
    /// To what.
    pub subject: String,
    /// What was there.
    pub before: Option<Json>,
    /// What is there now.
    pub after: Option<Json>,
    /// The hash of this entry and of the link before it; none only where somebody bent the file.
    pub link: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
