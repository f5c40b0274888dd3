//! A figure for the pages of others: in a frame, without script, with its source.
//!
//! It is the one page that other sites may show in a frame ([`Policy::Embedded`]): it has no form, sets no cookie and
//! knows nobody.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, html};

use super::files::drawing::{Shows, draw, element};
use super::files::source::Source;
use crate::addresses::Address;
use crate::app::App;
use crate::asset;
use crate::conditional;
use crate::error::{Error, Missing};
use crate::extract::Path;
use crate::interface::Interface;
use crate::security::Policy;
use messages::text;
use results::store::find_published;

/// Shows a released figure by itself.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    asked: HeaderMap,
    Path((wave, indicator)): Path<(String, String)>,
) -> Result<Response, Error> {
    let published = find_published(&app.db, &wave, None, app.clock.now()).await?;
    let published = published.ok_or(Error::NotFound(Missing::Release))?;
    let source = Source::of(&published, &interface, &app.site);
    let drawing = draw(&source, &indicator, Shows::History);
    let drawing = drawing.ok_or(Error::NotFound(Missing::Release))?;
    let locale = interface.locale;
    let whole = Address::Indicator {
        wave: &wave,
        indicator: &indicator,
    };
    let page = html! {
        (DOCTYPE)
        html lang=(locale.document_language()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (drawing.title) " · " (locale.t(text::SITE_NAME)) }
                link rel="stylesheet" href=(asset::address("app.css"));
            }
            body.embedded {
                main #main {
                    h1 { (drawing.title) }
                    (element(&drawing))
                    p { a href=(app.site.full(&interface.link(whole))) target="_blank" rel="noopener" { (locale.t(text::EMBED_WHOLE)) } }
                }
            }
        }
    };
    let page = page.into_string().into_bytes();
    let answer = conditional::answer(&asked, "text/html; charset=utf-8", page);
    Ok((Policy::Embedded, answer).into_response())
}
