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
pub(crate) fn kind_of(
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

#[cfg(test)]
mod tests {
    use super::super::compute::Inputs;
    use super::super::example;
    use super::*;

    /// Ten persons; the first left Q1 unanswered.
    fn ten() -> Inputs {
        let mut inputs = example::inputs(10);
        inputs.wave.responses[0]
            .answers
            .0
            .remove(&QuestionId::new("Q1"));
        inputs
    }

    fn column(inputs: &Inputs, counting: &Counting<'_>) -> Vec<u8> {
        let form = &inputs.wave.questionnaire;
        let dataset = Dataset::build(form, &[], &inputs.wave.responses);
        counting.column(form, &dataset.unwrap())
    }

    fn measure(inputs: &Inputs) -> Measure {
        inputs.plan.indicators[0].measure.clone().unwrap()
    }

    #[test]
    fn a_skip_counts_only_where_skips_count() {
        let inputs = ten();
        let measure = measure(&inputs);
        let question = QuestionId::new("Q1");
        let mut counting = Counting::headline(&measure, &question);
        let given = [1, 0, 1, 0, 1, 0, 1, 0, 1];
        assert_eq!(column(&inputs, &counting)[0], MISSING);
        assert_eq!(column(&inputs, &counting)[1..], given);
        counting.skips_count = true;
        assert_eq!(column(&inputs, &counting)[0], 0);
    }

    #[test]
    fn only_those_of_the_domain_count() {
        let inputs = ten();
        let mut measure = measure(&inputs);
        measure.among = Some(Among {
            question: QuestionId::new("Q3"),
            codes: vec![Code(2)],
        });
        let column = column(
            &inputs,
            &Counting::headline(&measure, &QuestionId::new("Q1")),
        );
        let counted: Vec<usize> = (0..10).filter(|row| column[*row] != MISSING).collect();
        assert_eq!(counted, [7]);
    }

    #[test]
    fn who_was_shown_another_scale_does_not_count() {
        let mut inputs = ten();
        let other = questionnaire::Scale {
            id: ScaleId::new("S4"),
            ..inputs.wave.questionnaire.scales[0].clone()
        };
        inputs.wave.questionnaire.scales.push(other);
        let mut measure = measure(&inputs);
        if let Counts::Kinds { scale, .. } = &mut measure.counts {
            *scale = ScaleId::new("S4");
        }
        let column = column(
            &inputs,
            &Counting::headline(&measure, &QuestionId::new("Q1")),
        );
        assert_eq!(column, [MISSING; 10]);
    }

    #[test]
    fn both_or_neither_is_counted_among_all_who_answered() {
        let inputs = ten();
        let crosswise = Crosswise {
            question: QuestionId::new("Q3"),
            same: Code(1),
            prevalence: 0.25,
        };
        let counting = Counting::crosswise(&crosswise, &inputs.wave.questionnaire);
        assert_eq!(column(&inputs, &counting), [0, 1, 1, 1, 1, 1, 1, 0, 1, 1]);
    }
}
