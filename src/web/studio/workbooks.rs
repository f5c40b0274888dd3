//! Questionnaires as XLSForm workbooks: what they cannot hold, then the file.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::drafts;
use super::shell::{Place, Studio};
use super::staff::Staff;
use super::workbook_notes::workbook_notes;
use super::{download, versions};
use crate::addresses::Address;
use crate::app::App;
use crate::error::{Error, Missing};
use crate::extract::Path;
use crate::interface::Interface;
use authoring::reading::read_draft;
use format::xlsform::{self, Exported, WorkbookError};
use messages::{text, words};
use questionnaire::Questionnaire;
use questionnaire::store::find_version;

/// Says what the workbook of a draft cannot hold, or that the draft has to be mended first.
pub(crate) async fn draft(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(id): Path<i64>,
) -> Result<Markup, Error> {
    let found = drafts::load(&app, id).await?;
    let report = Report {
        heading: drafts::name(&interface, &found.draft),
        from: Address::Draft {
            draft: found.draft.id,
        },
        file: Address::DraftWorkbookFile {
            draft: found.draft.id,
        },
        exported: sound(&found.head.text).map(|questionnaire| xlsform::export(&questionnaire)),
    };
    Ok(report.view(&interface, &staff))
}

/// Sends the workbook of a draft; one that is not sound leads to where that is said.
pub(crate) async fn draft_file(
    State(app): State<App>,
    interface: Interface,
    Path(id): Path<i64>,
) -> Result<Response, Error> {
    let found = drafts::load(&app, id).await?;
    if let Some(questionnaire) = sound(&found.head.text)
        && let Ok(exported) = xlsform::export(&questionnaire)
    {
        return Ok(send(&questionnaire, exported));
    }
    let report = Address::DraftWorkbook {
        draft: found.draft.id,
    };
    Ok(Redirect::to(&interface.link(report)).into_response())
}

/// Says what the workbook of a version cannot hold.
pub(crate) async fn version(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(hash): Path<String>,
) -> Result<Markup, Error> {
    let version = versions::load(&app, &hash).await?;
    let report = Report {
        heading: interface.text(&version.title).to_owned(),
        from: Address::Version { version: &hash },
        file: Address::VersionWorkbookFile { version: &hash },
        exported: Some(xlsform::export(&content(&app, &hash).await?)),
    };
    Ok(report.view(&interface, &staff))
}

/// Sends the workbook of a version; where there can be none, leads to where that is said.
pub(crate) async fn version_file(
    State(app): State<App>,
    interface: Interface,
    Path(hash): Path<String>,
) -> Result<Response, Error> {
    let questionnaire = content(&app, &hash).await?;
    if let Ok(exported) = xlsform::export(&questionnaire) {
        return Ok(send(&questionnaire, exported));
    }
    let report = Address::VersionWorkbook { version: &hash };
    Ok(Redirect::to(&interface.link(report)).into_response())
}

async fn content(app: &App, hash: &str) -> Result<Questionnaire, Error> {
    let found = find_version(&app.db, hash).await?;
    found.ok_or(Error::NotFound(Missing::Questionnaire))
}

/// The questionnaire of a draft in which nothing is found.
fn sound(text: &str) -> Option<Questionnaire> {
    let reading = read_draft(text);
    let sound = reading.findings.is_empty();
    reading.questionnaire.clone().filter(|_| sound)
}

fn send(questionnaire: &Questionnaire, exported: Exported) -> Response {
    download::xlsx(&questionnaire.id, ".xlsx", exported.workbook)
}

struct Report<'a> {
    heading: String,
    from: Address<'a>,
    file: Address<'a>,
    /// None where the draft has findings.
    exported: Option<Result<Exported, WorkbookError>>,
}

impl Report<'_> {
    fn view(&self, interface: &Interface, staff: &Staff) -> Markup {
        let locale = interface.locale;
        let back = interface.link(self.from);
        Studio::new(interface, staff, Place::Questionnaires, self.heading.as_str()).body(&html! {
            h2 { (locale.t(text::WORKBOOK)) }
            @match &self.exported {
                None => {
                    p.notice.doubt { (locale.t(text::WORKBOOK_UNSOUND)) }
                    p { a.button.main href=(back) { (locale.t(text::DRAFT_FINDINGS)) } }
                }
                Some(Err(error)) => {
                    p.notice.doubt { (words::export_error(locale, error)) }
                    p { a.button.main href=(back) { (locale.t(text::WORKBOOK_BACK)) } }
                }
                Some(Ok(Exported { notes: found, .. })) => {
                    @if found.is_empty() { p.notice.good { (locale.t(text::WORKBOOK_WHOLE)) } } @else {
                        p { (locale.t(text::WORKBOOK_NOTES)) }
                        (workbook_notes(interface, found))
                    }
                    div.actions {
                        a.button.main href=(interface.link(self.file)) download { (locale.t(text::WORKBOOK_FILE)) }
                        a.button.quiet href=(back) { (locale.t(text::WORKBOOK_BACK)) }
                    }
                }
            }
        })
    }
}
