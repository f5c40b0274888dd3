//! The conditions of a form, read once all its questions are known.

use super::{Named, Pending, Reader};
use crate::xlsform::Note;
use crate::xlsform::ledger::{ReadRow, Why};
use crate::xlsform::xpath::{self, Compared, Formula, Scope};
use questionnaire::{AnswerType, Condition, Part, Question, QuestionId};

impl Reader<'_> {
    /// Reads the conditions, now that all questions are known. Those of groups are carried to each of their questions.
    pub(super) fn conditions(&mut self) {
        let mut of_groups: Vec<Option<Formula>> = Vec::new();
        for at in 0..self.groups.len() {
            let row = self.groups[at].row;
            of_groups.push(self.condition(row, &self.groups[at].around));
        }
        let around = |groups: &[usize], but: &[usize]| -> Vec<Formula> {
            let groups = groups.iter().filter(|group| !but.contains(group));
            groups
                .filter_map(|group| of_groups[*group].clone())
                .collect()
        };
        let mut asked_in = Vec::new();
        for pending in std::mem::take(&mut self.conditions) {
            let mut parts = around(&pending.groups, &[]);
            parts.extend(self.condition(pending.row, &pending.groups));
            let condition = joined(pending.row, parts);
            asked_in.push((pending.question.clone(), pending.groups));
            if let Some(found) = self.find(&pending.question) {
                found.ask_if = condition;
            }
        }
        for (
            Pending {
                row,
                question,
                groups,
            },
            text,
        ) in std::mem::take(&mut self.ends)
        {
            // Who is asked the question is in all its groups.
            let own = asked_in.iter().find(|(asked, _)| *asked == question);
            let mut parts = around(&groups, own.map_or(&[], |(_, groups)| groups));
            let Some(condition) = self.condition(row, &groups) else {
                continue;
            };
            parts.push(condition);
            let condition = joined(row, parts);
            if let Some(found) = self.find(&question) {
                found.end_if = condition;
                found.end = text;
            }
        }
        self.required();
    }

    /// Nobody has to answer here, but where an answer decides whether the interview goes on.
    fn required(&mut self) {
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

    /// What the condition of a row says; none where it has none, or where it is left.
    fn condition(&self, row: &ReadRow, groups: &[usize]) -> Option<Formula> {
        let xpath = row.see("relevant");
        if xpath.is_empty() {
            return None;
        }
        let question = |name: &str| self.asked(name, groups);
        let scope = Scope {
            lists: self.lists,
            question: &question,
        };
        match xpath::read(xpath, &scope) {
            Ok(formula) if formula.clone().simplified() == Formula::Constant(false) => {
                row.leave("relevant", Why::Never);
                None
            }
            Ok(formula) => {
                row.take("relevant");
                Some(formula)
            }
            Err(why) => {
                row.leave("relevant", why);
                None
            }
        }
    }

    /// The question that a name in a condition means, seen from these groups.
    fn asked(&self, name: &str, groups: &[usize]) -> Result<(QuestionId, Compared), Why> {
        let named = self.names.get(name).map(Vec::as_slice).unwrap_or_default();
        let here = || named.iter().filter(|named| named.groups == groups);
        let (name_of, left_out) = (
            || name.to_owned(),
            || Why::LeftOut {
                name: name.to_owned(),
            },
        );
        let found: &Named = match named {
            [] => return Err(Why::NoQuestion { name: name_of() }),
            [only] => only,
            _ => match here().collect::<Vec<_>>()[..] {
                [only] => only,
                _ => return Err(Why::Ambiguous { name: name_of() }),
            },
        };
        let id = found.question.clone().ok_or_else(left_out)?;
        let question = self.questionnaire.question(&id).ok_or_else(left_out)?;
        let list = || self.list_of.get(&id).cloned().ok_or(Why::NotUnderstood);
        let compared = match &question.answer {
            AnswerType::Single(_) | AnswerType::Scale(_) | AnswerType::District(_) => {
                Compared::One { list: list()? }
            }
            AnswerType::Multiple(_) => Compared::Several { list: list()? },
            AnswerType::Number(_) => Compared::Number,
            AnswerType::Date(date) if date.is_month() => Compared::Month,
            AnswerType::Date(_) => Compared::Day,
            AnswerType::ShortText(_) | AnswerType::LongText(_) => Compared::Text,
        };
        Ok((id, compared))
    }
}

/// What must hold all together; nothing where that is so in any case. What can never be true is left.
fn joined(row: &ReadRow, parts: Vec<Formula>) -> Option<Condition> {
    let formula = Formula::All(parts).simplified();
    let condition = formula.source().and_then(|it| Condition::parse(&it).ok());
    if condition.is_none() && formula != Formula::Constant(true) {
        let why = if formula == Formula::Constant(false) {
            Why::Never
        } else {
            Why::NotUnderstood
        };
        row.leave("relevant", why);
    }
    condition
}
