//! Tables as JSON that explains itself: columns with names in both languages and units, cells by column.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use super::source::{Source, number};
use super::words;
use messages::{Locale, PlainMessage};
use questionnaire::Text;
use results::published::Published;
use results::tables;
use results::tables::{Heading, Missing, Role};

/// A text by the tag of its language (`zh`, `en`).
#[derive(Debug, Default, Serialize, JsonSchema)]
#[serde(transparent)]
pub(crate) struct Words(BTreeMap<String, String>);

/// A moment, in UTC.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(transparent)]
#[schemars(extend("format" = "date-time"))]
pub(crate) struct Moment(#[schemars(with = "String")] DateTime<Utc>);

impl From<DateTime<Utc>> for Moment {
    fn from(moment: DateTime<Utc>) -> Self {
        Self(moment)
    }
}

/// All tables of one release.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ReleaseDocument {
    about: About,
    tables: Vec<Table>,
}

/// What figures are of, and by what they are cited.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct About {
    /// The id of the wave, as in its address.
    wave: String,
    title: Words,
    city: Words,
    year: i32,
    /// The first and the last moment answers were taken.
    fielded: (Moment, Moment),
    released_at: Moment,
    /// True where the residents are simulated: no real survey.
    simulated: bool,
    release: ReleaseName,
    /// The hash of what the results had to be computed by, fixed before the first answer (SHA-256).
    registration: Option<String>,
}

/// Which release of its wave it is.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ReleaseName {
    /// 0 for the release by the registration, then the number of an amended one.
    number: u32,
    name: Words,
    /// The hash of the whole release (SHA-256).
    hash: String,
    /// The permanent address of the release.
    address: String,
}

/// A table.
#[derive(Debug, Serialize, JsonSchema)]
struct Table {
    id: String,
    title: Words,
    columns: Vec<Column>,
    /// Cells by the id of their column; every row has a cell for every column.
    rows: Vec<BTreeMap<String, Cell>>,
    notes: Vec<Words>,
}

/// A column of a table.
#[derive(Debug, Serialize, JsonSchema)]
struct Column {
    id: String,
    title: Words,
    /// `none`, `proportion` (0 to 1), `difference_of_proportions` (−1 to 1), `probability`, `persons`, `count`, `number` or
    /// `year`.
    unit: String,
    /// `key` (the keys together name a row), `label` (says the key before it in words) or `value`.
    role: String,
}

/// A cell of a table.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
enum Cell {
    /// An id.
    Code(String),
    /// Yes or no.
    Flag(bool),
    /// How many, or a year.
    Whole(i64),
    /// A number in the unit of its column.
    Number(f64),
    /// There is none.
    Nothing(Nothing),
    /// A word of the program.
    Word(Word),
    /// A text of plan or questionnaire.
    Text(Words),
}

/// No figure, and why.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Nothing {
    missing: Why,
}

/// A word of the program with what it is called.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Word {
    code: String,
    title: Words,
}

/// Why there is no figure.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Why {
    /// There is one and it is not shown: too few persons, or showing it would tell another.
    Suppressed,
    /// There is none.
    NotApplicable,
}

impl From<Missing> for Why {
    fn from(missing: Missing) -> Self {
        match missing {
            Missing::Suppressed => Self::Suppressed,
            Missing::NotApplicable => Self::NotApplicable,
        }
    }
}

impl ReleaseDocument {
    pub(crate) fn of(source: &Source<'_>) -> Self {
        Self {
            about: About::of(source.published(), &source.address),
            tables: source.tables.tables.iter().map(table).collect(),
        }
    }
}

impl About {
    pub(crate) fn of(published: &Published, address: &str) -> Self {
        let release = &published.release;
        Self {
            wave: release.wave.clone(),
            title: text(&release.title),
            city: text(&release.city),
            year: release.year,
            fielded: (release.fielded.0.into(), release.fielded.1.into()),
            released_at: release.released_at.into(),
            simulated: release.simulated,
            release: ReleaseName::of(published, address),
            registration: release.registration.as_ref().map(|note| note.hash.clone()),
        }
    }
}

impl ReleaseName {
    pub(crate) fn of(published: &Published, address: &str) -> Self {
        Self {
            number: published.number(),
            name: in_both(|locale| number(locale, published)),
            hash: published.hash.clone(),
            address: address.to_owned(),
        }
    }
}

fn table(table: &tables::Table) -> Table {
    let rows = table.rows.iter().map(|row| {
        let cells = table.columns.iter().zip(row);
        cells
            .map(|(heading, cell)| (heading.written().to_owned(), value(cell)))
            .collect()
    });
    Table {
        id: table.id.written().to_owned(),
        title: said(words::table(table.id)),
        columns: table
            .columns
            .iter()
            .map(|heading| column(*heading))
            .collect(),
        rows: rows.collect(),
        notes: table
            .notes
            .iter()
            .map(|note| said(words::note(*note)))
            .collect(),
    }
}

fn column(heading: Heading) -> Column {
    let role = match heading.role() {
        Role::Key => "key",
        Role::Label => "label",
        Role::Value => "value",
    };
    Column {
        id: heading.written().to_owned(),
        title: said(words::heading(heading)),
        unit: heading.unit().written().to_owned(),
        role: role.to_owned(),
    }
}

fn value(cell: &tables::Cell) -> Cell {
    match cell {
        tables::Cell::Code(code) => Cell::Code(code.clone()),
        tables::Cell::Text(words) => Cell::Text(text(words)),
        tables::Cell::Word(word) => Cell::Word(Word {
            code: word.written(),
            title: in_both(|locale| words::word(locale, *word)),
        }),
        tables::Cell::Number(number) => Cell::Number(*number),
        tables::Cell::Count(count) => Cell::Whole(i64::try_from(*count).unwrap_or(i64::MAX)),
        tables::Cell::Year(year) => Cell::Whole(i64::from(*year)),
        tables::Cell::Flag(flag) => Cell::Flag(*flag),
        tables::Cell::Missing(why) => Cell::Nothing(Nothing {
            missing: (*why).into(),
        }),
    }
}

/// A text of plan or questionnaire in its languages.
pub(crate) fn text(words: &Text) -> Words {
    let wordings = words.languages();
    let wordings =
        wordings.map(|language| (language.tag().to_owned(), words.get(language).to_owned()));
    Words(wordings.collect())
}

fn said(message: PlainMessage) -> Words {
    in_both(|locale| locale.t(message))
}

fn in_both(said: impl Fn(Locale) -> String) -> Words {
    let wordings = Locale::ALL.map(|locale| (locale.tag().to_owned(), said(locale)));
    Words(wordings.into())
}
