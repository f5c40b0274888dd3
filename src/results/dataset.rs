//! Responses as columns: one row per person, one column per question, three kinds of cell.

use std::collections::BTreeMap;

use fieldwork::AnswerMode;
use questionnaire::{
    Answers, Assignment, Code, Question, QuestionId, Questionnaire, ScaleId, route,
};
use sampling::{PsuId, StratumId};

/// A response as it is stored.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct ResponseRow {
    /// Code of the stratum; none on an open link.
    pub stratum: Option<StratumId>,
    /// Code of the PSU after merging; none on an open link.
    pub psu: Option<PsuId>,
    /// How it came; none where its PSU had few of a mode, and on an open link.
    pub mode: Option<AnswerMode>,
    /// The group of every arm.
    pub arms: BTreeMap<String, String>,
    pub answers: Answers,
}

/// What a cell of a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cell {
    /// The question was not on the respondent's path.
    NotAsked,
    /// It was, and was left unanswered.
    Skipped,
    /// It was answered with this code; of a question for a whole number, with the number.
    Answered(Code),
}

/// How much of what applied was answered (DOMAIN 6.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Completeness {
    /// At least 80 % of the questions asked, and every overall one.
    Complete,
    /// At least 50 %.
    Partial,
    /// Less.
    BreakOff,
}

/// The interviews of a wave as columns; break-offs are left out and counted.
#[derive(Debug)]
pub struct Dataset {
    /// Code of the stratum per row.
    pub stratum: Vec<StratumId>,
    /// Code of the PSU per row.
    pub psu: Vec<PsuId>,
    /// How it came per row, where that is told.
    pub mode: Vec<Option<AnswerMode>>,
    /// Complete interviews.
    pub complete: u64,
    /// Partial interviews.
    pub partial: u64,
    /// Responses with fewer than half of the answers, which are not in the columns.
    pub break_offs: u64,
    /// Whether the interview of each row is complete.
    pub(crate) is_complete: Vec<bool>,
    /// Where the responses are from that are not in the columns.
    pub(crate) break_offs_of: BTreeMap<PsuId, u64>,
    /// Of questions that take no single code or number, texts aside: per row whether it was answered; none where it was not asked.
    given: BTreeMap<QuestionId, Vec<Option<bool>>>,
    columns: BTreeMap<QuestionId, Vec<Cell>>,
    /// The scale of a question, by the place in `shown` of what its respondent was shown.
    scales: BTreeMap<QuestionId, Vec<Option<ScaleId>>>,
    shown: Vec<usize>,
}

/// Why responses do not make a dataset.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum DatasetError {
    /// A response belongs to a group of an arm which the questionnaire does not have, or to none.
    #[error(
        "a response has the group {group:?} of the arm {arm}, which the questionnaire does not have"
    )]
    UnknownGroup { arm: String, group: String },
    /// A response came without a code, as by an open link, to a wave whose sample was drawn.
    #[error(
        "a response to a drawn sample has no stratum and no PSU, as if it came by an open link"
    )]
    Unplaced,
}

impl Dataset {
    /// Columns of a wave's responses. `overall` names the questions that a complete interview must have answered.
    pub fn build(
        questionnaire: &Questionnaire,
        overall: &[&QuestionId],
        responses: &[ResponseRow],
    ) -> Result<Self, DatasetError> {
        let mut assignments: Vec<Assignment> = Vec::new();
        let mut dataset = Self {
            stratum: Vec::new(),
            psu: Vec::new(),
            mode: Vec::new(),
            complete: 0,
            partial: 0,
            break_offs: 0,
            is_complete: Vec::new(),
            break_offs_of: BTreeMap::new(),
            given: (questionnaire.questions.iter())
                .filter(|question| !question.answer.is_whole() && !question.answer.is_text())
                .map(|question| (question.id.clone(), Vec::new()))
                .collect(),
            columns: empty_columns(questionnaire),
            scales: BTreeMap::new(),
            shown: Vec::new(),
        };
        for response in responses {
            let known = |it: &Assignment| it.groups == response.arms;
            let shown = if let Some(shown) = assignments.iter().position(known) {
                shown
            } else {
                assignments.push(assignment_of(questionnaire, &response.arms)?);
                assignments.len() - 1
            };
            dataset.add(questionnaire, &assignments[shown], shown, overall, response)?;
        }
        dataset.scales = shown_scales(questionnaire, &assignments);
        Ok(dataset)
    }

    fn add(
        &mut self,
        questionnaire: &Questionnaire,
        assignment: &Assignment,
        shown: usize,
        overall: &[&QuestionId],
        response: &ResponseRow,
    ) -> Result<(), DatasetError> {
        let path = route(questionnaire, assignment, &response.answers);
        let completeness = completeness(&path.asked, overall, &response.answers);
        match completeness {
            Completeness::Complete => self.complete += 1,
            Completeness::Partial => self.partial += 1,
            Completeness::BreakOff => {
                self.break_offs += 1;
                if let Some(psu) = &response.psu {
                    *self.break_offs_of.entry(psu.clone()).or_default() += 1;
                }
                return Ok(());
            }
        }
        let (Some(stratum), Some(psu)) = (&response.stratum, &response.psu) else {
            return Err(DatasetError::Unplaced);
        };
        self.stratum.push(stratum.clone());
        self.psu.push(psu.clone());
        self.mode.push(response.mode);
        self.shown.push(shown);
        self.is_complete
            .push(completeness == Completeness::Complete);
        for column in self.columns.values_mut() {
            column.push(Cell::NotAsked);
        }
        for given in self.given.values_mut() {
            given.push(None);
        }
        let row = self.shown.len() - 1;
        for question in path.asked {
            if let Some(column) = self.columns.get_mut(&question.id) {
                column[row] = response
                    .answers
                    .code(&question.id)
                    .map_or(Cell::Skipped, Cell::Answered);
            } else if let Some(given) = self.given.get_mut(&question.id) {
                given[row] = Some(response.answers.get(&question.id).is_some());
            }
        }
        Ok(())
    }

    /// Rows: complete and partial interviews.
    pub fn rows(&self) -> usize {
        self.shown.len()
    }

    /// The column of a question that takes one code or number.
    pub fn column(&self, question: &QuestionId) -> Option<&[Cell]> {
        self.columns.get(question).map(Vec::as_slice)
    }

    /// Of a question that takes neither a code nor a number nor a text, per row whether it was answered; none where it was not asked.
    pub(crate) fn given(&self, question: &QuestionId) -> Option<&[Option<bool>]> {
        self.given.get(question).map(Vec::as_slice)
    }

    /// The scale a row was shown at a question.
    pub fn scale(&self, question: &QuestionId, row: usize) -> Option<&ScaleId> {
        self.scales.get(question)?.get(self.shown[row])?.as_ref()
    }
}

fn empty_columns(questionnaire: &Questionnaire) -> BTreeMap<QuestionId, Vec<Cell>> {
    questionnaire
        .questions
        .iter()
        .filter(|question| question.answer.is_whole())
        .map(|question| (question.id.clone(), Vec::new()))
        .collect()
}

/// What a respondent of these groups was shown, in the order written: no figure hangs on the order.
fn assignment_of(
    questionnaire: &Questionnaire,
    groups: &BTreeMap<String, String>,
) -> Result<Assignment, DatasetError> {
    for arm in &questionnaire.arms {
        let group = groups.get(&arm.id).map_or("", String::as_str);
        if !arm.groups.contains_key(group) {
            return Err(DatasetError::UnknownGroup {
                arm: arm.id.clone(),
                group: group.to_owned(),
            });
        }
    }
    Ok(Assignment::as_written(questionnaire, groups))
}

fn shown_scales(
    questionnaire: &Questionnaire,
    assignments: &[Assignment],
) -> BTreeMap<QuestionId, Vec<Option<ScaleId>>> {
    let shown = |question: &Question| match question.answer.scale() {
        Some(scale) => assignments
            .iter()
            .map(|assignment| {
                assignment
                    .scale(questionnaire, scale)
                    .map(|shown| shown.id.clone())
            })
            .collect(),
        None => vec![None; assignments.len()],
    };
    questionnaire
        .questions
        .iter()
        .map(|question| (question.id.clone(), shown(question)))
        .collect()
}

/// How complete an interview is; texts, which leave their response, do not count.
fn completeness(asked: &[&Question], overall: &[&QuestionId], answers: &Answers) -> Completeness {
    let counted = || asked.iter().filter(|question| !question.answer.is_text());
    let answered = |question: &&&Question| answers.get(&question.id).is_some();
    let applicable = counted().count();
    let given = counted().filter(answered).count();
    let overall_given = counted()
        .filter(|question| overall.contains(&&question.id))
        .all(|question| answers.get(&question.id).is_some());
    if given * 5 >= applicable * 4 && overall_given {
        Completeness::Complete
    } else if given * 2 >= applicable {
        Completeness::Partial
    } else {
        Completeness::BreakOff
    }
}

#[cfg(test)]
mod tests {
    use questionnaire::Answer;

    use super::*;

    /// Ten questions with choices, and two for texts.
    fn form() -> Questionnaire {
        let head = "id = \"form\"\nlanguages = [\"zh\"]\ntitle = { zh = \"表\" }\nintro = { zh = \"您好\" }\n";
        let choices = (0..10).map(|place| {
            format!(
                "[[question]]\nid = \"Q{place}\"\ntype = \"single\"\nzh = \"问{place}？\"\n\
                choices = [{{ code = 1, zh = \"是\" }}, {{ code = 2, zh = \"否\" }}]\n"
            )
        });
        let texts = ["T0", "T1"].map(|id| {
            format!(
                "[[question]]\nid = \"{id}\"\ntype = \"long_text\"\nmax_length = 100\nzh = \"请写{id}\"\n"
            )
        });
        let form: String = ([head.to_owned()].into_iter())
            .chain(choices)
            .chain(texts)
            .collect();
        let read = format::read("form.toml", form.as_bytes());
        assert!(read.findings.is_empty(), "{:?}", read.findings);
        read.questionnaire.unwrap()
    }

    /// How complete it is to answer these questions, all of which were asked.
    fn answering(places: std::ops::Range<usize>) -> Completeness {
        let form = form();
        let asked: Vec<&Question> = form.questions.iter().collect();
        let answers = places.map(|place| (QuestionId::new(format!("Q{place}")), Answer::Number(1)));
        completeness(
            &asked,
            &[&QuestionId::new("Q0")],
            &Answers(answers.collect()),
        )
    }

    #[test]
    fn eight_of_ten_are_complete_and_five_partial_whatever_was_written() {
        let complete: Vec<Completeness> = [8, 7, 5, 4].map(|given| answering(0..given)).into();
        assert_eq!(
            complete,
            [
                Completeness::Complete,
                Completeness::Partial,
                Completeness::Partial,
                Completeness::BreakOff,
            ]
        );
    }

    #[test]
    fn without_an_overall_question_nothing_is_complete() {
        assert_eq!(answering(1..10), Completeness::Partial);
    }
}
