//! The cells of a workbook that is read.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, Reader as _, Xlsx};

use super::guard::{self, Bounds};
use super::heading::Heading;
use super::ledger::{ReadCell, ReadRow, ReadSheet, Why};
use super::{ImportError, TableSheet};

/// The sheets of which a form consists.
const OF_A_FORM: [&str; 3] = ["survey", "choices", "settings"];

/// What stands in a cell, and what makes it doubtful.
type Content = (String, Option<Why>);

/// The cells of a sheet that are not empty, by row and column, both counted from 0.
type Cells = BTreeMap<u32, BTreeMap<u32, Content>>;

/// Reads the sheets of a workbook: those of a form first, in their order, then all others.
pub(super) fn read(content: &[u8]) -> Result<Vec<ReadSheet>, ImportError> {
    let mut workbook = open(content, Bounds::OF_A_FORM)?;
    let mut sheets: Vec<ReadSheet> = Vec::new();
    let mut names = workbook.sheet_names();
    names.sort_by_key(|name| place(name));
    for name in names {
        let cells = cells(&mut workbook, &name)?;
        let first = sheets.iter().all(|sheet| key(&sheet.name) != key(&name));
        sheets.push(if place(&name) < OF_A_FORM.len() && first {
            named(name, cells)
        } else {
            unread(name, cells)
        });
    }
    Ok(sheets)
}

/// The name of a sheet, however it is written.
pub(super) fn key(name: &str) -> String {
    name.trim().to_lowercase()
}

fn place(name: &str) -> usize {
    let known = OF_A_FORM.iter().position(|known| *known == key(name));
    known.unwrap_or(OF_A_FORM.len())
}

/// Reads the first sheet of a workbook: the numbers of its rows, counted from 1, and their cells.
pub(super) fn read_first(content: &[u8]) -> Result<Vec<(u64, Vec<String>)>, ImportError> {
    let mut workbook = open(content, Bounds::OF_A_FORM)?;
    let Some(name) = workbook.sheet_names().into_iter().next() else {
        return Ok(Vec::new());
    };
    let filled = |(at, mut cells): (u32, BTreeMap<u32, Content>)| {
        let last = cells.keys().next_back().copied().unwrap_or_default();
        let text = |column| {
            cells
                .remove(&column)
                .map_or(String::new(), |(text, _)| text)
        };
        (u64::from(at) + 1, (0..=last).map(text).collect())
    };
    let cells = cells(&mut workbook, &name)?;
    Ok(cells.into_iter().map(filled).collect())
}

/// From here on a number that a spreadsheet keeps as a float has lost its last digits.
const EXACT_DIGITS: f64 = 1e15;

/// Reads every sheet of a workbook as a table: texts without the spaces around them, rows and cells that are empty at
/// the end left out. A number too long to be exact is written with an exponent (`2.3E+17`), as a spreadsheet shows it.
pub(super) fn read_tables(content: &[u8], bounds: Bounds) -> Result<Vec<TableSheet>, ImportError> {
    let mut workbook = open(content, bounds)?;
    let mut sheets = Vec::new();
    for name in workbook.sheet_names() {
        let rows = table_rows(&mut workbook, &name, bounds)?;
        sheets.push(TableSheet { name, rows });
    }
    Ok(sheets)
}

fn table_rows(
    workbook: &mut Book<'_>,
    name: &str,
    bounds: Bounds,
) -> Result<Vec<(u64, Vec<String>)>, ImportError> {
    let mut reader = workbook.worksheet_cells_reader(name).map_err(unreadable)?;
    let mut rows: Vec<(u64, Vec<String>)> = Vec::new();
    while let Some(cell) = reader.next_cell().map_err(unreadable)? {
        let text = match cell.get_value() {
            DataRef::Float(number) if number.abs() >= EXACT_DIGITS => {
                format!("{number:e}").replace('e', "E+")
            }
            value => content_of(value).0,
        };
        if text.is_empty() {
            continue;
        }
        let (row, column) = cell.get_position();
        check_place(name, (row, column), bounds)?;
        let number = u64::from(row) + 1;
        if rows.last().is_none_or(|(last, _)| *last != number) {
            rows.push((number, Vec::new()));
        }
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if let Some((_, cells)) = rows.last_mut() {
            if cells.len() <= column {
                cells.resize(column + 1, String::new());
            }
            cells[column] = text;
        }
    }
    Ok(rows)
}

fn check_place(name: &str, (row, column): (u32, u32), bounds: Bounds) -> Result<(), ImportError> {
    if row < bounds.rows && column < bounds.columns {
        return Ok(());
    }
    Err(ImportError::SheetTooLarge {
        sheet: name.trim().to_owned(),
        rows: bounds.rows,
        columns: bounds.columns,
    })
}

type Book<'c> = Xlsx<Cursor<&'c [u8]>>;

fn open(content: &[u8], bounds: Bounds) -> Result<Book<'_>, ImportError> {
    guard::inspect(content, bounds)?;
    Xlsx::new(Cursor::new(content)).map_err(unreadable)
}

fn cells(workbook: &mut Book<'_>, name: &str) -> Result<Cells, ImportError> {
    let mut reader = workbook.worksheet_cells_reader(name).map_err(unreadable)?;
    let mut rows = Cells::new();
    while let Some(cell) = reader.next_cell().map_err(unreadable)? {
        let content = content_of(cell.get_value());
        if content.0.is_empty() {
            continue;
        }
        let (row, column) = cell.get_position();
        check_place(name, (row, column), Bounds::OF_A_FORM)?;
        rows.entry(row).or_default().insert(column, content);
    }
    Ok(rows)
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "every reader hands its error over"
)]
fn unreadable(error: calamine::XlsxError) -> ImportError {
    ImportError::NotAWorkbook {
        message: error.to_string(),
    }
}

/// A sheet whose first row has the headings.
fn named(name: String, rows: Cells) -> ReadSheet {
    let mut rows = rows.into_iter();
    let mut headings: BTreeMap<u32, Heading> = BTreeMap::new();
    for (column, (text, _)) in rows.next().map(|(_, cells)| cells).into_iter().flatten() {
        let mut heading = Heading::new(&text);
        heading.repeated = headings.values().any(|it| it.says_the_same_as(&heading));
        headings.insert(column, heading);
    }
    let rows = rows.map(|row| read_row(row, |column| headings.get(&column).cloned()));
    let rows = rows.collect();
    ReadSheet {
        name,
        headings,
        rows,
    }
}

/// A sheet that is no part of the form.
fn unread(name: String, rows: Cells) -> ReadSheet {
    let rows = rows.into_iter().map(|row| read_row(row, |_| None));
    let rows: Vec<ReadRow> = rows.collect();
    for row in &rows {
        row.leave_all(&Why::Sheet);
    }
    ReadSheet {
        name,
        headings: BTreeMap::new(),
        rows,
    }
}

fn read_row(
    (at, cells): (u32, BTreeMap<u32, Content>),
    heading: impl Fn(u32) -> Option<Heading>,
) -> ReadRow {
    let cells = cells.into_iter().map(|(column, (text, doubt))| {
        let heading = heading(column).unwrap_or_default();
        (heading, ReadCell::new(column, text, doubt))
    });
    ReadRow {
        number: at + 1,
        cells: cells.collect(),
    }
}

fn content_of(value: &DataRef<'_>) -> Content {
    let plain = |text: String| (text.replace("\r\n", "\n").trim().to_owned(), None);
    match value {
        DataRef::String(text) => plain(text.clone()),
        DataRef::SharedString(text) => plain((*text).to_owned()),
        DataRef::Int(number) => plain(number.to_string()),
        // A whole number that a spreadsheet keeps as a float is written without its point.
        DataRef::Float(number) => plain(number.to_string()),
        DataRef::Bool(value) => plain(value.to_string().to_uppercase()),
        DataRef::DateTime(date) => {
            let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
            let mut text = format!("{year:04}-{month:02}-{day:02}");
            if (hour, minute, second) != (0, 0, 0) {
                text = format!("{text} {hour:02}:{minute:02}:{second:02}");
            }
            (text, Some(Why::Date))
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => (text.clone(), Some(Why::Date)),
        DataRef::Error(error) => (error.to_string(), Some(Why::Failed)),
        DataRef::Empty => (String::new(), None),
    }
}
