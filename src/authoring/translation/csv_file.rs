//! The texts as CSV.

use std::borrow::Cow;

use encoding_rs::GB18030;

use super::Earlier;
use super::table::{self, LARGEST_TABLE, ReadRow, TableError};
use crate::editing::Edit;
use questionnaire::Questionnaire;
use spreadsheet::{CsvFile, MARK, from_text};

/// The texts in all languages as CSV, with a byte order mark.
pub fn to_csv(questionnaire: &Questionnaire, base: Option<Earlier<'_>>) -> Vec<u8> {
    let mut file = CsvFile::marked();
    for row in table::rows_of(questionnaire, base) {
        file.row(row);
    }
    file.into_bytes()
}

/// The edits that bring what a CSV file says into the questionnaire; texts left as they are
/// give none, and an empty cell leaves the text as it is. Every bad row is named.
pub fn from_csv(
    questionnaire: &Questionnaire,
    content: &[u8],
) -> Result<Vec<Edit>, Vec<TableError>> {
    let (bytes, limit) = (content.len(), LARGEST_TABLE);
    if bytes > limit {
        return Err(vec![TableError::TooLarge { bytes, limit }]);
    }
    let content = decoded(content).ok_or_else(|| vec![TableError::NotATable])?;
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .delimiter(delimiter(content.as_bytes()))
        .from_reader(content.as_bytes());
    let not_a_table = |_| vec![TableError::NotATable];
    let heading = reader.headers().map_err(not_a_table)?;
    let heading: Vec<String> = heading.iter().map(str::to_owned).collect();
    let mut rows: Vec<ReadRow> = Vec::new();
    for (at, record) in reader.records().enumerate() {
        let row = u64::try_from(at).map_or(u64::MAX, |at| at + 2);
        let record = record.map_err(not_a_table)?;
        let cells = record.iter().map(|cell| from_text(cell).to_owned());
        rows.push(Ok((row, cells.collect())));
    }
    table::edits(questionnaire, &heading, rows)
}

/// The text of a file in UTF-8, or in GB 18030, as a spreadsheet of a Chinese Windows saves CSV; none in any other
/// encoding. A wrong guess would change the originals, and a file with other originals is refused.
fn decoded(content: &[u8]) -> Option<Cow<'_, str>> {
    let content = content.strip_prefix(MARK.as_bytes()).unwrap_or(content);
    if let Ok(text) = std::str::from_utf8(content) {
        return Some(Cow::Borrowed(text));
    }
    GB18030.decode_without_bom_handling_and_without_replacement(content)
}

/// Spreadsheets write a semicolon or a tab where the comma is taken for decimals.
fn delimiter(content: &[u8]) -> u8 {
    let heading = content.split(|byte| *byte == b'\n').next();
    let heading = heading.unwrap_or_default();
    let count = |wanted: u8| heading.split(|byte| *byte == wanted).count();
    [b'\t', b';', b',']
        .into_iter()
        .max_by_key(|delimiter| count(*delimiter))
        .unwrap_or(b',')
}
