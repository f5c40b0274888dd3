//! The texts as a workbook.

use rust_xlsxwriter::{Format, FormatAlign, Workbook, XlsxError};

use super::Earlier;
use super::table::{self, TableError};
use crate::editing::Edit;
use format::xlsform::first_sheet;
use questionnaire::Questionnaire;
use spreadsheet::is_doubtful;

/// How wide the columns of keys and of texts are, in characters.
const NARROW: f64 = 24.0;
const WIDE: f64 = 60.0;

/// The texts in all languages as a workbook; every cell is a text, so that none becomes a formula, not even when
/// somebody edits it.
pub fn to_xlsx(
    questionnaire: &Questionnaire,
    base: Option<Earlier<'_>>,
) -> Result<Vec<u8>, XlsxError> {
    write(&table::rows_of(questionnaire, base))
}

fn write(rows: &[Vec<String>]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let heading = Format::new().set_bold();
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let quoted = wrapped.clone().set_quote_prefix();
    let page = workbook.add_worksheet();
    page.set_name("texts")?;
    page.set_freeze_panes(1, 1)?;
    let last = rows.first().map_or(0, Vec::len).saturating_sub(1);
    for (at, row) in (0_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(row) {
            let format = match at {
                0 => &heading,
                _ if is_doubtful(cell) => &quoted,
                _ => &wrapped,
            };
            page.write_string_with_format(at, column, cell, format)?;
            if at == 0 {
                let narrow = column == 0 || usize::from(column) == last;
                page.set_column_width(column, if narrow { NARROW } else { WIDE })?;
            }
        }
    }
    workbook.save_to_buffer()
}

/// The edits that bring what the first sheet of a workbook says into the questionnaire, by the
/// rules of [`from_csv`](super::from_csv()).
pub fn from_xlsx(
    questionnaire: &Questionnaire,
    content: &[u8],
) -> Result<Vec<Edit>, Vec<TableError>> {
    let mut rows = match first_sheet(content) {
        Ok(rows) => rows.into_iter(),
        Err(error) => return Err(vec![error.into()]),
    };
    let heading = rows.next().map(|(_, cells)| cells).unwrap_or_default();
    table::edits(questionnaire, &heading, rows.map(Ok))
}
