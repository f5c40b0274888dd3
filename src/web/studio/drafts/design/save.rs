//! Saving what was changed on the desk.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};

use super::action::Action;
use super::desk::Desk;
use super::edits::{self, Step};
use super::fields::Fault;
use super::{Page, collision, place};
use crate::accounts;
use crate::locales::Locale;
use crate::questionnaire::draft::{DraftId, Revision};
use crate::questionnaire::editing::{Edit, apply};
use crate::questionnaire::store::{SaveOutcome, find_revision, save_draft};
use crate::questionnaire::{Part, read};
use crate::web::app::App;
use crate::web::error::{Error, Missing};
use crate::web::extract::{FormFault, Path};
use crate::web::interface::Interface;
use crate::web::paths;
use crate::web::studio::drafts::text::conclude;
use crate::web::studio::staff::Staff;
use crate::web::studio::typed::Typed;
use crate::web::studio::words;

/// A text with the part that is shown next, or every fault that stands in the way.
type Changed = Result<(String, Part), Vec<Fault>>;

/// Edits with the part that is shown next, or every fault that stands in the way.
type Steps = Result<(Vec<Step>, Part), Vec<Fault>>;

/// Saves what was typed, and does what the button says.
pub(in crate::web) async fn save(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    headers: HeaderMap,
    Path(id): Path<i64>,
    typed: Typed,
) -> Result<Response, Error> {
    let (draft, seen) = (DraftId(id), typed.number("based-on")?);
    let revision = find_revision(&app.db, draft, seen).await?;
    let revision = revision.ok_or(Error::NotFound(Missing::Questionnaire))?;
    let part = place::read(typed.text("at"));
    let changed = change(&interface, &revision, &part, &typed)?;
    let (text, next) = match changed {
        Ok(changed) => changed,
        Err(faults) => {
            let desk = Desk::load(&app, id, part).await?;
            let page = Page {
                interface: &interface,
                staff: &staff,
                desk: &desk,
                again: Some((&typed.fields, &faults)),
                notice: None,
            };
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page.answer(&headers)).into_response());
        }
    };
    let write = staff.write(&app).await?;
    let what = place::write(&part);
    let by = (staff.user.name.as_str(), what.as_str());
    let outcome = save_draft(write.transaction(), draft, &text, seen, by, write.now()).await?;
    if let SaveOutcome::Collision(_) | SaveOutcome::NotADraft(_) = &outcome {
        drop(write);
        let desk = Desk::load(&app, id, part.clone()).await?;
        let mine = edits_of(&interface, &revision, &part, &typed)?;
        let notice = collision::view(&interface, &staff, &desk, &revision, (&text, &mine), &part);
        let page = Page {
            interface: &interface,
            staff: &staff,
            desk: &desk,
            again: None,
            notice: Some(notice),
        };
        return Ok((StatusCode::CONFLICT, page.answer(&headers)).into_response());
    }
    conclude(write, accounts::Action::SaveDraft, draft, seen, outcome).await?;
    let next = paths::draft_part(draft, &place::write(&next));
    Ok(Redirect::to(&interface.link(&next)).into_response())
}

/// The edits that the form comes to: what a collision has kept, or what was typed and the button.
fn edits_of(
    interface: &Interface,
    revision: &Revision,
    part: &Part,
    typed: &Typed,
) -> Result<Vec<Edit>, Error> {
    match steps(interface.locale, revision, part, typed)? {
        Ok((steps, _)) => Ok(steps.into_iter().map(|step| step.edit).collect()),
        Err(_) => Ok(Vec::new()),
    }
}

fn steps(locale: Locale, revision: &Revision, part: &Part, typed: &Typed) -> Result<Steps, Error> {
    if let Some(kept) = typed.fields.get("edits") {
        let kept: Result<Vec<Edit>, _> = serde_json::from_str(kept);
        let kept = kept.or(Err(Error::Malformed(FormFault::Foreign)))?;
        let steps = kept.into_iter().map(|edit| Step {
            field: String::new(),
            edit,
        });
        let steps: Vec<Step> = steps.collect();
        let next = edits::part_after(part, &steps);
        return Ok(Ok((steps, next)));
    }
    let Some(seen) = read("draft.toml", revision.text.as_bytes()).questionnaire else {
        return Ok(Err(vec![Fault {
            field: String::new(),
            message: locale.t("design-unreadable"),
        }]));
    };
    let mut steps = match edits::of_form(&seen, part, &typed.fields, locale) {
        Ok(steps) => steps,
        Err(faults) => return Ok(Err(faults)),
    };
    let action = Action::read(typed).ok_or(Error::Malformed(FormFault::Foreign))?;
    let (edit, next) = action.edit(&seen, &revision.text, part, &steps);
    steps.extend(edit.map(|edit| Step {
        field: String::new(),
        edit,
    }));
    Ok(Ok((steps, next)))
}

/// The text with the edits made.
fn change(
    interface: &Interface,
    revision: &Revision,
    part: &Part,
    typed: &Typed,
) -> Result<Changed, Error> {
    let (steps, next) = match steps(interface.locale, revision, part, typed)? {
        Ok(steps) => steps,
        Err(faults) => return Ok(Err(faults)),
    };
    let mut text = revision.text.clone();
    for Step { field, edit } in &steps {
        match apply(&text, edit) {
            Ok(changed) => text = changed,
            Err(error) => {
                return Ok(Err(vec![Fault {
                    field: field.clone(),
                    message: words::edit_error(interface, &error),
                }]));
            }
        }
    }
    Ok(Ok((text, next)))
}
