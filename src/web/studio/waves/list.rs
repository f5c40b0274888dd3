//! Every wave.

use axum::extract::State;
use chrono::{DateTime, Utc};
use maud::{Markup, html};

use super::state;
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::interface::Interface;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use accounts::Permission;
use fieldwork::{Mode, Wave, WaveState, store};
use messages::text;

/// Shows them, the latest first.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
) -> Result<Markup, Error> {
    let mut waves = store::list_waves(&app.db).await?;
    waves.reverse();
    Ok(view(&interface, &staff, &waves, app.clock.now()))
}

fn view(interface: &Interface, staff: &Staff, waves: &[Wave], now: DateTime<Utc>) -> Markup {
    let locale = interface.locale;
    let actions = html! {
        @if staff.may(Permission::ManageWaves) { a.button.main href=(interface.link(Address::NewWave)) { (locale.t(text::WAVE_NEW)) } }
    };
    Studio::new(interface, staff, Place::Waves, locale.t(text::PLACE_WAVES)).actions(actions).body(&html! {
        @if waves.is_empty() { p.help { (locale.t(text::WAVES_NONE)) } } @else {
            div.scroll tabindex="0" role="region" aria-label=(locale.t(text::PLACE_WAVES)) { table.cards {
                thead { tr { th scope="col" { (locale.t(text::WAVE)) } th scope="col" { (locale.t(text::PERSON_STATE)) } th scope="col" { (locale.t(text::WAVE_MODE)) } th scope="col" { (locale.t(text::WAVE_PERIOD)) } } }
                tbody { @for wave in waves {
                    tr {
                        th scope="row" { a href=(interface.link(Address::StaffWave { wave: &wave.slug })) { (interface.text(&wave.title)) } " " small { (wave.slug) } }
                        td { span.state .live[wave.state(now) == WaveState::Open] { (state(interface, wave.state(now))) } }
                        td { (mode(interface, wave.mode)) }
                        td { (interface.moment(wave.opens_at)) " – " (interface.moment(wave.closes_at)) }
                    }
                } }
            } }
        }
    })
}

/// Who answers, in words.
pub(super) fn mode(interface: &Interface, mode: Mode) -> String {
    interface.locale.t(match mode {
        Mode::Probability => text::WAVE_MODE_PROBABILITY,
        Mode::Open => text::WAVE_MODE_OPEN,
    })
}
