//! Giving up a list that is no frame yet.

use axum::extract::State;
use axum::response::Redirect;
use serde_json::json;

use super::subject;
use crate::addresses::Address;
use crate::app::App;
use crate::error::{Error, Missing};
use crate::extract::Path;
use crate::interface::Interface;
use crate::studio::staff::Staff;
use accounts::{Action, Entry};
use sampling::FrameDraftId;
use sampling::store::{delete_frame_draft, find_frame_draft};

/// Removes the list and its file.
pub(crate) async fn submit(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(id): Path<i64>,
) -> Result<Redirect, Error> {
    let id = FrameDraftId(id);
    let write = staff.write(&app).await?;
    let draft = find_frame_draft(write.transaction(), id).await?;
    let draft = draft.ok_or(Error::NotFound(Missing::Page))?;
    delete_frame_draft(write.transaction(), id).await?;
    let entry = Entry::new(Action::DiscardFrameDraft, subject(id))
        .before(json!({ "plan": draft.plan, "file": draft.file_name, "name": draft.facts.name }));
    write.commit(entry).await?;
    Ok(Redirect::to(&interface.link(Address::Frames)))
}
