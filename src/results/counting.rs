//! Which answers count: from the cells of a question to a column of yes, no and missing.

use super::dataset::{Cell, Dataset};
use plan::{Among, Counts, Crosswise, Measure};
use questionnaire::{ChoiceKind, Code, Question, QuestionId, Questionnaire, ScaleId};

/// A cell of a binary column that does not count.
pub const MISSING: u8 = u8::MAX;

/// One way to count the answers to a question.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Counting<'a> {
    pub question: &'a QuestionId,
    /// Which answers count.
    pub counts: Counts,
    /// Whether those who were asked and skipped count as a failure.
    pub skips_count: bool,
    /// Who belongs to the domain.
    pub among: Option<&'a Among>,
}

impl<'a> Counting<'a> {
    /// The headline way to count one question of a measure.
    pub(crate) fn headline(measure: &'a Measure, question: &'a QuestionId) -> Self {
        Self {
            question,
            counts: measure.counts.clone(),
            skips_count: false,
            among: measure.among.as_ref(),
        }
    }

    /// Who said "both or neither" to a crosswise question, among all who answered it.
    pub(crate) fn crosswise(crosswise: &'a Crosswise, questionnaire: &Questionnaire) -> Self {
        let question = questionnaire.question(&crosswise.question);
        let choices = question.map_or(&[][..], |question| question.answer.own_choices());
        Self {
            question: &crosswise.question,
            counts: Counts::Codes {
                numerator: vec![crosswise.same],
                denominator: choices.iter().map(|choice| choice.code).collect(),
            },
            skips_count: false,
            among: None,
        }
    }

    /// 1 for a success, 0 for a failure, [`MISSING`] for whoever does not count, one per row.
    pub(crate) fn column(&self, questionnaire: &Questionnaire, dataset: &Dataset) -> Vec<u8> {
        let (Some(question), Some(cells)) = (
            questionnaire.question(self.question),
            dataset.column(self.question),
        ) else {
            return vec![MISSING; dataset.rows()];
        };
        cells
            .iter()
            .enumerate()
            .map(|(row, cell)| {
                let counted = self.belongs(dataset, row) && self.on_its_scale(dataset, row);
                match cell {
                    Cell::Answered(code) if counted => self.judge(questionnaire, question, *code),
                    Cell::Skipped if counted && self.skips_count => 0,
                    Cell::Answered(_) | Cell::Skipped | Cell::NotAsked => MISSING,
                }
            })
            .collect()
    }

    /// How many of those who were asked skipped the question, and how many were asked.
    pub(crate) fn nonresponse(&self, dataset: &Dataset) -> (u64, u64) {
        let Some(cells) = dataset.column(self.question) else {
            return (0, 0);
        };
        let asked = cells.iter().enumerate().filter(|(row, cell)| {
            **cell != Cell::NotAsked
                && self.belongs(dataset, *row)
                && self.on_its_scale(dataset, *row)
        });
        asked.fold((0, 0), |(skipped, asked), (_, cell)| {
            (skipped + u64::from(*cell == Cell::Skipped), asked + 1)
        })
    }

    fn belongs(&self, dataset: &Dataset, row: usize) -> bool {
        self.among.is_none_or(|among| {
            dataset.column(&among.question).is_some_and(
                |cells| matches!(cells[row], Cell::Answered(code) if among.codes.contains(&code)),
            )
        })
    }

    fn on_its_scale(&self, dataset: &Dataset, row: usize) -> bool {
        match &self.counts {
            Counts::Kinds { scale, .. } => dataset.scale(self.question, row) == Some(scale),
            Counts::Codes { .. } => true,
        }
    }

    fn judge(&self, questionnaire: &Questionnaire, question: &Question, code: Code) -> u8 {
        let (success, counts) = match &self.counts {
            Counts::Kinds {
                scale,
                numerator,
                denominator,
            } => {
                let kind = kind_of(questionnaire, question, scale, code);
                let among = |kinds: &[ChoiceKind]| kind.is_some_and(|kind| kinds.contains(&kind));
                (among(numerator), among(denominator))
            }
            Counts::Codes {
                numerator,
                denominator,
            } => (numerator.contains(&code), denominator.contains(&code)),
        };
        match (success, counts) {
            (true, true) => 1,
            (false, true) => 0,
            (_, false) => MISSING,
        }
    }
}

/// The kind of a code on a scale, or among the choices a question has beside its scale.
fn kind_of(
    questionnaire: &Questionnaire,
    question: &Question,
    scale: &ScaleId,
    code: Code,
) -> Option<ChoiceKind> {
    let on_scale = questionnaire
        .scale(scale)
        .map(|scale| scale.choices.as_slice())
        .unwrap_or_default();
    on_scale
        .iter()
        .chain(question.answer.beside_scale())
        .find(|choice| choice.code == code)
        .and_then(|choice| choice.kind)
}
