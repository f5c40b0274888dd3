//! Cells become columns: of numbers, of categories, or of both.
//!
//! What is wrong with a cell is kept by its column, which takes no more cells: it costs who asks for the column, and nobody
//! else.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use hashbrown::HashTable;

use super::AnalysisError;
use super::document::{ColumnType, Data};
use super::numbers::Numbers;
use super::value::Level;
use crate::factor::{Factor, level_code};

/// Which cells are gaps: the empty one, and what the document says; `NA` and `NaN` if it says nothing.
pub(super) struct Gaps {
    texts: Vec<String>,
    numbers: Vec<f64>,
}

impl Gaps {
    pub(super) fn of(data: &Data) -> Self {
        let texts: Vec<String> = match data.missing.list() {
            [] => vec!["NA".to_owned(), "NaN".to_owned()],
            stated => stated.iter().map(Level::to_string).collect(),
        };
        let numbers = texts.iter().filter_map(|text| finite(text)).collect();
        Self { texts, numbers }
    }

    fn holds(&self, cell: &[u8]) -> bool {
        let cell = cell.trim_ascii();
        cell.is_empty() || self.texts.iter().any(|text| text.as_bytes() == cell)
    }

    /// The number in a cell, NaN for a gap; nothing where it is neither.
    fn number(&self, cell: &[u8]) -> Option<f64> {
        match plain_number(cell) {
            Some(number) => Some(self.checked(number)),
            None if self.holds(cell) => Some(f64::NAN),
            None => Some(self.checked(finite(std::str::from_utf8(cell).ok()?)?)),
        }
    }

    /// A number, NaN if it stands for a gap.
    fn checked(&self, number: f64) -> f64 {
        if self.numbers.contains(&number) {
            f64::NAN
        } else {
            number
        }
    }
}

fn finite(text: &str) -> Option<f64> {
    let number: f64 = text.trim().parse().ok()?;
    number.is_finite().then_some(number)
}

/// What stands in a row and column of a file.
#[derive(Clone, Copy)]
pub(super) enum Cell<'a> {
    /// A cell of text, as in all of a CSV file.
    Text(&'a [u8]),
    Whole(i128),
    Number(f64),
    Flag(bool),
    /// Nothing.
    Null,
}

impl<'a> Cell<'a> {
    /// As it stands in a CSV file.
    fn text(self) -> Cow<'a, [u8]> {
        match self {
            Self::Text(text) => text.into(),
            Self::Whole(number) => number.to_string().into_bytes().into(),
            Self::Number(number) => number.to_string().into_bytes().into(),
            Self::Flag(true) => b"true".into(),
            Self::Flag(false) => b"false".into(),
            Self::Null => b"".into(),
        }
    }

    /// The number in it, NaN for a gap; nothing where it is neither.
    fn number(self, gaps: &Gaps) -> Option<f64> {
        match self {
            Self::Text(text) => gaps.number(text),
            Self::Number(number) if number.is_finite() => Some(gaps.checked(number)),
            Self::Flag(flag) => Some(gaps.checked(f64::from(u8::from(flag)))),
            Self::Null => Some(f64::NAN),
            Self::Whole(number) => match i32::try_from(number) {
                Ok(number) => Some(gaps.checked(number.into())),
                Err(_) => gaps.number(&self.text()),
            },
            Self::Number(_) => gaps.number(&self.text()),
        }
    }
}

/// A number written as up to fifteen digits, with a decimal point or without; nothing for any other cell. Both the digits and
/// the power of ten are exact, so that their quotient is the nearest number there is (Clinger 1990).
fn plain_number(cell: &[u8]) -> Option<f64> {
    const DIGITS: usize = 15;
    const POWERS: [f64; DIGITS + 1] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ];
    if cell.is_empty() || cell.len() > DIGITS + 1 {
        return None;
    }
    let (mut digits, mut count, mut point) = (0_u64, 0, None);
    for (place, &byte) in cell.iter().enumerate() {
        match byte {
            b'0'..=b'9' => {
                digits = digits * 10 + u64::from(byte - b'0');
                count += 1;
            }
            b'.' if point.is_none() => point = Some(place),
            _ => return None,
        }
    }
    if count == 0 || count > DIGITS {
        return None;
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "fifteen digits are exact in double precision"
    )]
    let whole = digits as f64;
    Some(match point {
        Some(place) => whole / POWERS[cell.len() - place - 1],
        None => whole,
    })
}

/// What is wrong with a cell.
pub(super) enum CellFault {
    NotANumber,
    NotUtf8(std::str::Utf8Error),
}

impl CellFault {
    fn at(self, file: &str, row: usize, column: &str, cell: Cell<'_>) -> AnalysisError {
        let (file, column) = (file.to_owned(), column.to_owned());
        match self {
            Self::NotANumber => AnalysisError::NotANumber {
                file,
                row,
                column,
                cell: String::from_utf8_lossy(&cell.text()).into_owned(),
            },
            Self::NotUtf8(fault) => AnalysisError::Cell {
                file,
                row,
                column,
                reason: format!("{fault}; save the file as UTF-8"),
            },
        }
    }
}

/// The codes of categories, in order of appearance.
struct Codes {
    levels: Vec<String>,
    /// Categories by their labels.
    by_label: HashTable<u32>,
    /// Categories of numbers by their bits.
    by_number: HashMap<u64, u32>,
    /// Cells that were met of late, at places that their bytes tell, and their codes.
    recent: Vec<(u128, u32)>,
    hashing: RandomState,
}

impl Codes {
    /// So many cells are remembered; a power of two.
    const RECENT: usize = 1024;
    /// Stands for no cell.
    const NO_CELL: u128 = u128::MAX;

    fn new() -> Self {
        Self {
            levels: Vec::new(),
            by_label: HashTable::new(),
            by_number: HashMap::new(),
            recent: vec![(Self::NO_CELL, 0); Self::RECENT],
            hashing: RandomState::new(),
        }
    }

    /// The bytes of a short cell and their number in one, and the place where it is remembered.
    fn short(cell: &[u8]) -> Option<(u128, usize)> {
        const MOST: usize = 15;
        let length = u8::try_from(cell.len())
            .ok()
            .filter(|_| cell.len() <= MOST)?;
        let mut bytes = [0; MOST + 1];
        bytes[..cell.len()].copy_from_slice(cell);
        bytes[MOST] = length;
        let key = u128::from_le_bytes(bytes);
        // Multiplication by 2⁶⁴ over the golden ratio spreads them (Knuth, volume 3, 6.4); its upper half is the best of it.
        let mixed = (key ^ (key >> 64)) & u128::from(u64::MAX);
        let spread = (mixed * 0x9E37_79B9_7F4A_7C15) >> 44;
        let place = usize::try_from(spread % (Self::RECENT as u128)).ok()?;
        Some((key, place))
    }

    fn of_label(&mut self, label: &str) -> u32 {
        let hash = |label: &str| self.hashing.hash_one(label);
        let levels = &self.levels;
        let entry = self.by_label.entry(
            hash(label),
            |&code| levels[code as usize] == label,
            |&code| hash(&levels[code as usize]),
        );
        let code = *entry.or_insert_with(|| level_code(levels.len())).get();
        if code as usize == self.levels.len() {
            self.levels.push(label.to_owned());
        }
        code
    }

    /// Numbers are written in one way, and minus zero is zero.
    fn of_number(&mut self, number: f64) -> u32 {
        let number = number + 0.0;
        if let Some(&code) = self.by_number.get(&number.to_bits()) {
            return code;
        }
        let code = if number.is_nan() {
            self.of_label("")
        } else {
            self.of_label(&number.to_string())
        };
        self.by_number.insert(number.to_bits(), code);
        code
    }
}

/// A column of categories while it is read.
struct FactorReader {
    holds: Option<ColumnType>,
    rows: Vec<u32>,
    codes: Codes,
}

impl FactorReader {
    fn new(holds: Option<ColumnType>) -> Self {
        Self {
            holds,
            rows: Vec::new(),
            codes: Codes::new(),
        }
    }

    /// Takes in a cell; says what is wrong with one that has no label. The label of a gap is empty.
    fn push(&mut self, cell: Cell<'_>, gaps: &Gaps) -> Result<(), CellFault> {
        let cell = &*match cell {
            Cell::Flag(_) if self.holds == Some(ColumnType::Number) => {
                let number = cell.number(gaps).ok_or(CellFault::NotANumber)?;
                self.rows.push(self.codes.of_number(number));
                return Ok(());
            }
            cell => cell.text(),
        };
        let short = Codes::short(cell);
        if let Some((key, place)) = short
            && self.codes.recent[place].0 == key
        {
            self.rows.push(self.codes.recent[place].1);
            return Ok(());
        }
        let code = if self.holds == Some(ColumnType::Number) {
            let number = gaps.number(cell).ok_or(CellFault::NotANumber)?;
            self.codes.of_number(number)
        } else if gaps.holds(cell) {
            self.codes.of_label("")
        } else {
            let label = std::str::from_utf8(cell).map_err(CellFault::NotUtf8)?;
            self.codes.of_label(label)
        };
        if let Some((key, place)) = short {
            self.codes.recent[place] = (key, code);
        }
        self.rows.push(code);
        Ok(())
    }

    fn finish(self) -> Factor {
        let order = match self.holds {
            Some(ColumnType::Number) => by_size,
            _ => str::cmp,
        };
        let Self { rows, codes, .. } = self;
        let levels = codes.levels;
        Factor::sorted_from(rows, levels, order)
    }
}

/// The order of numbers, a gap first.
fn by_size(a: &str, b: &str) -> Ordering {
    let size = |label: &str| finite(label).unwrap_or(f64::NEG_INFINITY);
    size(a).total_cmp(&size(b))
}

/// A column of a file that the document needs, while it is read.
pub(super) struct ColumnReader {
    pub place: usize,
    pub name: String,
    numbers: Option<Result<Numbers, AnalysisError>>,
    factor: Option<Result<FactorReader, AnalysisError>>,
}

/// A column that has been read.
pub(super) struct ReadColumn {
    pub numbers: Option<Result<Numbers, AnalysisError>>,
    pub factor: Option<Result<Factor, AnalysisError>>,
}

/// What a column is read as.
#[derive(Clone, Copy)]
pub(super) struct ReadAs {
    pub numbers: bool,
    pub factor: bool,
}

/// What all cells of a file have in common.
pub(super) struct Rules<'a> {
    pub file: &'a str,
    pub gaps: Gaps,
}

impl ColumnReader {
    pub(super) fn new(
        rules: &Rules<'_>,
        place: usize,
        name: &str,
        holds: Option<ColumnType>,
        read_as: ReadAs,
    ) -> Self {
        let numbers = match holds {
            Some(ColumnType::String) => Err(AnalysisError::NotNumbers {
                file: rules.file.to_owned(),
                column: name.to_owned(),
            }),
            _ => Ok(Numbers::default()),
        };
        Self {
            place,
            name: name.to_owned(),
            numbers: read_as.numbers.then_some(numbers),
            factor: read_as.factor.then(|| Ok(FactorReader::new(holds))),
        }
    }

    /// Takes in cells, each with the number of its row in the file, counted from one.
    pub(super) fn take<'a>(
        &mut self,
        rules: &Rules<'_>,
        mut cells: impl Iterator<Item = (usize, Cell<'a>)> + Clone,
    ) {
        if let Some(column) = &mut self.factor {
            let mut cells = cells.clone();
            let fault = column.as_mut().ok().and_then(|factor| {
                cells.find_map(|(row, cell)| {
                    let fault = factor.push(cell, &rules.gaps).err()?;
                    Some(fault.at(rules.file, row, &self.name, cell))
                })
            });
            if let Some(fault) = fault {
                *column = Err(fault);
            }
        }
        if let Some(column) = &mut self.numbers {
            let fault = column.as_mut().ok().and_then(|numbers| {
                cells.find_map(|(row, cell)| {
                    let Some(number) = cell.number(&rules.gaps) else {
                        return Some(CellFault::NotANumber.at(rules.file, row, &self.name, cell));
                    };
                    numbers.push(number);
                    None
                })
            });
            if let Some(fault) = fault {
                *column = Err(fault);
            }
        }
    }

    /// Refuses the column, whatever it is needed as.
    pub(super) fn refuse(&mut self, rules: &Rules<'_>, reason: &str) {
        let fault = AnalysisError::Column {
            file: rules.file.to_owned(),
            column: self.name.clone(),
            reason: reason.to_owned(),
        };
        self.numbers = self.numbers.take().map(|_| Err(fault.clone()));
        self.factor = self.factor.take().map(|_| Err(fault));
    }

    pub(super) fn finish(self) -> (String, ReadColumn) {
        let column = ReadColumn {
            numbers: self.numbers,
            factor: self.factor.map(|it| it.map(FactorReader::finish)),
        };
        (self.name, column)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_number_that_stands_for_a_gap_is_one_however_it_is_written() {
        let described: Data =
            serde_json::from_str(r#"{ "csv": "d.csv", "missing": [-9, "x"] }"#).unwrap();
        let gaps = Gaps::of(&described);
        for (cell, wanted) in [
            ("-9.0", None),
            (" x ", None),
            ("", None),
            ("9", Some(9.0)),
            ("1.50", Some(1.5)),
            (" 7e2", Some(700.0)),
        ] {
            let found = gaps.number(cell.as_bytes()).unwrap();
            assert_eq!((!found.is_nan()).then_some(found), wanted, "{cell:?}");
        }
        for cell in ["NA", "1,5", ".", "inf", "1_000", "0x10"] {
            assert_eq!(gaps.number(cell.as_bytes()), None, "{cell:?}");
        }
    }

    #[test]
    fn many_categories_are_told_apart() {
        let rules = Rules {
            file: "d.csv",
            gaps: Gaps::of(&Data::default()),
        };
        let both = ReadAs {
            numbers: false,
            factor: true,
        };
        // More than are remembered, some of them too long to be.
        let labels: Vec<String> = (0..5000)
            .map(|row| format!("{:0>width$}", row % 1900, width = row % 19 + 4))
            .collect();
        let mut column = ColumnReader::new(&rules, 0, "psu", None, both);
        let cells = labels.iter().map(|label| Cell::Text(label.as_bytes()));
        column.take(&rules, (1..).zip(cells));
        let (_, read) = column.finish();
        assert_eq!(read.factor.unwrap().unwrap(), Factor::from_labels(&labels));
    }

    proptest! {
        #[test]
        fn a_plain_number_is_read_as_the_standard_library_reads_it(text in "[0-9]{0,9}\\.?[0-9]{0,9}") {
            if let Some(found) = plain_number(text.as_bytes()) {
                let wanted: f64 = text.parse().unwrap();
                prop_assert_eq!(found.to_bits(), wanted.to_bits());
            } else {
                let digits = text.bytes().filter(u8::is_ascii_digit).count();
                prop_assert!(digits == 0 || digits > 15, "{}", text);
            }
        }
    }
}
