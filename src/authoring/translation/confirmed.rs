//! Translations that were found right although their original has changed: a comma, another word for the same.

use std::collections::BTreeSet;

use questionnaire::{Language, Questionnaire, TextKey};

/// Somebody found a translation right beside this original; with the next change of the original it is stale again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Confirmation {
    /// The language of the translation.
    pub language: Language,
    pub text: TextKey,
    /// The original that it was found right beside.
    pub original: String,
}

/// What translations are compared with.
#[derive(Debug, Clone, Copy)]
pub struct Earlier<'b> {
    /// The version whose originals they were made from.
    pub version: &'b Questionnaire,
    /// What was found right since.
    pub confirmed: &'b BTreeSet<Confirmation>,
}

impl<'b> From<&'b Questionnaire> for Earlier<'b> {
    /// A version since which nothing was confirmed.
    fn from(version: &'b Questionnaire) -> Self {
        static NONE: BTreeSet<Confirmation> = BTreeSet::new();
        let confirmed = &NONE;
        Self { version, confirmed }
    }
}

impl Earlier<'_> {
    /// Whether a translation was found right beside this original.
    pub(super) fn confirms(&self, language: &Language, text: &TextKey, original: &str) -> bool {
        self.confirmed.contains(&Confirmation {
            language: language.clone(),
            text: text.clone(),
            original: original.to_owned(),
        })
    }
}
