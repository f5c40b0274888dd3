//! Control totals for calibration, and whether they may be used.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::frame::FrameStratum;
use super::id::StratumId;
use super::problem::{Finding, Problem};
use format::sort_findings;
use format::source::{Entry, Reader};
use questionnaire::{Code, Language, Question, QuestionId, Questionnaire, Text};

/// The languages margins are named in: the interface is complete in both.
pub(crate) const LANGUAGES: [&str; 2] = ["zh", "en"];

const KEYS: &[&str] = &[
    "id",
    "title",
    "by",
    "status",
    "reference_date",
    "source",
    "note",
    "categories",
];

const STATUSES: &[(&str, MarginStatus)] = &[
    (MarginStatus::Verified.word(), MarginStatus::Verified),
    (MarginStatus::Provisional.word(), MarginStatus::Provisional),
    (MarginStatus::Missing.word(), MarginStatus::Missing),
];

/// A margin of the population: totals by stratum or by the answers to one question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Margin {
    /// Names the margin, as in `sex`.
    pub id: String,
    /// What it divides the population by, for people.
    pub title: Text,
    /// Whether the totals may be used.
    pub status: MarginStatus,
    /// The day the totals describe (`2010-11-01`).
    pub reference_date: String,
    /// Where they come from.
    pub source: Text,
    /// What to beware of.
    pub note: Text,
    pub(crate) totals: ControlTotals,
}

/// Whether the totals of a margin may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarginStatus {
    /// A published table of the very population.
    Verified,
    /// Used in its place; said on every result that rests on it.
    Provisional,
    /// Not found: never used.
    Missing,
}

impl MarginStatus {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Verified, Self::Provisional, Self::Missing];

    /// The word that files and forms have for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Provisional => "provisional",
            Self::Missing => "missing",
        }
    }

    /// The status of this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.word() == word)
    }
}

/// The totals of a margin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum ControlTotals {
    /// By the stratum a respondent was sampled in: code and count.
    Strata(Vec<(StratumId, u64)>),
    /// By the answer to a question.
    Question {
        question: QuestionId,
        /// The categories its codes fall into.
        categories: Vec<MarginCategory>,
    },
}

/// One category of a margin by question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarginCategory {
    /// The codes that belong to it.
    pub codes: Vec<Code>,
    /// How many of the population do.
    pub count: u64,
}

impl ControlTotals {
    /// Every category by its codes, parted by spaces, with its count.
    pub fn by_category(&self) -> Vec<(String, u64)> {
        match self {
            Self::Strata(strata) => (strata.iter())
                .map(|(code, count)| (code.to_string(), *count))
                .collect(),
            Self::Question { categories, .. } => (categories.iter())
                .map(|category| (category.name(), category.count))
                .collect(),
        }
    }
}

impl MarginCategory {
    /// Its codes, parted by spaces.
    pub fn name(&self) -> String {
        let codes: Vec<String> = self.codes.iter().map(Code::to_string).collect();
        codes.join(" ")
    }
}

/// Why a margin cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MarginError {
    /// Nobody has found the totals of this margin.
    #[error(
        "the control totals of the margin \"{0}\" are missing; it cannot be used for calibration"
    )]
    Missing(String),
}

impl Margin {
    /// The question it classifies by, also where its totals are missing; none of a margin by stratum.
    pub fn question(&self) -> Option<&QuestionId> {
        match &self.totals {
            ControlTotals::Strata(_) => None,
            ControlTotals::Question { question, .. } => Some(question),
        }
    }

    /// The totals as they stand, also where nobody may use them: to be shown and changed.
    pub fn totals(&self) -> &ControlTotals {
        &self.totals
    }

    /// The totals to calibrate to; refused where nobody has found them.
    pub fn control_totals(&self) -> Result<&ControlTotals, MarginError> {
        if self.status == MarginStatus::Missing {
            return Err(MarginError::Missing(self.id.clone()));
        }
        Ok(&self.totals)
    }
}

/// What margins refer to; what could not be read itself is left out, and references to it are no fault.
#[derive(Debug, Clone, Copy, Default)]
pub struct MarginContext<'a> {
    /// The frame's strata, from which a margin by stratum takes its totals.
    pub strata: Option<&'a [FrameStratum]>,
    /// The questionnaires that may ask what a margin classifies by.
    pub questionnaires: Option<&'a [Questionnaire]>,
}

/// Reads the margins of a population, every fault in one pass. `file` is named in findings.
pub fn read_margins(
    file: &str,
    content: &[u8],
    context: MarginContext<'_>,
) -> Result<Vec<Margin>, Vec<Finding>> {
    let (mut toml, document) = Reader::<Problem>::open(file, content);
    let margins = document.map_or_else(Vec::new, |document| {
        let mut reader = MarginReader {
            toml: &mut toml,
            context,
        };
        reader.margins(&document.top())
    });
    let mut findings = toml.into_findings();
    if findings.is_empty() {
        return Ok(margins);
    }
    sort_findings(&mut findings);
    Err(findings)
}

struct MarginReader<'r, 's, 'a> {
    toml: &'r mut Reader<'s, Problem>,
    context: MarginContext<'a>,
}

impl<'a> MarginReader<'_, '_, 'a> {
    fn margins(&mut self, top: &Entry<'_>) -> Vec<Margin> {
        self.toml.allow(top, &["margin"]);
        if !top.has("margin") {
            self.toml.report_missing(top, "margin");
        }
        let mut first_lines: BTreeMap<String, usize> = BTreeMap::new();
        let mut margins = Vec::new();
        for mut entry in self.toml.tables(top, "margin") {
            let id = self.toml.string(&entry, "id");
            let Some(id) = self.toml.require(&entry, "id", id) else {
                continue;
            };
            entry.place = Some(id.clone());
            let line = self.toml.line_of(&entry, "id");
            let first = *first_lines.entry(id.clone()).or_insert(line);
            if first != line {
                let problem = Problem::DuplicateMargin {
                    id: id.clone(),
                    first,
                };
                self.toml.report(line, Some(&id), problem);
            }
            margins.extend(self.margin(&entry, id));
        }
        margins
    }

    fn margin(&mut self, entry: &Entry<'_>, id: String) -> Option<Margin> {
        self.toml.allow(entry, KEYS);
        let title = self.text(entry, "title");
        let title = self.toml.require(entry, "title", title);
        let by = self.toml.string(entry, "by");
        let by = self.toml.require(entry, "by", by);
        let status = self.toml.word(entry, "status", STATUSES);
        let status = self.toml.require(entry, "status", status);
        let reference_date = self.toml.string(entry, "reference_date");
        let source = self.text(entry, "source");
        let note = self.text(entry, "note");
        let categories = self.categories(entry, by.as_deref());
        let (by, status) = (by?, status?);
        let totals = if by == "stratum" {
            let strata = self.context.strata.unwrap_or_default();
            let total = |stratum: &FrameStratum| (stratum.code.clone(), stratum.population);
            ControlTotals::Strata(strata.iter().map(total).collect())
        } else {
            if status != MarginStatus::Missing && categories.is_empty() {
                let line = self.toml.line_of(entry, "categories");
                self.toml
                    .report(line, entry.place.as_deref(), Problem::NoCategory);
            }
            ControlTotals::Question {
                question: QuestionId::new(by),
                categories,
            }
        };
        Some(Margin {
            id,
            title: title?,
            status,
            reference_date: reference_date.unwrap_or_default(),
            source: source.unwrap_or_default(),
            note: note.unwrap_or_default(),
            totals,
        })
    }

    /// The categories; a code stands in one of them, and is a choice of the question.
    fn categories(&mut self, entry: &Entry<'_>, by: Option<&str>) -> Vec<MarginCategory> {
        let question = by
            .filter(|by| *by != "stratum")
            .and_then(|by| self.question(entry, &QuestionId::new(by)));
        let mut lines: BTreeMap<Code, usize> = BTreeMap::new();
        let mut categories = Vec::new();
        for category in self.toml.tables(entry, "categories") {
            self.toml.allow(&category, &["codes", "count"]);
            let codes = self.toml.integers(&category, "codes");
            let codes = self.toml.require(&category, "codes", codes);
            let codes: Option<Vec<Code>> = codes.map(|codes| codes.into_iter().map(Code).collect());
            let count = self.toml.integer(&category, "count");
            let count = self.toml.require(&category, "count", count);
            let place = entry.place.as_deref();
            if let Some(count) = count.filter(|count| *count <= 0) {
                let line = self.toml.line_of(&category, "count");
                self.toml.report(line, place, Problem::EmptyCategory(count));
            }
            let line = self.toml.line_of(&category, "codes");
            for code in codes.iter().flatten() {
                if let Some(first) = lines.insert(*code, line) {
                    let problem = Problem::CodeTwice { code: *code, first };
                    self.toml.report(line, place, problem);
                }
                if let Some(question) = question
                    && !(question.answer.own_choices().iter()).any(|choice| choice.code == *code)
                {
                    let problem = Problem::UnknownCode {
                        question: question.id.clone(),
                        code: *code,
                    };
                    self.toml.report(line, place, problem);
                }
            }
            let count = count.and_then(|count| u64::try_from(count).ok());
            if let (Some(codes), Some(count)) = (codes, count) {
                categories.push(MarginCategory { codes, count });
            }
        }
        categories
    }

    /// The question a margin classifies by; one that nobody is asked would leave everybody "not stated".
    fn question(&mut self, entry: &Entry<'_>, by: &QuestionId) -> Option<&'a Question> {
        let questionnaires = self.context.questionnaires?;
        let question = questionnaires
            .iter()
            .find_map(|questionnaire| questionnaire.question(by));
        if question.is_none() {
            let line = self.toml.line_of(entry, "by");
            let problem = Problem::UnknownQuestion {
                question: by.clone(),
            };
            self.toml.report(line, entry.place.as_deref(), problem);
        }
        question
    }

    /// A text in every language of the interface.
    fn text(&mut self, entry: &Entry<'_>, key: &str) -> Option<Text> {
        let table = self.toml.table(entry, key)?;
        self.toml.allow(&table, &LANGUAGES);
        let mut text = Text::default();
        for language in LANGUAGES {
            let wording = self.toml.string(&table, language);
            if let Some(wording) = self.toml.require(&table, language, wording) {
                text.set(Language::new(language), &wording);
            }
        }
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::super::frame::read_strata;
    use super::*;
    use format::read;
    use format::source::SourceProblem;

    fn shipped() -> Vec<Margin> {
        let strata = read_strata(
            "frame.csv",
            include_bytes!("../../surveys/harbin-2012-2014/frame.csv"),
        )
        .unwrap();
        let context = MarginContext {
            strata: Some(&strata),
            questionnaires: None,
        };
        let content = include_bytes!("../../surveys/harbin-2012-2014/margins.toml");
        read_margins("margins.toml", content, context).unwrap()
    }

    const SEX: &str = r#"
[[margin]]
id = "sex"
title = { zh = "性别", en = "Sex" }
by = "R25"
status = "verified"
categories = [
  { codes = [1], count = 500 },
  { codes = [2], count = 510 },
]
"#;

    /// What is said of a file beside a questionnaire that asks R25 with the choices 1 and 2.
    fn faults_of(margins: &str) -> Vec<(usize, Problem)> {
        let residents = r#"
id = "residents"
languages = ["zh"]
title = { zh = "调查" }

[[question]]
id = "R25"
type = "single"
zh = "您的性别是？"
choices = [{ code = 1, zh = "男" }, { code = 2, zh = "女" }]
"#;
        let residents = read("residents.toml", residents.as_bytes());
        let questionnaires = [residents.questionnaire.unwrap()];
        let context = MarginContext {
            strata: None,
            questionnaires: Some(&questionnaires),
        };
        match read_margins("margins.toml", margins.as_bytes(), context) {
            Ok(_) => Vec::new(),
            Err(findings) => findings
                .into_iter()
                .map(|finding| {
                    assert_eq!(finding.place.as_deref(), Some("sex"));
                    (finding.line, finding.problem)
                })
                .collect(),
        }
    }

    #[test]
    fn district_totals_come_from_the_frame() {
        let margins = shipped();
        let ControlTotals::Strata(totals) = margins[0].control_totals().unwrap() else {
            panic!("the first margin is by stratum");
        };
        assert_eq!(totals.len(), 18);
        assert_eq!(totals[0], (StratumId::new("230102"), 923_762));
    }

    #[test]
    fn sex_is_provisional_and_has_totals() {
        let margins = shipped();
        let sex = margins.iter().find(|margin| margin.id == "sex").unwrap();
        assert_eq!(sex.status, MarginStatus::Provisional);
        assert!(sex.control_totals().is_ok());
    }

    #[test]
    fn a_missing_margin_is_refused() {
        let margins = shipped();
        let age = margins.iter().find(|margin| margin.id == "age").unwrap();
        assert_eq!(
            age.control_totals(),
            Err(MarginError::Missing("age".to_owned()))
        );
    }

    #[test]
    fn a_sound_margin_is_read() {
        assert!(faults_of(SEX).is_empty(), "{:?}", faults_of(SEX));
    }

    #[test]
    fn all_faults_are_named_at_once_each_with_its_line() {
        let text = SEX
            .replace("verified", "perhaps")
            .replace("codes = [2], count = 510", "codes = [1, 3], count = 0");
        let faults = faults_of(&text);
        let [
            (6, Problem::Source(SourceProblem::NotAllowed { key, value, .. })),
            rest @ ..,
        ] = faults.as_slice()
        else {
            panic!("{faults:?}");
        };
        assert_eq!((key.as_str(), value.as_str()), ("status", "perhaps"));
        assert_eq!(rest.len(), 3, "{rest:?}");
        for fault in [
            Problem::UnknownCode {
                question: QuestionId::new("R25"),
                code: Code(3),
            },
            Problem::EmptyCategory(0),
            Problem::CodeTwice {
                code: Code(1),
                first: 8,
            },
        ] {
            assert!(rest.contains(&(9, fault)), "{rest:?}");
        }
    }

    #[test]
    fn a_margin_by_a_question_that_nobody_is_asked_is_refused() {
        let question = QuestionId::new("R52");
        assert_eq!(
            faults_of(&SEX.replace("R25", "R52")),
            [(5, Problem::UnknownQuestion { question })]
        );
    }

    #[test]
    fn a_margin_without_categories_is_refused() {
        let verified = &SEX[..SEX.find("categories").unwrap()];
        for text in [verified, &verified.replace("verified", "provisional")] {
            assert_eq!(faults_of(text), [(2, Problem::NoCategory)]);
        }
    }

    #[test]
    fn two_margins_of_one_name_are_refused() {
        let id = "sex".to_owned();
        assert_eq!(
            faults_of(&format!("{SEX}{SEX}")),
            [(13, Problem::DuplicateMargin { id, first: 3 })]
        );
    }
}
