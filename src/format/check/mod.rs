//! Everything that can be wrong with a questionnaire that could be read.

mod budget;
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

/// What it costs to look at everything else of a question once.
const PARTS_OF_A_QUESTION: u64 = 16;

/// Checks a questionnaire; `positions` and `file` say where its parts stand.
///
/// A questionnaire without findings can be fielded: every reference leads somewhere, every
/// text has every language, every question can be reached, every case holds. What the budget
/// leaves unproven is therefore a fault like the others, though nothing else may be wrong.
pub fn check(
    questionnaire: &Questionnaire,
    positions: &Positions,
    file: &str,
    budget: &mut Budget,
) -> Vec<Finding<Problem>> {
    let mut inspection = Inspection {
        questionnaire,
        positions,
        file,
        findings: Vec::new(),
    };
    let questions = u64::try_from(questionnaire.questions.len()).unwrap_or(u64::MAX);
    let readable = budget.spend(PARTS_OF_A_QUESTION * questions);
    inspection.wordings();
    inspection.ids();
    inspection.choices();
    inspection.arms();
    inspection.sections();
    inspection.variants();
    if readable && inspection.conditions(budget) {
        inspection.cases(budget);
        inspection.reach(budget);
    }
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

pub use budget::{Budget, STEPS_OF_A_READING};
pub use condition::Checker;
pub use options::Compared;
pub use reach::combinations;
pub(crate) use structure::MayHave;
pub use structure::{well_formed, well_formed_series};

fn part_of(question: &Question) -> Part {
    Part::Question(question.id.clone())
}

#[cfg(test)]
mod entangled;
#[cfg(test)]
mod tests;
