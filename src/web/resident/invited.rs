//! The form behind an invitation; only a complete form that is sent spends its code.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};

use super::filling::Filling;
use super::kept;
use crate::addresses::Address;
use crate::app::App;
use crate::error::{Barred, Error, Gone, Missing};
use crate::extract::{Form, Path};
use crate::interface::Interface;
use fieldwork::submission::AnswerMode;
use fieldwork::{AccessCode, Spent, WaveState, store};

/// Shows the form, unless its code has been used.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    Path(typed): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let code = read(&typed)?;
    if typed != code.to_string() {
        return Ok(Redirect::to(&interface.link(Address::InvitedForm { code })).into_response());
    }
    let invited = load(&app, code).await?;
    if let Some(error) = invited.barred {
        return Err(error);
    }
    if let Some(spent) = invited.spent {
        return Err(Error::Gone(Gone::CodeSpent(spent)));
    }
    let filling = invited.filling;
    filling.show(&app, &interface, &headers).await
}

/// Takes the form in. Whether its code has been used is for the intake to say, which knows a
/// repetition from a second form.
pub(crate) async fn submit(
    State(app): State<App>,
    interface: Interface,
    Path(typed_code): Path<String>,
    headers: HeaderMap,
    Form(typed): Form,
) -> Result<Response, Error> {
    let answer = async {
        let invited = load(&app, read(&typed_code)?).await?;
        invited
            .filling
            .submit(&app, &interface, &headers, &typed, invited.barred)
            .await
    };
    kept::or_keep(answer.await, &interface, &typed)
}

fn read(typed: &str) -> Result<AccessCode, Error> {
    AccessCode::parse(typed).ok_or(Error::NotFound(Missing::Code))
}

/// The form behind a code.
struct Invited {
    filling: Filling,
    /// Why nobody can answer with the code any more, if so.
    spent: Option<Spent>,
    /// Why nobody may fill it in now, if so.
    barred: Option<Error>,
}

async fn load(app: &App, code: AccessCode) -> Result<Invited, Error> {
    let invitation = store::find_invitation(&app.db, &app.key, code).await?;
    let invitation = invitation.ok_or(Error::NotFound(Missing::Code))?;
    let wave = store::find_wave_by_id(&app.db, invitation.wave).await?;
    let wave = wave.ok_or(Error::NotFound(Missing::Wave))?;
    let barred = match (wave.state(app.clock.now()), invitation.spent) {
        (WaveState::Announced, _) => Some(Error::Forbidden(Barred::Announced(wave.opens_at))),
        (WaveState::Closed, None | Some(Spent::Void)) => Some(Error::Gone(Gone::CodeExpired)),
        (WaveState::Closed, Some(spent)) => Some(Error::Gone(Gone::CodeSpent(spent))),
        (WaveState::Open, _) => None,
    };
    let address = Address::InvitedForm { code }.to_string();
    let mut filling = Filling::load(app, wave, Some(code), address).await?;
    if invitation.mode == AnswerMode::Interviewer {
        filling = filling.into_handed_over();
    }
    Ok(Invited {
        filling,
        spent: invitation.spent,
        barred,
    })
}
