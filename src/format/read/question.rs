//! A question and the type of its answer.

use super::QuestionnaireReader;
use crate::answer_type;
use crate::problem::Problem;
use crate::source::Entry;
use questionnaire::{Condition, Part, Question, QuestionId, Sort, Text};

/// The keys of every question.
const SHARED_KEYS: [&str; 10] = [
    "id", "section", "type", "text", "help", "required", "ask_if", "end_if", "end", "series",
];

/// Every key of a question besides its wording.
fn question_keys() -> impl Iterator<Item = &'static str> {
    let own = Sort::WORDS.iter().flat_map(|(_, sort)| sort.keys());
    SHARED_KEYS.iter().chain(own).copied()
}

/// True for the tag of a language that is a key of questions too, as `id` is for Indonesian: what is asked in it stands
/// under `text`.
pub fn is_question_key(tag: &str) -> bool {
    question_keys().any(|key| key == tag)
}

impl QuestionnaireReader<'_, '_> {
    /// What is asked: each wording under the tag of its language, or in the table `text`.
    fn asked(&mut self, entry: &Entry<'_>) -> Text {
        let mut text = self.text(entry, "text").unwrap_or_default();
        for language in self.languages.clone() {
            if is_question_key(language.tag()) {
                continue;
            }
            if let Some(wording) = self.toml.string(entry, language.tag()) {
                text.set(language, wording);
            }
        }
        text
    }

    pub(super) fn question(&mut self, entry: &Entry<'_>, id: String) -> Option<Question> {
        let id = QuestionId::new(id);
        let sort = self.toml.word(entry, "type", Sort::WORDS);
        let sort = self.toml.require(entry, "type", sort);
        let known: Vec<&str> = match sort {
            Some(sort) => SHARED_KEYS.iter().chain(sort.keys()).copied().collect(),
            None => question_keys().collect(),
        };
        self.allow_worded(entry, &known);
        let answer =
            sort.and_then(|sort| answer_type::read(self, entry, sort, &Part::Question(id.clone())));
        let section = self.toml.string(entry, "section");
        let text = self.asked(entry);
        let help = self.text(entry, "help").unwrap_or_default();
        let required = self.toml.flag(entry, "required");
        let ask_if = self.condition(entry, "ask_if", &id);
        let end_if = self.condition(entry, "end_if", &id);
        let end = self.text(entry, "end").unwrap_or_default();
        Some(Question {
            id,
            section,
            answer: answer?,
            text,
            help,
            required,
            ask_if,
            end_if,
            end,
            series: self.toml.string(entry, "series"),
        })
    }

    fn condition(
        &mut self,
        entry: &Entry<'_>,
        key: &'static str,
        question: &QuestionId,
    ) -> Option<Condition> {
        let Some(source) = self.toml.string(entry, key) else {
            if entry.has(key) {
                self.positions.mark_without_condition(question);
            }
            return None;
        };
        match Condition::parse(&source) {
            Ok(condition) => Some(condition),
            Err(problem) => {
                self.positions.mark_without_condition(question);
                let line = self.toml.line_of(entry, key);
                let problem = Problem::Condition { key, problem };
                self.toml.report(line, Some(question.as_str()), problem);
                None
            }
        }
    }
}
