//! A draft as the TOML text it is.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::history::{Told, step_buttons};
use super::tabs::{self, Tab};
use super::{collision, load, name, saving, state};
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::extract::{Path, Query};
use crate::interface::Interface;
use crate::studio::download;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use authoring::draft::DraftId;
use authoring::store::{DraftHead, Steps, find_steps};
use format::source::LARGEST_FILE;
use messages::text;

/// Shows the text.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(id): Path<i64>,
    Query(query): Query,
) -> Result<Markup, Error> {
    let notice = match Told::read(&query) {
        Some(told) => {
            told.notice(&app, &interface, &load(&app, id).await?)
                .await?
        }
        None => None,
    };
    page(&app, &interface, &staff, DraftId(id), notice).await
}

/// Sends the text as a file, byte for byte.
pub(crate) async fn source(State(app): State<App>, Path(id): Path<i64>) -> Result<Response, Error> {
    let found = load(&app, id).await?;
    Ok(download::toml(&found.draft.questionnaire, found.head.text))
}

/// Saves the text, joined with what others have changed meanwhile where it can be.
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
        let steps = find_steps(&app.db, id, &found.head).await?;
        let page = view(&interface, &staff, (&found, &steps), None, Some(&text));
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let Some(saved) = saving::save(&app, &staff, (id, seen), (&text, "text")).await? else {
        return collision::page(&app, &interface, &staff, id, &text).await;
    };
    let page = saved.shown_on(Address::DraftText { draft: id }.to_string());
    Ok(Redirect::to(&interface.link(page)).into_response())
}

/// The page of the text, with what is to be told.
pub(super) async fn page(
    app: &App,
    interface: &Interface,
    staff: &Staff,
    id: DraftId,
    notice: Option<Markup>,
) -> Result<Markup, Error> {
    let found = load(app, id.0).await?;
    let steps = find_steps(&app.db, id, &found.head).await?;
    Ok(view(interface, staff, (&found, &steps), notice, None))
}

/// The text in its field; with one that is too large to be saved, that one.
fn view(
    interface: &Interface,
    staff: &Staff,
    (found, steps): (&DraftHead, &Steps),
    notice: Option<Markup>,
    too_large: Option<&str>,
) -> Markup {
    let locale = interface.locale;
    let draft = &found.draft;
    let hidden = html! {
        (staff.form_token())
        input type="hidden" name="based-on" value=(found.head.number);
    };
    let actions = step_buttons(interface, found, steps, &hidden);
    let word = state(interface, draft.state);
    let shown = too_large.unwrap_or(&found.head.text);
    Studio::new(interface, staff, Place::Questionnaires, name(interface, draft)).state(word).actions(actions).tabs(tabs::view(interface, staff, draft, Tab::Text)).full().script("studio.js").body(&html! {
        @if let Some(notice) = notice { (notice) }
        form method="post" action=(interface.link(Address::DraftText { draft: draft.id })) {
            (hidden)
            @if let Some(typed) = too_large {
                p.message #too-large role="alert" { (locale.t(text::DraftTextLarge { size: typed.len().div_ceil(1 << 10), most: LARGEST_FILE >> 10 })) }
            }
            label.f { span { (locale.t(text::DRAFT_TEXT)) } textarea.source name="text" rows="32" spellcheck="false" aria-invalid=[too_large.map(|_| "true")] aria-describedby=[too_large.map(|_| "too-large")] { (shown) } }
            button.main type="submit" { (locale.t(text::DRAFT_SAVE)) }
        }
    })
}
