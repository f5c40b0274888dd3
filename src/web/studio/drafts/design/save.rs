//! Saving what was changed on the desk.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};

use super::super::taken_ids;
use super::action::Action;
use super::adding::Ready;
use super::desk::{Desk, READY, districts, ready_scales};
use super::edits;
use super::fields::{Fault, Step};
use super::{Page, collision, pasting, place};

use crate::addresses;
use crate::app::App;
use crate::error::{Error, FormFault, Missing};
use crate::extract::Path;
use crate::interface::Interface;
use crate::studio::drafts::bank::bank_entries;
use crate::studio::drafts::saving;
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use authoring::draft::{DraftId, Revision};
use authoring::editing::{Edit, Property, Sort, apply};
use authoring::pasted_list::LeftOut;
use authoring::reading::questionnaire_of;
use authoring::store::{find_revision, list_revisions};
use format::source::LARGEST_FILE;
use messages::{text, words};
use questionnaire::{Part, Question};

/// What a form comes to.
struct Work {
    /// Its edits, in their order.
    edits: Vec<Edit>,
    /// The text with all of them made.
    text: String,
    /// The part that is shown next.
    next: Part,
    /// What was pasted and is in none of the edits.
    left_out: Vec<LeftOut>,
}

/// What comes from elsewhere than the form.
struct Brought {
    /// What a new part brings along from the bank.
    ready: Option<Ready>,
    /// The ids that no new question can get.
    taken: BTreeSet<String>,
    /// The question as it was when it had the type it gets again.
    earlier: Option<Question>,
}

/// So many revisions are looked through for what a type had.
const REMEMBERED: u64 = 100;

/// Saves what was typed, and does what the button says.
pub(crate) async fn save(
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
    let brought = Brought {
        ready: ready(&app, typed.text("sort")).await?,
        taken: taken_ids(&app, &revision.text).await?,
        earlier: earlier(&app, draft, &revision, &part, &typed).await?,
    };
    let work = match work(&interface, &revision, &part, &typed, brought)? {
        Ok(work) => work,
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
    let what = place::write(&part);
    let saved = saving::save(&app, &staff, (draft, seen), (&work.text, &what)).await?;
    let Some(saved) = saved else {
        let desk = Desk::load(&app, id, part.clone()).await?;
        let mine = (work.text.as_str(), work.edits.as_slice());
        let notice = collision::view(&interface, &staff, &desk, &revision, mine, &part);
        let page = Page {
            interface: &interface,
            staff: &staff,
            desk: &desk,
            again: None,
            notice: Some(notice),
        };
        return Ok((StatusCode::CONFLICT, page.answer(&headers)).into_response());
    };
    let next = saved.merged.name_of(work.next.clone());
    if !work.left_out.is_empty() {
        let desk = Desk::load(&app, id, next).await?;
        let page = Page {
            interface: &interface,
            staff: &staff,
            desk: &desk,
            again: None,
            notice: Some(pasting::notice(&interface, &work.left_out)),
        };
        return Ok(page.answer(&headers));
    }
    let page = saved.shown_on(addresses::draft_part(draft, &place::write(&next)));
    Ok(Redirect::to(&place::at_its_name(&interface.link(page))).into_response())
}

/// What a new part of this sort brings along from the bank.
async fn ready(app: &App, sort: &str) -> Result<Option<Ready>, Error> {
    if sort == Sort::District.word() {
        return Ok(districts(&bank_entries(app).await?).map(Ready::Districts));
    }
    let Some(wanted) = sort.strip_prefix(READY) else {
        return Ok(None);
    };
    let scales = ready_scales(&bank_entries(app).await?);
    let found = scales.into_iter().find(|ready| ready.key == wanted);
    let found = found.ok_or(Error::Malformed(FormFault::Foreign))?;
    Ok(Some(Ready::Scale(found.scale)))
}

/// The question as it last had what the chosen type needs, where it has that no longer: whoever tries another type and
/// comes back finds the choices again.
async fn earlier(
    app: &App,
    draft: DraftId,
    revision: &Revision,
    part: &Part,
    typed: &Typed,
) -> Result<Option<Question>, Error> {
    let (Part::Question(id), Some(sort)) = (part, Sort::of_word(typed.text("type"))) else {
        return Ok(None);
    };
    let question_of = |revision: &Revision| questionnaire_of(&revision.text)?.question(id).cloned();
    let has_needed = |question: &Question| {
        let keys = question.answer.sort().keys();
        sort.beginning().iter().any(|(key, _)| keys.contains(key))
    };
    let is_moot = |question: Question| question.answer.sort() == sort || has_needed(&question);
    if question_of(revision).is_none_or(is_moot) {
        return Ok(None);
    }
    let revisions = list_revisions(&app.db, draft, REMEMBERED).await?;
    let mut before = revision.based_on;
    for revision in revisions {
        if Some(revision.number) != before {
            continue;
        }
        before = revision.based_on;
        let question = question_of(&revision).filter(has_needed);
        if question.is_some() {
            return Ok(question);
        }
    }
    Ok(None)
}

/// A change of type that brings back what belonged to the type before.
fn retyped(step: Step, earlier: &Question) -> Step {
    let edit = match step.edit {
        Edit::Set {
            part,
            property: Property::Type(sort),
        } => Edit::Retype {
            part,
            sort,
            earlier: Box::new(earlier.clone()),
        },
        other => other,
    };
    Step { edit, ..step }
}

/// What a form comes to: what a collision has kept, or what was typed and then the button. All faults otherwise.
fn work(
    interface: &Interface,
    revision: &Revision,
    part: &Part,
    typed: &Typed,
    brought: Brought,
) -> Result<Result<Work, Vec<Fault>>, Error> {
    let locale = interface.locale;
    let unreadable = || {
        vec![Fault {
            field: String::new(),
            message: locale.t(text::DESIGN_UNREADABLE),
        }]
    };
    if let Some(kept) = typed.fields.get("edits") {
        let kept: Vec<Edit> =
            serde_json::from_str(kept).or(Err(Error::Malformed(FormFault::Foreign)))?;
        let steps: Vec<Step> = kept.into_iter().map(whole).collect();
        let next = edits::part_after(part, &steps);
        return Ok(apply_steps(interface, &revision.text, steps, next));
    }
    let action = Action::read(typed).ok_or(Error::Malformed(FormFault::Foreign))?;
    let Some(seen) = questionnaire_of(&revision.text) else {
        return Ok(Err(unreadable()));
    };
    let steps = match edits::of_form(&seen, part, &typed.fields, locale) {
        Ok(steps) => steps,
        Err(faults) => return Ok(Err(faults)),
    };
    let steps = match brought.earlier {
        Some(question) => steps
            .into_iter()
            .map(|step| retyped(step, &question))
            .collect(),
        None => steps,
    };
    let here = edits::part_after(part, &steps);
    let mut work = match apply_steps(interface, &revision.text, steps, here) {
        Ok(work) => work,
        Err(faults) => return Ok(Err(faults)),
    };
    // The button does its work on what was typed: a choice may have another code by now.
    let Some(draft) = questionnaire_of(&work.text) else {
        return Ok(Err(unreadable()));
    };
    let left_out = action.left_out(&draft, &work.next);
    let (more, next) = action.edits(
        &draft,
        &work.text,
        &work.next,
        brought.ready,
        &brought.taken,
    );
    let more = more.into_iter().map(whole).collect();
    Ok(apply_steps(interface, &work.text, more, next).map(|done| {
        work.edits.extend(done.edits);
        Work {
            edits: work.edits,
            left_out,
            ..done
        }
    }))
}

/// An edit that stands in no field.
fn whole(edit: Edit) -> Step {
    Step {
        field: String::new(),
        edit,
    }
}

/// The text with the steps made, one after the other, up to the first that cannot be.
fn apply_steps(
    interface: &Interface,
    before: &str,
    steps: Vec<Step>,
    next: Part,
) -> Result<Work, Vec<Fault>> {
    let mut draft = before.to_owned();
    let mut edits = Vec::with_capacity(steps.len());
    for Step { field, edit } in steps {
        draft = apply(&draft, &edit).map_err(|error| {
            vec![Fault {
                field,
                message: words::edit_error(interface.locale, &error),
            }]
        })?;
        edits.push(edit);
    }
    // What is too large already may still be cut down.
    if draft.len() > LARGEST_FILE.max(before.len()) {
        return Err(vec![Fault {
            field: String::new(),
            message: interface.locale.t(text::DraftTextLarge {
                size: draft.len().div_ceil(1 << 10),
                most: LARGEST_FILE >> 10,
            }),
        }]);
    }
    Ok(Work {
        edits,
        text: draft,
        next,
        left_out: Vec::new(),
    })
}
