//! Final weights that a document states in a file, to which its designs are held.

use super::design::Design;
use super::document::Analysis;
use super::microdata::Microdata;
use super::{AnalysisError, Loader};
use crate::count::real;

/// Final weights as stated, by the names of designs.
pub(super) struct StatedWeights {
    file: String,
    columns: Vec<(String, Vec<f64>)>,
}

/// How far a weight may be off, relatively: that of totals which raking has met closely enough.
const TOLERANCE: f64 = 1e-6;

impl StatedWeights {
    /// Reads the file, if the document names one. Columns may be of designs of other documents, but not all.
    pub(super) fn read(
        analysis: &Analysis,
        rows: usize,
        load: &mut Loader<'_>,
    ) -> Result<Self, AnalysisError> {
        let Some(file) = &analysis.data.weights_csv else {
            return Ok(Self {
                file: String::new(),
                columns: Vec::new(),
            });
        };
        let columns = Microdata::numbers_of(file, rows, load)?;
        let named = |(name, _): &(String, _)| analysis.designs.iter().any(|it| it.name == *name);
        if !columns.iter().any(named) {
            return Err(AnalysisError::Unreadable {
                file: file.clone(),
                reason: "no column names a design (data.weights_csv)".to_owned(),
            });
        }
        Ok(Self {
            file: file.clone(),
            columns,
        })
    }

    /// Refuses a design whose final weights are not those of its column, where it has one.
    pub(super) fn check(&self, design: &Design, weights: &[f64]) -> Result<(), AnalysisError> {
        let mut columns = self.columns.iter();
        let Some((name, stated)) = columns.find(|(name, _)| *name == design.name) else {
            return Ok(());
        };
        let mean = stated.iter().map(|w| w.abs()).sum::<f64>() / real(stated.len());
        let off = |(stated, found): (&f64, &f64)| {
            (stated - found).abs() > TOLERANCE * stated.abs().max(found.abs()).max(mean * 1e-3)
        };
        match stated.iter().zip(weights).position(off) {
            Some(row) => {
                let (stated, found) = (stated[row], weights[row]);
                let reason = format!("the weight is {stated}, that of the design {found}");
                Err(AnalysisError::Cell {
                    file: self.file.clone(),
                    row: row + 1,
                    column: name.clone(),
                    reason,
                })
            }
            None => Ok(()),
        }
    }
}
