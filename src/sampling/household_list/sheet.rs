//! Which row of a sheet is the heading, and where its columns stand.

use std::collections::BTreeMap;

use super::column::{Columns, HouseholdColumn, is_of_persons};
use crate::listing::{Assignment, Heading, Layout, LayoutColumn, ROWS_LOOKED_AT, Sheet};

/// A sheet with its heading and columns.
#[derive(Debug, Clone)]
pub(super) struct HeadedSheet<'r> {
    pub(super) sheet: &'r Sheet,
    pub(super) heading: Heading,
    pub(super) columns: Columns,
}

/// The sheets to be read, with the index of the one whose columns are shown: the first that has most of the three.
///
/// What is said of the columns of that one holds for every sheet with the same heading: communities that fill in one form have
/// a sheet each. Where a sheet is named, no other is read.
pub(super) fn head_sheets<'r>(
    sheets: &'r [Sheet],
    assignment: &Assignment<HouseholdColumn>,
) -> (Vec<HeadedSheet<'r>>, usize) {
    let wanted = assignment.sheet.as_ref();
    let named = sheets
        .iter()
        .filter(|sheet| wanted.is_some() && sheet.name.as_ref() == wanted);
    let mut headed: Vec<HeadedSheet<'r>> = named.map(HeadedSheet::recognised).collect();
    if headed.is_empty() {
        headed = sheets.iter().map(HeadedSheet::recognised).collect();
    }
    let found = headed.iter().map(|sheet| sheet.columns.found()).enumerate();
    let shown = found.rev().max_by_key(|(_, found)| *found);
    let shown = shown.map_or(0, |(at, _)| at);
    let says = assignment.heading.is_some() || !assignment.columns.is_empty();
    if says && let Some(before) = headed.get(shown) {
        let by_hand = before.by_hand(assignment);
        for sheet in &mut headed {
            sheet.follow(&by_hand);
        }
        headed[shown] = by_hand;
    }
    (headed, shown)
}

impl<'r> HeadedSheet<'r> {
    /// As the row among the first says that names most of the three columns.
    fn recognised(sheet: &'r Sheet) -> Self {
        let nothing = BTreeMap::new();
        let rows = sheet.rows.iter().take(ROWS_LOOKED_AT).enumerate();
        let found = rows.map(|(at, row)| (at, Columns::of(Some(row), &nothing)));
        let found = found.filter(|(_, columns)| columns.found() > 0);
        let best = found.rev().max_by_key(|(_, columns)| columns.found());
        let (heading, columns) = match best {
            Some((at, columns)) => (Heading::At(at), columns),
            None => (Heading::Unknown, Columns::of(None, &nothing)),
        };
        Self {
            sheet,
            heading,
            columns,
        }
    }

    /// As a person has said.
    fn by_hand(&self, assignment: &Assignment<HouseholdColumn>) -> Self {
        let said = assignment.heading;
        let heading = said.map_or(self.heading, |number| Heading::said(number, self.sheet));
        Self {
            heading,
            columns: Columns::of(heading.row(self.sheet), &assignment.columns),
            ..self.clone()
        }
    }

    /// Takes over the columns of another sheet where it has the same heading.
    fn follow(&mut self, other: &Self) {
        let Some(heading) = other.heading.row(other.sheet) else {
            return;
        };
        let mut rows = self.sheet.rows.iter().take(ROWS_LOOKED_AT);
        if let Some(at) = rows.position(|row| row.cells == heading.cells) {
            self.heading = Heading::At(at);
            self.columns = other.columns.clone();
        }
    }

    /// Whether it has the three columns.
    pub(super) fn is_list(&self) -> bool {
        self.heading != Heading::Unknown && self.columns.missing().is_empty()
    }

    /// The columns as they are shown to who may assign them; nothing is shown of those that may name persons. Whatever row is
    /// taken for the heading, the true one may be any of the first.
    pub(super) fn layout(&self, sheets: Vec<String>) -> Layout<HouseholdColumn> {
        let (heading, below) = (self.heading.row(self.sheet), self.heading.below(self.sheet));
        let mut columns = LayoutColumn::shown(heading, below, |at| self.columns.taken_for(at));
        let first = self.sheet.rows.iter().take(ROWS_LOOKED_AT);
        for (at, column) in columns.iter_mut().enumerate() {
            column.of_persons = self.columns.persons.contains(&at)
                || first.clone().any(|row| is_of_persons(row.cell(at)));
            if column.of_persons {
                column.values.clear();
                // Somebody's name, where another row than the heading was said to be it.
                if !is_of_persons(&column.heading) {
                    column.heading.clear();
                }
            }
        }
        Layout {
            sheets,
            sheet: self.sheet.name.clone(),
            heading: self.heading.number(self.sheet),
            columns,
        }
    }
}
