//! What is said of a margin that was typed in, and of a table of its totals.

use super::listing::listing_fault;
use super::{names, written};
use crate::{Locale, text};
use sampling::listing::ListingFault;
use sampling::margin_table::{TotalsColumn, TotalsFault};
use sampling::{LONGEST_MARGIN_TEXT, MarginFault};

/// What is wrong with a field of a margin, and what to do.
pub fn margin_fault(locale: Locale, fault: &MarginFault) -> String {
    match fault {
        MarginFault::Empty => locale.t(text::WORDS_MARGIN_EMPTY),
        MarginFault::OneLanguage => locale.t(text::WORDS_MARGIN_ONE_LANGUAGE),
        MarginFault::TooLong { characters } => locale.t(text::WordsMarginTooLong {
            characters: *characters,
            limit: LONGEST_MARGIN_TEXT,
        }),
        MarginFault::NotADay(day) => locale.t(text::WordsMarginNotADay { day }),
        MarginFault::NotCodes(value) => locale.t(text::WordsMarginNotCodes { value }),
        MarginFault::UnknownCode(code) => locale.t(text::WordsMarginNoChoice {
            code: written(code),
        }),
        MarginFault::EndsInterview(code) => locale.t(text::WordsMarginEndsInterview {
            code: written(code),
        }),
        MarginFault::CodeTwice(code) => locale.t(text::WordsMarginCodeBefore {
            code: written(code),
        }),
        MarginFault::Count(fault) => count_fault(locale, fault),
        MarginFault::MissingStrata(codes) => locale.t(text::WordsTotalsMissing {
            categories: names(locale, codes.iter().cloned()),
        }),
        MarginFault::NoCategory => locale.t(text::WORDS_MARGIN_WITHOUT_TOTALS),
    }
}

/// What is wrong in a table of totals, and what to do.
pub fn totals_fault(locale: Locale, fault: &TotalsFault) -> String {
    match fault {
        TotalsFault::List(fault) => count_fault(locale, fault),
        TotalsFault::MissingColumns(columns) => locale.t(text::WordsTotalsColumns {
            columns: names(locale, columns.iter().map(|it| column(locale, *it))),
        }),
        TotalsFault::ColumnTwice(twice) => locale.t(text::WordsHouseholdColumnTwice {
            column: column(locale, *twice),
        }),
        TotalsFault::NotPersons(words) => locale.t(text::WordsTotalsNotPersons { words }),
        TotalsFault::NameDiffers { category, name } => {
            locale.t(text::WordsTotalsNameDiffers { category, name })
        }
        TotalsFault::UnknownCategory(category) => locale.t(text::WordsTotalsUnknown { category }),
        TotalsFault::Duplicate { first } => locale.t(text::WordsTotalsTwice {
            first: written(first),
        }),
        TotalsFault::MissingCategories(categories) => locale.t(text::WordsTotalsMissing {
            categories: names(locale, categories.iter().cloned()),
        }),
        TotalsFault::TotalDiffers { stated, sum } => locale.t(text::WordsTotalsDiffer {
            stated: *stated,
            sum: *sum,
        }),
    }
}

/// What is wrong with a count of persons, or with a table as any list may be wrong.
fn count_fault(locale: Locale, fault: &ListingFault) -> String {
    match fault {
        ListingFault::Zero => locale.t(text::WORDS_TOTALS_ZERO),
        ListingFault::TooMany(value) => locale.t(text::WordsTotalsTooMany { value }),
        _ => listing_fault(locale, fault),
    }
}

fn column(locale: Locale, column: TotalsColumn) -> String {
    locale.t(match column {
        TotalsColumn::Category => text::WORDS_TOTALS_CATEGORY,
        TotalsColumn::Count => text::WORDS_TOTALS_COUNT,
    })
}
