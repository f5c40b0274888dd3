//! The microdata of an analysis document: one row per person, columns of text, the margins among them.

use std::collections::BTreeMap;

use crate::dataset::{Cell, Dataset};
use fieldwork::wave::Wave;
use sampling::{ControlTotals, Margin, MarginStatus};
use spreadsheet::CsvFile;
use statistics::analysis::{self, ControlTotal, Level, OneOrMany};

/// The category of those who did not say.
const NOT_STATED: &str = "not stated";

/// Columns of text, the margins among them, and the totals of the margins.
#[derive(Default)]
pub(super) struct Table {
    names: Vec<String>,
    columns: BTreeMap<String, Vec<String>>,
    weights: Vec<f64>,
    margin_columns: Vec<String>,
    pub(super) margins: Vec<analysis::Margin>,
}

impl Table {
    pub(super) fn of(dataset: &Dataset, weights: &[f64], margins: &[Margin]) -> Self {
        let mut table = Self {
            names: Vec::new(),
            columns: BTreeMap::new(),
            weights: weights.to_vec(),
            margin_columns: Vec::new(),
            margins: Vec::new(),
        };
        table.put("stratum", texts(&dataset.stratum));
        table.put("psu", texts(&dataset.psu));
        table.put("weight", weights.iter().map(f64::to_string).collect());
        for margin in margins {
            if margin.status == MarginStatus::Missing {
                continue;
            }
            let Ok(totals) = margin.control_totals() else {
                continue;
            };
            let column = format!("margin {}", margin.id);
            table.put(&column, categories(totals, dataset));
            table.margin_columns.push(column);
        }
        table.state_margins();
        table
    }

    pub(super) fn put(&mut self, name: &str, cells: Vec<String>) {
        if self.columns.insert(name.to_owned(), cells).is_none() {
            self.names.push(name.to_owned());
        }
    }

    pub(super) fn column(&self, name: &str) -> &[String] {
        self.columns.get(name).map_or(&[], Vec::as_slice)
    }

    /// The control totals, which the final weights meet: the sum of the weights in every category.
    fn state_margins(&mut self) {
        let margins = self.margin_columns.iter().map(|column| {
            let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
            for (label, weight) in self.column(column).iter().zip(&self.weights) {
                *sums.entry(label).or_default() += weight;
            }
            let total = |(label, total): (&str, f64)| ControlTotal {
                total,
                category: [(column.clone(), Level::Text(label.to_owned()))].into(),
            };
            analysis::Margin {
                vars: OneOrMany::One(column.clone()),
                population: sums.into_iter().map(total).collect(),
            }
        });
        self.margins = margins.collect();
    }

    /// The rows of several waves one below the other, each with its name and year; categories of the margins tell the waves
    /// apart.
    pub(super) fn stacked(waves: Vec<(&Wave, Self)>) -> Self {
        let mut waves = waves.into_iter().map(|(wave, table)| table.of_wave(wave));
        let Some(mut all) = waves.next() else {
            return Self::default();
        };
        for later in waves {
            all.weights.extend(later.weights);
            for (name, column) in later.columns {
                all.columns.entry(name).or_default().extend(column);
            }
        }
        all.state_margins();
        all
    }

    fn of_wave(mut self, wave: &Wave) -> Self {
        for name in &self.margin_columns {
            for cell in self.columns.get_mut(name).into_iter().flatten() {
                *cell = format!("{} {cell}", wave.slug);
            }
        }
        let rows = self.weights.len();
        self.put("wave", vec![wave.slug.clone(); rows]);
        self.put("year", vec![wave.year.to_string(); rows]);
        self
    }

    pub(super) fn csv(&self) -> Vec<u8> {
        let mut file = CsvFile::default();
        file.row(&self.names);
        for row in 0..self.weights.len() {
            file.row(self.names.iter().map(|name| &self.columns[name][row]));
        }
        file.into_bytes()
    }
}

/// Ids as cells of a column.
fn texts(ids: &[impl ToString]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

/// The category of every row on a margin.
fn categories(totals: &ControlTotals, dataset: &Dataset) -> Vec<String> {
    match totals {
        ControlTotals::Strata(_) => texts(&dataset.stratum),
        ControlTotals::Question {
            question,
            categories,
        } => {
            let cells = dataset.column(question).unwrap_or_default();
            let label = |row: usize| {
                let category = match cells.get(row) {
                    Some(Cell::Answered(code)) => categories
                        .iter()
                        .position(|category| category.codes.contains(code)),
                    _ => None,
                };
                category.map_or_else(|| NOT_STATED.to_owned(), |category| category.to_string())
            };
            (0..dataset.rows()).map(label).collect()
        }
    }
}
