//! The cells of a list, whatever file they come from.

use super::fault::ListingFault;
use format::table::{Delimiter, Encoding, Row, decoded, text_rows};
use format::xlsform::{Bounds, tables};
use spreadsheet::from_text;

/// The largest list read, in bytes: 200,000 units with long names have about 20 MiB.
pub const LARGEST_LISTING: usize = 32 << 20;

/// A workbook of a list: as many rows as a sheet can have.
const WORKBOOK: Bounds = Bounds {
    bytes: LARGEST_LISTING,
    unpacked: 512 << 20,
    rows: 1 << 20,
    columns: 200,
};

/// What a list is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants say it by their names")]
pub enum Source {
    Text {
        encoding: Encoding,
        delimiter: Delimiter,
    },
    Workbook,
}

/// A sheet of a workbook, or the one table of a CSV file. Rows without anything are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sheet {
    pub(crate) name: Option<String>,
    pub(crate) rows: Vec<TableRow>,
}

/// A row with its number, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TableRow {
    pub(crate) number: u64,
    pub(crate) cells: Vec<String>,
}

impl TableRow {
    fn tidied((number, cells): Row) -> Self {
        Self {
            number,
            cells: cells.iter().map(|cell| tidy(cell)).collect(),
        }
    }

    /// The cell of a column; empty where the row ends before.
    pub(crate) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    /// The cells that say something.
    pub(crate) fn filled(&self) -> impl Iterator<Item = &str> {
        let cells = self.cells.iter().map(String::as_str);
        cells.filter(|cell| !cell.is_empty())
    }
}

/// Reads the bytes of a list into sheets, or says in which row it cannot.
pub(crate) fn read(content: &[u8]) -> Result<(Source, Vec<Sheet>), (u64, ListingFault)> {
    const ZIP: &[u8] = b"PK\x03\x04";
    const OLD_OFFICE: &[u8] = b"\xd0\xcf\x11\xe0";
    let (bytes, limit) = (content.len(), LARGEST_LISTING);
    if bytes > limit {
        Err((1, ListingFault::TooLarge { bytes, limit }))
    } else if content.starts_with(ZIP) {
        let sheets = read_workbook(content).map_err(|fault| (1, fault))?;
        Ok((Source::Workbook, sheets))
    } else if content.starts_with(OLD_OFFICE) {
        Err((1, ListingFault::OldWorkbook))
    } else {
        read_text(content)
    }
}

fn read_workbook(content: &[u8]) -> Result<Vec<Sheet>, ListingFault> {
    let sheets = tables(content, WORKBOOK).map_err(ListingFault::Workbook)?;
    let sheets = sheets.into_iter().map(|sheet| {
        let rows = sheet.rows.into_iter().map(TableRow::tidied);
        Sheet {
            name: Some(sheet.name),
            rows: rows.filter(|row| row.filled().next().is_some()).collect(),
        }
    });
    Ok(sheets.collect())
}

fn read_text(content: &[u8]) -> Result<(Source, Vec<Sheet>), (u64, ListingFault)> {
    /// Among how many lines from the top it is looked for what parts cells.
    const LINES: usize = 60;
    let (encoding, text) = decoded(content).ok_or((1, ListingFault::NotATable))?;
    let delimiter = Delimiter::most_in(text.lines().take(LINES));
    let unreadable = |(row, message)| (row, ListingFault::Unreadable(message));
    let rows = text_rows(&text, delimiter).map_err(unreadable)?;
    let rows = rows.into_iter().map(TableRow::tidied);
    let rows = rows.filter(|row| row.filled().next().is_some()).collect();
    let source = Source::Text {
        encoding,
        delimiter,
    };
    Ok((source, vec![Sheet { name: None, rows }]))
}

/// A cell without what is not seen around it.
fn tidy(cell: &str) -> String {
    let unseen = |sign: char| {
        sign.is_whitespace() || matches!(sign, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    };
    let cell = from_text(cell.trim_matches(unseen)).trim_matches(unseen);
    if cell.contains(['\r', '\n']) {
        let lines: Vec<&str> = cell.split_whitespace().collect();
        return lines.join(" ");
    }
    cell.to_owned()
}
