//! Making a list the frame that samples are drawn from.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::json;

use super::desk::Desk;
use super::draft::{Refused, lacking, refused};
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::extract::Path;
use crate::interface::Interface;
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use accounts::{Action, Entry};
use sampling::FrameEdition;
use sampling::store::{delete_frame_draft, save_frame};

/// Adopts it, unless it lacks something, has doubts that nobody confirmed, or was changed meanwhile.
pub(crate) async fn submit(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(id): Path<i64>,
    typed: Typed,
) -> Result<Response, Error> {
    let desk = Desk::load(&app, id).await?;
    let facts = &desk.draft.facts;
    let (Some((frame, hash)), Some(reference_date), true) = (
        desk.read.frame.as_ref(),
        facts.reference_date,
        lacking(facts).is_empty(),
    ) else {
        return Ok(refused(&interface, &staff, &desk, Refused::Incomplete));
    };
    if typed.text("frame") != hash {
        return Ok(refused(&interface, &staff, &desk, Refused::Changed));
    }
    let concerns = desk.read.listing.concerns.len();
    if concerns > 0 && typed.text("confirmed") != "yes" {
        return Ok(refused(&interface, &staff, &desk, Refused::Unconfirmed));
    }
    let write = staff.write(&app).await?;
    let edition = FrameEdition {
        hash: hash.clone(),
        plan: desk.draft.plan.clone(),
        edition: desk.edition.clone(),
        name: facts.name.clone(),
        source: facts.source.clone(),
        reference_date,
        status: facts.status,
        taken_by: staff.user.name.as_str().to_owned(),
        taken_at: write.now(),
    };
    save_frame(write.transaction(), frame, &edition).await?;
    delete_frame_draft(write.transaction(), desk.draft.id).await?;
    let entry = Entry::new(Action::AdoptFrame, format!("frame {hash}")).after(json!({
        "plan": edition.plan,
        "name": edition.name,
        "source": edition.source,
        "reference_date": edition.reference_date,
        "status": edition.status.as_str(),
        "file": desk.draft.file_name,
        "units": frame.units().len(),
        "confirmed": concerns,
    }));
    write.commit(entry).await?;
    Ok(Redirect::to(&interface.link(Address::Frame { frame: hash })).into_response())
}
