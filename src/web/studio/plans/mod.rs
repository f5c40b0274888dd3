//! Plans as staff see them: taking a folder in, reading what is promised, changing a target.
//!
//! What is changed is an edition beside the earlier ones. Waves go by the edition they were opened under, so a change
//! concerns waves that are opened later, and the page that asks whether it is meant says so.

mod confirmation;
mod list;
mod one;
mod targets;
mod upload;
mod words;

pub(crate) use list::show as list;
pub(crate) use one::show as one;
pub(crate) use targets::submit as change_targets;
pub(crate) use upload::submit as upload;

use crate::app::App;
use crate::error::{Error, Missing};
use plan::Plan;
use plan::store::{find_edition, last_edition};

/// The edition of a plan that waves are opened under now, with its hash.
async fn load(app: &App, id: &str) -> Result<(String, Plan), Error> {
    let missing = || Error::NotFound(Missing::Plan);
    let hash = last_edition(&app.db, id).await?.ok_or_else(missing)?;
    let edition = find_edition(&app.db, &hash).await?.ok_or_else(missing)?;
    Ok((edition.hash, edition.plan))
}
