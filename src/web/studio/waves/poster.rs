//! A poster to print: what is asked, until when, by whom, and the way there as a QR code.

use std::fmt::Write;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::HOST;
use fast_qr::{ECL, QRBuilder};
use maud::{Markup, html};

use super::load;
use crate::app::App;
use crate::error::{Error, Missing};
use crate::extract::Path;
use crate::interface::Interface;
use crate::resident::way_in;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use fieldwork::{Mode, Wave};
use messages::text;

/// The quiet zone around a QR code, in modules, as its standard asks.
const QUIET: usize = 4;

/// Shows the poster.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    headers: HeaderMap,
    Path(slug): Path<String>,
) -> Result<Markup, Error> {
    let wave = load(&app, &slug).await?;
    if wave.mode != Mode::Open {
        return Err(Error::NotFound(Missing::Wave));
    }
    let address = format!("{}{}", site(&headers), way_in(&app, &wave).await?);
    let code = code(&address).map_err(Error::internal)?;
    Ok(view(&interface, &staff, &wave, &address, &code))
}

/// The address of this site, as the browser that asks for the poster knows it.
fn site(headers: &HeaderMap) -> String {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text(HOST.as_str()).unwrap_or("localhost");
    let local = host.starts_with("127.") || host.starts_with("localhost") || host.starts_with('[');
    let scheme = match text("x-forwarded-proto") {
        Some("https") => "https",
        Some(_) => "http",
        None if local => "http",
        None => "https",
    };
    format!("{scheme}://{host}")
}

/// The path of a QR code's dark modules, in units of a module, and its width.
fn code(address: &str) -> Result<(String, usize), fast_qr::qr::QRCodeError> {
    let code = QRBuilder::new(address).ecl(ECL::Q).build()?;
    let mut path = String::new();
    for y in 0..code.size {
        for x in 0..code.size {
            if code[y][x].value() {
                let _ = write!(path, "M{} {}h1v1h-1z", x + QUIET, y + QUIET);
            }
        }
    }
    Ok((path, code.size + 2 * QUIET))
}

fn view(
    interface: &Interface,
    staff: &Staff,
    wave: &Wave,
    address: &str,
    (path, width): &(String, usize),
) -> Markup {
    let locale = interface.locale;
    Studio::new(interface, staff, Place::Waves, interface.text(&wave.title)).body(&html! {
        article.poster {
            @if wave.simulated { p.simulated { (locale.t(text::SIMULATED_BANNER)) } }
            p.lead { (locale.t(text::POSTER_LEAD)) }
            svg.qr viewBox=(format!("0 0 {width} {width}")) role="img" aria-label=(locale.t(text::POSTER_CODE)) shape-rendering="crispEdges" {
                rect.ground width=(width) height=(width) {}
                path.modules d=(path) {}
            }
            p.address { (address) }
            p { (locale.t(text::PosterUntil { date: interface.moment(wave.closes_at) })) }
            p { (locale.t(text::POSTER_PROMISE)) }
            @match &wave.header {
                Some(header) => { p.fine { (locale.t(text::HEADER_NUMBER)) " " (header.form_number) " · " (locale.t(text::HEADER_AUTHORITY)) " " (header.authority) " · " (locale.t(text::HEADER_APPROVAL)) " " (header.approval) " · " (locale.t(text::HEADER_VALID)) " " (interface.day(header.valid_until)) } }
                None => { p.fine { (locale.t(text::HEADER_NONE)) } }
            }
            @if let Some(contact) = &wave.contact { p.fine { (locale.t(text::WAVE_CONTACT)) " " (interface.text(contact)) } }
        }
        p.help.screen { (locale.t(text::POSTER_PRINT)) }
    })
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn the_code_has_its_finder_patterns_inside_the_quiet_zone() {
        let (path, width) = code("https://survey.example.cn/s/window-2014").unwrap();
        assert!(path.starts_with("M4 4h1v1h-1z"), "{path}");
        assert!(width >= 21 + 8);
    }

    #[test]
    fn a_poster_leads_to_the_site_it_was_printed_from() {
        let headers = |host| HeaderMap::from_iter([(HOST, HeaderValue::from_static(host))]);
        assert_eq!(site(&headers("127.0.0.1:8080")), "http://127.0.0.1:8080");
        assert_eq!(
            site(&headers("minyi.example.cn")),
            "https://minyi.example.cn"
        );
    }
}
