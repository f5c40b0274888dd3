//! Faults of a file as a TOML document.

use super::{name, names, written};
use crate::{Locale, text};
use format::source::{Expected, Found, SourceProblem, nearest};

/// What is wrong with the file, and what to do.
pub(super) fn source_problem(locale: Locale, problem: &SourceProblem) -> String {
    let named = |key: &str| name::key(locale, key);
    match problem {
        SourceProblem::TooLarge { bytes, limit } => locale.t(text::WordsFileTooLarge {
            bytes: *bytes,
            limit: *limit,
        }),
        SourceProblem::NotUtf8 => locale.t(text::WORDS_FILE_NOT_UTF8),
        SourceProblem::ByteOrderMark => locale.t(text::WORDS_FILE_BYTE_ORDER_MARK),
        SourceProblem::CarriageReturns => locale.t(text::WORDS_FILE_CARRIAGE_RETURNS),
        SourceProblem::Empty => locale.t(text::WORDS_FILE_EMPTY),
        SourceProblem::Syntax { message } => locale.t(text::WordsFileSyntax {
            message: message.as_str(),
        }),
        SourceProblem::UnknownKey { key, known } => locale.t(text::WordsFileUnknownKey {
            key: written(key),
            remedy: remedy(locale, key, known),
        }),
        SourceProblem::MissingKey { key } => {
            locale.t(text::WordsFileMissingKey { key: named(key) })
        }
        SourceProblem::WrongType {
            key,
            expected,
            found,
        } => locale.t(text::WordsFileWrongType {
            key: named(key),
            expected: self::expected(locale, *expected),
            found: self::found(locale, found),
        }),
        SourceProblem::NotAllowed {
            key,
            value,
            allowed,
        } => locale.t(text::WordsFileNotAllowed {
            key: named(key),
            value: written(value),
            remedy: remedy(locale, value, allowed),
        }),
        SourceProblem::NumberOutOfRange {
            key,
            value,
            min,
            max,
        } => locale.t(text::WordsOutOfRange {
            key: named(key),
            value: written(value),
            min: written(min),
            max: written(max),
        }),
    }
}

/// "did you mean …?" for a near miss, else everything that would do.
fn remedy(locale: Locale, word: &str, known: &[String]) -> String {
    match nearest(word, known.iter().map(String::as_str)) {
        Some(near) => locale.t(text::WordsDidYouMean { word: near }),
        None if known.is_empty() => locale.t(text::WORDS_REMOVE_IT),
        None => {
            let known = names(locale, known.iter().cloned());
            locale.t(text::WordsUseOneOf { known })
        }
    }
}

fn expected(locale: Locale, expected: Expected) -> String {
    locale.t(match expected {
        Expected::Text => text::WORDS_EXPECTED_TEXT,
        Expected::WholeNumber => text::WORDS_EXPECTED_WHOLE_NUMBER,
        Expected::Number => text::WORDS_EXPECTED_NUMBER,
        Expected::Flag => text::WORDS_EXPECTED_FLAG,
        Expected::Texts => text::WORDS_EXPECTED_TEXTS,
        Expected::WholeNumbers => text::WORDS_EXPECTED_WHOLE_NUMBERS,
        Expected::Table => text::WORDS_EXPECTED_TABLE,
        Expected::Tables => text::WORDS_EXPECTED_TABLES,
    })
}

fn found(locale: Locale, found: &Found) -> String {
    match found {
        Found::Number(number) => locale.t(text::WordsFoundNumber {
            number: written(number),
        }),
        Found::Flag(value) => value.to_string(),
        Found::Text => locale.t(text::WORDS_FOUND_TEXT),
        Found::List => locale.t(text::WORDS_FOUND_LIST),
        Found::Table => locale.t(text::WORDS_FOUND_TABLE),
        Found::Date => locale.t(text::WORDS_FOUND_DATE),
    }
}
