//! What was left unanswered, question by question.
//!
//! # Design
//!
//! Who was asked a question because of an answer tells how many gave that answer: a question that one to twenty-nine persons were
//! not asked is not told of, nor one that fewer than thirty said something to. Those who would not say or do not know are
//! counted from ten, as the counts of an open link are; those who skipped are no cell and always told of. Texts leave their
//! response and are not here.

use super::{ItemCounts, ItemResponse, Part};
use crate::count::real_count;
use crate::counting::kind_of;
use crate::dataset::Cell;
use crate::prepared::Prepared;
use crate::suppression::{FEWEST_COUNTED, suffice};
use questionnaire::{ChoiceKind, Question};

/// What a person did with a question that they were asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reaction {
    Skipped,
    Refused,
    DontKnow,
    Answered,
}

/// Every question but texts, the one that most left out first, those of which it is not told last.
pub(super) fn response(now: &Prepared<'_>) -> Vec<ItemResponse> {
    let questions = now.questionnaire().questions.iter();
    let asked = questions.filter(|question| !question.answer.is_text());
    let mut items: Vec<(f64, ItemResponse)> = asked.map(|question| item(now, question)).collect();
    items.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    items.into_iter().map(|(_, item)| item).collect()
}

/// A question, with the share of those asked who gave nothing; −1 where it is not told.
fn item(now: &Prepared<'_>, question: &Question) -> (f64, ItemResponse) {
    let reactions = reactions(now, question);
    let weights = now.weighted.design.weights();
    let persons = |wanted: fn(Reaction) -> bool| {
        let of_it = reactions.iter().flatten();
        of_it.filter(|reaction| wanted(**reaction)).count() as u64
    };
    let weight = |wanted: fn(Reaction) -> bool| -> f64 {
        let rows = reactions.iter().zip(weights);
        let of_it = rows.filter(|(reaction, _)| reaction.is_some_and(wanted));
        // Nobody's weights sum to −0, whose sign a database may lose.
        of_it
            .map(|(_, weight)| weight)
            .fold(0.0, |sum, weight| sum + weight)
    };
    let asked = persons(|_| true);
    let whole = weight(|_| true);
    let part = |wanted: fn(Reaction) -> bool| Part {
        persons: persons(wanted),
        weighted: if whole > 0.0 {
            weight(wanted) / whole
        } else {
            0.0
        },
    };
    let skipped = part(|reaction| reaction == Reaction::Skipped);
    let refused = part(|reaction| reaction == Reaction::Refused);
    let dont_know = part(|reaction| reaction == Reaction::DontKnow);
    let not_asked = reactions.len() as u64 - asked;
    let is_told = suffice(persons(|reaction| reaction == Reaction::Answered))
        && (not_asked == 0 || suffice(not_asked));
    let counted =
        |part: Part| (part.persons == 0 || part.persons >= FEWEST_COUNTED).then_some(part);
    let told = is_told.then(|| ItemCounts {
        asked,
        skipped,
        refused: counted(refused),
        dont_know: counted(dont_know),
    });
    let unanswered = if is_told {
        real_count(skipped.persons + refused.persons) / real_count(asked)
    } else {
        -1.0
    };
    let item = ItemResponse {
        question: question.id.clone(),
        text: question.text.clone(),
        told,
    };
    (unanswered, item)
}

/// What every person did; none of who was not asked.
fn reactions(now: &Prepared<'_>, question: &Question) -> Vec<Option<Reaction>> {
    let (questionnaire, dataset) = (now.questionnaire(), &now.dataset);
    if let Some(given) = dataset.given(&question.id) {
        let reaction = |given: &Option<bool>| {
            given.map(|given| {
                if given {
                    Reaction::Answered
                } else {
                    Reaction::Skipped
                }
            })
        };
        return given.iter().map(reaction).collect();
    }
    let cells = dataset.column(&question.id).unwrap_or_default();
    let reaction = |(row, cell): (usize, &Cell)| match cell {
        Cell::NotAsked => None,
        Cell::Skipped => Some(Reaction::Skipped),
        Cell::Answered(code) => {
            let kind = match dataset.scale(&question.id, row) {
                Some(scale) => kind_of(questionnaire, question, scale, *code),
                None => (question.answer.own_choices().iter())
                    .find(|choice| choice.code == *code)
                    .and_then(|choice| choice.kind),
            };
            Some(match kind {
                Some(ChoiceKind::DontKnow) => Reaction::DontKnow,
                Some(ChoiceKind::Refused) => Reaction::Refused,
                Some(
                    ChoiceKind::Satisfied
                    | ChoiceKind::Neutral
                    | ChoiceKind::Dissatisfied
                    | ChoiceKind::NotApplicable,
                )
                | None => Reaction::Answered,
            })
        }
    };
    cells.iter().enumerate().map(reaction).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::of;
    use super::*;
    use crate::example;
    use questionnaire::{Condition, QuestionId};

    fn told(report: &super::super::QualityReport, question: &str) -> Option<ItemCounts> {
        let mut items = report.items.iter();
        let item = items.find(|item| item.question == QuestionId::new(question));
        item.unwrap().told.clone()
    }

    #[test]
    fn the_question_that_most_left_out_comes_first() {
        let mut inputs = example::inputs(200);
        for response in inputs.wave.responses.iter_mut().take(12) {
            response.answers.0.remove(&QuestionId::new("Q3"));
        }
        let report = of(&inputs);
        assert_eq!(report.items[0].question, QuestionId::new("Q3"));
        let first = report.items[0].told.as_ref().unwrap();
        assert_eq!((first.asked, first.skipped.persons), (200, 12));
        assert!((first.unanswered() - 0.06).abs() < 1e-12);
        assert!((first.skipped.weighted - 0.06).abs() < 1e-9, "{first:?}");
        let other = told(&report, "Q1").unwrap();
        // Two of ten do not know.
        assert_eq!(other.dont_know.unwrap().persons, 40);
        assert_eq!(other.refused, Some(Part::default()));
    }

    #[test]
    fn how_many_gave_a_rare_answer_does_not_follow_from_who_was_asked_for_it() {
        let asked_if = |source: &str, persons: usize| {
            let mut inputs = example::inputs(persons);
            let question = &mut inputs.wave.questionnaire.questions[2];
            question.ask_if = Some(Condition::parse(source).unwrap());
            for response in &mut inputs.wave.responses {
                if response
                    .answers
                    .code(&QuestionId::new("Q1"))
                    .map(|code| code.0)
                    == Some(1)
                {
                    response.answers.0.remove(&QuestionId::new("Q3"));
                }
            }
            told(&of(&inputs), "Q3").is_some()
        };
        // One of ten is dissatisfied.
        assert!(!asked_if("Q1 != 1", 200));
        assert!(asked_if("Q1 != 1", 300));
    }

    #[test]
    fn one_to_nine_who_do_not_know_are_not_counted() {
        let report = of(&example::inputs(40));
        assert_eq!(told(&report, "Q1").unwrap().dont_know, None);
        let more = of(&example::inputs(60));
        assert_eq!(told(&more, "Q1").unwrap().dont_know.unwrap().persons, 12);
    }
}
