//! Columns of a CSV file, read once: as numbers, as categories, or as both.
//!
//! What is wrong with a column is kept in its place and told to who asks for the column: it costs the designs and estimates
//! that need it, and no other.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use std::io::Read;

use super::document::{ColumnType, Data};
use super::value::Level;
use super::{AnalysisError, Loader};
use crate::factor::Factor;

/// The columns that an analysis needs.
#[derive(Debug, Default)]
pub(super) struct Microdata {
    pub file: String,
    pub rows: usize,
    numbers: BTreeMap<String, Result<Vec<f64>, AnalysisError>>,
    factors: BTreeMap<String, Result<Factor, AnalysisError>>,
    types: BTreeMap<String, ColumnType>,
}

/// Which cells are gaps: the empty one, and what the document says; `NA` and `NaN` if it says nothing.
struct Gaps {
    texts: Vec<String>,
    numbers: Vec<f64>,
}

impl Gaps {
    fn of(data: &Data) -> Self {
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
        let number = match cell {
            [digit @ b'0'..=b'9'] => f64::from(digit - b'0'),
            _ if self.holds(cell) => return Some(f64::NAN),
            _ => finite(std::str::from_utf8(cell).ok()?)?,
        };
        Some(if self.numbers.contains(&number) {
            f64::NAN
        } else {
            number
        })
    }
}

fn finite(text: &str) -> Option<f64> {
    let number: f64 = text.trim().parse().ok()?;
    number.is_finite().then_some(number)
}

/// A column of numbers while it is read.
struct NumberReader<'a> {
    place: usize,
    name: &'a String,
    values: Vec<f64>,
    fault: Option<AnalysisError>,
}

/// A column of categories while it is read: codes in order of appearance.
struct FactorReader<'a> {
    place: usize,
    name: &'a String,
    holds: Option<ColumnType>,
    codes: Vec<u32>,
    levels: Vec<String>,
    /// By what a cell holds.
    code_of_cell: HashMap<Vec<u8>, u32>,
    code_of_label: HashMap<String, u32>,
    last: Option<(Vec<u8>, u32)>,
    fault: Option<AnalysisError>,
}

impl<'a> FactorReader<'a> {
    fn new(place: usize, name: &'a String, holds: Option<ColumnType>) -> Self {
        Self {
            place,
            name,
            holds,
            codes: Vec::new(),
            levels: Vec::new(),
            code_of_cell: HashMap::new(),
            code_of_label: HashMap::new(),
            last: None,
            fault: None,
        }
    }

    /// Takes in a cell; says what is wrong with one that has no label.
    fn push(&mut self, cell: &[u8], gaps: &Gaps) -> Result<(), CellFault> {
        if let Some((bytes, code)) = &self.last
            && bytes == cell
        {
            self.codes.push(*code);
            return Ok(());
        }
        let code = if let Some(&code) = self.code_of_cell.get(cell) {
            code
        } else {
            let label = self.label(cell, gaps)?;
            let next = crate::factor::level_code(self.levels.len());
            let code = *self.code_of_label.entry(label).or_insert_with_key(|label| {
                self.levels.push(label.clone());
                next
            });
            self.code_of_cell.insert(cell.to_vec(), code);
            code
        };
        self.codes.push(code);
        self.last = Some((cell.to_vec(), code));
        Ok(())
    }

    /// The label of a cell, which is empty for a gap; a number is written in one way.
    fn label(&self, cell: &[u8], gaps: &Gaps) -> Result<String, CellFault> {
        match self.holds {
            Some(ColumnType::Number) => {
                let number = gaps.number(cell).ok_or(CellFault::NotANumber)?;
                Ok(if number.is_nan() {
                    String::new()
                } else {
                    // Minus zero is zero.
                    (number + 0.0).to_string()
                })
            }
            _ if gaps.holds(cell) => Ok(String::new()),
            _ => Ok(std::str::from_utf8(cell)
                .map_err(CellFault::NotUtf8)?
                .to_owned()),
        }
    }

    fn finish(self) -> Result<Factor, AnalysisError> {
        let order = match self.holds {
            Some(ColumnType::Number) => by_size,
            _ => str::cmp,
        };
        match self.fault {
            Some(fault) => Err(fault),
            None => Ok(Factor::sorted_from(self.codes, self.levels, order)),
        }
    }
}

/// The order of numbers, a gap first.
fn by_size(a: &str, b: &str) -> Ordering {
    let size = |label: &str| finite(label).unwrap_or(f64::NEG_INFINITY);
    size(a).total_cmp(&size(b))
}

/// What is wrong with a cell.
enum CellFault {
    NotANumber,
    NotUtf8(std::str::Utf8Error),
}

impl CellFault {
    fn at(self, file: &str, row: usize, column: &str, cell: &[u8]) -> AnalysisError {
        let (file, column) = (file.to_owned(), column.to_owned());
        match self {
            Self::NotANumber => AnalysisError::NotANumber {
                file,
                row,
                column,
                cell: String::from_utf8_lossy(cell).into_owned(),
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

/// Stands after the last row. A quotation mark that nothing closes would swallow it.
const END: &[u8] = b"\n\x04";
/// The row that is read of it.
const END_RECORD: &[&str] = &["\u{4}"];

/// What is said of a gap where there may be none.
const GAP: &str = "the cell is empty, or holds what stands for a gap (data.missing)";

impl Microdata {
    /// Reads the named columns; others are skipped.
    pub(super) fn read(
        described: &Data,
        bytes: &[u8],
        numbers: &BTreeSet<String>,
        factors: &BTreeSet<String>,
    ) -> Result<Self, AnalysisError> {
        let file = &described.csv;
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(bytes.chain(END));
        let refuse = |reason: String| AnalysisError::Unreadable {
            file: file.to_owned(),
            reason,
        };
        let unreadable = |source: csv::Error| refuse(source.to_string());
        let header = reader.headers().map_err(unreadable)?.clone();
        let mut names = BTreeSet::new();
        if header == *END_RECORD {
            return Err(refuse("it is empty".to_owned()));
        }
        if let Some(twice) = header.iter().find(|name| !names.insert(*name)) {
            return Err(refuse(format!("two columns are called {twice:?}")));
        }
        let types = described.columns.iter();
        let types: BTreeMap<String, ColumnType> =
            types.map(|it| (it.name.clone(), it.holds)).collect();
        if let Some(absent) = types.keys().find(|name| !names.contains(name.as_str())) {
            let reason = format!("data.columns names {absent:?}, and there is no such column");
            return Err(refuse(reason));
        }
        let position = |column: &String| header.iter().position(|name| name == column);
        let gaps = Gaps::of(described);
        let number_reader = |name| {
            let text = types.get(name) == Some(&ColumnType::String);
            Some(NumberReader {
                place: position(name)?,
                name,
                values: Vec::new(),
                fault: text.then(|| AnalysisError::NotNumbers {
                    file: file.clone(),
                    column: name.clone(),
                }),
            })
        };
        let mut number_columns: Vec<_> = numbers.iter().filter_map(number_reader).collect();
        let factor_reader = |name| {
            let place = position(name)?;
            Some(FactorReader::new(place, name, types.get(name).copied()))
        };
        let mut factor_columns: Vec<_> = factors.iter().filter_map(factor_reader).collect();
        let mut record = csv::ByteRecord::new();
        let mut rows = 0;
        while reader.read_byte_record(&mut record).map_err(unreadable)? && record != *END_RECORD {
            rows += 1;
            if record
                .iter()
                .next_back()
                .is_some_and(|cell| cell.ends_with(END))
            {
                return Err(refuse(format!(
                    "row {rows}: a quotation mark opens a cell and nothing closes it"
                )));
            }
            if record.len() != header.len() {
                let (found, wanted) = (record.len(), header.len());
                return Err(refuse(format!(
                    "row {rows} has {found} cells, the heading {wanted}"
                )));
            }
            for column in number_columns.iter_mut().filter(|it| it.fault.is_none()) {
                let cell = &record[column.place];
                if let Some(value) = gaps.number(cell) {
                    column.values.push(value);
                } else {
                    let fault = CellFault::NotANumber.at(file, rows, column.name, cell);
                    column.fault = Some(fault);
                }
            }
            for column in factor_columns.iter_mut().filter(|it| it.fault.is_none()) {
                let cell = &record[column.place];
                if let Err(fault) = column.push(cell, &gaps) {
                    column.fault = Some(fault.at(file, rows, column.name, cell));
                }
            }
        }
        if rows == 0 {
            return Err(refuse("it has no rows".to_owned()));
        }
        let numbers = number_columns.into_iter().map(|column| {
            let values = column.fault.map_or(Ok(column.values), Err);
            (column.name.clone(), values)
        });
        let factors = factor_columns
            .into_iter()
            .map(|column| (column.name.clone(), column.finish()));
        Ok(Self {
            file: file.to_owned(),
            rows,
            numbers: numbers.collect(),
            factors: factors.collect(),
            types,
        })
    }

    fn missing(&self, column: &str) -> AnalysisError {
        AnalysisError::MissingColumn {
            file: self.file.clone(),
            column: column.to_owned(),
        }
    }

    /// A column of numbers; NaN where missing.
    pub(super) fn number(&self, column: &str) -> Result<&[f64], AnalysisError> {
        match self.numbers.get(column) {
            Some(Ok(values)) => Ok(values),
            Some(Err(fault)) => Err(fault.clone()),
            None => Err(self.missing(column)),
        }
    }

    /// A column of numbers without gaps.
    pub(super) fn complete(&self, column: &str) -> Result<&[f64], AnalysisError> {
        let values = self.number(column)?;
        match values.iter().position(|value| !value.is_finite()) {
            Some(row) if values[row].is_nan() => {
                Err(self.cell(column, row, "there is no number".to_owned()))
            }
            Some(row) => {
                let reason = format!("{} is not a finite number", values[row]);
                Err(self.cell(column, row, reason))
            }
            None => Ok(values),
        }
    }

    /// Refuses a column that holds anything but zeros, ones and gaps.
    pub(super) fn zeros_and_ones(&self, column: &str) -> Result<(), AnalysisError> {
        let other = |value: &f64| !(value.is_nan() || [0.0, 1.0].contains(value));
        self.refuse(column, other, |value| {
            format!("{value} is neither 0 nor 1, as a proportion needs")
        })
    }

    /// A 0/1 column without gaps, as marks.
    pub(super) fn marks(&self, column: &str) -> Result<Vec<bool>, AnalysisError> {
        self.zeros_and_ones(column)?;
        Ok(self
            .complete(column)?
            .iter()
            .map(|&mark| mark > 0.5)
            .collect())
    }

    /// Refuses a column by the first cell that holds something wrong.
    pub(super) fn refuse(
        &self,
        column: &str,
        wrong: impl Fn(&f64) -> bool,
        reason: impl Fn(f64) -> String,
    ) -> Result<(), AnalysisError> {
        let values = self.number(column)?;
        match values.iter().position(wrong) {
            Some(row) => Err(self.cell(column, row, reason(values[row]))),
            None => Ok(()),
        }
    }

    /// What is wrong with one cell; the row is counted from zero.
    pub(super) fn cell(&self, column: &str, row: usize, reason: String) -> AnalysisError {
        AnalysisError::Cell {
            file: self.file.clone(),
            row: row + 1,
            column: column.to_owned(),
            reason,
        }
    }

    /// A column of categories; the empty label where missing.
    pub(super) fn factor(&self, column: &str) -> Result<&Factor, AnalysisError> {
        match self.factors.get(column) {
            Some(Ok(factor)) => Ok(factor),
            Some(Err(fault)) => Err(fault.clone()),
            None => Err(self.missing(column)),
        }
    }

    /// The labels of a column that a value of the document names.
    pub(super) fn labels_named(
        &self,
        column: &str,
        value: &Level,
    ) -> Result<Vec<&String>, AnalysisError> {
        let holds = self.types.get(column).copied();
        let labels = self.factor(column)?.levels().iter();
        let named = labels.filter(|label| !label.is_empty() && value.is_in(label, holds));
        Ok(named.collect())
    }

    /// A column of categories without gaps.
    pub(super) fn complete_factor(&self, column: &str) -> Result<&Factor, AnalysisError> {
        let factor = self.factor(column)?;
        let gap = factor.code_of("").and_then(|gap| {
            let codes = factor.codes();
            codes.iter().position(|&code| code == gap)
        });
        match gap {
            Some(row) => Err(self.cell(column, row, GAP.to_owned())),
            None => Ok(factor),
        }
    }

    /// The cross-classification of columns without gaps.
    pub(super) fn crossed(&self, columns: &[String]) -> Result<Factor, AnalysisError> {
        let mut factors = Vec::with_capacity(columns.len());
        for column in columns {
            factors.push(self.complete_factor(column)?);
        }
        Ok(Factor::crossed(&factors))
    }

    /// The columns of a file that holds nothing but numbers, for as many rows, with their names.
    pub(super) fn numbers_of(
        file: &str,
        rows: usize,
        load: &mut Loader<'_>,
    ) -> Result<Vec<(String, Vec<f64>)>, AnalysisError> {
        let bytes = load(file).map_err(|reason| AnalysisError::Unreadable {
            file: file.to_owned(),
            reason,
        })?;
        let names = csv::Reader::from_reader(bytes.as_slice())
            .headers()
            .map_err(|error| AnalysisError::Unreadable {
                file: file.to_owned(),
                reason: error.to_string(),
            })?
            .clone();
        let wanted = names.iter().map(str::to_owned).collect();
        let described = Data {
            csv: file.to_owned(),
            ..Data::default()
        };
        let table = Self::read(&described, &bytes, &wanted, &BTreeSet::new())?;
        if table.rows != rows {
            return Err(AnalysisError::Unreadable {
                file: file.to_owned(),
                reason: format!("it has {} rows, the data have {rows}", table.rows),
            });
        }
        let mut columns = Vec::with_capacity(names.len());
        for name in &names {
            columns.push((name.to_owned(), table.complete(name)?.to_vec()));
        }
        Ok(columns)
    }
}
