//! Languages in the headings of columns: `label::中文 (zh)`, `label::French`.

use super::ImportError;
use super::ledger::{ReadRow, ReadSheet, Why};
use super::text::{is_marked_up, is_piped, unescaped};
use questionnaire::{Language, Text};

/// Names that headings use without a tag, in English and in the language itself. Where a language has several, the
/// first two are those of [`heading`].
const NAMES: &[(&str, &[&str])] = &[
    (
        "zh",
        &[
            "中文",
            "chinese",
            "汉语",
            "简体中文",
            "mandarin",
            "simplified chinese",
        ],
    ),
    ("en", &["English", "英文", "英语"]),
    ("am", &["አማርኛ", "amharic"]),
    ("ar", &["العربية", "arabic", "عربي"]),
    ("bn", &["বাংলা", "bengali", "bangla"]),
    ("cs", &["čeština", "czech"]),
    ("de", &["Deutsch", "german"]),
    ("el", &["ελληνικά", "greek"]),
    ("es", &["Español", "spanish", "castellano"]),
    ("fa", &["فارسی", "persian", "farsi"]),
    ("fi", &["suomi", "finnish"]),
    ("fr", &["Français", "french", "francais", "法语"]),
    ("ha", &["hausa"]),
    ("he", &["עברית", "hebrew"]),
    ("hi", &["हिन्दी", "hindi"]),
    ("hu", &["magyar", "hungarian"]),
    ("id", &["Bahasa Indonesia", "indonesian", "bahasa"]),
    ("it", &["Italiano", "italian"]),
    ("ja", &["日本語", "japanese", "日语"]),
    ("ka", &["ქართული", "georgian"]),
    ("kk", &["Қазақша", "kazakh"]),
    ("km", &["ខ្មែរ", "khmer"]),
    ("ko", &["한국어", "korean", "朝鲜语", "朝鲜文"]),
    ("ky", &["Кыргызча", "kyrgyz"]),
    ("lo", &["ລາວ", "lao"]),
    ("mn", &["Монгол", "mongolian", "蒙古语", "蒙古文"]),
    ("ms", &["Bahasa Melayu", "malay"]),
    ("my", &["မြန်မာ", "burmese"]),
    ("ne", &["नेपाली", "nepali"]),
    ("nl", &["Nederlands", "dutch"]),
    ("no", &["norsk", "norwegian"]),
    ("om", &["oromo"]),
    ("pl", &["Polski", "polish"]),
    ("ps", &["پښتو", "pashto"]),
    ("pt", &["Português", "portuguese", "portugues"]),
    ("ro", &["Română", "romanian"]),
    ("ru", &["Русский", "russian", "俄语"]),
    ("rw", &["kinyarwanda"]),
    ("so", &["somali", "soomaali"]),
    ("sv", &["Svenska", "swedish"]),
    ("sw", &["Kiswahili", "swahili"]),
    ("ta", &["தமிழ்", "tamil"]),
    ("tg", &["Тоҷикӣ", "tajik"]),
    ("th", &["ไทย", "thai"]),
    ("tl", &["tagalog", "filipino"]),
    ("tr", &["Türkçe", "turkish"]),
    ("bo", &["བོད་ཡིག", "tibetan", "藏语", "藏文"]),
    (
        "ug",
        &["ئۇيغۇرچە", "uyghur", "uighur", "维吾尔语", "维吾尔文"],
    ),
    ("uk", &["Українська", "ukrainian"]),
    ("ur", &["اردو", "urdu"]),
    ("uz", &["oʻzbek", "uzbek"]),
    ("vi", &["Tiếng Việt", "vietnamese"]),
    ("yo", &["yoruba"]),
    ("zu", &["zulu", "isizulu"]),
];

/// What "Other" is called, where a form has the choice made for it.
const OTHER: &[(&str, &str)] = &[
    ("zh", "其他"),
    ("en", "Other"),
    ("de", "Anderes"),
    ("es", "Otro"),
    ("fr", "Autre"),
    ("id", "Lainnya"),
    ("it", "Altro"),
    ("ja", "その他"),
    ("ko", "기타"),
    ("mn", "Бусад"),
    ("pt", "Outro"),
    ("ru", "Другое"),
    ("vi", "Khác"),
];

/// The name of a language with its tag, as headings have it.
pub(super) fn heading(language: &Language) -> String {
    let tag = language.tag();
    let known = NAMES.iter().find(|(known, _)| *known == tag);
    let name = known.and_then(|(_, names)| names.first());
    format!("{} ({tag})", name.unwrap_or(&tag))
}

/// The column of a text in a language.
pub(super) fn column(base: &str, language: &Language) -> String {
    format!("{base}::{}", heading(language))
}

/// "Other" in the languages in which it is known.
pub(super) fn other(languages: &[Language]) -> Text {
    let mut label = Text::default();
    for language in languages {
        let primary = language.tag().split('-').next().unwrap_or_default();
        if let Some((_, word)) = OTHER.iter().find(|(tag, _)| *tag == primary) {
            label.set(language.clone(), *word);
        }
    }
    label
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
    pub(super) fn of(sheets: &[&ReadSheet], default: &str) -> Result<Self, ImportError> {
        let mut languages: Vec<Language> = Vec::new();
        let mut unknown = Vec::new();
        let mut plain_used = false;
        for heading in sheets.iter().flat_map(|sheet| sheet.headings.values()) {
            let worded = heading.language_of("label");
            match worded.or(heading.language_of("hint")) {
                None => {}
                Some("") => plain_used |= worded.is_some(),
                Some(name) => match tag(name) {
                    Some(language) if languages.contains(&language) => {}
                    Some(language) => languages.push(language),
                    None => unknown.push(heading.written().to_owned()),
                },
            }
        }
        if languages.is_empty() && !plain_used && !unknown.is_empty() {
            unknown.dedup();
            return Err(ImportError::UnknownLanguage { columns: unknown });
        }
        let chinese = sheets.iter().flat_map(|sheet| &sheet.rows).any(|row| {
            let mut label = row.see("label").chars();
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

    /// Takes the text of a row under a base heading, in every language that is known.
    pub(super) fn text(&self, row: &ReadRow, base: &str) -> Text {
        let mut text = Text::default();
        for (heading, cell) in &row.cells {
            let Some(name) = heading.language_of(base) else {
                continue;
            };
            let language = match name {
                "" => Some(self.plain.clone()),
                name => tag(name),
            };
            let Some(language) = language.filter(|it| self.languages.contains(it)) else {
                cell.leave(Why::UnknownLanguage);
                continue;
            };
            if heading.repeated || text.find(&language).is_some() {
                cell.leave(Why::Repeated);
                continue;
            }
            if is_piped(cell.text()) {
                cell.leave(Why::Piping);
            } else if is_marked_up(cell.text()) {
                cell.leave(Why::Markup);
            } else {
                cell.take();
            }
            text.set(language, unescaped(cell.text()));
        }
        text
    }

    /// Takes those wordings of a row under a base heading that are the same as those of a text.
    pub(super) fn take_if_same(&self, row: &ReadRow, base: &str, text: &Text) {
        for (heading, cell) in &row.cells {
            let language = match heading.language_of(base) {
                None => continue,
                Some("") => Some(self.plain.clone()),
                Some(name) => tag(name),
            };
            let wording = language.and_then(|language| text.find(&language));
            if wording == Some(&unescaped(cell.text())) {
                cell.take();
            }
        }
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
    let mut known = NAMES.iter();
    let known = known.find(|(_, names)| names.iter().any(|it| it.to_lowercase() == lower));
    let tag = bracketed.or(known.map(|(tag, _)| *tag)).unwrap_or(name);
    crate::read::is_language(tag).then(|| Language::new(tag))
}
