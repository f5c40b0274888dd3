//! Faults found in a file, and where.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use questionnaire::{Part, QuestionId};

/// One fault: where it is, what is wrong and what to do.
///
/// `P` is the family of problems: this module's for questionnaires, the plan's for plans.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding<P> {
    /// The file, as it was named by whoever had it read.
    pub file: String,
    /// The line in the file, counted from 1.
    pub line: usize,
    /// The question, section, scale, arm or indicator, if the fault belongs to one.
    pub place: Option<String>,
    /// What is wrong.
    pub problem: P,
}

impl<P> Finding<P> {
    /// The same finding with its problem seen as one of a wider family.
    pub fn map<Q>(self, widen: impl FnOnce(P) -> Q) -> Finding<Q> {
        Finding {
            file: self.file,
            line: self.line,
            place: self.place,
            problem: widen(self.problem),
        }
    }
}

/// A finding whose problem has been said, as one line.
impl fmt::Display for Finding<String> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: ", self.file, self.line)?;
        if let Some(place) = &self.place {
            write!(f, "{place}: ")?;
        }
        write!(f, "{}", self.problem)
    }
}

/// Puts findings in the order of a reader: by file and line, as they were found; none twice.
pub fn sort_findings<P: PartialEq>(findings: &mut Vec<Finding<P>>) {
    findings.sort_by(|one, other| (&one.file, one.line).cmp(&(&other.file, other.line)));
    let mut kept: Vec<Finding<P>> = Vec::with_capacity(findings.len());
    for finding in findings.drain(..) {
        let beside = kept
            .iter()
            .rev()
            .take_while(|other| other.line == finding.line && other.file == finding.file);
        if !beside.into_iter().any(|other| *other == finding) {
            kept.push(finding);
        }
    }
    *findings = kept;
}

/// The lines at which the parts of a document stand in its file.
///
/// A document that comes from no file has none: every fault is then on line 1, and the
/// part says where.
#[derive(Debug, Clone, Default)]
pub struct Positions {
    lines: BTreeMap<(Part, String), usize>,
    unread: BTreeSet<Part>,
    without_condition: BTreeSet<QuestionId>,
}

impl Positions {
    /// Remembers where a part starts (`key` empty), or a key of it, or the choice whose
    /// code in digits is `key`. The first mention wins.
    pub fn record(&mut self, part: &Part, key: &str, line: usize) {
        self.lines
            .entry((part.clone(), key.to_owned()))
            .or_insert(line);
    }

    /// The line of a key, else of its part, else 1.
    pub fn line(&self, part: &Part, key: &str) -> usize {
        let at = |key: &str| self.lines.get(&(part.clone(), key.to_owned()));
        at(key).or_else(|| at("")).copied().unwrap_or(1)
    }

    /// True where the file has this key in this part.
    pub fn has(&self, part: &Part, key: &str) -> bool {
        self.lines.contains_key(&(part.clone(), key.to_owned()))
    }

    /// True for a document that comes from no file.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Remembers a part that is in the file but could not be read.
    pub(crate) fn mark_unread(&mut self, part: Part) {
        self.unread.insert(part);
    }

    /// True for a part that is in the file but could not be read: it has findings of its
    /// own, and references to it are no fault.
    pub(crate) fn is_unread(&self, part: &Part) -> bool {
        self.unread.contains(part)
    }

    /// True where some question could not be read.
    pub(crate) fn some_question_unread(&self) -> bool {
        self.unread
            .iter()
            .any(|part| matches!(part, Part::Question(_)))
    }

    /// Remembers a question one of whose conditions could not be read.
    pub(crate) fn mark_without_condition(&mut self, question: &QuestionId) {
        self.without_condition.insert(question.clone());
    }

    /// True for a question one of whose conditions could not be read.
    pub fn lacks_condition(&self, question: &QuestionId) -> bool {
        self.without_condition.contains(question)
    }
}
