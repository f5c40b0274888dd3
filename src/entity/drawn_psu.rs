//! Table `drawn_psu`.

use sea_orm::entity::prelude::*;

/// The PSUs of a draw.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "drawn_psu")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    pub draw_id: i64,
    /// Code of the stratum.
    pub stratum: String,
    /// Code of the PSU.
    pub code: String,
    /// Name of the PSU by language.
    pub name: Json,
    /// Urban community rather than village.
    pub urban: bool,
    /// Measure of size.
    pub households: i64,
    /// π₁, 0 to 1.
    pub inclusion_probability: f64,
    /// Taken for certain because of its size.
    pub certainty: bool,
    /// 1/(π₁ π₂), households per household drawn.
    pub base_weight: f64,
    /// Code of the neighbour it was merged with at close.
    pub merged_into: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
