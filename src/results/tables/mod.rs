//! A release as typed tables: what files, feeds, drawings and the API are made of.
//!
//! # Design
//!
//! Whatever is taken away from a release is written from these tables and from nothing else, so that no file can show
//! what the page hides: a table knows no number that the release has not, and a cell that is not shown is a
//! [`Cell::Missing`] with its reason, never an empty one, never a nought. Here stands what is in a table; how a column or a
//! word is called in a language is for whoever writes the file ([`TableId`], [`Heading`], [`Word`] and [`Note`] are
//! enumerations for that). A new table is a [`TableId`] and a function beside those in `sample`.
//! `no_file_shows_a_number_that_the_release_has_not` in `tests/web` reads every file again.

mod cell;
mod heading;
mod open;
mod quality;
mod sample;

use std::collections::BTreeSet;

use crate::published::Published;
use crate::release::Results;
use questionnaire::Text;

pub use cell::{Cell, EvennessMeasure, Missing, Since, SizeClass, Word};
pub use heading::{Heading, Role, Unit};

/// A release with its tables, in the order of the page.
#[derive(Debug, Clone, PartialEq)]
pub struct ReleaseTables<'a> {
    /// What they are of.
    pub of: &'a Published,
    /// The tables; one that would have no row is not there.
    pub tables: Vec<Table>,
}

impl<'a> ReleaseTables<'a> {
    /// The tables of a release.
    pub fn of(published: &'a Published) -> Self {
        let release = &published.release;
        let tables = match &release.results {
            Results::Probability { method, indicators } => {
                sample::tables(release, method, indicators)
            }
            Results::Open { tables } => open::tables(tables),
        };
        Self {
            of: published,
            tables: tables
                .into_iter()
                .filter(|table| !table.rows.is_empty())
                .collect(),
        }
    }

    /// The table of this sort.
    pub fn find(&self, id: TableId) -> Option<&Table> {
        self.tables.iter().find(|table| table.id == id)
    }
}

/// A table: as many cells in every row as it has columns.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Table {
    pub id: TableId,
    pub columns: Vec<Heading>,
    pub rows: Vec<Vec<Cell>>,
    /// What whoever reads it must know.
    pub notes: BTreeSet<Note>,
}

impl Table {
    /// A table with notes on the cells that it does not show, besides these.
    fn new(id: TableId, columns: Vec<Heading>, rows: Vec<Vec<Cell>>, notes: &[Note]) -> Self {
        debug_assert!(rows.iter().all(|row| row.len() == columns.len()), "{id:?}");
        let missing = |wanted| {
            rows.iter()
                .flatten()
                .any(|cell| *cell == Cell::Missing(wanted))
        };
        let mut notes: BTreeSet<Note> = notes.iter().copied().collect();
        if missing(Missing::Suppressed) {
            notes.insert(Note::Suppressed);
        }
        if missing(Missing::NotApplicable) {
            notes.insert(Note::NotApplicable);
        }
        Self {
            id,
            columns,
            rows,
            notes,
        }
    }

    /// Its rows, each cell found by its heading.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        let columns = &self.columns;
        self.rows.iter().map(move |cells| Line { columns, cells })
    }

    /// The columns that together name a row.
    pub fn keys(&self) -> impl Iterator<Item = Heading> {
        let columns = self.columns.iter().copied();
        columns.filter(|heading| heading.role() == Role::Key)
    }
}

/// A row of a table, read by its headings.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    columns: &'a [Heading],
    cells: &'a [Cell],
}

impl<'a> Line<'a> {
    /// What stands under a heading; none where the table has no such column.
    pub fn cell(self, heading: Heading) -> Option<&'a Cell> {
        let place = self.columns.iter().position(|column| *column == heading)?;
        self.cells.get(place)
    }

    /// The number under a heading; none where it is not shown.
    pub fn number(self, heading: Heading) -> Option<f64> {
        match self.cell(heading)? {
            Cell::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The whole number under a heading; none where it is not shown.
    pub fn count(self, heading: Heading) -> Option<u64> {
        match self.cell(heading)? {
            Cell::Count(count) => Some(*count),
            _ => None,
        }
    }

    /// The year under a heading.
    pub fn year(self, heading: Heading) -> Option<i32> {
        match self.cell(heading)? {
            Cell::Year(year) => Some(*year),
            _ => None,
        }
    }

    /// The yes or no under a heading.
    pub fn flag(self, heading: Heading) -> Option<bool> {
        match self.cell(heading)? {
            Cell::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    /// The text under a heading.
    pub fn text(self, heading: Heading) -> Option<&'a Text> {
        match self.cell(heading)? {
            Cell::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The word under a heading.
    pub fn word(self, heading: Heading) -> Option<Word> {
        match self.cell(heading)? {
            Cell::Word(word) => Some(*word),
            _ => None,
        }
    }

    /// What tells the cell from others of its column; empty where there is no such column.
    pub fn key(self, heading: Heading) -> String {
        self.cell(heading).map(Cell::key).unwrap_or_default()
    }

    /// Why there is nothing under a heading; none where there is something.
    pub fn missing(self, heading: Heading) -> Option<Missing> {
        match self.cell(heading)? {
            Cell::Missing(why) => Some(*why),
            _ => None,
        }
    }
}

macro_rules! table_ids {
    ($($(#[$doc:meta])* $name:ident $written:literal;)+) => {
        /// The sorts of tables.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum TableId {
            $($(#[$doc])* $name,)+
        }

        impl TableId {
            /// Every sort.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Its name in files and addresses.
            pub const fn written(self) -> &'static str {
                match self {
                    $(Self::$name => $written,)+
                }
            }
        }
    };
}

table_ids! {
    /// One row for each indicator.
    Scoreboard "scoreboard";
    /// Against the wave before and against the baseline.
    Changes "changes";
    /// Counted other ways.
    Sensitivity "sensitivity";
    /// By question, where an indicator is a mean of several.
    Parts "questions";
    /// By district.
    Districts "districts";
    /// Every district less all others together.
    AgainstRest "districts_against_the_rest";
    /// The districts by a model.
    SmallAreas "small_areas";
    /// By what respondents say of themselves, and by how their forms came.
    Groups "groups";
    /// By wave.
    History "history";
    /// The line through the waves.
    Trends "trends";
    /// What goes with each indicator, question by question.
    Drivers "drivers";
    /// Whose answers that rests on, and how much of the differences it explains.
    DriverModels "driver_models";
    /// Weighted shares of the answers.
    Distribution "distribution";
    /// From the base weight to the final weight.
    Weighting "weighting";
    /// How the survey was made: one row.
    Method "method";
    /// Who answered, by district.
    Response "response";
    /// Interviews by how they came.
    Modes "modes";
    /// How evenly households responded, and what the variables of the frame have to do with it.
    Evenness "evenness";
    /// Who responded, held against the sample and the frame.
    Balance "balance";
    /// What was left unanswered, by question.
    Items "item_nonresponse";
    /// The weights after each step.
    StepWeights "weights";
    /// The final weights by their size.
    WeightClasses "weight_classes";
    /// The margins before and after raking.
    MarginFit "margins";
    /// Counts and shares of an open link.
    Counts "counts";
    /// Who answered and who skipped the questions of an open link.
    Answered "answered";
}

/// What whoever reads a table must know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Note {
    /// Some cells are not shown: too few persons, or showing them would tell another.
    Suppressed,
    /// Some cells have nothing to show.
    NotApplicable,
    /// Intervals are 95 % Korn–Graubard intervals.
    Intervals,
    /// Intervals of differences are 95 % t intervals.
    Differences,
    /// The target is one of the whole city: no district is judged.
    NoVerdictByDistrict,
    /// Rates by a model: for information, never for a verdict.
    ModelBased,
    /// p values are also adjusted for how many there are.
    Adjusted,
    /// What goes together need not cause each other.
    Association,
    /// Whoever wished to answer: the counts stand for nobody else.
    OpenLink,
    /// Districts of which no figure is shown stand together; their intervals have PSUs as clusters.
    Response,
    /// By base weights, nothing adjusted; of the frame by population.
    Balance,
    /// Those who would not say or do not know are told from ten persons.
    Items,
    /// Weights over the mean weight; every class has ten persons.
    WeightClasses,
    /// Shares of those who stated their class.
    MarginFit,
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::{compute, example};

    fn published() -> Published {
        let release = compute(&example::inputs(400), DateTime::UNIX_EPOCH).unwrap();
        let hash = "0".repeat(64);
        Published { release, hash }
    }

    #[test]
    fn every_row_has_a_cell_for_every_column_and_a_key_of_its_own() {
        let published = published();
        let tables = ReleaseTables::of(&published);
        assert!(tables.find(TableId::Scoreboard).is_some());
        for table in &tables.tables {
            let mut keys = BTreeSet::new();
            for (row, line) in table.rows.iter().zip(table.lines()) {
                assert_eq!(row.len(), table.columns.len(), "{:?}", table.id);
                let key: Vec<String> = table.keys().map(|heading| line.key(heading)).collect();
                assert!(keys.insert(key.clone()), "{:?}: {key:?}", table.id);
            }
            for (place, heading) in table.columns.iter().enumerate() {
                let fits = table.rows.iter().all(|row| row[place].fits(heading.unit()));
                assert!(fits, "{:?} {heading:?}", table.id);
            }
        }
    }

    #[test]
    fn what_goes_with_an_indicator_is_a_row_for_each_question_and_one_for_whose_answers() {
        let inputs = crate::drivers::tests::inputs(480);
        let release = compute(&inputs, DateTime::UNIX_EPOCH).unwrap();
        let hash = "0".repeat(64);
        let published = Published { release, hash };
        let tables = ReleaseTables::of(&published);
        let drivers = tables.find(TableId::Drivers).unwrap();
        assert!(drivers.notes.contains(&Note::Association));
        let questions: Vec<String> = drivers
            .lines()
            .map(|it| it.key(Heading::Question))
            .collect();
        assert_eq!(questions, ["Q4", "Q5"]);
        let models = tables.find(TableId::DriverModels).unwrap();
        let line = models.lines().next().unwrap();
        assert_eq!(line.count(Heading::CompleteCases), Some(480));
        assert_eq!(line.missing(Heading::NotTold), Some(Missing::NotApplicable));
        for table in [drivers, models] {
            for (place, heading) in table.columns.iter().enumerate() {
                let fits = table.rows.iter().all(|row| row[place].fits(heading.unit()));
                assert!(fits, "{heading:?}");
            }
        }
    }

    #[test]
    fn a_hidden_district_is_suppressed_in_every_column_and_said_in_a_note() {
        let mut published = published();
        let Results::Probability { indicators, .. } = &mut published.release.results else {
            panic!("the example is a sample");
        };
        indicators[0].districts[0].figure = None;
        let code = indicators[0].districts[0].code.to_string();
        let tables = ReleaseTables::of(&published);
        let table = tables.find(TableId::Districts).unwrap();
        assert!(table.notes.contains(&Note::Suppressed));
        let line = table
            .lines()
            .find(|line| line.key(Heading::District) == code);
        for heading in Heading::FIGURE {
            assert_eq!(line.unwrap().missing(*heading), Some(Missing::Suppressed));
        }
    }

    #[test]
    fn a_rate_without_a_target_has_no_target_and_hides_none() {
        let mut published = published();
        let Results::Probability { indicators, .. } = &mut published.release.results else {
            panic!("the example is a sample");
        };
        indicators[0].target.value = None;
        let tables = ReleaseTables::of(&published);
        let line = tables.find(TableId::Scoreboard).unwrap().lines().next();
        let missing = line.unwrap().missing(Heading::Target);
        assert_eq!(missing, Some(Missing::NotApplicable));
    }
}
