//! The columns of a data file that a document needs: as numbers, as categories, or as both.
//!
//! The file is read once, a piece at a time, and of it are kept only these columns (`numbers.rs`, `factor.rs`): a byte for an
//! answer, eight for a weight, four for a category. Formats: `csv_rows.rs`, `parquet_columns.rs`.
//!
//! What is wrong with a column is kept in its place and told to who asks for the column: it costs the designs and estimates
//! that need it, and no other.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::AnalysisError;
use super::cells::{Cell, ColumnReader, Gaps, ReadAs, Rules};
use super::csv_rows::CsvRows;
use super::document::{ColumnType, Data};
use super::input::{Input, Loader};
use super::numbers::Numbers;
use super::parquet_columns::ParquetColumns;
use super::value::Level;
use crate::factor::Factor;

/// The columns that an analysis needs.
#[derive(Debug, Default)]
pub(super) struct Microdata {
    pub file: String,
    pub rows: usize,
    numbers: BTreeMap<String, Result<Numbers, AnalysisError>>,
    factors: BTreeMap<String, Result<Factor, AnalysisError>>,
    types: BTreeMap<String, ColumnType>,
}

/// Which columns are needed.
pub(super) struct Needed {
    pub numbers: BTreeSet<String>,
    pub factors: BTreeSet<String>,
}

/// What is said of a gap where there may be none.
const GAP: &str = "the cell is empty, or holds what stands for a gap (data.missing)";

/// The types that a document states of columns, all of which must be there; no two columns may have one name.
fn checked_types(
    described: &Data,
    heading: &[String],
) -> Result<BTreeMap<String, ColumnType>, String> {
    let mut names = BTreeSet::new();
    if let Some(twice) = heading.iter().find(|name| !names.insert(*name)) {
        return Err(format!("two columns are called {twice:?}"));
    }
    let types = described.columns.iter();
    let types: BTreeMap<String, ColumnType> = types.map(|it| (it.name.clone(), it.holds)).collect();
    match types.keys().find(|name| !names.contains(name)) {
        Some(absent) => Err(format!(
            "data.columns names {absent:?}, and there is no such column"
        )),
        None => Ok(types),
    }
}

impl Microdata {
    /// Reads the columns that are needed and that the file has.
    pub(super) fn read(
        described: &Data,
        input: Input,
        needed: &Needed,
    ) -> Result<Self, AnalysisError> {
        let refuse = |reason: String| AnalysisError::Unreadable {
            file: described.file().to_owned(),
            reason,
        };
        if described.parquet.is_some() {
            let file = ParquetColumns::open(input).map_err(refuse)?;
            let mut table = Table::of(described, file.heading(), needed).map_err(refuse)?;
            for column in &mut table.columns {
                file.read(&table.rules, column).map_err(refuse)?;
            }
            return table.finish(file.rows()).map_err(refuse);
        }
        let mut file = CsvRows::open(input.into_reader()).map_err(refuse)?;
        let mut table = Table::of(described, file.heading(), needed).map_err(refuse)?;
        let rows = table.take_rows(&mut file).map_err(refuse)?;
        table.finish(rows).map_err(refuse)
    }

    fn missing(&self, column: &str) -> AnalysisError {
        AnalysisError::MissingColumn {
            file: self.file.clone(),
            column: column.to_owned(),
        }
    }

    /// A column of numbers as it is kept.
    pub(super) fn numbers(&self, column: &str) -> Result<&Numbers, AnalysisError> {
        match self.numbers.get(column) {
            Some(Ok(values)) => Ok(values),
            Some(Err(fault)) => Err(fault.clone()),
            None => Err(self.missing(column)),
        }
    }

    /// A column of numbers; NaN where missing.
    pub(super) fn number(&self, column: &str) -> Result<Cow<'_, [f64]>, AnalysisError> {
        Ok(self.numbers(column)?.values())
    }

    /// A column of numbers without gaps.
    pub(super) fn complete(&self, column: &str) -> Result<Cow<'_, [f64]>, AnalysisError> {
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
        match self.numbers(column)?.beyond_zero_and_one() {
            Some((row, value)) => {
                let reason = format!("{value} is neither 0 nor 1, as a proportion needs");
                Err(self.cell(column, row, reason))
            }
            None => Ok(()),
        }
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

    /// The columns of a CSV file that holds nothing but numbers, for as many rows, with their names.
    pub(super) fn numbers_of(
        file: &str,
        rows: usize,
        load: &mut Loader<'_>,
    ) -> Result<Vec<(String, Vec<f64>)>, AnalysisError> {
        let refuse = |reason: String| AnalysisError::Unreadable {
            file: file.to_owned(),
            reason,
        };
        let input = load(file).map_err(refuse)?;
        let described = Data {
            csv: Some(file.to_owned()),
            ..Data::default()
        };
        let mut file = CsvRows::open(input.into_reader()).map_err(refuse)?;
        let names = file.heading().to_vec();
        let needed = Needed {
            numbers: names.iter().cloned().collect(),
            factors: BTreeSet::new(),
        };
        let mut table = Table::of(&described, &names, &needed).map_err(refuse)?;
        let found = table.take_rows(&mut file).map_err(refuse)?;
        let table = table.finish(found).map_err(refuse)?;
        if found != rows {
            return Err(refuse(format!("it has {found} rows, the data have {rows}")));
        }
        let mut columns = Vec::with_capacity(names.len());
        for name in names {
            let values = table.complete(&name)?.into_owned();
            columns.push((name, values));
        }
        Ok(columns)
    }
}

/// The columns of a file while they are read.
struct Table<'a> {
    rules: Rules<'a>,
    types: BTreeMap<String, ColumnType>,
    columns: Vec<ColumnReader>,
}

impl<'a> Table<'a> {
    fn of(described: &'a Data, heading: &[String], needed: &Needed) -> Result<Self, String> {
        let types = checked_types(described, heading)?;
        let rules = Rules {
            file: described.file(),
            gaps: Gaps::of(described),
        };
        let mut columns = Vec::new();
        for (place, name) in heading.iter().enumerate() {
            let read_as = ReadAs {
                numbers: needed.numbers.contains(name),
                factor: needed.factors.contains(name),
            };
            if read_as.numbers || read_as.factor {
                let holds = types.get(name).copied();
                columns.push(ColumnReader::new(&rules, place, name, holds, read_as));
            }
        }
        Ok(Self {
            rules,
            types,
            columns,
        })
    }

    /// Takes in all rows, and says how many there are.
    fn take_rows(&mut self, file: &mut CsvRows) -> Result<usize, String> {
        let mut rows = 0;
        while let Some(batch) = file.next()? {
            for column in &mut self.columns {
                let cells = batch.column(column.place);
                column.take(
                    &self.rules,
                    cells.map(|(row, cell)| (row, Cell::Text(cell))),
                );
            }
            rows = batch.before + batch.rows;
        }
        Ok(rows)
    }

    fn finish(self, rows: usize) -> Result<Microdata, String> {
        if rows == 0 {
            return Err("it has no rows".to_owned());
        }
        let mut data = Microdata {
            file: self.rules.file.to_owned(),
            rows,
            types: self.types,
            ..Microdata::default()
        };
        for column in self.columns {
            let (name, column) = column.finish();
            if let Some(factor) = column.factor {
                data.factors.insert(name.clone(), factor);
            }
            if let Some(numbers) = column.numbers {
                data.numbers.insert(name, numbers);
            }
        }
        Ok(data)
    }
}
