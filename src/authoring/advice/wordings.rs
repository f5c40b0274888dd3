//! Advice on words: how much of a phone they fill, and choices without any.

use super::Advice;
use questionnaire::{Choice, Part, Questionnaire, TextKey};

/// A line of a 360-pixel phone holds so many Chinese characters of the form's type.
pub const PHONE_LINE: usize = 16;

/// The most lines of a question that leave room for its choices.
pub const MOST_QUESTION_LINES: usize = 5;

/// The most lines of a choice that is read at a glance.
pub const MOST_LABEL_LINES: usize = 2;

/// The lines a text takes on a phone: a Chinese character or full-width sign fills one place of
/// [`PHONE_LINE`], any other half of one.
pub fn lines_on_phone(wording: &str) -> usize {
    let line = |line: &str| {
        let halves: usize = line
            .chars()
            .map(|c| if u32::from(c) >= 0x2e80 { 2 } else { 1 })
            .sum();
        halves.div_ceil(2 * PHONE_LINE).max(1)
    };
    wording.trim().lines().map(line).sum()
}

pub(super) fn advise(questionnaire: &Questionnaire, advice: &mut Vec<Advice>) {
    for (text, words) in questionnaire.texts() {
        let most = match text {
            TextKey::Question(_) => MOST_QUESTION_LINES,
            TextKey::Choice { .. } | TextKey::ScaleChoice { .. } => MOST_LABEL_LINES,
            _ => continue,
        };
        for language in &questionnaire.languages {
            let lines = lines_on_phone(words.find(language).unwrap_or_default());
            if lines > most {
                advice.push(Advice::TooLongForPhone {
                    text: text.clone(),
                    language: language.clone(),
                    lines,
                    most,
                });
            }
        }
    }
    for scale in &questionnaire.scales {
        unlabelled(
            questionnaire,
            &Part::Scale(scale.id.clone()),
            &scale.choices,
            advice,
        );
    }
}

/// Choices of a scale whose label has no letter: 1, 2, 3 mean something else to everyone.
fn unlabelled(
    questionnaire: &Questionnaire,
    part: &Part,
    choices: &[Choice],
    advice: &mut Vec<Advice>,
) {
    for choice in choices {
        for language in &questionnaire.languages {
            let label = choice.label.find(language).unwrap_or_default();
            if !label.trim().is_empty() && !label.chars().any(char::is_alphabetic) {
                advice.push(Advice::UnlabelledChoice {
                    text: TextKey::of_choice(part, choice.code),
                    language: language.clone(),
                });
            }
        }
    }
}
