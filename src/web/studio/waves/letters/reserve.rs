//! The reserve of a wave: replicates of households that were drawn with its sample, released whole and with a reason.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use crate::addresses::Address;
use crate::app::App;
use crate::error::{Error, FormFault, Missing};
use crate::extract::Path;
use crate::interface::Interface;
use crate::letters::{explain_release, release_reserve};
use crate::number::Count;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use crate::studio::typed::{LONGEST_REASON, Typed};
use crate::studio::waves::cases::load_sampled;
use accounts::Permission;
use fieldwork::store::{ReleaseFault, Replicate, list_replicates};
use fieldwork::{Wave, WaveState};
use messages::text;

/// Shows what is held and what was released.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
) -> Result<Markup, Error> {
    let wave = load_sampled(&app, &slug).await?;
    page(&app, &interface, &staff, &wave, None).await
}

/// Releases the next replicate.
pub(crate) async fn release(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let wave = load_sampled(&app, &slug).await?;
    let number = typed.text("replicate").parse();
    let number: i64 = number.or(Err(Error::Malformed(FormFault::Foreign)))?;
    let reason = typed.reason();
    let write = staff.write(&app).await?;
    let by = staff.user.name.as_str();
    match release_reserve(write, &wave, number, by, &reason).await? {
        Ok(_) => {
            let letters = interface.link(Address::WaveLetters { wave: &slug });
            Ok(Redirect::to(&letters).into_response())
        }
        Err(fault) => {
            let page = page(&app, &interface, &staff, &wave, Some(fault)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

async fn page(
    app: &App,
    interface: &Interface,
    staff: &Staff,
    wave: &Wave,
    fault: Option<ReleaseFault>,
) -> Result<Markup, Error> {
    let replicates = list_replicates(&app.db, wave.id).await?;
    if replicates.is_empty() {
        return Err(Error::NotFound(Missing::Page));
    }
    let locale = interface.locale;
    let open = wave.state(app.clock.now()) != WaveState::Closed;
    let acts = open && staff.may(Permission::ManageWaves);
    let next = replicates.iter().find(|it| it.released.is_none());
    let letters = interface.link(Address::WaveLetters { wave: &wave.slug });
    Ok(
        Studio::new(interface, staff, Place::Waves, locale.t(text::RESERVE_TITLE)).body(&html! {
            p { a href=(interface.link(Address::StaffWave { wave: &wave.slug })) { (interface.text(&wave.title)) } " · " a href=(letters) { (locale.t(text::LETTERS_TITLE)) } }
            @if let Some(fault) = fault { p.notice.doubt role="alert" { (explain_release(locale, fault)) } }
            p.help { (locale.t(text::RESERVE_HELP)) }
            (table(interface, &replicates))
            @match next {
                Some(next) if acts => { (form(interface, staff, wave, next)) }
                Some(_) => {}
                None => { p { (locale.t(text::RESERVE_ALL_RELEASED)) } }
            }
        }),
    )
}

fn table(interface: &Interface, replicates: &[Replicate]) -> Markup {
    let locale = interface.locale;
    html! {
        div.scroll tabindex="0" role="region" aria-label=(locale.t(text::RESERVE_TITLE)) { table {
            thead { tr { @for head in [text::RESERVE_NUMBER, text::RESERVE_HOUSEHOLDS, text::RESERVE_RELEASED, text::RESERVE_BY, text::RESERVE_REASON] { th scope="col" { (locale.t(head)) } } } }
            tbody { @for replicate in replicates { tr {
                th scope="row" { (replicate.number) }
                td.num { (Count(replicate.households as u64)) }
                @match &replicate.released {
                    Some(release) => { td { (interface.moment(release.at)) } td { (release.by) } td { (release.reason) } }
                    None => { td { (locale.t(text::RESERVE_HELD)) } td {} td {} }
                }
            } } }
        } }
    }
}

/// The form that releases the next replicate.
fn form(interface: &Interface, staff: &Staff, wave: &Wave, next: &Replicate) -> Markup {
    let locale = interface.locale;
    let count = next.households;
    html! {
        h2 { (locale.t(text::ReserveRelease { number: next.number.to_string() })) }
        p { (locale.t(text::ReserveReleaseHelp { count })) }
        form.narrow method="post" action=(interface.link(Address::WaveReserve { wave: &wave.slug })) {
            (staff.form_token())
            input type="hidden" name="replicate" value=(next.number);
            label.f { span { (locale.t(text::RESERVE_REASON)) } input type="text" name="reason" required maxlength=(LONGEST_REASON) autocomplete="off"; }
            button.danger type="submit" { (locale.t(text::ReserveRelease { number: next.number.to_string() })) }
        }
    }
}
