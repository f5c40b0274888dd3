//! Table `sample_case`.

use sea_orm::entity::prelude::*;

/// Sampled households and what became of them.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sample_case")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    pub drawn_psu_id: i64,
    /// Number of the household in the list of its PSU.
    pub household: i64,
    /// AAPOR code; none while nothing is known.
    pub disposition: Option<String>,
    /// Where the household lives, in one line and without a name; none where nobody has told.
    pub address: Option<String>,
    /// The replicate it came with: 0 of those invited at first.
    pub replicate: i64,
}

impl ActiveModelBehavior for ActiveModel {}
