//! What did not pass from or to XLSForm, and why a workbook cannot be read.

use super::part::part;
use super::{name, written};
use crate::interface::Interface;
use format::xlsform::{ImportError, Note};
use messages::text;

/// What was left out or changed on the way.
pub(crate) fn note(interface: &Interface, note: &Note) -> String {
    match note {
        Note::NoCounterpart { part: at, key } => interface.locale.t(text::WordsNoteNoCounterpart {
            part: part(interface, at),
            key: name::key(interface, key),
        }),
        Note::EndGoesOn { question } => interface.locale.t(text::WordsNoteEndGoesOn {
            question: written(question),
        }),
        Note::RowIgnored { row, what } => interface.locale.t(text::WordsNoteRowIgnored {
            row: written(row),
            what: written(what),
        }),
        Note::NotUnderstood {
            row,
            question,
            column,
            xpath,
        } => interface.locale.t(text::WordsNoteNotUnderstood {
            row: written(row),
            question: written(question),
            column: written(*column),
            xpath: written(xpath),
        }),
        Note::Numbered { list, codes } => interface.locale.t(text::WordsNoteNumbered {
            list: written(list),
            codes: written(codes),
        }),
        Note::MeaningTold { list } => interface.locale.t(text::WordsNoteMeaning {
            list: written(list),
        }),
        Note::Renamed { row, from, to } => interface.locale.t(text::WordsNoteRenamed {
            row: written(row),
            from: written(from),
            to: written(to),
        }),
        Note::Assumed {
            question,
            key,
            value,
        } => interface.locale.t(text::WordsNoteAssumed {
            question: written(question),
            key: name::key(interface, key),
            value: written(value),
        }),
    }
}

/// Why the workbook cannot be read, and what to do.
pub(crate) fn import_error(interface: &Interface, error: &ImportError) -> String {
    match error {
        ImportError::TooLarge { bytes, limit } => interface.locale.t(text::WordsFileTooLarge {
            bytes: *bytes,
            limit: *limit,
        }),
        ImportError::NotAWorkbook { message } => {
            interface.locale.t(text::WordsImportNotAWorkbook {
                message: written(message),
            })
        }
        ImportError::Bomb => interface.locale.t(text::WORDS_IMPORT_BOMB),
        ImportError::SheetTooLarge {
            sheet,
            rows,
            columns,
        } => interface.locale.t(text::WordsImportSheetTooLarge {
            sheet: written(sheet),
            rows: written(rows),
            columns: written(columns),
        }),
        ImportError::NoSurvey => interface.locale.t(text::WORDS_IMPORT_NO_SURVEY),
        ImportError::NoList { row, list } => interface.locale.t(text::WordsImportNoList {
            row: written(row),
            list: written(list),
        }),
        ImportError::UnknownLanguage { column } => {
            interface.locale.t(text::WordsImportUnknownLanguage {
                column: written(column),
            })
        }
    }
}
