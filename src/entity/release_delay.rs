//! Table `release_delay`.

use sea_orm::entity::prelude::*;

/// Why waves have not been released in time.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "release_delay")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    pub wave_id: i64,
    /// When the reason was given.
    pub at: DateTimeUtc,
    /// Who gave it.
    pub by: String,
    /// The reason, as everybody can read it.
    pub reason: String,
}

impl ActiveModelBehavior for ActiveModel {}
