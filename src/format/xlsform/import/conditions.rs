//! The conditions of a form, read once all its questions are known.

use super::Reader;
use crate::xlsform::{Note, xpath};
use questionnaire::{AnswerType, CalendarDate, Condition, Part, Question, QuestionId, Value};

impl Reader<'_> {
    /// Reads the conditions, now that all questions are known.
    pub(super) fn conditions(&mut self) {
        for (row, question, relevant) in std::mem::take(&mut self.relevant) {
            match self.condition(&relevant) {
                Some(condition) => {
                    if let Some(found) = self.find(&question) {
                        found.ask_if = Some(condition);
                    }
                }
                None => self.not_understood(row, question.as_str(), "relevant", &relevant),
            }
        }
        for (row, question, relevant, text) in std::mem::take(&mut self.ends) {
            match self.condition(&relevant) {
                Some(condition) => {
                    if let Some(found) = self.find(&question) {
                        found.end_if = Some(condition);
                        found.end = text;
                    }
                }
                None => self.not_understood(row, question.as_str(), "relevant", &relevant),
            }
        }
        let deciding: Vec<QuestionId> = self
            .questionnaire
            .questions
            .iter()
            .filter_map(|question| question.end_if.as_ref())
            .flat_map(|condition| condition.questions())
            .cloned()
            .collect();
        for question in &mut self.questionnaire.questions {
            if question.required && !deciding.contains(&question.id) {
                question.required = false;
                let part = Part::Question(question.id.clone());
                let key = "required";
                self.notes.push(Note::NoCounterpart { part, key });
            }
        }
    }

    fn find(&mut self, id: &QuestionId) -> Option<&mut Question> {
        let mut questions = self.questionnaire.questions.iter_mut();
        questions.find(|question| question.id == *id)
    }

    fn condition(&self, xpath: &str) -> Option<Condition> {
        let mut renamed = xpath.to_owned();
        for (name, id) in self.ids.iter().filter(|(name, id)| *name != id.as_str()) {
            renamed = renamed.replace(&format!("${{{name}}}"), &format!("${{{id}}}"));
        }
        let answer = |question: &QuestionId| {
            let question = self.questionnaire.question(question);
            question.map(|question| &question.answer)
        };
        let value = |question: &QuestionId, value: &str| match (
            self.list_of.get(question),
            answer(question),
        ) {
            (Some(list), _) => self.lists.code(list, value).map(Value::from),
            (None, Some(AnswerType::Date(asked))) => {
                let date: CalendarDate = value.parse().ok()?;
                let date = if asked.is_month() {
                    date.month_only()
                } else {
                    date
                };
                Some(Value::Date(date))
            }
            (None, _) => value.parse().ok().map(Value::Number),
        };
        let multiple =
            |question: &QuestionId| answer(question).is_some_and(AnswerType::is_multiple);
        Condition::parse(&xpath::read(&renamed, &value, &multiple)?).ok()
    }
}
