//! Table `invitation`.

use sea_orm::entity::prelude::*;

/// Invitations: that a code was returned, never when nor with what. A case may have several, of which one is returned at
/// most.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "invitation")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Model {
    /// Keyed hash of the access code.
    #[sea_orm(primary_key, auto_increment = false)]
    pub code_hash: String,
    pub wave_id: i64,
    /// The case invited.
    pub case_id: i64,
    /// Whether a complete questionnaire came back.
    pub returned: bool,
    /// The mailing it went out with; none for one that is older than mailings.
    pub mailing_id: Option<i64>,
    /// Whether it was replaced, so that nobody can answer with it any more.
    pub void: bool,
    /// How the form is to come, `web` or `interviewer`, until it has come; `paper` where it came on paper.
    pub mode: String,
}

impl ActiveModelBehavior for ActiveModel {}
