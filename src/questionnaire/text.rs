//! Text for people, one wording per language.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// A language of a questionnaire, by its BCP 47 tag (`zh`, `en`, `mn`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Language(String);

impl Language {
    /// The language with this tag.
    pub fn new(tag: impl Into<String>) -> Self {
        Self(tag.into())
    }

    /// The tag, as it stands in a file and in the address (`?lang=en`).
    pub fn tag(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One text in each of its languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text(BTreeMap<Language, String>);

impl Text {
    /// Sets the wording in one language.
    pub fn set(&mut self, language: Language, wording: impl Into<String>) {
        self.0.insert(language, wording.into());
    }

    /// The wording in `language`, if there is one.
    pub fn find(&self, language: &Language) -> Option<&str> {
        self.0.get(language).map(String::as_str)
    }

    /// The wording in `language`, else in any language there is; empty if there is none.
    ///
    /// A checked questionnaire has a wording for each of its languages, so the fallback
    /// serves only a language the questionnaire does not have.
    pub fn get(&self, language: &Language) -> &str {
        self.find(language)
            .or_else(|| self.0.values().next().map(String::as_str))
            .unwrap_or_default()
    }

    /// The languages that have a wording.
    pub fn languages(&self) -> impl Iterator<Item = &Language> {
        self.0.keys()
    }

    /// True where no language has a wording.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<const N: usize> From<[(&str, &str); N]> for Text {
    fn from(wordings: [(&str, &str); N]) -> Self {
        Self(
            wordings
                .into_iter()
                .map(|(tag, wording)| (Language::new(tag), wording.to_owned()))
                .collect(),
        )
    }
}
