//! Waves as staff see them: the list, opening one, its link and poster, closing it early, opening what it
//! has sealed, computing its results and publishing them.

mod booklet;
pub(crate) mod cases;
mod close;
mod closing;
mod compute;
mod correct;
mod delay;
mod give_up;
pub(crate) mod interviewers;
pub(crate) mod letters;
mod list;
pub(crate) mod monitor;
mod new;
mod one;
mod open_sealed;
pub(crate) mod paper;
mod poster;
mod release;
mod review;
pub(crate) mod rows;
mod same_office;
mod sampled;
mod share_fields;
pub(crate) mod texts;
mod wave_form;

pub(crate) use booklet::{show as booklet, submit as print_booklet};
pub(crate) use close::submit as close;
pub(crate) use compute::submit as compute;
pub(crate) use correct::{show as correction, submit as correct};
pub(crate) use delay::submit as explain_delay;
pub(crate) use list::show as list;
pub(crate) use new::{open, show as new};
pub(crate) use one::show as one;
pub(crate) use open_sealed::submit as open_sealed;
pub(crate) use poster::show as poster;
pub(crate) use release::{
    indicator as release_indicator, quality as release_quality, report as release_report,
    show as release, submit as publish,
};
pub(crate) use review::show as review;

use crate::app::App;
use crate::error::{Error, Missing};
use crate::interface::Interface;
use fieldwork::{Wave, WaveState, store};
use messages::text;

/// The wave at this address.
async fn load(app: &App, slug: &str) -> Result<Wave, Error> {
    let wave = store::find_wave(&app.db, slug).await?;
    wave.ok_or(Error::NotFound(Missing::Wave))
}

/// The state of a wave in a word.
fn state(interface: &Interface, state: WaveState) -> String {
    interface.locale.t(match state {
        WaveState::Announced => text::WAVE_ANNOUNCED,
        WaveState::Open => text::WAVE_OPEN,
        WaveState::Closed => text::WAVE_CLOSED,
    })
}
