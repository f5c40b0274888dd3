//! TOML files read with positions, every fault in one pass.
//!
//! # Design
//!
//! Deserialising into types would stop at the first fault. Here the document is parsed with
//! recovery into spanned values, and whoever knows the format asks for what it expects; what
//! is missing, misspelt or of the wrong type becomes a finding and reading goes on. The plan
//! is read with the same reader.

mod problem;

use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::finding::{Finding, Positions};
use questionnaire::Part;

pub use problem::{Expected, Found, SourceProblem, nearest};

/// The largest file read, in bytes; a questionnaire of a hundred questions has a tenth.
pub const LARGEST_FILE: usize = 1 << 20;

/// A parsed file; tables borrow from it.
#[derive(Debug)]
pub struct Document<'s>(DeTable<'s>);

impl Document<'_> {
    /// The keys before the first table, and the tables.
    pub fn top(&self) -> Entry<'_> {
        Entry {
            table: &self.0,
            line: 1,
            place: None,
        }
    }
}

/// One table of a document.
#[derive(Debug, Clone)]
pub struct Entry<'d> {
    table: &'d DeTable<'d>,
    /// The line it starts at.
    pub line: usize,
    /// The question, scale, … that its faults belong to.
    pub place: Option<String>,
}

impl<'d> Entry<'d> {
    /// The keys in the order of the file.
    pub fn keys(&self) -> Vec<&'d str> {
        let mut keys: Vec<_> = self.table.iter().collect();
        keys.sort_by_key(|(key, _)| key.span().start);
        keys.into_iter()
            .map(|(key, _)| key.get_ref().as_ref())
            .collect()
    }

    /// True where the key stands in the table.
    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// The value of a key, whatever its type.
    pub fn value(&self, key: &str) -> Option<&'d Spanned<DeValue<'d>>> {
        self.table.get(key)
    }
}

/// Reads one file and gathers what is wrong with it.
#[derive(Debug)]
pub struct Reader<'s, P> {
    file: String,
    text: &'s str,
    line_starts: Vec<usize>,
    faulty_lines: BTreeSet<usize>,
    findings: Vec<Finding<P>>,
}

impl<'s, P: From<SourceProblem>> Reader<'s, P> {
    /// Parses a file; no document where there is nothing to read.
    pub fn open(file: &str, content: &'s [u8]) -> (Self, Option<Document<'s>>) {
        let mut reader = Self {
            file: file.to_owned(),
            text: "",
            line_starts: vec![0],
            faulty_lines: BTreeSet::new(),
            findings: Vec::new(),
        };
        let document = reader.parse(content);
        (reader, document)
    }

    fn parse(&mut self, content: &'s [u8]) -> Option<Document<'s>> {
        if content.len() > LARGEST_FILE {
            let (bytes, limit) = (content.len(), LARGEST_FILE);
            self.report(1, None, SourceProblem::TooLarge { bytes, limit });
            return None;
        }
        let text = match std::str::from_utf8(content) {
            Ok(text) => text,
            Err(error) => {
                let before = &content[..error.valid_up_to()];
                let line = before.split(|byte| *byte == b'\n').count();
                self.report(line, None, SourceProblem::NotUtf8);
                return None;
            }
        };
        self.text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if self.text.len() < text.len() {
            self.report(1, None, SourceProblem::ByteOrderMark);
        }
        self.line_starts
            .extend(self.text.match_indices('\n').map(|(at, _)| at + 1));
        if let Some(at) = self.text.find("\r\n") {
            self.report(self.line_at(at), None, SourceProblem::CarriageReturns);
        }
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in &errors {
            let at = error.span().map_or(self.text.len(), |span| span.start);
            let line = self.line_at(at);
            if self.faulty_lines.insert(line) {
                let message = error.message().to_owned();
                self.report(line, None, SourceProblem::Syntax { message });
            }
        }
        let table = table.into_inner();
        if table.is_empty() && errors.is_empty() {
            self.report(1, None, SourceProblem::Empty);
            return None;
        }
        Some(Document(table))
    }

    /// The line of a byte of the text.
    fn line_at(&self, offset: usize) -> usize {
        let last = self.text.trim_end().len();
        self.line_starts
            .partition_point(|start| *start <= offset.min(last))
    }

    /// True where a syntax fault lies between a table's first line and the next table.
    fn is_faulty(&self, entry: &Entry<'_>) -> bool {
        let next = self.line_starts[entry.line..]
            .iter()
            .position(|start| self.text[*start..].starts_with('['))
            .map_or(usize::MAX, |lines| entry.line + lines);
        self.faulty_lines.range(entry.line..=next).next().is_some()
    }

    /// Adds a finding.
    pub fn report(&mut self, line: usize, place: Option<&str>, problem: impl Into<P>) {
        self.findings.push(Finding {
            file: self.file.clone(),
            line,
            place: place.map(str::to_owned),
            problem: problem.into(),
        });
    }

    fn report_in(&mut self, entry: &Entry<'_>, key: &str, problem: impl Into<P>) {
        let line = self.line_of(entry, key);
        if !self.faulty_lines.contains(&line) {
            self.report(line, entry.place.as_deref(), problem);
        }
    }

    fn report_type(
        &mut self,
        entry: &Entry<'_>,
        key: &str,
        expected: Expected,
        found: &DeValue<'_>,
    ) {
        let problem = SourceProblem::WrongType {
            key: key.to_owned(),
            expected,
            found: match found {
                DeValue::Integer(number) => Found::Number(number.to_string()),
                DeValue::Float(number) => Found::Number(number.to_string()),
                DeValue::Boolean(value) => Found::Flag(*value),
                DeValue::Array(_) => Found::List,
                DeValue::Table(_) => Found::Table,
                DeValue::String(_) => Found::Text,
                DeValue::Datetime(_) => Found::Date,
            },
        };
        self.report_in(entry, key, problem);
    }

    /// The line of a key's value, else of the table.
    pub fn line_of(&self, entry: &Entry<'_>, key: &str) -> usize {
        entry
            .table
            .get_key_value(key)
            .map_or(entry.line, |(key, _)| self.line_at(key.span().start))
    }

    /// The line a value starts at.
    pub(crate) fn line_of_value(&self, value: &Spanned<DeValue<'_>>) -> usize {
        self.line_at(value.span().start)
    }

    /// Reports every key that is none of `known`.
    pub fn allow(&mut self, entry: &Entry<'_>, known: &[&str]) {
        for key in entry.keys() {
            if !known.contains(&key) {
                let problem = SourceProblem::UnknownKey {
                    key: key.to_owned(),
                    known: known.iter().map(|key| (*key).to_owned()).collect(),
                };
                self.report_in(entry, key, problem);
            }
        }
    }

    /// Reports that a key is missing, unless a syntax fault has swallowed it.
    pub fn report_missing(&mut self, entry: &Entry<'_>, key: &str) {
        if !self.is_faulty(entry) {
            let key = key.to_owned();
            self.report(
                entry.line,
                entry.place.as_deref(),
                SourceProblem::MissingKey { key },
            );
        }
    }

    /// The value of a key that must be there.
    pub fn require<T>(&mut self, entry: &Entry<'_>, key: &str, value: Option<T>) -> Option<T> {
        if value.is_none() && !entry.has(key) {
            self.report_missing(entry, key);
        }
        value
    }

    /// A text.
    pub fn string(&mut self, entry: &Entry<'_>, key: &str) -> Option<String> {
        let value = entry.value(key)?.get_ref();
        if value.as_str().is_none() {
            self.report_type(entry, key, Expected::Text, value);
        }
        value.as_str().map(str::to_owned)
    }

    /// A whole number.
    pub fn integer(&mut self, entry: &Entry<'_>, key: &str) -> Option<i64> {
        let value = entry.value(key)?.get_ref();
        let number = integer_of(value);
        if number.is_none() {
            self.report_type(entry, key, Expected::WholeNumber, value);
        }
        number
    }

    /// A whole number from `min` to `max`.
    pub fn integer_within(
        &mut self,
        entry: &Entry<'_>,
        key: &str,
        min: i64,
        max: i64,
    ) -> Option<i64> {
        let value = self.integer(entry, key)?;
        if (min..=max).contains(&value) {
            return Some(value);
        }
        let key_name = key.to_owned();
        let problem = SourceProblem::NumberOutOfRange {
            key: key_name,
            value,
            min,
            max,
        };
        self.report_in(entry, key, problem);
        None
    }

    /// A number.
    pub fn number(&mut self, entry: &Entry<'_>, key: &str) -> Option<f64> {
        let value = entry.value(key)?.get_ref();
        let number = match value {
            DeValue::Integer(number) => number.as_str().parse().ok(),
            DeValue::Float(number) => number.as_str().parse().ok(),
            _ => None,
        };
        let number = number.filter(|number: &f64| number.is_finite());
        if number.is_none() {
            self.report_type(entry, key, Expected::Number, value);
        }
        number
    }

    /// True or false; false where the key is not there.
    pub fn flag(&mut self, entry: &Entry<'_>, key: &str) -> bool {
        let Some(value) = entry.value(key) else {
            return false;
        };
        if value.get_ref().as_bool().is_none() {
            self.report_type(entry, key, Expected::Flag, value.get_ref());
        }
        value.get_ref().as_bool().unwrap_or(false)
    }

    /// One of a few words, each with its meaning.
    pub fn word<T: Copy>(
        &mut self,
        entry: &Entry<'_>,
        key: &str,
        words: &[(&str, T)],
    ) -> Option<T> {
        let value = self.string(entry, key)?;
        self.meaning(entry, key, value, words)
    }

    /// A list of a few words, each with its meaning.
    pub fn words<T: Copy>(
        &mut self,
        entry: &Entry<'_>,
        key: &str,
        words: &[(&str, T)],
    ) -> Option<Vec<T>> {
        let values = self.strings(entry, key)?;
        let meanings = values
            .into_iter()
            .map(|value| self.meaning(entry, key, value, words));
        Some(meanings.collect::<Vec<_>>().into_iter().flatten().collect())
    }

    fn meaning<T: Copy>(
        &mut self,
        entry: &Entry<'_>,
        key: &str,
        value: String,
        words: &[(&str, T)],
    ) -> Option<T> {
        let found = words.iter().find(|(word, _)| *word == value);
        if found.is_none() {
            let allowed = words.iter().map(|(word, _)| (*word).to_owned()).collect();
            let key_name = key.to_owned();
            self.report_in(
                entry,
                key,
                SourceProblem::NotAllowed {
                    key: key_name,
                    value,
                    allowed,
                },
            );
        }
        found.map(|(_, meaning)| *meaning)
    }

    /// A list of texts.
    pub fn strings(&mut self, entry: &Entry<'_>, key: &str) -> Option<Vec<String>> {
        self.list(entry, key, Expected::Texts, |value| {
            value.as_str().map(str::to_owned)
        })
    }

    /// A list of whole numbers.
    pub fn integers(&mut self, entry: &Entry<'_>, key: &str) -> Option<Vec<i64>> {
        self.list(entry, key, Expected::WholeNumbers, integer_of)
    }

    fn list<T>(
        &mut self,
        entry: &Entry<'_>,
        key: &str,
        expected: Expected,
        item: impl Fn(&DeValue<'_>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let value = entry.value(key)?.get_ref();
        let items = value
            .as_array()
            .and_then(|items| items.iter().map(|value| item(value.get_ref())).collect());
        if items.is_none() {
            self.report_type(entry, key, expected, value);
        }
        items
    }

    /// A table under a key.
    pub fn table<'d>(&mut self, entry: &Entry<'d>, key: &str) -> Option<Entry<'d>> {
        let value = entry.value(key)?;
        let Some(table) = value.get_ref().as_table() else {
            self.report_type(entry, key, Expected::Table, value.get_ref());
            return None;
        };
        Some(Entry {
            table,
            line: self.line_of(entry, key),
            place: entry.place.clone(),
        })
    }

    /// The tables of a list (`[[key]]` or a list of tables in braces); none where the key
    /// is not there.
    pub fn tables<'d>(&mut self, entry: &Entry<'d>, key: &str) -> Vec<Entry<'d>> {
        let Some(value) = entry.value(key) else {
            return Vec::new();
        };
        let Some(items) = value.get_ref().as_array() else {
            self.report_type(entry, key, Expected::Tables, value.get_ref());
            return Vec::new();
        };
        let mut tables = Vec::with_capacity(items.len());
        for item in items {
            match item.get_ref().as_table() {
                Some(table) => tables.push(Entry {
                    table,
                    line: self.line_of_value(item),
                    place: entry.place.clone(),
                }),
                None => self.report_type(entry, key, Expected::Tables, item.get_ref()),
            }
        }
        tables
    }

    /// The tables of a list that have an id, with it. One with the id of an earlier one is left out and reported as
    /// `twice` says, told the id and the line of the first.
    pub fn named<'d>(
        &mut self,
        entry: &Entry<'d>,
        key: &str,
        twice: impl Fn(&str, usize) -> P,
    ) -> Vec<(Entry<'d>, String)> {
        let mut first_lines: BTreeMap<String, usize> = BTreeMap::new();
        let mut named = Vec::new();
        for mut entry in self.tables(entry, key) {
            let id = self.string(&entry, "id");
            let Some(id) = self.require(&entry, "id", id) else {
                continue;
            };
            entry.place = Some(id.clone());
            let line = self.line_of(&entry, "id");
            if let Some(first) = first_lines.get(&id) {
                self.report(line, Some(&id), twice(&id, *first));
                continue;
            }
            first_lines.insert(id.clone(), line);
            named.push((entry, id));
        }
        named
    }

    /// Remembers the line of a part, and those of its keys.
    pub fn locate(&self, positions: &mut Positions, part: &Part, entry: &Entry<'_>) {
        positions.record(part, "", entry.line);
        for key in entry.keys() {
            positions.record(part, key, self.line_of(entry, key));
        }
    }

    /// What was found.
    pub fn into_findings(self) -> Vec<Finding<P>> {
        self.findings
    }
}

/// The value of a whole number, if it is one and fits.
pub(crate) fn integer_of(value: &DeValue<'_>) -> Option<i64> {
    let number = value.as_integer()?;
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

#[cfg(test)]
mod tests;
