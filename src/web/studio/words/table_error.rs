//! Why a table of translations cannot be taken.

use super::edit_error::edit_error;
use super::part::text_key;
use super::written;
use super::xlsform::import_error;
use crate::interface::Interface;
use authoring::translation::TableError;
use messages::text;

/// What is wrong with the table, and what to do.
pub(crate) fn table_error(interface: &Interface, error: &TableError) -> String {
    match error {
        TableError::TooLarge { bytes, limit } => interface.locale.t(text::WordsFileTooLarge {
            bytes: *bytes,
            limit: *limit,
        }),
        TableError::NotATable => interface.locale.t(text::WORDS_TABLE_NOT_A_TABLE),
        TableError::Workbook(error) => import_error(interface, error),
        TableError::NoKeys => interface.locale.t(text::WORDS_TABLE_NO_KEYS),
        TableError::NoLanguage => interface.locale.t(text::WORDS_TABLE_NO_LANGUAGE),
        TableError::Key { row, error } => interface.locale.t(text::WordsTableKey {
            row: *row,
            key: written(&error.key),
        }),
        TableError::UnknownText { row, key } => interface.locale.t(text::WordsTableUnknownText {
            row: *row,
            text: text_key(interface, key),
            key: written(key),
        }),
        TableError::Twice { row, key } => interface.locale.t(text::WordsTableTwice {
            row: *row,
            text: text_key(interface, key),
            key: written(key),
        }),
        TableError::OriginalDiffers { row, key } => {
            interface.locale.t(text::WordsTableOriginalDiffers {
                row: *row,
                text: text_key(interface, key),
            })
        }
        TableError::Wording { row, key, error } => interface.locale.t(text::WordsTableWording {
            row: *row,
            text: text_key(interface, key),
            error: edit_error(interface, error),
        }),
    }
}
