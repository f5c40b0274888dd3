//! Tables as CSV, as spreadsheets in China open it.

use spreadsheet::CsvFile;

use super::source::Source;
use super::words;
use messages::text;
use results::tables::Table;

/// A table: a line for its columns, then its rows, each with where it comes from in the last cell, since rows are
/// copied out of their file.
pub(super) fn table(source: &Source<'_>, table: &Table) -> Vec<u8> {
    let locale = source.locale();
    let mut file = CsvFile::for_excel();
    let columns = table
        .columns
        .iter()
        .map(|column| words::headed(locale, *column));
    file.row(columns.chain([locale.t(text::TAKE_SOURCE)]));
    let line = source.line();
    for row in &table.rows {
        let cells = row.iter().map(|cell| words::cell(locale, cell));
        file.row(cells.chain([line.clone()]));
    }
    file.into_bytes()
}

/// What the tables are of and what is in them.
pub(super) fn notes(source: &Source<'_>) -> Vec<u8> {
    let locale = source.locale();
    let mut file = CsvFile::for_excel();
    file.row([locale.t(text::TAKE_KEY), locale.t(text::TAKE_VALUE)]);
    for (item, said) in source.about().into_iter().chain(source.notes()) {
        file.row([item, said]);
    }
    file.into_bytes()
}
