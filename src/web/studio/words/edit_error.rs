//! Why an edit cannot be made.

use super::condition_fault::condition_problem;
use super::part::{part, text_key};
use super::{name, names, written};
use crate::interface::Interface;
use authoring::editing::EditError;
use messages::text;

/// What was refused and why, and what to do.
pub(crate) fn edit_error(interface: &Interface, error: &EditError) -> String {
    let named = |key: &str| name::key(interface, key);
    let of = |it: &_| part(interface, it);
    match error {
        EditError::Unreadable { line, message } => interface.locale.t(text::WordsEditUnreadable {
            line: *line,
            message: written(message),
        }),
        EditError::UnknownPart { part } => interface
            .locale
            .t(text::WordsEditUnknownPart { part: of(part) }),
        EditError::IdTaken { id } => interface
            .locale
            .t(text::WordsEditIdTaken { id: written(id) }),
        EditError::IdMalformed { id } => interface
            .locale
            .t(text::WordsIdMalformed { id: written(id) }),
        EditError::UnknownChoice { part, code } => {
            interface.locale.t(text::WordsEditUnknownChoice {
                part: of(part),
                code: written(code),
            })
        }
        EditError::CodeTaken { part, code } => interface.locale.t(text::WordsEditCodeTaken {
            part: of(part),
            code: written(code),
        }),
        EditError::Condition { key, problem } => condition_problem(interface, key, problem),
        EditError::SelfReference { question } => interface.locale.t(text::WordsEditSelfReference {
            question: written(question),
        }),
        EditError::TooLong {
            text,
            characters,
            most,
        } => interface.locale.t(text::WordsEditTooLong {
            text: text_key(interface, text),
            characters: *characters,
            most: *most,
        }),
        EditError::ControlCharacter {
            text: Some(text),
            at,
        } => interface.locale.t(text::WordsEditControlCharacterIn {
            text: text_key(interface, text),
            at: *at,
        }),
        EditError::ControlCharacter { text: None, at } => interface
            .locale
            .t(text::WordsEditControlCharacter { at: *at }),
        EditError::LineBreak { text } => interface.locale.t(text::WordsEditLineBreak {
            text: text_key(interface, text),
        }),
        EditError::UnknownLanguage { language } => {
            interface.locale.t(text::WordsEditUnknownLanguage {
                language: name::language(interface, language),
            })
        }
        EditError::LanguageMalformed { tag } if tag.is_empty() => {
            interface.locale.t(text::WORDS_NO_LANGUAGE)
        }
        EditError::LanguageMalformed { tag } => interface
            .locale
            .t(text::WordsLanguageMalformed { tag: written(tag) }),
        EditError::StillUsed { part, by } => interface.locale.t(text::WordsEditStillUsed {
            part: of(part),
            by: names(interface, by.iter().map(|by| self::part(interface, by))),
        }),
        EditError::NotHere { part, key } => interface.locale.t(text::WordsEditNotHere {
            part: of(part),
            key: named(key),
        }),
        EditError::OddShape { part, key } => interface.locale.t(text::WordsEditOddShape {
            part: of(part),
            key: named(key),
        }),
        EditError::NumberOutOfRange {
            key,
            value,
            min,
            max,
        } => interface.locale.t(text::WordsOutOfRange {
            key: named(key),
            value: written(value),
            min: written(min),
            max: written(max),
        }),
        EditError::NoScale => interface.locale.t(text::WORDS_EDIT_NO_SCALE),
        EditError::SeriesMalformed { series } => interface.locale.t(text::WordsSeriesMalformed {
            series: written(series),
        }),
        EditError::TooLarge { bytes, limit } => interface.locale.t(text::WordsEditTooLarge {
            bytes: *bytes,
            limit: *limit,
        }),
    }
}
