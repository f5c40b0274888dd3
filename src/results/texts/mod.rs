//! What people wrote in words: reviewed by two persons, coded by themes, counted.
//!
//! # Design
//!
//! A text is the one answer that can name somebody. So nobody but its reviewers reads it as it was written: one person writes a wording
//! without names, numbers and addresses ([`identifying`] proposes one) or withholds the text, and another one who sees both confirms
//! that, or writes a wording of their own, which then waits for somebody else. Only what two persons agreed on goes on to be coded. It is
//! read in the order of random keys and beside nothing else: a text has no key to the other answers (rule R3 of the tables), and its
//! reviewers learn no place, group or date.
//!
//! For the same reason nothing here is weighted, and no theme stands beside an opinion, a district or a group: that a text cannot be
//! joined to the rest was promised to whoever wrote it. What is published ([`summary`]) are counts of persons among those who wrote
//! something and what share of them that is, without an interval, since who writes is not drawn. No wording is ever quoted: residents
//! were promised totals.
//!
//! A person writes at most one text to a question, so that persons are counted by counting texts.

pub mod identifying;
pub mod store;
pub mod summary;
mod terms;

use serde::{Deserialize, Serialize};

use questionnaire::Text;

/// The most characters of a reviewed wording: those of the longest text that a form takes, and what is put in place of names.
pub const LONGEST_WORDING: usize = 4_000;

/// A theme of a code book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Theme {
    /// Letters, digits and signs, unique at its question.
    pub code: String,
    /// What it is called.
    pub name: Text,
    /// When a text has it and when not.
    pub definition: Text,
    /// A text that has it, in words of the office; empty where there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub example: String,
}

/// The longest code of a theme, in characters.
pub const LONGEST_CODE: usize = 20;

impl Theme {
    /// Whether a code can be one: ASCII letters, digits, `-` and `_`.
    pub fn is_code(code: &str) -> bool {
        let sign = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_');
        (1..=LONGEST_CODE).contains(&code.len()) && code.chars().all(sign)
    }
}

/// Where the texts of a question stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// All of them.
    pub written: usize,
    /// Nobody has reviewed these.
    pub unreviewed: usize,
    /// These wait for a second person, by the name of the first.
    pub waiting: Vec<(String, usize)>,
    /// Two persons agreed on a wording.
    pub confirmed: usize,
    /// Two persons agreed to withhold them.
    pub withheld: usize,
    /// Confirmed ones that nobody has coded.
    pub uncoded: usize,
    /// Those that are coded twice and were not yet, by the name of who coded them first.
    pub uncoded_again: Vec<(String, usize)>,
}

impl Progress {
    /// Those that wait for a second reviewer.
    pub fn waiting(&self) -> usize {
        self.waiting.iter().map(|(_, texts)| texts).sum()
    }

    /// Those of them that this person may confirm.
    pub fn waiting_for(&self, name: &str) -> usize {
        let others = self.waiting.iter().filter(|(by, _)| by != name);
        others.map(|(_, texts)| texts).sum()
    }

    /// Whether every text was reviewed by two persons.
    pub fn is_reviewed(&self) -> bool {
        self.unreviewed == 0 && self.waiting.is_empty()
    }

    /// Those that are to be coded by a second person.
    pub fn uncoded_again(&self) -> usize {
        self.uncoded_again.iter().map(|(_, texts)| texts).sum()
    }

    /// Those of them that this person may code.
    pub fn uncoded_again_for(&self, name: &str) -> usize {
        let others = self.uncoded_again.iter().filter(|(by, _)| by != name);
        others.map(|(_, texts)| texts).sum()
    }

    /// Whether nothing is left to do; without a code book nothing is coded.
    pub fn is_finished(&self, themes: &[Theme]) -> bool {
        let coded = self.uncoded == 0 && self.uncoded_again.is_empty();
        self.is_reviewed() && (themes.is_empty() || coded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_without_a_second_person_is_not_finished() {
        let mut progress = Progress {
            written: 3,
            waiting: vec![("ann".to_owned(), 2)],
            confirmed: 1,
            uncoded: 1,
            ..Progress::default()
        };
        assert!(!progress.is_reviewed() && !progress.is_finished(&[]));
        assert_eq!(
            (progress.waiting_for("ann"), progress.waiting_for("bob")),
            (0, 2)
        );
        progress.waiting.clear();
        assert!(progress.is_finished(&[]));
        let theme = Theme {
            code: "bus".to_owned(),
            name: [("zh", "公交")].into(),
            definition: [("zh", "说到公交车")].into(),
            example: String::new(),
        };
        assert!(!progress.is_finished(&[theme]));
    }

    #[test]
    fn a_code_is_short_and_plain() {
        assert!(Theme::is_code("bus-1"));
        for code in ["", "公交", "a b", "abcdefghijklmnopqrstu", "a,b"] {
            assert!(!Theme::is_code(code), "{code}");
        }
    }
}
