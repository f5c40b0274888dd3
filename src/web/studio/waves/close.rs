//! Closing a wave before its time: for a stated reason, for good, and in the log.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::json;

use super::load;
use super::one::{Fault, page};
use crate::app::App;
use crate::error::Error;
use crate::extract::Path;
use crate::interface::Interface;
use crate::paths::Address;
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use accounts::store::find_last_entry;
use accounts::{Action, Entry};
use fieldwork::{WaveState, store};

/// The longest reason, in characters.
const LONGEST_REASON: usize = 500;

/// What the log calls a wave.
fn subject(slug: &str) -> String {
    format!("wave {slug}")
}

/// Why somebody closed a wave before its time, if somebody did.
pub(super) async fn reason(app: &App, slug: &str) -> Result<Option<String>, Error> {
    let entry = find_last_entry(&app.db, Action::CloseWave, &subject(slug)).await?;
    let after = entry.and_then(|entry| entry.after);
    Ok(after.and_then(|after| Some(after.get("reason")?.as_str()?.to_owned())))
}

/// Closes it.
pub(crate) async fn submit(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let wave = load(&app, &slug).await?;
    let reason: String = typed.text("reason").chars().take(LONGEST_REASON).collect();
    let fault = if reason.is_empty() {
        Some(Fault::NoReason)
    } else if typed.text("sure") != "yes" {
        Some(Fault::NoConsent)
    } else {
        None
    };
    if fault.is_some() {
        let page = page(&app, &interface, &staff, &slug, fault).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let now = app.clock.now();
    if wave.state(now) != WaveState::Closed {
        let mut rng = app.rng();
        let write = staff.write(&app).await?;
        if store::close_wave_within(write.transaction(), wave.id, now, &mut rng).await? {
            let entry = Entry::new(Action::CloseWave, subject(&slug))
                .before(json!({ "closes": wave.closes_at }))
                .after(json!({ "closed": now, "reason": reason }));
            write.commit(entry).await?;
        }
    }
    Ok(Redirect::to(&interface.link(Address::StaffWave { wave: &slug })).into_response())
}
