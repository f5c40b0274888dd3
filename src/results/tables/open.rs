//! The tables of an open link: counts and shares of whoever wished to answer.

use super::cell::Cell;
use super::heading::Heading;
use super::{Note, Table, TableId};
use crate::release::{CountRow, CountTable};

/// The tables, in the order of the page.
pub(super) fn tables(questions: &[CountTable]) -> Vec<Table> {
    vec![counts(questions), answered(questions)]
}

/// The questions, each with the number of the list of choices that it was answered from there: a question that was asked
/// on several scales has a table for each.
fn lists(questions: &[CountTable]) -> impl Iterator<Item = (&CountTable, usize)> {
    questions.iter().enumerate().map(|(place, question)| {
        let before = questions.iter().take(place);
        let same = before.filter(|other| other.question == question.question);
        (question, same.count() + 1)
    })
}

fn named((question, list): (&CountTable, usize)) -> [Cell; 3] {
    [
        Cell::Code(question.question.to_string()),
        Cell::Text(question.text.clone()),
        Cell::Code(list.to_string()),
    ]
}

fn counts(questions: &[CountTable]) -> Table {
    let columns = vec![
        Heading::Question,
        Heading::Wording,
        Heading::List,
        Heading::Choice,
        Heading::ChoiceLabel,
        Heading::Persons,
        Heading::Share,
    ];
    let rows = lists(questions).flat_map(|(question, list)| {
        question.rows.iter().map(move |row| {
            let [id, wording, list] = named((question, list));
            vec![
                id,
                wording,
                list,
                Cell::Code(row.code.to_string()),
                Cell::Text(row.label.clone()),
                Cell::counted(row.count.filter(|_| question.answered.is_some())),
                Cell::shown(share(row, question)),
            ]
        })
    });
    Table::new(TableId::Counts, columns, rows.collect(), &[Note::OpenLink])
}

/// The share of those who answered; none where either is not shown, which is when the page shows neither.
#[expect(
    clippy::cast_precision_loss,
    reason = "persons of one city are far fewer than 2^52"
)]
fn share(row: &CountRow, question: &CountTable) -> Option<f64> {
    let (count, answered) = row.count.zip(question.answered)?;
    Some(if answered == 0 {
        0.0
    } else {
        count as f64 / answered as f64
    })
}

fn answered(questions: &[CountTable]) -> Table {
    let columns = vec![
        Heading::Question,
        Heading::Wording,
        Heading::List,
        Heading::Answered,
        Heading::Skipped,
    ];
    let rows = lists(questions).map(|(question, list)| {
        // The page says both or neither.
        let (answered, skipped) = question.answered.zip(question.skipped).unzip();
        named((question, list))
            .into_iter()
            .chain([Cell::counted(answered), Cell::counted(skipped)])
            .collect()
    });
    Table::new(
        TableId::Answered,
        columns,
        rows.collect(),
        &[Note::OpenLink],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::{Heading, Missing, Role};
    use questionnaire::{Code, QuestionId};

    #[test]
    fn a_hidden_count_hides_its_share_and_hidden_respondents_hide_every_count() {
        let row = |code, count| CountRow {
            code: Code(code),
            label: [("zh", "答")].into(),
            count,
        };
        let mut question = CountTable {
            question: QuestionId::new("Q1"),
            text: [("zh", "甲？")].into(),
            rows: vec![row(1, Some(30)), row(2, None)],
            answered: Some(40),
            skipped: Some(2),
        };
        let table = counts(std::slice::from_ref(&question));
        let lines: Vec<_> = table.lines().collect();
        assert_eq!(lines[0].count(Heading::Persons), Some(30));
        assert_eq!(lines[0].number(Heading::Share), Some(0.75));
        assert_eq!(
            lines[1].missing(Heading::Persons),
            Some(Missing::Suppressed)
        );
        assert_eq!(lines[1].missing(Heading::Share), Some(Missing::Suppressed));
        let twice = [question.clone(), question.clone()];
        let again = counts(&twice);
        let keys: Vec<String> = again.lines().map(|line| line.key(Heading::List)).collect();
        assert_eq!(keys, ["1", "1", "2", "2"]);
        question.answered = None;
        for table in tables(&[question]) {
            let line = table.lines().next().unwrap();
            for heading in table
                .columns
                .iter()
                .filter(|heading| heading.role() == Role::Value)
            {
                assert_eq!(
                    line.missing(*heading),
                    Some(Missing::Suppressed),
                    "{heading:?}"
                );
            }
            assert!(table.notes.contains(&Note::Suppressed));
        }
    }
}
