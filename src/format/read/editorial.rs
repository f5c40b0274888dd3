//! Wordings that were changed without changing what is said (`[[editorial]]`).

use super::QuestionnaireReader;
use crate::problem::Problem;
use crate::source::Entry;
use questionnaire::{Editorial, Language, TextKey};

impl QuestionnaireReader<'_, '_> {
    pub(super) fn editorial(&mut self, entry: &Entry<'_>) -> Option<Editorial> {
        const KEYS: [&str; 5] = ["text", "language", "before", "after", "reason"];
        self.toml.allow(entry, &KEYS);
        let mut values = KEYS.map(|key| {
            let value = self.toml.string(entry, key);
            self.toml.require(entry, key, value)
        });
        let [text, language, before, after, reason] = &mut values;
        let key = text.take()?;
        let Ok(text) = key.parse::<TextKey>() else {
            let line = self.toml.line_of(entry, "text");
            let problem = Problem::EditorialWithoutText { key };
            self.toml.report(line, None, problem);
            return None;
        };
        if reason
            .as_ref()
            .is_some_and(|reason| reason.trim().is_empty())
        {
            let line = self.toml.line_of(entry, "reason");
            let place = text.part().name().map(str::to_owned);
            let problem = Problem::EditorialWithoutReason;
            self.toml.report(line, place.as_deref(), problem);
        }
        Some(Editorial {
            text,
            language: Language::new(&language.take()?),
            before: before.take()?,
            after: after.take()?,
            reason: reason.take()?,
        })
    }
}
