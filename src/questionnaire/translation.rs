//! The texts of a questionnaire side by side, for a translator: as a table, and as CSV.
//!
//! # Design
//!
//! The first language of a questionnaire is the original. A translation is missing where there
//! are no words, and stale where the original changed since the version it is compared with
//! while the translation did not. A CSV file has the columns `key`, one per language, and
//! `state`; what comes back is read by the heading, so that columns may be moved or left out.

use super::definition::Questionnaire;
use super::editing::Edit;
use super::text::Language;
use super::text_key::{NotATextKey, TextKey};

/// The largest CSV file read, in bytes.
pub const LARGEST_TABLE: usize = 1 << 20;

/// Whether a translation can be used as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TranslationState {
    /// It is there.
    Present,
    /// There are no words.
    Missing,
    /// The original changed and the translation did not.
    Stale,
}

impl TranslationState {
    /// The word in the CSV file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Present => "ok",
            Self::Missing => "missing",
            Self::Stale => "stale",
        }
    }
}

/// One text in the original and in one translation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translation {
    /// Which text.
    pub key: TextKey,
    /// In the first language.
    pub original: String,
    /// In the other; empty where missing.
    pub translation: String,
    /// Whether it can be used.
    pub state: TranslationState,
}

/// Every text beside its translation into `language`; `base` is an earlier version, if any.
pub fn translations(
    questionnaire: &Questionnaire,
    language: &Language,
    base: Option<&Questionnaire>,
) -> Vec<Translation> {
    let Some(original) = questionnaire.languages.first() else {
        return Vec::new();
    };
    let texts = questionnaire.texts().into_iter();
    texts
        .map(|(key, text)| {
            let words = |language| text.find(language).unwrap_or_default().to_owned();
            let (first, second) = (words(original), words(language));
            let before = base.and_then(|base| key.find(base));
            let stale = before.is_some_and(|before| {
                before.find(original).is_some_and(|before| before != first)
                    && before.find(language) == Some(second.as_str())
            });
            let state = if second.trim().is_empty() {
                TranslationState::Missing
            } else if stale {
                TranslationState::Stale
            } else {
                TranslationState::Present
            };
            Translation {
                key,
                original: first,
                translation: second,
                state,
            }
        })
        .collect()
}

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
    /// Bytes that are no CSV in UTF-8.
    #[error("row {row} cannot be read: {message}; save the file as CSV in UTF-8")]
    Unreadable {
        /// The row, counted from 1 with the heading.
        row: u64,
        /// What the reader says.
        message: String,
    },
    /// A heading without the column of keys.
    #[error("the first row has no column `key`; keep the heading of the exported file")]
    NoKeys,
    /// No column of a language of the questionnaire.
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
}

/// The texts in all languages as CSV, with a byte order mark, by which spreadsheets know UTF-8.
///
/// # Panics
///
/// Never: writing to memory cannot fail.
pub fn to_csv(questionnaire: &Questionnaire, base: Option<&Questionnaire>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    let tags = questionnaire.languages.iter().map(Language::tag);
    let heading = std::iter::once("key").chain(tags).chain(["state"]);
    writer
        .write_record(heading)
        .expect("writing to memory cannot fail");
    let states: Vec<Vec<Translation>> = questionnaire
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
        let row = std::iter::once(key.to_string()).chain(words).chain([state]);
        writer
            .write_record(row)
            .expect("writing to memory cannot fail");
    }
    writer.into_inner().expect("writing to memory cannot fail")
}

/// The edits that bring what a CSV file says into the questionnaire; texts left as they are
/// give none, and an empty cell leaves the text as it is. Every bad row is named.
pub fn from_csv(
    questionnaire: &Questionnaire,
    content: &[u8],
) -> Result<Vec<Edit>, Vec<TableError>> {
    let (bytes, limit) = (content.len(), LARGEST_TABLE);
    if bytes > limit {
        return Err(vec![TableError::TooLarge { bytes, limit }]);
    }
    let content = content
        .strip_prefix("\u{feff}".as_bytes())
        .unwrap_or(content);
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(content);
    let unreadable = |row, error: &csv::Error| TableError::Unreadable {
        row,
        message: error.to_string(),
    };
    let heading = match reader.headers() {
        Ok(heading) => heading.clone(),
        Err(error) => return Err(vec![unreadable(1, &error)]),
    };
    let place = |name: &str| heading.iter().position(|other| other.trim() == name);
    let Some(keys) = place("key") else {
        return Err(vec![TableError::NoKeys]);
    };
    let columns: Vec<(&Language, usize)> = questionnaire
        .languages
        .iter()
        .filter_map(|language| Some((language, place(language.tag())?)))
        .collect();
    if columns.is_empty() {
        return Err(vec![TableError::NoLanguage]);
    }
    let (mut edits, mut errors) = (Vec::new(), Vec::new());
    let mut seen: Vec<TextKey> = Vec::new();
    for (at, record) in reader.records().enumerate() {
        let row = u64::try_from(at).map_or(u64::MAX, |at| at + 2);
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                errors.push(unreadable(row, &error));
                continue;
            }
        };
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let key: TextKey = match record.get(keys).unwrap_or_default().trim().parse() {
            Ok(key) => key,
            Err(error) => {
                errors.push(TableError::Key { row, error });
                continue;
            }
        };
        if seen.contains(&key) {
            errors.push(TableError::Twice { row, key });
            continue;
        }
        seen.push(key.clone());
        let Some(text) = key.find(questionnaire) else {
            errors.push(TableError::UnknownText { row, key });
            continue;
        };
        for (language, column) in &columns {
            let wording = record
                .get(*column)
                .unwrap_or_default()
                .replace("\r\n", "\n");
            let wording = wording.trim();
            if !wording.is_empty() && text.find(language).map(str::trim) != Some(wording) {
                edits.push(Edit::Word {
                    text: key.clone(),
                    language: (*language).clone(),
                    wording: wording.to_owned(),
                });
            }
        }
    }
    if errors.is_empty() {
        Ok(edits)
    } else {
        Err(errors)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questionnaire::editing::apply;
    use crate::questionnaire::read;

    const DRAFT: &str = "id = \"t\"\nlanguages = [\"zh\", \"en\"]\ntitle = { zh = \"题\", en = \"Title\" }\nintro = { zh = \"您好\", en = \"Hello\" }\n\
        [[question]]\nid = \"Q1\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"几？\"\nhelp = { zh = \"帮\" }\n";

    fn draft(text: &str) -> Questionnaire {
        read("t.toml", text.as_bytes()).questionnaire.unwrap()
    }

    fn states(questionnaire: &Questionnaire, base: &Questionnaire) -> Vec<&'static str> {
        translations(questionnaire, &Language::new("en"), Some(base))
            .iter()
            .map(|translation| translation.state.word())
            .collect()
    }

    #[test]
    fn a_translation_is_stale_once_the_original_alone_has_changed() {
        let base = draft(DRAFT);
        assert_eq!(states(&base, &base), ["ok", "ok", "missing", "missing"]);
        let changed = draft(
            &DRAFT
                .replace("题", "新题")
                .replace("您好", "你好")
                .replace("Hello", "Hi"),
        );
        assert_eq!(
            states(&changed, &base),
            ["stale", "ok", "missing", "missing"]
        );
    }

    #[test]
    fn what_a_translator_fills_in_comes_back_as_edits() {
        let base = draft(DRAFT);
        let table = String::from_utf8(to_csv(&base, None)).unwrap();
        assert!(
            table.starts_with("\u{feff}key,zh,en,state\ntitle,题,Title,ok\n"),
            "{table}"
        );
        assert_eq!(from_csv(&base, table.as_bytes()).unwrap(), []);
        let filled = table.replace("question.Q1,几？,,", "question.Q1,几？,\"How, many?\",");
        let edits = from_csv(&base, filled.as_bytes()).unwrap();
        let text = edits
            .iter()
            .fold(DRAFT.to_owned(), |text, edit| apply(&text, edit).unwrap());
        assert_eq!(
            text,
            DRAFT.replace("zh = \"几？\"\n", "zh = \"几？\"\nen = \"How, many?\"\n")
        );
    }

    #[test]
    fn every_bad_row_is_named() {
        let base = draft(DRAFT);
        let table = "key,en\ntitle,New\ntitle,Newer\nquestion.Q9,x\nnonsense,y\n";
        let errors: Vec<String> = from_csv(&base, table.as_bytes())
            .unwrap_err()
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(errors.len(), 3);
        assert!(errors[0].starts_with("row 3: `title` stands"), "{errors:?}");
        assert!(errors[1].starts_with("row 4: the questionnaire has no text"));
        assert!(errors[2].starts_with("row 5: `nonsense` names no text"));
        assert_eq!(
            from_csv(&base, b"a,b\n1,2\n").unwrap_err(),
            [TableError::NoKeys]
        );
        assert_eq!(
            from_csv(&base, b"key,fr\ntitle,x\n").unwrap_err(),
            [TableError::NoLanguage]
        );
        let bad = from_csv(&base, b"key,en\ntitle,\xff\xfe\n").unwrap_err();
        assert!(matches!(bad[..], [TableError::Unreadable { row: 2, .. }]));
    }
}
