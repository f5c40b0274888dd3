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
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum TableError {
    /// A file larger than any table of texts.
    #[error("the file has {bytes} bytes, more than the {limit} that are read")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The most read.
        limit: usize,
    },
    /// A document of another program: Word, an old Excel, a picture, text in UTF-16.
    #[error(
        "the file is neither CSV in UTF-8 or GB 18030 nor an Excel workbook (.xlsx); save the table in one of these formats"
    )]
    NotATable,
    /// A workbook that cannot be opened.
    #[error(transparent)]
    Workbook(#[from] ImportError),
    /// A heading without the column of keys.
    #[error("the first row has no column `key`; keep the heading of the exported file")]
    NoKeys,
    /// No column of a language of the questionnaire to be translated into.
    #[error(
        "no column is named after a language of the questionnaire; keep the heading of the exported file"
    )]
    NoLanguage,
    /// A key that is none.
    #[error("row {row}: {error}")]
    Key {
        /// The row.
        row: u64,
        /// What is wrong with it.
        error: NotATextKey,
    },
    /// A text the questionnaire does not have.
    #[error(
        "row {row}: the questionnaire has no text `{key}`; the export may be of another version"
    )]
    UnknownText {
        /// The row.
        row: u64,
        /// The key.
        key: TextKey,
    },
    /// A second row for a text.
    #[error("row {row}: `{key}` stands in an earlier row already; remove one of them")]
    Twice {
        /// The row.
        row: u64,
        /// The key.
        key: TextKey,
    },
    /// A translation of another original than the present one.
    #[error(
        "row {row}: the original of `{key}` is not what the row says; translate the present one, or empty the cell of the translation"
    )]
    OriginalDiffers {
        /// The row.
        row: u64,
        /// The key.
        key: TextKey,
    },
    /// A wording that cannot be stored.
    #[error("row {row}: `{key}`: {error}")]
    Wording {
        /// The row.
        row: u64,
        /// The key.
        key: TextKey,
        /// What is wrong with it.
        error: Box<EditError>,
    },
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
