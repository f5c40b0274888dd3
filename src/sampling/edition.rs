//! A frame as the survey office keeps it: under its hash, with where its figures are from.

use chrono::{DateTime, NaiveDate, Utc};

/// How far the figures of a frame can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrameStatus {
    /// A published or official list of the very units.
    Verified,
    /// Used in its place; said on whatever rests on it.
    Provisional,
    /// Made up for tests and demonstrations: waves drawn from it are simulated and say so.
    Synthetic,
}

impl FrameStatus {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Verified, Self::Provisional, Self::Synthetic];

    /// The word the database holds.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Provisional => "provisional",
            Self::Synthetic => "synthetic",
        }
    }

    /// The status of this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == word)
    }
}

/// What is known of a frame besides its strata and units.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct FrameEdition {
    /// [`Frame::hash`](crate::Frame::hash).
    pub hash: String,
    pub plan: String,
    /// The edition of the plan whose strata it has.
    pub edition: String,
    /// What the survey office calls it.
    pub name: String,
    /// Where the list is from.
    pub source: String,
    /// The day that its figures stand for.
    pub reference_date: NaiveDate,
    pub status: FrameStatus,
    /// The name of whoever took it in.
    pub taken_by: String,
    pub taken_at: DateTime<Utc>,
}
