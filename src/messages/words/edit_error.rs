//! Why an edit cannot be made.

use super::condition_fault::condition_problem;
use super::part::{part, text_key};
use super::{name, names, written};
use crate::{Locale, text};
use authoring::editing::EditError;

/// What was refused and why, and what to do.
pub fn edit_error(locale: Locale, error: &EditError) -> String {
    let named = |key: &str| name::key(locale, key);
    let of = |it: &_| part(locale, it);
    match error {
        EditError::Unreadable { line, message } => locale.t(text::WordsEditUnreadable {
            line: *line,
            message: written(message),
        }),
        EditError::UnknownPart { part } => locale.t(text::WordsEditUnknownPart { part: of(part) }),
        EditError::IdTaken { id } => locale.t(text::WordsEditIdTaken { id: written(id) }),
        EditError::IdMalformed { id } => locale.t(text::WordsIdMalformed { id: written(id) }),
        EditError::UnknownChoice { part, code } => locale.t(text::WordsEditUnknownChoice {
            part: of(part),
            code: written(code),
        }),
        EditError::CodeTaken { part, code } => locale.t(text::WordsEditCodeTaken {
            part: of(part),
            code: written(code),
        }),
        EditError::Condition { key, problem } => condition_problem(locale, key, problem),
        EditError::SelfReference { question } => locale.t(text::WordsEditSelfReference {
            question: written(question),
        }),
        EditError::TooLong {
            text,
            characters,
            most,
        } => locale.t(text::WordsEditTooLong {
            text: text_key(locale, text),
            characters: *characters,
            most: *most,
        }),
        EditError::ControlCharacter {
            text: Some(text),
            at,
        } => locale.t(text::WordsEditControlCharacterIn {
            text: text_key(locale, text),
            at: *at,
        }),
        EditError::ControlCharacter { text: None, at } => {
            locale.t(text::WordsEditControlCharacter { at: *at })
        }
        EditError::LineBreak { text } => locale.t(text::WordsEditLineBreak {
            text: text_key(locale, text),
        }),
        EditError::UnknownLanguage { language } => locale.t(text::WordsEditUnknownLanguage {
            language: name::language(locale, language),
        }),
        EditError::LanguageMalformed { tag } if tag.is_empty() => locale.t(text::WORDS_NO_LANGUAGE),
        EditError::LanguageMalformed { tag } => {
            locale.t(text::WordsLanguageMalformed { tag: written(tag) })
        }
        EditError::StillUsed { part, by } => locale.t(text::WordsEditStillUsed {
            part: of(part),
            by: names(locale, by.iter().map(|by| self::part(locale, by))),
        }),
        EditError::NotHere { part, key } => locale.t(text::WordsEditNotHere {
            part: of(part),
            key: named(key),
        }),
        EditError::OddShape { part, key } => locale.t(text::WordsEditOddShape {
            part: of(part),
            key: named(key),
        }),
        EditError::NumberOutOfRange {
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
        EditError::NoScale => locale.t(text::WORDS_EDIT_NO_SCALE),
        EditError::SeriesMalformed { series } => locale.t(text::WordsSeriesMalformed {
            series: written(series),
        }),
        EditError::TooLarge { bytes, limit } => locale.t(text::WordsEditTooLarge {
            bytes: *bytes,
            limit: *limit,
        }),
    }
}
