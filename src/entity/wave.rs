//! Table `wave`.

use sea_orm::entity::prelude::*;

/// Waves: one fielding of a questionnaire version each.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "wave")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Address, unique in an installation.
    pub slug: String,
    /// The plan it judges.
    pub plan_id: String,
    /// Hash of the questionnaire version.
    pub version: String,
    /// `probability` or `open`.
    pub mode: String,
    /// Title by language.
    pub title: Json,
    /// The year it stands for.
    pub year: i32,
    /// First moment answers are taken.
    pub opens_at: DateTimeUtc,
    /// Moment from which none are.
    pub closes_at: DateTimeUtc,
    /// When it was closed.
    pub closed_at: Option<DateTimeUtc>,
    /// When its answers were erased, their time being over.
    pub answers_erased_at: Option<DateTimeUtc>,
    /// Statutory header.
    pub header: Option<Json>,
    /// Where residents may ask, and complain if nothing else is named.
    pub contact: Option<Json>,
    /// Where residents may complain: an office that is not the body asking.
    pub complaints: Option<Json>,
    /// Simulated residents or a mere demonstration.
    pub simulated: bool,
    /// The edition of the plan it was opened under.
    pub edition: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
