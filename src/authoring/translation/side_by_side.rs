//! Every text beside its translation, and whether that can be used.

use std::collections::BTreeMap;

use super::Earlier;
use questionnaire::{Language, Questionnaire, Text, TextKey};

/// Whether a translation can be used as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TranslationState {
    /// It is there.
    Present,
    /// There are no words.
    Missing,
    /// The original changed and the translation did not.
    Stale,
}

impl TranslationState {
    /// The word in a file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Present => "ok",
            Self::Missing => "missing",
            Self::Stale => "stale",
        }
    }
}

/// One text in the original and in one translation.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Translation {
    pub key: TextKey,
    /// In the first language.
    pub original: String,
    /// In the other; empty where missing.
    pub translation: String,
    /// Whether it can be used.
    pub state: TranslationState,
    /// What the original said before, where the translation is stale.
    pub before: Option<String>,
}

/// Every text beside its translation into `language`; `base` is what it is compared with, if anything.
pub fn translations(
    questionnaire: &Questionnaire,
    language: &Language,
    base: Option<Earlier<'_>>,
) -> Vec<Translation> {
    let Some(original) = questionnaire.languages.first() else {
        return Vec::new();
    };
    let earlier: BTreeMap<TextKey, &Text> = base
        .map(|base| base.version.texts().into_iter().collect())
        .unwrap_or_default();
    let texts = questionnaire.texts().into_iter();
    texts
        .map(|(key, text)| {
            let words = |language| text.find(language).unwrap_or_default().to_owned();
            let (first, second) = (words(original), words(language));
            let unchanged = |before: &&Text| before.find(language) == Some(second.as_str());
            let before = earlier
                .get(&key)
                .copied()
                .filter(unchanged)
                .and_then(|before| before.find(original))
                .filter(|before| *before != first)
                .filter(|_| !base.is_some_and(|base| base.confirms(language, &key, &first)))
                .map(str::to_owned);
            let (state, before) = if second.trim().is_empty() {
                (TranslationState::Missing, None)
            } else if before.is_some() {
                (TranslationState::Stale, before)
            } else {
                (TranslationState::Present, None)
            };
            Translation {
                key,
                original: first,
                translation: second,
                state,
                before,
            }
        })
        .collect()
}
