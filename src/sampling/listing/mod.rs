//! Lists of communities and villages as offices keep them, read into the units of a frame.
//!
//! # Design
//!
//! A list is CSV in whatever encoding a spreadsheet writes, or a workbook; it has titles above its heading, total rows
//! and notes below, and columns by names of its own. What is understood is said ([`Remark`]), so that nothing is read
//! otherwise than it was meant without anybody noticing. What cannot be a unit is a fault, and every fault is found in
//! a single pass with its row, its column and what to do; a list with faults makes no frame. What can be a unit and is
//! doubtful all the same (a stratum with far fewer persons than its census) is a [`Concern`], to be confirmed by a person.
//!
//! Columns are known by their headings, by what was assigned by hand before that. Codes of strata are held to the year
//! of the list's reference date: the code that a place has had since a later year is refused, with the one it had then.

mod column;
mod concern;
mod export;
mod fault;
mod layout;
mod number;
mod remark;
mod rows;
mod stratum;
mod table;
mod total;
mod urban;

#[cfg(test)]
mod tests;

pub use column::Column;
pub use concern::{Concern, TOLERANCE};
pub use export::write_listing;
pub use fault::{ListingFault, ListingFinding};
pub use format::table::{Delimiter, Encoding};
pub use layout::{Assignment, Layout, LayoutColumn, column_letter};
pub use remark::{Example, Remark};
pub use table::{LARGEST_LISTING, Source};

pub(crate) use column::{by_script, recognise, tidy_heading};
pub(crate) use layout::{Heading, ROWS_LOOKED_AT};
pub(crate) use number::{
    is_damaged, plain_signs, read_count_within, read_total, tidy_code, without_separators,
};
pub(crate) use remark::excerpt;
pub(crate) use rows::begins_note;
pub(crate) use table::{Sheet, TableRow, read as read_table};
pub(crate) use total::names_total;

use chrono::NaiveDate;

use super::frame::{Frame, FrameStratum, FrameUnit};
use rows::RowReader;

/// What a list is read beside.
#[derive(Debug, Clone, Copy)]
pub struct ListingContext<'a> {
    /// The strata that its units lie in.
    pub strata: &'a [FrameStratum],
    /// The day that its figures stand for; while it is not known, codes are not held to their years.
    pub reference_date: Option<NaiveDate>,
    /// What was assigned by hand.
    pub assignment: &'a Assignment,
    /// By what share of its census (0.1 is ten percent) the persons of a stratum may differ without being a concern.
    pub tolerance: f64,
}

/// What a list says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Listing {
    /// Its sheets and columns, and what each is taken for.
    pub layout: Layout,
    /// The units without faults, in the order of the list.
    pub units: Vec<FrameUnit>,
    /// Every fault, by row; none of a list that can become a frame.
    pub findings: Vec<ListingFinding>,
    /// How it was understood.
    pub remarks: Vec<Remark>,
    /// What a person has to confirm before it becomes a frame.
    pub concerns: Vec<Concern>,
}

impl Listing {
    /// The frame of these strata that the list makes; none while it has faults.
    pub fn frame(&self, strata: &[FrameStratum]) -> Option<Frame> {
        let sound = self.findings.is_empty() && !self.units.is_empty();
        sound.then(|| Frame::new(strata.to_vec(), self.units.clone()))
    }
}

/// Reads a list; `file` is named in findings.
pub fn read_listing(file: &str, content: &[u8], context: ListingContext<'_>) -> Listing {
    let (source, sheets) = match table::read(content) {
        Ok(read) => read,
        Err((row, fault)) => {
            return Listing {
                findings: vec![fault.at(file, row, None)],
                ..Listing::default()
            };
        }
    };
    let mut remarks = vec![Remark::Read(source)];
    let (sheet, found) = layout::choose(&sheets, context.assignment);
    let mut concerns = layout::other_sheets(&sheets, sheet, &mut remarks);
    let Some(sheet) = sheets.get(sheet) else {
        return Listing {
            findings: vec![ListingFault::NoUnit.at(file, 1, None)],
            remarks,
            ..Listing::default()
        };
    };
    let layout = found.layout(&sheets, sheet);
    let mut findings = found.findings(file, sheet);
    let Some(heading) = found.heading_row(sheet) else {
        return Listing {
            layout,
            findings,
            remarks,
            ..Listing::default()
        };
    };
    remarks.extend(found.remarks(sheet, &layout));
    let named = heading.checked_sub(1).map(|at| sheet.rows[at].cells.len());
    let width = named.filter(|_| source != Source::Workbook);
    let mut reader = RowReader::new(file, &context, &found, &layout, width);
    for row in &sheet.rows[heading..] {
        reader.read(row, &mut findings);
    }
    if reader.is_empty() {
        let row = sheet.rows.last().map_or(1, |row| row.number);
        findings.push(ListingFault::NoUnit.at(file, row, None));
    }
    reader.conclude(&context, &mut remarks, &mut concerns);
    let units = reader.into_units();
    format::sort_findings(&mut findings);
    Listing {
        layout,
        units,
        findings,
        remarks,
        concerns,
    }
}
