//! The choices of a question or scale.

use super::QuestionnaireReader;
use crate::problem::Problem;
use crate::source::Entry;
use questionnaire::{Choice, ChoiceKind, Code, Part};

/// The keys of a choice besides its wording.
const CHOICE_KEYS: [&str; 6] = ["code", "kind", "score", "exclusive", "other", "apart"];

/// The greatest code; six-digit division codes fit, and so does every data file.
const GREATEST_CODE: i64 = 999_999_999;

impl QuestionnaireReader<'_, '_> {
    /// The list of choices under a key; none where the key is missing or no list.
    pub(crate) fn choices(
        &mut self,
        entry: &Entry<'_>,
        key: &str,
        part: &Part,
    ) -> Option<Vec<Choice>> {
        if !entry.has(key) {
            self.toml.report_missing(entry, key);
            return None;
        }
        let entries = self.toml.tables(entry, key);
        let mut choices: Vec<Choice> = Vec::with_capacity(entries.len());
        for entry in entries {
            let Some(choice) = self.choice(&entry) else {
                continue;
            };
            let line = entry.line;
            if choices.iter().any(|other| other.code == choice.code) {
                let problem = Problem::DuplicateCode { code: choice.code };
                self.toml.report(line, part.name(), problem);
                continue;
            }
            self.positions.record(part, &choice.code.to_string(), line);
            choices.push(choice);
        }
        Some(choices)
    }

    fn choice(&mut self, entry: &Entry<'_>) -> Option<Choice> {
        self.allow_worded(entry, &CHOICE_KEYS);
        let kind = self.toml.word(entry, "kind", ChoiceKind::WORDS);
        let score = self.toml.integer_within(entry, "score", 0, 100);
        let label = self.wordings(entry);
        let exclusive = self.toml.flag(entry, "exclusive");
        let other = self.toml.flag(entry, "other");
        let apart = self.toml.flag(entry, "apart");
        let code = self.toml.integer_within(entry, "code", 0, GREATEST_CODE);
        Some(Choice {
            code: self.toml.require(entry, "code", code).map(Code)?,
            kind,
            score: score.and_then(|score| u8::try_from(score).ok()),
            label,
            exclusive,
            other,
            apart,
        })
    }
}
