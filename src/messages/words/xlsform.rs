//! What did not pass from or to XLSForm, and why a workbook cannot be read.

use super::part::part;
use super::{name, written};
use crate::{Locale, text};
use format::xlsform::{ImportError, Note};

/// What was left out or changed on the way.
pub fn note(locale: Locale, note: &Note) -> String {
    match note {
        Note::NoCounterpart { part: at, key } => locale.t(text::WordsNoteNoCounterpart {
            part: part(locale, at),
            key: name::key(locale, key),
        }),
        Note::EndGoesOn { question } => locale.t(text::WordsNoteEndGoesOn {
            question: written(question),
        }),
        Note::RowIgnored { row, what } => locale.t(text::WordsNoteRowIgnored {
            row: written(row),
            what: written(what),
        }),
        Note::NotUnderstood {
            row,
            question,
            column,
            xpath,
        } => locale.t(text::WordsNoteNotUnderstood {
            row: written(row),
            question: written(question),
            column: written(*column),
            xpath: written(xpath),
        }),
        Note::Numbered { list, codes } => locale.t(text::WordsNoteNumbered {
            list: written(list),
            codes: written(codes),
        }),
        Note::MeaningTold { list } => locale.t(text::WordsNoteMeaning {
            list: written(list),
        }),
        Note::Renamed { row, from, to } => locale.t(text::WordsNoteRenamed {
            row: written(row),
            from: written(from),
            to: written(to),
        }),
        Note::Assumed {
            question,
            key,
            value,
        } => locale.t(text::WordsNoteAssumed {
            question: written(question),
            key: name::key(locale, key),
            value: written(value),
        }),
    }
}

/// Why the workbook cannot be read, and what to do.
pub fn import_error(locale: Locale, error: &ImportError) -> String {
    match error {
        ImportError::TooLarge { bytes, limit } => locale.t(text::WordsFileTooLarge {
            bytes: *bytes,
            limit: *limit,
        }),
        ImportError::NotAWorkbook { message } => locale.t(text::WordsImportNotAWorkbook {
            message: written(message),
        }),
        ImportError::Bomb => locale.t(text::WORDS_IMPORT_BOMB),
        ImportError::SheetTooLarge {
            sheet,
            rows,
            columns,
        } => locale.t(text::WordsImportSheetTooLarge {
            sheet: written(sheet),
            rows: written(rows),
            columns: written(columns),
        }),
        ImportError::NoSurvey => locale.t(text::WORDS_IMPORT_NO_SURVEY),
        ImportError::NoList { row, list } => locale.t(text::WordsImportNoList {
            row: written(row),
            list: written(list),
        }),
        ImportError::UnknownLanguage { column } => locale.t(text::WordsImportUnknownLanguage {
            column: written(column),
        }),
    }
}
