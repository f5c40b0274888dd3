//! What is said of a list of households: its faults, and how it was understood.

use super::listing::{listing_fault, listing_remark};
use super::{names, written};
use crate::{Locale, text};
use sampling::household_list::{HouseholdColumn, HouseholdFault, HouseholdRemark};
use sampling::listing::Remark;

/// What a column of a list of households says.
pub fn household_column(locale: Locale, column: HouseholdColumn) -> String {
    locale.t(match column {
        HouseholdColumn::Unit => text::WORDS_COLUMN_CODE,
        HouseholdColumn::Household => text::WORDS_LIST_HOUSEHOLD,
        HouseholdColumn::Address => text::WORDS_LIST_ADDRESS,
    })
}

/// What is wrong, and what to do.
pub fn household_fault(locale: Locale, fault: &HouseholdFault) -> String {
    match fault {
        HouseholdFault::List(fault) => listing_fault(locale, fault),
        HouseholdFault::NoHousehold => locale.t(text::WORDS_HOUSEHOLD_NONE),
        HouseholdFault::MissingColumns(columns) => locale.t(text::WordsHouseholdColumns {
            columns: names(
                locale,
                columns.iter().map(|it| household_column(locale, *it)),
            ),
        }),
        HouseholdFault::ColumnTwice(twice) => locale.t(text::WordsHouseholdColumnTwice {
            column: household_column(locale, *twice),
        }),
        HouseholdFault::UnknownUnit(code) => locale.t(text::WordsHouseholdUnknownUnit { code }),
        HouseholdFault::NotAHousehold(value) => locale.t(text::WordsHouseholdNumber { value }),
        HouseholdFault::OutOfRange { number, size } => locale.t(text::WordsHouseholdOutOfRange {
            number: written(number),
            size: *size,
        }),
        HouseholdFault::Duplicate { first, sheet: None } => locale.t(text::WordsHouseholdTwice {
            first: written(first),
        }),
        HouseholdFault::Duplicate {
            first,
            sheet: Some(sheet),
        } => locale.t(text::WordsHouseholdTwiceElsewhere {
            first: written(first),
            sheet,
        }),
        HouseholdFault::RunsOn => locale.t(text::WORDS_HOUSEHOLD_RUNS_ON),
        HouseholdFault::AsAbove(value) => locale.t(text::WordsHouseholdAsAbove { value }),
        HouseholdFault::DamagedAddress(value) => {
            locale.t(text::WordsHouseholdDamagedAddress { value })
        }
        HouseholdFault::TooLong { signs, limit } => locale.t(text::WordsHouseholdTooLong {
            signs: *signs,
            limit: *limit,
        }),
    }
}

/// How a list was understood.
pub fn household_remark(locale: Locale, remark: &HouseholdRemark) -> String {
    match remark {
        HouseholdRemark::Read(source) => listing_remark(locale, &Remark::Read(*source)),
        HouseholdRemark::SheetsLeft(sheets) => locale.t(text::WordsHouseholdSheetsLeft {
            sheets: names(locale, sheets.iter().cloned()),
        }),
        HouseholdRemark::Columns(columns) => {
            let columns = columns.iter().map(|(heading, column)| {
                let column = household_column(locale, *column);
                locale.t(text::WordsRemarkColumn { column, heading })
            });
            locale.t(text::WordsRemarkColumns {
                columns: names(locale, columns),
            })
        }
        HouseholdRemark::PersonsLeft(headings) => locale.t(text::WordsHouseholdPersonsLeft {
            headings: names(locale, headings.iter().cloned()),
        }),
        HouseholdRemark::ColumnsLeft(headings) => {
            listing_remark(locale, &Remark::ColumnsLeft(headings.clone()))
        }
        HouseholdRemark::RowsLeft { count, first } => locale.t(text::WordsHouseholdRowsLeft {
            count: *count,
            first: written(first),
        }),
        HouseholdRemark::Unaddressed { count, first } => {
            locale.t(text::WordsHouseholdUnaddressed {
                count: *count,
                first: written(first),
            })
        }
        HouseholdRemark::Households { households, units } => locale.t(text::WordsHouseholdsRead {
            households: *households,
            units: *units,
        }),
    }
}
