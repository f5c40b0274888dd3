//! The designer: the questionnaire at a glance, one part of it as a form, and the phone beside it.
//!
//! # Design
//!
//! Every change is saved at once and is one revision, so that undo is an earlier text. Without a script the
//! page is a form with a button; with one, fields are saved when they are left and the page brings itself up to
//! date from the answer. A save names the revision it was made from: what others have changed since in other parts is
//! joined with it and told. Where both have changed the same part, whoever comes second sees what the other has changed
//! and chooses ([`collision`]).

mod action;
mod adding;
mod beginning;
mod checker;
pub(crate) mod choices;
mod collision;
mod condition_field;
mod desk;
pub(crate) mod edits;
mod fields;
mod outline;
pub(crate) mod panel;
mod pasting;
mod phone;
pub(crate) mod place;
mod save;

pub(super) use checker::advice_for_approval;
pub(crate) use condition_field::completions;
pub(super) use desk::Desk;
pub(crate) use phone::show as phone;
pub(crate) use save::save;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::history::{Told, step_buttons};
use super::tabs::{self, Tab};
use super::{load, name, state};
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::extract::{Fields, Path, Query};
use crate::interface::Interface;
use crate::security::Policy;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use authoring::draft::{DraftId, DraftState};
use fields::Fault;
use messages::{PlainMessage, text, words};

/// Shows the designer at a part (`?at=question.R11`).
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    headers: HeaderMap,
    Path(id): Path<i64>,
    Query(query): Query,
) -> Result<Response, Error> {
    let notice = match Told::read(&query) {
        Some(told) => {
            told.notice(&app, &interface, &load(&app, id).await?)
                .await?
        }
        None => None,
    };
    let place = (DraftId(id), query.get("at").unwrap_or_default());
    page(&app, &interface, &staff, &headers, place, notice).await
}

/// The designer at a part, with what is to be told.
pub(super) async fn page(
    app: &App,
    interface: &Interface,
    staff: &Staff,
    headers: &HeaderMap,
    (id, at): (DraftId, &str),
    notice: Option<Markup>,
) -> Result<Response, Error> {
    let desk = Desk::load(app, id.0, place::read(at)).await?;
    let page = Page {
        interface,
        staff,
        desk: &desk,
        again: None,
        notice,
    };
    Ok(page.answer(headers))
}

/// The key of why a draft cannot be changed.
pub(super) fn locked(state: DraftState) -> PlainMessage {
    match state {
        DraftState::Published => text::DESIGN_LOCKED_PUBLISHED,
        DraftState::Discarded => text::DESIGN_LOCKED_DISCARDED,
        DraftState::InReview | DraftState::Draft => text::DESIGN_LOCKED_REVIEW,
    }
}

/// The designer's page to be.
struct Page<'a> {
    interface: &'a Interface,
    staff: &'a Staff,
    desk: &'a Desk,
    /// What was typed and could not be saved.
    again: Option<(&'a Fields, &'a [Fault])>,
    /// What stands above everything: a collision, or what is told of others' changes.
    notice: Option<Markup>,
}

impl Page<'_> {
    /// The whole page, or for its script the desk alone.
    fn answer(&self, headers: &HeaderMap) -> Response {
        let desk = self.desk_view();
        let markup = if headers.contains_key("hx-request") {
            desk
        } else {
            self.shell(&desk)
        };
        (Policy::WithFrames, markup).into_response()
    }

    fn shell(&self, desk: &Markup) -> Markup {
        let (interface, staff) = (self.interface, self.staff);
        let draft = &self.desk.found.draft;
        Studio::new(
            interface,
            staff,
            Place::Questionnaires,
            name(interface, draft),
        )
        .state(state(interface, draft.state))
        .actions(self.finished())
        .tabs(tabs::view(interface, staff, draft, Tab::Design))
        .full()
        .script("design.js")
        .body(desk)
    }

    /// The way to whoever approves, for who is done.
    fn finished(&self) -> Markup {
        let draft = &self.desk.found.draft;
        html! {
            @if draft.state == DraftState::Draft {
                a.button href=(self.interface.link(Address::Draft { draft: draft.id })) { (self.interface.locale.t(text::DESIGN_FINISHED)) }
            }
        }
    }

    fn desk_view(&self) -> Markup {
        let (interface, desk) = (self.interface, self.desk);
        let locale = interface.locale;
        let draft = &desk.found.draft;
        let writable = draft.state == DraftState::Draft;
        html! {
            div.desk #desk data-failed=(locale.t(text::DESIGN_FAILED)) data-saving=(locale.t(text::DESIGN_SAVING)) data-signed-out=(locale.t(text::DESIGN_SIGNED_OUT)) data-unsaved=(locale.t(text::DESIGN_UNSAVED)) {
                (self.bar())
                @if let Some(notice) = &self.notice { (notice) }
                @match &desk.questionnaire {
                    None => {
                        div.notice.doubt { p { b { (locale.t(text::DESIGN_UNREADABLE)) } }
                            ul { @for finding in &desk.findings { li { (locale.t(text::FindingLine { line: finding.line })) " " (words::problem(interface.locale, &finding.problem)) } } }
                            p { a href=(interface.link(Address::DraftText { draft: draft.id })) { (locale.t(text::DRAFT_TEXT)) } }
                        }
                    }
                    Some(_) if !writable => p.notice.doubt { (locale.t(locked(draft.state))) },
                    Some(questionnaire) => {
                        div.columns {
                            div.left { (outline::view(interface, desk, questionnaire)) (outline::additions(interface, desk)) }
                            form.panel #part method="post" action=(interface.link(Address::DraftDesign { draft: draft.id })) {
                                (self.hidden())
                                // Enter in a field saves; without this the first button of the form would move the part.
                                button.unseen type="submit" name="do" value="save" tabindex="-1" aria-hidden="true" { (locale.t(text::DRAFT_SAVE)) }
                                (panel::view(interface, desk, questionnaire, self.again))
                            }
                            aside.beside {
                                (phone::beside(interface, desk))
                                (checker::all(interface, desk, questionnaire))
                            }
                        }
                        form #addition method="post" action=(interface.link(Address::DraftDesign { draft: draft.id })) { (self.hidden()) }
                    }
                }
            }
        }
    }

    /// What every form of the designer says besides what is typed.
    fn hidden(&self) -> Markup {
        html! {
            (self.staff.form_token())
            input type="hidden" name="based-on" value=(self.desk.found.head.number);
            input type="hidden" name="at" value=(place::write(&self.desk.part));
        }
    }

    /// Whether everything is saved, and the way back.
    fn bar(&self) -> Markup {
        let (interface, found) = (self.interface, &self.desk.found);
        let locale = interface.locale;
        html! {
            div.saved #saved data-live {
                p role="status" #saved-words { (locale.t(text::DesignSaved { number: found.head.number.to_string(), when: interface.moment(found.head.at), who: found.head.by.clone() })) }
                @if self.desk.questionnaire.is_some() { a href="#checker" { (checker::counts(interface, self.desk)) } }
                (step_buttons(interface, found, &self.desk.steps, &self.hidden()))
            }
        }
    }
}
