//! What did not pass from or to XLSForm, and why a workbook cannot be read.

use super::part::part;
use super::{name, written};
use crate::interface::Interface;
use format::xlsform::{ImportError, Note};

/// What was left out or changed on the way.
pub(crate) fn note(interface: &Interface, note: &Note) -> String {
    let (key, words) = match note {
        Note::NoCounterpart { part: at, key } => (
            "words-note-no-counterpart",
            vec![
                ("part", part(interface, at).into()),
                ("key", name::key(interface, key).into()),
            ],
        ),
        Note::EndGoesOn { question } => (
            "words-note-end-goes-on",
            vec![("question", written(question))],
        ),
        Note::RowIgnored { row, what } => (
            "words-note-row-ignored",
            vec![("row", written(row)), ("what", written(what))],
        ),
        Note::NotUnderstood {
            row,
            question,
            column,
            xpath,
        } => (
            "words-note-not-understood",
            vec![
                ("row", written(row)),
                ("question", written(question)),
                ("column", written(*column)),
                ("xpath", written(xpath)),
            ],
        ),
        Note::Numbered { list, codes } => (
            "words-note-numbered",
            vec![("list", written(list)), ("codes", written(codes))],
        ),
        Note::MeaningTold { list } => ("words-note-meaning", vec![("list", written(list))]),
        Note::Renamed { row, from, to } => (
            "words-note-renamed",
            vec![
                ("row", written(row)),
                ("from", written(from)),
                ("to", written(to)),
            ],
        ),
        Note::Assumed {
            question,
            key,
            value,
        } => (
            "words-note-assumed",
            vec![
                ("question", written(question)),
                ("key", name::key(interface, key).into()),
                ("value", written(value)),
            ],
        ),
    };
    interface.locale.with(key, words)
}

/// Why the workbook cannot be read, and what to do.
pub(crate) fn import_error(interface: &Interface, error: &ImportError) -> String {
    let (key, words) = match error {
        ImportError::TooLarge { bytes, limit } => (
            "words-file-too-large",
            vec![("bytes", (*bytes).into()), ("limit", (*limit).into())],
        ),
        ImportError::NotAWorkbook { message } => (
            "words-import-not-a-workbook",
            vec![("message", written(message))],
        ),
        ImportError::Bomb => ("words-import-bomb", vec![]),
        ImportError::SheetTooLarge {
            sheet,
            rows,
            columns,
        } => (
            "words-import-sheet-too-large",
            vec![
                ("sheet", written(sheet)),
                ("rows", written(rows)),
                ("columns", written(columns)),
            ],
        ),
        ImportError::NoSurvey => ("words-import-no-survey", vec![]),
        ImportError::NoList { row, list } => (
            "words-import-no-list",
            vec![("row", written(row)), ("list", written(list))],
        ),
        ImportError::UnknownLanguage { column } => (
            "words-import-unknown-language",
            vec![("column", written(column))],
        ),
    };
    interface.locale.with(key, words)
}
