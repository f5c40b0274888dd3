//! Which row is the heading, and which column says what.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::column::{Column, recognise};
use super::concern::Concern;
use super::fault::{ListingFault, ListingFinding};
use super::remark::{Remark, excerpt};
use super::table::{Sheet, TableRow};
use super::urban::is_telling;

/// Among how many rows from the top the heading is looked for.
pub(crate) const ROWS_LOOKED_AT: usize = 60;

/// The columns that a heading has at least.
const FEWEST_COLUMNS: usize = 2;

/// The most columns that are shown.
const MOST_COLUMNS: usize = 60;

/// Values of a column that are shown.
const SHOWN: usize = 3;

/// What a person has said of a list whose columns are of the sort `C`. Everything else is recognised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "C: Deserialize<'de>"))]
pub struct Assignment<C = Column> {
    /// The sheet to be read; the one whose heading has most columns if none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The number of the row that is the heading, counted from 1; 0 of a list without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heading: Option<u64>,
    /// Columns, counted from 0, with what they say; none of a column that is not to be read.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub columns: BTreeMap<usize, Option<C>>,
}

impl<C> Default for Assignment<C> {
    fn default() -> Self {
        Self {
            sheet: None,
            heading: None,
            columns: BTreeMap::new(),
        }
    }
}

/// How a list is laid out, and what each of its columns was taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Layout<C = Column> {
    /// The names of all sheets; empty of a CSV file.
    pub sheets: Vec<String>,
    /// The one that was read.
    pub sheet: Option<String>,
    /// The number of the heading's row; 0 of a list without one, none while it is not known.
    pub heading: Option<u64>,
    pub columns: Vec<LayoutColumn<C>>,
}

impl<C> Default for Layout<C> {
    fn default() -> Self {
        Self {
            sheets: Vec::new(),
            sheet: None,
            heading: None,
            columns: Vec::new(),
        }
    }
}

/// A column of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct LayoutColumn<C = Column> {
    pub heading: String,
    /// What it was taken for; none of a column that is left unread.
    pub column: Option<C>,
    /// Whether it may name persons in a list that must not: then it cannot be assigned, and its values are not shown.
    pub of_persons: bool,
    /// Its first values.
    pub values: Vec<String>,
}

impl<C> LayoutColumn<C> {
    /// The columns of a sheet with their values in the rows below the heading, each as `taken` says.
    pub(crate) fn shown(
        heading: Option<&TableRow>,
        below: &[TableRow],
        taken: impl Fn(usize) -> Option<C>,
    ) -> Vec<Self> {
        let shown = below.iter().take(SHOWN);
        let rows = heading.into_iter().chain(shown.clone());
        let width = rows.map(|row| row.cells.len()).max().unwrap_or(0);
        let columns = (0..width.min(MOST_COLUMNS)).map(|at| Self {
            heading: heading.map_or("", |row| row.cell(at)).to_owned(),
            column: taken(at),
            of_persons: false,
            values: shown.clone().map(|row| excerpt(row.cell(at))).collect(),
        });
        columns.collect()
    }
}

/// The letters that a spreadsheet has for a column counted from 0.
pub fn column_letter(column: usize) -> String {
    const LETTERS: &[u8; 26] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let last = char::from(LETTERS[column % LETTERS.len()]);
    match column / LETTERS.len() {
        0 => last.to_string(),
        before => format!("{}{last}", column_letter(before - 1)),
    }
}

/// Where the heading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Heading {
    /// In the row of this index.
    At(usize),
    /// Nowhere, as a person has said.
    Absent,
    Unknown,
}

impl Heading {
    /// As a person has said by the number of its row, 0 of a list without one.
    pub(crate) fn said(number: u64, sheet: &Sheet) -> Self {
        if number == 0 {
            return Self::Absent;
        }
        let row = sheet.rows.iter().position(|row| row.number == number);
        row.map_or(Self::Unknown, Self::At)
    }

    /// Its row.
    pub(crate) fn row(self, sheet: &Sheet) -> Option<&TableRow> {
        match self {
            Self::At(at) => sheet.rows.get(at),
            Self::Absent | Self::Unknown => None,
        }
    }

    /// The rows below it; all of them where there is none, or where it is not known.
    pub(crate) fn below(self, sheet: &Sheet) -> &[TableRow] {
        match self {
            Self::At(at) => sheet.rows.get(at + 1..).unwrap_or_default(),
            Self::Absent | Self::Unknown => &sheet.rows,
        }
    }

    /// The number of its row as [`Layout::heading`] has it.
    pub(crate) fn number(self, sheet: &Sheet) -> Option<u64> {
        match self {
            Self::At(_) => self.row(sheet).map(|row| row.number),
            Self::Absent => Some(0),
            Self::Unknown => None,
        }
    }
}

/// The heading of a sheet and its columns.
#[derive(Debug, Clone)]
pub(super) struct Found {
    heading: Heading,
    columns: BTreeMap<Column, usize>,
    /// Columns whose heading says what another says as well.
    twice: Vec<(Column, usize)>,
}

/// Chooses the sheet to be read: its index, and what was found in it.
pub(super) fn choose(sheets: &[Sheet], assignment: &Assignment) -> (usize, Found) {
    let named = (assignment.sheet.as_ref()).and_then(|wanted| {
        sheets
            .iter()
            .position(|it| it.name.as_ref() == Some(wanted))
    });
    let mut best: Option<(usize, Found)> = None;
    for (at, sheet) in sheets.iter().enumerate() {
        if named.is_some_and(|named| named != at) {
            continue;
        }
        let found = Found::of(sheet, assignment);
        let better = best
            .as_ref()
            .is_none_or(|(_, other)| found.columns.len() > other.columns.len());
        if better {
            best = Some((at, found));
        }
    }
    best.unwrap_or_else(|| {
        let nothing = Found {
            heading: Heading::Unknown,
            columns: BTreeMap::new(),
            twice: Vec::new(),
        };
        (0, nothing)
    })
}

/// Says which other sheets there are; those that are lists of units too are concerns.
pub(super) fn other_sheets(
    sheets: &[Sheet],
    read: usize,
    remarks: &mut Vec<Remark>,
) -> Vec<Concern> {
    let name = |sheet: &Sheet| sheet.name.clone().unwrap_or_default();
    let others = sheets.iter().enumerate();
    let others = others.filter(|(at, sheet)| *at != read && !sheet.rows.is_empty());
    let others: Vec<&Sheet> = others.map(|(_, sheet)| sheet).collect();
    if others.is_empty() {
        return Vec::new();
    }
    remarks.push(Remark::Sheet {
        read: sheets.get(read).map(name).unwrap_or_default(),
        left: others.iter().map(|sheet| name(sheet)).collect(),
    });
    let is_list = |sheet: &&&Sheet| {
        let found = Found::of(sheet, &Assignment::default());
        let needed = Column::NEEDED.iter();
        needed.filter(|it| found.columns.contains_key(it)).count() > FEWEST_COLUMNS
    };
    let lists = others.iter().filter(is_list);
    lists
        .map(|sheet| Concern::OtherSheet(name(sheet)))
        .collect()
}

impl Found {
    fn of(sheet: &Sheet, assignment: &Assignment) -> Self {
        let heading = match assignment.heading {
            Some(number) => Heading::said(number, sheet),
            None => detect(&sheet.rows),
        };
        let mut found = Self {
            heading,
            columns: BTreeMap::new(),
            twice: Vec::new(),
        };
        if let Heading::At(at) = heading {
            found.recognise_columns(&sheet.rows[at], &sheet.rows[at + 1..], assignment);
        }
        for (at, column) in &assignment.columns {
            found.columns.retain(|_, taken| taken != at);
            if let Some(column) = column
                && let Some(before) = found.columns.insert(column.clone(), *at)
                && assignment.columns.contains_key(&before)
            {
                found.twice.push((column.clone(), *at));
            }
        }
        found
    }

    /// Gives every column that its heading names to the column whose heading is surest.
    fn recognise_columns(&mut self, row: &TableRow, below: &[TableRow], assignment: &Assignment) {
        let mut best: BTreeMap<Column, (usize, usize)> = BTreeMap::new();
        for (at, cell) in row.cells.iter().enumerate() {
            if assignment.columns.contains_key(&at) {
                continue;
            }
            // A column whose every value says urban or rural says just that, unless its heading is surely that of names.
            let telling = || says_urban_or_rural(below, at).then_some((Column::Urban, usize::MAX));
            let (column, rank) = match recognise(cell) {
                Some((Column::Name(language), rank)) if rank > 0 => {
                    telling().unwrap_or((Column::Name(language), rank))
                }
                Some(known) => known,
                None => match telling() {
                    Some(known) => known,
                    None => continue,
                },
            };
            match best.get(&column) {
                Some((known, _)) if *known < rank => {}
                // Which of two streets is meant changes little; which of two counts is meant, a person has to say.
                Some((known, _)) if *known == rank => {
                    if column != Column::Street {
                        self.twice.push((column, at));
                    }
                }
                _ => {
                    best.insert(column, (rank, at));
                }
            }
        }
        let assigned: BTreeSet<&Column> = assignment.columns.values().flatten().collect();
        self.columns = (best.into_iter())
            .filter(|(column, _)| !assigned.contains(column))
            .map(|(column, (_, at))| (column, at))
            .collect();
    }

    /// The place of a column.
    pub(super) fn place(&self, column: &Column) -> Option<usize> {
        self.columns.get(column).copied()
    }

    /// The columns of names with their languages.
    pub(super) fn names(&self) -> impl Iterator<Item = (&Column, usize)> {
        let columns = self.columns.iter().map(|(column, at)| (column, *at));
        columns.filter(|(column, _)| matches!(column, Column::Name(_)))
    }

    /// The index of the first row below the heading; none while it is not known which row is the heading.
    pub(super) fn heading_row(&self, sheet: &Sheet) -> Option<usize> {
        match self.heading {
            Heading::At(at) => Some((at + 1).min(sheet.rows.len())),
            Heading::Absent => Some(0),
            Heading::Unknown => None,
        }
    }

    /// The layout to be shown.
    pub(super) fn layout(&self, sheets: &[Sheet], sheet: &Sheet) -> Layout {
        let taken = |at| {
            let mut columns = self.columns.iter();
            let found = columns.find(|(_, place)| **place == at);
            found.map(|(column, _)| column.clone())
        };
        let (heading, below) = (self.heading.row(sheet), self.heading.below(sheet));
        Layout {
            sheets: sheets.iter().filter_map(|it| it.name.clone()).collect(),
            sheet: sheet.name.clone(),
            heading: self.heading.number(sheet),
            columns: LayoutColumn::shown(heading, below, taken),
        }
    }

    /// What is wrong with the heading.
    pub(super) fn findings(&self, file: &str, sheet: &Sheet) -> Vec<ListingFinding> {
        let row = match self.heading {
            Heading::At(at) => sheet.rows.get(at),
            Heading::Absent | Heading::Unknown => sheet.rows.first(),
        };
        let number = row.map_or(1, |row| row.number);
        if self.heading == Heading::Unknown {
            return vec![ListingFault::NoHeading.at(file, number, None)];
        }
        let missing = Column::NEEDED.into_iter();
        let missing = missing.filter(|column| !self.columns.contains_key(column));
        let missing = missing.map(|it| ListingFault::MissingColumn(it).at(file, number, None));
        let mut findings: Vec<ListingFinding> = missing.collect();
        if self.names().next().is_none() {
            findings.push(ListingFault::MissingName.at(file, number, None));
        }
        findings.extend(self.twice.iter().map(|(column, at)| {
            let heading = row.map(|row| row.cell(*at));
            ListingFault::ColumnTwice(column.clone()).at(file, number, heading)
        }));
        findings
    }

    /// How the heading was understood.
    pub(super) fn remarks(&self, sheet: &Sheet, layout: &Layout) -> Vec<Remark> {
        let mut remarks = Vec::new();
        match self.heading {
            Heading::At(at) if at > 0 => remarks.push(Remark::TitleRows {
                heading: sheet.rows[at].number,
                titles: (sheet.rows[..at].iter())
                    .map(|row| excerpt(&row.filled().collect::<Vec<_>>().join(" ")))
                    .collect(),
            }),
            Heading::Absent => remarks.push(Remark::NoHeading),
            Heading::At(_) | Heading::Unknown => {}
        }
        let named = |(at, it): (usize, &LayoutColumn)| match it.heading.as_str() {
            "" => column_letter(at),
            heading => heading.to_owned(),
        };
        let columns = layout.columns.iter().enumerate();
        remarks.push(Remark::Columns(
            (columns.clone())
                .filter_map(|(at, it)| Some((named((at, it)), it.column.clone()?)))
                .collect(),
        ));
        let left = columns.filter(|(_, it)| it.column.is_none() && !it.heading.is_empty());
        let left: Vec<String> = left.map(named).collect();
        if !left.is_empty() {
            remarks.push(Remark::ColumnsLeft(left));
        }
        remarks
    }
}

/// The row among the first in which most columns are named.
fn detect(rows: &[TableRow]) -> Heading {
    let named = |row: &TableRow| {
        let columns = row.cells.iter().filter_map(|cell| recognise(cell));
        columns
            .map(|(column, _)| column)
            .collect::<BTreeSet<_>>()
            .len()
    };
    let scored = rows.iter().take(ROWS_LOOKED_AT).map(named).enumerate();
    let best = scored.rev().max_by_key(|(_, columns)| *columns);
    match best {
        Some((at, columns)) if columns >= FEWEST_COLUMNS => Heading::At(at),
        _ => Heading::Unknown,
    }
}

fn says_urban_or_rural(rows: &[TableRow], column: usize) -> bool {
    let values = rows.iter().take(ROWS_LOOKED_AT).map(|row| row.cell(column));
    let mut values = values.filter(|value| !value.is_empty()).peekable();
    values.peek().is_some() && values.all(is_telling)
}
