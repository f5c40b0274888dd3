//! Table `earlier_arrival`, in databases of a version that did not seal, until its first start.

use sea_orm::entity::prelude::*;

/// Questionnaires taken in and neither sealed nor mixed.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "earlier_arrival")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Model {
    /// Keyed hash of the submission id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    pub wave_id: i64,
    /// Code of the stratum; none on an open link.
    pub stratum: Option<String>,
    /// Code of the PSU; none on an open link.
    pub psu: Option<String>,
    /// What is kept of the questionnaire.
    pub content: Json,
}

impl ActiveModelBehavior for ActiveModel {}
