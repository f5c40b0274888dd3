//! The rows below the heading: units, totals, notes.

use std::collections::BTreeMap;

use chrono::Datelike;

use super::column::{Column, asks_for_villages};
use super::concern::{self, Concern};
use super::fault::{ListingFault, ListingFinding};
use super::layout::{Found, Layout};
use super::number::{is_damaged, is_digits, plain_signs, read_count, read_total, tidy_code};
use super::remark::{Example, Remark, excerpt};
use super::stratum::{FoundBy, StratumLookup};
use super::table::TableRow;
use super::total::{self, Counted, TotalRow, names_total};
use super::urban::read_urban;
use super::{ListingContext, column_letter};
use crate::frame::FrameUnit;
use crate::id::{PsuId, StratumId};
use questionnaire::{Language, Text};

/// How many examples are given of what was read otherwise than it stands.
const EXAMPLES: usize = 5;

/// What notes begin with.
const NOTES: [&str; 16] = [
    "注",
    "说明",
    "备注",
    "填表",
    "制表",
    "审核",
    "资料来源",
    "数据来源",
    "来源",
    "单位负责人",
    "联系人",
    "note",
    "source",
    "prepared",
    "remark",
    "contact",
];

/// Cells that were read otherwise than they stand.
#[derive(Debug, Default)]
struct Tally {
    count: usize,
    examples: Vec<Example>,
}

impl Tally {
    fn note(&mut self, row: u64, written: &str, read: impl FnOnce() -> String) {
        self.count += 1;
        if self.examples.len() < EXAMPLES {
            self.examples.push(Example {
                row,
                written: excerpt(written),
                read: read(),
            });
        }
    }
}

/// Reads the rows of a list one after the other.
#[derive(Debug)]
pub(super) struct RowReader<'a> {
    file: &'a str,
    strata: StratumLookup<'a>,
    found: &'a Found,
    headings: Vec<&'a str>,
    /// How many cells a row has at most, where more of them betray a comma without quotes.
    width: Option<usize>,
    names: Vec<(Language, usize)>,
    /// Whether "yes" in the column of urban and rural means rural.
    villages: bool,
    seen: BTreeMap<String, u64>,
    units: Vec<FrameUnit>,
    counted: Vec<Counted>,
    totals: Vec<TotalRow>,
    notes: Vec<(u64, String)>,
    repeated: Vec<u64>,
    numbers: Tally,
    codes: Tally,
    later: BTreeMap<(StratumId, i32), (StratumId, usize)>,
    by_name: usize,
    crowded: Vec<u64>,
}

impl<'a> RowReader<'a> {
    pub(super) fn new(
        file: &'a str,
        context: &ListingContext<'a>,
        found: &'a Found,
        layout: &'a Layout,
        width: Option<usize>,
    ) -> Self {
        let headings: Vec<&str> = (layout.columns.iter())
            .map(|column| column.heading.as_str())
            .collect();
        let names = found.names().filter_map(|(column, at)| match column {
            Column::Name(language) => Some((language.clone(), at)),
            _ => None,
        });
        let urban = found.place(&Column::Urban);
        let urban = urban.and_then(|at| headings.get(at).copied());
        Self {
            file,
            strata: StratumLookup::new(
                context.strata,
                context.reference_date.map(|day| day.year()),
            ),
            found,
            names: names.collect(),
            villages: urban.is_some_and(asks_for_villages),
            headings,
            width,
            seen: BTreeMap::new(),
            units: Vec::new(),
            counted: Vec::new(),
            totals: Vec::new(),
            notes: Vec::new(),
            repeated: Vec::new(),
            numbers: Tally::default(),
            codes: Tally::default(),
            later: BTreeMap::new(),
            by_name: 0,
            crowded: Vec::new(),
        }
    }

    /// Reads a row; what is wrong with it goes to the findings.
    pub(super) fn read(&mut self, row: &TableRow, findings: &mut Vec<ListingFinding>) {
        if self.repeats_heading(row) {
            self.repeated.push(row.number);
        } else if let Some(total) = self.total(row) {
            self.totals.push(total);
        } else if self.is_note(row) {
            let words: Vec<&str> = row.filled().collect();
            self.notes.push((row.number, excerpt(&words.join(" "))));
        } else {
            self.unit(row, findings);
        }
    }

    /// Whether no row was a unit, not even one with faults.
    pub(super) fn is_empty(&self) -> bool {
        self.counted.is_empty()
    }

    /// The units that were read, in the order of the list.
    pub(super) fn into_units(self) -> Vec<FrameUnit> {
        self.units
    }

    /// The cell of a column; empty where the list has no such column.
    fn cell<'r>(&self, row: &'r TableRow, column: &Column) -> &'r str {
        self.found.place(column).map_or("", |at| row.cell(at))
    }

    fn repeats_heading(&self, row: &TableRow) -> bool {
        let named = self.headings.iter().filter(|heading| !heading.is_empty());
        let mut cells = self.headings.iter().enumerate();
        named.count() > 1 && cells.all(|(at, heading)| row.cell(at) == *heading)
    }

    /// The total that a row is, unless it is one of something that has a code of its own.
    fn total(&self, row: &TableRow) -> Option<TotalRow> {
        let code = self.cell(row, &Column::Code);
        let of_unit = !code.is_empty() && names_total(code).is_none();
        if of_unit && !self.strata.has_code(code) {
            return None;
        }
        let names = self.names.iter().map(|(_, at)| row.cell(*at));
        let cells = [code].into_iter().chain(names).chain([
            self.cell(row, &Column::Stratum),
            self.cell(row, &Column::Street),
            row.filled().next().unwrap_or_default(),
        ]);
        let mut cells = cells.filter_map(|cell| Some((cell, names_total(cell)?)));
        let (label, partial) = cells.next()?;
        let by_cell = self.strata.find(self.cell(row, &Column::Stratum)).ok();
        let stratum = by_cell
            .or_else(|| self.strata.find(code).ok())
            .or_else(|| self.strata.find_by_name(&total::whose(label)));
        Some(TotalRow {
            row: row.number,
            label: excerpt(label),
            partial,
            stratum: stratum.map(|found| found.stratum.code.clone()),
            above: self.counted.len(),
            households: read_total(self.cell(row, &Column::Households)),
            persons: read_total(self.cell(row, &Column::Persons)),
        })
    }

    /// Whether a row says something about the list and is none of its units.
    fn is_note(&self, row: &TableRow) -> bool {
        let code = self.cell(row, &Column::Code);
        if is_digits(code) {
            return false;
        }
        if code.bytes().any(|byte| byte.is_ascii_digit()) && !begins_note(code) {
            return false;
        }
        let of_a_unit = [
            Column::Stratum,
            Column::Urban,
            Column::Households,
            Column::Persons,
        ];
        let bare = of_a_unit
            .iter()
            .all(|column| self.cell(row, column).is_empty());
        let first = row.filled().next().unwrap_or_default();
        begins_note(code) || (bare && (begins_note(first) || row.filled().count() <= 2))
    }

    fn unit(&mut self, row: &TableRow, findings: &mut Vec<ListingFinding>) {
        let cells = row.cells.len();
        if let Some(columns) = self.width
            && cells > columns
        {
            let fault = ListingFault::TooManyCells { cells, columns };
            findings.push(fault.at(self.file, row.number, None));
            self.counted.push(Counted::default());
            return;
        }
        let code = self.take(row, &Column::Code, findings, Self::code);
        let name = self.name(row, findings);
        let stratum = self.take(row, &Column::Stratum, findings, Self::stratum);
        let urban = self.take(row, &Column::Urban, findings, Self::urban);
        let households = self.take(row, &Column::Households, findings, Self::count);
        let persons = self.take(row, &Column::Persons, findings, Self::count);
        if let (Some(households), Some(persons)) = (households, persons)
            && households > persons
        {
            self.crowded.push(row.number);
        }
        self.counted.push(Counted {
            stratum: stratum.clone(),
            households,
            persons,
        });
        let street = tidy_code(self.cell(row, &Column::Street));
        let unit = || {
            Some(FrameUnit {
                code: PsuId::new(code?),
                stratum: stratum?,
                name: name?,
                urban: urban?,
                street: (!street.is_empty()).then_some(street),
                population: persons?,
                households: households?,
            })
        };
        self.units.extend(unit());
    }

    /// What `read` makes of a cell; what is wrong with it goes to the findings, where the list has the column at all.
    fn take<T>(
        &mut self,
        row: &TableRow,
        column: &Column,
        findings: &mut Vec<ListingFinding>,
        read: impl FnOnce(&mut Self, u64, &str) -> Result<T, ListingFault>,
    ) -> Option<T> {
        let at = self.found.place(column)?;
        match read(self, row.number, row.cell(at)) {
            Ok(value) => Some(value),
            Err(fault) => {
                self.report(row.number, at, fault, findings);
                None
            }
        }
    }

    fn report(
        &self,
        row: u64,
        column: usize,
        fault: ListingFault,
        findings: &mut Vec<ListingFinding>,
    ) {
        let letter = column_letter(column);
        let heading = self.headings.get(column).filter(|it| !it.is_empty());
        findings.push(fault.at(self.file, row, Some(heading.unwrap_or(&letter.as_str()))));
    }

    fn code(&mut self, row: u64, cell: &str) -> Result<String, ListingFault> {
        if cell.is_empty() {
            return Err(ListingFault::Empty);
        }
        let code = tidy_code(cell);
        if is_damaged(&code) {
            return Err(ListingFault::DamagedCode(code));
        }
        if let Some(first) = self.seen.get(&code) {
            let first = *first;
            return Err(ListingFault::Duplicate { code, first });
        }
        if code != cell {
            self.codes.note(row, cell, || code.clone());
        }
        self.seen.insert(code.clone(), row);
        Ok(code)
    }

    /// The names in all languages that have one; a fault where none has.
    fn name(&self, row: &TableRow, findings: &mut Vec<ListingFinding>) -> Option<Text> {
        let (_, first) = self.names.last()?;
        let mut name = Text::default();
        for (language, at) in &self.names {
            match row.cell(*at) {
                "" => {}
                wording => name.set(language.clone(), wording),
            }
        }
        if name.is_empty() {
            self.report(row.number, *first, ListingFault::Empty, findings);
            return None;
        }
        Some(name)
    }

    fn stratum(&mut self, _: u64, cell: &str) -> Result<StratumId, ListingFault> {
        let found = self.strata.find(cell)?;
        let stratum = found.stratum.code.clone();
        match found.by {
            FoundBy::Code => {}
            FoundBy::Name => self.by_name += 1,
            FoundBy::LaterCode(code, since) => {
                let known = self.later.entry((code.clone(), since));
                known.or_insert_with(|| (stratum.clone(), 0)).1 += 1;
            }
        }
        Ok(stratum)
    }

    fn urban(&mut self, _: u64, cell: &str) -> Result<bool, ListingFault> {
        if cell.is_empty() {
            return Err(ListingFault::Empty);
        }
        let fault = || ListingFault::NotUrbanOrRural(excerpt(cell));
        read_urban(cell, self.villages).ok_or_else(fault)
    }

    fn count(&mut self, row: u64, cell: &str) -> Result<u64, ListingFault> {
        let read = read_count(cell)?;
        if !read.plain {
            self.numbers.note(row, cell, || read.value.to_string());
        }
        Ok(read.value)
    }

    /// Says how the rows were understood, and what is doubtful about all of them together.
    pub(super) fn conclude(
        &self,
        context: &ListingContext<'_>,
        remarks: &mut Vec<Remark>,
        concerns: &mut Vec<Concern>,
    ) {
        let mut strata: Vec<&StratumId> = self.units.iter().map(|unit| &unit.stratum).collect();
        strata.sort_unstable();
        strata.dedup();
        remarks.push(Remark::Units {
            units: self.units.len(),
            strata: strata.len(),
        });
        if self.numbers.count > 0 {
            let (count, examples) = (self.numbers.count, self.numbers.examples.clone());
            remarks.push(Remark::NumbersRead { count, examples });
        }
        if self.codes.count > 0 {
            let (count, examples) = (self.codes.count, self.codes.examples.clone());
            remarks.push(Remark::CodesTidied { count, examples });
        }
        if let Some(first) = self.repeated.first() {
            remarks.push(Remark::HeadingsRepeated {
                count: self.repeated.len(),
                first: *first,
            });
        }
        total::check(&self.totals, &self.counted, remarks, concerns);
        if !self.notes.is_empty() {
            remarks.push(Remark::NotesLeft(self.notes.clone()));
        }
        for ((code, since), (stratum, units)) in &self.later {
            remarks.push(Remark::LaterCode {
                code: code.clone(),
                since: *since,
                stratum: stratum.clone(),
                units: *units,
                undated: context.reference_date.is_none(),
            });
        }
        if self.by_name > 0 {
            remarks.push(Remark::StrataByName {
                units: self.by_name,
            });
        }
        if let Some(first) = self.crowded.first() {
            remarks.push(Remark::MoreHouseholdsThanPersons {
                units: self.crowded.len(),
                first: *first,
            });
        }
        if !self.is_empty() {
            let of_census = concern::of_census(context.strata, &self.counted, context.tolerance);
            concerns.extend(of_census);
        }
    }
}

/// Whether a cell begins a note below the rows of a list.
pub(crate) fn begins_note(cell: &str) -> bool {
    let words = plain_signs(cell).to_lowercase();
    let words = words.trim_start_matches(|sign: char| !sign.is_alphanumeric());
    NOTES.iter().any(|note| words.starts_with(note))
}
