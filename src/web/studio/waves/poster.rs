//! A poster to print: what is asked, until when, by whom, and the way there as a QR code.

use axum::extract::State;
use maud::{Markup, html};

use super::load;
use crate::app::App;
use crate::error::{Error, Missing};
use crate::extract::Path;
use crate::interface::Interface;
use crate::resident::{contact_title, way_in};
use crate::studio::qr;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use fieldwork::{Mode, Wave};
use messages::text;

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
    let label = interface.locale.t(text::POSTER_CODE);
    let code = qr::drawing(&address, &label).map_err(Error::internal)?;
    let shown = Shown {
        address,
        configured: app.site.address.is_some(),
        code,
    };
    Ok(view(&interface, &staff, &wave, &shown))
}

/// Where a poster leads.
struct Shown {
    address: String,
    /// Whether the address of the installation is configured, so that it leads there from anywhere.
    configured: bool,
    code: Markup,
}

fn view(interface: &Interface, staff: &Staff, wave: &Wave, shown: &Shown) -> Markup {
    let locale = interface.locale;
    Studio::new(interface, staff, Place::Waves, interface.text(&wave.title)).body(&html! {
        @if !shown.configured { p.notice.doubt role="alert" { (locale.t(text::PosterAddress { address: shown.address.as_str() })) } }
        article.poster {
            @if wave.simulated { p.simulated { (locale.t(text::SIMULATED_BANNER)) } }
            p.lead { (locale.t(text::POSTER_LEAD)) }
            (shown.code)
            p.address { (shown.address) }
            p { (locale.t(text::PosterUntil { date: interface.moment(wave.closes_at) })) }
            p { (locale.t(text::POSTER_PROMISE)) }
            @match &wave.header {
                Some(header) => { p.fine { (locale.t(text::HEADER_NUMBER)) " " (header.form_number) " · " (locale.t(text::HEADER_AUTHORITY)) " " (header.authority) " · " (locale.t(text::HEADER_APPROVAL)) " " (header.approval) " · " (locale.t(text::HEADER_VALID)) " " (interface.day(header.valid_until)) } }
                None => { p.fine { (locale.t(text::HEADER_NONE)) } }
            }
            @if let Some(contact) = &wave.contact { p.fine { (locale.t(contact_title(Some(wave)))) " " (interface.text(contact)) } }
            @if let Some(complaints) = &wave.complaints { p.fine { (locale.t(text::PRIVACY_COMPLAINTS_TITLE)) " " (interface.text(complaints)) } }
        }
        p.help.screen { (locale.t(text::POSTER_PRINT)) }
    })
}
