//! A poster to print: what is asked, until when, by whom, and the way there as a QR code.

use std::fmt::Write;

use axum::extract::State;
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
    Path(slug): Path<String>,
) -> Result<Markup, Error> {
    let wave = load(&app, &slug).await?;
    if wave.mode != Mode::Open {
        return Err(Error::NotFound(Missing::Wave));
    }
    let address = app.site.full(&way_in(&app, &wave).await?);
    let code = code(&address).map_err(Error::internal)?;
    let shown = Shown {
        address,
        configured: app.site.address.is_some(),
        code,
    };
    Ok(view(&interface, &staff, &wave, &shown))
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

/// Where a poster leads.
struct Shown {
    address: String,
    /// Whether the address of the installation is configured, so that it leads there from anywhere.
    configured: bool,
    code: (String, usize),
}

fn view(interface: &Interface, staff: &Staff, wave: &Wave, shown: &Shown) -> Markup {
    let locale = interface.locale;
    let (path, width) = &shown.code;
    Studio::new(interface, staff, Place::Waves, interface.text(&wave.title)).body(&html! {
        @if !shown.configured { p.notice.doubt role="alert" { (locale.t(text::PosterAddress { address: shown.address.as_str() })) } }
        article.poster {
            @if wave.simulated { p.simulated { (locale.t(text::SIMULATED_BANNER)) } }
            p.lead { (locale.t(text::POSTER_LEAD)) }
            svg.qr viewBox=(format!("0 0 {width} {width}")) role="img" aria-label=(locale.t(text::POSTER_CODE)) shape-rendering="crispEdges" {
                rect.ground width=(width) height=(width) {}
                path.modules d=(path) {}
            }
            p.address { (shown.address) }
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
    use super::*;

    #[test]
    fn the_code_has_its_finder_patterns_inside_the_quiet_zone() {
        let (path, width) = code("https://survey.example.cn/s/window-2014").unwrap();
        assert!(path.starts_with("M4 4h1v1h-1z"), "{path}");
        assert!(width >= 21 + 8);
    }
}
