//! What languages, keys of the format and their values are called.

use crate::{Locale, PlainMessage, text};
use questionnaire::{Language, Sort};

/// What a language is called; its tag where we know no name.
pub(super) fn language(locale: Locale, language: &Language) -> String {
    match language.tag() {
        "zh" => locale.t(text::WORDS_LANGUAGE_ZH),
        "en" => locale.t(text::WORDS_LANGUAGE_EN),
        tag => tag.to_owned(),
    }
}

/// What a key of the format is called; the key itself where it has no name.
pub(super) fn key(locale: Locale, key: &str) -> String {
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
        "earliest" => text::WORDS_KEY_EARLIEST,
        "latest" => text::WORDS_KEY_LATEST,
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
        "numerator" => text::WORDS_KEY_NUMERATOR,
        "denominator" => text::WORDS_KEY_DENOMINATOR,
        "test" | "tests" => text::WORDS_KEY_TEST,
        other => return other.to_owned(),
    };
    locale.t(message)
}

/// What the value of a key is called; quoted as it stands where it has no name.
pub(super) fn value(locale: Locale, key: &str, value: &str) -> String {
    let message = match (key, value) {
        (_, "") => text::WORDS_VALUE_NONE,
        ("required" | "exclusive" | "other" | "apart", "true") => text::WORDS_VALUE_YES,
        ("order", "fixed") => text::WORDS_VALUE_FIXED,
        ("order", "reverse") => text::WORDS_VALUE_REVERSE,
        ("order", "rotate") => text::WORDS_VALUE_ROTATE,
        ("type", word) => match Sort::of_word(word) {
            Some(sort) => sort_name(sort),
            None => return locale.t(text::Quoted { text: value }),
        },
        ("kind", "satisfied") => text::WORDS_VALUE_SATISFIED,
        ("kind", "neutral") => text::WORDS_VALUE_NEUTRAL,
        ("kind", "dissatisfied") => text::WORDS_VALUE_DISSATISFIED,
        ("kind", "dont_know") => text::WORDS_VALUE_DONT_KNOW,
        ("kind", "not_applicable") => text::WORDS_VALUE_NOT_APPLICABLE,
        ("kind", "refused") => text::WORDS_VALUE_REFUSED,
        _ => return locale.t(text::Quoted { text: value }),
    };
    locale.t(message)
}

/// What a type of answer is called in a sentence.
fn sort_name(sort: Sort) -> PlainMessage {
    match sort {
        Sort::Single => text::WORDS_VALUE_SINGLE,
        Sort::Scale => text::WORDS_VALUE_SCALE,
        Sort::Multiple => text::WORDS_VALUE_MULTIPLE,
        Sort::Number => text::WORDS_VALUE_NUMBER,
        Sort::Date => text::WORDS_VALUE_DATE,
        Sort::ShortText => text::WORDS_VALUE_SHORT_TEXT,
        Sort::LongText => text::WORDS_VALUE_LONG_TEXT,
        Sort::District => text::WORDS_VALUE_DISTRICT,
    }
}
