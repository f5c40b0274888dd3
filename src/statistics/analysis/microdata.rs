//! Columns of a CSV file, read once: as numbers, as categories, or as both.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use std::io::Read;

use super::{AnalysisError, Loader};
use crate::factor::Factor;

/// The columns that an analysis needs.
#[derive(Debug, Default)]
pub(super) struct Microdata {
    pub file: String,
    pub rows: usize,
    numbers: BTreeMap<String, Vec<f64>>,
    factors: BTreeMap<String, Factor>,
}

/// Codes in order of appearance while a column is read.
#[derive(Default)]
struct FactorReader {
    codes: Vec<u32>,
    levels: Vec<String>,
    known: HashMap<Vec<u8>, u32>,
    last: Option<(Vec<u8>, u32)>,
}

impl FactorReader {
    /// Takes in a cell; refuses one that is not UTF-8.
    fn push(&mut self, cell: &[u8]) -> Result<(), std::str::Utf8Error> {
        if let Some((bytes, code)) = &self.last
            && bytes == cell
        {
            self.codes.push(*code);
            return Ok(());
        }
        let code = if let Some(&code) = self.known.get(cell) {
            code
        } else {
            let label = std::str::from_utf8(cell)?.to_owned();
            let code = crate::factor::level_code(self.levels.len());
            self.known.insert(cell.to_vec(), code);
            self.levels.push(label);
            code
        };
        self.codes.push(code);
        self.last = Some((cell.to_vec(), code));
        Ok(())
    }
}

fn parse_number(cell: &[u8]) -> Option<f64> {
    match cell {
        b"" | b"NA" | b"NaN" => Some(f64::NAN),
        [digit @ b'0'..=b'9'] => Some(f64::from(digit - b'0')),
        _ => {
            let number: f64 = std::str::from_utf8(cell).ok()?.trim().parse().ok()?;
            number.is_finite().then_some(number)
        }
    }
}

/// Stands after the last row. A quotation mark that nothing closes would swallow it.
const END: &[u8] = b"\n\x04";
/// The row that is read of it.
const END_RECORD: &[&str] = &["\u{4}"];

impl Microdata {
    /// Reads the named columns; others are skipped.
    pub(super) fn read(
        file: &str,
        bytes: &[u8],
        numbers: &BTreeSet<String>,
        factors: &BTreeSet<String>,
    ) -> Result<Self, AnalysisError> {
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
        let position = |column: &String| {
            header
                .iter()
                .position(|name| name == column)
                .ok_or_else(|| AnalysisError::MissingColumn {
                    file: file.to_owned(),
                    column: column.clone(),
                })
        };
        let mut number_columns = Vec::new();
        for column in numbers {
            number_columns.push((position(column)?, column, Vec::new()));
        }
        let mut factor_columns = Vec::new();
        for column in factors {
            factor_columns.push((position(column)?, column, FactorReader::default()));
        }
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
            for (index, column, values) in &mut number_columns {
                let cell = &record[*index];
                let value = parse_number(cell).ok_or_else(|| AnalysisError::NotANumber {
                    file: file.to_owned(),
                    row: rows,
                    column: (*column).clone(),
                    cell: String::from_utf8_lossy(cell).into_owned(),
                })?;
                values.push(value);
            }
            for (index, column, values) in &mut factor_columns {
                values
                    .push(&record[*index])
                    .map_err(|fault| AnalysisError::Cell {
                        file: file.to_owned(),
                        row: rows,
                        column: (*column).clone(),
                        reason: format!("{fault}; save the file as UTF-8"),
                    })?;
            }
        }
        if rows == 0 {
            return Err(refuse("it has no rows".to_owned()));
        }
        Ok(Self {
            file: file.to_owned(),
            rows,
            numbers: number_columns
                .into_iter()
                .map(|(_, column, values)| (column.clone(), values))
                .collect(),
            factors: factor_columns
                .into_iter()
                .map(|(_, column, read)| {
                    (column.clone(), Factor::sorted_from(read.codes, read.levels))
                })
                .collect(),
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
        self.numbers
            .get(column)
            .map(Vec::as_slice)
            .ok_or_else(|| self.missing(column))
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
        self.factors.get(column).ok_or_else(|| self.missing(column))
    }

    /// A column of categories without gaps.
    pub(super) fn complete_factor(&self, column: &str) -> Result<&Factor, AnalysisError> {
        let factor = self.factor(column)?;
        let gap = factor.code_of("").and_then(|gap| {
            let codes = factor.codes();
            codes.iter().position(|&code| code == gap)
        });
        match gap {
            Some(row) => Err(self.cell(column, row, "the cell is empty".to_owned())),
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

    /// The columns of a file that holds nothing but numbers, for as many rows.
    pub(super) fn numbers_of(
        file: &str,
        rows: usize,
        load: &mut Loader<'_>,
    ) -> Result<Vec<Vec<f64>>, AnalysisError> {
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
        let table = Self::read(file, &bytes, &wanted, &BTreeSet::new())?;
        if table.rows != rows {
            return Err(AnalysisError::Unreadable {
                file: file.to_owned(),
                reason: format!("it has {} rows, the data have {rows}", table.rows),
            });
        }
        let mut columns = Vec::with_capacity(names.len());
        for name in &names {
            columns.push(table.complete(name)?.to_vec());
        }
        Ok(columns)
    }
}
