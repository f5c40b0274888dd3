//! The paper questionnaire of one household: a cover sheet with its code before a booklet without.
//!
//! # Design
//!
//! The database holds no code, so that whoever prints types one from the list made when codes were issued. It travels in
//! the body of a form: addresses are logged. A document holds one household: printed on both sides, the cover of the next
//! would stand on the back of somebody's answers.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use rand::RngExt;

use super::cases::load_sampled;
use crate::addresses::Address;
use crate::app::App;
use crate::error::{Error, Missing};
use crate::extract::Path;
use crate::interface::Interface;
use crate::page::Page;
use crate::resident::cover::{WayIn, cover};
use crate::resident::print::booklet;
use crate::studio::qr;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use fieldwork::store::find_invitation;
use fieldwork::{AccessCode, Wave, WaveState};
use messages::text;

/// Asks for the code.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
) -> Result<Markup, Error> {
    let wave = load_invited(&app, &slug).await?;
    Ok(ask(&interface, &staff, &wave, None))
}

/// Makes the document to print, unless nobody can answer with this code.
pub(crate) async fn submit(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let wave = load_invited(&app, &slug).await?;
    let Some(code) = find_usable(&app, &wave, typed.text("code")).await? else {
        let page = ask(&interface, &staff, &wave, Some(typed.text("code")));
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let version = app.version_of(&wave).await?;
    let variant = app.rng().random_range(0..version.variants.count());
    let booklet = booklet(&interface, &wave, &version, variant);
    let booklet = booklet.ok_or(Error::NotFound(Missing::Page))?;
    let address = interface.link(Address::InvitedForm { code });
    let address = app.site.full(&address);
    let label = interface.locale.t(text::POSTER_CODE);
    let way_in = WayIn {
        code,
        address: &address,
        drawing: &qr::drawing(&address, &label).map_err(Error::internal)?,
    };
    let title = interface.text(&wave.title);
    let page = Page::new(&interface, title)
        .paper()
        .simulated(wave.simulated);
    let page = page.body(&html! {
        @if app.site.address.is_none() { p.notice role="alert" { (interface.locale.t(text::BookletAddress { address: address.as_str() })) } }
        (cover(&interface, &wave, &way_in))
        h2 { (title) }
        (booklet)
    });
    Ok(page.into_response())
}

/// The wave at this address, if it is answered by invitation and takes answers, or will.
async fn load_invited(app: &App, slug: &str) -> Result<Wave, Error> {
    let wave = load_sampled(app, slug).await?;
    if wave.state(app.clock.now()) == WaveState::Closed {
        return Err(Error::NotFound(Missing::Wave));
    }
    Ok(wave)
}

/// The code that was typed, if it is one of this wave that nobody has answered with.
async fn find_usable(app: &App, wave: &Wave, typed: &str) -> Result<Option<AccessCode>, Error> {
    let Some(code) = AccessCode::parse(typed) else {
        return Ok(None);
    };
    let invitation = find_invitation(&app.db, &app.key, code).await?;
    let usable = invitation.is_some_and(|it| it.wave == wave.id && it.spent.is_none());
    Ok(usable.then_some(code))
}

fn ask(interface: &Interface, staff: &Staff, wave: &Wave, refused: Option<&str>) -> Markup {
    let locale = interface.locale;
    let here = Address::WaveBooklet { wave: &wave.slug };
    let (normal, large) = if interface.large {
        (interface.resized(), interface.clone())
    } else {
        (interface.clone(), interface.resized())
    };
    Studio::new(interface, staff, Place::Waves, locale.t(text::BOOKLET_TITLE)).body(&html! {
        p { a href=(interface.link(Address::StaffWave { wave: &wave.slug })) { (interface.text(&wave.title)) } }
        p { (locale.t(text::BOOKLET_HELP)) }
        form.narrow method="post" action=(normal.link(here)) {
            (staff.form_token())
            label.f {
                span { (locale.t(text::BOOKLET_CODE)) }
                @if refused.is_some() { b.message #code-fault role="alert" { (locale.t(text::BOOKLET_FAULT)) } }
                input type="text" name="code" required maxlength="40" autocomplete="off" spellcheck="false" value=[refused] aria-describedby=[refused.map(|_| "code-fault")] aria-invalid=[refused.map(|_| "true")];
            }
            button.main type="submit" { (locale.t(text::BOOKLET_NORMAL)) }
            " "
            button type="submit" formaction=(large.link(here)) { (locale.t(text::BOOKLET_LARGE)) }
        }
    })
}
