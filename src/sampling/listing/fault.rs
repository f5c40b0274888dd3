//! What is wrong in a list of units.

use super::column::Column;
use crate::id::StratumId;

/// A fault with its row (`line`) and the heading of its column (`place`).
pub type ListingFinding = format::Finding<ListingFault>;

/// A fault of a list, of one of its rows, or of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum ListingFault {
    /// A file larger than any list.
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The most read.
        limit: usize,
    },
    /// A document of another program, or text in no encoding that is known.
    NotATable,
    /// A workbook of the old format (.xls).
    OldWorkbook,
    /// A workbook that cannot be opened.
    Workbook(format::xlsform::ImportError),
    /// A line that is no CSV.
    Unreadable(String),
    /// No row that could be the heading.
    NoHeading,
    /// No unit at all.
    NoUnit,
    /// A column that is needed is not there.
    MissingColumn(Column),
    /// There is no column of names.
    MissingName,
    /// Two columns that say the same, and nothing tells which is meant.
    ColumnTwice(Column),
    /// More cells than the heading has: most often a number or a text with an unquoted comma.
    TooManyCells { cells: usize, columns: usize },
    /// A cell that must say something is empty.
    Empty,
    /// A size of zero.
    Zero,
    /// No whole number.
    NotANumber(String),
    /// More than any community has.
    TooMany(String),
    /// Neither urban nor rural.
    NotUrbanOrRural(String),
    /// A code that a spreadsheet has turned into a number with an exponent.
    DamagedCode(String),
    /// The code stands on an earlier row.
    Duplicate { code: String, first: u64 },
    /// No stratum of the plan has the code or the name.
    UnknownStratum(String),
    /// A code that came into use after the reference date.
    CodeNotYet {
        code: StratumId,
        /// The first year in which it was in use.
        since: i32,
        /// The code that the place had then.
        then: StratumId,
    },
    /// A code that ended before the reference date.
    CodeEnded {
        code: StratumId,
        /// The last year in which it was in use.
        until: i32,
        /// The code that the place has since, where that is known.
        successor: Option<StratumId>,
    },
}

impl ListingFault {
    /// The fault in a row, in the column under a heading.
    pub(crate) fn at(self, file: &str, row: u64, heading: Option<&str>) -> ListingFinding {
        ListingFinding {
            file: file.to_owned(),
            line: usize::try_from(row).unwrap_or(usize::MAX),
            place: heading.map(str::to_owned),
            problem: self,
        }
    }
}
