//! The texts as CSV.

use super::Earlier;
use super::table::{self, LARGEST_TABLE, TableError};
use crate::editing::Edit;
use format::table::csv_rows;
use questionnaire::Questionnaire;
use spreadsheet::CsvFile;

/// The texts in all languages as CSV, with a byte order mark.
pub fn to_csv(questionnaire: &Questionnaire, base: Option<Earlier<'_>>) -> Vec<u8> {
    let mut file = CsvFile::marked();
    for row in table::rows_of(questionnaire, base) {
        file.row(row);
    }
    file.into_bytes()
}

/// The edits that bring what a CSV file says into the questionnaire; texts left as they are
/// give none, and an empty cell leaves the text as it is. Every bad row is named. An encoding guessed wrong would change
/// the originals, and a file with other originals is refused.
pub fn from_csv(
    questionnaire: &Questionnaire,
    content: &[u8],
) -> Result<Vec<Edit>, Vec<TableError>> {
    let (bytes, limit) = (content.len(), LARGEST_TABLE);
    if bytes > limit {
        return Err(vec![TableError::TooLarge { bytes, limit }]);
    }
    let rows = csv_rows(content).ok_or_else(|| vec![TableError::NotATable])?;
    let mut rows = rows.into_iter();
    let heading = rows.next().map(|(_, cells)| cells).unwrap_or_default();
    table::edits(questionnaire, &heading, rows.map(Ok))
}
