//! Table `sitting`.

use sea_orm::entity::prelude::*;

/// Sittings: the openings of a wave's sealed questionnaires.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sitting")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub wave_id: i64,
    /// It opens what was taken in before this moment.
    pub until: DateTimeUtc,
    /// The public key that its questionnaires are sealed to, in hexadecimal digits.
    #[sea_orm(unique)]
    pub public_key: String,
    /// When it was opened.
    pub opened_at: Option<DateTimeUtc>,
    /// How many shares make its private key; none where the installation holds it.
    pub trustees_needed: Option<i32>,
    /// How many trustees hold a share.
    pub trustees: Option<i32>,
}

impl ActiveModelBehavior for ActiveModel {}
