//! The form of an open wave: whoever opens the link may answer.

use axum::extract::{Extension, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::filling::Filling;
use super::sheets::Sheets;
use crate::fieldwork::{Mode, WaveState, store};
use crate::web::app::App;
use crate::web::error::{Barred, Error, Missing};
use crate::web::extract::{Form, Path};
use crate::web::interface::Interface;
use crate::web::paths;

/// Shows the form.
pub(in crate::web) async fn show(
    State(app): State<App>,
    Extension(sheets): Extension<Sheets>,
    interface: Interface,
    Path(wave): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    load(&app, &wave, paths::open_form(&wave))
        .await?
        .show(&app, &sheets, &interface, &headers)
        .await
}

/// Takes the form in.
pub(in crate::web) async fn submit(
    State(app): State<App>,
    interface: Interface,
    Path(wave): Path<String>,
    headers: HeaderMap,
    Form(typed): Form,
) -> Result<Response, Error> {
    load(&app, &wave, paths::open_form(&wave))
        .await?
        .submit(&app, &interface, &headers, &typed)
        .await
}

/// The form of an open wave, at this address.
pub(super) async fn load(app: &App, slug: &str, action: String) -> Result<Filling, Error> {
    let wave = store::find_wave(&app.db, slug)
        .await
        .map_err(Error::internal)?;
    let wave = wave.ok_or(Error::NotFound(Missing::Wave))?;
    match (wave.mode, wave.state(app.clock.now())) {
        (Mode::Probability, _) => Err(Error::Forbidden(Barred::InvitationNeeded)),
        (_, WaveState::Announced) => Err(Error::Forbidden(Barred::Announced(wave.opens_at))),
        (_, WaveState::Closed) => Err(Error::Forbidden(Barred::Closed)),
        (_, WaveState::Open) => Filling::load(app, wave, None, action).await,
    }
}
