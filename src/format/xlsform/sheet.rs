//! Sheets as rows of named cells, in and out of a workbook.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, Reader as _, Xlsx};
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use spreadsheet::is_doubtful;

use super::{ImportError, guard};
use crate::write::order_word;
use questionnaire::ChoiceOrder;

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
pub(crate) struct Row {
    pub(crate) number: u32,
    pub(super) cells: BTreeMap<String, String>,
}

impl Row {
    pub(crate) fn get(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    pub(crate) fn set(&mut self, column: impl Into<String>, value: impl Into<String>) {
        let value = value.into();
        if !value.is_empty() {
            self.cells.insert(column.into(), value);
        }
    }

    /// Says the order of choices, unless it is the usual one.
    pub(crate) fn order(&mut self, order: ChoiceOrder, usual: ChoiceOrder) {
        if order != usual {
            self.set("minyi_order", order_word(order));
        }
    }

    /// The order of choices that it says.
    pub(crate) fn stated_order(&self) -> Option<ChoiceOrder> {
        match self.get("minyi_order") {
            "fixed" => Some(ChoiceOrder::Fixed),
            "reverse" => Some(ChoiceOrder::Reverse),
            "rotate" => Some(ChoiceOrder::Rotate),
            _ => None,
        }
    }
}

/// Writes sheets; every cell is a text, so that none becomes a formula, not even when somebody edits it.
pub(super) fn write(sheets: &[(&str, Sheet)]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let bold = Format::new().set_bold();
    let quoted = Format::new().set_quote_prefix();
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
                    if is_doubtful(&cut) {
                        page.write_string_with_format(at, column, cut, &quoted)?;
                    } else {
                        page.write_string(at, column, cut)?;
                    }
                }
            }
        }
    }
    workbook.save_to_buffer()
}

/// The cells of a sheet that are not empty, by row and column, both counted from 0.
type Cells = BTreeMap<u32, BTreeMap<u32, String>>;

/// Reads the sheets of a workbook by their names in lower case.
pub(super) fn read(content: &[u8]) -> Result<BTreeMap<String, Sheet>, ImportError> {
    let mut workbook = open(content)?;
    let mut sheets = BTreeMap::new();
    for name in workbook.sheet_names() {
        let key = name.trim().to_lowercase();
        if ["survey", "choices", "settings"].contains(&key.as_str()) {
            let cells = cells(&mut workbook, &name)?;
            sheets.insert(key, named(cells));
        }
    }
    Ok(sheets)
}

/// Reads the first sheet of a workbook: the numbers of its rows, counted from 1, and their cells.
pub(super) fn read_first(content: &[u8]) -> Result<Vec<(u64, Vec<String>)>, ImportError> {
    let mut workbook = open(content)?;
    let Some(name) = workbook.sheet_names().into_iter().next() else {
        return Ok(Vec::new());
    };
    let filled = |(at, mut cells): (u32, BTreeMap<u32, String>)| {
        let last = cells.keys().next_back().copied().unwrap_or_default();
        let cells = (0..=last).map(|column| cells.remove(&column).unwrap_or_default());
        (u64::from(at) + 1, cells.collect())
    };
    let cells = cells(&mut workbook, &name)?;
    Ok(cells.into_iter().map(filled).collect())
}

type Book<'c> = Xlsx<Cursor<&'c [u8]>>;

fn open(content: &[u8]) -> Result<Book<'_>, ImportError> {
    guard::inspect(content)?;
    Xlsx::new(Cursor::new(content)).map_err(unreadable)
}

fn cells(workbook: &mut Book<'_>, name: &str) -> Result<Cells, ImportError> {
    let mut reader = workbook.worksheet_cells_reader(name).map_err(unreadable)?;
    let mut rows = Cells::new();
    while let Some(cell) = reader.next_cell().map_err(unreadable)? {
        let value = text_of(cell.get_value());
        if value.is_empty() {
            continue;
        }
        let (row, column) = cell.get_position();
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            return Err(ImportError::SheetTooLarge {
                sheet: name.trim().to_lowercase(),
                rows: MOST_ROWS,
                columns: MOST_COLUMNS,
            });
        }
        rows.entry(row).or_default().insert(column, value);
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

/// Gives the cells the names of the first row.
fn named(rows: Cells) -> Sheet {
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
