//! The rows of a CSV file, some at a time, cut into cells.
//!
//! As the crate `csv` reads: a row ends at a line feed, a carriage return or both, empty lines are skipped, a byte order mark
//! is dropped. Rows without a quotation mark are cut here, which takes a pass over their bytes; from the first piece that
//! holds one, that crate reads on.
//!
//! Proven by `rows_are_those_of_the_csv_crate_however_they_are_cut_into_pieces`.

use std::io::{Chain, Cursor, ErrorKind, Read};

/// How many bytes are read at once, unless a row is longer.
const PIECE: usize = 1 << 15;
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// Stands after the last row. A quotation mark that nothing closes would swallow it.
const END: &[u8] = b"\n\x04";
/// The row that is read of it.
const END_RECORD: &[&str] = &["\u{4}"];

/// What follows the first quotation mark: what has been read of it, the rest, and the end.
type Quoted = csv::Reader<Chain<Chain<Cursor<Vec<u8>>, Box<dyn Read>>, &'static [u8]>>;

enum Source {
    /// No quotation mark yet.
    Plain {
        reader: Box<dyn Read>,
        ended: bool,
    },
    Quoted(Box<Quoted>),
}

/// A CSV file while it is read.
pub(super) struct CsvRows {
    source: Source,
    heading: Vec<String>,
    /// Rows handed out before those that are held.
    before: usize,
    /// Rows held.
    rows: usize,
    /// What is held of the file; rows that were handed out end before `next`, and what has been read before `filled`.
    bytes: Vec<u8>,
    next: usize,
    filled: usize,
    /// Where the cells of the rows that are held begin and end, row after row.
    cells: Vec<(usize, usize)>,
}

/// Rows of a file, cut into cells.
pub(super) struct Batch<'a> {
    /// Rows of the file that stand before them.
    pub before: usize,
    pub rows: usize,
    width: usize,
    bytes: &'a [u8],
    cells: &'a [(usize, usize)],
}

impl<'a> Batch<'a> {
    /// The cells of a column, each with the number of its row in the file, counted from one.
    pub(super) fn column(
        &self,
        place: usize,
    ) -> impl Iterator<Item = (usize, &'a [u8])> + Clone + use<'a> {
        let (bytes, numbers) = (self.bytes, self.before + 1..);
        let cells = self.cells.iter().skip(place).step_by(self.width);
        numbers.zip(cells.map(move |&(start, end)| &bytes[start..end]))
    }
}

impl CsvRows {
    /// Reads the heading; says what is wrong with a file that has none.
    pub(super) fn open(reader: Box<dyn Read>) -> Result<Self, String> {
        Self::in_pieces(reader, PIECE)
    }

    fn in_pieces(reader: Box<dyn Read>, piece: usize) -> Result<Self, String> {
        let mut rows = Self {
            source: Source::Plain {
                reader,
                ended: false,
            },
            heading: Vec::new(),
            before: 0,
            rows: 0,
            bytes: vec![0; piece],
            next: 0,
            filled: 0,
            cells: Vec::new(),
        };
        // However small the pieces, the mark has to be seen whole.
        while rows.filled < BYTE_ORDER_MARK.len() && rows.read_more()? {}
        if rows.bytes[..rows.filled].starts_with(BYTE_ORDER_MARK) {
            rows.next = BYTE_ORDER_MARK.len();
        }
        rows.fill(1)?;
        if rows.rows == 0 {
            return Err("it is empty".to_owned());
        }
        for &(start, end) in &rows.cells {
            let name = std::str::from_utf8(&rows.bytes[start..end])
                .map_err(|fault| format!("the heading: {fault}; save the file as UTF-8"))?;
            rows.heading.push(name.to_owned());
        }
        rows.rows = 0;
        Ok(rows)
    }

    /// The names of the columns.
    pub(super) fn heading(&self) -> &[String] {
        &self.heading
    }

    /// The next rows; none at the end.
    pub(super) fn next(&mut self) -> Result<Option<Batch<'_>>, String> {
        self.before += self.rows;
        self.fill(usize::MAX)?;
        Ok((self.rows > 0).then_some(Batch {
            before: self.before,
            rows: self.rows,
            width: self.heading.len(),
            bytes: &self.bytes,
            cells: &self.cells,
        }))
    }

    /// Holds the next rows, at least one and at most some; none at the end.
    fn fill(&mut self, most: usize) -> Result<(), String> {
        self.rows = 0;
        self.cells.clear();
        while self.rows == 0 {
            if matches!(self.source, Source::Quoted(_)) {
                return self.read_quoted(most);
            }
            if memchr::memchr(b'"', &self.bytes[self.next..self.filled]).is_some() {
                self.hand_over();
                continue;
            }
            self.cut(most)?;
            if self.rows == 0 && !self.read_more()? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Cuts the complete rows of what has been read into cells.
    fn cut(&mut self, most: usize) -> Result<(), String> {
        let mut row = self.next;
        let (mut start, mut whole) = (row, self.cells.len());
        for place in self.next..self.filled {
            let byte = self.bytes[place];
            // Digits and letters lie above the comma.
            if byte > b',' || !matches!(byte, b',' | b'\n' | b'\r') {
                continue;
            }
            if byte == b',' {
                self.cells.push((start, place));
            } else if place > row {
                self.cells.push((start, place));
                self.count(whole)?;
                whole = self.cells.len();
                row = place + 1;
                if self.rows == most {
                    break;
                }
            } else {
                row = place + 1;
            }
            start = place + 1;
        }
        self.cells.truncate(whole);
        self.next = row;
        Ok(())
    }

    /// Counts a row whose cells begin at a place; refuses one that has not as many as the heading.
    fn count(&mut self, from: usize) -> Result<(), String> {
        self.rows += 1;
        let (found, wanted) = (self.cells.len() - from, self.heading.len());
        if wanted > 0 && found != wanted {
            let row = self.before + self.rows;
            return Err(format!("row {row} has {found} cells, the heading {wanted}"));
        }
        Ok(())
    }

    /// Reads on behind what is left; false at the end of the file, which ends its last row.
    fn read_more(&mut self) -> Result<bool, String> {
        let Source::Plain { reader, ended } = &mut self.source else {
            return Ok(false);
        };
        if *ended {
            return Ok(false);
        }
        self.bytes.copy_within(self.next..self.filled, 0);
        self.filled -= self.next;
        self.next = 0;
        if self.filled == self.bytes.len() {
            self.bytes.resize(self.bytes.len() * 2, 0);
        }
        while self.filled < self.bytes.len() && !*ended {
            match reader.read(&mut self.bytes[self.filled..]) {
                Ok(0) => *ended = true,
                Ok(read) => self.filled += read,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error.to_string()),
            }
        }
        if *ended {
            self.bytes.truncate(self.filled);
            self.bytes.push(b'\n');
            self.filled += 1;
        }
        Ok(true)
    }

    /// Leaves the rest of the file to the crate.
    fn hand_over(&mut self) {
        let Source::Plain { reader, .. } = &mut self.source else {
            return;
        };
        // An empty line first: what looks like a byte order mark is none in the middle of a file.
        let mut read = vec![b'\n'];
        read.extend_from_slice(&self.bytes[self.next..self.filled]);
        let rest = std::mem::replace(reader, Box::new(std::io::empty()));
        let quoted = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(Cursor::new(read).chain(rest).chain(END));
        self.source = Source::Quoted(Box::new(quoted));
    }

    fn read_quoted(&mut self, most: usize) -> Result<(), String> {
        let mut record = csv::ByteRecord::new();
        self.bytes.clear();
        while self.rows < most && self.bytes.len() < PIECE {
            let Source::Quoted(reader) = &mut self.source else {
                return Ok(());
            };
            let more = reader.read_byte_record(&mut record);
            if !more.map_err(|error| error.to_string())? || record == *END_RECORD {
                return Ok(());
            }
            let last = record.iter().next_back();
            if last.is_some_and(|cell| cell.ends_with(END)) {
                let place = if self.heading.is_empty() {
                    "the heading".to_owned()
                } else {
                    format!("row {}", self.before + self.rows + 1)
                };
                let reason = "a quotation mark opens a cell and nothing closes it";
                return Err(format!("{place}: {reason}"));
            }
            let (offset, from) = (self.bytes.len(), self.cells.len());
            self.bytes.extend_from_slice(record.as_slice());
            let ranges = (0..record.len()).filter_map(|cell| record.range(cell));
            self.cells
                .extend(ranges.map(|it| (offset + it.start, offset + it.end)));
            self.count(from)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Cells = Vec<Vec<Vec<u8>>>;

    /// All rows with the heading, read in pieces of a size.
    fn rows(file: &[u8], piece: usize) -> Result<Cells, String> {
        let mut rows = CsvRows::in_pieces(Box::new(Cursor::new(file.to_vec())), piece)?;
        let heading = rows.heading().iter();
        let mut all = vec![heading.map(|name| name.clone().into_bytes()).collect()];
        while let Some(batch) = rows.next()? {
            let from = all.len();
            assert_eq!(batch.before + 1, from);
            all.resize(from + batch.rows, Vec::new());
            for place in 0..batch.width {
                for (row, cell) in batch.column(place) {
                    all[row].push(cell.to_vec());
                }
            }
        }
        Ok(all)
    }

    /// The same by the crate, which has all of the file at once.
    fn rows_of_the_crate(file: &[u8]) -> Result<Cells, String> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(file.chain(END));
        let mut all = Cells::new();
        for record in reader.byte_records() {
            let record = record.map_err(|error| error.to_string())?;
            if record == *END_RECORD {
                break;
            }
            let row = all.len();
            if record.iter().next_back().unwrap().ends_with(END) {
                return Err("nothing closes it".to_owned());
            }
            match all.first() {
                None => {
                    for name in &record {
                        std::str::from_utf8(name).map_err(|_fault| "UTF-8".to_owned())?;
                    }
                }
                Some(heading) if heading.len() != record.len() => {
                    return Err(format!("row {row} has {} cells", record.len()));
                }
                Some(_) => {}
            }
            all.push(record.iter().map(<[u8]>::to_vec).collect());
        }
        if all.is_empty() {
            return Err("it is empty".to_owned());
        }
        Ok(all)
    }

    #[test]
    fn a_piece_may_end_anywhere() {
        let file = "\u{feff}id,name,note\r\n1,汉,\"a, \"\"b\"\"\r\nc\"\r\n\r\n2,\"\",d\n3,e,f";
        let wanted = [
            ["id", "name", "note"],
            ["1", "汉", "a, \"b\"\r\nc"],
            ["2", "", "d"],
            ["3", "e", "f"],
        ];
        let wanted = wanted.map(|row| row.map(|cell| cell.as_bytes().to_vec()).to_vec());
        for piece in 1..=file.len() {
            assert_eq!(rows(file.as_bytes(), piece).unwrap(), wanted, "{piece}");
        }
    }

    #[test]
    fn a_row_that_is_longer_than_a_piece_is_read_whole() {
        let long = "x".repeat(3 * PIECE);
        let file = format!("a,b\n1,{long}\n2,y\n");
        let cells = rows(file.as_bytes(), PIECE).unwrap();
        assert_eq!(cells.len(), 3);
        assert_eq!(cells[1][1], long.as_bytes());
        assert_eq!(cells[2], [b"2", b"y"]);
    }

    #[test]
    fn what_is_wrong_with_a_file_is_said_with_its_row() {
        for (file, wanted) in [
            ("", "it is empty"),
            ("\n\r\n", "it is empty"),
            ("a,b\n1,2\n3\n", "row 2 has 1 cells, the heading 2"),
            (
                "a,b\n1,2\n3,\"4\n5,6\n",
                "row 2: a quotation mark opens a cell and nothing closes it",
            ),
            (
                "a,\"b\n1,2\n",
                "the heading: a quotation mark opens a cell and nothing closes it",
            ),
        ] {
            for piece in 1..=10 {
                assert_eq!(rows(file.as_bytes(), piece).unwrap_err(), wanted);
            }
        }
        let fault = rows(b"a,\xff\n1,2\n", 64).unwrap_err();
        assert!(fault.contains("save the file as UTF-8"), "{fault}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn rows_are_those_of_the_csv_crate_however_they_are_cut_into_pieces(
            parts in proptest::collection::vec(
                prop_oneof![
                    4 => Just(","), 3 => Just("\n"), 1 => Just("\r"), 1 => Just("\r\n"), 1 => Just("\""), 3 => Just("1"),
                    2 => Just("ab"), 1 => Just(" "), 1 => Just("汉"), 1 => Just("\u{feff}"),
                ],
                0..60,
            ),
            heading in prop_oneof![Just(""), Just("a,b\n"), Just("\u{feff}a\n")],
            piece in 1_usize..50,
        ) {
            let file = format!("{heading}{}", parts.concat());
            let wanted = rows_of_the_crate(file.as_bytes());
            match (rows(file.as_bytes(), piece), wanted) {
                (Ok(found), Ok(wanted)) => prop_assert_eq!(found, wanted),
                (Err(found), Err(wanted)) => prop_assert!(found.contains(&wanted), "{} {}", found, wanted),
                (found, wanted) => prop_assert!(false, "{:?} {:?}", found, wanted),
            }
        }
    }
}
