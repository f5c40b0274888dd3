//! What parts of a questionnaire and its texts are called.

use super::{name, written};
use crate::{Locale, text};
use questionnaire::{ChoiceKind, Code, Part, TextKey};

/// What a part is called.
pub fn part(locale: Locale, part: &Part) -> String {
    let id = part.name().unwrap_or_default();
    match part {
        Part::Top => locale.t(text::WORDS_PART_TOP),
        Part::Arm(_) => locale.t(text::WordsPartArm { id }),
        Part::Scale(_) => locale.t(text::WordsPartScale { id }),
        Part::Section(_) => locale.t(text::WordsPartSection { id }),
        Part::Question(_) => locale.t(text::WordsPartQuestion { id }),
        Part::Indicator(_) | Part::Measure(_) => locale.t(text::WordsPartIndicator { id }),
    }
}

/// What a choice of this label counts as.
pub fn choice_counts_as(locale: Locale, label: &str, kind: ChoiceKind) -> String {
    locale.t(text::WordsChoiceCountsAs {
        label: written(label),
        kind: name::value(locale, "kind", kind.word()),
    })
}

/// What a text is called.
pub fn text_key(locale: Locale, key: &TextKey) -> String {
    match key {
        TextKey::Title => locale.t(text::WORDS_TEXT_TITLE),
        TextKey::Intro => locale.t(text::WORDS_TEXT_INTRO),
        TextKey::ScaleChoice { code, .. } | TextKey::Choice { code, .. } => {
            choice(locale, &key.part(), *code)
        }
        TextKey::Section(id) => locale.t(text::WordsTextSection { id }),
        TextKey::Question(id) => locale.t(text::WordsTextQuestion { id: id.as_str() }),
        TextKey::Help(id) => locale.t(text::WordsTextHelp { id: id.as_str() }),
        TextKey::End(id) => locale.t(text::WordsTextEnd { id: id.as_str() }),
        TextKey::Unit(id) => locale.t(text::WordsTextUnit { id: id.as_str() }),
    }
}

/// What a choice of a question or scale is called.
pub(super) fn choice(locale: Locale, part: &Part, code: Code) -> String {
    let id = part.name().unwrap_or_default();
    let code = written(&code);
    match part {
        Part::Scale(_) => locale.t(text::WordsChoiceScale { code, id }),
        _ => locale.t(text::WordsChoiceQuestion { code, id }),
    }
}
