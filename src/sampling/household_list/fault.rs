//! What is wrong in a list of households.

use super::column::HouseholdColumn;
use crate::listing::ListingFault;

/// A fault with its row (`line`) and the heading of its column (`place`).
pub type HouseholdFinding = format::Finding<HouseholdFault>;

/// A fault of a list, of one of its rows, or of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum HouseholdFault {
    /// What a list of units may have as well: it cannot be read, a cell is empty, a code is damaged.
    List(ListingFault),
    /// No household at all.
    NoHousehold,
    /// Columns that are needed are not there.
    MissingColumns(Vec<HouseholdColumn>),
    /// Two columns that say the same, and nothing tells which is meant.
    ColumnTwice(HouseholdColumn),
    /// The frame has no unit of this code.
    UnknownUnit(String),
    /// No number from 1 on.
    NotAHousehold(String),
    /// A number beyond the households that the frame counts in the unit.
    OutOfRange { number: u64, size: u64 },
    /// The household stands on an earlier row, of this sheet or another one.
    Duplicate { first: u64, sheet: Option<String> },
    /// Numbers count through the whole list instead of each unit; at the first household of the second unit.
    RunsOn,
    /// An address that is to be that of the row above.
    AsAbove(String),
    /// What a spreadsheet program has left of an address: a day, or text with signs lost.
    DamagedAddress(String),
    /// An address of more characters than an envelope takes.
    TooLong { signs: usize, limit: usize },
}

impl HouseholdFault {
    /// The fault in a row, in the column under a heading.
    pub(super) fn at(self, file: &str, row: u64, heading: Option<&str>) -> HouseholdFinding {
        HouseholdFinding {
            file: file.to_owned(),
            line: usize::try_from(row).unwrap_or(usize::MAX),
            place: heading.map(str::to_owned),
            problem: self,
        }
    }
}
