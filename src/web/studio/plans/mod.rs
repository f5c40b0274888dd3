//! Plans as staff see them: taking a folder in, reading what is promised, changing a target, a measure or a margin.
//!
//! What is changed is an edition beside the earlier ones. Waves go by the edition they were opened under, so a change
//! concerns waves that are opened later, and the page that asks whether it is meant says so.

mod confirmation;
mod list;
mod margins;
mod measures;
mod one;
mod register;
mod targets;
mod upload;
mod words;

pub(crate) use list::show as list;
pub(crate) use margins::{change as change_margin, list as margins, one as margin};
pub(crate) use measures::{show as measure, submit as change_measure};
pub(crate) use one::show as one;
pub(crate) use register::{
    csv as register_csv, decide as decide_register, enter as enter_register,
    import as import_register, list as register, values as register_values,
    workbook as register_workbook,
};
pub(crate) use targets::submit as change_targets;
pub(crate) use upload::submit as upload;

use std::sync::Arc;

use axum::response::Response;

use crate::app::App;
use crate::error::{Error, Missing};
use plan::Plan;
use plan::store::{find_edition, last_edition};
use questionnaire::store::{Version, list_versions};

/// Answers what was typed. There is no answer where somebody else has made another edition while it was being kept: looked at
/// again, it is asked anew.
async fn answered<A>(answer: impl Fn() -> A) -> Result<Response, Error>
where
    A: Future<Output = Result<Option<Response>, Error>>,
{
    loop {
        if let Some(answer) = answer().await? {
            return Ok(answer);
        }
    }
}

/// The edition of a plan that waves are opened under now, with its hash.
async fn load(app: &App, id: &str) -> Result<(String, Plan), Error> {
    let missing = || Error::NotFound(Missing::Plan);
    let hash = last_edition(&app.db, id).await?.ok_or_else(missing)?;
    let edition = find_edition(&app.db, &hash).await?.ok_or_else(missing)?;
    Ok((edition.hash, edition.plan))
}

/// The latest version of every questionnaire of a plan, and of those by which it measures something.
async fn list_approved(app: &App, plan: &Plan) -> Result<Vec<Arc<Version>>, Error> {
    let versions = list_versions(&app.db).await?;
    let latest = versions
        .chunk_by(|one, next| one.questionnaire == next.questionnaire)
        .filter_map(<[_]>::last);
    let mut approved = Vec::new();
    for version in latest {
        if version.plan.as_ref() == Some(&plan.id)
            || !plan.measured_by(&version.questionnaire).is_empty()
        {
            approved.extend(app.library.find(&version.hash).await?);
        }
    }
    Ok(approved)
}
