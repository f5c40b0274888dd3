//! What became of every cell of a workbook.
//!
//! # Design
//!
//! Nothing that a workbook says is lost unsaid. A reader does not see a cell without saying what becomes of it:
//! [`ReadRow::read`] takes a cell only if its reader understands it, [`ReadRow::leave`] says why one is left. Whatever
//! nobody has taken when the reading is over stands in the ledger, so that a column which nobody here has thought of
//! is named like any other. `every_planted_cell_is_read_or_named` holds this to workbooks drawn at random.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::heading::Heading;

/// Why a cell was not taken, or not as it stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum Why {
    /// Its column is not read.
    Column,
    /// Preset answers.
    Preset,
    /// Which choices are shown depends on other answers.
    Filter,
    /// The words in which a limit is refused.
    Message,
    /// Pictures, sound, films.
    Media,
    /// A value that is computed.
    Calculation,
    /// Settings of the type of a question, such as a shuffled order of choices.
    Parameters,
    /// Its column has no heading.
    NoHeading,
    /// Another column says the same of the row.
    Repeated,
    /// The language of its column is not known.
    UnknownLanguage,
    /// A row of a type that is not read.
    Row { what: String },
    /// A row that is switched off.
    Disabled,
    /// A row without a type, or a choice without a list or a name.
    Incomplete,
    /// The heading of a group within a group.
    Nested,
    /// A row of choices that no question shows.
    UnusedList { list: String },
    /// A sheet that is no part of a form.
    Sheet,
    /// It is not understood.
    NotUnderstood,
    /// One part of it was taken, another is not understood.
    HalfUnderstood,
    /// It depends on what was left out.
    LeftOut { name: String },
    /// It depends on what is nowhere.
    NoQuestion { name: String },
    /// It depends on a name that several questions have.
    Ambiguous { name: String },
    /// It compares with a choice that the list does not have.
    NoChoice { name: String },
    /// A condition that is never true.
    Never,
    /// Taken as it stands, though an answer was to stand in its place.
    Piping,
    /// Taken as it stands, signs for layout included.
    Markup,
    /// Read as the date that a spreadsheet has made of it.
    Date,
    /// What a spreadsheet says of a formula that failed.
    Failed,
}

impl Why {
    /// True where it holds of a whole column, false where it holds of a row or a sheet.
    fn is_of_column(&self) -> bool {
        !matches!(
            self,
            Self::Row { .. }
                | Self::Disabled
                | Self::Incomplete
                | Self::UnusedList { .. }
                | Self::Sheet
        )
    }
}

/// One cell as a spreadsheet names it, and what stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedCell {
    /// Its place, as in `D4`.
    pub place: String,
    /// Its text.
    pub text: String,
}

/// Cells that were left for the same reason.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Left {
    pub why: Why,
    pub sheet: String,
    /// The heading of their column, as it is written; empty where they stand in several.
    pub heading: String,
    pub cells: Vec<NamedCell>,
}

/// What became of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Fate {
    Untaken,
    Taken,
    Left(Why),
}

/// One cell that is not empty.
#[derive(Debug)]
pub(super) struct ReadCell {
    column: u32,
    text: String,
    /// What makes it a doubtful one, whoever takes it: no text, but what a spreadsheet has made of one.
    doubt: Option<Why>,
    fate: RefCell<Fate>,
}

impl ReadCell {
    pub(super) fn new(column: u32, text: String, doubt: Option<Why>) -> Self {
        let fate = RefCell::new(Fate::Untaken);
        Self {
            column,
            text,
            doubt,
            fate,
        }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn take(&self) {
        *self.fate.borrow_mut() = Fate::Taken;
    }

    pub(super) fn leave(&self, why: Why) {
        *self.fate.borrow_mut() = Fate::Left(why);
    }
}

/// A sheet that is read.
#[derive(Debug, Default)]
pub(crate) struct ReadSheet {
    /// Its name as it is written.
    pub(super) name: String,
    /// The headings by column, counted from 0.
    pub(super) headings: BTreeMap<u32, Heading>,
    pub(super) rows: Vec<ReadRow>,
}

impl ReadSheet {
    /// True where a column has this heading.
    pub(super) fn has(&self, base: &str) -> bool {
        let mut headings = self.headings.values();
        headings.any(|heading| heading.is(base))
    }
}

/// A row that is read.
#[derive(Debug, Default)]
pub(crate) struct ReadRow {
    /// Its number in the sheet, counted from 1.
    pub(crate) number: u32,
    pub(super) cells: Vec<(Heading, ReadCell)>,
}

impl ReadRow {
    fn find(&self, base: &str) -> Option<&ReadCell> {
        let mut cells = self.cells.iter();
        let found = cells.find(|(heading, _)| heading.is(base));
        found.map(|(_, cell)| cell)
    }

    /// What stands in a column, taken by nobody yet; empty where nothing does.
    pub(crate) fn see(&self, base: &str) -> &str {
        self.find(base).map_or("", ReadCell::text)
    }

    /// Takes what stands in a column as it is.
    pub(crate) fn take(&self, base: &str) -> &str {
        self.read(base, Some).unwrap_or_default()
    }

    /// Takes what stands in a column if it is understood; else it is left as not understood.
    pub(crate) fn read<'r, T>(
        &'r self,
        base: &str,
        understand: impl FnOnce(&'r str) -> Option<T>,
    ) -> Option<T> {
        let cell = self.find(base)?;
        let understood = understand(cell.text());
        if understood.is_some() {
            cell.take();
        } else {
            cell.leave(Why::NotUnderstood);
        }
        understood
    }

    /// Leaves what stands in a column.
    pub(crate) fn leave(&self, base: &str, why: Why) {
        if let Some(cell) = self.find(base) {
            cell.leave(why);
        }
    }

    /// True where what stands in a column was left, at least in part.
    pub(crate) fn was_left(&self, base: &str) -> bool {
        let cell = self.find(base);
        cell.is_some_and(|cell| matches!(*cell.fate.borrow(), Fate::Left(_)))
    }

    /// Leaves the text under a heading in every language.
    pub(super) fn leave_worded(&self, base: &str, why: &Why) {
        for (heading, cell) in &self.cells {
            if heading.language_of(base).is_some() {
                cell.leave(why.clone());
            }
        }
    }

    /// Leaves the whole row.
    pub(crate) fn leave_all(&self, why: &Why) {
        for (_, cell) in &self.cells {
            cell.leave(why.clone());
        }
    }
}

/// What was left of these sheets, in their order, cells of one reason together.
pub(super) fn left(sheets: &[ReadSheet]) -> Vec<Left> {
    let mut all: Vec<Left> = Vec::new();
    let mut places: BTreeMap<(Why, usize, Option<u32>), usize> = BTreeMap::new();
    for (sheet, of) in sheets.iter().enumerate() {
        for row in &of.rows {
            for (heading, cell) in &row.cells {
                let why = match &*cell.fate.borrow() {
                    Fate::Left(why) => Some(why.clone()),
                    Fate::Untaken => Some(heading.unread()),
                    Fate::Taken => cell.doubt.clone(),
                };
                let Some(why) = why else {
                    continue;
                };
                let within = match &why {
                    Why::UnusedList { .. } | Why::Sheet => None,
                    why if why.is_of_column() => Some(cell.column),
                    _ => Some(row.number),
                };
                let at = *places
                    .entry((why.clone(), sheet, within))
                    .or_insert(all.len());
                if at == all.len() {
                    let heading = why.is_of_column().then(|| heading.written().to_owned());
                    all.push(Left {
                        why,
                        sheet: of.name.clone(),
                        heading: heading.unwrap_or_default(),
                        cells: Vec::new(),
                    });
                }
                all[at].cells.push(NamedCell {
                    place: format!("{}{}", letters(cell.column), row.number),
                    text: cell.text.clone(),
                });
            }
        }
    }
    all
}

/// The letters of a column, counted from 0: A to Z, then AA.
pub(super) fn letters(column: u32) -> String {
    let last = char::from(b'A' + u8::try_from(column % 26).unwrap_or_default());
    match column / 26 {
        0 => last.to_string(),
        before => letters(before - 1) + &last.to_string(),
    }
}
