//! Lists of households with their addresses, as communities keep them.
//!
//! # Design
//!
//! Such a list is read as a list of units is ([`listing`](crate::listing)): CSV in whatever encoding a spreadsheet writes, or a
//! workbook, whose sheets may each hold one community; columns by their headings or as a person assigns them, titles above and
//! notes below. Three columns are read: the code of the unit, the number of the household, its address. No other is, and those
//! that may name persons are told of, so that whoever sent them learns not to; nobody can assign one of them. A list with a fault is
//! not taken at all. One of each kind lies in `tests/frames/households` (`every_case_of_households_is_named_by_a_test`).

mod cell;
mod column;
mod fault;
mod reader;
mod sheet;

#[cfg(test)]
mod tests;

pub use column::HouseholdColumn;
pub use fault::{HouseholdFault, HouseholdFinding};

use std::collections::BTreeMap;

use crate::id::PsuId;
use crate::listing::{Assignment, Layout, Source, read_table};
use reader::Reader;
use sheet::{HeadedSheet, head_sheets};

/// A household of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct ListedHousehold {
    pub unit: PsuId,
    /// Its number on the list of its unit, from 1.
    pub number: u64,
    /// In one line, never empty.
    pub address: String,
}

/// How a list was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum HouseholdRemark {
    /// In which encoding, and what parts its cells; or that it is a workbook.
    Read(Source),
    /// Sheets without the three columns.
    SheetsLeft(Vec<String>),
    /// Headings, or letters where there are none, and what their columns were taken for.
    Columns(Vec<(String, HouseholdColumn)>),
    /// Headings of columns that may name persons. They were not read.
    PersonsLeft(Vec<String>),
    /// Headings of all other columns that were not read.
    ColumnsLeft(Vec<String>),
    /// Totals, notes and repeated headings, with the row of the first.
    RowsLeft { count: usize, first: u64 },
    /// Households whose address is left empty, with the row of the first.
    Unaddressed { count: usize, first: u64 },
    /// How many households were read, of how many units.
    Households { households: usize, units: usize },
}

/// What a list says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct HouseholdList {
    /// The households without faults, in the order of the list.
    pub households: Vec<ListedHousehold>,
    /// Every fault, by row; a list with one is not taken.
    pub findings: Vec<HouseholdFinding>,
    /// How it was understood.
    pub remarks: Vec<HouseholdRemark>,
    /// The columns of its sheet, or of the first that has most of the three, and what each was taken for.
    pub layout: Layout<HouseholdColumn>,
}

/// Reads a list; `file` is named in findings, `sizes` are the households that each unit of the frame has, `assignment` is what a
/// person has said of its columns.
pub fn read_households(
    file: &str,
    content: &[u8],
    sizes: &BTreeMap<PsuId, u64>,
    assignment: &Assignment<HouseholdColumn>,
) -> HouseholdList {
    let (source, sheets) = match read_table(content) {
        Ok(read) => read,
        Err((row, fault)) => {
            return HouseholdList {
                findings: vec![HouseholdFault::List(fault).at(file, row, None)],
                ..HouseholdList::default()
            };
        }
    };
    let (headed, shown) = head_sheets(&sheets, assignment);
    let mut reader = Reader::new(file, source, sizes);
    let lists: Vec<&HeadedSheet<'_>> = headed.iter().filter(|sheet| sheet.is_list()).collect();
    let left: Vec<String> = (sheets.iter())
        .filter(|sheet| !sheet.rows.is_empty())
        .filter(|sheet| !lists.iter().any(|list| std::ptr::eq(list.sheet, *sheet)))
        .filter_map(|sheet| sheet.name.clone())
        .collect();
    if lists.is_empty() {
        reader.miss_columns(headed.get(shown));
    } else if !left.is_empty() {
        reader.leave_sheets(left);
    }
    for list in &lists {
        reader.read_sheet(list, lists.len() > 1);
    }
    let names = sheets.iter().filter_map(|sheet| sheet.name.clone());
    let layout = headed.get(shown).map(|sheet| sheet.layout(names.collect()));
    HouseholdList {
        layout: layout.unwrap_or_default(),
        ..reader.conclude()
    }
}
