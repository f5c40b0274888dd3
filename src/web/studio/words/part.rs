//! What parts of a questionnaire and its texts are called.

use super::written;
use crate::interface::Interface;
use questionnaire::{Code, Part, TextKey};

/// What a part is called.
pub(crate) fn part(interface: &Interface, part: &Part) -> String {
    let key = match part {
        Part::Top => return interface.locale.t("words-part-top"),
        Part::Arm(_) => "words-part-arm",
        Part::Scale(_) => "words-part-scale",
        Part::Section(_) => "words-part-section",
        Part::Question(_) => "words-part-question",
        Part::Indicator(_) | Part::Measure(_) => "words-part-indicator",
    };
    let id = part.name().unwrap_or_default();
    interface.locale.with(key, [("id", id.into())])
}

/// What a text is called.
pub(crate) fn text_key(interface: &Interface, text: &TextKey) -> String {
    let (key, id) = match text {
        TextKey::Title => return interface.locale.t("words-text-title"),
        TextKey::Intro => return interface.locale.t("words-text-intro"),
        TextKey::ScaleChoice { code, .. } | TextKey::Choice { code, .. } => {
            return choice(interface, &text.part(), *code);
        }
        TextKey::Section(id) => ("words-text-section", id),
        TextKey::Question(id) => ("words-text-question", id),
        TextKey::Help(id) => ("words-text-help", id),
        TextKey::End(id) => ("words-text-end", id),
        TextKey::Unit(id) => ("words-text-unit", id),
    };
    interface.locale.with(key, [("id", id.as_str().into())])
}

/// What a choice of a question or scale is called.
pub(super) fn choice(interface: &Interface, part: &Part, code: Code) -> String {
    let key = match part {
        Part::Scale(_) => "words-choice-scale",
        _ => "words-choice-question",
    };
    let id = part.name().unwrap_or_default();
    interface
        .locale
        .with(key, [("id", id.into()), ("code", written(&code))])
}
