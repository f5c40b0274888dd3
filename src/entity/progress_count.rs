//! Table `progress_count`.

use sea_orm::entity::prelude::*;

/// How many fills of a wave and variant got as far as a step.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "progress_count")]
pub struct Model {
    /// The wave.
    #[sea_orm(primary_key, auto_increment = false)]
    pub wave_id: i64,
    /// The variant shown.
    #[sea_orm(primary_key, auto_increment = false)]
    pub variant: i32,
    /// 0: opened; k: the k-th question as the variant shows it; -1: sent.
    #[sea_orm(primary_key, auto_increment = false)]
    pub step: i32,
    /// How many.
    pub people: i64,
}

impl ActiveModelBehavior for ActiveModel {}
