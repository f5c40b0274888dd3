//! The rows of a table that somebody kept in a spreadsheet, be it saved as CSV or as a workbook.

use std::borrow::Cow;

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

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
    /// A document of another program: Word, an old Excel, a picture.
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
    csv_rows(content).ok_or(UnreadableTable::NotATable)
}

/// The rows of a CSV file, the heading first, its cells parted by what parts most of the heading; none for what is no such file.
pub fn csv_rows(content: &[u8]) -> Option<Vec<Row>> {
    let (_, text) = decoded(content)?;
    let delimiter = Delimiter::most_in(text.lines().take(1));
    let mut rows = text_rows(&text, delimiter).ok()?;
    for cell in rows.iter_mut().flat_map(|(_, cells)| cells) {
        *cell = from_text(cell).to_owned();
    }
    Some(rows)
}

/// How text became bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants say it by their names")]
pub enum Encoding {
    Utf8,
    /// What a Chinese Windows writes, GBK included.
    Gb18030,
    Utf16,
}

/// What parts the cells of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants say it by their names")]
pub enum Delimiter {
    Comma,
    Semicolon,
    Tab,
    Bar,
}

impl Delimiter {
    const ALL: [Self; 4] = [Self::Comma, Self::Semicolon, Self::Tab, Self::Bar];

    fn sign(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Bar => b'|',
        }
    }

    /// The sign that stands most often outside of quotes in some lines: spreadsheets write another one where the comma is taken
    /// for decimals.
    pub fn most_in<'t>(lines: impl Iterator<Item = &'t str>) -> Self {
        let mut counts = [0_usize; Self::ALL.len()];
        let mut quoted = false;
        for byte in lines.flat_map(str::bytes) {
            quoted ^= byte == b'"';
            if let Some(at) = Self::ALL.iter().position(|it| it.sign() == byte)
                && !quoted
            {
                counts[at] += 1;
            }
        }
        let most = Self::ALL.into_iter().zip(counts);
        let most = most.rev().max_by_key(|(_, count)| *count);
        most.map_or(Self::Comma, |(delimiter, _)| delimiter)
    }
}

/// The rows of a text as they stand. Empty lines count as rows and a line within quotes does not, as on the screen of who looks for
/// row 7.
///
/// # Errors
///
/// The row that cannot be read, and why.
pub fn text_rows(text: &str, delimiter: Delimiter) -> Result<Vec<Row>, (u64, String)> {
    // One sign for the end of a line: the reader counts lines by it.
    let mut text = text.replace("\r\n", "\n");
    if !text.ends_with('\n') {
        text.push('\n');
    }
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .delimiter(delimiter.sign())
        .from_reader(text.as_bytes());
    let (mut rows, mut row) = (Vec::new(), 0);
    let mut record = csv::StringRecord::new();
    loop {
        let before = reader.position().line();
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return Ok(rows),
            Err(error) => return Err((row + 1, error.to_string())),
        }
        let within = record.as_slice().matches('\n').count();
        let lines = reader.position().line() - before;
        // At least one: a file of an old Macintosh ends its lines otherwise.
        let within = u64::try_from(within).unwrap_or(u64::MAX);
        row += lines.saturating_sub(within).max(1);
        rows.push((row, record.iter().map(str::to_owned).collect()));
    }
}

/// The text of a file and its encoding, of those in which spreadsheets save tables; none where it is no text.
pub fn decoded(content: &[u8]) -> Option<(Encoding, Cow<'_, str>)> {
    let strictly = |encoding: &'static encoding_rs::Encoding, content| {
        encoding.decode_without_bom_handling_and_without_replacement(content)
    };
    if let Some(rest) = content.strip_prefix(b"\xff\xfe") {
        return Some((Encoding::Utf16, strictly(UTF_16LE, rest)?));
    }
    if let Some(rest) = content.strip_prefix(b"\xfe\xff") {
        return Some((Encoding::Utf16, strictly(UTF_16BE, rest)?));
    }
    if content.contains(&0) {
        // Digits and signs of UTF-16 have a zero beside each: behind in one order of bytes, in front in the other.
        let behind = content.iter().skip(1).step_by(2).filter(|it| **it == 0);
        let before = content.iter().step_by(2).filter(|it| **it == 0);
        let order = if behind.count() > before.count() {
            UTF_16LE
        } else {
            UTF_16BE
        };
        let text = strictly(order, content)?;
        return (!text.contains('\0')).then_some((Encoding::Utf16, text));
    }
    let content = content.strip_prefix(MARK.as_bytes()).unwrap_or(content);
    if let Ok(text) = std::str::from_utf8(content) {
        return Some((Encoding::Utf8, Cow::Borrowed(text)));
    }
    Some((Encoding::Gb18030, strictly(GB18030, content)?))
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
        let utf16 = "案件号\t结果\n12\t拒访\n".encode_utf16();
        let utf16: Vec<u8> = utf16.flat_map(u16::to_le_bytes).collect();
        let marked = [&b"\xff\xfe"[..], &utf16].concat();
        for content in [&gbk[..], utf8.as_bytes(), &utf16, &marked] {
            let expected = [row(1, &["案件号", "结果"]), row(2, &["12", "拒访"])];
            assert_eq!(read(content), expected);
        }
    }

    #[test]
    fn what_is_no_table_is_refused() {
        for content in [
            &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..],
            b"PK\x03\x04broken",
            &[b'a'; 1_001],
        ] {
            assert!(rows(content, LIMIT).is_err());
        }
        assert_eq!(read(b""), []);
    }
}
