//! Table `response`.

use sea_orm::entity::prelude::*;

/// Responses: no code, no time, no order.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "response")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Model {
    /// Random.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    pub wave_id: i64,
    /// Code of the stratum; none on an open link.
    pub stratum: Option<String>,
    /// Code of the PSU, after merging; none on an open link.
    pub psu: Option<String>,
    /// How it came, `web`, `paper` or `interviewer`; none where its PSU had few of a mode, and on an open link.
    pub mode: Option<String>,
    /// The group of every arm.
    pub arms: Json,
    /// Answers by question, without texts.
    pub answers: Json,
}

impl ActiveModelBehavior for ActiveModel {}
