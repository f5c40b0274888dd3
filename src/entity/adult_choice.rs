//! Table `adult_choice`.

use sea_orm::entity::prelude::*;

/// How the adult who answers is chosen at the door in a wave; a wave without a row goes by the next birthday.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "adult_choice")]
pub struct Model {
    /// The wave.
    #[sea_orm(primary_key, auto_increment = false)]
    pub wave_id: i64,
    /// The word of the way.
    pub way: String,
}

impl ActiveModelBehavior for ActiveModel {}
