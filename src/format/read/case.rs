//! The cases a file states about itself (`[[test]]`).

use std::collections::BTreeMap;

use toml::de::DeValue;

use super::QuestionnaireReader;
use crate::problem::Problem;
use crate::source::{Entry, integer_of};
use questionnaire::{Answer, Answers, Code, QuestionId, Test};

impl QuestionnaireReader<'_, '_> {
    pub(super) fn test(&mut self, entry: &Entry<'_>) -> Test {
        self.toml.allow(entry, &["name", "arms", "answers", "path"]);
        let name = self.toml.string(entry, "name");
        let path = self.toml.strings(entry, "path");
        let path = path.map(|ids| ids.into_iter().map(QuestionId::new).collect());
        Test {
            name: self.toml.require(entry, "name", name).unwrap_or_default(),
            arms: self.groups(entry),
            answers: self.answers(entry),
            path: self.toml.require(entry, "path", path).unwrap_or_default(),
            line: entry.line,
        }
    }

    fn groups(&mut self, entry: &Entry<'_>) -> BTreeMap<String, String> {
        let Some(arms) = self.toml.table(entry, "arms") else {
            return BTreeMap::new();
        };
        let mut groups = BTreeMap::new();
        for arm in arms.keys() {
            if let Some(group) = self.toml.string(&arms, arm) {
                groups.insert(arm.to_owned(), group);
            }
        }
        groups
    }

    fn answers(&mut self, entry: &Entry<'_>) -> Answers {
        let mut answers = Answers::default();
        let Some(table) = self.toml.table(entry, "answers") else {
            return answers;
        };
        for key in table.keys() {
            let question = QuestionId::new(key);
            let value = table.value(key).map(toml::Spanned::get_ref);
            if let Some(answer) = value.and_then(answer_of) {
                answers.0.insert(question, answer);
            } else {
                let line = self.toml.line_of(&table, key);
                self.toml
                    .report(line, None, Problem::TestAnswerMalformed { question });
            }
        }
        answers
    }
}

fn answer_of(value: &DeValue<'_>) -> Option<Answer> {
    match value {
        DeValue::Integer(_) => integer_of(value).map(Answer::Number),
        DeValue::Table(table) => {
            let mut members = table.iter();
            let (Some((name, value)), None) = (members.next(), members.next()) else {
                return None;
            };
            match &**name.get_ref() {
                "beside" => {
                    let beside = integer_of(value.get_ref()).map(Code)?;
                    Some(Answer::Beside { beside })
                }
                "date" => {
                    let date = value.get_ref().as_str()?.parse().ok()?;
                    Some(Answer::Date { date })
                }
                _ => None,
            }
        }
        DeValue::Float(number) => {
            let decimal = number.as_str().parse().ok()?;
            Some(Answer::Decimal { decimal })
        }
        DeValue::String(text) => Some(Answer::Text(text.clone().into_owned())),
        DeValue::Array(codes) if !codes.is_empty() => codes
            .iter()
            .map(|code| integer_of(code.get_ref()).map(Code))
            .collect::<Option<_>>()
            .map(Answer::Codes),
        _ => None,
    }
}
