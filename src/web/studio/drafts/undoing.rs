//! Undoing and redoing. What was taken back is told; where nothing was done, so is why.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;

use super::history::{Told, meanwhile, page_of_step};
use super::saving::commit_move;
use super::{design, source_text};
use crate::app::App;
use crate::error::{Error, Missing};
use crate::extract::Path;
use crate::interface::Interface;
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use accounts::Action;
use authoring::draft::DraftId;
use authoring::store::{SaveOutcome, find_meanwhile, redo_draft, undo_draft};
use messages::text;

/// Undoes the last change.
pub(crate) async fn undo(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    headers: HeaderMap,
    Path(id): Path<i64>,
    typed: Typed,
) -> Result<Response, Error> {
    let id = DraftId(id);
    step(&app, &interface, &staff, &headers, id, &typed, Step::Undo).await
}

/// Does what was undone again.
pub(crate) async fn redo(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    headers: HeaderMap,
    Path(id): Path<i64>,
    typed: Typed,
) -> Result<Response, Error> {
    let id = DraftId(id);
    step(&app, &interface, &staff, &headers, id, &typed, Step::Redo).await
}

/// A step among the revisions of a draft.
#[derive(Debug, Clone, Copy)]
enum Step {
    Undo,
    Redo,
}

async fn step(
    app: &App,
    interface: &Interface,
    staff: &Staff,
    headers: &HeaderMap,
    id: DraftId,
    typed: &Typed,
    step: Step,
) -> Result<Response, Error> {
    let seen = typed.number("based-on")?;
    let at = typed.text("at");
    let write = staff.write(app).await?;
    let (by, now) = (staff.user.name.as_str(), write.now());
    let txn = write.transaction();
    let (action, outcome) = match step {
        Step::Undo => (Action::UndoDraft, undo_draft(txn, id, seen, by, now).await?),
        Step::Redo => (Action::RedoDraft, redo_draft(txn, id, seen, by, now).await?),
    };
    if let SaveOutcome::Moved(revision) = &outcome {
        let told = match step {
            Step::Undo => Told::Undone(seen),
            Step::Redo => Told::Redone(revision.number),
        };
        commit_move(write, action, id, seen, outcome).await?;
        let page = told.on(&page_of_step(id, at));
        return Ok(Redirect::to(&interface.link(page)).into_response());
    }
    drop(write);
    let words = refusal(app, interface, (id, seen), step, &outcome).await?;
    let notice = html! { p.notice.doubt #told role="alert" tabindex="-1" { (words) } };
    let page = match at {
        "" => source_text::page(app, interface, staff, id, Some(notice))
            .await?
            .into_response(),
        part => design::page(app, interface, staff, headers, (id, part), Some(notice)).await?,
    };
    Ok((StatusCode::CONFLICT, page).into_response())
}

/// Why nothing was done.
async fn refusal(
    app: &App,
    interface: &Interface,
    (id, seen): (DraftId, i32),
    step: Step,
    outcome: &SaveOutcome,
) -> Result<String, Error> {
    let locale = interface.locale;
    let (not_done, nothing) = match step {
        Step::Undo => (text::DRAFT_NOT_UNDONE, text::DRAFT_NOTHING_TO_UNDO),
        Step::Redo => (text::DRAFT_NOT_REDONE, text::DRAFT_NOTHING_TO_REDO),
    };
    let because = match outcome {
        SaveOutcome::Missing => return Err(Error::NotFound(Missing::Questionnaire)),
        SaveOutcome::Moved(_) | SaveOutcome::Unchanged => return Ok(locale.t(nothing)),
        SaveOutcome::NotADraft(state) => locale.t(design::locked(*state)),
        SaveOutcome::Collision(head) => {
            let since = find_meanwhile(&app.db, id, seen, head.number).await?;
            let since = since.and_then(|since| meanwhile(interface, &since));
            since.unwrap_or_else(|| locale.t(text::REFUSED_COLLISION))
        }
    };
    Ok(format!("{} {because}", locale.t(not_done)))
}
