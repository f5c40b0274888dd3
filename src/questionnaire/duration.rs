//! How long an interview takes, by a stated model.
//!
//! # Design
//!
//! A respondent reads a question, reads its choices, decides and taps. Reading runs at
//! `CJK_PER_SECOND` Chinese characters or `WORDS_PER_SECOND` words a second, slower than
//! the silent reading of adults (Trauzettel-Klosinski & Dietz 2012: Chinese 255 characters,
//! English 228 words a minute on average, with a standard deviation that leaves old readers
//! well below). The choices of a scale are read once and known at the next question on the same
//! scale. Deciding takes what each type says in its file ([`crate::AnswerType`]). Help is behind a tap and not counted; texts
//! are counted as if everyone wrote a little. The figures are conventions: they compare forms
//! and give the "about 6 minutes" of an introduction, and a pilot must confirm them.

use crate::choice::Choice;
use crate::definition::{Question, Questionnaire};
use crate::text::{Language, Text};
use crate::variant::Assignment;

/// Chinese characters read in a second.
pub(crate) const CJK_PER_SECOND: f64 = 5.0;

/// Words of an alphabetic script read in a second.
pub(crate) const WORDS_PER_SECOND: f64 = 3.0;

/// Seconds between two questions: a tap and the next screen.
pub(crate) const TURNING: f64 = 1.0;

/// Seconds to read a text in a language.
pub fn reading(text: &Text, language: &Language) -> f64 {
    let wording = text.find(language).unwrap_or_default();
    let wide = |c: &char| u32::from(*c) >= 0x2e80 && c.is_alphanumeric();
    let characters = wording.chars().filter(wide).count();
    let words = wording
        .split(|c: char| !c.is_alphanumeric() || wide(&c))
        .filter(|word| !word.is_empty())
        .count();
    count(characters) / CJK_PER_SECOND + count(words) / WORDS_PER_SECOND
}

/// A count of a text as a number.
fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::from(u32::MAX), f64::from)
}

/// Seconds for one question, asked after `before`.
pub(crate) fn question_seconds(
    questionnaire: &Questionnaire,
    assignment: &Assignment,
    question: &Question,
    before: Option<&Question>,
    language: &Language,
) -> f64 {
    let scale = question.answer.scale();
    let known = scale.is_some() && before.and_then(|before| before.answer.scale()) == scale;
    let labels = |choices: &[&Choice]| -> f64 {
        choices
            .iter()
            .map(|choice| reading(&choice.label, language))
            .sum()
    };
    let choices = if !question.answer.choices_are_read() {
        0.0
    } else if known {
        labels(&question.answer.own_choices().iter().collect::<Vec<_>>())
    } else {
        labels(&assignment.choices(questionnaire, question))
    };
    reading(&question.text, language) + choices + question.answer.answer_seconds() + TURNING
}

/// Seconds for the introduction and the questions asked.
pub fn path_seconds(
    questionnaire: &Questionnaire,
    assignment: &Assignment,
    asked: &[&Question],
    language: &Language,
) -> f64 {
    let mut before = None;
    let mut seconds = reading(&questionnaire.intro, language);
    for question in asked {
        seconds += question_seconds(questionnaire, assignment, question, before, language);
        before = Some(*question);
    }
    seconds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_and_words_are_read_at_their_own_pace() {
        let both = Text::from([
            ("zh", "您对公园满意吗？"),
            ("en", "Are you satisfied, then?"),
        ]);
        assert!((reading(&both, &Language::new("zh")) - 7.0 / 5.0).abs() < 1e-12);
        assert!((reading(&both, &Language::new("en")) - 4.0 / 3.0).abs() < 1e-12);
    }
}
