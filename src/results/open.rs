//! An open link: counts and shares of whoever took part, without interval or verdict.

use std::collections::BTreeMap;

use super::prepared::WaveData;
use super::release::{CountRow, CountTable};
use super::suppression::FEWEST_SHOWN;
use crate::questionnaire::{Answer, AnswerType, Code, Question, Questionnaire, route};

/// The count tables of an open wave, one per question with choices, in the order written.
pub fn count_tables(data: &WaveData) -> Vec<CountTable> {
    let mut counts: BTreeMap<(&str, Option<String>, Code), u64> = BTreeMap::new();
    let mut skipped: BTreeMap<(&str, Option<String>), u64> = BTreeMap::new();
    for response in &data.responses {
        let Some(assignment) = data.variants.get(response.variant) else {
            continue;
        };
        let path = route(&data.questionnaire, assignment, &response.answers);
        for question in path.asked {
            let scale = match &question.answer {
                AnswerType::Scale { scale, .. } => assignment
                    .scale(&data.questionnaire, scale)
                    .map(|shown| shown.id.clone()),
                _ => None,
            };
            match response.answers.get(&question.id) {
                Some(Answer::Number(code)) => {
                    *counts.entry((&question.id, scale, *code)).or_default() += 1;
                }
                Some(Answer::Codes(codes)) => {
                    for code in codes {
                        *counts
                            .entry((&question.id, scale.clone(), *code))
                            .or_default() += 1;
                    }
                }
                Some(Answer::Text(_)) => {}
                None => *skipped.entry((&question.id, scale)).or_default() += 1,
            }
        }
    }
    data.questionnaire
        .questions
        .iter()
        .flat_map(|question| lists(&data.questionnaire, question))
        .map(|(question, scale, choices)| {
            let count = |code: Code| {
                let key = (question.id.as_str(), scale.clone(), code);
                counts.get(&key).copied().unwrap_or(0)
            };
            let answered: u64 = choices.iter().map(|(code, _)| count(*code)).sum();
            CountTable {
                question: question.id.clone(),
                text: question.text.clone(),
                skipped: skipped
                    .get(&(question.id.as_str(), scale.clone()))
                    .copied()
                    .unwrap_or(0),
                rows: choices
                    .iter()
                    .map(|(code, label)| CountRow {
                        code: *code,
                        label: label.clone(),
                        count: (answered >= FEWEST_SHOWN).then(|| count(*code)),
                    })
                    .collect(),
            }
        })
        .collect()
}

type Labelled = (Code, crate::questionnaire::Text);

/// The lists of choices a question is answered from: one, or one per scale that is shown in place of its own.
fn lists<'q>(
    questionnaire: &'q Questionnaire,
    question: &'q Question,
) -> Vec<(&'q Question, Option<String>, Vec<Labelled>)> {
    let labelled = |choices: &[crate::questionnaire::Choice]| -> Vec<Labelled> {
        choices
            .iter()
            .map(|choice| (choice.code, choice.label.clone()))
            .collect()
    };
    match &question.answer {
        AnswerType::Scale { scale, extra, .. } => {
            let swapped = questionnaire
                .arms
                .iter()
                .flat_map(|arm| arm.scales.values())
                .filter_map(|swaps| swaps.get(scale));
            std::iter::once(scale)
                .chain(swapped)
                .filter_map(|id| questionnaire.scale(id))
                .map(|shown| {
                    let mut choices = labelled(&shown.choices);
                    choices.extend(labelled(extra));
                    (question, Some(shown.id.clone()), choices)
                })
                .collect()
        }
        AnswerType::ShortText { .. } | AnswerType::LongText { .. } | AnswerType::Number { .. } => {
            Vec::new()
        }
        answer => vec![(question, None, labelled(answer.own_choices()))],
    }
}
