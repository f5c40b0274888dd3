//! Every wave.

use axum::extract::State;
use chrono::{DateTime, Utc};
use maud::{Markup, html};

use super::state;
use crate::app::App;
use crate::error::Error;
use crate::interface::Interface;
use crate::paths;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use accounts::Permission;
use fieldwork::{Mode, Wave, WaveState, store};

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
        @if staff.may(Permission::ManageWaves) { a.button.main href=(interface.link(paths::NEW_WAVE)) { (locale.t("wave-new")) } }
    };
    Studio::new(interface, staff, Place::Waves, locale.t("place-waves")).actions(actions).body(&html! {
        @if waves.is_empty() { p.help { (locale.t("waves-none")) } } @else {
            div.scroll tabindex="0" role="region" aria-label=(locale.t("place-waves")) { table.cards {
                thead { tr { th scope="col" { (locale.t("wave")) } th scope="col" { (locale.t("person-state")) } th scope="col" { (locale.t("wave-mode")) } th scope="col" { (locale.t("wave-period")) } } }
                tbody { @for wave in waves {
                    tr {
                        th scope="row" { a href=(interface.link(&paths::staff_wave(&wave.slug, ""))) { (interface.text(&wave.title)) } " " small { (wave.slug) } }
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
        Mode::Probability => "wave-mode-probability",
        Mode::Open => "wave-mode-open",
    })
}
