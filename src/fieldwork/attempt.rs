//! Attempts to reach a sampled household: a letter, a visit, a call, and what came of it.

use chrono::NaiveDate;

use crate::case_number::CaseNumber;
use crate::disposition::{Disposition, RefusedAttempt};

/// How somebody tried to reach a household.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum ContactMode {
    Letter,
    Visit,
    Telephone,
}

impl ContactMode {
    /// Every mode.
    pub const ALL: [Self; 3] = [Self::Letter, Self::Visit, Self::Telephone];

    /// The word in files and in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Letter => "letter",
            Self::Visit => "visit",
            Self::Telephone => "telephone",
        }
    }

    /// The mode of this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.word() == word)
    }
}

/// One attempt, known to the day: what somebody wrote down, with no word about persons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Attempt {
    pub case: CaseNumber,
    pub day: NaiveDate,
    pub mode: ContactMode,
    pub result: Disposition,
}

/// Why attempts were not recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttemptFault {
    /// The wave has no such case.
    UnknownCase,
    /// The wave has been opened: nobody who may know answers changes what is known of cases.
    Opened,
    /// The day is long before the wave opened, or has not come yet.
    Day(NaiveDate),
    /// What is known of the case does not allow it.
    Refused(RefusedAttempt),
}
