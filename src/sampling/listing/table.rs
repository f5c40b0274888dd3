//! The cells of a list, whatever file they come from.

use std::borrow::Cow;

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

use super::fault::ListingFault;
use format::xlsform::{Bounds, tables};
use spreadsheet::{MARK, from_text};

/// The largest list read, in bytes: 200,000 units with long names have about 20 MiB.
pub const LARGEST_LISTING: usize = 32 << 20;

/// A workbook of a list: as many rows as a sheet can have.
const WORKBOOK: Bounds = Bounds {
    bytes: LARGEST_LISTING,
    unpacked: 512 << 20,
    rows: 1 << 20,
    columns: 200,
};

/// What a list is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants say it by their names")]
pub enum Source {
    Text {
        encoding: Encoding,
        delimiter: Delimiter,
    },
    Workbook,
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
}

/// A sheet of a workbook, or the one table of a CSV file. Rows without anything are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sheet {
    pub(crate) name: Option<String>,
    pub(crate) rows: Vec<TableRow>,
}

/// A row with its number, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TableRow {
    pub(crate) number: u64,
    pub(crate) cells: Vec<String>,
}

impl TableRow {
    /// The cell of a column; empty where the row ends before.
    pub(crate) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    /// The cells that say something.
    pub(crate) fn filled(&self) -> impl Iterator<Item = &str> {
        let cells = self.cells.iter().map(String::as_str);
        cells.filter(|cell| !cell.is_empty())
    }
}

/// Reads the bytes of a list into sheets, or says in which row it cannot.
pub(crate) fn read(content: &[u8]) -> Result<(Source, Vec<Sheet>), (u64, ListingFault)> {
    const ZIP: &[u8] = b"PK\x03\x04";
    const OLD_OFFICE: &[u8] = b"\xd0\xcf\x11\xe0";
    let (bytes, limit) = (content.len(), LARGEST_LISTING);
    if bytes > limit {
        Err((1, ListingFault::TooLarge { bytes, limit }))
    } else if content.starts_with(ZIP) {
        let sheets = read_workbook(content).map_err(|fault| (1, fault))?;
        Ok((Source::Workbook, sheets))
    } else if content.starts_with(OLD_OFFICE) {
        Err((1, ListingFault::OldWorkbook))
    } else {
        read_text(content)
    }
}

fn read_workbook(content: &[u8]) -> Result<Vec<Sheet>, ListingFault> {
    let sheets = tables(content, WORKBOOK).map_err(ListingFault::Workbook)?;
    let sheets = sheets.into_iter().map(|sheet| {
        let rows = sheet.rows.into_iter().map(|(number, cells)| TableRow {
            number,
            cells: cells.iter().map(|cell| tidy(cell)).collect(),
        });
        Sheet {
            name: Some(sheet.name),
            rows: rows.filter(|row| row.filled().next().is_some()).collect(),
        }
    });
    Ok(sheets.collect())
}

fn read_text(content: &[u8]) -> Result<(Source, Vec<Sheet>), (u64, ListingFault)> {
    let (encoding, text) = decoded(content).ok_or((1, ListingFault::NotATable))?;
    let delimiter = delimiter(&text);
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .delimiter(delimiter.sign())
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                let row = error.position().map_or(1, csv::Position::line);
                return Err((row, ListingFault::Unreadable(error.to_string())));
            }
        }
        let row = TableRow {
            number: record.position().map_or(0, |it| line_of(it, &text)),
            cells: record.iter().map(tidy).collect(),
        };
        if row.filled().next().is_some() {
            rows.push(row);
        }
    }
    let source = Source::Text {
        encoding,
        delimiter,
    };
    Ok((source, vec![Sheet { name: None, rows }]))
}

/// The line on which a record begins: the reader's place is before the empty lines that it skips.
fn line_of(position: &csv::Position, text: &str) -> u64 {
    let start = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let rest = text.as_bytes().get(start..).unwrap_or_default();
    let skipped = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    let lines = skipped.filter(|byte| **byte == b'\n').count();
    position.line() + u64::try_from(lines).unwrap_or(u64::MAX)
}

/// A cell without what is not seen around it.
fn tidy(cell: &str) -> String {
    let unseen = |sign: char| {
        sign.is_whitespace() || matches!(sign, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    };
    let cell = from_text(cell.trim_matches(unseen)).trim_matches(unseen);
    if cell.contains(['\r', '\n']) {
        let lines: Vec<&str> = cell.split_whitespace().collect();
        return lines.join(" ");
    }
    cell.to_owned()
}

/// The text of a file and its encoding; none where it is no text.
fn decoded(content: &[u8]) -> Option<(Encoding, Cow<'_, str>)> {
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

/// The sign that stands most often outside of quotes in the first lines.
fn delimiter(text: &str) -> Delimiter {
    const LINES: usize = 60;
    let mut counts = [0_usize; Delimiter::ALL.len()];
    let mut quoted = false;
    for byte in text.lines().take(LINES).flat_map(str::bytes) {
        quoted ^= byte == b'"';
        if let Some(at) = Delimiter::ALL.iter().position(|it| it.sign() == byte)
            && !quoted
        {
            counts[at] += 1;
        }
    }
    let most = Delimiter::ALL.into_iter().zip(counts);
    let most = most.rev().max_by_key(|(_, count)| *count);
    most.map_or(Delimiter::Comma, |(delimiter, _)| delimiter)
}
