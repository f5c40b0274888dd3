//! A list of units that was uploaded and is no frame yet.

use chrono::{DateTime, NaiveDate, Utc};

use super::edition::FrameStatus;
use super::listing::Assignment;

/// The number of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FrameDraftId(pub i64);

impl std::fmt::Display for FrameDraftId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// What is said of a list before it becomes a frame.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct DraftFacts {
    pub name: String,
    /// Where the list is from.
    pub source: String,
    /// The day that its figures stand for.
    pub reference_date: Option<NaiveDate>,
    pub status: FrameStatus,
    pub assignment: Assignment,
    /// By how many percent of its census the persons of a stratum may differ.
    pub tolerance: u8,
}

/// A list without its file, which may be large.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct FrameDraft {
    pub id: FrameDraftId,
    pub plan: String,
    pub file_name: String,
    pub facts: DraftFacts,
    /// How many faults it had when it was last read.
    pub faults: u64,
    pub begun_by: String,
    pub begun_at: DateTime<Utc>,
}
