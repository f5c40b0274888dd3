//! The form of a questionnaire that no wave asks yet, to be looked at: with its script, which sends nothing.

use chrono::{DateTime, Utc};
use maud::Markup;

use super::document::Standing;
use super::form::Document;
use super::imagined;
use crate::extract::Fields;
use crate::interface::Interface;
use crate::shown::parts;
use questionnaire::{Assignment, Questionnaire};

/// The form in one variant.
pub(crate) fn view(
    interface: &Interface,
    questionnaire: &Questionnaire,
    assignment: &Assignment,
    variant: u8,
    now: DateTime<Utc>,
) -> Markup {
    let wave = imagined::wave(0, "", questionnaire.title.clone(), now);
    let document = Document {
        wave: &wave,
        questionnaire,
        parts: parts(questionnaire, assignment),
        variant,
        assignment,
        only_shown: true,
    };
    document.view(interface, &Fields::default(), &Standing::Fresh)
}
