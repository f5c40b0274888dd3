//! Who is at the other end of a request, as far as it is known.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr};

use axum::extract::FromRequestParts;
use axum::http::Extensions;
use axum::http::HeaderMap;
use axum::http::header::ORIGIN;
use axum::http::request::Parts;

use crate::app::App;
use crate::server::Peer;
use crate::site::Site;
use accounts::Source;

/// Who is at the other end of a request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Client {
    /// Where the request comes from.
    pub(crate) source: Source,
    /// Whether the site is reached over TLS, as it is configured or a trusted proxy says.
    pub(crate) tls: bool,
    /// Whether a cookie in answer to it may travel over TLS only.
    pub(crate) secure: bool,
}

impl Client {
    /// Whoever sends these headers.
    pub(crate) fn of(site: &Site, extensions: &Extensions, headers: &HeaderMap) -> Self {
        let end = extensions.get::<Peer>();
        let end = end.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0);
        let tls = site.is_https() || site.proxies.says_tls(end, headers);
        Self {
            source: site.proxies.source(end, headers),
            tls,
            secure: tls || loaded_by_tls(headers),
        }
    }
}

/// Whether the page that sends a form was loaded over TLS, as its browser says.
fn loaded_by_tls(headers: &HeaderMap) -> bool {
    headers
        .get(ORIGIN)
        .is_some_and(|origin| origin.as_bytes().starts_with(b"https://"))
}

impl FromRequestParts<App> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(Self::of(&app.site, &parts.extensions, &parts.headers))
    }
}
