//! Waves as staff see them: the list, opening one, its link and poster, closing it early.

mod close;
mod give_up;
mod list;
mod new;
mod one;
mod poster;
mod wave_form;

pub(in crate::web) use close::submit as close;
pub(in crate::web) use list::show as list;
pub(in crate::web) use new::{open, show as new};
pub(in crate::web) use one::show as one;
pub(in crate::web) use poster::show as poster;

use crate::fieldwork::{Wave, WaveState, store};
use crate::web::app::App;
use crate::web::error::{Error, Missing};
use crate::web::interface::Interface;

/// The wave at this address.
async fn load(app: &App, slug: &str) -> Result<Wave, Error> {
    let wave = store::find_wave(&app.db, slug).await?;
    wave.ok_or(Error::NotFound(Missing::Wave))
}

/// The state of a wave in a word.
fn state(interface: &Interface, state: WaveState) -> String {
    interface.locale.t(match state {
        WaveState::Announced => "wave-announced",
        WaveState::Open => "wave-open",
        WaveState::Closed => "wave-closed",
    })
}
