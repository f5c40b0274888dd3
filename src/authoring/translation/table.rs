//! A table of texts, whatever file it comes from: its rows, what they change, what is wrong with them.

use std::collections::{BTreeMap, BTreeSet};

use super::Earlier;
use super::side_by_side::{TranslationState, translations};
use crate::editing::{Edit, EditError, check_wording};
use format::xlsform::ImportError;
use questionnaire::{Language, NotATextKey, Questionnaire, Text, TextKey};

/// The largest CSV file read, in bytes.
pub const LARGEST_TABLE: usize = 1 << 20;

/// The column of keys, and the one that says what is to be done.
const KEY: &str = "key";
const STATE: &str = "state";

/// Why a table of texts cannot be taken.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum TableError {
    /// A file larger than any table of texts.
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The most read.
        limit: usize,
    },
    /// A document of another program: Word, an old Excel, a picture, text in UTF-16.
    NotATable,
    /// A workbook that cannot be opened.
    Workbook(ImportError),
    /// A heading without the column of keys.
    NoKeys,
    /// No column of a language of the questionnaire to be translated into.
    NoLanguage,
    /// A key that is none.
    Key {
        row: u64,
        /// What is wrong with it.
        error: NotATextKey,
    },
    /// A text the questionnaire does not have.
    UnknownText { row: u64, key: TextKey },
    /// A second row for a text.
    Twice { row: u64, key: TextKey },
    /// A translation of another original than the present one.
    OriginalDiffers { row: u64, key: TextKey },
    /// A wording that cannot be stored.
    Wording {
        row: u64,
        key: TextKey,
        /// What is wrong with it.
        error: Box<EditError>,
    },
}

impl From<ImportError> for TableError {
    fn from(problem: ImportError) -> Self {
        Self::Workbook(problem)
    }
}

/// The heading and the rows of a table, as they go into a file.
pub(super) fn rows_of(
    questionnaire: &Questionnaire,
    base: Option<Earlier<'_>>,
) -> Vec<Vec<String>> {
    let tags = questionnaire.languages.iter().map(Language::tag);
    let heading = [KEY].into_iter().chain(tags).chain([STATE]);
    let mut rows = vec![heading.map(str::to_owned).collect()];
    let states: Vec<_> = questionnaire
        .languages
        .iter()
        .skip(1)
        .map(|language| translations(questionnaire, language, base))
        .collect();
    for (at, (key, text)) in questionnaire.texts().into_iter().enumerate() {
        let states = states.iter().map(|column| column[at].state);
        let worst = states.max_by_key(|state| match state {
            TranslationState::Present => 0,
            TranslationState::Stale => 1,
            TranslationState::Missing => 2,
        });
        let words = questionnaire
            .languages
            .iter()
            .map(|language| text.find(language).unwrap_or_default().to_owned());
        let state = worst.unwrap_or(TranslationState::Present).word().to_owned();
        let row = [key.to_string()].into_iter().chain(words).chain([state]);
        rows.push(row.collect());
    }
    rows
}

/// One row as it was read: its number and its cells, or why there are none.
pub(super) type ReadRow = Result<(u64, Vec<String>), TableError>;

/// The edits that rows under a heading stand for; every bad row is named.
pub(super) fn edits(
    questionnaire: &Questionnaire,
    heading: &[String],
    rows: impl IntoIterator<Item = ReadRow>,
) -> Result<Vec<Edit>, Vec<TableError>> {
    let table = Columns::of(questionnaire, heading).map_err(|error| vec![error])?;
    let (mut edits, mut errors) = (Vec::new(), Vec::new());
    let mut seen = BTreeSet::new();
    for row in rows {
        let edits_of_row = row.and_then(|(row, cells)| table.row(row, &cells, &mut seen));
        match edits_of_row {
            Ok(found) => edits.extend(found),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() {
        Ok(edits)
    } else {
        Err(errors)
    }
}

/// Which column holds what.
struct Columns<'q> {
    texts: BTreeMap<TextKey, &'q Text>,
    keys: usize,
    original: Option<(&'q Language, usize)>,
    translations: Vec<(&'q Language, usize)>,
}

impl<'q> Columns<'q> {
    fn of(questionnaire: &'q Questionnaire, heading: &[String]) -> Result<Self, TableError> {
        let place = |name: &str| heading.iter().position(|other| other.trim() == name);
        let keys = place(KEY).ok_or(TableError::NoKeys)?;
        let column = |language: &'q Language| Some((language, place(language.tag())?));
        let mut languages = questionnaire.languages.iter();
        let original = languages.next().and_then(column);
        let translations: Vec<_> = languages.filter_map(column).collect();
        if translations.is_empty() {
            return Err(TableError::NoLanguage);
        }
        Ok(Self {
            texts: questionnaire.texts().into_iter().collect(),
            keys,
            original,
            translations,
        })
    }

    /// What one row changes; texts left as they are, and empty cells, change nothing.
    fn row(
        &self,
        row: u64,
        cells: &[String],
        seen: &mut BTreeSet<TextKey>,
    ) -> Result<Vec<Edit>, TableError> {
        let cell = |column: usize| tidy(cells.get(column).map_or("", String::as_str));
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return Ok(Vec::new());
        }
        let key: TextKey = match cell(self.keys).parse() {
            Ok(key) => key,
            Err(error) => return Err(TableError::Key { row, error }),
        };
        if !seen.insert(key.clone()) {
            return Err(TableError::Twice { row, key });
        }
        let Some(text) = self.texts.get(&key) else {
            return Err(TableError::UnknownText { row, key });
        };
        let says = |language: &Language, wording: &str| {
            tidy(text.find(language).unwrap_or_default()) == wording
        };
        let mut edits = Vec::new();
        for (language, column) in &self.translations {
            let wording = cell(*column);
            if wording.is_empty() || says(language, &wording) {
                continue;
            }
            if let Err(error) = check_wording(&key, &wording) {
                return Err(TableError::Wording {
                    row,
                    key,
                    error: Box::new(error),
                });
            }
            edits.push(Edit::Word {
                text: key.clone(),
                language: (*language).clone(),
                wording,
            });
        }
        let differs = |(language, column): (&Language, usize)| !says(language, &cell(column));
        if !edits.is_empty() && self.original.is_some_and(differs) {
            return Err(TableError::OriginalDiffers { row, key });
        }
        Ok(edits)
    }
}

/// A wording as spreadsheets may have changed it without meaning to.
fn tidy(wording: &str) -> String {
    wording.replace("\r\n", "\n").trim().to_owned()
}
