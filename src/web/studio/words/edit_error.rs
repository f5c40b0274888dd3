//! Why an edit cannot be made.

use super::condition_fault::condition_problem;
use super::part::{part, text_key};
use super::{name, names, written};
use crate::interface::Interface;
use authoring::editing::EditError;

/// What was refused and why, and what to do.
#[expect(clippy::too_many_lines, reason = "one arm for every error")]
pub(crate) fn edit_error(interface: &Interface, error: &EditError) -> String {
    let named = |key: &str| name::key(interface, key).into();
    let of = |it: &_| part(interface, it).into();
    let (key, words) = match error {
        EditError::Unreadable { line, message } => (
            "words-edit-unreadable",
            vec![("line", (*line).into()), ("message", written(message))],
        ),
        EditError::UnknownPart { part } => ("words-edit-unknown-part", vec![("part", of(part))]),
        EditError::IdTaken { id } => ("words-edit-id-taken", vec![("id", written(id))]),
        EditError::IdMalformed { id } => ("words-id-malformed", vec![("id", written(id))]),
        EditError::UnknownChoice { part, code } => (
            "words-edit-unknown-choice",
            vec![("part", of(part)), ("code", written(code))],
        ),
        EditError::CodeTaken { part, code } => (
            "words-edit-code-taken",
            vec![("part", of(part)), ("code", written(code))],
        ),
        EditError::Condition { key, problem } => return condition_problem(interface, key, problem),
        EditError::SelfReference { question } => (
            "words-edit-self-reference",
            vec![("question", written(question))],
        ),
        EditError::TooLong {
            text,
            characters,
            most,
        } => (
            "words-edit-too-long",
            vec![
                ("text", text_key(interface, text).into()),
                ("characters", (*characters).into()),
                ("most", (*most).into()),
            ],
        ),
        EditError::ControlCharacter {
            text: Some(text),
            at,
        } => (
            "words-edit-control-character-in",
            vec![
                ("text", text_key(interface, text).into()),
                ("at", (*at).into()),
            ],
        ),
        EditError::ControlCharacter { text: None, at } => {
            ("words-edit-control-character", vec![("at", (*at).into())])
        }
        EditError::LineBreak { text } => (
            "words-edit-line-break",
            vec![("text", text_key(interface, text).into())],
        ),
        EditError::UnknownLanguage { language } => (
            "words-edit-unknown-language",
            vec![("language", name::language(interface, language).into())],
        ),
        EditError::LanguageMalformed { tag } if tag.is_empty() => ("words-no-language", vec![]),
        EditError::LanguageMalformed { tag } => {
            ("words-language-malformed", vec![("tag", written(tag))])
        }
        EditError::StillUsed { part, by } => (
            "words-edit-still-used",
            vec![
                ("part", of(part)),
                (
                    "by",
                    names(interface, by.iter().map(|by| self::part(interface, by))),
                ),
            ],
        ),
        EditError::NotHere { part, key } => (
            "words-edit-not-here",
            vec![("part", of(part)), ("key", named(key))],
        ),
        EditError::OddShape { part, key } => (
            "words-edit-odd-shape",
            vec![("part", of(part)), ("key", named(key))],
        ),
        EditError::NumberOutOfRange {
            key,
            value,
            min,
            max,
        } => (
            "words-out-of-range",
            vec![
                ("key", named(key)),
                ("value", written(value)),
                ("min", written(min)),
                ("max", written(max)),
            ],
        ),
        EditError::NoScale => ("words-edit-no-scale", vec![]),
        EditError::SeriesMalformed { series } => {
            ("words-series-malformed", vec![("series", written(series))])
        }
        EditError::TooLarge { bytes, limit } => (
            "words-edit-too-large",
            vec![("bytes", (*bytes).into()), ("limit", (*limit).into())],
        ),
    };
    interface.locale.with(key, words)
}
