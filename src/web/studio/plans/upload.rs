//! Takes a plan folder in: the plan becomes an edition, its questionnaires become drafts.
//!
//! # Design
//!
//! Whoever uploads a folder has written or at least brought its questionnaires, and nobody approves what they brought:
//! so each becomes a draft that another person reads and approves, unless it is published or being written as it is.
//! (`minyi import`, which the owner of the server runs, publishes them at once.)
//!
//! A folder that changes a plan is asked about first, with what it changes. The files go along with the question in
//! the form, since nothing is kept of what nobody has agreed to.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::Markup;
use serde_json::json;

use super::confirmation::{Confirmation, confirmed};
use super::list::{self, Fault};
use super::margins::CategoryNames;
use super::words;
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::interface::Interface;
use crate::studio::drafts::subject;
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use accounts::store::Audited;
use accounts::{Action, Entry};
use authoring::draft::{DraftId, DraftState};
use authoring::store::{NewDraft, begin_draft, find_draft, list_drafts};
use import::store::{find_frame_changes, save_edition};
use import::{PlanFolder, Refusal, SurveyFile, is_survey_file, read_plan};
use messages::text;
use plan::changes;
use plan::store::{find_plan_of, last_edition};
use questionnaire::store::list_versions;
use sampling::store::list_margins;

/// What the name of a field begins with that carries a file on.
const CARRIED: &str = "file:";

/// Takes it in, or asks whether what it changes is meant.
pub(crate) async fn submit(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    typed: Typed,
) -> Result<Response, Error> {
    let folder = match read(&interface, &typed).await? {
        Ok(folder) => folder,
        Err(fault) => {
            let page = list::page(&app, &interface, &staff, Some(&fault)).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let id = &folder.plan.id;
    // Where somebody else has made another edition while it was being kept, it is looked at again, and so asked anew.
    loop {
        let edition = last_edition(&app.db, id).await?;
        if let Some(edition) = &edition
            && confirmed(&typed) != *edition
            && let Some(page) = ask(&app, &interface, &staff, (&folder, edition), &typed).await?
        {
            return Ok(page.into_response());
        }
        let write = staff.write(&app).await?;
        if last_edition(write.transaction(), id).await? != edition {
            continue;
        }
        let edition = save_edition(write.transaction(), &folder, write.now()).await?;
        let drafts = begin_drafts(&write, &staff, &folder).await?;
        let drafts: Vec<String> = drafts.into_iter().map(subject).collect();
        let entry = Entry::new(Action::ImportPlan, format!("plan {id}"))
            .after(json!({ "edition": edition, "drafts": drafts }));
        write.commit(entry).await?;
        let to = interface.link(Address::Plan { plan: id });
        return Ok(Redirect::to(&to).into_response());
    }
}

/// Asks whether what a folder changes of an edition is meant; nothing where it changes nothing.
async fn ask(
    app: &App,
    interface: &Interface,
    staff: &Staff,
    (folder, edition): (&PlanFolder, &str),
    typed: &Typed,
) -> Result<Option<Markup>, Error> {
    let Some(before) = find_plan_of(&app.db, edition).await? else {
        return Ok(None);
    };
    let changes = changes(&before, &folder.plan);
    let frame = find_frame_changes(&app.db, folder, edition).await?;
    let mut beside = Vec::new();
    if frame.strata {
        beside.push(interface.locale.t(text::PLAN_CHANGE_STRATA));
    }
    let earlier = list_margins(&app.db, edition).await?;
    let names = CategoryNames::new(&folder.strata, &folder.questionnaires);
    beside.extend((frame.margins.iter()).map(|change| {
        words::margin_change(interface, change, (&earlier, &folder.margins), &names)
    }));
    if frame.shapes {
        beside.push(interface.locale.t(text::PLAN_CHANGE_MAP));
    }
    if changes.is_empty() && beside.is_empty() {
        return Ok(None);
    }
    let mut fields = carried(&files(typed));
    fields.push(("edition".to_owned(), edition.to_owned()));
    let confirmation = Confirmation {
        before: &before,
        after: &folder.plan,
        changes: &changes,
        beside,
        to: Address::Plans,
        fields,
    };
    Ok(Some(confirmation.view(interface, staff)))
}

/// What came in: uploaded, or carried on by the page that asked.
fn files(typed: &Typed) -> Vec<SurveyFile> {
    let uploaded = ["folder", "files"]
        .into_iter()
        .flat_map(|name| typed.files(name))
        .map(|(name, content)| (name.to_owned(), content.to_vec()));
    let carried = typed.fields.pairs().iter().filter_map(|(name, text)| {
        let name = name.strip_prefix(CARRIED)?;
        Some((name.to_owned(), text.replace("\r\n", "\n").into_bytes()))
    });
    let mut files: Vec<SurveyFile> = (uploaded.chain(carried))
        .map(|(name, content)| (name.replace('\\', "/"), content))
        .filter(|(name, _)| is_survey_file(name))
        .collect();
    files.sort();
    files.dedup();
    files
}

/// The files as fields of a form. They are sound, so they are text.
fn carried(files: &[SurveyFile]) -> Vec<(String, String)> {
    let fields = files.iter().map(|(name, content)| {
        let text = String::from_utf8_lossy(content);
        (format!("{CARRIED}{name}"), text.into_owned())
    });
    fields.collect()
}

async fn read(interface: &Interface, typed: &Typed) -> Result<Result<PlanFolder, Fault>, Error> {
    let files = files(typed);
    if files.is_empty() {
        return Ok(Err(Fault::NoFile));
    }
    // A questionnaire of many conditions takes a while to prove: not where it holds up everybody else.
    let locale = interface.locale;
    let read = tokio::task::spawn_blocking(move || read_plan(&files, locale))
        .await
        .map_err(Error::internal)?;
    Ok(read.map_err(|refusal| match refusal {
        Refusal::Faults(findings) => Fault::Findings(findings),
        Refusal::NotOnePlan => Fault::NotOnePlan,
        Refusal::Missing(file) => Fault::Missing(file),
    }))
}

/// Begins a draft of every questionnaire that is neither published nor being written as it is.
async fn begin_drafts(
    write: &Audited,
    staff: &Staff,
    folder: &PlanFolder,
) -> Result<Vec<DraftId>, Error> {
    let txn = write.transaction();
    let versions = list_versions(txn).await?;
    let mut written = Vec::new();
    for draft in list_drafts(txn).await? {
        if draft.state != DraftState::Published
            && let Some(draft) = find_draft(txn, draft.id).await?
        {
            written.push(draft.head.text);
        }
    }
    let mut begun = Vec::new();
    for questionnaire in &folder.questionnaires {
        let hash = questionnaire.version();
        let Some(text) = folder.sources.get(&questionnaire.id) else {
            continue;
        };
        if versions.iter().any(|version| version.hash == hash.as_str()) || written.contains(text) {
            continue;
        }
        let last = versions
            .iter()
            .rfind(|version| version.questionnaire == questionnaire.id);
        let new = NewDraft {
            text,
            origin: last.map(|version| version.hash.as_str()),
            by: staff.user.name.as_str(),
            what: "file",
        };
        begun.push(begin_draft(txn, new, write.now()).await?);
    }
    Ok(begun)
}
