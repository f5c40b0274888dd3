//! Faults of a file as a TOML document.

use super::{name, names, written};
use crate::interface::Interface;
use format::source::{Expected, Found, SourceProblem, nearest};

/// What is wrong with the file, and what to do.
pub(super) fn source_problem(interface: &Interface, problem: &SourceProblem) -> String {
    let locale = interface.locale;
    let named = |key: &str| name::key(interface, key).into();
    match problem {
        SourceProblem::TooLarge { bytes, limit } => locale.with(
            "words-file-too-large",
            [("bytes", (*bytes).into()), ("limit", (*limit).into())],
        ),
        SourceProblem::NotUtf8 => locale.t("words-file-not-utf8"),
        SourceProblem::ByteOrderMark => locale.t("words-file-byte-order-mark"),
        SourceProblem::CarriageReturns => locale.t("words-file-carriage-returns"),
        SourceProblem::Empty => locale.t("words-file-empty"),
        SourceProblem::Syntax { message } => {
            locale.with("words-file-syntax", [("message", message.as_str().into())])
        }
        SourceProblem::UnknownKey { key, known } => locale.with(
            "words-file-unknown-key",
            [
                ("key", written(key)),
                ("remedy", remedy(interface, key, known).into()),
            ],
        ),
        SourceProblem::MissingKey { key } => {
            locale.with("words-file-missing-key", [("key", named(key))])
        }
        SourceProblem::WrongType {
            key,
            expected,
            found,
        } => locale.with(
            "words-file-wrong-type",
            [
                ("key", named(key)),
                ("expected", self::expected(interface, *expected).into()),
                ("found", self::found(interface, found).into()),
            ],
        ),
        SourceProblem::NotAllowed {
            key,
            value,
            allowed,
        } => locale.with(
            "words-file-not-allowed",
            [
                ("key", named(key)),
                ("value", written(value)),
                ("remedy", remedy(interface, value, allowed).into()),
            ],
        ),
        SourceProblem::NumberOutOfRange {
            key,
            value,
            min,
            max,
        } => locale.with(
            "words-out-of-range",
            [
                ("key", named(key)),
                ("value", written(value)),
                ("min", written(min)),
                ("max", written(max)),
            ],
        ),
    }
}

/// "did you mean …?" for a near miss, else everything that would do.
fn remedy(interface: &Interface, word: &str, known: &[String]) -> String {
    let locale = interface.locale;
    match nearest(word, known.iter().map(String::as_str)) {
        Some(near) => locale.with("words-did-you-mean", [("word", near.into())]),
        None if known.is_empty() => locale.t("words-remove-it"),
        None => {
            let known = names(interface, known.iter().cloned());
            locale.with("words-use-one-of", [("known", known)])
        }
    }
}

fn expected(interface: &Interface, expected: Expected) -> String {
    interface.locale.t(match expected {
        Expected::Text => "words-expected-text",
        Expected::WholeNumber => "words-expected-whole-number",
        Expected::Number => "words-expected-number",
        Expected::Flag => "words-expected-flag",
        Expected::Texts => "words-expected-texts",
        Expected::WholeNumbers => "words-expected-whole-numbers",
        Expected::Table => "words-expected-table",
        Expected::Tables => "words-expected-tables",
    })
}

fn found(interface: &Interface, found: &Found) -> String {
    let locale = interface.locale;
    match found {
        Found::Number(number) => locale.with("words-found-number", [("number", written(number))]),
        Found::Flag(value) => value.to_string(),
        Found::Text => locale.t("words-found-text"),
        Found::List => locale.t("words-found-list"),
        Found::Table => locale.t("words-found-table"),
        Found::Date => locale.t("words-found-date"),
    }
}
