//! What is wrong with a value of the register, and what to do.

use super::xlsform::import_error;
use super::{names, written};
use crate::{Locale, text};
use format::table::UnreadableTable;
use plan::register::table::{CellFault, TableFault};
use plan::register::typed::{Column, ValueFault};

/// A part of a value, as the form and the file call it.
pub fn register_column(locale: Locale, column: Column) -> String {
    locale.t(match column {
        Column::Indicator => text::WORDS_REGISTER_INDICATOR,
        Column::Year => text::WORDS_REGISTER_YEAR,
        Column::Value => text::WORDS_REGISTER_VALUE,
        Column::Beside => text::WORDS_REGISTER_BESIDE,
        Column::Done => text::WORDS_REGISTER_DONE,
        Column::Words => text::WORDS_REGISTER_WORDS,
        Column::Source => text::WORDS_REGISTER_SOURCE,
        Column::Dated => text::WORDS_REGISTER_DATED,
        Column::Reason => text::WORDS_REGISTER_REASON,
    })
}

/// What is wrong with a part, and what to do.
pub fn register_fault(locale: Locale, fault: &ValueFault) -> String {
    match fault {
        ValueFault::Lacking => locale.t(text::WORDS_REGISTER_LACKING),
        ValueFault::NotAsked => locale.t(text::WORDS_REGISTER_NOT_ASKED),
        ValueFault::UnknownIndicator => locale.t(text::WORDS_REGISTER_UNKNOWN_INDICATOR),
        ValueFault::OfSurvey => locale.t(text::WORDS_REGISTER_OF_SURVEY),
        ValueFault::Year {
            within: (first, last),
        } => locale.t(text::WordsRegisterYearOutside {
            first: written(first),
            last: written(last),
        }),
        ValueFault::NotANumber => locale.t(text::WORDS_REGISTER_NOT_A_NUMBER),
        ValueFault::TooManyDigits => locale.t(text::WORDS_REGISTER_TOO_MANY_DIGITS),
        ValueFault::NotAShare => locale.t(text::WORDS_REGISTER_NOT_A_SHARE),
        ValueFault::NotDone => locale.t(text::WORDS_REGISTER_NOT_DONE_WORD),
        ValueFault::NotADay => locale.t(text::WORDS_REGISTER_NOT_A_DAY),
        ValueFault::InFuture => locale.t(text::WORDS_REGISTER_IN_FUTURE),
        ValueFault::TooLong { most } => locale.t(text::WordsRegisterTooLong { most: *most }),
        ValueFault::Twice { row } => locale.t(text::WordsRegisterTwice { row: *row }),
        ValueFault::Waiting { by } => locale.t(text::WordsRegisterWaiting { by }),
        ValueFault::ReasonLacking => locale.t(text::WORDS_REGISTER_REASON_LACKING),
        ValueFault::Unchanged => locale.t(text::WORDS_REGISTER_UNCHANGED),
    }
}

/// What is wrong with a cell of a file, where, and what to do.
pub fn register_cell_fault(locale: Locale, fault: &CellFault) -> String {
    locale.t(text::WordsListCell {
        row: fault.row,
        column: register_column(locale, fault.column),
        cell: written(&fault.cell),
        fault: register_fault(locale, &fault.fault),
    })
}

/// Why a file has no values, and what to do.
pub fn register_table_fault(locale: Locale, fault: &TableFault) -> String {
    match fault {
        TableFault::Unreadable(UnreadableTable::TooLarge { bytes, limit }) => {
            locale.t(text::WordsFileTooLarge {
                bytes: *bytes,
                limit: *limit,
            })
        }
        TableFault::Unreadable(UnreadableTable::NotATable) => {
            locale.t(text::WORDS_TABLE_NOT_A_TABLE)
        }
        TableFault::Unreadable(UnreadableTable::Workbook(error)) => import_error(locale, error),
        TableFault::NoColumns(columns) => locale.t(text::WordsRegisterNoColumns {
            columns: names(
                locale,
                columns.iter().map(|it| register_column(locale, *it)),
            ),
        }),
    }
}
