//! Table `earlier_response`, in databases of a version that did not seal, until its first start.

use sea_orm::entity::prelude::*;

/// Responses with the variant that was kept of them; columns that are not carried over are left out.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "earlier_response")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Model {
    /// Keyed hash of the submission id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    pub wave_id: i64,
    /// Code of the stratum; none on an open link.
    pub stratum: Option<String>,
    /// Code of the PSU, after merging; none on an open link.
    pub psu: Option<String>,
    /// The variant shown.
    pub variant: i32,
    /// Answers by question, without texts.
    pub answers: Json,
}

impl ActiveModelBehavior for ActiveModel {}
