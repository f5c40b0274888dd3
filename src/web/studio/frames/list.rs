//! Every frame and every list that is none yet, and the upload of another.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde_json::json;

use super::desk::{PlanStrata, read};
use super::{status, subject};
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::interface::Interface;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use accounts::{Action, Entry, Permission};
use messages::{text, words};
use plan::store::list_plan_ids;
use sampling::listing::{Assignment, LARGEST_LISTING};
use sampling::store::{NewFrameDraft, insert_frame_draft, list_frame_drafts, list_frames};
use sampling::{DraftFacts, FrameDraft, FrameEdition, FrameStatus};

/// The longest name and source, in characters.
pub(super) const LONGEST: usize = 200;

/// By how many percent of its census a stratum may differ, unless somebody says otherwise.
const TOLERANCE: u8 = 10;

/// Shows them.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
) -> Result<Markup, Error> {
    page(&app, &interface, &staff, None).await
}

/// Keeps an uploaded list as a draft, whatever faults it has; what is no table at all is refused.
pub(crate) async fn upload(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    typed: Typed,
) -> Result<Response, Error> {
    let locale = interface.locale;
    let plan = typed.text("plan");
    let known = PlanStrata::load(&app, plan).await?;
    let (Some(known), Some(file)) = (known, typed.file("file")) else {
        return refused(&app, &interface, &staff, locale.t(text::FRAME_NO_FILE)).await;
    };
    let file_name: String = typed.file_name("file").chars().take(LONGEST).collect();
    let stem = file_name
        .rsplit_once('.')
        .map_or(file_name.as_str(), |(stem, _)| stem);
    let facts = DraftFacts {
        name: stem.to_owned(),
        source: String::new(),
        reference_date: None,
        status: FrameStatus::Provisional,
        assignment: Assignment::default(),
        tolerance: TOLERANCE,
    };
    let found = read(&file_name, file.clone(), known.strata, &facts).await?;
    if found.listing.layout.columns.is_empty()
        && let Some(finding) = found.listing.findings.first()
    {
        let fault = words::listing_fault(locale, &finding.problem);
        return refused(&app, &interface, &staff, fault).await;
    }
    let faults = found.listing.findings.len();
    let write = staff.write(&app).await?;
    let new = NewFrameDraft {
        plan,
        file_name: &file_name,
        file,
        facts: &facts,
        faults,
        by: staff.user.name.as_str(),
    };
    let id = insert_frame_draft(write.transaction(), new, write.now()).await?;
    let entry = Entry::new(Action::UploadFrame, subject(id)).after(json!({
        "plan": plan,
        "file": file_name,
        "units": found.listing.units.len(),
        "faults": faults,
    }));
    write.commit(entry).await?;
    Ok(Redirect::to(&interface.link(Address::FrameDraft { draft: id })).into_response())
}

async fn refused(
    app: &App,
    interface: &Interface,
    staff: &Staff,
    fault: String,
) -> Result<Response, Error> {
    let page = page(app, interface, staff, Some(&fault)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn page(
    app: &App,
    interface: &Interface,
    staff: &Staff,
    fault: Option<&str>,
) -> Result<Markup, Error> {
    let frames = list_frames(&app.db).await?;
    let drafts = list_frame_drafts(&app.db).await?;
    let plans = list_plan_ids(&app.db).await?;
    let locale = interface.locale;
    let next = if plans.is_empty() {
        text::FRAMES_NEXT_PLAN
    } else if drafts.iter().any(|draft| draft.faults > 0) {
        text::FRAMES_NEXT_MEND
    } else if !drafts.is_empty() {
        text::FRAMES_NEXT_ADOPT
    } else if frames.is_empty() {
        text::FRAMES_NEXT_UPLOAD
    } else {
        text::FRAMES_NEXT_SAMPLE
    };
    let heading = locale.t(text::PLACE_FRAMES);
    Ok(
        Studio::new(interface, staff, Place::Frames, heading).body(&html! {
            p.notice { strong { (locale.t(text::FRAMES_NEXT)) } " " (locale.t(next)) }
            @if !drafts.is_empty() {
                h2 { (locale.t(text::FRAMES_DRAFTS)) }
                (table_of_drafts(interface, &drafts))
            }
            @if !frames.is_empty() {
                h2 { (locale.t(text::FRAMES_ADOPTED)) }
                (table_of_frames(interface, &frames))
            }
            @if staff.may(Permission::ManageWaves) && !plans.is_empty() {
                (upload_form(interface, staff, &plans, fault))
            }
        }),
    )
}

fn table_of_drafts(interface: &Interface, drafts: &[FrameDraft]) -> Markup {
    let locale = interface.locale;
    html! { div.scroll tabindex="0" role="region" aria-label=(locale.t(text::FRAMES_DRAFTS)) { table.cards {
        thead { tr { th scope="col" { (locale.t(text::FRAME_NAME)) } th scope="col" { (locale.t(text::PERSON_STATE)) } th scope="col" { (locale.t(text::WAVE_PLAN)) } th scope="col" { (locale.t(text::FRAME_UPLOADED)) } } }
        tbody { @for draft in drafts { tr {
            th scope="row" { a href=(interface.link(Address::FrameDraft { draft: draft.id })) { (if draft.facts.name.is_empty() { &draft.file_name } else { &draft.facts.name }) } " " small { (draft.file_name) } }
            td { (state(interface, draft.faults)) }
            td { (draft.plan) }
            td { (draft.begun_by) " · " (interface.moment(draft.begun_at)) }
        } } }
    } } }
}

/// Whether a list could become a frame.
pub(super) fn state(interface: &Interface, faults: u64) -> Markup {
    let locale = interface.locale;
    html! {
        @if faults == 0 { span.state.live { (locale.t(text::FRAME_WITHOUT_FAULTS)) } }
        @else { span.state.wait { (locale.t(text::FrameFaults { count: faults })) } }
    }
}

fn table_of_frames(interface: &Interface, frames: &[FrameEdition]) -> Markup {
    let locale = interface.locale;
    html! { div.scroll tabindex="0" role="region" aria-label=(locale.t(text::FRAMES_ADOPTED)) { table.cards {
        thead { tr { th scope="col" { (locale.t(text::FRAME_NAME)) } th scope="col" { (locale.t(text::FRAME_STATUS)) } th scope="col" { (locale.t(text::FRAME_DATE)) } th scope="col" { (locale.t(text::WAVE_PLAN)) } th scope="col" { (locale.t(text::FRAME_TAKEN)) } } }
        tbody { @for frame in frames { tr {
            th scope="row" { a href=(interface.link(Address::Frame { frame: &frame.hash })) { (frame.name) } " " small { (&frame.hash[..8.min(frame.hash.len())]) } }
            td { (locale.t(status(frame.status))) }
            td { (interface.day(frame.reference_date)) }
            td { (frame.plan) }
            td { (frame.taken_by) " · " (interface.moment(frame.taken_at)) }
        } } }
    } } }
}

fn upload_form(
    interface: &Interface,
    staff: &Staff,
    plans: &[String],
    fault: Option<&str>,
) -> Markup {
    let locale = interface.locale;
    html! {
        h2 { (locale.t(text::FRAME_UPLOAD_TITLE)) }
        p.help { (locale.t(text::FRAME_UPLOAD_HELP)) }
        form.narrow method="post" action=(interface.link(Address::Frames)) enctype="multipart/form-data" {
            (staff.form_token())
            @if let Some(fault) = fault { p.message #file-fault role="alert" { (fault) } }
            label.f { span { (locale.t(text::WAVE_PLAN)) }
                select name="plan" required { @for plan in plans { option value=(plan) { (plan) } } }
            }
            label.f { span { (locale.t(text::FRAME_FILE)) }
                small #file-help { (locale.t(text::FrameFileHelp { mib: LARGEST_LISTING >> 20 })) }
                input.drop type="file" name="file" accept=".csv,.txt,.tsv,.xlsx" required aria-invalid=[fault.map(|_| "true")] aria-describedby=(if fault.is_some() { "file-fault file-help" } else { "file-help" });
            }
            button.main type="submit" { (locale.t(text::FRAME_UPLOAD)) }
        }
    }
}
