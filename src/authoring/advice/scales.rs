//! Advice on scales and runs of them.

use super::{Advice, MOST_OF_ONE_SCALE};
use questionnaire::{ChoiceKind, Question, QuestionId, Questionnaire, ScaleId};

pub(super) fn advise(questionnaire: &Questionnaire, advice: &mut Vec<Advice>) {
    for scale in &questionnaire.scales {
        let of_kind = |kind| {
            let choices = scale.choices.iter();
            choices.filter(|choice| choice.kind == Some(kind)).count()
        };
        let satisfied = of_kind(ChoiceKind::Satisfied);
        let dissatisfied = of_kind(ChoiceKind::Dissatisfied);
        if satisfied != dissatisfied {
            advice.push(Advice::UnbalancedScale {
                scale: scale.id.clone(),
                satisfied,
                dissatisfied,
            });
        }
        if satisfied + dissatisfied == 0 || of_kind(ChoiceKind::DontKnow) > 0 {
            continue;
        }
        let questions: Vec<QuestionId> = questionnaire
            .questions
            .iter()
            .filter(|question| lacks_dont_know(question, &scale.id))
            .map(|question| question.id.clone())
            .collect();
        if !questions.is_empty() {
            advice.push(Advice::NoDontKnow {
                scale: scale.id.clone(),
                questions,
            });
        }
    }
    runs(questionnaire, advice);
}

fn lacks_dont_know(question: &Question, on: &ScaleId) -> bool {
    let mut extra = question.answer.own_choices().iter();
    question.answer.scale() == Some(on)
        && !extra.any(|choice| choice.kind == Some(ChoiceKind::DontKnow))
}

fn runs(questionnaire: &Questionnaire, advice: &mut Vec<Advice>) {
    let scale = |question: &Question| question.answer.scale().cloned();
    let runs = questionnaire
        .questions
        .chunk_by(|one, next| scale(one) == scale(next));
    for run in runs.filter(|run| run.len() > MOST_OF_ONE_SCALE) {
        if let ([first, ..], Some(on)) = (run, scale(&run[0])) {
            advice.push(Advice::ManyOfOneScale {
                scale: on,
                first: first.id.clone(),
                last: run[run.len() - 1].id.clone(),
                questions: run.len(),
                most: MOST_OF_ONE_SCALE,
            });
        }
    }
}
