//! Everything that can be wrong with a questionnaire that could be read.

mod cases;
mod condition;
mod conditions;
mod options;
mod reach;
mod structure;
mod wordings;

use crate::finding::{Finding, Positions};
use crate::problem::Problem;
use questionnaire::{Part, Question, Questionnaire};

/// Checks a questionnaire; `positions` and `file` say where its parts stand.
///
/// A questionnaire without findings can be fielded: every reference leads somewhere, every
/// text has every language, every question can be reached, every case holds.
pub fn check(
    questionnaire: &Questionnaire,
    positions: &Positions,
    file: &str,
) -> Vec<Finding<Problem>> {
    let mut inspection = Inspection {
        questionnaire,
        positions,
        file,
        findings: Vec::new(),
    };
    inspection.wordings();
    inspection.ids();
    inspection.choices();
    inspection.arms();
    inspection.sections();
    inspection.variants();
    inspection.conditions();
    inspection.reach();
    inspection.cases();
    inspection.findings
}

/// The questionnaire being checked, and what was found so far.
pub(crate) struct Inspection<'q> {
    questionnaire: &'q Questionnaire,
    positions: &'q Positions,
    file: &'q str,
    findings: Vec<Finding<Problem>>,
}

impl Inspection<'_> {
    pub(crate) fn report(&mut self, part: &Part, key: &str, problem: Problem) {
        let line = self.positions.line(part, key);
        self.report_at(line, part.name(), problem);
    }

    fn report_at(&mut self, line: usize, place: Option<&str>, problem: Problem) {
        self.findings.push(Finding {
            file: self.file.to_owned(),
            line,
            place: place.map(str::to_owned),
            problem,
        });
    }
}

pub use condition::Checker;
pub use options::options;
pub use reach::combinations;
pub(crate) use structure::MayHave;
pub use structure::{well_formed, well_formed_series};

fn part_of(question: &Question) -> Part {
    Part::Question(question.id.clone())
}

#[cfg(test)]
mod tests;
