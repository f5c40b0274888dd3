//! How a list was understood.

use super::column::Column;
use super::table::Source;
use crate::id::StratumId;

/// Something that was read otherwise than it stands, left out, or recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum Remark {
    /// In which encoding, and what parts its cells; or that it is a workbook.
    Read(Source),
    /// The sheet that was read, among several.
    Sheet { read: String, left: Vec<String> },
    /// Rows above the heading.
    TitleRows { heading: u64, titles: Vec<String> },
    /// There is no heading: the columns were assigned by hand.
    NoHeading,
    /// Headings and what their columns were taken for.
    Columns(Vec<(String, Column)>),
    /// Headings of columns that were left unread.
    ColumnsLeft(Vec<String>),
    /// How many units were read, of how many strata.
    Units { units: usize, strata: usize },
    /// Numbers that stand otherwise than in plain digits.
    NumbersRead {
        count: usize,
        examples: Vec<Example>,
    },
    /// Codes with full-width signs or spaces.
    CodesTidied {
        count: usize,
        examples: Vec<Example>,
    },
    /// Rows that repeat the heading.
    HeadingsRepeated { count: usize, first: u64 },
    /// Rows of totals, by row and words.
    TotalsLeft(Vec<(u64, String)>),
    /// Totals that agree with the units.
    TotalsAgree { count: usize },
    /// Notes below the units, by row and words.
    NotesLeft(Vec<(u64, String)>),
    /// Units that were found by a code that is in use since a later year than the plan's.
    LaterCode {
        code: StratumId,
        since: i32,
        /// The stratum of the plan.
        stratum: StratumId,
        units: usize,
        /// True where no reference date says whether the code was in use.
        undated: bool,
    },
    /// Units whose stratum was found by its name.
    StrataByName { units: usize },
    /// Units with more households than persons.
    MoreHouseholdsThanPersons { units: usize, first: u64 },
}

/// A cell that was read otherwise than it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Example {
    pub row: u64,
    pub written: String,
    pub read: String,
}

/// How much of a text is repeated when something is said of it, in characters.
const EXCERPT: usize = 80;

/// The beginning of a text that may be as long as its file.
pub(crate) fn excerpt(words: &str) -> String {
    match words.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words.to_owned(),
    }
}
