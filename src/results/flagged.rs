//! Which forms show the marks of carelessness or of copying.
//!
//! # Design
//!
//! One answer to everything may be meant, and two neighbours may agree: a mark is no proof, and no form is left out of a rate for
//! it. The rate without them stands beside the headline, so that everybody sees what hangs on them.

use std::collections::BTreeMap;

use super::dataset::{Cell, Dataset};
use questionnaire::{Code, QuestionId, Questionnaire, ScaleId};
use sampling::PsuId;

/// On fewer answers of one scale all alike is no straight line.
pub const FEWEST_ON_A_LINE: usize = 6;

/// Fewer forms of a PSU that are alike are not named.
pub const FEWEST_REPEATED: u64 = 3;

/// Forms with fewer answers may be alike by chance.
pub(crate) const FEWEST_ALIKE: usize = 12;

/// Which forms are straight lines, or one of several of their PSU that are alike in every answer.
pub(crate) fn flagged(questionnaire: &Questionnaire, dataset: &Dataset) -> Vec<bool> {
    let lines = straight_lines(questionnaire, dataset).into_iter();
    let alike = alike(questionnaire, dataset).into_iter();
    lines
        .zip(alike)
        .map(|(line, alike)| line == Some(true) || alike >= FEWEST_REPEATED)
        .collect()
}

/// Of every form whether it gives one answer to all questions of a scale; none where it answers fewer than
/// [`FEWEST_ON_A_LINE`] of every scale.
pub(crate) fn straight_lines(
    questionnaire: &Questionnaire,
    dataset: &Dataset,
) -> Vec<Option<bool>> {
    let rated: Vec<(&QuestionId, &[Cell])> = (questionnaire.questions.iter())
        .filter(|question| question.answer.scale().is_some())
        .filter_map(|question| Some((&question.id, dataset.column(&question.id)?)))
        .collect();
    let line = |row: usize| {
        let mut given: BTreeMap<&ScaleId, Vec<Code>> = BTreeMap::new();
        for (question, cells) in &rated {
            if let (Some(scale), Cell::Answered(code)) = (dataset.scale(question, row), cells[row])
            {
                given.entry(scale).or_default().push(code);
            }
        }
        let mut long = given
            .values()
            .filter(|codes| codes.len() >= FEWEST_ON_A_LINE)
            .peekable();
        long.peek()?;
        Some(long.any(|codes| codes.iter().all(|code| *code == codes[0])))
    };
    (0..dataset.rows()).map(line).collect()
}

/// Of every form how many of its PSU, itself among them, are alike in every answer; 1 of forms with few answers.
fn alike(questionnaire: &Questionnaire, dataset: &Dataset) -> Vec<u64> {
    let columns: Vec<&[Cell]> = (questionnaire.questions.iter())
        .filter_map(|question| dataset.column(&question.id))
        .collect();
    let form = |row: usize| -> (&PsuId, Vec<Cell>) {
        let cells = columns.iter().map(|column| column[row]);
        (&dataset.psu[row], cells.collect())
    };
    let forms: Vec<_> = (0..dataset.rows()).map(form).collect();
    let mut counts: BTreeMap<&(&PsuId, Vec<Cell>), u64> = BTreeMap::new();
    for form in &forms {
        *counts.entry(form).or_default() += 1;
    }
    let answered = |cells: &[Cell]| {
        let answers = cells
            .iter()
            .filter(|cell| matches!(cell, Cell::Answered(_)));
        answers.count()
    };
    (forms.iter())
        .map(|form| match answered(&form.1) {
            FEWEST_ALIKE.. => counts[form],
            _ => 1,
        })
        .collect()
}
