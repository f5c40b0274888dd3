//! The answers to a question that conditions can tell apart.

use std::collections::BTreeSet;

use questionnaire::{Answer, AnswerType, Assignment, Code, Expression, Question, Questionnaire};

/// Of a multiple choice, so many mentioned codes are combined in every way.
const MOST_COMBINED: usize = 6;

/// The answers that the conditions can tell apart, and no answer where that is allowed.
pub fn options(
    questionnaire: &Questionnaire,
    assignment: &Assignment,
    question: &Question,
) -> Vec<Option<Answer>> {
    let mentioned = mentioned(questionnaire, &question.id);
    let mut options: Vec<Option<Answer>> = match &question.answer {
        AnswerType::Number { min, max, .. } => {
            let near = mentioned
                .iter()
                .flat_map(|code| [code.saturating_sub(1), *code, code.saturating_add(1)]);
            let values: BTreeSet<Code> = near
                .chain([*min])
                .filter(|value| (*min..=*max).contains(value))
                .collect();
            values
                .into_iter()
                .map(|value| Some(Answer::Number(value)))
                .collect()
        }
        AnswerType::ShortText { .. } | AnswerType::LongText { .. } => {
            vec![Some(Answer::Text("x".to_owned()))]
        }
        AnswerType::Multiple { .. } => combined(questionnaire, assignment, question, &mentioned),
        _ => {
            // Orderings compare with every code of a scale, so each stands for itself.
            let choices = assignment.choices(questionnaire, question);
            let scale = matches!(question.answer, AnswerType::Scale { .. });
            let mut other = false;
            let kept = choices.iter().filter(|choice| {
                let first_other =
                    !mentioned.contains(&choice.code) && !std::mem::replace(&mut other, true);
                scale || mentioned.contains(&choice.code) || first_other
            });
            kept.map(|choice| Some(Answer::Number(choice.code)))
                .collect()
        }
    };
    if !question.required {
        options.push(None);
    }
    options
}

fn combined(
    questionnaire: &Questionnaire,
    assignment: &Assignment,
    question: &Question,
    mentioned: &BTreeSet<Code>,
) -> Vec<Option<Answer>> {
    let choices = assignment.choices(questionnaire, question);
    let (named, others): (Vec<_>, Vec<_>) = choices
        .into_iter()
        .partition(|choice| mentioned.contains(&choice.code));
    let (combined, alone) = named.split_at(named.len().min(MOST_COMBINED));
    let mut sets: Vec<BTreeSet<Code>> = (1_u32..1 << combined.len())
        .map(|bits| {
            combined
                .iter()
                .enumerate()
                .filter(move |(i, _)| bits >> i & 1 == 1)
                .map(|(_, choice)| *choice)
        })
        .map(Iterator::collect::<Vec<_>>)
        .filter(|chosen| chosen.len() == 1 || !chosen.iter().any(|choice| choice.exclusive))
        .map(|chosen| chosen.into_iter().map(|choice| choice.code).collect())
        .collect();
    sets.extend(
        alone
            .iter()
            .chain(others.first())
            .map(|choice| BTreeSet::from([choice.code])),
    );
    sets.into_iter()
        .map(|codes| Some(Answer::Codes(codes)))
        .collect()
}

/// The numbers with which any condition compares a question.
fn mentioned(questionnaire: &Questionnaire, id: &str) -> BTreeSet<Code> {
    let mut codes = BTreeSet::new();
    let conditions = questionnaire
        .questions
        .iter()
        .flat_map(|question| question.ask_if.iter().chain(&question.end_if));
    for condition in conditions {
        condition.root().visit(&mut |expression| {
            if expression.question().is_none_or(|name| name.text != id) {
                return;
            }
            match expression {
                Expression::Compare { value, .. } => {
                    codes.insert(*value);
                }
                Expression::Chosen { code, .. } => {
                    codes.insert(*code);
                }
                Expression::OneOf { codes: listed, .. } => codes.extend(listed),
                _ => {}
            }
        });
    }
    codes
}
