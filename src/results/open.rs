//! An open link: counts and shares of whoever took part, without interval or verdict.
//!
//! # Design
//!
//! What is counted is persons. Of a question with several choices a person may tick many, so neither the
//! fewest shown nor a share may rest on the sum of the ticks: both rest on who answered the question at all.

use std::collections::BTreeMap;

use super::prepared::WaveData;
use super::release::{CountRow, CountTable};
use super::suppression;
use super::{date_classes, number_classes};
use questionnaire::{
    Answer, AnswerType, Code, OnScale, Question, QuestionId, Questionnaire, ScaleId, route,
};

/// The count tables of an open wave, one per question with choices, for a number or for a date, in the order written.
pub fn count_tables(data: &WaveData) -> Vec<CountTable> {
    let mut counts: BTreeMap<(&QuestionId, Option<ScaleId>, Code), u64> = BTreeMap::new();
    let mut answered: BTreeMap<(&QuestionId, Option<ScaleId>), u64> = BTreeMap::new();
    let mut skipped: BTreeMap<(&QuestionId, Option<ScaleId>), u64> = BTreeMap::new();
    for response in &data.responses {
        let Some(assignment) = data.variants.get(response.variant) else {
            continue;
        };
        let path = route(&data.questionnaire, assignment, &response.answers);
        for question in path.asked {
            let scale = question.answer.scale();
            let scale = scale.and_then(|scale| assignment.scale(&data.questionnaire, scale));
            let scale = scale.map(|shown| shown.id.clone());
            let table = (&question.id, scale);
            let chosen: Vec<Code> = match response.answers.get(&question.id) {
                Some(
                    answer @ (Answer::Number(_)
                    | Answer::Decimal { .. }
                    | Answer::Date { .. }
                    | Answer::Beside { .. }),
                ) => coded(question, answer),
                Some(Answer::Codes(codes)) => codes.iter().copied().collect(),
                Some(Answer::Text(_)) => continue,
                None => Vec::new(),
            };
            for code in &chosen {
                *counts.entry((table.0, table.1.clone(), *code)).or_default() += 1;
            }
            let persons = if chosen.is_empty() {
                &mut skipped
            } else {
                &mut answered
            };
            *persons.entry(table).or_default() += 1;
        }
    }
    data.questionnaire
        .questions
        .iter()
        .flat_map(|question| lists(&data.questionnaire, question))
        .map(|(question, scale, choices)| {
            let count = |code: Code| {
                let key = (&question.id, scale.clone(), code);
                counts.get(&key).copied().unwrap_or(0)
            };
            let table = (&question.id, scale.clone());
            let persons = answered.get(&table).copied().unwrap_or(0);
            let shown = suppression::suffice(persons);
            let each: Vec<u64> = choices.iter().map(|(code, _)| count(*code)).collect();
            let add_up = !question.answer.is_multiple();
            let cells = suppression::counted(&each, add_up);
            CountTable {
                question: question.id.clone(),
                text: question.text.clone(),
                rows: choices
                    .iter()
                    .zip(each.iter().zip(cells))
                    .map(|((code, label), (count, cell))| CountRow {
                        code: *code,
                        label: label.clone(),
                        count: (shown && cell).then_some(*count),
                    })
                    .collect(),
                answered: shown.then_some(persons),
                skipped: shown.then(|| skipped.get(&table).copied().unwrap_or(0)),
            }
        })
        .collect()
}

/// The code under which an answer is counted: its own, or that of the class its number or date is in.
fn coded(question: &Question, answer: &Answer) -> Vec<Code> {
    let code = match (&question.answer, answer) {
        (_, Answer::Beside { beside }) => Some(*beside),
        (AnswerType::Number(number), answer) => number_classes::class_of(number, answer),
        (AnswerType::Date(date), Answer::Date { date: given }) => {
            date_classes::class_of(date, *given)
        }
        (_, answer) => answer.code(),
    };
    code.into_iter().collect()
}

type Labelled = (Code, questionnaire::Text);

/// The lists of choices a question is answered from: one, or one per scale that is shown in place of its own.
fn lists<'q>(
    questionnaire: &'q Questionnaire,
    question: &'q Question,
) -> Vec<(&'q Question, Option<ScaleId>, Vec<Labelled>)> {
    let labelled = |choices: &[questionnaire::Choice]| -> Vec<Labelled> {
        choices
            .iter()
            .map(|choice| (choice.code, choice.label.clone()))
            .collect()
    };
    match &question.answer {
        AnswerType::Scale(OnScale { scale, extra, .. }) => {
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
        AnswerType::Number(number) => {
            let mut rows = number_classes::labels(number, &questionnaire.languages);
            rows.extend(labelled(&number.extra));
            vec![(question, None, rows)]
        }
        AnswerType::Date(date) => {
            let mut rows = date_classes::labels(date, &questionnaire.languages);
            rows.extend(labelled(&date.extra));
            vec![(question, None, rows)]
        }
        AnswerType::ShortText(_) | AnswerType::LongText(_) => Vec::new(),
        answer @ (AnswerType::Single(_) | AnswerType::Multiple(_) | AnswerType::District(_)) => {
            vec![(question, None, labelled(answer.own_choices()))]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::ResponseRow;
    use fieldwork::wave::{Mode, Wave, WaveId};
    use format::read;
    use questionnaire::{Answers, Variants};

    const FORM: &str = r#"
id = "window-service"
languages = ["zh"]
title = { zh = "离场评价" }

[[question]]
id = "W05"
type = "multiple"
zh = "哪些方面您不满意？"
choices = [{ code = 1, zh = "态度" }, { code = 2, zh = "等候" }, { code = 3, zh = "推诿" }, { code = 4, zh = "收费" }]
"#;

    fn response(answers: Answers) -> ResponseRow {
        ResponseRow {
            stratum: None,
            psu: None,
            variant: 0,
            answers,
        }
    }

    fn answering(ticks: &[Code]) -> ResponseRow {
        let chosen = Answer::Codes(ticks.iter().copied().collect());
        response(Answers([(QuestionId::new("W05"), chosen)].into()))
    }

    fn table(persons: usize, ticks: &[Code], skipping: usize) -> CountTable {
        count_tables(&data(persons, ticks, skipping)).remove(0)
    }

    fn data(persons: usize, ticks: &[Code], skipping: usize) -> WaveData {
        let questionnaire = read("form.toml", FORM.as_bytes()).questionnaire.unwrap();
        let variants = Variants::of(&questionnaire).unwrap();
        let silent = response(Answers::default());
        let mut responses = vec![answering(ticks); persons];
        responses.extend(vec![silent; skipping]);
        let moment = chrono::DateTime::from_timestamp(1_400_000_000, 0).unwrap();
        WaveData {
            wave: Wave {
                id: WaveId(1),
                slug: "window".into(),
                title: [("zh", "离场")].into(),
                plan: "plan".into(),
                version: String::new(),
                mode: Mode::Open,
                year: 2014,
                opens_at: moment,
                closes_at: moment,
                closed_at: Some(moment),
                answers_erased_at: None,
                header: None,
                contact: None,
                simulated: true,
                edition: String::new(),
            },
            questionnaire,
            variants,
            responses,
            psus: Vec::new(),
        }
    }

    #[test]
    fn ten_persons_with_four_ticks_each_are_ten_persons() {
        let table = table(10, &[Code(1), Code(2), Code(3), Code(4)], 3);
        assert!(
            table.rows.iter().all(|row| row.count.is_none()),
            "{table:?}"
        );
        assert_eq!((table.answered, table.skipped), (None, None));
    }

    #[test]
    fn thirty_persons_are_shown_and_are_what_shares_are_of() {
        let table = table(30, &[Code(1), Code(2)], 3);
        let counts: Vec<_> = table.rows.iter().map(|row| row.count).collect();
        assert_eq!(counts, [Some(30), Some(30), Some(0), Some(0)]);
        assert_eq!((table.answered, table.skipped), (Some(30), Some(3)));
    }

    #[test]
    fn a_count_of_one_to_nine_is_hidden_in_a_table_that_is_shown() {
        for (persons, shown) in [(1, None), (9, None), (10, Some(10))] {
            let mut data = data(40, &[Code(1)], 0);
            for response in &mut data.responses[..persons] {
                *response = answering(&[Code(1), Code(2)]);
            }
            let table = count_tables(&data).remove(0);
            let counts: Vec<_> = table.rows.iter().map(|row| row.count).collect();
            assert_eq!(counts, [Some(40), shown, Some(0), Some(0)], "{persons}");
        }
    }

    #[test]
    fn decimal_numbers_are_counted_in_classes() {
        let mut data = data(40, &[Code(1)], 0);
        let hours = "[[question]]\nid = \"H\"\ntype = \"number\"\nmin = 0\nmax = 9\ndecimals = 1\nzh = \"几小时？\"\n\
            extra = [{ code = 1, kind = \"dont_know\", zh = \"不清楚\" }]\n";
        let form = format!("{FORM}{hours}");
        data.questionnaire = read("form.toml", form.as_bytes()).questionnaire.unwrap();
        for (at, response) in data.responses.iter_mut().enumerate() {
            let answer = match at {
                0..15 => Answer::Decimal {
                    decimal: "0.8".parse().unwrap(),
                },
                15..28 => Answer::Decimal {
                    decimal: "9.0".parse().unwrap(),
                },
                _ => Answer::Beside { beside: Code(1) },
            };
            response.answers.0.insert(QuestionId::new("H"), answer);
        }
        let table = count_tables(&data).remove(1);
        let rows = table.rows.iter();
        let rows: Vec<_> = rows
            .map(|row| {
                (
                    row.label.get(&questionnaire::Language::new("zh")),
                    row.count,
                )
            })
            .collect();
        assert_eq!(rows[0], ("0.0–0.9", Some(15)));
        assert_eq!(rows[rows.len() - 2], ("9.0", Some(13)));
        assert_eq!(rows[rows.len() - 1], ("不清楚", Some(12)));
        assert_eq!((table.answered, table.skipped), (Some(40), Some(0)));
    }

    #[test]
    fn dates_are_counted_in_classes() {
        let mut data = data(40, &[Code(1)], 0);
        let visit = "[[question]]\nid = \"D\"\ntype = \"date\"\nearliest = \"2013-01\"\nlatest = \"2013-06\"\nzh = \"哪月？\"\n\
            extra = [{ code = 98, kind = \"dont_know\", zh = \"记不清\" }]\n";
        let form = format!("{FORM}{visit}");
        data.questionnaire = read("form.toml", form.as_bytes()).questionnaire.unwrap();
        for (at, response) in data.responses.iter_mut().enumerate() {
            let answer = match at {
                0..28 => Answer::Date {
                    date: "2013-05".parse().unwrap(),
                },
                _ => Answer::Beside { beside: Code(98) },
            };
            response.answers.0.insert(QuestionId::new("D"), answer);
        }
        let table = count_tables(&data).remove(1);
        let zh = questionnaire::Language::new("zh");
        let rows = table.rows.iter();
        let rows: Vec<_> = rows.map(|row| (row.label.get(&zh), row.count)).collect();
        assert_eq!(rows[4], ("2013-05", Some(28)));
        assert_eq!(rows[6], ("记不清", Some(12)));
        assert_eq!((table.answered, rows.len()), (Some(40), 7));
    }

    #[test]
    fn an_empty_list_of_ticks_is_no_answer() {
        let table = table(40, &[], 0);
        assert_eq!((table.answered, table.skipped), (None, None));
    }
}
