//! Table `attempt`.

use sea_orm::entity::prelude::*;

/// Attempts to reach a sampled household, known to the day.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "attempt")]
pub struct Model {
    /// The case.
    #[sea_orm(primary_key, auto_increment = false)]
    pub case_id: i64,
    /// The day of the attempt.
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: Date,
    /// Letter, visit or telephone.
    #[sea_orm(primary_key, auto_increment = false)]
    pub mode: String,
    /// What came of it, by its AAPOR code.
    #[sea_orm(primary_key, auto_increment = false)]
    pub result: String,
    /// Who of the staff wrote it down, by name.
    pub recorded_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
