//! What is published of the texts of a wave: persons by theme and by term, small counts hidden.
//!
//! # Design
//!
//! Nothing is shown of a question that fewer than thirty confirmed texts answer. Counts of themes obey the rule of open links
//! (`suppression`): none from one to nine, and where one is hidden, enough others are that what is hidden could be any of thirty
//! persons; a theme that all but nine persons or fewer wrote of is hidden too, since it tells of those few. A term is shown if at least ten
//! persons used it and at least ten did not. How many texts were withheld is not told. Published once, the counts of a wave stay: two
//! publications would tell by their difference what a few wrote.
//!
//! Themes are counted by what the first coder found. How far a second one agreed, on texts drawn for that by the hash of their keys,
//! stands beside each theme that is shown.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Theme;
use super::terms::persons_by_term;
use crate::suppression::{FEWEST_COUNTED, counted, suffice};
use questionnaire::{QuestionId, Text};
use statistics::TwoJudges;

/// The level of the interval around κ.
const LEVEL: f64 = 0.95;

/// The most terms shown of a question.
const MOST_TERMS: usize = 40;

/// A reviewed text with its themes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodedText {
    /// What two persons agreed on.
    pub wording: String,
    /// The codes of its themes.
    pub first: BTreeSet<String>,
    /// Those that a second coder found, where it was coded twice.
    pub second: Option<BTreeSet<String>>,
}

/// The texts of a question, all of them reviewed and coded.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct QuestionTexts {
    pub question: QuestionId,
    pub asked: Text,
    pub themes: Vec<Theme>,
    pub texts: Vec<CodedText>,
}

/// What is published of the texts of a wave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OpenAnswers {
    /// The questions that somebody answered in words, in the order of the questionnaire.
    pub questions: Vec<AnsweredInWords>,
}

/// What is published of the texts of one question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AnsweredInWords {
    /// The question.
    pub question: QuestionId,
    /// Its words.
    pub asked: Text,
    /// Persons whose text was confirmed; none where they are too few, and then nothing else is shown either.
    pub persons: Option<u64>,
    /// Texts that were coded twice; none where nothing was coded.
    pub coded_twice: Option<u64>,
    /// The themes of its code book, the most frequent first and hidden ones last.
    pub themes: Vec<ThemeCount>,
    /// Terms, the most frequent first.
    pub terms: Vec<TermCount>,
}

/// How many persons wrote of a theme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThemeCount {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub name: Text,
    /// When a text has it.
    pub definition: Text,
    /// Persons; none where it is hidden.
    pub persons: Option<u64>,
    /// How far two coders agreed on it; none where it is hidden or no text was coded twice.
    pub agreement: Option<CodersAgreement>,
}

/// How far two coders agreed on a theme.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CodersAgreement {
    /// The share of texts that both coded alike, 0 to 1.
    pub alike: f64,
    /// Cohen's κ with its lower and upper limit at 95 %; none where both found it everywhere or nowhere.
    pub kappa: Option<(f64, f64, f64)>,
}

/// How many persons used a term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct TermCount {
    pub term: String,
    pub persons: u64,
}

/// What may be published of these texts.
pub fn summarise(questions: &[QuestionTexts]) -> OpenAnswers {
    OpenAnswers {
        questions: questions.iter().map(of_question).collect(),
    }
}

fn of_question(texts: &QuestionTexts) -> AnsweredInWords {
    let persons = texts.texts.len() as u64;
    let shown = suffice(persons);
    AnsweredInWords {
        question: texts.question.clone(),
        asked: texts.asked.clone(),
        persons: shown.then_some(persons),
        coded_twice: (shown && !texts.themes.is_empty()).then(|| coded_twice(&texts.texts)),
        themes: if shown { themes(texts) } else { Vec::new() },
        terms: if shown {
            terms(&texts.texts)
        } else {
            Vec::new()
        },
    }
}

fn coded_twice(texts: &[CodedText]) -> u64 {
    texts.iter().filter(|text| text.second.is_some()).count() as u64
}

fn themes(texts: &QuestionTexts) -> Vec<ThemeCount> {
    let counts: Vec<u64> = texts
        .themes
        .iter()
        .map(|theme| persons_of(theme, &texts.texts))
        .collect();
    let shown = themes_shown(&counts, &texts.texts);
    let counted = texts.themes.iter().zip(counts).zip(shown);
    let counted = counted.map(|((theme, count), shown)| ThemeCount {
        code: theme.code.clone(),
        name: theme.name.clone(),
        definition: theme.definition.clone(),
        persons: shown.then_some(count),
        agreement: agreement_on(&theme.code, &texts.texts).filter(|_| shown),
    });
    let mut counted: Vec<ThemeCount> = counted.collect();
    // The most frequent first; hidden ones last and by their codes, so that no order tells their counts.
    counted.sort_by(|one, other| {
        other
            .persons
            .cmp(&one.persons)
            .then_with(|| one.code.cmp(&other.code))
    });
    counted
}

fn persons_of(theme: &Theme, texts: &[CodedText]) -> u64 {
    let having = texts.iter().filter(|text| text.first.contains(&theme.code));
    having.count() as u64
}

/// For each theme, whether its count may be shown.
fn themes_shown(counts: &[u64], texts: &[CodedText]) -> Vec<bool> {
    let persons = texts.len() as u64;
    let single = texts.iter().all(|text| text.first.len() <= 1);
    // Where nobody wrote of two themes, themes and "of none" add up to all persons.
    let shown = if single {
        let none = persons - counts.iter().sum::<u64>();
        let with_none: Vec<u64> = counts.iter().copied().chain([none]).collect();
        counted(&with_none, true)
    } else {
        counted(counts, false)
    };
    let few_without = |count: &u64| (1..FEWEST_COUNTED).contains(&(persons - count));
    let theme_by_theme = counts.iter().zip(shown);
    theme_by_theme
        .map(|(count, shown)| shown && !few_without(count))
        .collect()
}

/// How far two coders agree on a theme, over the texts that were coded twice.
pub fn agreement_on(theme: &str, texts: &[CodedText]) -> Option<CodersAgreement> {
    let mut judges = TwoJudges::default();
    for text in texts {
        if let Some(second) = &text.second {
            judges.note(text.first.contains(theme), second.contains(theme));
        }
    }
    let agreement = judges.agreement(LEVEL)?;
    Some(CodersAgreement {
        alike: agreement.alike,
        kappa: agreement.kappa,
    })
}

fn terms(texts: &[CodedText]) -> Vec<TermCount> {
    let persons = texts.len() as u64;
    let counted: BTreeMap<String, u64> =
        persons_by_term(texts.iter().map(|text| text.wording.as_str()));
    let frequent = counted
        .into_iter()
        .filter(|(_, count)| *count >= FEWEST_COUNTED && persons - count >= FEWEST_COUNTED);
    let mut terms: Vec<TermCount> = frequent
        .map(|(term, persons)| TermCount { term, persons })
        .collect();
    terms.sort_by(|one, other| {
        other
            .persons
            .cmp(&one.persons)
            .then_with(|| one.term.cmp(&other.term))
    });
    terms.truncate(MOST_TERMS);
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    fn theme(code: &str) -> Theme {
        Theme {
            code: code.to_owned(),
            name: [("zh", code)].into(),
            definition: [("zh", "说到它")].into(),
            example: String::new(),
        }
    }

    fn texts(groups: &[(usize, &str, &[&str])]) -> QuestionTexts {
        let texts = groups.iter().flat_map(|(count, wording, codes)| {
            let first: BTreeSet<String> = codes.iter().map(|code| (*code).to_owned()).collect();
            std::iter::repeat_n(
                CodedText {
                    wording: (*wording).to_owned(),
                    first: first.clone(),
                    second: Some(first),
                },
                *count,
            )
        });
        QuestionTexts {
            question: QuestionId::new("Q5"),
            asked: [("zh", "您还想说什么？")].into(),
            themes: vec![theme("bus"), theme("road"), theme("heat")],
            texts: texts.collect(),
        }
    }

    fn persons(texts: &QuestionTexts) -> Vec<Option<u64>> {
        let summary = summarise(std::slice::from_ref(texts));
        let themes = &summary.questions[0].themes;
        ["bus", "road", "heat"]
            .map(|code| {
                themes
                    .iter()
                    .find(|theme| theme.code == code)
                    .unwrap()
                    .persons
            })
            .to_vec()
    }

    #[test]
    fn of_fewer_than_thirty_texts_nothing_is_shown() {
        let few = summarise(&[texts(&[(29, "公交车太少", &["bus"])])]);
        let shown = &few.questions[0];
        assert_eq!((shown.persons, shown.coded_twice), (None, None));
        assert!(shown.themes.is_empty() && shown.terms.is_empty());
    }

    #[test]
    fn a_theme_of_a_few_is_hidden_with_others_of_thirty_persons() {
        let groups: [(usize, &str, &[&str]); 4] = [
            (60, "公交车太少", &["bus"]),
            (40, "修路", &["road"]),
            (9, "供暖不好", &["heat"]),
            (50, "没有", &[]),
        ];
        // Nobody wrote of two: with those of no theme the counts add up, so that one more is hidden.
        assert_eq!(persons(&texts(&groups)), [Some(60), None, None]);
        let both: &[&str] = &["bus", "road"];
        let overlapping = [
            groups[0],
            groups[1],
            (12, "供暖不好", &["heat"][..]),
            (1, "车和路", both),
        ];
        assert_eq!(
            persons(&texts(&overlapping)),
            [Some(61), Some(41), Some(12)]
        );
    }

    #[test]
    fn a_theme_that_all_but_a_few_wrote_of_is_hidden() {
        let groups: [(usize, &str, &[&str]); 2] =
            [(80, "公交车太少", &["bus", "road"]), (9, "好", &["bus"])];
        let shown = persons(&texts(&groups));
        assert_eq!(shown[1], None, "nine wrote of buses and not of roads");
        assert_eq!(shown[0], Some(89), "everybody wrote of buses");
    }

    #[test]
    fn a_term_is_of_ten_persons_and_not_of_all_but_nine() {
        let groups: [(usize, &str, &[&str]); 4] = [
            (25, "公交车太少", &["bus"]),
            (10, "物业不好", &[]),
            (9, "供暖不好", &["heat"]),
            (1, "我叫李小明", &[]),
        ];
        let summary = summarise(&[texts(&groups)]);
        let terms: Vec<(&str, u64)> = (summary.questions[0].terms.iter())
            .map(|term| (term.term.as_str(), term.persons))
            .collect();
        assert!(terms.contains(&("公交车", 25)), "{terms:?}");
        assert!(terms.contains(&("物业", 10)), "{terms:?}");
        for hidden in ["供暖", "李小明", "我叫"] {
            assert!(terms.iter().all(|(term, _)| *term != hidden), "{terms:?}");
        }
        let nearly_all = summarise(&[texts(&[(40, "公交车太少", &["bus"]), (9, "好", &[])])]);
        assert!(nearly_all.questions[0].terms.is_empty());
    }

    #[test]
    fn coders_who_found_the_same_agree() {
        let texts = texts(&[(30, "公交车太少", &["bus"]), (30, "修路", &["road"])]);
        let agreement = agreement_on("bus", &texts.texts).unwrap();
        assert!((agreement.alike - 1.0).abs() < 1e-12);
        assert!((agreement.kappa.unwrap().0 - 1.0).abs() < 1e-12);
        assert_eq!(agreement_on("bus", &[]), None);
    }
}
