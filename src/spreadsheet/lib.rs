//! Tables for spreadsheets, in which no text is taken for a formula.
//!
//! # Design
//!
//! A spreadsheet runs what begins with `=`, and commonly what begins with `+`, `-` or `@`, whoever wrote it: the label
//! of a choice could send a table to another site from the desk of whoever opens it. In CSV nothing tells a text from
//! a formula, so such a text gets an apostrophe in front ([`as_text`]), which spreadsheets take for "this is text", and
//! loses it where the table is read again ([`from_text`]). A plain number stays a number. A workbook tells texts from
//! formulas by itself; there such a cell is marked ([`is_doubtful`]) so that it stays a text when somebody edits it.
//!
//! Every CSV file is written by [`CsvFile`], and `csv_is_written_in_one_place` in `tests/architecture` holds it.
//!
//! # References
//! OWASP, *CSV Injection*, for the signs, the wide ones of Chinese keyboards among them.

use std::borrow::Cow;

/// The byte order mark by which spreadsheets know UTF-8.
pub const MARK: &str = "\u{feff}";

/// What makes a spreadsheet take a text for a formula when it stands in front.
const SIGNS: [char; 9] = ['=', '+', '-', '@', '|', '＝', '＋', '－', '＠'];

/// Whether a spreadsheet might take a text for a formula.
pub fn is_doubtful(text: &str) -> bool {
    let inner = text.trim_start_matches(is_blank);
    let runs = inner.starts_with(SIGNS) || text.starts_with(['\t', '\r', '\n']);
    runs && !is_number(text)
}

/// The text as a cell that no spreadsheet takes for a formula.
pub fn as_text(text: &str) -> Cow<'_, str> {
    if is_doubtful(unmarked(text)) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// What a cell says that [`as_text`] wrote.
pub fn from_text(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if is_doubtful(unmarked(text)) => text,
        _ => cell,
    }
}

/// A text without the apostrophes in front, so that one which has some already is told from one that was given one.
fn unmarked(text: &str) -> &str {
    text.trim_start_matches('\'')
}

/// What is not seen in front of a text.
fn is_blank(symbol: char) -> bool {
    symbol.is_whitespace()
        || symbol.is_control()
        || matches!(symbol, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Whether a text is a number and nothing else: digits, a point, an exponent.
fn is_number(text: &str) -> bool {
    let of_digits = |symbol: char| symbol.is_ascii_digit() || "+-.eE".contains(symbol);
    text.chars().all(of_digits) && text.parse::<f64>().is_ok_and(f64::is_finite)
}

/// A CSV file to be.
#[derive(Debug)]
pub struct CsvFile(csv::Writer<Vec<u8>>);

impl Default for CsvFile {
    fn default() -> Self {
        Self(csv::Writer::from_writer(Vec::new()))
    }
}

impl CsvFile {
    /// A file that spreadsheets know to be UTF-8, whatever their language.
    pub fn marked() -> Self {
        Self(csv::Writer::from_writer(MARK.as_bytes().to_vec()))
    }

    /// The same with the line ends of RFC 4180, as a table that people open in Excel.
    pub fn for_excel() -> Self {
        let lines = csv::Terminator::CRLF;
        let mut options = csv::WriterBuilder::new();
        Self(
            options
                .terminator(lines)
                .from_writer(MARK.as_bytes().to_vec()),
        )
    }

    /// Writes a row.
    ///
    /// # Panics
    ///
    /// Where a row has more or fewer cells than the first.
    pub fn row<C: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = C>) {
        let written = cells.into_iter().try_for_each(|cell| {
            let cell = as_text(cell.as_ref());
            self.0.write_field(cell.as_bytes())
        });
        let ended = written.and_then(|()| self.0.write_record(None::<&[u8]>));
        ended.expect("memory takes every row that is as long as the first");
    }

    /// The bytes of the file.
    ///
    /// # Panics
    ///
    /// Never: writing to memory cannot fail.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0.into_inner().expect("memory takes every row")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_might_run_is_marked_as_text() {
        for text in [
            "=1+1",
            "+1+1",
            "-1+1",
            "@SUM(1)",
            "\t=1+1",
            "\rx",
            "\n=1+1",
            " =1+1",
            "\u{a0}=1+1",
            "\u{feff}=1+1",
            "\u{200b}=1+1",
            "＝1+1",
            "＠x",
            "|calc",
            "=cmd|' /C calc'!A0",
        ] {
            assert_eq!(as_text(text), format!("'{text}"));
        }
    }

    #[test]
    fn numbers_and_words_stay_as_they_are() {
        for text in [
            "",
            "0",
            "-1",
            "+1",
            "-1.5e-3",
            "98",
            "非常满意",
            "a=b",
            "'tis",
            "10-12",
            "（-1）",
        ] {
            assert_eq!(as_text(text), text);
        }
    }

    #[test]
    fn rows_are_written_with_every_cell_as_text() {
        let mut file = CsvFile::marked();
        file.row(["id", "=1"]);
        file.row(["-1", "a,\"b\""]);
        let text = String::from_utf8(file.into_bytes()).unwrap();
        assert_eq!(text, "\u{feff}id,'=1\n-1,\"a,\"\"b\"\"\"\n");
    }

    #[test]
    fn a_file_for_excel_ends_its_lines_as_excel_does() {
        let mut file = CsvFile::for_excel();
        file.row(["编号", "@x"]);
        let text = String::from_utf8(file.into_bytes()).unwrap();
        assert_eq!(text, "\u{feff}编号,'@x\r\n");
    }

    proptest! {
        #[test]
        fn every_text_comes_back_and_none_runs(text in "['=+@ \t\r\n|a1＝-]{0,6}") {
            let cell = as_text(&text);
            prop_assert!(!is_doubtful(&cell));
            prop_assert_eq!(from_text(&cell), text.as_str());
        }
    }
}
