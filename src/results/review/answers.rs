//! Answers that were left out, given all alike, or given by several persons in every single one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::count::real_count as real;
use crate::dataset::{Cell, Dataset};
use crate::flagged::{self, FEWEST_REPEATED};
use questionnaire::{QuestionId, Questionnaire};
use sampling::PsuId;

/// Forms that are alike are not named where there are not twice as many pairs as would be expected.
const TIMES_EXPECTED: f64 = 2.0;

/// A question that persons were asked and did not answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Skipped {
    pub question: QuestionId,
    pub skipped: u64,
    pub asked: u64,
}

impl Skipped {
    /// The share of those asked, 0 to 1.
    pub fn share(&self) -> f64 {
        real(self.skipped) / real(self.asked)
    }
}

/// Persons who gave one answer to every question of a scale, of those who answered [`FEWEST_ON_A_LINE`](flagged::FEWEST_ON_A_LINE) of it at least.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct StraightLines {
    pub persons: u64,
    pub of: u64,
}

/// Forms that are alike in every answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Repeats {
    /// Pairs of such forms within a PSU.
    pub pairs: u64,
    /// As many as there would be if two forms of one PSU were alike as often as two of different PSUs.
    pub expected: f64,
    /// PSUs with far more of them than expected.
    pub psus: Vec<Repeated>,
}

/// A PSU of which several forms are alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Repeated {
    pub psu: PsuId,
    /// The most that are alike.
    pub alike: u64,
    /// Its forms.
    pub of: u64,
}

/// Questions that somebody left out, by the share of those asked, the largest first.
pub(super) fn skipped(questionnaire: &Questionnaire, dataset: &Dataset) -> Vec<Skipped> {
    let mut found = Vec::new();
    for question in &questionnaire.questions {
        let cells = dataset.column(&question.id).unwrap_or_default();
        let asked = cells.iter().filter(|cell| **cell != Cell::NotAsked).count() as u64;
        let skipped = cells.iter().filter(|cell| **cell == Cell::Skipped).count() as u64;
        if skipped > 0 {
            found.push(Skipped {
                question: question.id.clone(),
                skipped,
                asked,
            });
        }
    }
    // Compared as fractions: a / b > c / d where a d > c b.
    found.sort_by_key(|it| it.question.clone());
    found.sort_by(|one, other| (other.skipped * one.asked).cmp(&(one.skipped * other.asked)));
    found
}

pub(super) fn straight_lines(questionnaire: &Questionnaire, dataset: &Dataset) -> StraightLines {
    let lines = flagged::straight_lines(questionnaire, dataset);
    let long = lines.iter().flatten();
    StraightLines {
        persons: long.clone().filter(|line| **line).count() as u64,
        of: long.count() as u64,
    }
}

pub(super) fn repeats(questionnaire: &Questionnaire, dataset: &Dataset) -> Repeats {
    let columns: Vec<&[Cell]> = (questionnaire.questions.iter())
        .filter_map(|question| dataset.column(&question.id))
        .collect();
    let mut forms: BTreeMap<Vec<Cell>, BTreeMap<&PsuId, u64>> = BTreeMap::new();
    let mut sizes: BTreeMap<&PsuId, u64> = BTreeMap::new();
    for (row, psu) in dataset.psu.iter().enumerate() {
        let form: Vec<Cell> = columns.iter().map(|column| column[row]).collect();
        *forms.entry(form).or_default().entry(psu).or_default() += 1;
        *sizes.entry(psu).or_default() += 1;
    }
    // Of every PSU, the most that are alike and how many pairs.
    let mut own: BTreeMap<&PsuId, (u64, u64)> = BTreeMap::new();
    let mut alike = 0;
    for places in forms.values() {
        alike += pairs(places.values().sum());
        for (psu, forms) in places {
            let (most, of_psu) = own.entry(psu).or_default();
            *most = (*most).max(*forms);
            *of_psu += pairs(*forms);
        }
    }
    let alike_within: u64 = own.values().map(|(_, pairs)| pairs).sum();
    let within: u64 = sizes.values().map(|forms| pairs(*forms)).sum();
    let across = pairs(sizes.values().sum()) - within;
    let chance = real(alike - alike_within) / real(across.max(1));
    let mut psus: Vec<Repeated> = (sizes.iter())
        .filter_map(|(psu, of)| {
            let (alike, of_psu) = *own.get(psu)?;
            let expected = chance * real(pairs(*of));
            let many = alike >= FEWEST_REPEATED && real(of_psu) > TIMES_EXPECTED * expected;
            many.then(|| Repeated {
                psu: (*psu).clone(),
                alike,
                of: *of,
            })
        })
        .collect();
    psus.sort_by(|one, other| other.alike.cmp(&one.alike).then(one.psu.cmp(&other.psu)));
    Repeats {
        pairs: alike_within,
        expected: chance * real(within),
        psus,
    }
}

fn pairs(of: u64) -> u64 {
    of * of.saturating_sub(1) / 2
}

#[cfg(test)]
mod tests {
    use super::super::review;
    use crate::example;
    use questionnaire::{Answer, AnswerType, Code, Question};

    use super::*;

    #[test]
    fn what_was_left_out_most_comes_first() {
        let mut inputs = example::inputs(40);
        for (row, response) in inputs.wave.responses.iter_mut().enumerate() {
            if row % 10 == 0 {
                response.answers.0.remove(&QuestionId::new("Q3"));
            }
            if row % 20 == 1 {
                response.answers.0.remove(&QuestionId::new("Q2"));
            }
        }
        let found = review(&inputs).unwrap().unwrap().skipped;
        let found: Vec<_> = found
            .iter()
            .map(|it| (it.question.as_str(), it.skipped, it.asked))
            .collect();
        assert_eq!(found, [("Q3", 4, 40), ("Q2", 2, 40)]);
    }

    /// The example with four questions more on its scale, answered by 5 in the first `straight` rows and otherwise as Q1 is,
    /// but for one.
    fn with_six_rated(straight: usize) -> crate::Inputs {
        let mut inputs = example::inputs(40);
        let second = inputs.wave.questionnaire.questions[1].clone();
        assert!(matches!(second.answer, AnswerType::Scale(_)));
        for more in ["Q4", "Q5", "Q6", "Q7"] {
            inputs.wave.questionnaire.questions.push(Question {
                id: QuestionId::new(more),
                ..second.clone()
            });
        }
        for (row, response) in inputs.wave.responses.iter_mut().enumerate() {
            for question in ["Q1", "Q2", "Q4", "Q5", "Q6", "Q7"] {
                let code = if row >= straight && question == "Q7" {
                    1
                } else {
                    5
                };
                let answers = &mut response.answers.0;
                answers.insert(QuestionId::new(question), Answer::Number(code));
            }
        }
        inputs
    }

    #[test]
    fn one_answer_to_six_questions_is_a_straight_line() {
        let review = |straight| review(&with_six_rated(straight)).unwrap().unwrap();
        assert_eq!(
            review(7).straight_lines,
            StraightLines { persons: 7, of: 40 }
        );
        assert_eq!(
            review(0).straight_lines,
            StraightLines { persons: 0, of: 40 }
        );
        // Two questions are no line.
        let short = super::super::review(&example::inputs(40)).unwrap().unwrap();
        assert_eq!(short.straight_lines, StraightLines::default());
    }

    #[test]
    fn forms_of_a_psu_that_are_alike_more_often_than_elsewhere_are_seen() {
        // Answers told apart by nothing but their number, except for five of one PSU.
        let mut inputs = example::inputs(40);
        let third = &mut inputs.wave.questionnaire.questions[2].answer;
        let AnswerType::Single(single) = third else {
            panic!("Q3 has choices");
        };
        let choice = single.choices[0].clone();
        single
            .choices
            .extend((3..50).map(|code| questionnaire::Choice {
                code: Code(code),
                ..choice.clone()
            }));
        for (row, response) in (0..).zip(&mut inputs.wave.responses) {
            let code = if row % 4 == 1 && row < 20 { 1 } else { row + 2 };
            for (question, code) in [("Q1", 5), ("Q2", 5), ("Q3", code)] {
                let answers = &mut response.answers.0;
                answers.insert(QuestionId::new(question), Answer::Number(code));
            }
        }
        let found = review(&inputs).unwrap().unwrap().repeats;
        assert_eq!((found.pairs, found.expected), (10, 0.0));
        let psu = Repeated {
            psu: PsuId::new("1b"),
            alike: 5,
            of: 10,
        };
        assert_eq!(found.psus, [psu]);
        // All alike everywhere, as many as chance would have it.
        let mut inputs = example::inputs(40);
        let first = inputs.wave.responses[0].answers.clone();
        for response in &mut inputs.wave.responses {
            response.answers = first.clone();
        }
        let found = review(&inputs).unwrap().unwrap().repeats;
        assert_eq!((found.pairs, found.expected), (4 * 45, 180.0));
        assert_eq!(found.psus, []);
    }
}
