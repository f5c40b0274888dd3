//! What is said of a list of units: its faults, how it was understood, what has to be confirmed.

use super::xlsform::import_error;
use super::{names, written};
use crate::{Locale, text};
use format::xlsform::ImportError;
use sampling::listing::{
    Column, Concern, Delimiter, Encoding, Example, ListingFault, Remark, Source,
};

/// What a column says.
pub fn listing_column(locale: Locale, column: &Column) -> String {
    match column {
        Column::Code => locale.t(text::WORDS_COLUMN_CODE),
        Column::Name(language) => locale.t(text::WordsColumnName {
            language: language.tag(),
        }),
        Column::Stratum => locale.t(text::WORDS_COLUMN_STRATUM),
        Column::Street => locale.t(text::WORDS_COLUMN_STREET),
        Column::Urban => locale.t(text::WORDS_COLUMN_URBAN),
        Column::Households => locale.t(text::WORDS_COLUMN_HOUSEHOLDS),
        Column::Persons => locale.t(text::WORDS_COLUMN_PERSONS),
    }
}

/// What is wrong, and what to do.
pub fn listing_fault(locale: Locale, fault: &ListingFault) -> String {
    match fault {
        ListingFault::TooLarge { bytes, limit } => locale.t(text::WordsFileTooLarge {
            bytes: *bytes,
            limit: *limit,
        }),
        ListingFault::NotATable => locale.t(text::WORDS_LISTING_NOT_A_TABLE),
        ListingFault::OldWorkbook => locale.t(text::WORDS_LISTING_OLD_WORKBOOK),
        ListingFault::Workbook(ImportError::Bomb) => locale.t(text::WORDS_LISTING_BOMB),
        ListingFault::Workbook(error) => import_error(locale, error),
        ListingFault::Unreadable(message) => locale.t(text::WordsFrameUnreadable { message }),
        ListingFault::NoHeading => locale.t(text::WORDS_LISTING_NO_HEADING),
        ListingFault::NoUnit => locale.t(text::WORDS_LISTING_NO_UNIT),
        ListingFault::MissingColumn(column) => locale.t(text::WordsListingMissingColumn {
            column: listing_column(locale, column),
        }),
        ListingFault::MissingName => locale.t(text::WORDS_LISTING_MISSING_NAME),
        ListingFault::ColumnTwice(column) => locale.t(text::WordsListingColumnTwice {
            column: listing_column(locale, column),
        }),
        ListingFault::TooManyCells { cells, columns } => locale.t(text::WordsListingTooManyCells {
            cells: written(cells),
            columns: written(columns),
        }),
        ListingFault::Empty => locale.t(text::WORDS_FRAME_EMPTY),
        ListingFault::Zero => locale.t(text::WORDS_LISTING_ZERO),
        ListingFault::NotANumber(value) => locale.t(text::WordsListingNotANumber { value }),
        ListingFault::TooMany(value) => locale.t(text::WordsListingTooMany { value }),
        ListingFault::NotUrbanOrRural(value) => {
            locale.t(text::WordsListingNotUrbanOrRural { value })
        }
        ListingFault::DamagedCode(code) => locale.t(text::WordsListingDamagedCode { code }),
        ListingFault::Duplicate { code, first } => locale.t(text::WordsListingDuplicate {
            code,
            first: written(first),
        }),
        ListingFault::UnknownStratum(code) => locale.t(text::WordsListingUnknownStratum { code }),
        ListingFault::CodeNotYet { code, since, then } => locale.t(text::WordsListingCodeNotYet {
            code: code.as_str(),
            since: written(since),
            earlier: then.as_str(),
        }),
        ListingFault::CodeEnded {
            code,
            until,
            successor: Some(successor),
        } => locale.t(text::WordsListingCodeReplaced {
            code: code.as_str(),
            until: written(until),
            successor: successor.as_str(),
        }),
        ListingFault::CodeEnded {
            code,
            until,
            successor: None,
        } => locale.t(text::WordsListingCodeEnded {
            code: code.as_str(),
            until: written(until),
        }),
    }
}

/// How a list was understood.
pub fn listing_remark(locale: Locale, remark: &Remark) -> String {
    match remark {
        Remark::Read(Source::Workbook) => locale.t(text::WORDS_REMARK_WORKBOOK),
        Remark::Read(Source::Text {
            encoding,
            delimiter,
        }) => locale.t(text::WordsRemarkText {
            encoding: match encoding {
                Encoding::Utf8 => "UTF-8",
                Encoding::Gb18030 => "GB 18030 (GBK)",
                Encoding::Utf16 => "UTF-16",
            },
            delimiter: locale.t(match delimiter {
                Delimiter::Comma => text::WORDS_DELIMITER_COMMA,
                Delimiter::Semicolon => text::WORDS_DELIMITER_SEMICOLON,
                Delimiter::Tab => text::WORDS_DELIMITER_TAB,
                Delimiter::Bar => text::WORDS_DELIMITER_BAR,
            }),
        }),
        Remark::Sheet { read, left } => locale.t(text::WordsRemarkSheet {
            read,
            left: names(locale, left.iter().cloned()),
        }),
        Remark::TitleRows { heading, titles } => locale.t(text::WordsRemarkTitleRows {
            heading: written(heading),
            count: titles.len(),
            titles: names(locale, titles.iter().cloned()),
        }),
        Remark::NoHeading => locale.t(text::WORDS_REMARK_NO_HEADING),
        Remark::Columns(columns) => {
            let columns = columns.iter().map(|(heading, column)| {
                let column = listing_column(locale, column);
                locale.t(text::WordsRemarkColumn { column, heading })
            });
            locale.t(text::WordsRemarkColumns {
                columns: names(locale, columns),
            })
        }
        Remark::ColumnsLeft(headings) => locale.t(text::WordsRemarkColumnsLeft {
            headings: names(locale, headings.iter().cloned()),
        }),
        Remark::Units { units, strata } => locale.t(text::WordsRemarkUnits {
            units: *units,
            strata: *strata,
        }),
        Remark::NumbersRead { count, examples } => locale.t(text::WordsRemarkNumbers {
            count: *count,
            examples: said_examples(locale, examples),
        }),
        Remark::CodesTidied { count, examples } => locale.t(text::WordsRemarkCodes {
            count: *count,
            examples: said_examples(locale, examples),
        }),
        Remark::HeadingsRepeated { count, first } => locale.t(text::WordsRemarkHeadings {
            count: *count,
            first: written(first),
        }),
        Remark::TotalsLeft(rows) => locale.t(text::WordsRemarkTotals {
            count: rows.len(),
            rows: said_rows(locale, rows),
        }),
        Remark::TotalsAgree { count } => locale.t(text::WordsRemarkTotalsAgree { count: *count }),
        Remark::NotesLeft(rows) => locale.t(text::WordsRemarkNotes {
            count: rows.len(),
            rows: said_rows(locale, rows),
        }),
        Remark::LaterCode {
            code,
            since,
            stratum,
            units,
            undated,
        } => {
            let said = locale.t(text::WordsRemarkLaterCode {
                code: code.as_str(),
                since: written(since),
                stratum: stratum.as_str(),
                units: *units,
            });
            if *undated {
                let undated = locale.t(text::WordsRemarkUndated {
                    since: written(since),
                });
                format!("{said}{undated}")
            } else {
                said
            }
        }
        Remark::StrataByName { units } => locale.t(text::WordsRemarkByName { units: *units }),
        Remark::MoreHouseholdsThanPersons { units, first } => locale.t(text::WordsRemarkCrowded {
            units: *units,
            first: written(first),
        }),
    }
}

/// What has to be confirmed before a list becomes a frame.
pub fn listing_concern(locale: Locale, concern: &Concern) -> String {
    match concern {
        Concern::OtherSheet(sheet) => locale.t(text::WordsConcernSheet { sheet }),
        Concern::Total {
            row,
            column,
            stated,
            summed,
        } => locale.t(text::WordsConcernTotal {
            row: written(row),
            column: listing_column(locale, column),
            stated: *stated,
            summed: *summed,
        }),
        Concern::StrataWithoutUnits(strata) => {
            let strata_names = strata
                .iter()
                .map(|(code, name)| format!("{} {code}", locale.wording(name)));
            locale.t(text::WordsConcernNoUnits {
                count: strata.len(),
                strata: names(locale, strata_names),
            })
        }
        Concern::Census {
            stratum,
            name,
            listed,
            census,
        } => locale.t(text::WordsConcernCensus {
            stratum: stratum.as_str(),
            name: locale.wording(name),
            listed: *listed,
            census: *census,
            difference: difference(*listed, *census),
        }),
    }
}

/// By how many percent a number differs from another, with its sign.
#[expect(clippy::cast_precision_loss, reason = "populations are far below 2^53")]
fn difference(listed: u64, census: u64) -> String {
    let share = (listed as f64 - census as f64) / census as f64;
    format!("{:+.1}%", share * 100.0).replace('-', "−")
}

/// The most rows that a sentence names.
const NAMED_ROWS: usize = 5;

fn said_rows(locale: Locale, rows: &[(u64, String)]) -> String {
    let said = rows.iter().take(NAMED_ROWS).map(|(row, words)| {
        let row = written(row);
        locale.t(text::WordsRemarkRow { row, words })
    });
    with_rest(locale, said.collect(), rows.len() > NAMED_ROWS)
}

fn said_examples(locale: Locale, examples: &[Example]) -> String {
    let said = examples.iter().map(|example| {
        locale.t(text::WordsRemarkExample {
            row: written(&example.row),
            written: example.written.as_str(),
            read: example.read.as_str(),
        })
    });
    names(locale, said)
}

fn with_rest(locale: Locale, said: Vec<String>, more: bool) -> String {
    let rest = more.then(|| "…".to_owned());
    names(locale, said.into_iter().chain(rest))
}
