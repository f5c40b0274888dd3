//! The cases of a wave by invitation: what became of each, attempts to reach them one by one or from the list of a field
//! team, and that list. Whether a case has returned is known, never when nor with what.

mod file;
mod overview;
mod psu;

pub(crate) use file::{download, upload};
pub(crate) use overview::show as overview;
pub(crate) use psu::{show as psu, submit as record};

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::load;
use crate::addresses::Address;
use crate::app::App;
use crate::error::{Error, Missing};
use crate::interface::Interface;
use fieldwork::disposition::CaseState;
use fieldwork::{Mode, Wave};
use messages::{text, words};
use questionnaire::Text;
use sampling::PsuId;

/// The wave at this address, if it has cases.
pub(super) async fn load_sampled(app: &App, slug: &str) -> Result<Wave, Error> {
    let wave = load(app, slug).await?;
    match wave.mode {
        Mode::Probability => Ok(wave),
        Mode::Open => Err(Error::NotFound(Missing::Wave)),
    }
}

/// The way back to the wave, and between the pages of its field.
pub(super) fn tabs(interface: &Interface, wave: &Wave, here: Address<'_>) -> Markup {
    let locale = interface.locale;
    let wave = &wave.slug;
    let pages = [
        (Address::StaffWave { wave }, text::WAVE),
        (Address::WaveCases { wave }, text::CASES_TITLE),
        (Address::WaveInterviewers { wave }, text::INTERVIEWERS_TITLE),
        (Address::WaveMonitor { wave }, text::MONITOR_TITLE),
    ];
    let here = here.to_string();
    html! {
        nav.tabs aria-label=(locale.t(text::CASES_NAV)) {
            @for (page, name) in pages {
                a href=(interface.link(page)) aria-current=[(page.to_string() == here).then_some("page")] { (locale.t(name)) }
            }
        }
    }
}

/// What a PSU is called, with its code.
pub(super) fn psu_name(
    interface: &Interface,
    names: &BTreeMap<PsuId, Text>,
    psu: &PsuId,
) -> String {
    names.get(psu).map_or_else(
        || psu.to_string(),
        |name| format!("{} {psu}", interface.text(name)),
    )
}

/// What is known of a case in a word.
fn state(interface: &Interface, state: CaseState) -> String {
    let locale = interface.locale;
    match state {
        CaseState::Returned => locale.t(text::CASE_RETURNED),
        CaseState::Silent => locale.t(text::CASE_SILENT),
        CaseState::Known(known) => {
            format!("{known} {}", words::disposition(locale, known))
        }
    }
}
