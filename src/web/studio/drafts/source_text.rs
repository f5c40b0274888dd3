//! A draft as the TOML text it is.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::saving::{commit_move, save_over};
use super::tabs::{self, Tab};
use super::{collision, load, name, state};
use crate::addresses::{self, Address};
use crate::app::App;
use crate::error::Error;
use crate::extract::Path;
use crate::interface::Interface;
use crate::studio::download;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use accounts::Action;
use authoring::draft::DraftId;
use authoring::store::{DraftHead, redo_draft, undo_draft};
use format::source::LARGEST_FILE;
use messages::{PlainMessage, text};

/// Shows the text.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(id): Path<i64>,
) -> Result<Markup, Error> {
    Ok(view(&interface, &staff, &load(&app, id).await?, None))
}

/// Sends the text as a file, byte for byte.
pub(crate) async fn source(State(app): State<App>, Path(id): Path<i64>) -> Result<Response, Error> {
    let found = load(&app, id).await?;
    Ok(download::toml(&found.draft.questionnaire, found.head.text))
}

/// Saves the text, unless somebody else has meanwhile.
pub(crate) async fn save(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(id): Path<i64>,
    typed: Typed,
) -> Result<Response, Error> {
    let (id, seen) = (DraftId(id), typed.number("based-on")?);
    let text = typed
        .fields
        .get("text")
        .unwrap_or_default()
        .replace("\r\n", "\n");
    if text.len() > LARGEST_FILE {
        let found = load(&app, id.0).await?;
        let page = view(&interface, &staff, &found, Some(&text));
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let write = staff.write(&app).await?;
    if !save_over(write, &staff, (id, seen), (&text, "text")).await? {
        return collision::page(&app, &interface, &staff, id, &text).await;
    }
    Ok(Redirect::to(&interface.link(Address::DraftText { draft: id })).into_response())
}

/// Undoes the last change.
pub(crate) async fn undo(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(id): Path<i64>,
    typed: Typed,
) -> Result<Redirect, Error> {
    step(&app, &interface, &staff, DraftId(id), &typed, Step::Back).await
}

/// Does what was undone again.
pub(crate) async fn redo(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(id): Path<i64>,
    typed: Typed,
) -> Result<Redirect, Error> {
    step(&app, &interface, &staff, DraftId(id), &typed, Step::Forth).await
}

/// A step among the revisions of a draft.
enum Step {
    Back,
    Forth,
}

async fn step(
    app: &App,
    interface: &Interface,
    staff: &Staff,
    id: DraftId,
    typed: &Typed,
    step: Step,
) -> Result<Redirect, Error> {
    let seen = typed.number("based-on")?;
    let write = staff.write(app).await?;
    let (by, now) = (staff.user.name.as_str(), write.now());
    let (action, outcome) = match step {
        Step::Back => {
            let outcome = undo_draft(write.transaction(), id, seen, by, now).await?;
            (Action::UndoDraft, outcome)
        }
        Step::Forth => {
            let outcome = redo_draft(write.transaction(), id, seen, by, now).await?;
            (Action::RedoDraft, outcome)
        }
    };
    commit_move(write, action, id, seen, outcome).await?;
    Ok(Redirect::to(&interface.link(return_address(typed, id))))
}

/// The page the step was taken on: the designer at a part, or the text.
fn return_address(typed: &Typed, id: DraftId) -> String {
    match typed.text("at") {
        "" => Address::DraftText { draft: id }.to_string(),
        part => addresses::draft_part(id, part),
    }
}

/// The text in its field; with one that is too large to be saved, that one.
fn view(
    interface: &Interface,
    staff: &Staff,
    found: &DraftHead,
    too_large: Option<&str>,
) -> Markup {
    let locale = interface.locale;
    let draft = &found.draft;
    let step = |step: Address<'_>, label: PlainMessage, possible: bool| {
        html! {
            form method="post" action=(interface.link(step)) {
                (staff.form_token())
                input type="hidden" name="based-on" value=(found.head.number);
                button.quiet type="submit" disabled[!possible] { (locale.t(label)) }
            }
        }
    };
    let actions = html! {
        (step(Address::DraftUndo { draft: draft.id }, text::DRAFT_UNDO, found.can_undo))
        (step(Address::DraftRedo { draft: draft.id }, text::DRAFT_REDO, found.can_redo))
    };
    let word = state(interface, draft.state);
    let shown = too_large.unwrap_or(&found.head.text);
    Studio::new(interface, staff, Place::Questionnaires, name(interface, draft)).state(word).actions(actions).tabs(tabs::view(interface, staff, draft, Tab::Text)).full().script("studio.js").body(&html! {
        form method="post" action=(interface.link(Address::DraftText { draft: draft.id })) {
            (staff.form_token())
            input type="hidden" name="based-on" value=(found.head.number);
            @if let Some(typed) = too_large {
                p.message #too-large role="alert" { (locale.t(text::DraftTextLarge { size: typed.len().div_ceil(1 << 10), most: LARGEST_FILE >> 10 })) }
            }
            label.f { span { (locale.t(text::DRAFT_TEXT)) } textarea.source name="text" rows="32" spellcheck="false" aria-invalid=[too_large.map(|_| "true")] aria-describedby=[too_large.map(|_| "too-large")] { (shown) } }
            button.main type="submit" { (locale.t(text::DRAFT_SAVE)) }
        }
    })
}
