//! How many persons gave each answer to the questions of an open link.

use std::collections::BTreeMap;

use super::prepared::WaveData;
use super::suppression::List;
use super::{date_classes, number_classes};
use questionnaire::{Answer, AnswerType, Assignment, Code, Question, QuestionId, ScaleId, route};

/// A list of choices that a question was answered from: its own, or the scale that was shown in its place.
pub(super) type ListId<'q> = (&'q QuestionId, Option<ScaleId>);

/// Those who gave an answer on which it depends whether another question is asked.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Followed {
    pub asked: u64,
    pub not_asked: u64,
}

type ByAnswer<'q> = BTreeMap<(ListId<'q>, Code), Followed>;

/// Persons by list and answer.
#[derive(Default)]
pub(super) struct Tally<'q> {
    counts: BTreeMap<(ListId<'q>, Code), u64>,
    lists: BTreeMap<ListId<'q>, List>,
    /// By a question and one that its condition names.
    followed: BTreeMap<(&'q QuestionId, &'q QuestionId), ByAnswer<'q>>,
}

impl<'q> Tally<'q> {
    /// Counts all responses.
    pub(super) fn of(data: &'q WaveData) -> Self {
        let mut tally = Self::default();
        for response in &data.responses {
            let assignment = Assignment::as_written(&data.questionnaire, &response.arms);
            let path = route(&data.questionnaire, &assignment, &response.answers);
            let mut given: BTreeMap<&QuestionId, (ListId<'q>, Vec<Code>)> = BTreeMap::new();
            for question in path.asked {
                let scale = question.answer.scale();
                let scale = scale.and_then(|scale| assignment.scale(&data.questionnaire, scale));
                let list = (&question.id, scale.map(|shown| shown.id.clone()));
                let answer = response.answers.get(&question.id);
                if !matches!(answer, Some(Answer::Text(_))) {
                    let codes = answer.map_or_else(Vec::new, |answer| codes(question, answer));
                    given.insert(&question.id, (list, codes));
                }
            }
            tally.add(&data.questionnaire.questions, &given);
        }
        tally
    }

    /// Counts one response: the questions that were asked, each with the codes chosen.
    fn add(
        &mut self,
        questions: &'q [Question],
        given: &BTreeMap<&'q QuestionId, (ListId<'q>, Vec<Code>)>,
    ) {
        for (list, codes) in given.values() {
            let persons = self.lists.entry(list.clone()).or_default();
            persons.asked += 1;
            persons.answered += u64::from(!codes.is_empty());
            for code in codes {
                *self.counts.entry((list.clone(), *code)).or_default() += 1;
            }
        }
        for question in questions {
            let condition = question.ask_if.iter();
            for on in condition.flat_map(|condition| condition.questions()) {
                let Some((list, codes)) = given.get(on) else {
                    continue;
                };
                let followed = self.followed.entry((&question.id, on)).or_default();
                for code in codes {
                    let persons = followed.entry((list.clone(), *code)).or_default();
                    if given.contains_key(&question.id) {
                        persons.asked += 1;
                    } else {
                        persons.not_asked += 1;
                    }
                }
            }
        }
    }

    /// How many chose a code of a list.
    pub(super) fn count(&self, list: &ListId<'q>, code: Code) -> u64 {
        let counted = self.counts.get(&(list.clone(), code));
        counted.copied().unwrap_or(0)
    }

    /// How many saw a list, and how many chose anything of it.
    pub(super) fn list(&self, list: &ListId<'q>) -> List {
        self.lists.get(list).copied().unwrap_or_default()
    }

    /// By their answers to the question `on`: how many were asked a question whose condition names it.
    pub(super) fn asked_after(
        &self,
        question: &'q Question,
        on: &'q QuestionId,
    ) -> impl Iterator<Item = (&(ListId<'q>, Code), &Followed)> {
        self.followed.get(&(&question.id, on)).into_iter().flatten()
    }
}

/// The codes under which an answer is counted: its own, or that of the class its number or date is in.
fn codes(question: &Question, answer: &Answer) -> Vec<Code> {
    let code = match (&question.answer, answer) {
        (_, Answer::Codes(codes)) => return codes.iter().copied().collect(),
        (_, Answer::Beside { beside }) => Some(*beside),
        (AnswerType::Number(number), answer) => number_classes::class_of(number, answer),
        (AnswerType::Date(date), Answer::Date { date: given }) => {
            date_classes::class_of(date, *given)
        }
        (_, answer) => answer.code(),
    };
    code.into_iter().collect()
}
