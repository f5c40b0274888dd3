//! The texts as a file for a translator, out and in.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;

use super::desk::{Asked, Desk};
use super::page::TranslationPage;
use super::{collision, done, save_over};
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::extract::Path;
use crate::interface::Interface;
use crate::studio::download;
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use authoring::draft::DraftState;
use authoring::editing::apply_all;
use authoring::translation::{from_file, to_csv, to_xlsx};
use messages::{text, words};

/// What a file of texts is called behind the id of the questionnaire.
const CSV: &str = "-texts.csv";
const XLSX: &str = "-texts.xlsx";

/// Sends the texts as CSV.
pub(crate) async fn csv(
    State(app): State<App>,
    interface: Interface,
    Path(id): Path<i64>,
) -> Result<Response, Error> {
    let desk = Desk::load(&app, id).await?;
    let Some(questionnaire) = &desk.questionnaire else {
        return Ok(unreadable(&interface, &desk));
    };
    let table = to_csv(questionnaire, desk.base());
    Ok(download::csv(&questionnaire.id, CSV, table))
}

/// Sends the texts as a workbook.
pub(crate) async fn xlsx(
    State(app): State<App>,
    interface: Interface,
    Path(id): Path<i64>,
) -> Result<Response, Error> {
    let desk = Desk::load(&app, id).await?;
    let Some(questionnaire) = &desk.questionnaire else {
        return Ok(unreadable(&interface, &desk));
    };
    let table = to_xlsx(questionnaire, desk.base()).map_err(Error::internal)?;
    Ok(download::xlsx(&questionnaire.id, XLSX, table))
}

/// Leads to the page, which says that the text cannot be read.
fn unreadable(interface: &Interface, desk: &Desk) -> Response {
    let page = Address::DraftTranslation {
        draft: desk.found.draft.id,
    };
    Redirect::to(&interface.link(page)).into_response()
}

/// Takes a translator's file in, all of it or nothing.
pub(crate) async fn upload(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(id): Path<i64>,
    typed: Typed,
) -> Result<Response, Error> {
    let seen = typed.number("based-on")?;
    let desk = Desk::load(&app, id).await?;
    let id = desk.found.draft.id;
    let asked = Asked::of(&typed.fields);
    if desk.found.head.number != seen || desk.found.draft.state != DraftState::Draft {
        return Ok(collided(&interface, &staff, &desk, &asked));
    }
    let refused = |faults: Vec<String>| {
        let mut page = TranslationPage::of(&interface, &staff, &desk, &asked);
        page.file_faults = faults;
        Ok((StatusCode::UNPROCESSABLE_ENTITY, page.view()).into_response())
    };
    let language = |questionnaire| asked.language(&interface, questionnaire);
    let Some((questionnaire, to)) =
        (desk.questionnaire.as_ref()).and_then(|it| Some((it, language(it)?)))
    else {
        return refused(Vec::new());
    };
    let Some(file) = typed.file("file") else {
        return refused(vec![interface.locale.t(text::DRAFT_NO_FILE)]);
    };
    let edits = match from_file(questionnaire, file) {
        Ok(edits) => edits,
        Err(errors) => {
            let fault = |error| words::table_error(interface.locale, error);
            return refused(errors.iter().map(fault).collect());
        }
    };
    let text = match apply_all(&desk.found.head.text, &edits) {
        Ok(text) => text,
        Err(errors) => {
            let fault = |(_, error)| words::edit_error(interface.locale, error);
            return refused(
                errors
                    .iter()
                    .map(|(at, error)| fault((at, error)))
                    .collect(),
            );
        }
    };
    let write = staff.write(&app).await?;
    if !save_over(write, &staff, (id, seen), (&text, "translation-file")).await? {
        let desk = Desk::load(&app, id.0).await?;
        return Ok(collided(&interface, &staff, &desk, &asked));
    }
    Ok(done(&interface, id, &asked, to, edits.len()))
}

fn collided(interface: &Interface, staff: &Staff, desk: &Desk, asked: &Asked) -> Response {
    let locked = desk.found.draft.state != DraftState::Draft;
    let words = interface.locale.t(if locked {
        text::TRANSLATION_FILE_LOCKED
    } else {
        text::TRANSLATION_FILE_COLLISION
    });
    let mut page = TranslationPage::of(interface, staff, desk, asked);
    let explanation = html! { p { (words) } };
    page.notice = Some(collision::notice(interface, &desk.found, &explanation));
    (StatusCode::CONFLICT, page.view()).into_response()
}
