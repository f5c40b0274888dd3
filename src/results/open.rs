//! An open link: counts and shares of whoever took part, without interval or verdict.
//!
//! # Design
//!
//! What is counted is persons. Of a question with several choices a person may tick many, so neither the
//! fewest shown nor a share may rest on the sum of the ticks: both rest on who answered the question at all.

use std::collections::BTreeSet;

use super::prepared::WaveData;
use super::release::{CountRow, CountTable};
use super::suppression::{self, List};
use super::tally::{ListId, Tally};
use super::{date_classes, number_classes};
use questionnaire::{AnswerType, Code, OnScale, Question, Questionnaire};

/// The count tables of an open wave, one per question with choices, for a number or for a date, in the order written.
pub fn count_tables(data: &WaveData) -> Vec<CountTable> {
    let tally = Tally::of(data);
    let mut hidden = Hidden::default();
    let mut tables = Vec::new();
    for question in &data.questionnaire.questions {
        tables.extend(tables_of(data, question, &tally, &mut hidden));
    }
    tables
}

/// What has been hidden of the questions before.
#[derive(Default)]
struct Hidden<'q> {
    /// Lists of choices of which no count is shown.
    lists: BTreeSet<ListId<'q>>,
    /// Single counts, and all those of such lists.
    cells: BTreeSet<(ListId<'q>, Code)>,
}

impl<'q> Hidden<'q> {
    /// Whether how many were asked a question would tell what is hidden of another, on whose answer it depends: that it
    /// was asked of some who stand in hidden cells and not of others, or of nobody else than a hidden list.
    fn told_by(&self, question: &'q Question, tally: &Tally<'q>) -> bool {
        let condition = question.ask_if.iter();
        condition
            .flat_map(|condition| condition.questions())
            .any(|on| {
                let (mut asked, mut not_asked) = (0, 0);
                for ((list, code), persons) in tally.asked_after(question, on) {
                    if self.cells.contains(&(list.clone(), *code)) {
                        asked += persons.asked;
                        not_asked += persons.not_asked;
                    }
                }
                let no_list = || self.lists.iter().any(|(hidden, _)| *hidden == on);
                (asked > 0 && not_asked > 0) || no_list()
            })
    }
}

/// The tables of a question, one for each list of choices it is answered from.
fn tables_of<'q>(
    data: &'q WaveData,
    question: &'q Question,
    tally: &Tally<'q>,
    hidden: &mut Hidden<'q>,
) -> Vec<CountTable> {
    let lists = lists(&data.questionnaire, question);
    let persons: Vec<List> = lists.iter().map(|(id, _)| tally.list(id)).collect();
    let told = hidden.told_by(question, tally);
    let shown = suppression::lists_shown(&persons);
    let mut tables = Vec::new();
    for (((list, choices), persons), shown) in lists.into_iter().zip(persons).zip(shown) {
        let shown = shown && !told;
        let counts: Vec<u64> = (choices.iter())
            .map(|(code, _)| tally.count(&list, *code))
            .collect();
        let add_up = !question.answer.is_multiple();
        let cells = suppression::counted(&counts, add_up);
        let mut rows = Vec::new();
        for (((code, label), count), cell) in choices.into_iter().zip(counts).zip(cells) {
            let cell = shown && cell;
            if !cell {
                hidden.cells.insert((list.clone(), code));
            }
            rows.push(CountRow {
                code,
                label,
                count: cell.then_some(count),
            });
        }
        if !shown && persons.asked > 0 {
            hidden.lists.insert(list);
        }
        tables.push(CountTable {
            question: question.id.clone(),
            text: question.text.clone(),
            rows,
            answered: shown.then_some(persons.answered),
            skipped: shown.then(|| persons.asked - persons.answered),
        });
    }
    tables
}

type Labelled = (Code, questionnaire::Text);

/// The lists of choices a question is answered from: one, or one per scale that is shown in place of its own.
fn lists<'q>(
    questionnaire: &'q Questionnaire,
    question: &'q Question,
) -> Vec<(ListId<'q>, Vec<Labelled>)> {
    let own = |choices| vec![((&question.id, None), choices)];
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
                    ((&question.id, Some(shown.id.clone())), choices)
                })
                .collect()
        }
        AnswerType::Number(number) => {
            let mut rows = number_classes::labels(number, &questionnaire.languages);
            rows.extend(labelled(&number.extra));
            own(rows)
        }
        AnswerType::Date(date) => {
            let mut rows = date_classes::labels(date, &questionnaire.languages);
            rows.extend(labelled(&date.extra));
            own(rows)
        }
        AnswerType::ShortText(_) | AnswerType::LongText(_) => Vec::new(),
        answer @ (AnswerType::Single(_) | AnswerType::Multiple(_) | AnswerType::District(_)) => {
            own(labelled(answer.own_choices()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::ResponseRow;
    use fieldwork::wave::{Mode, Wave, WaveId};
    use format::read;
    use questionnaire::{Answer, Answers, QuestionId};

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
            mode: None,
            arms: std::collections::BTreeMap::new(),
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
                complaints: None,
                simulated: true,
                edition: String::new(),
            },
            questionnaire,
            responses,
            psus: Vec::new(),
            pairs: Vec::new(),
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
    fn a_count_of_one_to_nine_is_hidden_with_a_larger_in_a_table_that_is_shown() {
        for (persons, all, shown) in [(1, None, None), (9, None, None), (10, Some(40), Some(10))] {
            let mut data = data(40, &[Code(1)], 0);
            for response in &mut data.responses[..persons] {
                *response = answering(&[Code(1), Code(2)]);
            }
            let table = count_tables(&data).remove(0);
            let counts: Vec<_> = table.rows.iter().map(|row| row.count).collect();
            assert_eq!(counts, [all, shown, Some(0), Some(0)], "{persons}");
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
    fn a_question_that_was_asked_of_a_hidden_count_is_hidden() {
        let of = |asked_after: &str, choices: [usize; 4]| {
            let form = format!(
                "id = \"open\"\nlanguages = [\"zh\"]\ntitle = {{ zh = \"公开\" }}\n\
                [[question]]\nid = \"U\"\ntype = \"single\"\nzh = \"甲？\"\nchoices = [{{ code = 1, zh = \"一\" }}, {{ code = 2, zh = \"二\" }}, {{ code = 3, zh = \"三\" }}, {{ code = 4, zh = \"四\" }}]\n\
                [[question]]\nid = \"T\"\ntype = \"single\"\nask_if = \"U in {asked_after}\"\nzh = \"乙？\"\nchoices = [{{ code = 1, zh = \"是\" }}, {{ code = 2, zh = \"否\" }}]\n"
            );
            let mut data = data(0, &[], 0);
            data.questionnaire = read("form.toml", form.as_bytes()).questionnaire.unwrap();
            for (code, persons) in (1..).zip(choices) {
                let answers = ["U", "T"].map(|id| {
                    let code = if id == "U" { code } else { 1 };
                    (QuestionId::new(id), Answer::Number(code))
                });
                let answers = response(Answers(answers.into()));
                data.responses.extend(vec![answers; persons]);
            }
            let tables = count_tables(&data);
            let counts: Vec<_> = tables[0].rows.iter().map(|row| row.count).collect();
            (counts, tables[1].answered)
        };
        let hidden = vec![Some(90), Some(60), None, None];
        assert_eq!(of("[4]", [90, 60, 40, 3]), (hidden.clone(), None));
        assert_eq!(of("[1, 3]", [90, 60, 40, 3]), (hidden.clone(), None));
        assert_eq!(of("[3, 4]", [90, 60, 40, 3]), (hidden.clone(), Some(43)));
        assert_eq!(of("[1]", [90, 60, 40, 3]), (hidden, Some(90)));
    }

    #[test]
    fn an_empty_list_of_ticks_is_no_answer() {
        let table = table(40, &[], 0);
        assert_eq!((table.answered, table.skipped), (None, None));
    }
}
