//! The rows of a list, read one after the other.

use std::collections::{BTreeMap, BTreeSet};

use super::cell::{read_address, read_number, read_unit};
use super::column::{HouseholdColumn, name_of};
use super::fault::{HouseholdFault, HouseholdFinding};
use super::sheet::HeadedSheet;
use super::{HouseholdList, HouseholdRemark, ListedHousehold};
use crate::id::PsuId;
use crate::listing::{ListingFault, Source, TableRow, begins_note, excerpt, names_total};

/// From how many households on numbers that run on from one unit to the next are no accident.
const RUNNING: u64 = 10;

/// Reads the sheets of a file one after the other.
pub(super) struct Reader<'a> {
    file: &'a str,
    source: Source,
    sizes: &'a BTreeMap<PsuId, u64>,
    /// In which sheet and row each household stands.
    seen: BTreeMap<(PsuId, u64), (&'a str, u64)>,
    numbering: Numbering,
    columns: BTreeSet<(HouseholdColumn, String)>,
    rows_left: Vec<u64>,
    unaddressed: Vec<u64>,
    persons_left: BTreeSet<String>,
    columns_left: BTreeSet<String>,
    households: Vec<ListedHousehold>,
    findings: Vec<HouseholdFinding>,
    remarks: Vec<HouseholdRemark>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(file: &'a str, source: Source, sizes: &'a BTreeMap<PsuId, u64>) -> Self {
        Self {
            file,
            source,
            sizes,
            seen: BTreeMap::new(),
            numbering: Numbering::default(),
            columns: BTreeSet::new(),
            rows_left: Vec::new(),
            unaddressed: Vec::new(),
            persons_left: BTreeSet::new(),
            columns_left: BTreeSet::new(),
            households: Vec::new(),
            findings: Vec::new(),
            remarks: vec![HouseholdRemark::Read(source)],
        }
    }

    /// Says which sheets are not read.
    pub(super) fn leave_sheets(&mut self, names: Vec<String>) {
        self.remarks.push(HouseholdRemark::SheetsLeft(names));
    }

    /// Says which columns are missing from the sheet that has most of them.
    pub(super) fn miss_columns(&mut self, best: Option<&HeadedSheet<'a>>) {
        let (row, missing) = match best {
            Some(sheet) => {
                self.note_columns(sheet);
                let row = sheet.heading.row(sheet.sheet);
                (row.map_or(1, |row| row.number), sheet.columns.missing())
            }
            None => (1, HouseholdColumn::ALL.to_vec()),
        };
        let fault = if missing.is_empty() {
            HouseholdFault::List(ListingFault::NoHeading)
        } else {
            HouseholdFault::MissingColumns(missing)
        };
        self.findings.push(fault.at(self.file, row, None));
    }

    /// Notes which columns were taken for what, and which are not read.
    fn note_columns(&mut self, sheet: &HeadedSheet<'a>) {
        let heading = sheet.heading.row(sheet.sheet);
        let name = |at: &usize| excerpt(&name_of(heading, *at));
        let columns = &sheet.columns;
        self.persons_left.extend(columns.persons.iter().map(name));
        self.columns_left.extend(columns.unread.iter().map(name));
        let taken = HouseholdColumn::ALL.into_iter();
        let taken = taken.filter_map(|column| Some((column, name(&columns.place(column)?))));
        self.columns.extend(taken);
    }

    /// Reads the rows below the heading; where several sheets are read, findings name the sheet.
    pub(super) fn read_sheet(&mut self, sheet: &HeadedSheet<'a>, several: bool) {
        self.note_columns(sheet);
        let name = sheet.sheet.name.as_deref().unwrap_or_default();
        let file = if several {
            format!("{} [{name}]", self.file)
        } else {
            self.file.to_owned()
        };
        let head = sheet.heading.row(sheet.sheet);
        for (column, at) in &sheet.columns.twice {
            let fault = HouseholdFault::ColumnTwice(*column);
            let row = head.map_or(1, |head| head.number);
            let place = name_of(head, *at);
            self.findings.push(fault.at(&file, row, Some(&place)));
        }
        let width = match head {
            Some(head) => Some(head.cells.len()),
            None => fewest_cells(sheet),
        };
        let width = width.filter(|_| self.source != Source::Workbook);
        for row in sheet.heading.below(sheet.sheet) {
            if is_no_household(row, sheet) {
                self.rows_left.push(row.number);
            } else if let Some(columns) = width.filter(|width| row.cells.len() > *width) {
                let cells = row.cells.len();
                let fault = HouseholdFault::List(ListingFault::TooManyCells { cells, columns });
                self.findings.push(fault.at(&file, row.number, None));
            } else {
                self.read_row(row, &file, name, sheet);
            }
        }
    }

    fn read_row(&mut self, row: &TableRow, file: &str, name: &'a str, sheet: &HeadedSheet<'a>) {
        let columns = &sheet.columns;
        let cell = |column| columns.place(column).map_or("", |at| row.cell(at));
        let head = sheet.heading.row(sheet.sheet);
        let mut report = |column, fault: HouseholdFault| {
            let heading = columns.place(column).map(|at| name_of(head, at));
            self.findings
                .push(fault.at(file, row.number, heading.as_deref()));
        };
        let unit = read_unit(cell(HouseholdColumn::Unit), self.sizes);
        let number = read_number(cell(HouseholdColumn::Household));
        let address = read_address(cell(HouseholdColumn::Address));
        if let (Ok((unit, _)), Ok(number)) = (&unit, &number) {
            let place = columns.place(HouseholdColumn::Household);
            let place = place.map(|at| name_of(head, at));
            let fault = || HouseholdFault::RunsOn.at(file, row.number, place.as_deref());
            self.numbering.note(unit, *number, fault);
        }
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
                sheet: (*other != name).then(|| (*other).to_owned()),
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
        self.seen.insert(key, (name, row.number));
    }

    pub(super) fn conclude(mut self) -> HouseholdList {
        if let Some(finding) = self.numbering.fault() {
            let later =
                |other: &HouseholdFinding| other.file == finding.file && other.line > finding.line;
            let at = self.findings.iter().position(later);
            self.findings
                .insert(at.unwrap_or(self.findings.len()), finding);
        }
        let columns = self.columns.into_iter();
        let columns: Vec<_> = columns.map(|(column, heading)| (heading, column)).collect();
        if !columns.is_empty() {
            self.remarks.push(HouseholdRemark::Columns(columns));
        }
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
            ..HouseholdList::default()
        }
    }
}

/// Whether numbers count through the whole list instead of each unit: then those of every unit but the first are those of
/// other households.
#[derive(Debug, Default)]
struct Numbering {
    /// The household read last.
    last: Option<(PsuId, u64)>,
    /// Whether a number was not the one after the last; the first is 1.
    broken: bool,
    /// Where the second unit begins.
    second: Option<HouseholdFinding>,
}

impl Numbering {
    fn note(&mut self, unit: &PsuId, number: u64, fault: impl FnOnce() -> HouseholdFinding) {
        let before = self.last.replace((unit.clone(), number));
        let expected = before.as_ref().map_or(1, |(_, before)| before + 1);
        self.broken |= number != expected;
        let turned = before.is_some_and(|(before, _)| before != *unit);
        if turned && !self.broken && self.second.is_none() {
            self.second = Some(fault());
        }
    }

    /// Where the second unit begins of a list whose numbers run on.
    fn fault(&mut self) -> Option<HouseholdFinding> {
        let many = self.last.as_ref().is_some_and(|(_, last)| *last >= RUNNING);
        self.second.take().filter(|_| many && !self.broken)
    }
}

/// The fewest cells of a row that has all columns, where no heading tells how many there are: a longer one was cut at a comma
/// of its address.
fn fewest_cells(sheet: &HeadedSheet<'_>) -> Option<usize> {
    let places = HouseholdColumn::ALL.map(|column| sheet.columns.place(column));
    let last = places.into_iter().flatten().max()?;
    let rows = sheet.heading.below(sheet.sheet);
    let cells = rows.iter().map(|row| row.cells.len());
    cells.filter(|cells| *cells > last).min()
}

/// Whether a row repeats the heading, adds others up, is a note, or says nothing in any of the three columns.
fn is_no_household(row: &TableRow, sheet: &HeadedSheet<'_>) -> bool {
    let places = HouseholdColumn::ALL.map(|column| sheet.columns.place(column));
    let cell = |at: &Option<usize>| at.map_or("", |at| row.cell(at));
    let heading = sheet.heading.row(sheet.sheet);
    let repeats = heading.is_some_and(|heading| {
        let same = |at: &Option<usize>| at.is_some_and(|at| row.cell(at) == heading.cell(at));
        places.iter().all(same)
    });
    if repeats || places.iter().all(|at| cell(at).is_empty()) {
        return true;
    }
    let says = |cell: &str| names_total(cell).is_some() || begins_note(cell);
    let [unit, _, address] = places;
    let (unit, address) = (cell(&unit), cell(&address));
    let first = row.filled().next().unwrap_or_default();
    // A sentence, as in 共6户: neither a code nor the address of a household whose code was forgotten.
    let sentence = !first.is_ascii() && first != address;
    let alone = row.filled().count() == 1
        && (sentence || !first.contains(|sign: char| sign.is_ascii_digit()));
    alone || says(unit) || (unit.is_empty() && says(first))
}
