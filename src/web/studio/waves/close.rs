//! Closing a wave before its time: for a stated reason, for good, and in the log.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::json;

use super::closing::{Fault, subject};
use super::load;
use super::one::{Refused, page};
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::extract::Path;
use crate::interface::Interface;
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use accounts::{Action, Entry};
use fieldwork::{WaveState, store};

/// Closes it.
pub(crate) async fn submit(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let wave = load(&app, &slug).await?;
    let reason = typed.reason();
    let fault = if reason.is_empty() {
        Some(Fault::NoReason)
    } else if typed.text("sure") != "yes" {
        Some(Fault::NoConsent)
    } else {
        None
    };
    if fault.is_some() {
        let refused = Refused {
            closing: fault,
            shares: None,
        };
        let page = page(&app, &interface, &staff, &slug, refused).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let now = app.clock.now();
    if wave.state(now) != WaveState::Closed {
        let write = staff.write(&app).await?;
        let waiting = store::count_waiting_booklets(write.transaction(), wave.id).await?;
        if store::close_wave_within(write.transaction(), wave.id, now).await? {
            let entry = Entry::new(Action::CloseWave, subject(&slug))
                .before(json!({ "closes": wave.closes_at }))
                .after(json!({ "closed": now, "reason": reason, "booklets": (waiting.all() > 0).then(|| waiting.all()) }));
            write.commit(entry).await?;
        }
    }
    Ok(Redirect::to(&interface.link(Address::StaffWave { wave: &slug })).into_response())
}
