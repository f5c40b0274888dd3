//! Table `mailing`.

use sea_orm::entity::prelude::*;

/// Letters that went out together, or are planned to.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mailing")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    pub wave_id: i64,
    /// `invitation`, `replicate`, `reminder` or `single`.
    pub kind: String,
    /// The day that a reminder is planned for.
    pub planned_on: Option<Date>,
    /// Who made the letters last; none while they are planned.
    pub made_by: Option<String>,
    pub made_at: Option<DateTimeUtc>,
    /// How many there were.
    pub letters: Option<i64>,
    /// The replicate that an invitation of its own was made for.
    pub replicate: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
