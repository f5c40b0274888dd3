//! Table `frame_draft`.

use sea_orm::entity::prelude::*;

/// Lists of units that were uploaded and are no frames yet.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "frame_draft")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub plan_id: String,
    pub file_name: String,
    /// The file as it came.
    pub file: Vec<u8>,
    pub name: String,
    pub source: String,
    /// The day that its figures stand for.
    pub reference_date: Option<Date>,
    /// `verified`, `provisional` or `synthetic`.
    pub status: String,
    /// What was said by hand of its sheet, heading and columns, as JSON.
    pub assignment: Json,
    /// By how many percent of its census the persons of a stratum may differ.
    pub tolerance: i32,
    /// How many faults it had when it was last read.
    pub faults: i64,
    pub begun_by: String,
    pub begun_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
