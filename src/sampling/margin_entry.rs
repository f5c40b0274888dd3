//! A margin as somebody types it in, held to what a margin may be.

use chrono::NaiveDate;

use crate::frame::FrameStratum;
use crate::id::StratumId;
use crate::listing::{ListingFault, excerpt, plain_signs, read_count_within};
use crate::margin::{ControlTotals, LANGUAGES, Margin, MarginCategory, MarginStatus};
use questionnaire::{Answer, Assignment, Code, Language, Question, QuestionId, Text, Truth};

/// The largest total: more than there are people.
pub(crate) const MOST_PERSONS: u64 = 10_000_000_000;

/// The longest title, source or note in one language, in characters.
pub const LONGEST_MARGIN_TEXT: usize = 2_000;

/// A margin field by field, as it was typed; nothing of it has been checked. Texts are in Chinese and in English.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct MarginEntry {
    pub title: [String; 2],
    pub status: MarginStatus,
    /// The day the totals describe (`2010-11-01`); may be left empty.
    pub reference_date: String,
    pub source: [String; 2],
    pub note: [String; 2],
    pub totals: Vec<TypedTotal>,
}

/// The total of a category.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedTotal {
    /// The code of the stratum, or the codes of the choices.
    pub category: String,
    /// How many belong to it.
    pub count: String,
}

/// A field of a [`MarginEntry`]; texts by their language, totals by their place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants say it by their names")]
pub enum MarginField {
    Title(usize),
    ReferenceDate,
    Source(usize),
    Note(usize),
    /// The codes of a category.
    Category(usize),
    Count(usize),
    /// The totals altogether.
    Totals,
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarginFault {
    /// It must say something.
    Empty,
    /// It says something in the other language only.
    OneLanguage,
    /// More characters than [`LONGEST_MARGIN_TEXT`].
    TooLong {
        /// How many it has.
        characters: usize,
    },
    /// No day.
    NotADay(String),
    /// No codes, parted by spaces or commas.
    NotCodes(String),
    /// The question has no such choice.
    UnknownCode(Code),
    /// Who chooses it ends the interview, so that no such answer is stored.
    EndsInterview(Code),
    /// The code stands in a category before.
    CodeTwice(Code),
    /// No count of persons: no whole number, zero, too large.
    Count(ListingFault),
    /// A margin whose totals are to be used has none.
    NoCategory,
    /// Strata, by their codes, of which nothing was said: the frame has got them since.
    MissingStrata(Vec<String>),
}

impl MarginEntry {
    /// A margin as it stands.
    pub fn of(margin: &Margin) -> Self {
        let texts = |text: &Text| {
            LANGUAGES.map(|tag| {
                let wording = text.find(&Language::new(tag));
                wording.unwrap_or_default().to_owned()
            })
        };
        let totals = margin.totals().by_category().into_iter();
        Self {
            title: texts(&margin.title),
            status: margin.status,
            reference_date: margin.reference_date.clone(),
            source: texts(&margin.source),
            note: texts(&margin.note),
            totals: totals
                .map(|(category, count)| TypedTotal {
                    category,
                    count: count.to_string(),
                })
                .collect(),
        }
    }

    /// The margin by stratum that was typed, or everything that is wrong. Each stratum needs a total, unless totals are
    /// missing.
    pub fn read_by_stratum(
        &self,
        id: &str,
        strata: &[FrameStratum],
    ) -> Result<Margin, Vec<(MarginField, MarginFault)>> {
        let mut reader = EntryReader::new(self);
        let mut totals = Vec::new();
        for (at, typed) in self.totals.iter().enumerate() {
            let code = StratumId::new(&typed.category);
            if !strata.iter().any(|stratum| stratum.code == code) {
                continue;
            }
            if typed.count.is_empty() && self.status == MarginStatus::Missing {
                continue;
            }
            totals.extend(reader.count(at).map(|count| (code, count)));
        }
        if strata.is_empty() {
            reader.without_totals();
        }
        let said = |stratum: &FrameStratum| {
            let mut rows = self.totals.iter();
            rows.any(|typed| typed.category == stratum.code.as_str())
        };
        let missing = strata.iter().filter(|stratum| !said(stratum));
        let missing: Vec<String> = missing.map(|stratum| stratum.code.to_string()).collect();
        if self.status != MarginStatus::Missing && !missing.is_empty() {
            reader.report(MarginField::Totals, MarginFault::MissingStrata(missing));
        }
        reader.margin(id, ControlTotals::Strata(totals))
    }

    /// The margin by the answers to a question that was typed, or everything that is wrong. `asked` is the question, to
    /// which the codes are held; none where no questionnaire that asks it is there yet.
    pub fn read_by_question(
        &self,
        id: &str,
        question: &QuestionId,
        asked: Option<&Question>,
    ) -> Result<Margin, Vec<(MarginField, MarginFault)>> {
        let mut reader = EntryReader::new(self);
        let mut categories: Vec<MarginCategory> = Vec::new();
        for (at, typed) in self.totals.iter().enumerate() {
            if typed.category.is_empty() && typed.count.is_empty() {
                continue;
            }
            if typed.count.is_empty() && self.status == MarginStatus::Missing {
                continue;
            }
            let codes = reader.codes(at, asked, &categories);
            let count = reader.count(at);
            categories.push(MarginCategory {
                codes: codes.unwrap_or_default(),
                count: count.unwrap_or_default(),
            });
        }
        if categories.is_empty() {
            reader.without_totals();
        }
        let question = question.clone();
        reader.margin(
            id,
            ControlTotals::Question {
                question,
                categories,
            },
        )
    }
}

struct EntryReader<'e> {
    entry: &'e MarginEntry,
    faults: Vec<(MarginField, MarginFault)>,
}

impl<'e> EntryReader<'e> {
    fn new(entry: &'e MarginEntry) -> Self {
        Self {
            entry,
            faults: Vec::new(),
        }
    }

    fn report(&mut self, field: MarginField, fault: MarginFault) {
        self.faults.push((field, fault));
    }

    fn without_totals(&mut self) {
        // Where every total has a fault of its own, that there is none is no fault besides.
        if self.entry.status != MarginStatus::Missing && self.faults.is_empty() {
            self.report(MarginField::Totals, MarginFault::NoCategory);
        }
    }

    fn count(&mut self, at: usize) -> Option<u64> {
        match read_count_within(MOST_PERSONS, &self.entry.totals[at].count) {
            Ok(count) => Some(count.value),
            Err(ListingFault::Empty) => {
                self.report(MarginField::Count(at), MarginFault::Empty);
                None
            }
            Err(fault) => {
                self.report(MarginField::Count(at), MarginFault::Count(fault));
                None
            }
        }
    }

    fn codes(
        &mut self,
        at: usize,
        asked: Option<&Question>,
        before: &[MarginCategory],
    ) -> Option<Vec<Code>> {
        let (field, typed) = (MarginField::Category(at), &self.entry.totals[at].category);
        if typed.is_empty() {
            self.report(field, MarginFault::Empty);
            return None;
        }
        let Some(codes) = read_codes(typed) else {
            self.report(field, MarginFault::NotCodes(excerpt(typed)));
            return None;
        };
        for (place, code) in codes.iter().enumerate() {
            let earlier = before.iter().flat_map(|category| &category.codes);
            if earlier.chain(&codes[..place]).any(|other| other == code) {
                self.report(field, MarginFault::CodeTwice(*code));
            }
            let known = |question: &Question| {
                let mut choices = question.answer.own_choices().iter();
                choices.any(|choice| choice.code == *code)
            };
            if asked.is_some_and(|question| !known(question)) {
                self.report(field, MarginFault::UnknownCode(*code));
            }
            if asked.is_some_and(|question| ends_interview(question, *code)) {
                self.report(field, MarginFault::EndsInterview(*code));
            }
        }
        Some(codes)
    }

    /// A text in both languages or in none.
    fn text(&mut self, wordings: &[String; 2], field: fn(usize) -> MarginField) -> Text {
        let mut text = Text::default();
        let said = wordings.iter().any(|wording| !wording.is_empty());
        for (at, wording) in wordings.iter().enumerate() {
            if wording.is_empty() && said {
                self.report(field(at), MarginFault::OneLanguage);
                continue;
            }
            let characters = wording.chars().count();
            if characters > LONGEST_MARGIN_TEXT {
                self.report(field(at), MarginFault::TooLong { characters });
            } else if said {
                text.set(Language::new(LANGUAGES[at]), wording);
            }
        }
        text
    }

    fn margin(
        mut self,
        id: &str,
        totals: ControlTotals,
    ) -> Result<Margin, Vec<(MarginField, MarginFault)>> {
        let entry = self.entry;
        let title = self.text(&entry.title, MarginField::Title);
        if title.is_empty() && entry.title.iter().all(String::is_empty) {
            self.report(MarginField::Title(0), MarginFault::Empty);
        }
        let day = &entry.reference_date;
        if !day.is_empty() && day.parse::<NaiveDate>().is_err() {
            self.report(
                MarginField::ReferenceDate,
                MarginFault::NotADay(excerpt(day)),
            );
        }
        let source = self.text(&entry.source, MarginField::Source);
        let note = self.text(&entry.note, MarginField::Note);
        if !self.faults.is_empty() {
            return Err(self.faults);
        }
        Ok(Margin {
            id: id.to_owned(),
            title,
            status: entry.status,
            reference_date: day.clone(),
            source,
            note,
            totals,
        })
    }
}

/// Whether everybody who chooses this ends the interview with it, whatever else was answered: nothing of it is stored.
pub fn ends_interview(question: &Question, code: Code) -> bool {
    let Some(condition) = &question.end_if else {
        return false;
    };
    let of_its_own = condition
        .questions()
        .into_iter()
        .all(|it| *it == question.id);
    let answer = Answer::chosen(code);
    let given = |id: &QuestionId| (*id == question.id).then_some(&answer);
    of_its_own
        && !condition.names_an_arm()
        && condition.evaluate(&Assignment::default(), &given) == Truth::True
}

/// Codes parted by spaces, commas or the like; none where something else stands among them, or nothing.
pub fn read_codes(text: &str) -> Option<Vec<Code>> {
    let plain = plain_signs(text);
    let parts = plain
        .split(|sign: char| sign.is_whitespace() || matches!(sign, ',' | '、' | ';' | '/' | '+'));
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    let codes: Option<Vec<Code>> = (parts.iter())
        .map(|part| {
            let digits = part.strip_suffix(".0").unwrap_or(part);
            digits.parse().ok().map(Code)
        })
        .collect();
    codes.filter(|codes| !codes.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use questionnaire::Condition;

    fn question() -> Question {
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
        let reading = format::read("residents.toml", residents.as_bytes());
        reading.questionnaire.unwrap().questions.remove(0)
    }

    fn entry(totals: &[(&str, &str)]) -> MarginEntry {
        let wordings = |zh: &str, en: &str| [zh.to_owned(), en.to_owned()];
        MarginEntry {
            title: wordings("性别", "Sex"),
            status: MarginStatus::Verified,
            reference_date: "2010-11-01".to_owned(),
            source: wordings("公报", "Communiqué"),
            note: wordings("", ""),
            totals: (totals.iter())
                .map(|(category, count)| TypedTotal {
                    category: (*category).to_owned(),
                    count: (*count).to_owned(),
                })
                .collect(),
        }
    }

    fn read(entry: &MarginEntry) -> Result<Margin, Vec<(MarginField, MarginFault)>> {
        entry.read_by_question("sex", &QuestionId::new("R25"), Some(&question()))
    }

    #[test]
    fn what_was_typed_becomes_the_margin_and_reads_back_as_it_was() {
        let typed = entry(&[("1", "5,407,900"), ("２", "5228100人"), ("", "")]);
        let margin = read(&typed).unwrap();
        assert_eq!(
            margin.totals().by_category(),
            [("1".to_owned(), 5_407_900), ("2".to_owned(), 5_228_100)]
        );
        assert_eq!(read(&MarginEntry::of(&margin)).unwrap(), margin);
        let together = read(&entry(&[("1、2", "10636000")])).unwrap();
        assert_eq!(
            together.totals().by_category(),
            [("1 2".to_owned(), 10_636_000)]
        );
    }

    #[test]
    fn every_fault_is_told_at_its_field() {
        let mut typed = entry(&[
            ("1", "约五百万"),
            ("1 3", "0"),
            ("男", "20000000000"),
            ("", "7"),
            ("2", ""),
        ]);
        typed.title = [String::new(), String::new()];
        typed.reference_date = "2010年11月".to_owned();
        typed.source[1].clear();
        let number = |fault| MarginFault::Count(fault);
        assert_eq!(
            read(&typed).unwrap_err(),
            [
                (
                    MarginField::Count(0),
                    number(ListingFault::NotANumber("约五百万".to_owned()))
                ),
                (MarginField::Category(1), MarginFault::CodeTwice(Code(1))),
                (MarginField::Category(1), MarginFault::UnknownCode(Code(3))),
                (MarginField::Count(1), number(ListingFault::Zero)),
                (
                    MarginField::Category(2),
                    MarginFault::NotCodes("男".to_owned())
                ),
                (
                    MarginField::Count(2),
                    number(ListingFault::TooMany("20000000000".to_owned()))
                ),
                (MarginField::Category(3), MarginFault::Empty),
                (MarginField::Count(4), MarginFault::Empty),
                (MarginField::Title(0), MarginFault::Empty),
                (
                    MarginField::ReferenceDate,
                    MarginFault::NotADay("2010年11月".to_owned())
                ),
                (MarginField::Source(1), MarginFault::OneLanguage),
            ]
        );
    }

    #[test]
    fn nothing_is_cut_and_what_is_too_long_is_told() {
        let mut typed = entry(&[("1", "5"), ("2", "6")]);
        typed.source = ["来".repeat(301), "s\nt".repeat(200)];
        let margin = read(&typed).unwrap();
        assert_eq!(margin.source.get(&Language::new("zh")), typed.source[0]);
        assert_eq!(margin.source.get(&Language::new("en")), typed.source[1]);
        typed.note = ["注".repeat(LONGEST_MARGIN_TEXT + 1), "note".to_owned()];
        let too_long = MarginFault::TooLong {
            characters: LONGEST_MARGIN_TEXT + 1,
        };
        assert_eq!(
            read(&typed).unwrap_err(),
            [(MarginField::Note(0), too_long)]
        );
        let mut codes = entry(&[("1", "5"), ("2", "6")]);
        codes.totals[1].category = format!("{}2", "2 ".repeat(200));
        assert_eq!(read(&codes).unwrap_err().len(), 200);
    }

    #[test]
    fn who_ends_the_interview_belongs_to_no_category() {
        let mut asked = question();
        asked.end_if = Some(Condition::parse("R25 == 2").unwrap());
        assert!(ends_interview(&asked, Code(2)) && !ends_interview(&asked, Code(1)));
        let typed = entry(&[("1", "5"), ("2", "6")]);
        let refused = typed.read_by_question("sex", &asked.id, Some(&asked));
        let fault = MarginFault::EndsInterview(Code(2));
        assert_eq!(refused.unwrap_err(), [(MarginField::Category(1), fault)]);
        // Where another answer decides as well, some who choose it go on.
        asked.end_if = Some(Condition::parse("R25 == 2 && R1 == 1").unwrap());
        assert!(!ends_interview(&asked, Code(2)));
    }

    #[test]
    fn only_a_margin_whose_totals_are_missing_may_have_none() {
        let mut typed = entry(&[("1", ""), ("2", "")]);
        typed.status = MarginStatus::Missing;
        assert_eq!(read(&typed).unwrap().totals().by_category(), []);
        typed.totals.clear();
        typed.status = MarginStatus::Provisional;
        assert_eq!(
            read(&typed).unwrap_err(),
            [(MarginField::Totals, MarginFault::NoCategory)]
        );
    }

    #[test]
    fn each_stratum_needs_a_total() {
        let strata = crate::read_strata(
            "frame.csv",
            "code,name_zh,type,population\n1,甲区,district,900\n2,乙县,county,600\n".as_bytes(),
        )
        .unwrap();
        let read = |typed: &MarginEntry| typed.read_by_stratum("district", &strata);
        let margin = read(&entry(&[("1", "700"), ("2", "500")])).unwrap();
        assert_eq!(
            margin.totals().by_category(),
            [("1".to_owned(), 700), ("2".to_owned(), 500)]
        );
        assert_eq!(
            read(&entry(&[("1", "700"), ("2", "")])).unwrap_err(),
            [(MarginField::Count(1), MarginFault::Empty)]
        );
        assert_eq!(
            read(&entry(&[("1", "700")])).unwrap_err(),
            [(
                MarginField::Totals,
                MarginFault::MissingStrata(vec!["2".to_owned()])
            )]
        );
    }
}
