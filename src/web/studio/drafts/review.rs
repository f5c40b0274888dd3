//! The steps of a draft: to review, back, published, given up.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::json;

use super::confirmation::Confirmations;
use super::difference::Changes;
use super::{load, one, subject};
use crate::addresses::Address;
use crate::app::App;
use crate::error::{Error, Missing};
use crate::extract::Path;
use crate::interface::Interface;
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use accounts::{Action, Entry};
use authoring::draft::{DraftId, DraftState};
use authoring::reading::read_draft;
use authoring::store::{
    Refusal, discard_draft, find_draft, publish_draft, send_back, send_to_review, withdraw_draft,
};
use messages::{Locale, text};
use questionnaire::store::list_versions;

/// Sends a draft to review.
pub(crate) async fn send(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(id): Path<i64>,
    typed: Typed,
) -> Result<Response, Error> {
    let (id, seen) = (DraftId(id), typed.number("seen")?);
    let write = staff.write(&app).await?;
    let by = staff.user.name.as_str();
    match send_to_review(write.transaction(), id, seen, by, write.now()).await? {
        Ok(()) => {
            let entry = moved(
                Action::SendToReview,
                id,
                seen,
                DraftState::Draft,
                DraftState::InReview,
            );
            write.commit(entry).await?;
            Ok(back(&interface, id))
        }
        Err(refusal) => {
            drop(write);
            refused(&app, &interface, &staff, id, &refusal).await
        }
    }
}

/// Takes one's own draft back from review.
pub(crate) async fn withdraw(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(id): Path<i64>,
    typed: Typed,
) -> Result<Response, Error> {
    return_draft(&app, &interface, &staff, (DraftId(id), true), &typed).await
}

/// Sends somebody's draft back to be worked on.
pub(crate) async fn return_to_writers(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(id): Path<i64>,
    typed: Typed,
) -> Result<Response, Error> {
    return_draft(&app, &interface, &staff, (DraftId(id), false), &typed).await
}

async fn return_draft(
    app: &App,
    interface: &Interface,
    staff: &Staff,
    (id, own): (DraftId, bool),
    typed: &Typed,
) -> Result<Response, Error> {
    let seen = typed.number("seen")?;
    let reason = typed.reason();
    let write = staff.write(app).await?;
    let outcome = if own {
        let by = staff.user.name.as_str();
        withdraw_draft(write.transaction(), id, seen, by).await?
    } else {
        send_back(write.transaction(), id, seen).await?
    };
    match outcome {
        Ok(()) => {
            let entry = moved(
                Action::SendBack,
                id,
                seen,
                DraftState::InReview,
                DraftState::Draft,
            );
            let entry =
                entry.after(json!({ "state": DraftState::Draft.as_str(), "reason": reason }));
            write.commit(entry).await?;
            Ok(back(interface, id))
        }
        Err(refusal) => {
            drop(write);
            refused(app, interface, staff, id, &refusal).await
        }
    }
}

/// Gives a draft up.
pub(crate) async fn discard(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(id): Path<i64>,
    typed: Typed,
) -> Result<Response, Error> {
    let (id, seen) = (DraftId(id), typed.number("seen")?);
    if typed.text("sure") != "yes" {
        let words = interface.locale.t(text::DRAFT_DISCARD_NO_CONSENT);
        let page = one::page(&app, &interface, &staff, id.0, Some(words)).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let write = staff.write(&app).await?;
    let by = staff.user.name.as_str();
    match discard_draft(write.transaction(), id, seen, by).await? {
        Ok(()) => {
            let entry = moved(
                Action::DiscardDraft,
                id,
                seen,
                DraftState::Draft,
                DraftState::Discarded,
            );
            write.commit(entry).await?;
            Ok(Redirect::to(&interface.link(Address::Questionnaires)).into_response())
        }
        Err(refusal) => {
            drop(write);
            refused(&app, &interface, &staff, id, &refusal).await
        }
    }
}

/// Approves somebody else's draft, which publishes it.
pub(crate) async fn publish(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(id): Path<i64>,
    typed: Typed,
) -> Result<Response, Error> {
    let (id, seen) = (DraftId(id), typed.number("seen")?);
    let plan = plan_of(&app, id).await?;
    let found = load(&app, id.0).await?;
    let changes = Changes::of(&app, &found.draft, &read_draft(&found.head.text)).await?;
    if let Some(missing) = Confirmations::of(&changes).missing(&typed) {
        let words = interface.locale.t(missing);
        let page = one::page(&app, &interface, &staff, id.0, Some(words)).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let write = staff.write(&app).await?;
    let by = staff.user.name.as_str();
    let outcome = publish_draft(
        write.transaction(),
        id,
        seen,
        plan.as_deref(),
        by,
        write.now(),
    );
    match outcome.await? {
        Ok(hash) => {
            let entry = Entry::new(Action::Publish, subject(id))
                .before(json!({ "state": DraftState::InReview.as_str(), "revision": seen }))
                .after(
                    json!({ "state": DraftState::Published.as_str(), "version": hash.to_string() }),
                );
            write.commit(entry).await?;
            let version = Address::Version {
                version: &hash.to_string(),
            };
            Ok(Redirect::to(&interface.link(version)).into_response())
        }
        Err(refusal) => {
            drop(write);
            refused(&app, &interface, &staff, id, &refusal).await
        }
    }
}

/// The plan of the version that a draft was begun from.
async fn plan_of(app: &App, id: DraftId) -> Result<Option<String>, Error> {
    let Some(found) = find_draft(&app.db, id).await? else {
        return Err(Error::NotFound(Missing::Questionnaire));
    };
    let Some(origin) = found.draft.origin else {
        return Ok(None);
    };
    let versions = list_versions(&app.db).await?;
    let version = versions.into_iter().find(|version| version.hash == origin);
    Ok(version.and_then(|version| version.plan))
}

fn moved(action: Action, id: DraftId, seen: i32, from: DraftState, to: DraftState) -> Entry {
    Entry::new(action, subject(id))
        .before(json!({ "state": from.as_str(), "revision": seen }))
        .after(json!({ "state": to.as_str() }))
}

fn back(interface: &Interface, id: DraftId) -> Response {
    Redirect::to(&interface.link(Address::Draft { draft: id })).into_response()
}

async fn refused(
    app: &App,
    interface: &Interface,
    staff: &Staff,
    id: DraftId,
    refusal: &Refusal,
) -> Result<Response, Error> {
    let words = words(interface.locale, refusal);
    let status = match refusal {
        Refusal::Missing => return Err(Error::NotFound(Missing::Questionnaire)),
        Refusal::OwnWork | Refusal::NotTheirs => StatusCode::FORBIDDEN,
        _ => StatusCode::CONFLICT,
    };
    let page = one::page(app, interface, staff, id.0, Some(words)).await?;
    Ok((status, page).into_response())
}

/// Why a draft does not move on.
pub(super) fn words(locale: Locale, refusal: &Refusal) -> String {
    match refusal {
        Refusal::State(_) | Refusal::Missing => locale.t(text::REFUSED_STATE),
        Refusal::Collision(_) => locale.t(text::REFUSED_COLLISION),
        Refusal::Faults(faults) => locale.t(text::RefusedFaults {
            count: faults.len(),
        }),
        Refusal::Same(hash) => {
            let hash = hash.to_string();
            let short = hash.get(..12).unwrap_or(&hash).to_owned();
            locale.t(text::RefusedSame { version: short })
        }
        Refusal::IdPublished(id) => locale.t(text::RefusedIdPublished { id: id.clone() }),
        Refusal::IdsReused(reused) => {
            let reused: Vec<String> = reused
                .iter()
                .map(|one| {
                    locale.t(text::RefusedIdReused {
                        question: one.question.to_string(),
                        version: one.version,
                    })
                })
                .collect();
            reused.join(" ")
        }
        Refusal::OwnWork => locale.t(text::REFUSED_OWN),
        Refusal::NotTheirs => locale.t(text::REFUSED_AUTHORS),
    }
}
