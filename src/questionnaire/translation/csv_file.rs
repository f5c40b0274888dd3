//! The texts as CSV.

use super::table::{self, LARGEST_TABLE, ReadRow, TableError};
use crate::questionnaire::definition::Questionnaire;
use crate::questionnaire::editing::Edit;

/// By which spreadsheets know UTF-8.
const MARK: &str = "\u{feff}";

/// The texts in all languages as CSV, with a byte order mark.
///
/// # Panics
///
/// Never: writing to memory cannot fail.
pub fn to_csv(questionnaire: &Questionnaire, base: Option<&Questionnaire>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(MARK.as_bytes().to_vec());
    for row in table::rows_of(questionnaire, base) {
        writer
            .write_record(row)
            .expect("writing to memory cannot fail");
    }
    writer.into_inner().expect("writing to memory cannot fail")
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
    let content = content.strip_prefix(MARK.as_bytes()).unwrap_or(content);
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .delimiter(delimiter(content))
        .from_reader(content);
    let heading = match reader.headers() {
        Ok(heading) => heading.iter().map(str::to_owned).collect::<Vec<_>>(),
        Err(error) => return Err(vec![unreadable(1, &error)]),
    };
    let mut rows: Vec<ReadRow> = Vec::new();
    for (at, record) in reader.records().enumerate() {
        let row = u64::try_from(at).map_or(u64::MAX, |at| at + 2);
        match record {
            Ok(record) => rows.push(Ok((row, record.iter().map(str::to_owned).collect()))),
            Err(error) => {
                let foreign = matches!(error.kind(), csv::ErrorKind::Utf8 { .. });
                rows.push(Err(unreadable(row, &error)));
                // A wrong encoding is one fault of the file, not one of each of its rows.
                if foreign {
                    break;
                }
            }
        }
    }
    table::edits(questionnaire, &heading, rows)
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

fn unreadable(row: u64, error: &csv::Error) -> TableError {
    TableError::Unreadable {
        row,
        message: error.to_string(),
    }
}
