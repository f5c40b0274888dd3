//! What languages, keys of the format and their values are called.

use crate::interface::Interface;
use questionnaire::Language;

/// What a language is called; its tag where we know no name.
pub(super) fn language(interface: &Interface, language: &Language) -> String {
    match language.tag() {
        "zh" => interface.locale.t("words-language-zh"),
        "en" => interface.locale.t("words-language-en"),
        tag => tag.to_owned(),
    }
}

/// What a key of the format is called; the key itself where it has no name.
pub(super) fn key(interface: &Interface, key: &str) -> String {
    let message = match key {
        "id" => "words-key-id",
        "languages" => "words-key-languages",
        "title" => "words-key-title",
        "intro" => "words-key-intro",
        "arm" | "arms" => "words-key-arm",
        "groups" => "words-key-groups",
        "scales" => "words-key-scales",
        "section" => "words-key-section",
        "rotate" => "words-key-rotate",
        "question" => "words-key-question",
        "type" => "words-key-type",
        "scale" => "words-key-scale",
        "choices" => "words-key-choices",
        "extra" => "words-key-extra",
        "order" => "words-key-order",
        "min" => "words-key-min",
        "max" => "words-key-max",
        "max_length" => "words-key-max-length",
        "unit" => "words-key-unit",
        "help" => "words-key-help",
        "required" => "words-key-required",
        "ask_if" => "words-key-ask-if",
        "end_if" => "words-key-end-if",
        "end" => "words-key-end",
        "series" => "words-key-series",
        "code" => "words-key-code",
        "kind" => "words-key-kind",
        "score" => "words-key-score",
        "exclusive" => "words-key-exclusive",
        "other" => "words-key-other",
        "apart" => "words-key-apart",
        "test" | "tests" => "words-key-test",
        other => return other.to_owned(),
    };
    interface.locale.t(message)
}

/// What the value of a key is called; quoted as it stands where it has no name.
pub(super) fn value(interface: &Interface, key: &str, value: &str) -> String {
    let message = match (key, value) {
        (_, "") => "words-value-none",
        ("required" | "exclusive" | "other" | "apart", "true") => "words-value-yes",
        ("order", "fixed") => "words-value-fixed",
        ("order", "reverse") => "words-value-reverse",
        ("order", "rotate") => "words-value-rotate",
        ("type", "single") => "words-value-single",
        ("type", "scale") => "words-value-scale",
        ("type", "multiple") => "words-value-multiple",
        ("type", "number") => "words-value-number",
        ("type", "short_text") => "words-value-short-text",
        ("type", "long_text") => "words-value-long-text",
        ("type", "district") => "words-value-district",
        ("kind", "satisfied") => "words-value-satisfied",
        ("kind", "neutral") => "words-value-neutral",
        ("kind", "dissatisfied") => "words-value-dissatisfied",
        ("kind", "dont_know") => "words-value-dont-know",
        ("kind", "not_applicable") => "words-value-not-applicable",
        ("kind", "refused") => "words-value-refused",
        _ => return interface.locale.with("quoted", [("text", value.into())]),
    };
    interface.locale.t(message)
}
