//! Whether the districts of a questionnaire are the units of the frame.

use std::collections::BTreeSet;

use super::problem::{Finding, Problem};
use crate::questionnaire::{AnswerType, Code, Part, Positions, Questionnaire};

/// "Elsewhere" among the districts: no unit of any frame.
const ELSEWHERE: Code = 0;

/// Why a frame cannot be read, and the line.
pub(super) struct Unreadable {
    pub(super) line: usize,
    pub(super) message: String,
}

/// The codes of the units in a frame: the column `code` of a CSV table.
pub(super) fn codes(content: &[u8]) -> Result<BTreeSet<Code>, Unreadable> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(content);
    let column = reader
        .headers()
        .map_err(unreadable)?
        .iter()
        .position(|header| header.trim_start_matches('\u{feff}') == "code");
    let column = column.ok_or_else(|| Unreadable {
        line: 1,
        message: "there is no column `code`".to_owned(),
    })?;
    let mut codes = BTreeSet::new();
    for record in reader.records() {
        let record = record.map_err(unreadable)?;
        let code = record.get(column).unwrap_or_default();
        let message = match code.parse() {
            Ok(code) if codes.insert(code) => continue,
            Ok(code) => format!("unit {code} stands twice"),
            Err(_) => format!("`{code}` is no code of digits"),
        };
        let line = record
            .position()
            .map_or(1, |position| to_line(position.line()));
        return Err(Unreadable { line, message });
    }
    Ok(codes)
}

#[expect(clippy::needless_pass_by_value, reason = "fits `map_err`")]
fn unreadable(error: csv::Error) -> Unreadable {
    Unreadable {
        line: error
            .position()
            .map_or(1, |position| to_line(position.line())),
        message: error.to_string(),
    }
}

fn to_line(line: u64) -> usize {
    usize::try_from(line).unwrap_or(usize::MAX)
}

/// Compares every district question with the units of the frame.
pub(super) fn compare(
    questionnaire: &Questionnaire,
    positions: &Positions,
    file: &str,
    units: &BTreeSet<Code>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for question in &questionnaire.questions {
        let AnswerType::District { choices } = &question.answer else {
            continue;
        };
        let part = Part::Question(question.id.clone());
        let mut report = |key: &str, problem| {
            findings.push(Finding {
                file: file.to_owned(),
                line: positions.line(&part, key),
                place: Some(question.id.clone()),
                problem,
            });
        };
        let offered: BTreeSet<Code> = choices.iter().map(|choice| choice.code).collect();
        for code in offered
            .iter()
            .filter(|code| **code != ELSEWHERE && !units.contains(code))
        {
            report(&code.to_string(), Problem::NotInFrame { code: *code });
        }
        for code in units.difference(&offered) {
            report("choices", Problem::UnitNotOffered { code: *code });
        }
    }
    findings
}
