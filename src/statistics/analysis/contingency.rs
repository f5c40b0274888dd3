//! Two-way tables of an analysis document.

use super::AnalysisError;
use super::microdata::Microdata;
use super::statistic::{CellEntry, TableOutcome, TestEntry, TestKind};
use super::value::Number;
use crate::association::TwoWayTable;
use crate::factor::Factor;
use crate::variance::VarianceError;

/// Indicator columns of the cells; a row missing either variable is missing in all.
pub(super) struct Cells {
    names: (String, String),
    levels: (Vec<String>, Vec<String>),
    /// Rows of the table run fastest.
    pub indicators: Vec<Vec<f64>>,
}

/// Estimates of all cells.
pub(super) struct CellTotals {
    pub shares: Vec<f64>,
    pub covariance: Vec<Vec<f64>>,
    pub totals: Vec<f64>,
    pub total_covariance: Vec<Vec<f64>>,
    /// The totals as shown: R scales those of replicate designs up to all rows of the domain.
    pub shown_totals: Vec<f64>,
    pub rows: f64,
    pub degrees_of_freedom: usize,
}

impl Cells {
    /// Categories that no selected row has are left out.
    pub(super) fn of(
        row_name: &str,
        column_name: &str,
        data: &Microdata,
        selected: &[bool],
    ) -> Result<Self, AnalysisError> {
        let (row, column) = (data.factor(row_name)?, data.factor(column_name)?);
        let shown = |factor: &Factor| -> Vec<String> {
            let mut met = vec![false; factor.levels().len()];
            for (&code, &keep) in factor.codes().iter().zip(selected) {
                met[code as usize] |= keep;
            }
            let levels = factor.levels().iter().zip(met);
            levels
                .filter(|(level, met)| *met && !level.is_empty())
                .map(|(level, _)| level.clone())
                .collect()
        };
        let levels = (shown(row), shown(column));
        let mut indicators = vec![vec![0.0; data.rows]; levels.0.len() * levels.1.len()];
        let place = |all: &[String], shown: &[String]| -> Vec<Option<usize>> {
            all.iter()
                .map(|level| shown.iter().position(|known| known == level))
                .collect()
        };
        let row_place = place(row.levels(), &levels.0);
        let column_place = place(column.levels(), &levels.1);
        for (index, (&r, &c)) in row.codes().iter().zip(column.codes()).enumerate() {
            match (row_place[r as usize], column_place[c as usize]) {
                (Some(r), Some(c)) => indicators[r + levels.0.len() * c][index] = 1.0,
                _ => {
                    for cell in &mut indicators {
                        cell[index] = f64::NAN;
                    }
                }
            }
        }
        Ok(Self {
            names: (row_name.to_owned(), column_name.to_owned()),
            levels,
            indicators,
        })
    }

    /// Whether there is nothing to compare: fewer than two rows or columns.
    pub(super) fn is_trivial(&self) -> bool {
        self.levels.0.len() < 2 || self.levels.1.len() < 2
    }

    /// All four tests, and the table itself.
    pub(super) fn result(&self, cells: &CellTotals) -> TableOutcome {
        let table = TwoWayTable {
            rows: self.levels.0.len(),
            columns: self.levels.1.len(),
            shares: cells.shares.clone(),
            share_covariance: cells.covariance.clone(),
            totals: cells.totals.clone(),
            total_covariance: cells.total_covariance.clone(),
            sample_size: cells.rows,
            degrees_of_freedom: cells.degrees_of_freedom,
        };
        TableOutcome {
            df: cells.degrees_of_freedom,
            tests: vec![
                TestEntry::of(TestKind::F, table.rao_scott_second_order()),
                TestEntry::of(TestKind::Chisq, table.rao_scott_first_order()),
                TestEntry::of(TestKind::Wald, table.wald(false)),
                TestEntry::of(TestKind::AdjustedWald, table.wald(true)),
            ],
            table: self.entries(&cells.shown_totals),
        }
    }

    /// The table alone, where the design allows no variance and hence no test.
    pub(super) fn without_variance(
        &self,
        totals: &[f64],
        degrees_of_freedom: usize,
        reason: &VarianceError,
    ) -> TableOutcome {
        let kinds = [
            TestKind::F,
            TestKind::Chisq,
            TestKind::Wald,
            TestKind::AdjustedWald,
        ];
        TableOutcome {
            df: degrees_of_freedom,
            tests: kinds.map(|kind| TestEntry::refused(kind, reason)).into(),
            table: self.entries(totals),
        }
    }

    fn entries(&self, totals: &[f64]) -> Vec<CellEntry> {
        let mut entries = Vec::new();
        for (c, column) in self.levels.1.iter().enumerate() {
            for (r, row) in self.levels.0.iter().enumerate() {
                let total = totals[r + self.levels.0.len() * c];
                entries.push(CellEntry {
                    total: Number(total),
                    categories: [(&self.names.0, row), (&self.names.1, column)]
                        .map(|(name, level)| (name.clone(), level.clone()))
                        .into(),
                });
            }
        }
        entries
    }
}
