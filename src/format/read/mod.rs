//! From a TOML file to a questionnaire, every fault in one pass.

mod case;
mod choices;
mod editorial;
mod question;

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::check::{Budget, check};
use crate::finding::{Finding, Positions, sort_findings};
use crate::problem::Problem;
use crate::source::{Entry, Reader};
use questionnaire::{
    Arm, Language, Part, QuestionId, Questionnaire, Scale, ScaleId, Section, Text,
};

pub use question::is_question_key;

/// What reading a file gave.
#[derive(Debug)]
pub struct Reading {
    /// The questionnaire as far as it could be read; sound only if there is no finding.
    pub questionnaire: Option<Questionnaire>,
    /// Where its parts stand in the file.
    pub positions: Positions,
    /// What is wrong, in the order of the file.
    pub findings: Vec<Finding<Problem>>,
}

/// Reads and checks a questionnaire; `file` is only the name for findings.
pub fn read(file: &str, content: &[u8]) -> Reading {
    read_within(file, content, &mut Budget::default())
}

/// The same, with as much proof as a budget allows.
pub fn read_within(file: &str, content: &[u8], budget: &mut Budget) -> Reading {
    let mut reading = parse(file, content);
    if let Some(questionnaire) = &reading.questionnaire {
        let found = check(questionnaire, &reading.positions, file, budget);
        reading.findings.extend(found);
    }
    sort_findings(&mut reading.findings);
    reading
}

/// Reads a questionnaire without checking it: what the file says, and where it is none.
pub fn parse(file: &str, content: &[u8]) -> Reading {
    let (content, single) = with_double_brackets(content);
    let (mut toml, document) = Reader::<Problem>::open(file, &content);
    for (line, key) in single {
        toml.report(line, None, Problem::SingleBrackets { key });
    }
    let mut positions = Positions::default();
    let questionnaire = document.map(|document| {
        let mut reader = QuestionnaireReader {
            toml: &mut toml,
            positions: &mut positions,
            languages: Vec::new(),
        };
        reader.questionnaire(&document.top())
    });
    Reading {
        questionnaire,
        positions,
        findings: toml.into_findings(),
    }
}

/// The parts of a questionnaire of which there may be several, each in double brackets.
const SEVERAL: [&str; 6] = ["arm", "scale", "section", "question", "editorial", "test"];

/// The text with double brackets around the parts that need them, and the lines where there were single ones: one
/// fault each, where the text as it stands would have one for every part that is lost by them.
fn with_double_brackets(content: &[u8]) -> (Cow<'_, [u8]>, Vec<(usize, &'static str)>) {
    let header = |line: &str| {
        let inner = line.trim_end().strip_prefix('[')?.strip_suffix(']')?;
        SEVERAL.into_iter().find(|key| *key == inner.trim())
    };
    let Ok(text) = std::str::from_utf8(content) else {
        return (Cow::Borrowed(content), Vec::new());
    };
    let mut corrected = String::with_capacity(text.len());
    let mut single = Vec::new();
    let mut in_text = false;
    for (at, line) in text.split_inclusive('\n').enumerate() {
        match header(line).filter(|_| !in_text) {
            Some(key) => {
                single.push((at + 1, key));
                let end = line.strip_prefix(line.trim_end()).unwrap_or_default();
                corrected.extend(["[[", key, "]]", end]);
            }
            None => corrected.push_str(line),
        }
        let quotes = line.matches("\"\"\"").count() + line.matches("'''").count();
        in_text ^= quotes % 2 == 1;
    }
    if single.is_empty() {
        return (Cow::Borrowed(content), single);
    }
    (Cow::Owned(corrected.into_bytes()), single)
}

/// One file being read as a questionnaire.
pub(crate) struct QuestionnaireReader<'r, 's> {
    pub(crate) toml: &'r mut Reader<'s, Problem>,
    positions: &'r mut Positions,
    languages: Vec<Language>,
}

impl QuestionnaireReader<'_, '_> {
    fn questionnaire(&mut self, top: &Entry<'_>) -> Questionnaire {
        self.toml.allow(
            top,
            &[
                "id",
                "languages",
                "title",
                "intro",
                "arm",
                "scale",
                "section",
                "question",
                "editorial",
                "test",
            ],
        );
        self.languages = self.languages(top);
        self.toml.locate(self.positions, &Part::Top, top);
        let id = self.toml.string(top, "id");
        Questionnaire {
            id: self.toml.require(top, "id", id).unwrap_or_default(),
            languages: self.languages.clone(),
            title: self.required_text(top, "title"),
            intro: self.required_text(top, "intro"),
            arms: self.each(top, "arm", Part::Arm, Self::arm),
            scales: self.each(
                top,
                "scale",
                |id| Part::Scale(ScaleId::new(id)),
                Self::scale,
            ),
            sections: self.each(top, "section", Part::Section, Self::section),
            questions: self.each(
                top,
                "question",
                |id| Part::Question(QuestionId::new(id)),
                Self::question,
            ),
            editorial: self
                .toml
                .tables(top, "editorial")
                .iter()
                .filter_map(|entry| self.editorial(entry))
                .collect(),
            tests: self
                .toml
                .tables(top, "test")
                .iter()
                .map(|entry| self.test(entry))
                .collect(),
        }
    }

    fn languages(&mut self, top: &Entry<'_>) -> Vec<Language> {
        let tags = self.toml.strings(top, "languages");
        let mut languages: Vec<Language> = Vec::new();
        for tag in self
            .toml
            .require(top, "languages", tags)
            .unwrap_or_default()
        {
            let language = Language::new(&tag);
            if is_language(&tag) && !languages.contains(&language) {
                languages.push(language);
            } else {
                let line = self.toml.line_of(top, "languages");
                self.toml
                    .report(line, None, Problem::LanguageMalformed { tag });
            }
        }
        languages
    }

    /// Reads the tables of one sort, each with an id; remembers those that cannot be read.
    fn each<T>(
        &mut self,
        top: &Entry<'_>,
        key: &str,
        part: fn(String) -> Part,
        read: fn(&mut Self, &Entry<'_>, String) -> Option<T>,
    ) -> Vec<T> {
        let twice = |id: &str, first| Problem::DuplicateId {
            part: part(id.to_owned()),
            first,
        };
        let mut parts = Vec::new();
        for (entry, id) in self.toml.named(top, key, twice) {
            self.toml.locate(self.positions, &part(id.clone()), &entry);
            match read(self, &entry, id.clone()) {
                Some(value) => parts.push(value),
                None => self.positions.mark_unread(part(id)),
            }
        }
        parts
    }

    fn arm(&mut self, entry: &Entry<'_>, id: String) -> Option<Arm> {
        self.toml.allow(entry, &["id", "groups", "scales"]);
        let groups = self.toml.table(entry, "groups");
        let groups = self.toml.require(entry, "groups", groups)?;
        let mut shares = BTreeMap::new();
        for group in groups.keys() {
            if let Some(share) = self.toml.number(&groups, group) {
                shares.insert(group.to_owned(), share);
            }
        }
        let mut scales = BTreeMap::new();
        if let Some(swaps) = self.toml.table(entry, "scales") {
            for group in swaps.keys() {
                let Some(swap) = self.toml.table(&swaps, group) else {
                    continue;
                };
                let mut shown = BTreeMap::new();
                for replaced in swap.keys() {
                    if let Some(scale) = self.toml.string(&swap, replaced) {
                        shown.insert(ScaleId::new(replaced), ScaleId::new(scale));
                    }
                }
                scales.insert(group.to_owned(), shown);
            }
        }
        Some(Arm {
            id,
            groups: shares,
            scales,
        })
    }

    fn scale(&mut self, entry: &Entry<'_>, id: String) -> Option<Scale> {
        let id = ScaleId::new(id);
        self.toml.allow(entry, &["id", "choices"]);
        let choices = self.choices(entry, "choices", &Part::Scale(id.clone()))?;
        Some(Scale { id, choices })
    }

    #[expect(
        clippy::unnecessary_wraps,
        reason = "read like the other parts, which can be unreadable"
    )]
    fn section(&mut self, entry: &Entry<'_>, id: String) -> Option<Section> {
        self.toml.allow(entry, &["id", "title", "rotate"]);
        Some(Section {
            id,
            title: self.required_text(entry, "title"),
            rotate: self.toml.string(entry, "rotate"),
        })
    }

    fn required_text(&mut self, entry: &Entry<'_>, key: &str) -> Text {
        let text = self.text(entry, key);
        self.toml.require(entry, key, text).unwrap_or_default()
    }

    /// A text in a table of its own.
    pub(crate) fn text(&mut self, entry: &Entry<'_>, key: &str) -> Option<Text> {
        let table = self.toml.table(entry, key)?;
        let tags: Vec<String> = self.tags();
        let known: Vec<&str> = tags.iter().map(String::as_str).collect();
        if !known.is_empty() {
            self.toml.allow(&table, &known);
        }
        Some(self.wordings(&table))
    }

    /// The wordings among the keys of a table.
    fn wordings(&mut self, entry: &Entry<'_>) -> Text {
        let mut text = Text::default();
        for language in self.languages.clone() {
            if let Some(wording) = self.toml.string(entry, language.tag()) {
                text.set(language, wording);
            }
        }
        text
    }

    fn tags(&self) -> Vec<String> {
        self.languages
            .iter()
            .map(|language| language.tag().to_owned())
            .collect()
    }

    /// Reports keys that are neither `known` nor a language.
    fn allow_worded(&mut self, entry: &Entry<'_>, known: &[&str]) {
        let tags = self.tags();
        let unread: Vec<&str> = if tags.is_empty() {
            entry
                .keys()
                .into_iter()
                .filter(|key| is_language(key))
                .collect()
        } else {
            tags.iter().map(String::as_str).collect()
        };
        let all: Vec<&str> = known.iter().copied().chain(unread).collect();
        self.toml.allow(entry, &all);
    }
}

/// A BCP 47 tag, as in `zh` and `zh-Hant`.
pub fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or_default();
    (2..=3).contains(&primary.len())
        && primary.bytes().all(|byte| byte.is_ascii_lowercase())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}
