//! Languages in the headings of columns: `label::中文 (zh)`.

use super::ImportError;
use super::sheet::{Row, Sheet};
use questionnaire::{Language, Text};

/// Names that headings use without a tag.
const NAMES: [(&str, &str); 6] = [
    ("中文", "zh"),
    ("chinese", "zh"),
    ("汉语", "zh"),
    ("english", "en"),
    ("英文", "en"),
    ("英语", "en"),
];

/// The name of a language with its tag, as headings have it.
pub(super) fn heading(language: &Language) -> String {
    let tag = language.tag();
    let name = match tag {
        "zh" => "中文",
        "en" => "English",
        tag => tag,
    };
    format!("{name} ({tag})")
}

/// The column of a text in a language.
pub(super) fn column(base: &str, language: &Language) -> String {
    format!("{base}::{}", heading(language))
}

/// The languages of a workbook and which columns hold them.
#[derive(Debug)]
pub(super) struct Columns {
    pub(super) languages: Vec<Language>,
    /// The language of a column without one.
    plain: Language,
}

impl Columns {
    /// Finds the languages in the headings of the sheets; the default one comes first.
    pub(super) fn of(sheets: &[&Sheet], default: &str) -> Result<Self, ImportError> {
        let mut languages: Vec<Language> = Vec::new();
        let mut plain_used = false;
        for heading in sheets.iter().flat_map(|sheet| &sheet.columns) {
            let heading = heading.trim();
            plain_used |= heading == "label";
            let Some((base, name)) = heading.split_once("::") else {
                continue;
            };
            if !["label", "hint"].contains(&base.trim()) {
                continue;
            }
            let language = tag(name).ok_or_else(|| ImportError::UnknownLanguage {
                column: heading.to_owned(),
            })?;
            if !languages.contains(&language) {
                languages.push(language);
            }
        }
        let chinese = sheets.iter().flat_map(|sheet| &sheet.rows).any(|row| {
            let mut label = row.get("label").chars();
            label.any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
        });
        let plain =
            tag(default).unwrap_or_else(|| Language::new(if chinese { "zh" } else { "en" }));
        if (plain_used || languages.is_empty()) && !languages.contains(&plain) {
            languages.insert(0, plain.clone());
        }
        if let Some(at) = languages.iter().position(|language| *language == plain) {
            languages[..=at].rotate_right(1);
        }
        Ok(Self { languages, plain })
    }

    /// The text of a row under a base heading.
    pub(super) fn text(&self, row: &Row, base: &str) -> Text {
        let mut text = Text::default();
        for (heading, value) in &row.cells {
            let language = match heading.split_once("::") {
                Some((other, name)) if other.trim() == base => tag(name),
                None if heading == base => Some(self.plain.clone()),
                _ => None,
            };
            if let Some(language) = language {
                text.set(language, value.clone());
            }
        }
        text
    }
}

/// The language of a heading: its tag in brackets, a tag alone, or a well-known name.
fn tag(name: &str) -> Option<Language> {
    let name = name.trim();
    let bracketed = name
        .strip_suffix(')')
        .and_then(|name| name.rsplit_once('('))
        .map(|(_, tag)| tag.trim());
    let lower = name.to_lowercase();
    let known = NAMES.iter().find(|(other, _)| *other == lower);
    let tag = bracketed.or(known.map(|(_, tag)| *tag)).unwrap_or(name);
    crate::read::is_language(tag).then(|| Language::new(tag))
}
