//! What a draft is and which states it passes: pure, like everything but the store.

use std::fmt;

use chrono::{DateTime, Utc};

use format::parse;
use questionnaire::{Questionnaire, Text};

/// The row number of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DraftId(pub i64);

impl fmt::Display for DraftId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Where a draft is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DraftState {
    /// Being written.
    Draft,
    /// Waiting for somebody else's approval; nobody writes.
    InReview,
    /// It became a version.
    Published,
    /// It was given up.
    Discarded,
}

impl DraftState {
    /// Every state.
    pub const ALL: [Self; 4] = [
        Self::Draft,
        Self::InReview,
        Self::Published,
        Self::Discarded,
    ];

    /// The word the database holds.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::InReview => "in-review",
            Self::Published => "published",
            Self::Discarded => "discarded",
        }
    }

    /// The state of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// A draft without its texts.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The row.
    pub id: DraftId,
    /// The questionnaire's id, as far as the text can be read.
    pub questionnaire: String,
    /// Its title, as far as the text can be read.
    pub title: Text,
    /// Where it is on its way.
    pub state: DraftState,
    /// The number of the revision that counts now.
    pub head: i32,
    /// The version it was begun from.
    pub origin: Option<String>,
    /// Who began it.
    pub created_by: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Who changed it last.
    pub changed_by: String,
    /// When.
    pub changed_at: DateTime<Utc>,
    /// Who sent it to review, and when.
    pub sent: Option<(String, DateTime<Utc>)>,
    /// The version it became.
    pub version: Option<String>,
}

/// One text a draft had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Its number in the draft, from 1.
    pub number: i32,
    /// The revision it was made from.
    pub based_on: Option<i32>,
    /// The whole text.
    pub text: String,
    /// Who wrote it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// What was changed, in a few words.
    pub what: String,
}

/// What a draft's text says the questionnaire is called, however unfinished the rest is.
pub fn headline(text: &str) -> (String, Text) {
    match parse("draft.toml", text.as_bytes()).questionnaire {
        Some(Questionnaire { id, title, .. }) => (id, title),
        None => (String::new(), Text::default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_survives_being_written_down() {
        for state in DraftState::ALL {
            assert_eq!(DraftState::parse(state.as_str()), Some(state));
        }
    }
}
