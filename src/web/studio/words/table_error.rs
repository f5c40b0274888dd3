//! Why a table of translations cannot be taken.

use super::edit_error::edit_error;
use super::part::text_key;
use super::written;
use super::xlsform::import_error;
use crate::interface::Interface;
use authoring::translation::TableError;

/// What is wrong with the table, and what to do.
pub(crate) fn table_error(interface: &Interface, error: &TableError) -> String {
    let (key, words) = match error {
        TableError::TooLarge { bytes, limit } => (
            "words-file-too-large",
            vec![("bytes", (*bytes).into()), ("limit", (*limit).into())],
        ),
        TableError::NotATable => ("words-table-not-a-table", vec![]),
        TableError::Workbook(error) => return import_error(interface, error),
        TableError::NoKeys => ("words-table-no-keys", vec![]),
        TableError::NoLanguage => ("words-table-no-language", vec![]),
        TableError::Key { row, error } => (
            "words-table-key",
            vec![("row", (*row).into()), ("key", written(&error.key))],
        ),
        TableError::UnknownText { row, key } => (
            "words-table-unknown-text",
            vec![
                ("row", (*row).into()),
                ("text", text_key(interface, key).into()),
                ("key", written(key)),
            ],
        ),
        TableError::Twice { row, key } => (
            "words-table-twice",
            vec![
                ("row", (*row).into()),
                ("text", text_key(interface, key).into()),
                ("key", written(key)),
            ],
        ),
        TableError::OriginalDiffers { row, key } => (
            "words-table-original-differs",
            vec![
                ("row", (*row).into()),
                ("text", text_key(interface, key).into()),
            ],
        ),
        TableError::Wording { row, key, error } => (
            "words-table-wording",
            vec![
                ("row", (*row).into()),
                ("text", text_key(interface, key).into()),
                ("error", edit_error(interface, error).into()),
            ],
        ),
    };
    interface.locale.with(key, words)
}
