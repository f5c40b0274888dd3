//! Drafts: the list of questionnaires, beginning one, its way to a version, and its plain text.

mod bank;
mod begin;
mod collision;
mod confirmation;
pub(crate) mod design;
mod difference;
mod editorial;
mod history;
mod interview_paths;
mod list;
mod listing;
mod one;
mod review;
mod saving;
mod source_text;
mod tabs;
mod translation;
mod undoing;

pub(crate) use bank::{bank_entries, insert, show as bank};
pub(crate) use begin::{begin, show as new};
pub(crate) use design::{completions, phone, save as save_design, show as design};
pub(crate) use difference::show as difference;
pub(crate) use editorial::declare as declare_editorial;
pub(crate) use interview_paths::show as interview_paths;
pub(crate) use list::show as list;
pub(crate) use one::show as one;
pub(crate) use review::{discard, publish, return_to_writers, send, withdraw};
pub(crate) use source_text::{save, show as text, source};
pub(crate) use translation::{
    csv as translation_csv, save as translate, show as translation, upload as translation_file,
    xlsx as translation_xlsx,
};
pub(crate) use undoing::{redo, undo};

use std::collections::BTreeSet;

use crate::app::App;
use crate::error::{Error, Missing};
use crate::interface::Interface;
use authoring::draft::{Draft, DraftId, DraftState};
use authoring::reading::questionnaire_of;
use authoring::store::{DraftHead, find_draft, find_lineage};
use messages::text;

/// The draft at this address.
pub(crate) async fn load(app: &App, id: i64) -> Result<DraftHead, Error> {
    let found = find_draft(&app.db, DraftId(id)).await?;
    found.ok_or(Error::NotFound(Missing::Questionnaire))
}

/// The ids that no new question of this text can get: those of all questions that any version of the questionnaire had.
async fn taken_ids(app: &App, text: &str) -> Result<BTreeSet<String>, Error> {
    let Some(questionnaire) = questionnaire_of(text) else {
        return Ok(BTreeSet::new());
    };
    let lineage = find_lineage(&app.db, &questionnaire.id).await?;
    Ok(lineage.question_ids())
}

/// What a draft is called: its title, else its id, else that it has no name yet.
pub(crate) fn name(interface: &Interface, draft: &Draft) -> String {
    let title = interface.text(&draft.title).trim();
    match (title.is_empty(), draft.questionnaire.is_empty()) {
        (false, _) => title.to_owned(),
        (true, false) => draft.questionnaire.clone(),
        (true, true) => interface.locale.t(text::DRAFT_NAMELESS),
    }
}

/// The state of a draft in a word.
pub(crate) fn state(interface: &Interface, state: DraftState) -> String {
    interface.locale.t(match state {
        DraftState::Draft => text::STATE_DRAFT,
        DraftState::InReview => text::STATE_IN_REVIEW,
        DraftState::Published => text::STATE_PUBLISHED,
        DraftState::Discarded => text::STATE_DISCARDED,
    })
}

/// What the audit log calls a draft.
pub(super) fn subject(id: DraftId) -> String {
    format!("draft {}", id.0)
}
