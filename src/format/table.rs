//! The rows of a table that somebody kept in a spreadsheet, be it saved as CSV or as a workbook.

use std::borrow::Cow;

use encoding_rs::GB18030;

use crate::xlsform::{ImportError, first_sheet};
use spreadsheet::{MARK, from_text};

/// A row by its number in the spreadsheet, the heading being row 1, with its cells.
pub type Row = (u64, Vec<String>);

/// Why there are no rows.
#[derive(Debug, Clone, PartialEq)]
pub enum UnreadableTable {
    /// A file larger than any such table.
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The most read.
        limit: usize,
    },
    /// A document of another program: Word, an old Excel, a picture, text in UTF-16.
    NotATable,
    /// A workbook that cannot be opened.
    Workbook(ImportError),
}

/// The rows of a CSV file or of the first sheet of a workbook, the heading first.
pub fn rows(content: &[u8], limit: usize) -> Result<Vec<Row>, UnreadableTable> {
    const ZIP: &[u8] = b"PK\x03\x04";
    let bytes = content.len();
    if bytes > limit {
        return Err(UnreadableTable::TooLarge { bytes, limit });
    }
    if content.starts_with(ZIP) {
        return first_sheet(content).map_err(UnreadableTable::Workbook);
    }
    let text = !content.contains(&0);
    let rows = text.then(|| csv_rows(content)).flatten();
    rows.ok_or(UnreadableTable::NotATable)
}

/// The rows of a CSV file, the heading first: in UTF-8 or GB 18030, with commas, semicolons or tabs; none for what is no
/// such file. Empty lines count as rows, as they do on the screen of who looks for row 7.
pub fn csv_rows(content: &[u8]) -> Option<Vec<Row>> {
    // One sign for the end of a line: the reader counts lines by it.
    let mut text = decoded(content)?.replace("\r\n", "\n");
    if !text.ends_with('\n') {
        text.push('\n');
    }
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .delimiter(delimiter(text.as_bytes()))
        .from_reader(text.as_bytes());
    let (mut rows, mut row) = (Vec::new(), 0);
    let mut record = csv::StringRecord::new();
    loop {
        let before = reader.position().line();
        if !reader.read_record(&mut record).ok()? {
            return Some(rows);
        }
        let within = record.as_slice().matches('\n').count();
        let lines = reader.position().line() - before;
        // At least one: a file of an old Macintosh ends its lines otherwise.
        row += lines.saturating_sub(u64::try_from(within).ok()?).max(1);
        let cells = record.iter().map(|cell| from_text(cell).to_owned());
        rows.push((row, cells.collect()));
    }
}

/// The text of a file in UTF-8, or in GB 18030, as a spreadsheet of a Chinese Windows saves CSV; none in any other
/// encoding.
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

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: usize = 1_000;

    fn read(content: &[u8]) -> Vec<(u64, Vec<String>)> {
        rows(content, LIMIT).unwrap()
    }

    fn row(number: u64, cells: &[&str]) -> Row {
        (
            number,
            cells.iter().map(|cell| (*cell).to_owned()).collect(),
        )
    }

    #[test]
    fn rows_have_the_numbers_that_the_screen_shows() {
        let text = "a,b\r\n1,\"two\r\nlines\"\r\n\r\n\r\n3,4";
        assert_eq!(
            read(text.as_bytes()),
            [
                row(1, &["a", "b"]),
                row(2, &["1", "two\nlines"]),
                row(5, &["3", "4"])
            ]
        );
        assert_eq!(read(b"a\n\n\nb\n\n"), [row(1, &["a"]), row(4, &["b"])]);
    }

    #[test]
    fn what_a_chinese_spreadsheet_saves_is_read() {
        let (gbk, _, _) = GB18030.encode("案件号;结果\n12;拒访\n");
        let utf8 = "\u{feff}案件号\t结果\n12\t拒访";
        for content in [&gbk[..], utf8.as_bytes()] {
            let expected = [row(1, &["案件号", "结果"]), row(2, &["12", "拒访"])];
            assert_eq!(read(content), expected);
        }
    }

    #[test]
    fn what_is_no_table_is_refused() {
        for content in [&b"\xff\xfea\0b\0"[..], b"PK\x03\x04broken", &[b'a'; 1_001]] {
            assert!(rows(content, LIMIT).is_err());
        }
        assert_eq!(read(b""), []);
    }
}
