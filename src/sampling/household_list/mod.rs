//! Lists of households with their addresses, as communities keep them.
//!
//! # Design
//!
//! Such a list is read as a list of units is ([`listing`](crate::listing)): CSV in whatever encoding a spreadsheet writes, or a
//! workbook, whose sheets may each hold one community; columns by their headings, titles above and notes below. Three
//! columns are read: the code of the unit, the number of the household, its address. No other is, and those that may name
//! persons are told of, so that whoever sent them learns not to. A list with a fault is not taken at all.

mod column;
mod fault;

#[cfg(test)]
mod tests;

pub use column::HouseholdColumn;
pub use fault::{HouseholdFault, HouseholdFinding};

use std::collections::{BTreeMap, BTreeSet};

use crate::id::PsuId;
use crate::listing::{
    ListingFault, ROWS_LOOKED_AT, Sheet, Source, TableRow, begins_note, excerpt, is_damaged,
    names_total, plain_signs, read_table, tidy_code,
};
use column::Columns;

/// The longest address, in characters: four lines in small print in the window of an envelope.
const LONGEST_ADDRESS: usize = 80;

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
}

/// Reads a list; `file` is named in findings, `sizes` are the households that each unit of the frame has.
pub fn read_households(file: &str, content: &[u8], sizes: &BTreeMap<PsuId, u64>) -> HouseholdList {
    let (source, sheets) = match read_table(content) {
        Ok(read) => read,
        Err((row, fault)) => {
            return HouseholdList {
                findings: vec![HouseholdFault::List(fault).at(file, row, None)],
                ..HouseholdList::default()
            };
        }
    };
    let mut reader = Reader::new(file, source, sizes);
    let headed: Vec<(&Sheet, usize, Columns<'_>)> = (sheets.iter())
        .filter_map(|sheet| {
            let (at, columns) = find_heading(sheet)?;
            Some((sheet, at, columns))
        })
        .collect();
    let complete = |columns: &Columns<'_>| columns.missing().is_empty();
    let lists = headed.iter().filter(|(_, _, columns)| complete(columns));
    let left: Vec<String> = (sheets.iter())
        .filter(|sheet| !sheet.rows.is_empty())
        .filter(|sheet| !lists.clone().any(|(list, ..)| std::ptr::eq(*list, *sheet)))
        .filter_map(|sheet| sheet.name.clone())
        .collect();
    if lists.clone().next().is_none() {
        reader.miss_columns(&headed);
    } else if !left.is_empty() {
        reader.remarks.push(HouseholdRemark::SheetsLeft(left));
    }
    let several = lists.clone().count() > 1;
    for (sheet, heading, columns) in lists {
        reader.read_sheet(sheet, *heading, columns, several);
    }
    reader.conclude()
}

/// The row among the first in which most of the three columns are named, by its index.
fn find_heading(sheet: &Sheet) -> Option<(usize, Columns<'_>)> {
    let rows = sheet.rows.iter().take(ROWS_LOOKED_AT).enumerate();
    let found = rows.map(|(at, row)| (at, Columns::of(row)));
    let found = found.filter(|(_, columns)| columns.found() > 0);
    found.rev().max_by_key(|(_, columns)| columns.found())
}

/// Reads the sheets of a file one after the other.
struct Reader<'a> {
    file: &'a str,
    source: Source,
    sizes: &'a BTreeMap<PsuId, u64>,
    /// In which sheet and row each household stands.
    seen: BTreeMap<(PsuId, u64), (&'a str, u64)>,
    rows_left: Vec<u64>,
    unaddressed: Vec<u64>,
    persons_left: BTreeSet<String>,
    columns_left: BTreeSet<String>,
    households: Vec<ListedHousehold>,
    findings: Vec<HouseholdFinding>,
    remarks: Vec<HouseholdRemark>,
}

impl<'a> Reader<'a> {
    fn new(file: &'a str, source: Source, sizes: &'a BTreeMap<PsuId, u64>) -> Self {
        Self {
            file,
            source,
            sizes,
            seen: BTreeMap::new(),
            rows_left: Vec::new(),
            unaddressed: Vec::new(),
            persons_left: BTreeSet::new(),
            columns_left: BTreeSet::new(),
            households: Vec::new(),
            findings: Vec::new(),
            remarks: vec![HouseholdRemark::Read(source)],
        }
    }

    /// Says which columns are missing from the sheet that has most of them.
    fn miss_columns(&mut self, headed: &[(&'a Sheet, usize, Columns<'a>)]) {
        let best = headed.iter().max_by_key(|(.., columns)| columns.found());
        let (row, missing) = match best {
            Some((sheet, heading, columns)) => {
                self.leave_columns(columns);
                (sheet.rows[*heading].number, columns.missing())
            }
            None => (1, HouseholdColumn::ALL.to_vec()),
        };
        let fault = HouseholdFault::MissingColumns(missing);
        self.findings.push(fault.at(self.file, row, None));
    }

    fn leave_columns(&mut self, columns: &Columns<'_>) {
        let own = |heading: &&str| excerpt(heading);
        self.persons_left.extend(columns.persons.iter().map(own));
        self.columns_left.extend(columns.unread.iter().map(own));
    }

    /// Reads the rows below the heading; where several sheets are read, findings name the sheet.
    fn read_sheet(
        &mut self,
        sheet: &'a Sheet,
        heading: usize,
        columns: &Columns<'a>,
        several: bool,
    ) {
        self.leave_columns(columns);
        let name = sheet.name.as_deref().unwrap_or_default();
        let file = if several {
            format!("{} [{name}]", self.file)
        } else {
            self.file.to_owned()
        };
        let head = &sheet.rows[heading];
        for (column, at) in &columns.twice {
            let fault = HouseholdFault::ColumnTwice(*column);
            self.findings
                .push(fault.at(&file, head.number, Some(head.cell(*at))));
        }
        let width = (self.source != Source::Workbook).then_some(head.cells.len());
        for row in &sheet.rows[heading + 1..] {
            if is_no_household(row, head, columns) {
                self.rows_left.push(row.number);
            } else if let Some(cells) = width.filter(|width| row.cells.len() > *width) {
                let fault = ListingFault::TooManyCells {
                    cells: row.cells.len(),
                    columns: cells,
                };
                self.findings
                    .push(HouseholdFault::List(fault).at(&file, row.number, None));
            } else {
                self.read_row(row, &file, name, columns);
            }
        }
    }

    fn read_row(&mut self, row: &TableRow, file: &str, sheet: &'a str, columns: &Columns<'_>) {
        let cell = |column| columns.place(column).map_or("", |at| row.cell(at));
        let mut report = |column, fault: HouseholdFault| {
            let heading = columns.heading(column);
            self.findings.push(fault.at(file, row.number, heading));
        };
        let unit = read_unit(cell(HouseholdColumn::Unit), self.sizes);
        let number = read_number(cell(HouseholdColumn::Household));
        let address = read_address(cell(HouseholdColumn::Address));
        let size = unit.as_ref().ok().map(|(_, size)| *size);
        let unit = unit.map_err(|fault| report(HouseholdColumn::Unit, fault));
        let number = number.and_then(|number| match size {
            Some(size) if number > size => Err(HouseholdFault::OutOfRange { number, size }),
            _ => Ok(number),
        });
        let number = number.map_err(|fault| report(HouseholdColumn::Household, fault));
        let address = address.map_err(|fault| report(HouseholdColumn::Address, fault));
        let (Ok((unit, _)), Ok(number)) = (unit, number) else {
            return;
        };
        let key = (unit, number);
        if let Some((other, first)) = self.seen.get(&key) {
            let fault = HouseholdFault::Duplicate {
                first: *first,
                sheet: (*other != sheet).then(|| (*other).to_owned()),
            };
            report(HouseholdColumn::Household, fault);
            return;
        }
        match address {
            Ok(Some(address)) => self.households.push(ListedHousehold {
                unit: key.0.clone(),
                number,
                address,
            }),
            Ok(None) => self.unaddressed.push(row.number),
            Err(()) => {}
        }
        self.seen.insert(key, (sheet, row.number));
    }

    fn conclude(mut self) -> HouseholdList {
        let named = |headings: BTreeSet<String>| headings.into_iter().collect::<Vec<_>>();
        if !self.persons_left.is_empty() {
            let persons = HouseholdRemark::PersonsLeft(named(self.persons_left));
            self.remarks.push(persons);
        }
        if !self.columns_left.is_empty() {
            let others = HouseholdRemark::ColumnsLeft(named(self.columns_left));
            self.remarks.push(others);
        }
        if let Some(first) = self.rows_left.first() {
            self.remarks.push(HouseholdRemark::RowsLeft {
                count: self.rows_left.len(),
                first: *first,
            });
        }
        if let Some(first) = self.unaddressed.first() {
            self.remarks.push(HouseholdRemark::Unaddressed {
                count: self.unaddressed.len(),
                first: *first,
            });
        }
        if self.findings.is_empty() && self.seen.is_empty() {
            let fault = HouseholdFault::NoHousehold;
            self.findings.push(fault.at(self.file, 1, None));
        }
        let units: BTreeSet<&PsuId> = self.households.iter().map(|it| &it.unit).collect();
        self.remarks.push(HouseholdRemark::Households {
            households: self.households.len(),
            units: units.len(),
        });
        HouseholdList {
            households: self.households,
            findings: self.findings,
            remarks: self.remarks,
        }
    }
}

/// Whether a row repeats the heading, adds others up or is a note.
fn is_no_household(row: &TableRow, heading: &TableRow, columns: &Columns<'_>) -> bool {
    let mut places = HouseholdColumn::ALL
        .iter()
        .map(|column| columns.place(*column));
    if places.all(|at| at.is_some_and(|at| row.cell(at) == heading.cell(at))) {
        return true;
    }
    let says = |cell: &str| names_total(cell).is_some() || begins_note(cell);
    let unit = columns
        .place(HouseholdColumn::Unit)
        .map_or("", |at| row.cell(at));
    let first = row.filled().next().unwrap_or_default();
    let alone = row.filled().count() == 1 && !first.contains(|sign: char| sign.is_ascii_digit());
    alone || says(unit) || (unit.is_empty() && says(first))
}

/// A unit and how many households it has.
fn read_unit(cell: &str, sizes: &BTreeMap<PsuId, u64>) -> Result<(PsuId, u64), HouseholdFault> {
    if cell.is_empty() {
        return Err(HouseholdFault::List(ListingFault::Empty));
    }
    let code = tidy_code(cell);
    if is_damaged(&code) {
        return Err(HouseholdFault::List(ListingFault::DamagedCode(code)));
    }
    let unit = PsuId::new(code);
    match sizes.get(&unit) {
        Some(size) => Ok((unit, *size)),
        None => Err(HouseholdFault::UnknownUnit(excerpt(unit.as_str()))),
    }
}

/// The number of a household: `12`, `0012`, `第12户`, `12.0`.
fn read_number(cell: &str) -> Result<u64, HouseholdFault> {
    if cell.is_empty() {
        return Err(HouseholdFault::List(ListingFault::Empty));
    }
    let plain = plain_signs(cell);
    let digits = plain.trim().trim_start_matches('第');
    let digits = digits.trim_end_matches(['户', '号']).trim();
    let digits = digits.strip_suffix(".0").unwrap_or(digits);
    let written = digits.bytes().all(|digit| digit.is_ascii_digit());
    match digits.parse() {
        Ok(number) if written && number > 0 => Ok(number),
        _ => Err(HouseholdFault::NotAHousehold(excerpt(cell))),
    }
}

/// An address in one line; none where it is left empty, as in the list of a field team that was filled in halfway.
fn read_address(cell: &str) -> Result<Option<String>, HouseholdFault> {
    let words: Vec<&str> = cell
        .split(|sign: char| sign.is_whitespace() || sign.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    let address = words.join(" ");
    match address.chars().count() {
        0 => Ok(None),
        signs if signs > LONGEST_ADDRESS => Err(HouseholdFault::TooLong {
            signs,
            limit: LONGEST_ADDRESS,
        }),
        _ => Ok(Some(address)),
    }
}
