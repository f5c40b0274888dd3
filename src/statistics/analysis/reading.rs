//! Reading of an analysis document, and who is named when it cannot be read.

use serde_json::Value;
use serde_path_to_error::{Path, Segment};

use super::AnalysisError;
use super::document::Analysis;
use super::statistic::Statistic;
use super::tagged::within;

impl Analysis {
    /// Reads a document; one that says anything unknown, or asks for an estimate that makes no sense, is refused. A design
    /// that contradicts itself is found when it is built, and costs its own estimates only.
    pub fn read(document: &Value) -> Result<Self, AnalysisError> {
        let analysis: Self = serde_path_to_error::deserialize(document)
            .map_err(|error| locate_fault(document, error.path(), error.inner()))?;
        let checked = analysis.data.check();
        checked.map_err(|reason| AnalysisError::Document { reason })?;
        for (place, column) in analysis.data.columns.iter().enumerate() {
            let mut earlier = analysis.data.columns[..place].iter();
            if earlier.any(|earlier| earlier.name == column.name) {
                let reason = format!("data.columns names {:?} twice", column.name);
                return Err(AnalysisError::Document { reason });
            }
        }
        for (place, design) in analysis.designs.iter().enumerate() {
            let mut earlier = analysis.designs[..place].iter();
            if earlier.any(|earlier| earlier.name == design.name) {
                return Err(design.invalid("two designs have this name"));
            }
        }
        for (place, estimate) in analysis.estimates.iter().enumerate() {
            let checked = match estimate.statistic.place() {
                Some((wanted, _)) if !analysis.designs.iter().any(|d| d.name == wanted) => {
                    Err(format!("there is no design {wanted:?}"))
                }
                _ => estimate
                    .statistic
                    .check()
                    .and_then(|()| check_tests(&analysis, &estimate.statistic)),
            };
            checked.map_err(|reason| AnalysisError::Estimate {
                estimate: label(estimate.id.as_deref(), place),
                reason,
            })?;
        }
        Ok(analysis)
    }
}

/// What an entry of a list is called in messages: as it calls itself, or by its place.
pub(super) fn label(name: Option<&str>, place: usize) -> String {
    name.map_or_else(|| (place + 1).to_string(), str::to_owned)
}

/// Says which design or estimate, and which member of it, cannot be read.
fn locate_fault(document: &Value, path: &Path, error: &serde_json::Error) -> AnalysisError {
    let segments: Vec<&Segment> = path.iter().collect();
    let (list, place, inner) = match segments.as_slice() {
        [Segment::Map { key }, Segment::Seq { index }, inner @ ..] => (key.as_str(), *index, inner),
        all => {
            let reason = within(all, error);
            return AnalysisError::Document { reason };
        }
    };
    let reason = within(inner, error);
    let entry = &document[list][place];
    if list == "designs" {
        let design = label(entry["name"].as_str(), place);
        AnalysisError::Design { design, reason }
    } else {
        let estimate = label(entry["id"].as_str(), place);
        AnalysisError::Estimate { estimate, reason }
    }
}

/// Adjusted p values are of tests in the same document.
fn check_tests(analysis: &Analysis, statistic: &Statistic) -> Result<(), String> {
    let Statistic::Adjust(asked) = statistic else {
        return Ok(());
    };
    let mut tests = asked.tests.list().iter();
    tests.try_for_each(|id| check_test(analysis, id))
}

/// A test whose p value is to be adjusted: one estimate, and one that has a p value.
fn check_test(analysis: &Analysis, wanted: &str) -> Result<(), String> {
    let mut found = analysis
        .estimates
        .iter()
        .filter(|estimate| estimate.id.as_deref() == Some(wanted));
    match (found.next(), found.next()) {
        (None, _) => Err(format!("there is no estimate {wanted:?}")),
        (Some(_), Some(_)) => Err(format!("two estimates have the id {wanted:?}")),
        (Some(test), None) if !test.statistic.is_test() => {
            Err(format!("{wanted} is no test and has no p value"))
        }
        _ => Ok(()),
    }
}
