//! Tables as a workbook: notes on the first sheet, then one sheet per table, numbers as numbers.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use spreadsheet::is_doubtful;

use super::source::Source;
use super::words;
use messages::text;
use results::tables::{Cell, Table, Unit};

/// The workbook; the same release gives the same bytes.
pub(super) fn write(source: &Source<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let release = &source.published().release;
    let made = ExcelDateTime::from_timestamp(release.released_at.timestamp())?;
    let properties = DocProperties::new()
        .set_title(source.interface.text(&release.title))
        .set_comment(source.line())
        .set_creation_datetime(&made);
    workbook.set_properties(&properties);
    notes(source, workbook.add_worksheet())?;
    for table in &source.tables.tables {
        sheet(source, table, workbook.add_worksheet())?;
    }
    workbook.save_to_buffer()
}

fn notes(source: &Source<'_>, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let locale = source.locale();
    let bold = Format::new().set_bold();
    sheet.set_name(locale.t(text::TAKE_KEY))?;
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_column_width(0, 34)?;
    sheet.set_column_width(1, 90)?;
    sheet.write_string_with_format(0, 0, locale.t(text::TAKE_KEY), &bold)?;
    sheet.write_string_with_format(0, 1, locale.t(text::TAKE_VALUE), &bold)?;
    for (row, (item, said)) in (1_u32..).zip(source.about().into_iter().chain(source.notes())) {
        words_in(sheet, row, 0, &item)?;
        words_in(sheet, row, 1, &said)?;
    }
    Ok(())
}

fn sheet(source: &Source<'_>, table: &Table, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let locale = source.locale();
    let bold = Format::new().set_bold();
    sheet.set_name(locale.t(words::table(table.id)))?;
    sheet.set_freeze_panes(1, 0)?;
    for (column, heading) in (0_u16..).zip(&table.columns) {
        let width = if heading.unit() == Unit::None { 24 } else { 14 };
        sheet.set_column_width(column, width)?;
        // Cells show shares in percent, so the name alone heads them.
        sheet.write_string_with_format(0, column, locale.t(words::heading(*heading)), &bold)?;
        let format = format(heading.unit());
        for (row, cells) in (1_u32..).zip(&table.rows) {
            let cell = cells.get(usize::from(column));
            write_cell(source, sheet, (row, column), cell, &format)?;
        }
    }
    Ok(())
}

fn write_cell(
    source: &Source<'_>,
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: Option<&Cell>,
    format: &Format,
) -> Result<(), XlsxError> {
    match cell {
        Some(Cell::Number(number)) => {
            sheet.write_number_with_format(row, column, *number, format)?;
        }
        Some(Cell::Count(count)) => {
            #[expect(clippy::cast_precision_loss, reason = "a cell holds a number to 2^53")]
            sheet.write_number_with_format(row, column, *count as f64, format)?;
        }
        Some(Cell::Year(year)) => {
            sheet.write_number_with_format(row, column, *year, format)?;
        }
        Some(Cell::Flag(flag)) => {
            sheet.write_boolean(row, column, *flag)?;
        }
        Some(other) => words_in(sheet, row, column, &words::cell(source.locale(), other))?,
        None => {}
    }
    Ok(())
}

/// How a number of this unit looks; the cell holds all its digits.
fn format(unit: Unit) -> Format {
    Format::new().set_num_format(match unit {
        Unit::Proportion => "0.0%",
        Unit::Difference => "+0.0%;-0.0%;0.0%",
        Unit::Probability => "0.0000",
        Unit::Persons | Unit::Cases => "#,##0",
        Unit::Ratio => "0.00",
        Unit::Year => "0",
        Unit::None => "General",
    })
}

fn words_in(sheet: &mut Worksheet, row: u32, column: u16, words: &str) -> Result<(), XlsxError> {
    if is_doubtful(words) {
        let quoted = Format::new().set_quote_prefix();
        sheet.write_string_with_format(row, column, words, &quoted)?;
    } else {
        sheet.write_string(row, column, words)?;
    }
    Ok(())
}
