//! The form of a questionnaire that no wave asks yet, to be looked at: with its script, which sends nothing.

use chrono::{DateTime, TimeDelta, Utc};
use maud::Markup;

use super::document::{Document, Standing};
use super::sheet;
use crate::fieldwork::{Mode, Wave, WaveId};
use crate::questionnaire::{Assignment, Questionnaire};
use crate::web::extract::Fields;
use crate::web::interface::Interface;

/// The form in one variant.
pub(in crate::web) fn view(
    interface: &Interface,
    questionnaire: &Questionnaire,
    assignment: &Assignment,
    variant: u8,
    now: DateTime<Utc>,
) -> Markup {
    let wave = Wave {
        id: WaveId(-1),
        slug: String::new(),
        plan: String::new(),
        version: String::new(),
        mode: Mode::Open,
        title: questionnaire.title.clone(),
        year: 0,
        opens_at: now,
        closes_at: now + TimeDelta::days(1),
        closed_at: None,
        answers_erased_at: None,
        header: None,
        contact: None,
        simulated: false,
    };
    let document = Document {
        wave: &wave,
        questionnaire,
        parts: sheet::parts(questionnaire, assignment),
        variant,
        assignment,
        only_shown: true,
    };
    document.view(interface, &Fields::default(), &Standing::Fresh)
}
