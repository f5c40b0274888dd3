//! The form at a service window: for whoever has just been served at one outlet.
//!
//! # Design
//!
//! An outlet has a wave of its own, whose address is the outlet's and whose title names it; its questionnaire is
//! short enough for one screen. So nothing about the outlet stands on a response besides its wave, and the list of
//! what a response holds stays as it is.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::filling::Filling;
use super::kept;
use super::open;
use crate::addresses::Address;
use crate::app::App;
use crate::error::{Error, Missing};
use crate::extract::{Form, Path};
use crate::interface::Interface;

/// Shows the form.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    Path(outlet): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let (filling, barred) = load(&app, &outlet).await?;
    match barred {
        Some(error) => Err(error),
        None => filling.show(&app, &interface, &headers).await,
    }
}

/// Takes the form in.
pub(crate) async fn submit(
    State(app): State<App>,
    interface: Interface,
    Path(outlet): Path<String>,
    headers: HeaderMap,
    Form(typed): Form,
) -> Result<Response, Error> {
    let answer = async {
        let (filling, barred) = load(&app, &outlet).await?;
        filling
            .submit(&app, &interface, &headers, &typed, barred)
            .await
    };
    kept::or_keep(answer.await, &interface, &typed)
}

async fn load(app: &App, outlet: &str) -> Result<(Filling, Option<Error>), Error> {
    let (filling, barred) =
        open::load(app, outlet, Address::OutletForm { outlet }.to_string()).await?;
    if filling.is_short() {
        Ok((filling, barred))
    } else {
        Err(Error::NotFound(Missing::Wave))
    }
}
