//! The sheets of a workbook that is written, as rows of named cells.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Format, Workbook};
use spreadsheet::is_doubtful;

use super::WorkbookError;
use questionnaire::ChoiceOrder;

/// The longest text a cell can hold.
const LONGEST_CELL: usize = 32_767;

/// A sheet: its columns in order, and rows of cells by column.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheet {
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Row>,
}

/// One row: its cells that are not empty, by column.
#[derive(Debug, Clone, Default)]
pub(crate) struct Row {
    cells: BTreeMap<String, String>,
}

impl Row {
    pub(super) fn get(&self, column: &str) -> &str {
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
            self.set("minyi_order", order.word());
        }
    }
}

/// Writes sheets; every cell is a text, so that none becomes a formula, not even when somebody edits it.
pub(super) fn write(sheets: &[(&str, Sheet)]) -> Result<Vec<u8>, WorkbookError> {
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
                    fits(row, heading, value)?;
                    if is_doubtful(value) {
                        page.write_string_with_format(at, column, value, &quoted)?;
                    } else {
                        page.write_string(at, column, value)?;
                    }
                }
            }
        }
    }
    Ok(workbook.save_to_buffer()?)
}

/// Refuses what no cell holds.
fn fits(row: &Row, heading: &str, value: &str) -> Result<(), WorkbookError> {
    let (characters, limit) = (value.chars().count(), LONGEST_CELL);
    if characters <= limit {
        return Ok(());
    }
    let name = [row.get("list_name"), row.get("name")];
    let name = name.into_iter().filter(|it| !it.is_empty());
    Err(WorkbookError::TooLong {
        name: name.collect::<Vec<_>>().join(" "),
        column: heading.to_owned(),
        characters,
        limit,
    })
}
