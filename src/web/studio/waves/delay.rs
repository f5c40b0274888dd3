//! Why a wave has not been released although the term of its plan is over: said by staff, read by everybody.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde_json::json;

use super::closing::subject;
use super::load;
use super::one::{Refused, page};
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::extract::Path;
use crate::interface::Interface;
use crate::studio::staff::Staff;
use crate::studio::typed::{LONGEST_REASON, Typed};
use accounts::{Action, Entry};
use clock::in_china;
use messages::text;
use results::unreleased::Unreleased;
use results::unreleased::store::{find_unreleased, insert_delay};

/// Takes a reason in.
pub(crate) async fn submit(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let wave = load(&app, &slug).await?;
    let now = app.clock.now();
    let reason = typed.reason();
    let unreleased = find_unreleased(&app.db, wave.id, now).await?;
    let late = unreleased.filter(|unreleased| unreleased.is_late(now));
    if reason.is_empty() && late.is_some() {
        let page = page(&app, &interface, &staff, &slug, Refused::default()).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    if let Some(late) = late {
        let write = staff.write(&app).await?;
        insert_delay(
            write.transaction(),
            wave.id,
            staff.user.name.as_str(),
            &reason,
            now,
        )
        .await?;
        let entry = Entry::new(Action::ExplainDelay, subject(&slug))
            .before(json!({ "reason": late.reason.map(|reason| reason.words) }))
            .after(json!({ "due": late.due, "reason": reason }));
        write.commit(entry).await?;
    }
    Ok(Redirect::to(&interface.link(Address::StaffWave { wave: &slug })).into_response())
}

/// The form that asks for the reason, once the term is over.
pub(super) fn form(interface: &Interface, staff: &Staff, late: &Unreleased) -> Markup {
    let locale = interface.locale;
    let due = interface.day(in_china(late.due).date_naive());
    html! {
        h2 { (locale.t(text::WAVE_DELAY_TITLE)) }
        p { (locale.t(text::WaveDelayHelp { due })) }
        form.narrow method="post" action=(interface.link(Address::WaveDelay { wave: &late.wave.slug })) {
            (staff.form_token())
            label.f {
                span { (locale.t(text::WAVE_DELAY_REASON)) }
                input type="text" name="reason" required maxlength=(LONGEST_REASON) value=[late.reason.as_ref().map(|reason| &reason.words)];
            }
            button type="submit" { (locale.t(text::WAVE_DELAY_SUBMIT)) }
        }
    }
}
