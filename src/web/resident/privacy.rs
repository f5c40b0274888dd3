//! The whole privacy notice on a page of its own: as it holds for every form or, reached from a form, as it holds for
//! that one, with what was registered before its first answer.

use axum::extract::State;
use maud::{Markup, html};

use super::notice;
use crate::app::App;
use crate::error::Error;
use crate::extract::Query;
use crate::interface::Interface;
use crate::page::Page;
use crate::public::standing;
use fieldwork::store::find_wave;
use messages::text;
use results::registration::store::find_registration;

/// Shows the notice.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    Query(query): Query,
) -> Result<Markup, Error> {
    let wave = match query.get("wave") {
        Some(slug) => find_wave(&app.db, slug).await?,
        None => None,
    };
    let registered = match &wave {
        Some(wave) => find_registration(&app.db, wave.id).await?,
        None => None,
    };
    let locale = interface.locale;
    Ok(
        Page::new(&interface, &locale.t(text::PRIVACY_TITLE)).body(&html! {
            p.lead { (locale.t(text::PRIVACY_SHORT)) }
            (notice::points(&interface, wave.as_ref()))
            @if let (Some(wave), Some(kept)) = (&wave, &registered) {
                p { (locale.t(text::REGISTERED_WHAT)) }
                @if kept.registration.counts_households_once() {
                    p { strong { (locale.t(text::REGISTERED_RETURNED_TWICE)) (locale.t(text::LABEL_SEPARATOR)) } (locale.t(text::REGISTERED_RETURNED_TWICE_RULE)) }
                }
                (standing::line(&interface, &wave.slug, &kept.note()))
            }
        }),
    )
}
