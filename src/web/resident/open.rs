//! The form of an open wave: whoever opens the link may answer.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::filling::Filling;
use super::kept;
use crate::addresses::Address;
use crate::app::App;
use crate::error::{Barred, Error, Missing};
use crate::extract::{Form, Path};
use crate::interface::Interface;
use fieldwork::{Mode, WaveState, store};

/// Shows the form.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    Path(wave): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let (filling, barred) =
        load(&app, &wave, Address::OpenForm { wave: &wave }.to_string()).await?;
    match barred {
        Some(error) => Err(error),
        None => filling.show(&app, &interface, &headers).await,
    }
}

/// Takes the form in.
pub(crate) async fn submit(
    State(app): State<App>,
    interface: Interface,
    Path(wave): Path<String>,
    headers: HeaderMap,
    Form(typed): Form,
) -> Result<Response, Error> {
    let answer = async {
        let (filling, barred) =
            load(&app, &wave, Address::OpenForm { wave: &wave }.to_string()).await?;
        filling
            .submit(&app, &interface, &headers, &typed, barred)
            .await
    };
    kept::or_keep(answer.await, &interface, &typed)
}

/// The form of an open wave, at this address, and why nobody may fill it in now, if so.
pub(super) async fn load(
    app: &App,
    slug: &str,
    action: String,
) -> Result<(Filling, Option<Error>), Error> {
    let wave = store::find_wave(&app.db, slug).await?;
    let wave = wave.ok_or(Error::NotFound(Missing::Wave))?;
    let state = wave.state(app.clock.now());
    if wave.mode == Mode::Probability {
        return Err(Error::Forbidden(match state {
            WaveState::Closed => Barred::Closed,
            WaveState::Announced | WaveState::Open => Barred::InvitationNeeded,
        }));
    }
    let barred = match state {
        WaveState::Announced => Some(Error::Forbidden(Barred::Announced(wave.opens_at))),
        WaveState::Closed => Some(Error::Forbidden(Barred::Closed)),
        WaveState::Open => None,
    };
    Ok((Filling::load(app, wave, None, action).await?, barred))
}
