//! What languages, keys of the format and their values are called.

use crate::answer_type;
use crate::interface::Interface;
use messages::text;
use questionnaire::{Language, Sort};

/// What a language is called; its tag where we know no name.
pub(super) fn language(interface: &Interface, language: &Language) -> String {
    match language.tag() {
        "zh" => interface.locale.t(text::WORDS_LANGUAGE_ZH),
        "en" => interface.locale.t(text::WORDS_LANGUAGE_EN),
        tag => tag.to_owned(),
    }
}

/// What a key of the format is called; the key itself where it has no name.
pub(super) fn key(interface: &Interface, key: &str) -> String {
    let message = match key {
        "id" => text::WORDS_KEY_ID,
        "languages" => text::WORDS_KEY_LANGUAGES,
        "title" => text::WORDS_KEY_TITLE,
        "intro" => text::WORDS_KEY_INTRO,
        "arm" | "arms" => text::WORDS_KEY_ARM,
        "groups" => text::WORDS_KEY_GROUPS,
        "scales" => text::WORDS_KEY_SCALES,
        "section" => text::WORDS_KEY_SECTION,
        "rotate" => text::WORDS_KEY_ROTATE,
        "question" => text::WORDS_KEY_QUESTION,
        "type" => text::WORDS_KEY_TYPE,
        "scale" => text::WORDS_KEY_SCALE,
        "choices" => text::WORDS_KEY_CHOICES,
        "extra" => text::WORDS_KEY_EXTRA,
        "order" => text::WORDS_KEY_ORDER,
        "min" => text::WORDS_KEY_MIN,
        "max" => text::WORDS_KEY_MAX,
        "decimals" => text::WORDS_KEY_DECIMALS,
        "min_choices" => text::WORDS_KEY_MIN_CHOICES,
        "max_choices" => text::WORDS_KEY_MAX_CHOICES,
        "max_length" => text::WORDS_KEY_MAX_LENGTH,
        "unit" => text::WORDS_KEY_UNIT,
        "help" => text::WORDS_KEY_HELP,
        "required" => text::WORDS_KEY_REQUIRED,
        "ask_if" => text::WORDS_KEY_ASK_IF,
        "end_if" => text::WORDS_KEY_END_IF,
        "end" => text::WORDS_KEY_END,
        "series" => text::WORDS_KEY_SERIES,
        "code" => text::WORDS_KEY_CODE,
        "kind" => text::WORDS_KEY_KIND,
        "score" => text::WORDS_KEY_SCORE,
        "exclusive" => text::WORDS_KEY_EXCLUSIVE,
        "other" => text::WORDS_KEY_OTHER,
        "apart" => text::WORDS_KEY_APART,
        "test" | "tests" => text::WORDS_KEY_TEST,
        other => return other.to_owned(),
    };
    interface.locale.t(message)
}

/// What the value of a key is called; quoted as it stands where it has no name.
pub(super) fn value(interface: &Interface, key: &str, value: &str) -> String {
    let message = match (key, value) {
        (_, "") => text::WORDS_VALUE_NONE,
        ("required" | "exclusive" | "other" | "apart", "true") => text::WORDS_VALUE_YES,
        ("order", "fixed") => text::WORDS_VALUE_FIXED,
        ("order", "reverse") => text::WORDS_VALUE_REVERSE,
        ("order", "rotate") => text::WORDS_VALUE_ROTATE,
        ("type", word) => match Sort::WORDS.iter().find(|(other, _)| *other == word) {
            Some((_, sort)) => answer_type::name_in_words(*sort),
            None => return interface.locale.t(text::Quoted { text: value }),
        },
        ("kind", "satisfied") => text::WORDS_VALUE_SATISFIED,
        ("kind", "neutral") => text::WORDS_VALUE_NEUTRAL,
        ("kind", "dissatisfied") => text::WORDS_VALUE_DISSATISFIED,
        ("kind", "dont_know") => text::WORDS_VALUE_DONT_KNOW,
        ("kind", "not_applicable") => text::WORDS_VALUE_NOT_APPLICABLE,
        ("kind", "refused") => text::WORDS_VALUE_REFUSED,
        _ => return interface.locale.t(text::Quoted { text: value }),
    };
    interface.locale.t(message)
}
