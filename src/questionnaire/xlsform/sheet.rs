//! Sheets as rows of named cells, in and out of a workbook.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, Reader as _, Xlsx};
use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::{ImportError, guard};

/// The most rows and columns of a sheet that are read.
const MOST_ROWS: u32 = 5_000;
const MOST_COLUMNS: u32 = 200;

/// The longest text a cell can hold.
const LONGEST_CELL: usize = 32_767;

/// A sheet: its columns in order, and rows of cells by column.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheet {
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Row>,
}

/// One row: its number in the sheet, counted from 1, and its cells that are not empty.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    pub(super) number: u32,
    pub(super) cells: BTreeMap<String, String>,
}

impl Row {
    pub(super) fn get(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    pub(super) fn set(&mut self, column: impl Into<String>, value: impl Into<String>) {
        let value = value.into();
        if !value.is_empty() {
            self.cells.insert(column.into(), value);
        }
    }
}

/// Writes sheets; every cell is a text, so that none becomes a formula.
pub(super) fn write(sheets: &[(&str, Sheet)]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let bold = Format::new().set_bold();
    for (name, sheet) in sheets {
        let page = workbook.add_worksheet();
        page.set_name(*name)?;
        page.set_freeze_panes(1, 0)?;
        for (column, heading) in (0_u16..).zip(&sheet.columns) {
            page.write_string_with_format(0, column, heading, &bold)?;
            page.set_column_width(column, if heading.contains("::") { 40 } else { 16 })?;
        }
        for (at, row) in (1_u32..).zip(&sheet.rows) {
            for (column, heading) in (0_u16..).zip(&sheet.columns) {
                let value = row.get(heading);
                if !value.is_empty() {
                    let cut: String = value.chars().take(LONGEST_CELL).collect();
                    page.write_string(at, column, cut)?;
                }
            }
        }
    }
    workbook.save_to_buffer()
}

/// Reads the sheets of a workbook by their names in lower case.
pub(super) fn read(content: &[u8]) -> Result<BTreeMap<String, Sheet>, ImportError> {
    guard::inspect(content)?;
    let unreadable = |error: calamine::XlsxError| ImportError::NotAWorkbook {
        message: error.to_string(),
    };
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(content)).map_err(unreadable)?;
    let mut sheets = BTreeMap::new();
    for name in workbook.sheet_names() {
        let key = name.trim().to_lowercase();
        if !["survey", "choices", "settings"].contains(&key.as_str()) {
            continue;
        }
        let mut cells = workbook.worksheet_cells_reader(&name).map_err(unreadable)?;
        let mut rows: BTreeMap<u32, BTreeMap<u32, String>> = BTreeMap::new();
        while let Some(cell) = cells.next_cell().map_err(unreadable)? {
            let value = text_of(cell.get_value());
            if value.is_empty() {
                continue;
            }
            let (row, column) = cell.get_position();
            if row >= MOST_ROWS || column >= MOST_COLUMNS {
                return Err(ImportError::SheetTooLarge {
                    sheet: key,
                    rows: MOST_ROWS,
                    columns: MOST_COLUMNS,
                });
            }
            rows.entry(row).or_default().insert(column, value);
        }
        sheets.insert(key, named(rows));
    }
    Ok(sheets)
}

/// Gives the cells the names of the first row.
fn named(rows: BTreeMap<u32, BTreeMap<u32, String>>) -> Sheet {
    let mut rows = rows.into_iter();
    let Some((_, heading)) = rows.next() else {
        return Sheet::default();
    };
    let mut sheet = Sheet {
        columns: heading.values().cloned().collect(),
        rows: Vec::new(),
    };
    for (at, cells) in rows {
        let mut row = Row {
            number: at + 1,
            cells: BTreeMap::new(),
        };
        for (column, value) in cells {
            if let Some(name) = heading.get(&column) {
                row.set(name.trim(), value);
            }
        }
        sheet.rows.push(row);
    }
    sheet
}

fn text_of(value: &DataRef<'_>) -> String {
    let text = match value {
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        // A whole number that a spreadsheet keeps as a float is written without its point.
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(value) => value.to_string(),
        _ => String::new(),
    };
    text.replace("\r\n", "\n").trim().to_owned()
}
