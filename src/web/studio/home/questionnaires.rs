//! Questionnaires that wait for somebody: to be read and approved, or to be mended.

use super::Task;
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::interface::Interface;
use crate::studio::drafts::{name, subject};
use crate::studio::staff::Staff;
use accounts::store::find_last_entry;
use accounts::{Action, Permission};
use authoring::draft::{Draft, DraftState};
use authoring::store::{is_writer, list_drafts};
use messages::text;

/// What waits of the drafts that somebody may write or approve.
pub(super) async fn tasks(
    app: &App,
    interface: &Interface,
    staff: &Staff,
) -> Result<Vec<Task>, Error> {
    let (edits, approves) = (
        staff.may(Permission::EditDrafts),
        staff.may(Permission::ApproveVersions),
    );
    let mut tasks = Vec::new();
    if !(edits || approves) {
        return Ok(tasks);
    }
    let locale = interface.locale;
    for draft in list_drafts(&app.db).await? {
        let theirs = is_writer(&app.db, draft.id, staff.user.name.as_str()).await?;
        let task = match draft.state {
            DraftState::InReview if approves && !theirs => {
                let note = draft.sent.as_ref().map(|(by, at)| {
                    let (name, at) = (by.clone(), interface.moment(*at));
                    locale.t(text::TaskSent { name, at })
                });
                Some((text::TASK_APPROVE, note.unwrap_or_default()))
            }
            DraftState::Draft if edits && theirs => match returned(app, &draft).await? {
                Some(reason) => Some((text::TASK_MEND, locale.t(text::TaskReturned { reason }))),
                None => Some((text::TASK_WRITE, interface.moment(draft.changed_at))),
            },
            _ => None,
        };
        tasks.extend(task.map(|(what, note)| Task {
            what,
            of: name(interface, &draft),
            note,
            at: interface.link(Address::Draft { draft: draft.id }),
        }));
    }
    // What others wait for comes before what one is writing.
    let rank = |task: &Task| {
        [text::TASK_APPROVE, text::TASK_MEND]
            .iter()
            .position(|what| *what == task.what)
            .unwrap_or(2)
    };
    tasks.sort_by_key(rank);
    Ok(tasks)
}

/// Why a draft was returned, unless it was changed since.
async fn returned(app: &App, draft: &Draft) -> Result<Option<String>, Error> {
    let entry = find_last_entry(&app.db, Action::SendBack, &subject(draft.id)).await?;
    let entry = entry.filter(|entry| entry.at >= draft.changed_at);
    let after = entry.and_then(|entry| entry.after);
    Ok(after.and_then(|after| Some(after.get("reason")?.as_str()?.to_owned())))
}
