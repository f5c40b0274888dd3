//! Whether the districts of a questionnaire are the units of the frame.

use std::collections::BTreeSet;

use super::problem::{Finding, Problem};
use format::Positions;
use questionnaire::{Code, Part, Questionnaire};

/// "Elsewhere" among the districts: no unit of any frame.
const ELSEWHERE: Code = Code(0);

/// The codes of the units in a frame.
pub(super) struct FrameCodes {
    /// The codes; none where the file is no table with a column `code`.
    pub(super) codes: Option<BTreeSet<Code>>,
    /// Codes that no district question can offer, each with its line.
    pub(super) wordy: Vec<(usize, String)>,
}

/// The column `code` of a CSV table. Whether the table is a sound frame is for sampling, which reads all of it.
pub(super) fn codes(content: &[u8]) -> FrameCodes {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .comment(Some(b'#'))
        .from_reader(content);
    let column = reader.headers().ok().and_then(|headers| {
        headers
            .iter()
            .position(|header| header.trim_start_matches('\u{feff}') == "code")
    });
    let mut frame = FrameCodes {
        codes: None,
        wordy: Vec::new(),
    };
    let Some(column) = column else {
        return frame;
    };
    let codes = frame.codes.insert(BTreeSet::new());
    for record in reader.records().flatten() {
        let code = record.get(column).unwrap_or_default();
        let line = record
            .position()
            .map_or(1, |position| to_line(position.line()));
        match code.parse() {
            Ok(code) => {
                codes.insert(code);
            }
            Err(_) if code.is_empty() => {}
            Err(_) => frame.wordy.push((line, code.to_owned())),
        }
    }
    frame
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
        let Some(choices) = question.answer.districts() else {
            continue;
        };
        let part = Part::Question(question.id.clone());
        let mut report = |key: &str, problem| {
            findings.push(Finding {
                file: file.to_owned(),
                line: positions.line(&part, key),
                place: Some(question.id.to_string()),
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
