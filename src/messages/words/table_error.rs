//! Why a table of translations cannot be taken.

use super::edit_error::edit_error;
use super::part::text_key;
use super::written;
use super::xlsform::import_error;
use crate::{Locale, text};
use authoring::translation::TableError;

/// What is wrong with the table, and what to do.
pub fn table_error(locale: Locale, error: &TableError) -> String {
    match error {
        TableError::TooLarge { bytes, limit } => locale.t(text::WordsFileTooLarge {
            bytes: *bytes,
            limit: *limit,
        }),
        TableError::NotATable => locale.t(text::WORDS_TABLE_NOT_A_TABLE),
        TableError::Workbook(error) => import_error(locale, error),
        TableError::NoKeys => locale.t(text::WORDS_TABLE_NO_KEYS),
        TableError::NoLanguage => locale.t(text::WORDS_TABLE_NO_LANGUAGE),
        TableError::Key { row, error } => locale.t(text::WordsTableKey {
            row: *row,
            key: written(&error.key),
        }),
        TableError::UnknownText { row, key } => locale.t(text::WordsTableUnknownText {
            row: *row,
            text: text_key(locale, key),
            key: written(key),
        }),
        TableError::Twice { row, key } => locale.t(text::WordsTableTwice {
            row: *row,
            text: text_key(locale, key),
            key: written(key),
        }),
        TableError::OriginalDiffers { row, key } => locale.t(text::WordsTableOriginalDiffers {
            row: *row,
            text: text_key(locale, key),
        }),
        TableError::Wording { row, key, error } => locale.t(text::WordsTableWording {
            row: *row,
            text: text_key(locale, key),
            error: edit_error(locale, error),
        }),
    }
}
