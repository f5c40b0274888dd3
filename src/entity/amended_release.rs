//! Table `amended_release`.

use sea_orm::entity::prelude::*;

/// Results computed otherwise than registered.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "amended_release")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    pub wave_id: i64,
    /// Its number among those of the wave, from 1.
    pub number: i32,
    /// When it was released.
    pub released_at: DateTimeUtc,
    /// The release as JSON.
    pub content: Json,
}

impl ActiveModelBehavior for ActiveModel {}
