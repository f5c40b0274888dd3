//! Drafts: the list of questionnaires, beginning one, its way to a version, and its plain text.

mod bank;
mod begin;
mod collision;
pub(in crate::web::studio) mod design;
mod difference;
mod list;
mod one;
mod review;
mod tabs;
mod text;
mod translation;
mod ways;

pub(in crate::web) use bank::{insert, show as bank};
pub(in crate::web) use begin::{begin, show as new};
pub(in crate::web) use design::{completions, phone, save as save_design, show as design};
pub(in crate::web) use difference::show as difference;
pub(in crate::web) use list::show as list;
pub(in crate::web) use one::show as one;
pub(in crate::web) use review::{discard, publish, return_to_writers, send, withdraw};
pub(in crate::web) use text::{redo, save, show as text, source, undo};
pub(in crate::web) use translation::{
    csv as translation_csv, save as translate, show as translation, upload as translation_file,
    xlsx as translation_xlsx,
};
pub(in crate::web) use ways::show as ways;

use crate::questionnaire::draft::{Draft, DraftId, DraftState};
use crate::questionnaire::store::{DraftHead, find_draft};
use crate::web::app::App;
use crate::web::error::{Error, Missing};
use crate::web::interface::Interface;

/// The draft at this address.
pub(in crate::web::studio) async fn load(app: &App, id: i64) -> Result<DraftHead, Error> {
    let found = find_draft(&app.db, DraftId(id)).await?;
    found.ok_or(Error::NotFound(Missing::Questionnaire))
}

/// What a draft is called: its title, else its id, else that it has no name yet.
pub(in crate::web::studio) fn name(interface: &Interface, draft: &Draft) -> String {
    let title = interface.text(&draft.title).trim();
    match (title.is_empty(), draft.questionnaire.is_empty()) {
        (false, _) => title.to_owned(),
        (true, false) => draft.questionnaire.clone(),
        (true, true) => interface.locale.t("draft-nameless"),
    }
}

/// The state of a draft in a word.
pub(in crate::web::studio) fn state(interface: &Interface, state: DraftState) -> String {
    interface.locale.t(match state {
        DraftState::Draft => "state-draft",
        DraftState::InReview => "state-in-review",
        DraftState::Published => "state-published",
        DraftState::Discarded => "state-discarded",
    })
}

/// What the audit log calls a draft.
fn subject(id: DraftId) -> String {
    format!("draft {}", id.0)
}
